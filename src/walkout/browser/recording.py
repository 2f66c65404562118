"""Watching what a person does in a window: every act, with the page just before it.

What comes from a document is checked as what a look tells is. The page itself has no way to tell anything here.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from time import monotonic
from typing import Any, get_args
from urllib.parse import quote_plus

from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from walkout.browser.listening import Listening
from walkout.browser.told import Document, UnreadableError, document_of, read_told, view_of
from walkout.view import Element, PageView
from walkout.watched import ActKind, WatchedAct

# A first way back so soon after an act is the page's doing; so is a move that the page has asked for not long ago.
FOLLOWS_S = 1.5
ASKED_S = 20.0
FAR_S = 1e6
# A tab may come before the click that opened it is told.
COMES_S = 0.3
# The look that belongs to an act comes a moment after it.
LOOK_S = 3.0
TYPED = ("typed", "generated", "keyword", "auto_bookmark", "start_page", "auto_toplevel", "address_bar")
COSTS = "(({acts, idle}) => ({acts: acts.splice(0), idle: idle.splice(0)}))(watching.costs())"
UNSEEN: dict[str, Any] = {"title": "", "language": "", "ready": True, "born": 0.0}
HEAD = {
    "typed": str,
    "secret": bool,
    "by_browser": bool,
    "chosen": int,
    "index": int,
    "onto": int,
    "address": str,
    "name": str,
}


@dataclass
class _Tab:
    """What is known of one tab. looks: by frame, its address and what the look told last, the oldest frame first."""

    number: int
    page: Page
    listening: Listening | None = None
    address: str = ""
    main: str = ""
    looks: dict[str, tuple[str, str]] = field(default_factory=dict)
    still: dict[str, bool] = field(default_factory=dict)
    history: tuple[tuple[int, ...], int] = ((), -1)
    asked: float = -FAR_S
    acted: float = -FAR_S


class Watching:
    """Watches all tabs of a browser's context, until `stop`. `poll` gives what was done.

    Acts are heard while Playwright works, so keep it at work with `page.wait_for_timeout` between the polls.
    """

    def __init__(self, context: BrowserContext) -> None:
        self._context = context
        self._tabs: list[_Tab] = []
        self._front = 0
        self._heard: list[tuple[str, Callable[[], Iterator[WatchedAct]]]] = []
        # Acts whose look has not come yet, by number: where its lines will go, and until when they are waited for.
        self._awaited: dict[str, tuple[list[str], float]] = {}
        self._number = 0
        self._stopped = False
        self._come: list[tuple[float, _Tab]] = []
        self._secret_names: set[str] = set()
        for page in context.pages:
            self._join(page, began=True)
        context.on("page", self._join)

    @property
    def quiet(self) -> bool:
        """Whether nothing waits to be told, and the tab in front has not changed for a moment."""
        if self._heard or self._come or not self._tabs:
            return False
        still = self._tabs[self._front].still
        return bool(still) and all(still.values())

    @property
    def page(self) -> Page:
        """The tab in front, as far as is known."""
        return self._tabs[self._front].page

    def poll(self) -> tuple[WatchedAct, ...]:
        """What the person has done since the last poll."""
        for tab in self._tabs:
            if tab.listening and not tab.page.is_closed() and not self._stopped:
                with suppress(PlaywrightError):
                    tab.listening.follow()
        acts: list[WatchedAct] = []
        while self._heard and not self._is_awaited(self._heard[0][0]):
            acts += self._heard.pop(0)[1]()
        for come in [one for one in self._come if one[0] < monotonic() or self._stopped]:
            self._come.remove(come)
            if not come[1].page.is_closed():
                acts += self._to_front(come[1])
        return tuple(acts)

    def _is_awaited(self, number: str) -> bool:
        """Whether it is an act whose look has not come yet, and may still come."""
        return number in self._awaited and monotonic() < self._awaited[number][1] and not self._stopped

    def costs(self) -> dict[str, list[float]]:
        """Milliseconds of each piece of work since the last call, in the tab in front: on `acts`, and while `idle`."""
        listening = self._tabs[self._front].listening
        told = listening.everywhere(COSTS) if listening else []
        return {kind: [cost for one in told for cost in one[kind]] for kind in ("acts", "idle")}

    def stop(self) -> tuple[WatchedAct, ...]:
        """End the watching. What was typed last, and all else that was not told yet."""
        if not self._stopped:
            self._stopped = True
            self._context.remove_listener("page", self._join)
            for tab in self._tabs:
                if tab.listening:
                    tab.listening.stop()
        return self.poll()

    def _join(self, page: Page, began: bool = False) -> None:
        tab = _Tab(len(self._tabs), page, address=page.url)
        self._tabs.append(tab)
        page.on("close", lambda _: self._heard.append(("", partial(self._closed, tab))))
        page.on("crash", lambda _: tab.still.clear())
        page.on("dialog", lambda _: None)  # it is the person's to answer; without a listener Playwright would
        if began and page.url != "about:blank":
            self._heard.append(("", partial(self._opened, tab)))
        elif not began:
            self._come.append((monotonic() + COMES_S, tab))
        with suppress(PlaywrightError):
            tab.listening = Listening(page, partial(self._told, tab), partial(self._moved, tab))
            tab.main = tab.listening.frame
            tab.history = _places(tab.listening.history())

    def _told(self, tab: _Tab, frame: str, text: str) -> None:
        """What the script in a frame has told; empty where the frame's document has gone."""
        head, *lines = text.split("\n")
        told = _head(head)
        kind = told.get("kind", "")
        if kind == "look":
            self._awaited.pop(told["number"], ([], 0.0))[0].extend(lines)
            return
        if kind in get_args(ActKind):
            self._awaited[told["number"]] = (lines, monotonic() + LOOK_S)
        if not text:
            tab.still.pop(frame, None)
        elif kind in ("still", "stirred"):
            tab.still[frame] = kind == "still"
        self._heard.append((told.get("number", ""), partial(self._read, tab, frame, told, lines)))

    def _read(self, tab: _Tab, frame: str, told: dict[str, Any], lines: list[str]) -> Iterator[WatchedAct]:
        kind = told.get("kind")
        if told.get("name"):
            self._secret_names.add(told["name"])
        if not kind:
            tab.looks.pop(frame, None)
        elif kind == "still":
            self._keep(tab, frame, told, lines)
        elif kind == "front":
            yield from self._to_front(tab)
        elif kind in get_args(ActKind):
            self._awaited.pop(told["number"], None)
            yield from self._to_front(tab)
            try:
                yield self._act(tab, frame, told, lines)
            except UnreadableError:  # what was done is known, but not on what
                yield self._made(told["kind"], tab, PageView(tab.address), address=tab.address, secret=told["secret"])
            tab.acted = monotonic()

    def _keep(self, tab: _Tab, frame: str, told: dict[str, Any], lines: list[str]) -> None:
        if lines and lines[0]:
            tab.looks[frame] = (self._scrubbed(told["address"]), self._scrubbed(lines[0]))

    def _scrubbed(self, text: str) -> str:
        """Without what a form that was sent in an address has left there under the name of a secret."""
        if not self._secret_names:
            return text
        names = "|".join(re.escape(quote_plus(name)) for name in self._secret_names)
        return re.sub(rf"([?&;](?:{names})=)[^&;#\"\\]+", r"\1", text)

    def _act(self, tab: _Tab, frame: str, told: dict[str, Any], lines: list[str]) -> WatchedAct:
        """Raises UnreadableError."""
        if len(lines) != 2:
            raise UnreadableError("its look did not come")
        self._keep(tab, frame, told, lines)
        alone = lines[1]
        order = sorted(tab.looks, key=lambda one: one != tab.main)
        documents: list[Document] = []
        if frame != tab.main and tab.main not in order:
            documents.append(Document(tab.address, UNSEEN, []))
        for one in order:
            address, look = tab.looks[one]
            try:
                documents.append(document_of(address, read_told(look), len(documents)))
            except UnreadableError:
                if one == frame:
                    raise
                continue
            if one == frame:
                acted = documents[-1]
        if alone:
            (extra,) = document_of(acted.address, read_told(alone), 0).elements
            place = len(acted.elements)
            acted.elements.append(replace(extra, frame=documents.index(acted), index=place))
            told["index"] = place
        address = tab.looks[tab.main][0] if frame == tab.main else tab.address
        return self._made(
            told["kind"],
            tab,
            view_of(address, documents),
            element=_element(acted, told["index"]),
            address=address,
            typed="" if told["secret"] else told["typed"],
            secret=told["secret"],
            chosen=told["chosen"],
            by_browser=told["by_browser"],
            onto=_element(acted, told["onto"]),
        )

    def _made(self, kind: ActKind, tab: _Tab, view: PageView, **more: Any) -> WatchedAct:
        self._number += 1
        return WatchedAct(self._number, kind, view, tab=tab.number, **more)

    def _opened(self, tab: _Tab) -> Iterator[WatchedAct]:
        yield self._made("open", tab, PageView(tab.address), address=tab.address)

    def _to_front(self, tab: _Tab) -> Iterator[WatchedAct]:
        if self._front != tab.number:
            self._front = tab.number
            yield self._made("tab", tab, PageView(tab.address), address=tab.address)

    def _closed(self, tab: _Tab) -> Iterator[WatchedAct]:
        tab.looks.clear()
        tab.still.clear()
        left = [one for one in self._tabs if not one.page.is_closed()]
        if tab.number == self._front and left:
            yield from self._to_front(left[-1])

    def _moved(self, tab: _Tab, name: str, event: dict[str, Any]) -> None:
        """The tab's document has another address, or one of its frames."""
        if name == "Page.frameRequestedNavigation":
            if event["frameId"] == tab.main:
                tab.asked = monotonic()
            return
        if name == "Page.frameNavigated":
            if event["frame"].get("parentId"):
                return
            tab.main = event["frame"]["id"]
        elif event["frameId"] != tab.main:
            return
        is_new = name == "Page.frameNavigated"
        if is_new:
            tab.still.pop(tab.main, None)
        address = event["url"] if "url" in event else event["frame"]["url"] + event["frame"].get("urlFragment", "")
        asked, tab.asked = monotonic() - tab.asked < ASKED_S, -FAR_S
        self._heard.append(("", partial(self._at, tab, address, is_new=is_new, asked=asked)))

    def _at(self, tab: _Tab, address: str, *, is_new: bool, asked: bool) -> Iterator[WatchedAct]:
        """The tab has come to an address. It is an act where nothing on the page has led there."""
        before, tab.address = tab.address, self._scrubbed(address)
        told = tab.listening.history() if tab.listening and not tab.page.is_closed() else None
        (was, place), tab.history = tab.history, _places(told)
        if told is None or self._stopped:
            return
        entry = told["entries"][told["currentIndex"]]
        kind = _way(entry, was, place, is_new=is_new)
        follows = kind in ("back", "forward") and monotonic() - tab.acted < FOLLOWS_S
        tab.acted = -FAR_S
        if kind is not None and not asked and not follows:
            yield from self._to_front(tab)
            shown = tab.address if kind == "open" else before
            yield self._made(kind, tab, PageView(before), address=shown)


