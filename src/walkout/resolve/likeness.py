"""How alike a recorded element and each element of a page are, trait by trait, and how much that tells on this page.

A likeness tells the more, the fewer elements of the page are as like: words that only one element has tell all, a tag
that every other has tells nothing. This surprise is counted in bits, log2 of all candidates / those at least as like,
as on a page of 256: an element is no harder to tell on a short page.
"""

from collections.abc import Callable, Hashable, Sequence
from math import log2
from typing import Any, NamedTuple

from walkout.resolve.alike import (
    exchanged,
    flat,
    given,
    letters_alike,
    marks,
    marks_alike,
    places_alike,
    same,
    sentences_alike,
    sets_alike,
    shares_alike,
    sizes_alike,
    spoken,
    steps,
    steps_alike,
    where,
    words_alike,
)
from walkout.resolve.recorded import Recorded, around
from walkout.view import ITSELF, Box, Element, PageView
from walkout.words.normal import words_in

SAME = 0.999
# Traits of which it tells something that an element has none, as an icon has no words.
BARE = ("words", "address", "id and name", "classes")
ALONE = 8.0
Features = dict[str, float]


class Seen(NamedTuple):
    """One element with what stands around it, be it recorded or on the page."""

    element: Element
    before: tuple[str, ...]
    after: tuple[str, ...]
    share: float  # its place in the order of the page, 0 to 1; -1 where it is not known


class Trait(NamedTuple):
    """What is compared of an element, and how: 0 (nothing in common) to 1 (the same). Empty values are not compared."""

    name: str
    of: Callable[[Seen], Hashable]
    alike: Callable[[Any, Any], float]


def _kind(element: Element) -> str:
    return f"{element.role} {element.type}"


def _sentence(element: Element) -> tuple[str, str] | None:
    """The text of the block before and after an element in it; None where it stands alone."""
    before, itself, after = element.context.partition(ITSELF)
    sides = flat(before), flat(after)
    return sides if itself and any(sides) else None


def _around(element: Element) -> frozenset[str]:
    return frozenset() if ITSELF in element.context else frozenset(words_in(flat(element.context)))


def _drawn(element: Element) -> Box | None:
    return element.box if element.box.width or element.box.height else None


TRAITS = (
    Trait("words", lambda one: spoken(one.element.name), words_alike),
    Trait("address", lambda one: one.element.href, letters_alike),
    Trait("address without query", lambda one: where(one.element.href), letters_alike),
    Trait("id and name", lambda one: given(one.element.ident), letters_alike),
    Trait(
        "field",
        lambda one: flat(f"{one.element.placeholder} {one.element.hint} {one.element.autocomplete}"),
        words_alike,
    ),
    Trait("text around", lambda one: _around(one.element), sets_alike),
    Trait("sentence", lambda one: _sentence(one.element), sentences_alike),
    Trait("heading", lambda one: flat(one.element.heading), words_alike),
    Trait("region", lambda one: one.element.region, same),
    Trait("tag", lambda one: one.element.tag, same),
    Trait("kind", lambda one: _kind(one.element), same),
    Trait("classes", lambda one: frozenset(one.element.classes.split()), sets_alike),
    Trait("marks", lambda one: marks(one.element.ident, one.element.classes), marks_alike),
    Trait("path", lambda one: steps(one.element.path), steps_alike),
    Trait("size", lambda one: _drawn(one.element), sizes_alike),
    Trait("place", lambda one: _drawn(one.element), places_alike),
    Trait("before", lambda one: frozenset(map(flat, one.before)), sets_alike),
    Trait("after", lambda one: frozenset(map(flat, one.after)), sets_alike),
    Trait("order", lambda one: one.share if one.share >= 0 else "", shares_alike),
)


class Page:
    """The candidates of a view, with the values of their traits read once."""

    def __init__(self, view: PageView, kept: Sequence[int] | None = None) -> None:
        of = len(view.elements)
        self.at = list(range(of)) if kept is None else list(kept)
        self.elements = [view.elements[at] for at in self.at]
        seen = [Seen(view.elements[at], *around(view.elements, at), at / of) for at in self.at]
        self.values = {trait.name: [trait.of(one) for one in seen] for trait in TRAITS}

    def features(self, recorded: Recorded) -> list[Features]:
        """For every candidate what it has, and has not, in common with the record, in bits or shares."""
        share = recorded.order / recorded.of if recorded.order >= 0 and recorded.of else -1.0
        was = Seen(recorded.element, recorded.before, recorded.after, share)
        told: list[Features] = [{} for _ in self.elements]
        for trait in TRAITS:
            old = trait.of(was)
            values = self.values[trait.name]
            if old or (trait.name == "order" and old != ""):
                known = {new: _alike(trait, old, new) for new in set(values)}
                measured(trait.name, [known[new] for new in values], told)
            elif trait.name in BARE:
                bits = surprises([float(not new) for new in values])
                for features, new in zip(told, values, strict=True):
                    if not new:
                        features[f"{trait.name}: none"] = bits[1.0]
        self._exchanged(spoken(recorded.element.name), told)
        self._sole(recorded, told)
        return told

    def _sole(self, recorded: Recorded, told: list[Features]) -> None:
        """Words that one element alone has, then and now."""
        old, words = spoken(recorded.element.name), self.values["words"]
        if old and recorded.twins == 0 and words.count(old) == 1:
            told[words.index(old)]["sole words: same"] = 1.0

    def _exchanged(self, old: str, told: list[Features]) -> None:
        """A name that lost words and gained others may well mean another thing, however many both have in common."""
        values = self.values["words"] if old else []
        known = {new: exchanged(old, str(new)) for new in set(values) if new}
        for features, new in zip(told, values, strict=False):
            if known.get(new):
                features["single words: unlike"] = known[new]


def _alike(trait: Trait, old: Hashable, new: Hashable) -> float | None:
    return trait.alike(old, new) if new or new == 0.0 else None


def measured(name: str, alike: Sequence[float | None], told: list[Features]) -> None:
    """Add to each candidate's features what a trait's likenesses tell; None: the candidate has no such trait."""
    bits = surprises(alike)
    for features, likeness in zip(told, alike, strict=True):
        if likeness is None:
            features[f"{name}: lost"] = 1.0
        elif likeness >= SAME:
            features[f"{name}: same"] = bits[likeness]
        else:
            features[f"{name}: like"] = bits[likeness] * likeness**2
            features[f"{name}: unlike"] = 1 - likeness


def surprises(alike: Sequence[float | None]) -> dict[float, float]:
    """For each likeness, how many bits it tells, of ALONE that it tells if no other candidate is as like."""
    ranked = sorted((likeness for likeness in alike if likeness is not None), reverse=True)
    if len(alike) < 2:
        return dict.fromkeys(ranked, ALONE)
    bit = ALONE / log2(len(alike))
    return {likeness: bit * log2(len(alike) / at) for at, likeness in enumerate(ranked, 1)}
