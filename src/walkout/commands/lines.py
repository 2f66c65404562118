"""The lines of a walk in the terminal: a mark, and the words beside it."""

import re
from collections.abc import Sequence
from typing import Protocol

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from walkout.walk.person import Event, Pause
from walkout.words.speech import _

MARKS = {
    "way-opened": ("→", "bold"),
    "page-recognised": ("•", "dim"),
    "preflight": ("✓", "green"),
    "step-done": ("✓", "green"),
    "sent": ("✓", "bold green"),
    "confirmation-seen": ("✓", "bold green"),
    "way-left": ("!", "yellow"),
    "field-troubled": ("!", "yellow"),
    "field-put-right": ("!", "yellow"),
    "missing": ("!", "yellow"),
    "ambiguous": ("!", "yellow"),
    "pointed": ("✓", "green"),
    "not-pointed": ("!", "yellow"),
    "unsafe-place": ("✗", "bold red"),
    "page-asked": ("!", "yellow"),
    "text-seen": ("i", "bold cyan"),
    "page-told": ("i", "bold cyan"),
    "way-reopened": ("!", "yellow"),
}
UNTOLD = ("person-asked", "person-answered")
# A page's words may hold what drives a terminal: control characters, and marks that turn the direction of reading.
DRIVING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class View(Protocol):
    """How a walk is shown in the terminal, next to the questions."""

    def tell(self, event: Event) -> None: ...

    def ask(self, pause: Pause, until: float | None) -> None:
        """She is asked now; until: by the monotonic clock, when her time is over."""
        ...

    def answered(self) -> None: ...

    def typing(self, text: str, lines: Sequence[str] = ()) -> None:
        """What she has typed so far of a line, and the lines that she has ended just now."""
        ...

    def refresh(self) -> None:
        """Called often."""
        ...

    @property
    def tells_time(self) -> bool:
        """Whether it shows how much time is left."""
        ...


class NoView:
    """Shows nothing but the questions, which are not its own."""

    tells_time = False

    def tell(self, event: Event) -> None: ...

    def ask(self, pause: Pause, until: float | None) -> None: ...

    def answered(self) -> None: ...

    def typing(self, text: str, lines: Sequence[str] = ()) -> None: ...

    def refresh(self) -> None: ...


class PlainView(NoView):
    """One line after the other; the terminal itself shows what is typed."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def tell(self, event: Event) -> None:
        print_event(self._console, event)


def plain(text: str, style: str = "") -> Text:
    """Words as they are shown: nothing in them is markup, and nothing in them drives the terminal."""
    return Text(DRIVING.sub("", text), style=style)


def print_event(console: Console, event: Event, *, verbose: bool = False) -> None:
    """Print an event's lines."""
    for line in event_lines(event, verbose=verbose):
        console.print(line)


def event_lines(event: Event, *, verbose: bool = False) -> list[RenderableType]:
    """One event as a line: a mark, the words, and for a step why this element was taken. None for what is not told."""
    if event.event in UNTOLD:
        return []
    mark, style = MARKS.get(event.event, ("•", "dim"))
    lines = [marked(mark, event.text, style)]
    why = event.data.get("why")
    if why and verbose:
        lines.append(marked("", _("found because {why}", why=why), "dim", "dim"))
    return lines


def print_line(console: Console, mark: str, text: str, mark_style: str = "", style: str = "") -> None:
    """Print a mark and words beside it."""
    console.print(marked(mark, text, mark_style, style))


def marked(mark: str, text: str, mark_style: str = "", style: str = "") -> RenderableType:
    """A mark and words beside it; lines after the first are indented as the first is."""
    line = Table.grid()
    line.add_column(width=3)
    line.add_column()
    line.add_row(Text(f" {mark}", style=mark_style), plain(text, style))
    return line
