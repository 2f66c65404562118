"""The one request that a fixture site has at a time: it waits for its code, is confirmed, or is locked."""

from collections.abc import Callable
from typing import Literal

from walkout.dryrun.inbox import Inbox

TRIES = 3


class Request:
    """Mails codes to the address that the request came from, and counts the wrong ones that are entered.

    write: makes a mail's subject and text from a code. lost_mails: how many of the first mails never arrive.
    """

    def __init__(self, inbox: Inbox, write: Callable[[str], tuple[str, str]], lost_mails: int) -> None:
        self._inbox, self._write, self._to_lose = inbox, write, lost_mails
        self._wrong_tries = 0
        self.waiting_for = ""
        self.too_short = False
        self.confirmed = False

    @property
    def locked(self) -> bool:
        """Were three wrong codes entered?"""
        return self._wrong_tries >= TRIES

    @property
    def states(self) -> frozenset[str]:
        """The names of what holds: code-sent, confirmed, locked."""
        holds = {"code-sent": bool(self.waiting_for), "confirmed": self.confirmed, "locked": self.locked}
        return frozenset(name for name, does in holds.items() if does)

    def begin(self, email: str, *, too_short: bool = False) -> None:
        """Take a new request in place of any other, and mail its code. too_short: some answer is."""
        self.too_short = too_short
        self.waiting_for, self._wrong_tries, self.confirmed = email, 0, False
        self.mail_code()

    def mail_code(self) -> None:
        """Mail a code, unless no request waits for one."""
        if self.waiting_for:
            lost, self._to_lose = self._to_lose > 0, max(0, self._to_lose - 1)
            self._inbox.send_code(self.waiting_for, self._write, lost=lost)

    def enter(self, code: str) -> Literal["right", "wrong", "expired"]:
        """Check a code for the request that waits; the right one confirms it."""
        verdict = self._inbox.check(self.waiting_for, code)
        if verdict == "right":
            self.waiting_for, self.confirmed = "", True
        elif verdict == "wrong":
            self._wrong_tries += 1
        return verdict
