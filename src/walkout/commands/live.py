"""The live part at the foot of a terminal: where the walk is, what it does now and why, the time left, and her typing.

What is over is printed above it as plain lines, so that nothing is lost when the live part goes.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.live import Live
from rich.text import Text

from walkout.commands.console import NarrowConsole
from walkout.commands.lines import event_lines, plain
from walkout.flow.model import Flow
from walkout.guide import cards
from walkout.guide.route import Route
from walkout.walk.person import Event, Pause
from walkout.words.speech import _

SIGNS = {"done": ("✓", "green"), "now": ("▶", "bold"), "next": ("·", "dim")}
PLAIN_SIGNS = {"done": "[x]", "now": "[>]", "next": "[ ]"}
# With fewer rows the parts of the walk and hints are left out, and what is done now; never the place and the typing.
ROWS_FOR_ALL, ROWS_FOR_NOW = 16, 8


def live_view(console: Console, flow: Flow, *, types: bool, badge: str = "") -> "LiveView | None":
    """The live part for a walk; None where the output is no terminal, or one that cannot move its cursor.

    types: whether she answers at this terminal. badge: what kind of walk it is.
    """
    if not isinstance(console, NarrowConsole) or not console.is_interactive:
        return None
    if types and not sys.stdin.isatty():
        return None
    return LiveView(console, Route(flow), types=types, badge=badge)


class LiveView:
    """Draws itself anew when something has changed, and never at a fixed rate."""

    def __init__(self, console: NarrowConsole, route: Route, *, types: bool, badge: str = "") -> None:
        self.types = types
        self._console, self._route, self._badge = console, route, badge
        self._now: tuple[RenderableType, ...] = ()
        self._above: tuple[RenderableType, ...] = ()
        self._pause: Pause | None = None
        self._until: float | None = None
        self._typed = ""
        self._drawn: object = None
        self._live = Live(
            self, console=console, auto_refresh=False, transient=True, redirect_stdout=False, redirect_stderr=False
        )

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show it until the block ends; then what it showed last is a plain line."""
        with self._console.lock:
            self._live.start(refresh=True)
            if self.types:
                self._console.show_cursor(True)
        try:
            yield
        finally:
            with self._console.lock:
                self._print_now()
                self._live.stop()

    def tell(self, event: Event, lines: Sequence[RenderableType] | None = None) -> None:
        """What happens now: the line before goes up. lines: the event as it is told, where that differs."""
        with self._console.lock:
            self._route.told(event)
            above = tuple(event_lines(event) if lines is None else lines)
            if above:
                self._print_now()
                self._now = tuple(event_lines(event, verbose=True) if lines is None else lines)
                self._above = above
            self._draw()

    def ask(self, pause: Pause, until: float | None) -> None:
        """She is asked. What happened before goes up, so that the question can be printed below it."""
        with self._console.lock:
            self._route.asked(pause)
            self._pause, self._until = pause, until
            self._print_now()
            self._draw()

    def answered(self) -> None:
        """The question is over."""
        with self._console.lock:
            self._pause = self._until = None
            self._draw()

    @property
    def tells_time(self) -> bool:
        """Whether the time that is left is on show."""
        return bool(self._clock())

    def typing(self, text: str, lines: Sequence[str] = ()) -> None:
        """Show what she has typed so far; lines: those that she has ended, which stay above."""
        with self._console.lock:
            self._typed = text
            for line in lines:
                self._console.print(plain(f" › {line}"))
            self._draw()

    def refresh(self) -> None:
        """Draw it anew where the time has gone on or the terminal has another size."""
        if self._drawn != self._state():
            with self._console.lock:
                self._draw()

    def redraw(self) -> None:
        """Draw it anew, whatever has changed."""
        with self._console.lock:
            self._draw()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Its lines, the one that she types in last: there the cursor stays."""
        roomy = console.size.height >= ROWS_FOR_ALL
        yield from self._now if roomy else self._now[: console.size.height >= ROWS_FOR_NOW]
        if roomy:
            yield Text()
        steps = cards.steps_told(self._route.number, self._route.count)
        heading = f"{steps}: {self._route.name}"
        yield Text(f" {self._badge} – {heading}" if self._badge else f" {heading}", style="bold")
        if roomy:
            yield from self._stages(options)
        clock = self._clock()
        if clock:
            yield Text(f" {clock}", style="bold")
        if not self.types:
            return
        if roomy and self._pause is None:
            hint = _("At any time: p = pause, b = back, s = skip a step, q = stop (then Enter). Ctrl-C stops as well.")
            yield from _indented(Text(hint, style="dim"), console, options.max_width)
        yield Text(f" › {_tail(self._typed, options.max_width - 5)}", no_wrap=True, overflow="ignore", end="")

    def _stages(self, options: ConsoleOptions) -> Iterator[Text]:
        """The parts beside each other, each whole; as many lines as they need."""
        line = Text(" ")
        for stage in self._route.stages:
            sign, style = SIGNS[stage.state]
            if options.ascii_only:
                sign = PLAIN_SIGNS[stage.state]
            part = Text.assemble((sign, style), " ", (stage.words, style if stage.state != "done" else ""))
            if line.cell_len > 1 and line.cell_len + 3 + part.cell_len > options.max_width:
                yield line
                line = Text(" ")
            line.append("   " if line.cell_len > 1 else "").append_text(part)
        yield line

    def _clock(self) -> str:
        """The time left and what it is for, where it is to be told."""
        if self._pause is None or self._until is None:
            return ""
        return " ".join(cards.clock(self._pause, self._until - monotonic())).strip()

    def _state(self) -> object:
        return self._clock(), self._console.size

    def _print_now(self) -> None:
        above, self._now, self._above = self._above, (), ()
        for line in above:
            self._console.print(line)

    def _draw(self) -> None:
        self._drawn = self._state()
        self._live.refresh()


def _indented(text: Text, console: Console, width: int) -> Iterator[Text]:
    for line in text.wrap(console, width - 1):
        yield Text(" ").append_text(line)


def _tail(text: str, width: int) -> str:
    """The end of a text that is longer than its line."""
    text = plain(text).plain
    if cell_len(text) <= width:
        return text
    while cell_len(text) > width - 1:
        text = text[max(1, (cell_len(text) - width) // 2) :]
    return f"…{set_cell_size(text, cell_len(text))}"
