"""Lines that are typed at the terminal, read beside the work, so that the page lives on while somebody thinks."""

import queue
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TerminalLines:
    """The lines of the terminal, and whether to end: by Ctrl-C, or as nobody is there. Use within `listening()`.

    reads: False where nobody sits at the terminal, and the answers come from elsewhere.
    """

    def __init__(self, *, reads: bool = True) -> None:
        self._to_be_read = reads
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._interrupted = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Read lines and take Ctrl-C as a wish, until the block ends. A second Ctrl-C ends the program at once.

        It can be done again for the next walk; lines are read on in between.
        """
        if self._to_be_read:
            self._to_be_read = False
            threading.Thread(target=self._read, daemon=True, name="terminal").start()
        self.forget_lines()
        names = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
        before = {name: signal.signal(name, self._interrupt) for name in names}
        try:
            yield
        finally:
            for name, handler in before.items():
                signal.signal(name, handler)

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
        """Forget what was typed by now."""
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

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._interrupted:
            raise KeyboardInterrupt
        self._interrupted = True