def _way(entry: dict[str, Any], was: tuple[int, ...], place: int, *, is_new: bool) -> ActKind | None:
    """How a person got to an entry of the history; None where it was not by the browser's buttons or address bar."""
    if entry["id"] in was:
        now = was.index(entry["id"])
        if now == place:
            return "reload" if is_new else None
        return "back" if now < place else "forward"
    return "open" if is_new and entry["transitionType"] in TYPED else None


def _places(told: dict[str, Any] | None) -> tuple[tuple[int, ...], int]:
    """The numbers of a history's entries, and the place in it."""
    if told is None:
        return (), -1
    return tuple(entry["id"] for entry in told["entries"]), told["currentIndex"]


def _element(document: Document, index: int) -> Element | None:
    return document.elements[index] if 0 <= index < len(document.elements) else None


def _head(text: str) -> dict[str, Any]:
    """The first line of what was told, with every part of HEAD; empty where it is not what the script wrote."""
    try:
        told = json.loads(text) if text else {}
    except ValueError:
        return {}
    if not isinstance(told, dict):
        return {}
    absent: dict[str, Any] = {"chosen": -1, "index": -1, "onto": -1}
    told = {name: absent.get(name, kind()) for name, kind in HEAD.items()} | told
    return told if all(type(told[name]) is kind for name, kind in HEAD.items()) else {}
