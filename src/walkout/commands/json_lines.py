"""A walk as JSON: one object a line, of what happens and at last of how it ended, and nothing else on that output."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout

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
        print(json.dumps(told, ensure_ascii=plain, default=str), file=output, flush=True)

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
