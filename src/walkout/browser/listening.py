"""The script that watches a person, put into every document of a tab, and what it tells, in the order of coming.

It runs in a world of its own in each document, before any script of the page. The page can neither see it nor the way
by which it tells, and cannot call it. Frames that the browser runs in a process of their own are reached one by one.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from importlib.resources import files
from typing import Any

from playwright.sync_api import CDPSession, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame as PlaywrightFrame

from walkout.browser.look import look_script
from walkout.words.lexicon import concept

WORLD = "walkout-recording"
TELL = "tell"
STOP = "globalThis.watching?.stop()"
# Parts of ids and names, as those who write pages call such fields, whatever language the page speaks.
IDENTS = (
    "pass", "password*", "userpassword", "passwd", "pwd", "passwort", "passphrase",
    "passcode", "pin", "otp", "totp", "mfa", "2fa", "tan", "cvc",
    "cvv", "csc", "secret", "one time code", "verification code", "security code", "auth code", "sms code",
    "login code",
)  # fmt: skip

# What happened: the number of the frame by the browser, and the text that came, or empty for a frame that has gone.
Heard = Callable[[str, str], None]


@cache
def watching_script() -> str:
    """The whole script for one document; it does nothing in one where it runs already."""
    watch = files("walkout.browser").joinpath("recording.js").read_text("utf-8")
    words = json.dumps(secret_words())
    made = f"({watch.strip()})(({look_script().strip()})(), text => globalThis.{TELL}(text), {words})"
    return f"globalThis.watching ||= {made}; undefined"


@cache
def secret_words() -> dict[str, list[str]]:
    """The words of passwords and codes, in every language of the lexicon, as `Pattern.text` has them.

    `other`: what is called a code and is none, such as a postal one. `idents`: see IDENTS.
    """
    code = concept("one-time-code")
    weak = [one.text for tongue in code.tongues for one in tongue.weak]
    return {
        "password": sorted({phrase.pattern.text for phrase in concept("password").phrases}),
        "code": sorted({*weak, *(phrase.pattern.text for phrase in code.phrases)}),
        "other": sorted({one.text for tongue in code.tongues for one in tongue.ruled_out}),
        "idents": list(IDENTS),
    }


class Listening:
    """Listens in one tab until `stop`.

    frame: the browser's name for the tab's own document. told: gets what the script tells, by frame.
    moved: gets CDP's events about navigation in the tab, by name.
    """

    def __init__(self, page: Page, told: Heard, moved: Callable[[str, dict[str, Any]], None]) -> None:
        self._page, self._told, self._moved = page, told, moved
        self._contexts: dict[tuple[int, int], str] = {}
        self._apart: dict[PlaywrightFrame, tuple[str, CDPSession | None]] = {}
        self._sessions: list[CDPSession] = []
        self._main = self._joined(page)
        self.frame = str(self._main.send("Page.getFrameTree")["frameTree"]["frame"]["id"])

    def follow(self) -> None:
        """Listen in frames that have come, too."""
        for frame in self._page.frames[1:]:
            address, session = self._apart.get(frame, ("", None))
            if frame.url == address or frame.is_detached():
                continue
            if session is None or not _lives(session):
                session = None
                with suppress(PlaywrightError):  # it has no process of its own, or has gone
                    session = self._joined(frame)
            self._apart[frame] = (frame.url, session)

    def history(self) -> dict[str, Any] | None:
        """The tab's history as CDP tells it; None where the tab has gone."""
        with suppress(PlaywrightError):
            return dict(self._main.send("Page.getNavigationHistory"))
        return None

    def everywhere(self, expression: str) -> list[Any]:
        """What an expression is in the world of the script, document by document."""
        values = []
        for number, context in [*self._contexts]:
            with suppress(PlaywrightError):
                asked = {"expression": expression, "contextId": context, "returnByValue": True}
                values.append(self._sessions[number].send("Runtime.evaluate", asked)["result"].get("value"))
        return values

    def stop(self) -> None:
        """Let the scripts tell the rest, and end them."""
        self.everywhere(STOP)
        self._contexts.clear()
        for session in self._sessions:
            with suppress(PlaywrightError):
                session.detach()

    def _joined(self, where: Page | PlaywrightFrame) -> CDPSession:
        session = self._page.context.new_cdp_session(where)
        number = len(self._sessions)
        self._sessions.append(session)
        session.on("Runtime.executionContextCreated", partial(self._began, number))
        session.on("Runtime.executionContextDestroyed", partial(self._ended, number))
        session.on("Runtime.executionContextsCleared", partial(self._cleared, number))
        session.on("Runtime.bindingCalled", partial(self._called, number))
        if where is self._page:
            for name in MOVES:
                session.on(name, partial(self._moved, name))
        session.send("Page.enable")
        session.send("Runtime.enable")
        session.send("Runtime.addBinding", {"name": TELL, "executionContextName": WORLD})
        session.send(
            "Page.addScriptToEvaluateOnNewDocument",
            {"source": watching_script(), "worldName": WORLD, "runImmediately": True},
        )
        return session

    def _began(self, session: int, event: dict[str, Any]) -> None:
        context = event["context"]
        if context["name"] == WORLD:
            self._contexts[session, context["id"]] = context["auxData"]["frameId"]

    def _ended(self, session: int, event: dict[str, Any]) -> None:
        frame = self._contexts.pop((session, event["executionContextId"]), None)
        if frame is not None and frame not in self._contexts.values():
            self._told(frame, "")

    def _cleared(self, session: int, _event: dict[str, Any]) -> None:
        for owner, context in [*self._contexts]:
            if owner == session:
                self._ended(session, {"executionContextId": context})

    def _called(self, session: int, event: dict[str, Any]) -> None:
        frame = self._contexts.get((session, event["executionContextId"]))
        if frame is not None and event["name"] == TELL:
            self._told(frame, event["payload"])


MOVES = ("Page.frameNavigated", "Page.navigatedWithinDocument", "Page.frameRequestedNavigation")


def _lives(session: CDPSession) -> bool:
    try:
        session.send("Page.getFrameTree")
    except PlaywrightError:
        return False
    return True
