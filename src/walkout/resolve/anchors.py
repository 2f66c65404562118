"""What recorded elements that are found beyond doubt tell of where the others are: they anchor their neighbours."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import exp, hypot
from statistics import median

from walkout.resolve.alike import given, sets_alike, spoken, steps
from walkout.resolve.likeness import Features, Page, measured
from walkout.resolve.recorded import Recorded
from walkout.view import Element

NEAREST, FARTHEST, SHIFT = 3, 12, 3


@dataclass(frozen=True, slots=True)
class Anchor:
    """A record and the element that it is now. at: the element's place in the page's order."""

    recorded: Recorded
    element: Element
    at: int


def unique_first(records: Sequence[Recorded], page: Page) -> dict[int, Anchor]:
    """By the record's number: those whose words, address or id no other record and no other candidate has.

    Traits that point to different elements cancel each other.
    """
    found: dict[int, set[int]] = {}
    for trait in (lambda one: spoken(one.name), lambda one: one.href, lambda one: given(one.ident)):
        olds = _alone([trait(record.element) for record in records])
        news = _alone([trait(element) for element in page.elements])
        for value, number in olds.items():
            if value in news:
                found.setdefault(number, set()).add(news[value])
    return {
        number: Anchor(records[number], page.elements[next(iter(at))], page.at[next(iter(at))])
        for number, at in found.items()
        if len(at) == 1
    }


def _alone(values: Sequence[str]) -> dict[str, int]:
    """The values that occur just once, and where."""
    counts = Counter(values)
    return {value: at for at, value in enumerate(values) if value and counts[value] == 1}


def tell(recorded: Recorded, anchors: Sequence[Anchor], page: Page, told: list[Features]) -> None:
    """Add to the candidates' features what the anchors tell, none of which may be the record's own."""
    if not anchors:
        return
    measured("moved along", _moved_along(recorded, anchors, page), told)
    measured("beside", _beside(recorded, anchors, page), told)
    if recorded.element.classes:
        classes = [a.element.classes for a in anchors if a.recorded.element.classes == recorded.element.classes]
        expected = frozenset(Counter(classes).most_common(1)[0][0].split()) if classes else frozenset()
        if expected:
            news = [frozenset(element.classes.split()) for element in page.elements]
            measured("classes as renamed", [sets_alike(expected, new) for new in news], told)
    if recorded.order >= 0:
        measured("between", _between(recorded, anchors, page), told)


def _moved_along(recorded: Recorded, anchors: Sequence[Anchor], page: Page) -> list[float | None]:
    """How near a candidate is to where the record would be, had it moved as its nearest anchors did."""
    was = recorded.element.box

    def apart(anchor: Anchor) -> float:
        return hypot(anchor.recorded.element.box.x - was.x, anchor.recorded.element.box.y - was.y)

    near = sorted(anchors, key=apart)[:NEAREST]
    x = was.x + median(a.element.box.x - a.recorded.element.box.x for a in near)
    y = was.y + median(a.element.box.y - a.recorded.element.box.y for a in near)
    return [exp(-hypot(one.box.x - x, one.box.y - y) / 100) for one in page.elements]


def _beside(recorded: Recorded, anchors: Sequence[Anchor], page: Page) -> list[float | None]:
    """How like a candidate's kinship with the anchors' elements is to that of the record with the anchors."""
    own = steps(recorded.element.path)
    kin = sorted(((up(own, steps(a.recorded.element.path)), a) for a in anchors), key=lambda pair: pair[0])[:NEAREST]
    known: dict[Hashable, float] = {}
    for path in {element.path for element in page.elements}:
        new = steps(path)
        known[path] = sum(1 / (1 + abs(up(new, steps(a.element.path)) - was)) for was, a in kin) / len(kin)
    return [known[element.path] for element in page.elements]


def up(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many steps up from the one their nearest ancestor is. Paths are cut off outside, so they are shifted."""
    best = FARTHEST
    shifts = range(-SHIFT, SHIFT + 1) if len(one) >= FARTHEST and len(other) >= FARTHEST else (0,)
    for shift in shifts:
        left, right = one[max(0, shift) :], other[max(0, -shift) :]
        common = next(
            (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
        )
        if common:
            best = min(best, len(left) - common)
    return best


def _between(recorded: Recorded, anchors: Sequence[Anchor], page: Page) -> list[float | None]:
    """How near a candidate is to the stretch between what the anchors before and after the record are now."""
    before = max(
        (a for a in anchors if a.recorded.order < recorded.order), key=lambda a: a.recorded.order, default=None
    )
    after = min((a for a in anchors if a.recorded.order > recorded.order), key=lambda a: a.recorded.order, default=None)
    guesses = [a.at + recorded.order - a.recorded.order for a in (before, after) if a]
    return [exp(-min(abs(at - guess) for guess in guesses) / 10) if guesses else None for at in page.at]
