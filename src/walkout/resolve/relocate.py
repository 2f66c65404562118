"""Where is a recorded element now? Every element of the page is weighed against the record, and so is "gone"."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, tanh

from walkout.resolve.alike import flat, lost_words, steps
from walkout.resolve.anchors import tell, unique_first
from walkout.resolve.likeness import Features, Page
from walkout.resolve.match import Ambiguous, Candidate, Evidence, Found, Match, Missing
from walkout.resolve.recorded import QUIET_ROLES, Recorded
from walkout.view import PATH_STEPS, Element, PageView

NEAREST = 5
ALMOST_ALONE = 6.0
NEARLY, CLEARLY, TAKES = 0.95, 2, 0.7
WORTH_TELLING = 0.3
PURPOSES = {
    **dict.fromkeys(("button", "menuitem", "tab"), "press"),
    **dict.fromkeys(("textbox", "searchbox", "combobox", "spinbutton"), "fill in"),
    **dict.fromkeys(("checkbox", "switch", "radio"), "tick"),
}
SAID = {
    "same": "{} as it was, and few have that",
    "like": "{} nearly as it was",
    "unlike": "{} not as it was",
    "lost": "{} is not there any more",
    "none": "{} is none, as before, and few have none",
}


@dataclass(frozen=True, slots=True)
class Weights:
    """Log odds for each feature, and for the element being gone; from which confidence on one is found.

    gone_unplaced, enough_unplaced: of records without their place in the page's order, which have less to be found by.
    """

    features: Mapping[str, float]
    gone: float
    gone_unplaced: float
    enough: float
    enough_unplaced: float

    def odds(self, features: Features) -> float:
        """The log odds of a candidate."""
        weights = self.features
        return sum(weights.get(name, 0.0) * value for name, value in features.items())


@cache
def learned() -> Weights:
    """The weights that come with the package."""
    plain = json.loads((files("walkout.resolve") / "weights" / "relocation.json").read_text("utf-8"))
    rest = (plain[name] for name in ("gone", "gone_unplaced", "enough", "enough_unplaced"))
    return Weights(plain["features"], *rest)


def relocate(recorded: Recorded, view: PageView) -> Match:
    """Where one recorded element is now: Found, Ambiguous (the best first) or Missing, which it also is when gone."""
    return relocate_all([recorded], view)[0]


def relocate_all(records: Sequence[Recorded], view: PageView, weights: Weights | None = None) -> list[Match]:
    """Where recorded elements of one page are now, in their order. No element is found for two of them.

    They help each other: those with something that only they have anchor the rest.
    """
    weights = weights or learned()
    page = Page(view, candidates(records, view))
    if not page.elements:
        return [Missing() for _ in records]
    return decided(records, page, features_of(records, page), weights)


def decided(
    records: Sequence[Recorded], page: Page, features: Sequence[Sequence[Features]], weights: Weights
) -> list[Match]:
    """The answer for each record, of which the features of every candidate are given."""
    odds = [[weights.odds(one) for one in told] for told in features]
    gone = [weights.gone if one.order >= 0 else weights.gone_unplaced for one in records]
    matches = [
        _decided(recorded, page, told, chances, weights)
        for recorded, told, chances in zip(records, features, shared_out(odds, gone), strict=True)
    ]
    return _none_twice(matches)


def _none_twice(matches: list[Match]) -> list[Match]:
    """Of those for which one element was found, the surest keeps it."""
    taken: set[tuple[int, int]] = set()
    found = [(match.candidate.score, at, match) for at, match in enumerate(matches) if isinstance(match, Found)]
    for _, at, match in sorted(found, key=lambda one: -one[0]):
        place = match.element.frame, match.element.index
        if place in taken:
            matches[at] = Ambiguous((match.candidate,))
        taken.add(place)
    return matches


def candidates(records: Sequence[Recorded], view: PageView) -> list[int]:
    """The places in the page's order of the elements worth weighing: texts only where a text was recorded."""
    quiet = any(recorded.element.role in QUIET_ROLES for recorded in records)
    return [at for at, one in enumerate(view.elements) if quiet or one.role not in QUIET_ROLES]


def features_of(records: Sequence[Recorded], page: Page) -> list[list[Features]]:
    """For each record the features of every candidate."""
    anchors = unique_first(records, page)
    told = []
    for number, recorded in enumerate(records):
        features = page.features(recorded)
        tell(recorded, [anchor for other, anchor in anchors.items() if other != number], page, features)
        told.append(features)
    return told


