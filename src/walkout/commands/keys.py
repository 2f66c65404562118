"""A line as it is typed, key by key, where the terminal does not show it by itself."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

ERASE, ERASE_WORD, ERASE_LINE, END = ("\x7f", "\b"), "\x17", "\x15", "\x04"
ESCAPE = "\x1b"


class TypedLine:
    """What was typed of a line so far. It knows the keys that a terminal's own line knows: it takes the last sign back,
    the last word (Ctrl-W) or all (Ctrl-U); Ctrl-D on an empty line ends the input. Arrows and the like do nothing."""

    def __init__(self) -> None:
        self.text = ""
        self.ended = False

    def feed(self, signs: str) -> list[str]:
        """Take what was typed; the lines that it has completed."""
        lines: list[str] = []
        rest = iter(signs)
        for sign in rest:
            if sign in "\r\n":
                lines.append(self.text)
                self.text = ""
            elif sign in ERASE:
                self.text = self.text[:-1]
            elif sign == ERASE_WORD:
                self.text = self.text.rstrip().rpartition(" ")[0]
            elif sign == ERASE_LINE:
                self.text = ""
            elif sign == END:
                self.ended |= not self.text
            elif sign == ESCAPE:
                _skip_a_key(rest)
            elif sign.isprintable():
                self.text += sign
        return lines


def _skip_a_key(rest: Iterator[str]) -> None:
    """An arrow or another key that comes as several signs: up to the letter or `~` that ends it."""
    if next(rest, "") in ("[", "O"):
        next((sign for sign in rest if "@" <= sign <= "~"), None)


@contextmanager
def unshown_keys(come_back: Callable[[], None]) -> Iterator[None]:
    """Keys come one by one and the terminal does not show them, until the block ends; Ctrl-C stays a signal.

    come_back: called when the program was laid aside (Ctrl-Z) and is there again; the shell has set the keys as they
    were. A terminal that was taken away meanwhile has nothing to be given back.
    """
    try:
        import termios
    except ImportError:  # not a terminal of this kind
        yield
        return
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    wanted = termios.tcgetattr(descriptor)
    wanted[3] &= ~(termios.ECHO | termios.ICANON)
    wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0

    def again(*_signal: object) -> None:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, wanted)
        come_back()

    termios.tcsetattr(descriptor, termios.TCSADRAIN, wanted)
    handler = signal.signal(signal.SIGCONT, again)
    try:
        yield
    finally:
        signal.signal(signal.SIGCONT, handler)
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
