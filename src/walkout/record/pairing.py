"""Which captured page each act of a recording was done on, and where it led."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from walkout.browser.captured import CapturedPage
from walkout.flow.steps import ValueName
from walkout.record.deeds import Deed
from walkout.record.finding import find
from walkout.record.site_writer import PRESSING
from walkout.view import PageView
from walkout.watched import WatchedAct

Elsewhere = Callable[[WatchedAct, WatchedAct], bool]
Taken = tuple[int, CapturedPage]


@dataclass(frozen=True)
class Paired:
    """The pages of a recording in the order in which they were met, and what was done on them. problems: in words."""

    pages: tuple[CapturedPage, ...]
    deeds: tuple[Deed, ...]
    problems: tuple[str, ...] = ()


@dataclass
class _Visit:
    """One stay on a page. opened: the act by which its address was opened, where it was."""

    acts: list[WatchedAct] = field(default_factory=list)
    opened: WatchedAct | None = None
    page: int = -1


def pair(
    acts: Sequence[WatchedAct],
    taken: Sequence[Taken],
    elsewhere: Elsewhere,
    *,
    sends: Collection[int] = (),
    values: Mapping[int, ValueName] | None = None,
) -> Paired:
    """The pages and deeds of a recording.

    taken: what was captured, in time, each with the number of the act before it (0: none); the last of a page counts.
    elsewhere: whether the second of two acts is on another page than the first. sends, values: by the acts' numbers,
    what sends, and what a field was given.
    """
    visits = _visits(acts, elsewhere)
    pages: list[CapturedPage] = []
    problems: list[str] = []
    for number, visit in enumerate(visits):
        until = next((one.acts[0].number for one in visits[number + 1 :] if one.acts), None)
        captured = _captured(visit, taken, until)
        if captured is None:
            problems.append(f"the page of act {_first(visit).number} was left before it could be saved")
            continue
        visit.page = _known(visit, pages)
        if visit.page < 0:
            visit.page = len(pages)
            pages.append(captured)
    end = _end(visits, taken, pages)
    leads = [None if after.opened or after.page < 0 else after.page for after in visits[1:]]
    deeds: list[Deed] = []
    for visit, to in zip(visits, [*leads, end], strict=False):
        if visit.page < 0:
            continue
        if visit.opened:
            deeds.append(Deed(visit.page, visit.opened, visit.page))
        for act in visit.acts:
            away = to if act is visit.acts[-1] and act.kind in PRESSING and to != visit.page else None
            deeds.append(Deed(visit.page, act, away, act.number in sends, (values or {}).get(act.number)))
    return Paired(tuple(pages), tuple(deeds), tuple(problems))


def _visits(acts: Sequence[WatchedAct], elsewhere: Elsewhere) -> list[_Visit]:
    visits: list[_Visit] = []
    before: WatchedAct | None = None
    for act in acts:
        if act.kind in ("back", "forward", "reload", "tab"):
            continue
        if act.kind == "open":
            visits.append(_Visit(opened=act))
        elif not visits or (before is not None and before.kind != "open" and elsewhere(before, act)):
            visits.append(_Visit([act]))
        else:
            visits[-1].acts.append(act)
        before = act
    return [visit for visit in visits if visit.acts]


def _first(visit: _Visit) -> WatchedAct:
    return visit.acts[0]


def _captured(visit: _Visit, taken: Sequence[Taken], until: int | None) -> CapturedPage | None:
    """The last capture of the page before it was left, on which all is found that was acted on; else the fullest."""
    first, last = visit.acts[0], visit.acts[-1]
    during = [page for count, page in taken if first.number - 1 <= count < last.number]
    near = [page for count, page in taken if until is None or count < until]
    for some in (during, near):
        fitting = [page for page in some if _place(page.view) == _place(last.view) and _has(page, last)]
        if fitting:
            most = max(_count(visit, page) for page in fitting)
            return [page for page in fitting if _count(visit, page) == most][-1]
    return None


def _known(visit: _Visit, pages: Sequence[CapturedPage]) -> int:
    """The number of a page that was met before and has all that was acted on now; -1 where there is none."""
    here = _place(visit.acts[-1].view)
    fitting = (
        at for at, page in enumerate(pages) if _place(page.view) == here and all(_has(page, a) for a in visit.acts)
    )
    return next(fitting, -1)


def _end(visits: Sequence[_Visit], taken: Sequence[Taken], pages: list[CapturedPage]) -> int | None:
    """The page that the last act led to, which is added to the others; None where it is the same still."""
    if not visits or not taken:
        return None
    last = visits[-1].acts[-1]
    count, page = taken[-1]
    if count < last.number or (_place(page.view) == _place(last.view) and _has(page, last)):
        return None
    pages.append(page)
    return len(pages) - 1


def _has(page: CapturedPage, act: WatchedAct) -> bool:
    return act.element is None or find(act.element, page.view) is not None


def _count(visit: _Visit, page: CapturedPage) -> int:
    return sum(_has(page, act) for act in visit.acts)


def _place(view: PageView) -> tuple[str, str]:
    """Where a page is, and the heading that it has."""
    headings = [one for one in view.elements if one.role == "heading" and one.visible and one.name]
    first = min(headings, key=lambda one: one.tag if one.tag[:1] == "h" else "h7", default=None)
    return view.address.partition("?")[0], first.name if first else ""
