"""What the person picked: found again on a newer look, and recorded without personal values, to be proposed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from walkout.flow.targets import Target
from walkout.resolve.apart import not_told_from
from walkout.resolve.match import Candidate, Found
from walkout.resolve.recorded import Recorded, record
from walkout.resolve.relocate import relocate
from walkout.view import Element, PageView

WORDS_OF_PAGE = ("name", "ident", "classes", "placeholder", "hint", "context", "heading", "href", "sends_to")


MASKED = re.compile(r"\[[a-z-]+\]")
PageTarget = tuple[str, Target]


@dataclass(frozen=True)
class Pick:
    """The element that the person picked for a target on a page of the flow. Free of her values."""

    page: str
    target: Target
    recorded: Recorded


@dataclass
class Picks:
    """All that the person has picked on a walk, by page and target.

    kept: what could be told from all else, to be proposed. The rest counts for this walk only.
    """

    kept: dict[PageTarget, Pick] = field(default_factory=dict)
    _picked: dict[PageTarget, Candidate] = field(default_factory=dict, repr=False)

    def add(
        self, page: str, target: Target, candidate: Candidate, view: PageView, mask: Callable[[str], str]
    ) -> tuple[Element, ...] | None:
        """Take an element of the view from now on. Returns what it cannot be told from; None: it is told, and kept."""
        self.drop(page, target)
        self._picked[page, target] = candidate
        recorded = without_values(record(candidate.element, view), mask)
        others = not_told_from(recorded, candidate.element, view)
        if others is None:
            self.kept[page, target] = Pick(page, target, recorded)
        return others

    def of(self, page: str, target: Target) -> Candidate | None:
        """What was picked for a target, as it was then."""
        return self._picked.get((page, target))

    def find(self, page: str, target: Target, view: PageView) -> Found | None:
        """What was picked for a target, as it is in the view; None where it is not there any more."""
        picked, pick = self.of(page, target), self.kept.get((page, target))
        again = same_again(picked, view) if picked else None
        if again is not None:
            return Found(again)
        match = relocate(pick.recorded, view) if pick else None
        return match if isinstance(match, Found) else None

    def drop(self, page: str, target: Target) -> None:
        """Take it no longer: it was not the right one."""
        self._picked.pop((page, target), None)
        self.kept.pop((page, target), None)

    def drop_last(self) -> None:
        """Take no longer what was picked last, if anything: it has led elsewhere."""
        if self._picked:
            self.drop(*next(reversed(self._picked)))


def without_values(recorded: Recorded, mask: Callable[[str], str]) -> Recorded:
    """A record out of whose texts the personal values are cut, and without a list's entries.

    mask: puts a name in brackets in place of a value. Such a name would be words that the page does not have.
    """

    def cut(text: str) -> str:
        masked = mask(text)
        return text if masked == text else MASKED.sub("", masked).strip()

    element = recorded.element
    parts: dict[str, Any] = {part: cut(getattr(element, part)) for part in WORDS_OF_PAGE}
    return replace(
        recorded,
        element=replace(element, options=(), **parts),
        before=tuple(map(cut, recorded.before)),
        after=tuple(map(cut, recorded.after)),
    )


def same_again(candidate: Candidate, view: PageView) -> Candidate | None:
    """The picked element in a newer look: the only one that says, stands and leads as it did; else None."""
    old = candidate.element
    alike = [
        element
        for element in view.elements
        if (element.role, element.name, element.href, element.heading, element.context, element.frame)
        == (old.role, old.name, old.href, old.heading, old.context, old.frame)
    ]
    if len(alike) > 1:
        alike = [element for element in alike if (element.index, element.path) == (old.index, old.path)]
    return Candidate(alike[0], candidate.score, candidate.evidence) if len(alike) == 1 else None
