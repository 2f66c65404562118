"""A walk as JSON: one object a line, of what happens and at last of how it ended, and nothing else on that output."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from walkout.ledger.walks import Walk
from walkout.walk.outcome import Outcome
from walkout.walk.person import Event

Write = Callable[[dict[str, object]], None]


@contextmanager
def json_output() -> Iterator[Write]:
    """What writes an object as a line of the output. Whatever else is printed in the block goes to the errors."""
    output = sys.stdout

    def write(told: dict[str, object]) -> None:
        # Where the output knows no Unicode, an object is written in ASCII, and is the same.
        plain = not (output.encoding or "").lower().startswith("utf")
        print(json.dumps(told, ensure_ascii=plain), file=output, flush=True)

    with redirect_stdout(sys.stderr):
        yield write


def event_told(event: Event) -> dict[str, object]:
    """An event as it is written: its name, its words, and its data."""
    return {"event": event.event, "text": event.text, **event.data}


def end_told(outcome: Outcome, *, dry_run: bool, **more: object) -> dict[str, object]:
    """How a walk ended, as it is written."""
    return {
        "event": "walk-ended",
        "outcome": outcome.name,
        "dry_run": dry_run,
        "why": outcome.why,
        "way": outcome.way,
        "page": outcome.page,
        "exit_code": int(outcome.exit_code),
        **more,
    }


@dataclass(frozen=True)
class Telling:
    """How a real walk is told, next to what is asked and how it ended.

    quiet: no more than that. write: events and the end as objects, too.
    """

    quiet: bool = False
    write: Write | None = None

    def note(self, event: Event) -> None:
        """Write an event."""
        if self.write is not None:
            self.write(event_told(event))

    def end(self, outcome: Outcome, known: Walk | None, receipt: Path) -> None:
        """Write how it ended. known: what the ledger knows of it; receipt: the folder."""
        if self.write is not None:
            sent_at, deadline = (known.sent_at, known.deadline) if known is not None else (None, None)
            told = {
                "sent_at": sent_at.isoformat() if sent_at else None,
                "deadline": deadline.isoformat() if deadline else None,
                "receipt": str(receipt),
            }
            self.write(end_told(outcome, dry_run=False, **told))


TELLING = Telling()
