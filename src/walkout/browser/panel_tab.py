"""The guide's panel in one tab: its script in a world of its own, which comes with each load, and how to talk to it."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from secrets import token_hex
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

# Nobody can guess it, though a page could not enter the world by its name either.
WORLD = f"walkout-{token_hex(8)}"
Said = Callable[["PanelTab", Mapping[str, Any]], None]


@cache
def _part(name: str) -> str:
    return files("walkout.browser").joinpath(name).read_text("utf-8")


class PanelTab:
    """One tab. said: gets what the panel says. ready: is called when the panel is there anew, in another document.

    Raises Playwright's error where the browser gives no CDP or the tab has gone.
    """

    def __init__(self, page: Page, words: Mapping[str, str], said: Said, ready: Callable[["PanelTab"], None]) -> None:
        self.page, self._said, self._ready = page, said, ready
        self._context = ""
        self._dead = False
        self._cdp = page.context.new_cdp_session(page)
        self._frame = self._cdp.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self._cdp.on("Runtime.bindingCalled", self._told)
        self._cdp.on("Runtime.executionContextCreated", self._began)
        self._cdp.on("Runtime.executionContextDestroyed", self._ended)
        self._cdp.on("Runtime.executionContextsCleared", self._cleared)
        self._cdp.send("Page.enable")
        self._cdp.send("Runtime.enable")
        self._cdp.send("Runtime.addBinding", {"name": "tell", "executionContextName": WORLD})
        source = f"({_part('panel.js')})({json.dumps(_part('panel.css'))}, {json.dumps(dict(words))})"
        self._cdp.send(
            "Page.addScriptToEvaluateOnNewDocument", {"source": source, "worldName": WORLD, "runImmediately": True}
        )

    @property
    def is_there(self) -> bool:
        """Whether the document has the panel's world."""
        return bool(self._context)

    def call(self, name: str, *arguments: object) -> Any:
        """Call a function of the panel; None where the panel is not there, or the document moves at this moment."""
        if not self._context:
            return None
        told = ", ".join(json.dumps(one) for one in arguments)
        try:
            answer = self._cdp.send(
                "Runtime.evaluate",
                # A context's number begins anew in another process, and may be the page's own world there.
                {
                    "expression": f"walkoutGuide.{name}({told})",
                    "uniqueContextId": self._context,
                    "returnByValue": True,
                },
            )
        except PlaywrightError:
            return None
        return answer["result"].get("value")

    def _told(self, event: Mapping[str, Any]) -> None:
        if event["name"] != "tell":
            return
        what = json.loads(event["payload"])
        if isinstance(what, dict):
            self._said(self, what)

    def _began(self, event: Mapping[str, Any]) -> None:
        context = event["context"]
        if not self._dead and context["name"] == WORLD and context.get("auxData", {}).get("frameId") == self._frame:
            self._context = context["uniqueId"]
            self._ready(self)

    def _ended(self, event: Mapping[str, Any]) -> None:
        if event.get("executionContextUniqueId") == self._context:
            self._context = ""

    def lose(self) -> None:
        """The page has crashed: what is asked of it is never answered."""
        self._dead, self._context = True, ""

    def _cleared(self, _event: Mapping[str, Any]) -> None:
        self._context = ""
