"""A second demonstration of the same flow: what it met anew is added to the flow's file, and nothing else changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from walkout.errors import BadFlowError
from walkout.flow.edit import with_block, with_list_value, with_step
from walkout.flow.load import FlowFile
from walkout.flow.model import Flow, Page, PageOfSteps
from walkout.flow.steps import SendStep, Step, target_of
from walkout.flow.targets import describe
from walkout.record.demonstration import Shown
from walkout.record.flow_writer import entry_text, page_lines
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.view import PageView
from walkout.walk.recognise import recognise


@dataclass(frozen=True)
class Merged:
    """The flow's file with what is new in it. added: what that is, in words; taken: page → page of the flow."""

    text: str
    added: tuple[str, ...]
    taken: dict[str, str]
    doubts: tuple[str, ...] = ()


def merge(file: FlowFile, text: str, shown: Shown) -> Merged:
    """Merge what was shown into a flow's text.

    A page that the flow knows stays as it is, but for steps that it has not. Raises BadFlowError where a page cannot be
    told from those of the flow.
    """
    flow, new = file.flow, shown.drafted.flow
    taken, fresh, doubts = _apart(flow, shown)
    added: list[str] = []
    for page in new.pages:
        known = taken.get(page.page)
        if known is None:
            continue
        for step, before in _steps_not_in(page, flow.page(known), shown.views[page.page]):
            text = with_step(text, known, f"- {entry_text(step, '        ')}", before)
            added.append(f"page {known}: {_say(step)}")
    names = {page.page for page in flow.pages}
    for page in fresh:
        named = page.model_copy(update={"page": _free(page.page, names)})
        names.add(named.page)
        comments = shown.drafted.comments.get(page.page, ())
        text = with_block(text, "pages", "\n".join(("", *page_lines(named, comments))))
        added.append(f"a new page: {named.page}")
        taken[page.page] = named.page
    text, more = _with_head(text, flow, new, fresh, added)
    return Merged(text, (*added, *more), taken, tuple(doubts))


def _apart(flow: Flow, shown: Shown) -> tuple[dict[str, str], list[Page], list[str]]:
    """Which recorded pages the flow knows, which are new, and what is in doubt."""
    taken: dict[str, str] = {}
    fresh: list[Page] = []
    doubts: list[str] = []
    for page in shown.drafted.flow.pages:
        views = shown.views.get(page.page, ())
        places = [recognise(flow, view) for view in views]
        known = {one.page for place in places for one in place.fitting}
        if len(known) == 1:
            taken[page.page] = known.pop()
        elif known:
            names = ", ".join(sorted(known))
            raise BadFlowError(
                f"the page {page.page!r} of the recording is taken for {names}",
                where=f"page {page.page}",
                remedy="Say in the flow what tells those pages apart, then record again.",
            )
        elif views:
            fresh.append(page)
        else:
            doubts.append(f"page {page.page}: it was not seen, and is left out")
    return taken, fresh, doubts


def _steps_not_in(recorded: Page, known: Page, views: Sequence[PageView]) -> Iterable[tuple[Step, int]]:
    """Recorded steps that a page of the flow has not, with the number of the step before which each belongs.

    Two steps are one where their targets find the same element.
    """
    if not isinstance(recorded, PageOfSteps) or not isinstance(known, PageOfSteps):
        return
    steps = list(known.steps)
    for step in recorded.steps:
        if any(_are_one(step, other, views) for other in steps):
            continue
        ends = isinstance(steps[-1], SendStep) or next(iter(type(steps[-1]).model_fields)) == "click"
        yield step, len(known.steps) - 1 if ends else len(known.steps)


def _are_one(step: Step, other: Step, views: Sequence[PageView]) -> bool:
    here, there = target_of(step), target_of(other)
    if here == there:
        return True
    for view in views:
        one, two = resolve(here, view), resolve(there, view)
        if isinstance(one, Found) and isinstance(two, Found):
            return one.element is two.element
    return False


def _with_head(text: str, flow: Flow, new: Flow, fresh: Sequence[Page], added: Sequence[str]) -> tuple[str, list[str]]:
    """The values, questions, origins and way in that the added pages and steps use."""
    more: list[str] = []
    starts = {way.start for way in flow.ways}
    for way in new.ways:
        if way.start not in starts:
            named = way.model_copy(update={"way": _free(way.way, {one.way for one in flow.ways})})
            text = with_block(text, "ways", f"  - {entry_text(named, '    ')}")
            more.append(f"a new way in: {way.start}")
    needs = [value for value in new.needs if value not in (*flow.needs, *flow.takes) and _uses(fresh, added, value)]
    if needs:
        text = with_list_value(text, "needs", [*flow.needs, *needs])
        more.append(f"needs: {', '.join(needs)}")
    asks = [ask for ask in new.asks if flow.question(ask.ask) is None]
    for ask in asks:
        text = with_block(text, "asks", f"  - {entry_text(ask, '    ')}", after="ways")
        more.append(f"a new question: {ask.question}")
    origins = [origin for origin in new.origins if origin not in flow.origins]
    if origins:
        text = with_list_value(text, "origins", [*flow.origins, *origins])
        more.append(f"origins: {', '.join(origins)}")
    return text, more


def _uses(fresh: Sequence[Page], added: Sequence[str], value: str) -> bool:
    steps = [step for page in fresh if isinstance(page, PageOfSteps) for step in page.steps]
    return any(value in str(step.model_dump()) for step in steps) or any(value in one for one in added)


def _say(step: Step) -> str:
    verb = next(iter(type(step).model_fields))
    value = getattr(getattr(step, verb), "value", "")
    return f"{verb} {describe(target_of(step))}{f' ← {value}' if value else ''}"


def _free(wanted: str, taken: Iterable[str]) -> str:
    names = {*taken}
    tries = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(names) + 2))
    return next(name for name in tries if name not in names)
