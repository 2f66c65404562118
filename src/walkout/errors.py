"""What can stop walkout, with the exit code and the remedy that belong to it."""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """The codes that the command line ends with. They are documented in docs/exit-codes.md."""

    DONE = 0
    BUG = 1
    USAGE = 2
    UNCONFIRMED = 3
    STOPPED = 4
    NEEDS_PERSON = 5
    REFUSED = 6
    BAD_FLOW = 7
    CANNOT_START = 8
    BAD_PROFILE = 9
    UNSAFE_PLACE = 10
    LEDGER = 11
    ALREADY_OBJECTED = 12
    TRY_LATER = 13
    MOVED = 14
    CANNOT_CHECK = 15
    INTERRUPTED = 130


class WalkoutError(Exception):
    """Something that the person should be told in plain words.

    what: what happened. where: the file and line, or the flow, page and step. remedy: what to do about it.
    None of the three may hold a personal value.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, what: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.where, self.remedy = what, where, remedy

    def __str__(self) -> str:
        told = f"{self.where}: {self.what}" if self.where else self.what
        return f"{told}\n{self.remedy}" if self.remedy else told


class BadUsageError(WalkoutError):
    """The words of the command line do not fit together."""

    exit_code = ExitCode.USAGE


class BadFlowError(WalkoutError):
    """A flow, baseline, fixture or recording is not what its format asks for, or nothing of it can be used."""

    exit_code = ExitCode.BAD_FLOW


class CannotStartError(WalkoutError):
    """A walk cannot start on this machine: no browser, no display, a folder that is locked."""

    exit_code = ExitCode.CANNOT_START


class BadProfileError(WalkoutError):
    """A personal value is missing or is not valid, or the place it is kept in cannot be opened."""

    exit_code = ExitCode.BAD_PROFILE


class UnsafePlaceError(WalkoutError):
    """The page is not one of those that the flow may touch."""

    exit_code = ExitCode.UNSAFE_PLACE


class LedgerError(WalkoutError):
    """The ledger cannot be read or written, so a sending step must not be taken."""

    exit_code = ExitCode.LEDGER


class WindowClosedError(WalkoutError):
    """The browser window, or the browser, has gone."""

    exit_code = ExitCode.STOPPED


class CannotActError(WalkoutError):
    """An element changed between look and act, was covered, or does not take the value. Nothing was sent."""

    exit_code = ExitCode.NEEDS_PERSON


class NotInListError(CannotActError):
    """A list of entries has none for the person's value."""


class PageUnreachableError(WalkoutError):
    """An address does not answer: no network, or the site is down."""

    exit_code = ExitCode.NEEDS_PERSON
