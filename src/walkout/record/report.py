"""What became of each step of a recording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from walkout.flow.model import Flow
from walkout.record.imported import Left


@dataclass(frozen=True)
class Carried:
    """A step that is in the flow. page: of the flow; what: what is done there, as `fill field:email`."""

    step: str
    page: str
    what: str


@dataclass
class Report:
    """Every step of a recording, carried over or left with the reason. notes: what the flow takes for granted."""

    carried: list[Carried] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def carry(self, step: str, page: str, what: str) -> None:
        self.carried.append(Carried(step, page, what))

    def leave(self, step: str, what: str, why: str) -> None:
        self.left.append(Left(step, what, why))

    def in_order(self) -> None:
        """Sort what was carried over and what was left by the numbers of the steps."""
        self.carried.sort(key=lambda one: _number(one.step))
        self.left.sort(key=lambda one: _number(one.step))

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


def _number(step: str) -> int:
    return int("".join(filter(str.isdecimal, step)) or 0)


@dataclass(frozen=True)
class Drafted:
    """A flow made from a recording, with the comments of its file and what became of each step."""

    flow: Flow
    comments: Mapping[str, Sequence[str]]
    report: Report


def to_complete(text: str) -> list[tuple[int, str]]:
    """The lines of a flow's file that a person has to complete: the line (from 1), and what is to be done."""
    lines = enumerate(text.splitlines(), 1)
    return [(number, line.partition("TODO:")[2].strip(' :"')) for number, line in lines if "TODO:" in line]
