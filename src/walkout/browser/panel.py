"""The guide's panel over the pages of a window: what it shows, what it marks, and what the person pressed in it.

The state lives here; the script in the page only draws it. A page can take the panel away or cover it, and no press of
it counts then; it cannot press, read or change it.
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, Literal

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as PlaywrightError

from walkout.browser.panel_tab import PanelTab

# there: the person sees it. away: no page to be seen on, just now. covered: the page keeps it from her.
Standing = Literal["there", "away", "covered"]
# More often than that within FIGHT_S, a page has taken it away or covered it on purpose; so it has for UNSEEN_S.
MOST_FIGHTS, FIGHT_S, UNSEEN_S = 8, 20.0, 4.0
SOON_S = 0.25
# Playwright's own way waits for two frames to be drawn, which a walk of many acts feels.
INTO_SIGHT = "node => node.scrollIntoViewIfNeeded(true)"
SCROLL = "node => node.scrollIntoView({block: 'start', behavior: 'instant'})"


class Panel:
    """The panel of a window, on whichever of its tabs is the newest.

    words: those of its own controls. Raises Playwright's error where the browser gives no CDP.
    """

    def __init__(self, page: Page, words: Mapping[str, str]) -> None:
        self._words = words
        self._tabs: list[PanelTab] = []
        self._card: dict[str, Any] = {}
        self._number = 0
        self._marked: list[tuple[ElementHandle, str]] = []
        self._pressed: deque[str] = deque()
        self._hers: dict[str, object] = {"folded": False, "at": None}
        self._hidden = False
        self._fights: deque[tuple[float, int]] = deque()
        self._unseen_since: float | None = None
        self._covered = False
        # The newest card is not drawn yet; one is drawn in this document; when the document began.
        self._is_new, self._is_there, self._born = False, False, 0.0
        # Whether a press would count now.
        self.is_ready = False
        self.follow(page)

    def follow(self, page: Page) -> None:
        """Go to a tab that was opened."""
        for tab in self._tabs:
            tab.call("give")
        self._tabs.append(PanelTab(page, self._words, self._told, self._ready))
        self._ready(self._tabs[-1])

    def lose(self, page: Page) -> None:
        """A tab has crashed."""
        for tab in self._tabs:
            if tab.page is page:
                tab.lose()

    def show(self, card: Mapping[str, object], *, fresh: bool = True) -> None:
        """Show a card; see `panel.js` for its parts. fresh: presses of the one before do not count any more."""
        if fresh:
            self._number += 1
            self._pressed.clear()
        self._card = dict(card)
        self._is_new = True
        if card["asks"]:
            self._draw()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Draw what is not drawn yet, unless the document is so young that nobody could have read in it: a walk comes
        through many pages in no time, and a card on each would cost it more than she gains."""
        if self._is_new and monotonic() - self._born >= SOON_S:
            self._draw()

    def mark(self, nodes: Sequence[tuple[ElementHandle, str]], *, acting: bool = False) -> None:
        """Mark these elements, each with what stands at it, bring the first into sight, and get out of their way.

        acting: the walk acts on it at once, so nothing may lie over it for that moment.
        """
        self._marked = list(nodes)
        if nodes:
            with suppress(PlaywrightError):
                nodes[0][0].evaluate(INTO_SIGHT)
        if self._call("mark", self._boxes(), acting):
            with suppress(PlaywrightError):
                nodes[0][0].evaluate(SCROLL)
            self._call("mark", self._boxes(), acting)

    def pressed(self) -> str | None:
        """The next button that she has pressed on this card."""
        return self._pressed.popleft() if self._pressed else None

    def tick(self, clock: str = "") -> Standing:
        """Keep it in its place and its marks on their elements. clock: the time left, as it is shown.

        To be called often while she is asked.
        """
        self.is_ready = False
        if self._covered:
            return "covered"
        self.refresh()
        told = self._call("tick", clock, self._boxes())
        seen = json.loads(told) if isinstance(told, str) and told else None
        if not isinstance(seen, dict):
            self._unseen_since = None
            return "away"
        self.is_ready = bool(seen["ready"])
        now = monotonic()
        self._fights.append((now, int(seen["fights"])))
        while now - self._fights[0][0] > FIGHT_S:
            self._fights.popleft()
        if seen["seen"]:
            self._unseen_since = None
        elif self._unseen_since is None:
            self._unseen_since = now
        often = self._fights[-1][1] - self._fights[0][1] > MOST_FIGHTS
        long = self._unseen_since is not None and now - self._unseen_since > UNSEEN_S
        if often or long:
            self._covered = True
            self._pressed.clear()
            self._call("give")
            return "covered"
        return "there"

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Out of the picture, while one is taken."""
        self._hidden = True
        self._call("hide", True)
        try:
            yield
        finally:
            self._hidden = False
            self._call("hide", False)

    def make_way(self, node: ElementHandle) -> None:
        """Mark the element that is acted on next, and get out of its way, where it is drawn at all."""
        if self._is_there:
            self.mark([(node, "")], acting=True)

    def end(self) -> None:
        """Take it away."""
        self._card = {}
        for tab in self._tabs:
            tab.call("give")

    def _tab(self) -> PanelTab | None:
        """The newest tab that is open. One that comes to the front again is drawn anew."""
        gone = False
        while self._tabs and self._tabs[-1].page.is_closed():
            self._tabs.pop()
            gone = True
        if not self._tabs:
            return None
        if gone:
            self._ready(self._tabs[-1])
        return self._tabs[-1]

    def _call(self, name: str, *arguments: object) -> Any:
        tab = self._tab()
        return tab.call(name, *arguments) if tab else None

    def _draw(self) -> None:
        if self._card and not self._covered:
            self._is_new, self._is_there = False, True
            self._call("show", {**self._card, **self._hers, "number": self._number}, self._boxes())

    def _boxes(self) -> list[dict[str, object]]:
        boxes: list[dict[str, object]] = []
        for node, label in self._marked:
            with suppress(PlaywrightError):
                box = node.bounding_box()
                if box and box["width"] > 0:
                    boxes.append({**box, "label": label})
        return boxes

    def _ready(self, tab: PanelTab) -> None:
        """Another document: what was marked has gone, and a page that covered the panel has gone too."""
        if self._tabs and tab is self._tabs[-1] and tab.is_there:
            self._marked = []
            self._fights.clear()
            self._unseen_since = None
            self._covered = self._is_there = False
            self._is_new, self._born = True, monotonic()
            if self._card.get("asks"):
                self._draw()
            if self._hidden:
                tab.call("hide", True)

    def _told(self, tab: PanelTab, what: Mapping[str, Any]) -> None:
        """What the script says. A press of a card that is no longer shown, or that she cannot see, is none."""
        if not self._tabs or tab is not self._tabs[-1] or self._covered:
            return
        for part in ("folded", "at"):
            if part in what:
                self._hers[part] = what[part]
        if "press" in what and what.get("card") == self._number:
            self._pressed.append(str(what["press"]))
