"""Where a walk is: the parts that it goes through, as a person would tell them, and which one a page belongs to."""

from contextlib import suppress
from typing import Literal, get_args

from walkout.flow.model import Flow, Page, PageOfOutcome, PageOfPerson, PageOfSteps
from walkout.flow.steps import ClickStep, SendStep
from walkout.guide.card import Stage
from walkout.walk.person import Event, Pause
from walkout.walk.sending import AFTER_SENDING
from walkout.walk.walk import SIGNING_IN
from walkout.words.speech import _

Part = Literal["sign-in", "way", "form", "review", "code", "press", "end"]


def part_of(page: Page) -> Part | None:
    """The part that a page belongs to; None: it can come at any time."""
    match page:
        case PageOfOutcome():
            return "end"
        case PageOfPerson() if page.wait_for_person.to in SIGNING_IN:
            return "sign-in"
        case PageOfPerson() if page.wait_for_person.to in AFTER_SENDING:
            return "code"
        case PageOfPerson() if page.wait_for_person.to == "press-the-button":
            return "press"
        case PageOfSteps() if any(not isinstance(step, ClickStep) for step in page.steps):
            return "form"
        case PageOfSteps():
            return "way"
        case _:
            return None


def parts_of(flow: Flow) -> tuple[Part, ...]:
    """The parts of a flow, in the order in which they come."""
    there = {part_of(page) for page in flow.pages} | {"end"}
    if any(isinstance(step, SendStep) for page in flow.pages if isinstance(page, PageOfSteps) for step in page.steps):
        there |= {"review"}
    return tuple(part for part in get_args(Part) if part in there)


def stages(parts: tuple[Part, ...], now: Part) -> tuple[Stage, ...]:
    """The parts with their names, those before `now` done."""
    at = len(parts) if now == "end" else parts.index(now) if now in parts else 0
    return tuple(
        Stage(name_of(part), "done" if number < at else "now" if number == at else "next")
        for number, part in enumerate(parts)
    )


def name_of(part: Part) -> str:
    """What a part is called."""
    return {
        "sign-in": _("Sign in"),
        "way": _("Find the way"),
        "form": _("Fill in the form"),
        "review": _("Read and send"),
        "code": _("Enter the code"),
        "press": _("Press the last button"),
        "end": _("Done"),
    }[part]


class Route:
    """The parts of a flow and the one that its walk is in: it follows what the person is told and asked."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._parts = parts_of(flow)
        self._part: Part = self._parts[0]

    def told(self, event: Event) -> None:
        """Go to the part that the event's page belongs to; what is read before sending is not the form again."""
        name = event.data.get("page")
        if isinstance(name, str):
            self._go_to(name)
        if event.event == "person-asked" and event.data.get("kind") == "review":
            self._part = "review"

    def _go_to(self, name: str) -> None:
        with suppress(StopIteration):
            page = self._flow.page(name)
            part = part_of(page)
            if part is not None and not (part == "form" and self._part == "review" and isinstance(page, PageOfSteps)):
                self._part = part

    def asked(self, pause: Pause) -> None:
        """Go to the part of the page that it is about; a review is a part of its own."""
        if pause.place:
            self._go_to(pause.place)
        if pause.kind == "review":
            self._part = "review"

    def end(self) -> None:
        """The walk is over."""
        self._part = "end"

    @property
    def number(self) -> int:
        """Which of the parts it is, from 1."""
        return self._parts.index(self._part) + 1 if self._part in self._parts else 1

    @property
    def count(self) -> int:
        """How many parts there are."""
        return len(self._parts)

    @property
    def name(self) -> str:
        """What the part is called."""
        return name_of(self._part)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """All parts, those before this one done."""
        return stages(self._parts, self._part)
