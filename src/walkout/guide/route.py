"""Where a walk is: the parts that it goes through, as a person would tell them, and which one a page belongs to."""

from typing import Literal, get_args

from walkout.flow.model import Flow, Page, PageOfOutcome, PageOfPerson, PageOfSteps
from walkout.flow.steps import ClickStep, SendStep
from walkout.guide.card import Stage
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
