"""A page that the flow does not know any more: which one was it, and by what could it be known again?"""

from walkout.drift.baseline import PageSeen, Seen
from walkout.drift.compare import PageDrift, drift_of
from walkout.drift.observer import Observer, Resolved
from walkout.flow.model import Flow
from walkout.flow.targets import Target, describe
from walkout.resolve.match import Found, Match
from walkout.resolve.recorded import Recorded
from walkout.resolve.relocate import relocate_all
from walkout.resolve.resolve import is_there
from walkout.view import Element, PageView

# The share of what was recorded of a page that must be there still, and by how much it must be ahead of other pages.
ENOUGH, AHEAD = 0.5, 0.2


def whereabouts(flow: Flow, before: Seen, observer: Observer, way: str) -> list[PageDrift]:
    """The page that a walk of a way got lost on, with the targets that do not make it known any more but are found by
    their records; nothing where it cannot be told which page it is."""
    view, walked = observer.lost_on[way], set(observer.ways.get(way, ()))
    ahead = [name for name in before.ways.get(way, ()) if name not in walked and name in before.pages]
    found = {name: _found(before.pages[name], view) for name in ahead}
    ranked = sorted(ahead, key=lambda name: -_share(found[name]))
    shares = [*(_share(found[name]) for name in ranked), 0.0, 0.0]
    if shares[0] < ENOUGH or shares[0] < shares[1] + AHEAD:
        return []
    page = flow.page(ranked[0])
    unknown = [target for target in page.known_by if not is_there(target, view)]
    known_by = before.pages[page.page].known_by
    drifts = (
        drift_of(page.page, describe(one), known_by.get(describe(one)), now)
        for one in unknown
        if (now := _now(one, known_by.get(describe(one)), found[page.page], observer, view)) is not None
    )
    return [PageDrift(page.page, "lost", tuple(drifts))]


def _found(page: PageSeen, view: PageView) -> dict[str, Match]:
    records = {**page.targets, **page.known_by}
    return dict(zip(records, relocate_all(list(records.values()), view), strict=True))


def _share(found: dict[str, Match]) -> float:
    return sum(isinstance(match, Found) for match in found.values()) / max(1, len(found))


def _now(
    target: Target, before: Recorded | None, found: dict[str, Match], observer: Observer, view: PageView
) -> Resolved | None:
    match = found.get(describe(target))
    element = match.element if isinstance(match, Found) else _in_its_place(before, view)
    return Resolved("by-record", observer.kept(element, view)) if element is not None else None


def _in_its_place(before: Recorded | None, view: PageView) -> Element | None:
    """The heading that stands just where the recorded one stood: what it says may be new altogether."""
    if before is None or before.element.role != "heading":
        return None
    old = before.element
    same = [one for one in view.elements if (one.role, one.tag, one.path) == (old.role, old.tag, old.path)]
    return same[0] if len(same) == 1 else None
