"""What a walk writes down: the ledger around the sending step, and the receipt."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from walkout.flow.steps import ValueName
from walkout.ledger.ledger import Ledger
from walkout.ledger.walks import WalkId
from walkout.receipt.receipt import Receipt


class Records(Protocol):
    """Where a walk keeps what is known. `sending` must be on disk before it returns; it raises LedgerError else."""

    keeps_pictures: bool
    keeps_texts: bool

    def step(self, page: str, text: str) -> None: ...

    def picture(self, page: str, png: bytes) -> None: ...

    def text_seen(self, page: str, language: str, address: str, paragraphs: tuple[str, ...]) -> str | None:
        """Keep what a notice or policy says; what to tell the person of it, if anything."""
        ...

    def disclosed(self, field: str, value_name: ValueName, hint: str, origin: str) -> None: ...

    def agreed(self, to: str) -> None: ...

    def sending(self) -> None: ...

    def sent(self) -> None: ...

    def confirmed(self, text: str, address: str) -> None: ...

    def refused(self, text: str) -> None: ...


class NoRecords:
    """A rehearsal without records: a dry run can never count as a submission."""

    keeps_pictures = False
    keeps_texts = False

    def step(self, page: str, text: str) -> None: ...

    def picture(self, page: str, png: bytes) -> None: ...

    def text_seen(self, page: str, language: str, address: str, paragraphs: tuple[str, ...]) -> str | None: ...

    def disclosed(self, field: str, value_name: ValueName, hint: str, origin: str) -> None: ...

    def agreed(self, to: str) -> None: ...

    def sending(self) -> None: ...

    def sent(self) -> None: ...

    def confirmed(self, text: str, address: str) -> None: ...

    def refused(self, text: str) -> None: ...


SeesText = Callable[[str, str, str, tuple[str, ...]], str | None]


class KeptRecords:
    """The receipt of a walk and, for a real one, its line in the ledger and the texts that it comes to.

    sees_text: is given page, language, address and paragraphs, and says what to tell the person.
    """

    keeps_pictures = True

    def __init__(
        self, receipt: Receipt, ledger: tuple[Ledger, WalkId] | None, sees_text: SeesText | None = None
    ) -> None:
        self._receipt, self._ledger, self._sees_text = receipt, ledger, sees_text
        self.keeps_texts = sees_text is not None

    def text_seen(self, page: str, language: str, address: str, paragraphs: tuple[str, ...]) -> str | None:
        return self._sees_text(page, language, address, paragraphs) if self._sees_text else None

    def step(self, page: str, text: str) -> None:
        self._receipt.step(_now(), page, text)

    def picture(self, page: str, png: bytes) -> None:
        self._receipt.picture(page, png)

    def disclosed(self, field: str, value_name: ValueName, hint: str, origin: str) -> None:
        self._receipt.disclosed(field, value_name, hint, origin)

    def agreed(self, to: str) -> None:
        self._receipt.agreed(_now(), to)

    def sending(self) -> None:
        if self._ledger:
            ledger, walk = self._ledger
            ledger.sending(walk)

    def sent(self) -> None:
        if self._ledger:
            ledger, walk = self._ledger
            ledger.sent(walk)

    def confirmed(self, text: str, address: str) -> None:
        self._receipt.confirmation(text, address)
        if self._ledger:
            ledger, walk = self._ledger
            ledger.confirmed(walk)

    def refused(self, text: str) -> None:
        if self._ledger:
            ledger, walk = self._ledger
            ledger.refused(walk, text)


def _now() -> datetime:
    return datetime.now().astimezone()