def shared_out(odds: Sequence[Sequence[float]], gone: Sequence[float]) -> list[list[float]]:
    """For each record the probability of every candidate; what is left to 1 is that it is gone.

    The record that fits its candidate best takes it first, and the others then have to do without it.
    """
    chances = [_chances(row, out, ()) for row, out in zip(odds, gone, strict=True)]
    bests = [max(range(len(row)), key=row.__getitem__) for row in chances]
    taken: set[int] = set()
    open_records = set(range(len(odds)))
    while open_records:
        number = max(open_records, key=lambda at: (odds[at][bests[at]] - gone[at], -at))
        best = bests[number]
        open_records.remove(number)
        if chances[number][best] < TAKES:
            continue
        taken.add(best)
        for other in open_records:
            if chances[other][best] > 0.001:
                chances[other] = _chances(odds[other], gone[other], taken)
                bests[other] = max(range(len(chances[other])), key=chances[other].__getitem__)
    return chances


def _chances(odds: Sequence[float], gone: float, taken: "set[int] | tuple[()]") -> list[float]:
    top = max(*odds, gone)
    shares = [0.0 if at in taken else exp(one - top) for at, one in enumerate(odds)]
    whole = sum(shares) + exp(gone - top)
    return [share / whole for share in shares]


def _decided(
    recorded: Recorded, page: Page, told: Sequence[Features], chances: Sequence[float], weights: Weights
) -> Match:
    """Found is the likeliest, unless it is best taken together with what is nested in it and it is nested in."""
    ranked = sorted(range(len(chances)), key=lambda at: -chances[at])[:NEAREST]
    ones = {at: [o for o in ranked if o == at or are_one(page.elements[o], page.elements[at])] for at in ranked}
    sums = {at: sum(chances[o] for o in one) for at, one in ones.items()}
    best = next(at for at in ranked if sums[at] >= NEARLY * max(sums.values()))
    one, sure = ones[best], sums[best]
    others = [at for at in ranked if at not in one]
    after = chances[others[0]] if others else 0.0
    found = Candidate(page.elements[best], min(sure, 1.0), _evidence(told[best], weights))
    rest = [Candidate(page.elements[at], chances[at], _evidence(told[at], weights)) for at in others]
    enough = weights.enough if recorded.order >= 0 else weights.enough_unplaced
    clear = sure >= max(enough, CLEARLY * after) and not said_elsewhere(told, best)
    if clear and not may_be_another(recorded, found.element, told[best]):
        return Found(found, after)
    if sum(chances) >= 0.5:
        return Ambiguous((found, *(candidate for candidate in rest if candidate.score > 0.01)))
    return Missing((found, *rest))


def may_be_another(recorded: Recorded, element: Element, features: Features) -> bool:
    """Whether a candidate is there for something else, as a button is for a link, or lost words of its name and has
    neither the address nor the id that told it from all others.

    What replaced an element stands where that stood and says nearly the same, so place and likeness cannot tell the
    two apart. Records that do not know their place were not taken by a look, and their names and kinds are rough.
    """
    if recorded.order < 0:
        return False
    if purpose_of(recorded.element) != purpose_of(element):
        return True
    own = max(features.get(f"{trait}: same", 0.0) for trait in ("address", "id and name"))
    if own > ALMOST_ALONE:
        return False
    return lost_words(flat(recorded.element.name), flat(element.name))


def said_elsewhere(told: Sequence[Features], at: int) -> bool:
    """Whether the same words stand in the record's very sentence in another place than this candidate's."""
    own = [number for number, features in enumerate(told) if {"words: same", "sentence: same"} <= features.keys()]
    return bool(own) and at not in own


def purpose_of(element: Element) -> str:
    """What an element is there for, whatever it is built of: to lead on, to press, to fill in or to tick."""
    return PURPOSES.get(element.role, element.role)


def are_one(one: Element, other: Element) -> bool:
    """Whether one is the parent of the other: to the person they are one. Long paths are cut off outside."""
    outer, inner = sorted((steps(one.path), steps(other.path)), key=len)
    if not outer or one.frame != other.frame:
        return False
    if len(outer) < len(inner):
        return len(outer) + 1 == len(inner) and outer == inner[:-1]
    if len(outer) != PATH_STEPS:
        return False
    return (outer[1:] == inner[:-1] or inner[1:] == outer[:-1]) and one.name == other.name


def _evidence(features: Features, weights: Weights) -> tuple[Evidence, ...]:
    """What counts for and against a candidate, the strongest first."""
    reasons = []
    for name, value in features.items():
        weight = weights.features.get(name, 0.0) * value
        if abs(weight) >= WORTH_TELLING:
            trait, how = name.split(": ")
            reasons.append(Evidence(SAID[how].format(trait), round(tanh(weight / 4), 2)))
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))
