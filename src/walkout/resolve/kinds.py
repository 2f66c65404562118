"""What each field of a view asks for, with how likely that is and why.

A field's clues are weighed for each kind, and the weights' sums made into probabilities (a multinomial logistic
regression). A clue has a weight that is the same for all kinds ("its label says just this") and one for a kind. They
were fitted on real forms by `benchmarks/fit_fields.py`; `weights/fields.json` has them, and how they came about.
"""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from weakref import ref

from walkout.resolve.clues import KINDS, PURPOSE, Clue, clues_of, first_guess
from walkout.resolve.forms import forms_of
from walkout.resolve.match import Evidence
from walkout.view import Element, PageView

SURE = 0.8
"""A kind that is less sure than this is not said: on sites not seen, under 1 % of fields are then called what they are
not. `benchmarks/fit_fields.py --curve` tells what other thresholds do."""
ALL, MOST, PART = 0.85, 0.4, 0.12
SIGNS_IN, ADDRESS = "signs in", ("email", "username")
Weights = Mapping[str, Mapping[str, float]]
# The meanings that a clue speaks for, each with how much of it does; None where it is not about words.
Told = tuple[tuple[str, str], ...] | None


@dataclass(frozen=True)
class Field:
    """What is known of one field: its clues, and how likely each kind is.

    worded: how likely it is by itself; chances: with what its form is for. Where one signs in, what is worded as an
    e-mail address is the user name.
    """

    clues: tuple[Clue, ...]
    worded: Mapping[str, float]
    chances: Mapping[str, float]

    @cached_property
    def kind(self) -> str:
        """The kind that it asks for; "other" where that is in doubt."""
        return named(self.chances)

    @property
    def probability(self) -> float:
        return self.chances[self.kind]

    def why(self, kind: str) -> str:
        """The strongest reasons for a kind, in one line."""
        return (
            ", ".join(reason.what for reason in self.evidence(kind)[:3] if reason.weight > 0) or "its place in the form"
        )

    def evidence(self, kind: str) -> tuple[Evidence, ...]:
        """The reasons for and against a kind, the strongest first. A weight is what the clue adds, from -1 to 1."""
        weights, told = _model(), []
        for clue in self.clues:
            added = sum(weight_of(weights, name, kind) for name in names_of(clue, kind))
            if abs(added) >= 0.1:
                told.append(Evidence(_in_words(clue, kind), round(math.tanh(added / 4), 3)))
        return tuple(sorted(told, key=lambda reason: -abs(reason.weight)))


@dataclass(frozen=True)
class Kinds:
    """The fields of a view by frame and index."""

    fields: Mapping[tuple[int, int], Field]

    def of(self, element: Element) -> Field | None:
        """What is known of a field; None for what is none."""
        return self.fields.get((element.frame, element.index))


_known: dict[int, tuple[ref[PageView], Kinds]] = {}


def kinds_of(view: PageView) -> Kinds:
    """The kinds of a view's fields, kept as long as the view is there, as its reading is."""
    key = id(view)
    known = _known.get(key)
    if known is not None and known[0]() is view:
        return known[1]
    fresh = Kinds({place: _field(clues) for place, clues in clues_in(view).items()})
    _known[key] = ref(view, lambda _: _known.pop(key, None)), fresh
    return fresh


def clues_in(view: PageView) -> dict[tuple[int, int], tuple[Clue, ...]]:
    """The clues of each field of a view."""
    return {
        (element.frame, element.index): clues_of(element, form, view.language_of(element))
        for form in forms_of(view, first_guess)
        for element in form.fields
    }


def _field(clues: tuple[Clue, ...]) -> Field:
    worded = worded_chances(clues)
    return Field(clues, worded, settled_chances(clues, worded))


def worded_chances(clues: tuple[Clue, ...], weights: Weights | None = None) -> dict[str, float]:
    """How likely each kind is by what a field itself says, and the fields beside it."""
    using = weights or _model()
    if weights is None:
        added = zip(*(_added(clue.name, _told(clue)) for clue in clues), strict=True)
        sums = {
            kind: weight_of(using, "always", kind) + sum(of_kind) for kind, of_kind in zip(KINDS, added, strict=True)
        }
    else:
        sums = {
            kind: weight_of(using, "always", kind)
            + sum(weight_of(using, name, kind) for clue in clues for name in names_of(clue, kind))
            for kind in KINDS
        }
    most = max(sums.values())
    raised = {kind: math.exp(value - most) for kind, value in sums.items()}
    whole = sum(raised.values())
    return {kind: value / whole for kind, value in raised.items()}


def settled_chances(
    clues: tuple[Clue, ...], worded: Mapping[str, float], weights: Weights | None = None
) -> dict[str, float]:
    """How likely each kind is, with what the form is for."""
    settled = dict(worded)
    purposes = [clue.name for clue in clues if clue.name.startswith(PURPOSE)]
    if purposes:
        using = (weights or _model())[SIGNS_IN]
        total = using.get("always", 0.0) + sum(using.get(name, 0.0) for name in purposes)
        moved = settled["email"] / (1 + math.exp(-total))
        settled["email"] -= moved
        settled["username"] += moved
    return settled


def named(chances: Mapping[str, float]) -> str:
    """The likeliest kind; "other" where it is in doubt."""
    best, sure = likeliest(chances)
    return best if sure >= SURE else "other"


def likeliest(chances: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest kind and how sure it is (0 to 1).

    An e-mail address may be the user name: which of them a field is called may be in doubt, what it takes is not.
    """
    best = max(chances, key=lambda kind: chances[kind])
    return best, sum(chances[kind] for kind in ADDRESS) if best in ADDRESS else chances[best]


def names_of(clue: Clue, kind: str) -> Iterator[str]:
    """The names under which a clue has weights for a kind. What a form is for has none."""
    yield from _names(clue.name, _told(clue), kind)


def _told(clue: Clue) -> Told:
    return None if clue.said is None else tuple((one, how_much(saying.share)) for one, saying in clue.said.items())


def _names(name: str, told: Told, kind: str) -> Iterator[str]:
    if name.startswith(PURPOSE):
        return
    if told is None:
        yield name
        return
    others = [meaning for meaning, _ in told if meaning not in KINDS]
    mine = dict(told).get(others[0] if kind == "other" and others else kind)
    if mine is None:
        yield f"{name} else"
    else:
        yield f"{name} {mine}"
        if len(told) > 1:
            yield f"{name} and more"
    for meaning in others:
        yield f"{name} {meaning}"


@lru_cache(maxsize=5000)
def _added(name: str, told: Told) -> tuple[float, ...]:
    """What a clue adds to each kind, remembered: fields are much alike, and a page is looked at many times."""
    return tuple(sum(weight_of(_model(), one, kind) for one in _names(name, told, kind)) for kind in KINDS)


def how_much(share: float) -> str:
    """How much of what is said says a meaning, in one of four words."""
    return "all" if share >= ALL else "most" if share >= MOST else "part" if share >= PART else "little"


def weight_of(weights: Weights, name: str, kind: str) -> float:
    return weights["any"].get(name, 0.0) + weights.get(kind, {}).get(name, 0.0)


def _in_words(clue: Clue, kind: str) -> str:
    if clue.said is None:
        return clue.what
    said = clue.said.get(kind) or next(iter(clue.said.values()))
    return f"{clue.what} “{said.words}”"


@cache
def _model() -> Weights:
    text = resources.files(__package__).joinpath("weights/fields.json").read_text("utf-8")
    weights: Weights = json.loads(text)["weights"]
    return weights
