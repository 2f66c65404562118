"""How a walk can end."""

from dataclasses import dataclass
from typing import Literal

from walkout.errors import ExitCode

Name = Literal[
    "submitted",
    "unconfirmed",
    "locked",
    "stopped",
    "interrupted",
    "needs-person",
    "already-objected",
    "refused",
    "unable-to-process",
    "unavailable",
    "try-later",
    "unsafe",
    "changed",
    "arrived",
]

EXIT_CODES: dict[Name, ExitCode] = {
    "submitted": ExitCode.DONE,
    "unconfirmed": ExitCode.UNCONFIRMED,
    "locked": ExitCode.UNCONFIRMED,
    "stopped": ExitCode.STOPPED,
    "interrupted": ExitCode.INTERRUPTED,
    "needs-person": ExitCode.NEEDS_PERSON,
    "refused": ExitCode.REFUSED,
    "unable-to-process": ExitCode.REFUSED,
    "unavailable": ExitCode.REFUSED,
    "already-objected": ExitCode.ALREADY_OBJECTED,
    "try-later": ExitCode.TRY_LATER,
    "changed": ExitCode.DONE,
    "arrived": ExitCode.DONE,
    "unsafe": ExitCode.UNSAFE_PLACE,
}


@dataclass(frozen=True)
class Outcome:
    """The end of a walk: its name, why in one sentence, the way in, and the page of the flow it ended on."""

    name: Name
    why: str
    way: str = ""
    page: str = ""

    @property
    def exit_code(self) -> ExitCode:
        return EXIT_CODES[self.name]


class WalkEnded(Exception):  # noqa: N818 - an end is no error
    """Raised inside a walk to end it from any depth."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.why)
        self.outcome = outcome
