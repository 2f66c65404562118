"""The answer to "which element is meant?": Found, Ambiguous or Missing, with the evidence."""

from dataclasses import dataclass

from walkout.view import Element
from walkout.words.clues import clue_words


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against an element. weight: from -1 (against) to 1 (certain)."""

    what: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An element with its score (0 to 1) and the reasons for it."""

    element: Element
    score: float
    evidence: tuple[Evidence, ...]

    @property
    def why(self) -> str:
        """The reasons in one line, the strongest first."""
        return ", ".join(
            clue_words(reason.what) for reason in sorted(self.evidence, key=lambda reason: -abs(reason.weight))
        )


@dataclass(frozen=True, slots=True)
class Found:
    """One element, without doubt. `after` is the runner-up's score, 0 where there is none."""

    candidate: Candidate
    after: float = 0.0

    @property
    def element(self) -> Element:
        return self.candidate.element


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several elements that could be meant; the best first. The person is asked, never the first taken."""

    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """No element is meant. `nearest` are those that came closest, the best first, for the person to see."""

    nearest: tuple[Candidate, ...] = ()


Match = Found | Ambiguous | Missing


def elements_of(match: Match) -> tuple[Element, ...]:
    """The elements that may be meant: one, several or none."""
    match match:
        case Found():
            return (match.element,)
        case Ambiguous():
            return tuple(candidate.element for candidate in match.candidates)
        case Missing():
            return ()
