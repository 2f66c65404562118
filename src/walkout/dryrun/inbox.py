"""The inbox of the person in a rehearsal: what the fixture site mailed to her, and the codes it will take."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Literal

from walkout.dryrun.clock import Clock

VALID_FOR = timedelta(minutes=60)
DIGITS = 6
Verdict = Literal["right", "wrong", "expired"]


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `code` is the one that its text tells: six digits, taken for sixty minutes from `sent_at`."""

    to: str
    subject: str
    text: str
    code: str
    sent_at: datetime


class Inbox:
    """The mails of a rehearsal by the order they came in, and the codes that were given out.

    A code replaces the one before it at the same address. With a `seed` the codes are the same in every run.
    """

    def __init__(self, clock: Clock, seed: int | None = None) -> None:
        self.mails: list[Mail] = []
        self._clock = clock
        self._random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311
        self._given: dict[str, tuple[str, datetime]] = {}

    def latest(self, to: str) -> Mail | None:
        """The newest mail to an address, whatever its letter case."""
        return next((mail for mail in reversed(self.mails) if _same(mail.to, to)), None)

    def send_code(self, to: str, write: Callable[[str], tuple[str, str]], *, lost: bool = False) -> None:
        """Give out a new code. `write` makes subject and text from it; a lost mail never arrives."""
        code = self._new_code(to)
        self._given[_key(to)] = (code, self._clock.now())
        if not lost:
            subject, text = write(code)
            self.mails.append(Mail(to, subject, text, code, self._clock.now()))

    def check(self, to: str, code: str) -> Verdict:
        """Is this the code that was given out last for the address, and is its hour not over?"""
        given, at = self._given.get(_key(to), ("", self._clock.now()))
        if not given or not compare_digest(given.encode(), code.encode()):
            return "wrong"
        return "expired" if self._clock.now() - at > VALID_FOR else "right"

    def _new_code(self, to: str) -> str:
        before = self._given.get(_key(to), ("", None))[0]
        while True:
            code = "".join(self._random.choices("0123456789", k=DIGITS))
            if code != before:
                return code


def _key(address: str) -> str:
    return address.strip().casefold()


def _same(one: str, other: str) -> bool:
    return _key(one) == _key(other)
