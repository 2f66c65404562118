"""Cut what was done into places: where address, document, heading or what was acted on has changed, another begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from walkout.record.counting import BACK, Counted, step_name
from walkout.record.imported import Left
from walkout.view import Element, PageView
from walkout.watched import WatchedAct


@dataclass
class Place:
    """One page as it was met, once or several times. acts: what counts of what was done there.

    views: the looks at it, the first before anything was done. opened: the act that opened its address.
    """

    acts: list[WatchedAct] = field(default_factory=list)
    views: list[PageView] = field(default_factory=list)
    opened: WatchedAct | None = None

    @property
    def first(self) -> PageView:
        return self.views[0]

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(act.element for act in self.acts if act.element is not None)


def places_of(counted: Counted) -> tuple[list[Place], list[Left]]:
    """The places in the order in which they were first met, and what was taken back or done twice."""
    visits = _visits(counted.acts)
    left: list[Left] = []
    places: list[Place] = []
    for visit in visits:
        known = next((one for one in reversed(places) if _are_one(one, visit)), None)
        if known is None:
            places.append(visit)
            continue
        if visit.acts and visit.acts[0].number in counted.back:
            left += _taken_back(places, known)
        left += _joined(known, visit)
    return places, left


def _visits(acts: Iterable[WatchedAct]) -> list[Place]:
    visits: list[Place] = []
    before: WatchedAct | None = None
    for act in acts:
        if act.kind == "open":
            visits.append(Place(opened=act))
        else:
            if before is None or (before.kind != "open" and (is_elsewhere(before, act) or _is_gone(visits[-1], act))):
                visits.append(Place())
            visits[-1].acts.append(act)
            visits[-1].views.append(act.view)
        before = act
    return [visit for visit in visits if visit.acts]


def is_elsewhere(before: WatchedAct, act: WatchedAct) -> bool:
    """Whether an act is on another page than the one before it."""
    there, here = before.view, act.view
    if before.tab != act.tab or there.born != here.born or _path(there) != _path(here):
        return True
    return main_heading(there) != main_heading(here)


def _is_gone(visit: Place, act: WatchedAct) -> bool:
    """Whether what was pressed last has gone, and with it all that was filled in: on the same address stands another
    page. Where fields stay, it was the entry of a list, or a button that shows more."""
    last = visit.acts[-1]
    if last.kind != "click" or last.element is None or _shows(act.view, last.element):
        return False
    fields = [one.element for one in visit.acts[:-1] if one.element is not None and one.kind != "click"]
    return not any(_shows(act.view, field) for field in fields)


def beginnings(counted: Counted) -> frozenset[int]:
    """The numbers of the acts with which a visit of a page begins."""
    return frozenset(visit.acts[0].number for visit in _visits(counted.acts))


def main_heading(view: PageView) -> str:
    """The heading of a page: the first of the highest rank."""
    headings = [one for one in view.elements if one.role == "heading" and one.visible and one.name]
    ranked = sorted(headings, key=lambda one: one.tag if one.tag[:1] == "h" else "h7")
    return ranked[0].name if ranked else ""


def _path(view: PageView) -> tuple[str, str, str]:
    """Where a page lies, with the part of the fragment that some pages use as a path."""
    parts = urlsplit(view.address)
    return parts.netloc, parts.path, parts.fragment if parts.fragment.startswith(("/", "!")) else ""


def _shows(view: PageView, element: Element) -> bool:
    """Whether an element is still there, whatever its number is now."""
    alike = (one for one in view.elements if one.visible and one.role == element.role and one.ident == element.ident)
    return any(one.ident or one.name == element.name for one in alike)


def _are_one(place: Place, visit: Place) -> bool:
    """Whether a place is met again: the same address and heading, and all that was acted on is on both."""
    here, there = place.first, visit.first
    if _path(here) != _path(there) or main_heading(here) != main_heading(there):
        return False
    return _has_all(place.views, visit.elements) and _has_all(visit.views, place.elements)


def _has_all(views: Sequence[PageView], elements: Iterable[Element]) -> bool:
    return all(any(_shows(view, element) for view in views) for element in elements)


def _taken_back(places: list[Place], known: Place) -> list[Left]:
    """What was done since: the act that led away, and all on the pages that it led to."""
    away = known.acts[-1:]
    gone = [*away, *(act for place in places[places.index(known) + 1 :] for act in place.acts)]
    del places[places.index(known) + 1 :]
    known.acts = known.acts[: len(known.acts) - len(away)]
    return [Left(step_name(act), act.kind, BACK) for act in gone]


def _joined(known: Place, visit: Place) -> list[Left]:
    """Add a second visit: what it does anew comes before what leads on, and what it does again counts once."""
    left: list[Left] = []
    ends = known.acts[-1] if known.acts else None
    for act in visit.acts:
        twin = next((one for one in known.acts if _do_the_same(one, act)), None)
        if twin is not None:
            left.append(Left(step_name(act), act.kind, f"{step_name(twin)} does it already"))
        elif ends is not None and ends.kind in ("click", "enter") and act.kind not in ("click", "enter"):
            known.acts.insert(known.acts.index(ends), act)
        else:
            known.acts.append(act)
    known.views += visit.views
    return left


def _do_the_same(one: WatchedAct, other: WatchedAct) -> bool:
    here, there = one.element, other.element
    if here is None or there is None or one.kind != other.kind:
        return False
    same = (here.role, here.name, here.placeholder) == (there.role, there.name, there.placeholder)
    return same and (here.context == there.context or here.ident == there.ident)
