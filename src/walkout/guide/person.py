"""The person at the window: she is told and asked on cards over the page, and beside it at a second view."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from time import monotonic
from typing import Literal, Protocol

from walkout.errors import WalkoutError
from walkout.flow.model import Flow
from walkout.flow.steps import ValueName
from walkout.guide import cards
from walkout.guide.card import Card
from walkout.guide.route import Route
from walkout.view import Element
from walkout.walk.person import Answer, Event, Pause, Wish
from walkout.words.speech import _

WISHES: dict[str, Wish] = {"pause": "pause", "back": "back", "skip": "skip", "stop": "stop"}
UNTOLD = ("person-asked", "person-answered", "page-recognised", "way-opened", "looking")
MOST_KEPT, READ_S = 6, 0.25
Elsewhere = Callable[[], Answer | None]
# A value as it will be used, or WalkoutError.
Check = Callable[[ValueName, str], str]


class Beside(Protocol):
    """The second view: whichever is answered first counts."""

    def tell(self, event: Event) -> None: ...

    def ask(self, pause: Pause, moved: Callable[[], bool], elsewhere: Elsewhere) -> Answer:
        """As a person is asked; `elsewhere` gives what was answered in the window, and must be called as often."""
        ...

    def wish(self) -> Wish | None: ...


class Panel(Protocol):
    """What shows the cards; `walkout.browser.panel` does."""

    def show(self, card: Mapping[str, object], *, fresh: bool = True) -> None: ...

    def refresh(self) -> None: ...

    def pressed(self) -> str | None: ...

    def tick(self, clock: str = "") -> Literal["there", "away", "covered"]: ...


class Form(Protocol):
    """A form in a tab of walkout's own: what she typed, once she has sent it; empty where she closed it."""

    def poll(self) -> str | None: ...

    def close(self) -> None: ...


class Window(Protocol):
    """What the guide needs of the window, next to its panel."""

    def mark(self, elements: Sequence[Element], labels: Sequence[str]) -> None: ...


EditValue = Callable[[ValueName, str, str, Callable[[str], str]], Form]


class GuidePerson:
    """Tells and asks in the window, and at the view beside it.

    edit: opens a form for a value: its name, the field's label, the value, and a check that gives what is wrong with
    what she typed. open_receipt: shows the receipt to her.
    """

    def __init__(
        self,
        flow: Flow,
        window: Window,
        panel: Panel,
        beside: Beside,
        check: Check,
        edit: EditValue,
        *,
        badge: str = "",
    ) -> None:
        self._window, self._panel, self._beside = window, panel, beside
        self._check, self._edit, self._badge = check, edit, badge
        self._route = Route(flow)
        self._events: list[Event] = []
        self._working = self._untold = False
        self._told_at = 0.0
        self._warned = False
        self._form: tuple[ValueName, Form] | None = None
        self._last: Card | None = None
        self._broken_off = False
        self._open_receipt: Callable[[], None] = _nothing

    def tell(self, event: Event) -> None:
        self._beside.tell(event)
        self._route.told(event)
        if event.event in UNTOLD:
            return
        self._events = [*self._events[-MOST_KEPT:], event]
        self._untold = True
        self._tell_of_late()

    def _tell_of_late(self) -> None:
        """Show what was told, as often as one can read; the rest waits until the walk looks for her wishes."""
        now = monotonic()
        if self._untold and now - self._told_at >= READ_S:
            self._panel.show(self._placed(cards.telling(self._events)).as_json(), fresh=not self._working)
            self._working, self._untold, self._told_at = True, False, now

    def wish(self) -> Wish | None:
        self._tell_of_late()
        self._panel.refresh()
        pressed = self._panel.pressed()
        return (WISHES.get(pressed) if pressed and self._working else None) or self._beside.wish()

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        self._route.asked(pause)
        last, self._last = self._last, None
        card = last or cards.asking(pause)
        until = monotonic() + pause.minutes * 60 if pause.minutes else None
        if until is not None:
            time, words = cards.clock(pause, until - monotonic())
            card = replace(card, clock=time, clock_words=words)
        self._working = self._untold = False
        self._panel.show(self._placed(card).as_json())
        labels = [str(number) for number in range(1, len(pause.about) + 1)] if pause.picks else [""] * len(pause.about)
        self._window.mark(pause.about, labels)

        def elsewhere() -> Answer | None:
            self._keep(pause, until)
            return self._answered(pause)

        try:
            return self._beside.ask(pause, moved, elsewhere)
        finally:
            self._end_form()
            self._window.mark((), ())

    def show_ending(self, card: Card, whole: bool, open_receipt: Callable[[], None]) -> None:
        """The card of the next question: how the walk ended. whole: it went through all of its parts."""
        self._route.end()
        self._broken_off = not whole
        self._last, self._open_receipt = card, open_receipt

    def _keep(self, pause: Pause, until: float | None) -> None:
        """Keep the panel in its place; where the page does not let it be seen, say so beside it."""
        time = cards.clock(pause, until - monotonic())[0] if until is not None else ""
        standing = self._panel.tick(time)
        if standing == "covered" and not self._warned:
            self._beside.tell(
                Event(
                    "guide-covered",
                    _("This page covers the guide or takes it away. Please answer here instead, and trust it less."),
                )
            )
        self._warned = standing == "covered"

    def _answered(self, pause: Pause) -> Answer | None:
        if self._form is not None:
            name, form = self._form
            typed = form.poll()
            if typed is not None:
                self._end_form()
                self._panel.pressed()
                if typed:
                    with suppress(WalkoutError):
                        return Answer("change", value_name=name, value=self._check(name, typed))
            return None
        pressed = self._panel.pressed()
        if pressed is None:
            return None
        if pressed == "receipt":
            self._open_receipt()
            return None
        if pressed.startswith(cards.PICK):
            return Answer("pick", pick=int(pressed.removeprefix(cards.PICK)))
        if pressed.startswith(cards.CHANGE):
            self._begin_form(pause, pressed.removeprefix(cards.CHANGE))
            return None
        choice = cards.choice_of(pause, pressed)
        return Answer(choice.name) if choice else None

    def _begin_form(self, pause: Pause, name: str) -> None:
        row = next((row for row in pause.rows if row.value_name == name), None)
        if row is None:
            return

        def wrong(text: str) -> str:
            try:
                self._check(row.value_name, text)
            except WalkoutError as error:
                return f"{error.what} {error.remedy}".strip()
            return ""

        self._form = row.value_name, self._edit(row.value_name, row.field, row.value, wrong)

    def _end_form(self) -> None:
        if self._form is not None:
            self._form[1].close()
            self._form = None

    def _placed(self, card: Card) -> Card:
        """The card with where the walk is."""
        if self._broken_off:
            return replace(card, badge=self._badge)
        route = self._route
        return replace(
            card,
            step=cards.steps_told(route.number, route.count),
            stage=route.name,
            stages=route.stages,
            badge=self._badge,
        )


def _nothing() -> None: ...
