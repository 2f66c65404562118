"""What differs between a baseline and what is there now: per target, per field, per page."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from walkout.drift.baseline import FieldSeen, PageSeen, Seen
from walkout.drift.observer import Resolved
from walkout.drift.wording import Difference, Wording, difference
from walkout.resolve.recorded import Recorded
from walkout.view import Element
from walkout.words.normal import normal

TargetState = Literal["same", "moved", "new", "ambiguous", "missing"]
FieldChange = Literal["new", "gone", "now-required", "no-longer-required", "another-kind"]
PageState = Literal["same", "changed", "new", "gone", "lost"]
TRAITS: Mapping[str, Callable[[Element], str]] = {
    "words": lambda one: one.name,
    "kind": lambda one: one.role,
    "built as": lambda one: " ".join(filter(None, (one.tag, one.type))),
    "leads to": lambda one: one.href,
    "id or name": lambda one: _lasting(one.ident),
    "placeholder": lambda one: one.placeholder,
    "description": lambda one: one.hint,
    "autocomplete": lambda one: one.autocomplete,
    "heading above": lambda one: one.heading,
    "part of the page": lambda one: one.region,
    "required": lambda one: "yes" if one.required else "no",
    "is sent to": lambda one: one.sends_to,
    "place": lambda one: one.path,
}


@dataclass(frozen=True)
class Change:
    """One trait of an element, before and now."""

    trait: str
    before: str
    now: str


@dataclass(frozen=True)
class TargetDrift:
    """A target of a page, before and now.

    by_record: its meaning does not find it any more, the record does. others: what else it could be, by their names.
    """

    page: str
    target: str
    state: TargetState
    before: Recorded | None = None
    now: Recorded | None = None
    changes: tuple[Change, ...] = ()
    by_record: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldDrift:
    """A field that came, went or changed."""

    label: str
    change: FieldChange
    required: bool = False


@dataclass(frozen=True)
class PageDrift:
    """A page of the flow, before and now. text: what became of its text, where that differs.

    lost: the flow does not know it any more. words: targets by which the page is known, with the words before and now,
    where they differ.
    """

    page: str
    state: PageState
    targets: tuple[TargetDrift, ...] = ()
    fields: tuple[FieldDrift, ...] = ()
    words: tuple[Change, ...] = ()
    address: Change | None = None
    text: Difference | None = None

    @property
    def needs_person(self) -> bool:
        """Whether a person has to look before the flow can be trusted again."""
        return (
            self.state in ("new", "gone", "lost")
            or any(one.state in ("ambiguous", "missing") or one.by_record for one in self.targets)
            or any(one.required and one.change in ("new", "now-required") for one in self.fields)
        )


def compare(
    before: Seen,
    now: Seen,
    resolutions: Mapping[tuple[str, str], Resolved],
    way: str,
    arrived_before: frozenset[str] = frozenset(),
) -> list[PageDrift]:
    """The pages of a way before and now, in the order of the walk; what was not reached is not judged.

    arrived_before: the pages that send, where the walk has come to one; those of before up to the first of them should
    have been met. resolutions: how each (page, target) of the walk was found. A page of before that the walk has passed
    without meeting it is gone; one after the place where it ended is unknown.
    """
    walked, known = now.ways.get(way, ()), before.ways.get(way, ())
    drifts = [
        _page(name, before.pages.get(name) if name in known else None, now.pages[name], resolutions) for name in walked
    ]
    met = arrived_before.union(walked)
    reached = max((known.index(name) for name in met if name in known), default=-1)
    gone = [PageDrift(name, "gone") for name in known[: reached + 1] if name not in walked]
    return [*drifts, *gone]


def _page(
    name: str, before: PageSeen | None, now: PageSeen, resolutions: Mapping[tuple[str, str], Resolved]
) -> PageDrift:
    found = {target: one for (page, target), one in resolutions.items() if page == name}
    if before is None:
        targets = tuple(drift_of(name, target, None, one) for target, one in found.items())
        return PageDrift(name, "new", targets)
    targets = tuple(drift_of(name, target, before.targets.get(target), one) for target, one in found.items())
    fields = tuple(_fields(_others(before), _others(now)))
    words = tuple(
        Change(target, old.element.name, new.element.name)
        for target, old in before.known_by.items()
        if (new := now.known_by.get(target)) and normal(old.element.name) != normal(new.element.name)
    )
    address = Change("address", before.address, now.address) if before.address != now.address else None
    text = None
    if before.text is not None and now.text is not None and before.text.sha256 != now.text.sha256:
        text = difference(Wording(before.text.paragraphs), Wording(now.text.paragraphs))
    changed = any(one.state != "same" for one in targets) or fields or words or address or text
    return PageDrift(name, "changed" if changed else "same", targets, fields, words, address, text)


def drift_of(page: str, target: str, before: Recorded | None, now: Resolved) -> TargetDrift:
    """What became of a target of a page."""
    if now.record is None:
        state: TargetState = "ambiguous" if now.state == "ambiguous" else "missing"
        return TargetDrift(page, target, state, before, None, (), False, now.others)
    if before is None:
        return TargetDrift(page, target, "new", None, now.record)
    changes = tuple(_changes(before.element, now.record.element))
    by_record = now.state == "by-record"
    return TargetDrift(
        page, target, "moved" if changes or by_record else "same", before, now.record, changes, by_record
    )


def _changes(before: Element, now: Element) -> Iterator[Change]:
    for trait, told in TRAITS.items():
        old, new = told(before), told(now)
        if old != new:
            yield Change(trait, old, new)


def _others(page: PageSeen) -> tuple[FieldSeen, ...]:
    """The fields that are no targets: what becomes of a target is told of the target."""
    ours = [record.element for record in page.targets.values()]
    names = [normal(one.name or one.placeholder or one.context) for one in ours]
    return tuple(one for one in page.fields if normal(one.label) not in names)


def _fields(before: tuple[FieldSeen, ...], now: tuple[FieldSeen, ...]) -> Iterator[FieldDrift]:
    """Fields are told apart by their labels; of several with one label, as many as before are the same."""
    left = list(before)
    for one in now:
        known = next((old for old in left if normal(old.label) == normal(one.label)), None)
        if known is None:
            yield FieldDrift(one.label, "new", one.required)
            continue
        left.remove(known)
        if known.role != one.role:
            yield FieldDrift(one.label, "another-kind", one.required)
        if known.required != one.required:
            yield FieldDrift(one.label, "now-required" if one.required else "no-longer-required", one.required)
    for old in left:
        yield FieldDrift(old.label, "gone", old.required)


def _lasting(ident: str) -> str:
    """The ids and names that people gave. Those with a number in them are made anew for every visit."""
    return " ".join(part for part in ident.split() if not re.search(r"\d", part))
