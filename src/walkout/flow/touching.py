"""What a flow may touch: shown before its first run, and to whoever wants to know."""

from dataclasses import dataclass

from walkout.flow.model import Errand, Flow, PageOfPerson, PageOfSteps
from walkout.flow.steps import ChooseStep, FillStep, SendStep, UploadStep, ValueName, value_in
from walkout.flow.targets import Target


@dataclass(frozen=True)
class Typed:
    """A value that is typed, into which field on which page."""

    value: ValueName
    target: Target
    page: str


@dataclass(frozen=True)
class Touches:
    """The values that a flow types, the pages on which it sends, and what it leaves to the person, each once."""

    typed: tuple[Typed, ...]
    sends: tuple[str, ...]
    errands: tuple[Errand, ...]


def touches_of(flow: Flow) -> Touches:
    """What that flow may touch, in the order of its pages."""
    acting = [page for page in flow.pages if isinstance(page, PageOfSteps)]
    typed = tuple(
        Typed(value_in(step).value, value_in(step).target, page.page)
        for page in acting
        for step in page.steps
        if isinstance(step, ChooseStep | FillStep | UploadStep)
    )
    sends = tuple(page.page for page in acting if any(isinstance(step, SendStep) for step in page.steps))
    waiting = [page.wait_for_person.to for page in flow.pages if isinstance(page, PageOfPerson)]
    return Touches(typed, sends, tuple(dict.fromkeys(waiting)))
