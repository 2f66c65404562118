"""Lines that are typed at the terminal, read beside the work, so that the page lives on while somebody thinks."""

import codecs
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType

from walkout.commands.keys import TypedLine, unshown_keys
from walkout.commands.lines import NoView, View
from walkout.commands.live import LiveView

MOST_AT_ONCE = 4096
NO_VIEW = NoView()


class TerminalLines:
    """The lines of the terminal, and whether to end: by Ctrl-C, or as nobody is there. Use within `listening()`.

    view: what shows the walk where there is no live one. reads: False where nobody sits at the terminal, and the
    answers come from elsewhere.
    """

    def __init__(self, view: View = NO_VIEW, *, reads: bool = True) -> None:
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._interrupted = False
        self._to_be_read = reads
        self._typed = TypedLine()
        self.view: View = view

    @contextmanager
    def listening(self, live: LiveView | None = None) -> Iterator[None]:
        """Read lines and take Ctrl-C as a wish, until the block ends. A second Ctrl-C ends the program at once.

        It can be done again for the next walk; lines are read on in between. live: shows the walk, and what is typed.
        """
        with ExitStack() as stack:
            stack.enter_context(self._signals_heard())
            if live is not None:
                stack.enter_context(self._shown_live(live))
            if self._to_be_read:
                self._to_be_read = False
                read = self._read_keys if live is not None else self._read
                threading.Thread(target=read, daemon=True, name="terminal").start()
            self.forget_lines()
            yield

    @contextmanager
    def _signals_heard(self) -> Iterator[None]:
        names = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
        before = {name: signal.signal(name, self._interrupt) for name in names}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

    @contextmanager
    def _shown_live(self, live: LiveView) -> Iterator[None]:
        before, self.view = self.view, live
        try:
            with unshown_keys(live.redraw), live.shown():
                yield
        finally:
            self.view = before

    @property
    def interrupted(self) -> bool:
        """Whether it is to end."""
        return self._interrupted

    def next_line(self) -> str | None:
        """The next line that was typed, if there is one by now."""
        try:
            return self._lines.get_nowait()
        except queue.Empty:
            return None

    def forget_lines(self) -> None:
        """Forget what was typed by now, a line that was begun as well."""
        self._typed.text = ""
        while self.next_line() is not None:
            pass

    def wait_for_line(self) -> str | None:
        """The next line, where one comes within a moment."""
        try:
            return self._lines.get(timeout=0.1)
        except queue.Empty:
            return None

    def _read(self) -> None:
        for line in sys.stdin:
            self._lines.put(line.rstrip("\n"))
        self._interrupted = True  # nobody is there to answer any more

    def _read_keys(self) -> None:
        """Read key by key where a live view shows them, and whole lines in between."""
        decoder = codecs.getincrementaldecoder(sys.stdin.encoding)("replace")
        with suppress(OSError):  # the terminal is gone
            while not self._typed.ended and (typed := os.read(sys.stdin.fileno(), MOST_AT_ONCE)):
                lines = self._typed.feed(decoder.decode(typed))
                self.view.typing(self._typed.text, lines)
                for line in lines:
                    self._lines.put(line)
        self._interrupted = True

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._interrupted:
            raise KeyboardInterrupt
        self._interrupted = True
