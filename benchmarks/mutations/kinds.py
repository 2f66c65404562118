"""The kinds of mutation, and the seeded choice of one to three of them for a page."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Literal

from benchmarks.mutations.doubles import decoy_hidden, decoy_words, gone, gone_for_decoy, twin
from benchmarks.mutations.draft import Draft
from benchmarks.mutations.placing import in_iframe, in_shadow, late, under_dialog
from benchmarks.mutations.shapes import (
    moved_link,
    recast,
    renamed,
    reordered,
    reworded_apart,
    reworded_known,
    translated,
    wrapped,
)

Expect = Literal["there", "doubt", "gone"]


@dataclass(frozen=True)
class Kind:
    """One kind of mutation.

    group: of each group a page gets one at most. expect: the target is still `there`; it is there, but a person might
    ask as well (`doubt`); or it is `gone`. change: does it, or returns False and leaves the page as it was.
    """

    name: str
    group: str
    expect: Expect
    change: Callable[[Draft, Random], bool]


def _by_the_server(draft: Draft, random: Random) -> bool:  # noqa: ARG001 - as all kinds
    """What is done before the page is made: another page comes first, or instead."""
    return True


# In the order in which they are done.
KINDS = (
    Kind("translated", "words", "there", translated),
    Kind("translated-untold", "words", "there", translated),
    Kind("reworded-known", "words", "there", reworded_known),
    Kind("reworded-apart", "words", "there", reworded_apart),
    Kind("recast", "recast", "there", recast),
    Kind("reordered", "order", "there", reordered),
    Kind("moved-link", "doubles", "there", moved_link),
    Kind("decoy-words", "doubles", "there", decoy_words),
    Kind("decoy-hidden", "doubles", "there", decoy_hidden),
    Kind("twin", "doubles", "doubt", twin),
    Kind("gone", "doubles", "gone", gone),
    Kind("gone-for-decoy", "doubles", "gone", gone_for_decoy),
    Kind("wrapped", "wrapped", "there", wrapped),
    Kind("renamed", "names", "there", renamed),
    Kind("late", "placing", "there", late),
    Kind("shadow", "placing", "there", in_shadow),
    Kind("iframe", "placing", "there", in_iframe),
    Kind("dialog", "steps", "doubt", under_dialog),
)
STEP_INSERTED = Kind("step-inserted", "steps", "doubt", _by_the_server)
STEP_REMOVED = Kind("step-removed", "steps", "there", _by_the_server)
NAMES = (*(kind.name for kind in KINDS), STEP_INSERTED.name, STEP_REMOVED.name)


def expectation(kinds: list[Kind]) -> Expect:
    """What a page with these changes asks of a walk."""
    expects = {kind.expect for kind in kinds}
    return "gone" if "gone" in expects else "doubt" if "doubt" in expects else "there"


def pick(random: Random) -> tuple[list[Kind], list[Kind]]:
    """One to three kinds of different groups, and the others in the order in which they are to stand in for them."""
    count = random.choice((1, 1, 2, 3))
    taken: list[Kind] = []
    rest: list[Kind] = []
    for kind in random.sample(KINDS, len(KINDS)):
        free = len(taken) < count and all(kind.group != other.group for other in taken)
        (taken if free else rest).append(kind)
    return sorted(taken, key=KINDS.index), rest


def change(draft: Draft, random: Random, taken: list[Kind], rest: list[Kind]) -> list[Kind]:
    """Do the kinds that the page has something for; where it has nothing for any of them, the first other one."""
    done = [kind for kind in taken if kind.change(draft, random)]
    if not done:
        other = next((kind for kind in rest if kind.group != "words" and kind.change(draft, random)), None)
        done = [other] if other else []
    return done
