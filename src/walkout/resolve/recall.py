"""A target by its meaning and, where that leaves a doubt, by what was recorded of it when the flow last worked."""

from collections.abc import Iterable

from walkout.flow.targets import Target, role_of
from walkout.resolve.match import Ambiguous, Candidate, Evidence, Found, Match, Missing
from walkout.resolve.recorded import Recorded, record
from walkout.resolve.relocate import relocate
from walkout.resolve.resolve import resolve
from walkout.resolve.score import ROLES
from walkout.view import Element, PageView

ACTED_ON = ("link", "button", "field", "option")
# Where the words say nothing known, an address alone is not enough: a page in between may lead to the same place.
SIGNS = 3
AS_RECORDED = "it is the element that was recorded"


def resolve_with(target: Target, view: PageView, records: Iterable[Recorded]) -> Match:
    """Which element does the target mean? As `resolve`, with records of the element that it meant before.

    Where the meaning fits several, the one that all records lead to without doubt is Found; and where it is missing,
    if several signs of the element are as they were. Where meaning and records lead to two elements, the answer is
    Ambiguous: one of them is a decoy.
    """
    match = resolve(target, view)
    records = tuple(records)
    if not records or role_of(target) not in ACTED_ON:
        return match
    if isinstance(match, Found) and any(_is_as(one.element, match.element) for one in records):
        return match
    place = _one_place(records, view)
    if place is None or place.element.role not in ROLES[role_of(target)] or not _can_be_meant(place.element):
        return match
    match match:
        case Found():
            return match if _are_same(match.element, place.element) else Ambiguous((match.candidate, place))
        case Ambiguous():
            fits = any(_are_same(one.element, place.element) for one in match.candidates)
            return Found(place) if fits else match
        case Missing():
            agreeing = any(_agreeing(one, record(place.element, view)) >= SIGNS for one in records)
            return Found(place) if agreeing else match


def _agreeing(old: Recorded, now: Recorded) -> int:
    """How many signs of an element, each of which alone might be another's, are as they were: where it leads, what it
    is called in the page's text and for programs, where it stands, and what stands around it."""
    one, other = old.element, now.element
    same = (
        (one.name, other.name),
        (one.href, other.href),
        (one.ident, other.ident),
        (one.placeholder, other.placeholder),
        (one.path, other.path),
        (one.heading, other.heading),
        (old.before[:1], now.before[:1]),
        (old.after[:1], now.after[:1]),
    )
    return sum(bool(before) and before == after for before, after in same)


def is_by_record(match: Match) -> bool:
    """Whether the records decided, and the meaning did not."""
    return isinstance(match, Found) and any(one.what == AS_RECORDED for one in match.candidate.evidence)


def _one_place(records: tuple[Recorded, ...], view: PageView) -> Candidate | None:
    """The element that all records which are not gone lead to, if there is just one."""
    places: dict[tuple[int, int], Candidate] = {}
    for known in records:
        match = relocate(known, view)
        if isinstance(match, Ambiguous):
            return None
        if isinstance(match, Found):
            places[match.element.frame, match.element.index] = match.candidate
    if len(places) != 1:
        return None
    (one,) = places.values()
    return Candidate(one.element, one.score, (Evidence(AS_RECORDED, one.score), *one.evidence))


def _is_as(recorded: Element, now: Element) -> bool:
    """Whether nothing that the person sees of it, and nothing that it leads to, has changed."""
    return (recorded.role, recorded.name, recorded.href, recorded.placeholder) == (
        now.role,
        now.name,
        now.href,
        now.placeholder,
    )


def _can_be_meant(element: Element) -> bool:
    return element.visible and not element.disabled


def _are_same(one: Element, other: Element) -> bool:
    return (one.frame, one.index) == (other.frame, other.index)
