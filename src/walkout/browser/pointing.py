"""Let the person point at an element with the mouse, by the browser's own inspection, as its developer tools have it.

The browser draws the marker and catches the click before the page gets any of it; no script takes part, so that a page
can neither keep a click from us nor make one up. It works in frames of any origin and in shadow roots.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from secrets import token_hex
from typing import Any

from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame as PlaywrightFrame

from walkout.browser.look import Look
from walkout.view import Element, Pointed

# Who clicks twice by habit has not meant the second click for the page.
SECOND_CLICK_MS = 500
MARKER = {
    "showInfo": False,
    "contentColor": {"r": 17, "g": 119, "b": 51, "a": 0.35},
    "paddingColor": {"r": 17, "g": 119, "b": 51, "a": 0.35},
    "borderColor": {"r": 17, "g": 119, "b": 51, "a": 0.9},
}
START: tuple[tuple[str, dict[str, Any]], ...] = (
    ("DOM.enable", {}),
    ("Overlay.enable", {}),
    ("Overlay.setInspectMode", {"mode": "searchForNode", "highlightConfig": MARKER}),
    # A click is caught on what the mouse was last over; without this, one before any move would reach the page.
    ("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": 1, "y": 1}),
)
LEAVE = "function (key) { globalThis[Symbol.for(key)] = this; }"


class Pointing:
    """The pointing in one tab, until `end`. look: gives the newest look.

    A frame that the browser runs in a process of its own is watched by itself.
    """

    def __init__(self, page: Page, look: Callable[[], Look]) -> None:
        self._page, self._look = page, look
        self._watched: dict[PlaywrightFrame, str] = {}
        self._sessions = [page.context.new_cdp_session(page)]
        self._done: Pointed | None = None
        self._hit: tuple[CDPSession, int] | None = None
        self._watch(self._sessions[0])
        self.poll()

    def poll(self) -> Pointed | None:
        """What she has done by now. Frames that are new are watched from now on."""
        for frame in self._page.frames[1:]:
            if self._done is None and self._watched.get(frame) != frame.url:
                self._watched[frame] = frame.url
                with suppress(PlaywrightError):  # it has no process of its own, or has gone
                    self._sessions.append(self._page.context.new_cdp_session(frame))
                    self._watch(self._sessions[-1])
        return self._done

    def around(self) -> tuple[Element, ...]:
        """The elements of the newest look around the place that she clicked, the innermost first."""
        if self._hit is None:
            return ()
        session, node = self._hit
        key = token_hex(16)
        try:
            told = session.send("DOM.resolveNode", {"backendNodeId": node})["object"]
            session.send(
                "Runtime.callFunctionOn",
                {"objectId": told["objectId"], "functionDeclaration": LEAVE, "arguments": [{"value": key}]},
            )
            return self._look().enclosing(key)
        except PlaywrightError:
            return ()  # it has gone meanwhile

    def end(self) -> None:
        """Take the marker away, and give the mouse back to the page."""
        with suppress(PlaywrightError):
            if self._hit is not None:
                self._page.wait_for_timeout(SECOND_CLICK_MS)
        for session in self._sessions:
            with suppress(PlaywrightError):
                session.send("Overlay.setInspectMode", {"mode": "none", "highlightConfig": MARKER})
                session.detach()  # which also ends that input is ignored

    def _watch(self, session: CDPSession) -> None:
        session.on("Overlay.inspectNodeRequested", partial(self._clicked, session))
        session.on("Overlay.inspectModeCanceled", self._given_up)
        for method, parameters in START:
            session.send(method, parameters)

    def _clicked(self, session: CDPSession, event: dict[str, Any]) -> None:
        if self._done is None:
            self._done, self._hit = "clicked", (session, event["backendNodeId"])
            with suppress(PlaywrightError):
                self._sessions[0].send("Input.setIgnoreInputEvents", {"ignore": True})

    def _given_up(self, _event: dict[str, Any]) -> None:
        self._done = self._done or "given-up"
