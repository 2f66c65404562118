"""The script that watches a person, put into every document of a tab, and what it tells, in the order of coming.

It runs in a world of its own in each document, before any script of the page. The page can neither see it nor the way
by which it tells, and cannot call it. Frames that the browser runs in a process of their own are reached one by one.
"""

import json
import re
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
from walkout.words.normal import MOST_BETWEEN, Pattern

WORLD = "walkout-recording"
TELL = "tell"
STOP = "globalThis.watching?.stop()"
# Parts of ids and names, as those who write pages call such fields, whatever language the page speaks.
IDENTS = (
    "pass", "passwd", "pwd", "passwort", "passphrase", "passcode", "pin", "otp", "totp", "mfa", "2fa", "tan", "cvc",
    "cvv", "csc", "secret", "one time code", "verification code", "security code", "auth code", "sms code",
    "login code",
)  # fmt: skip
_SPECIAL = re.compile(r"[\^$\\.*+?()[\]{}|/]")

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
def secret_words() -> dict[str, str]:
    """Expressions of JavaScript (flags `iu`) for the words of passwords and codes, in every language of the lexicon.

    `other`: what is called a code and is none, such as a postal one.
    """
    passwords = [phrase.pattern for phrase in concept("password").phrases]
    codes = [one for tongue in concept("one-time-code").tongues for one in _said(tongue.phrases) + list(tongue.weak)]
    others = [one for tongue in concept("one-time-code").tongues for one in tongue.ruled_out]
    return {
        "password": _any(map(_expression, passwords)),
        "code": _any(map(_expression, codes)),
        "other": _any(map(_expression, others)),
        "idents": rf"(?<![\p{{L}}\d])(?:\w*password\w*|{'|'.join(IDENTS)})(?![\p{{L}}\d])",
    }


def _said(phrases: Any) -> list[Pattern]:
    return [phrase.pattern for phrase in phrases]


def _any(expressions: Any) -> str:
    return "|".join(sorted(set(expressions))) or "$^"


def _expression(pattern: Pattern) -> str:
    """A pattern in JavaScript's way of writing."""
    parts = []
    words = pattern.text.split()
    for number, word in enumerate(words):
        if word == "…":
            parts.append(rf"(?:[^\s.!?]+ ){{0,{MOST_BETWEEN}}}")
            continue
        stem = word.endswith("*")
        body = _SPECIAL.sub(r"\\\g<0>", word.removesuffix("*")) + (r"[\p{L}\p{M}\d_]*" if stem else "")
        parts.append(body if number == len(words) - 1 else f"{body} ")
    return rf"(?<![\p{{L}}\p{{M}}\d_]){''.join(parts)}(?![\p{{L}}\p{{M}}\d_])"


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

    def stop(self) -> None:
        """Let the scripts tell the rest, and end them."""
        for number, session in enumerate(self._sessions):
            for owner, context in [*self._contexts]:
                if owner == number:
                    with suppress(PlaywrightError):
                        session.send("Runtime.evaluate", {"expression": STOP, "contextId": context})
            with suppress(PlaywrightError):
                session.detach()
        self._contexts.clear()

    def _joined(self, where: Page | PlaywrightFrame) -> CDPSession:
        session = self._page.context.new_cdp_session(where)
        number = len(self._sessions)
        self._sessions.append(session)
        session.on("Runtime.executionContextCreated", partial(self._began, number))
        session.on("Runtime.executionContextDestroyed", partial(self._ended, number))
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
