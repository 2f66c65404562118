"""A terminal's screen, as far as walkout drives one: what a person would see after all that was written."""

import re

SEQUENCE = re.compile(r"\x1b\[([?\d;]*)([A-Za-z])")


class Screen:
    """Lines without end, of which the last ones would be on show. Raises AssertionError at what it does not know."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.lines = [""]
        self.row = self.column = 0

    def write(self, text: str) -> "Screen":
        """Take what is written to the terminal."""
        at = 0
        while at < len(text):
            found = SEQUENCE.match(text, at)
            if found:
                self._obey(found[2], found[1])
                at = found.end()
                continue
            self._put(text[at])
            at += 1
        return self

    @property
    def shown(self) -> str:
        """All lines, without what is blank at their ends."""
        return "\n".join(line.rstrip() for line in self.lines)

    def _obey(self, what: str, number: str) -> None:
        if what == "A":
            self.row = max(0, self.row - int(number or 1))
        elif what == "K":
            assert number == "2"
            self.lines[self.row] = ""
        else:
            assert what in "mhl", f"ESC[{number}{what}"

    def _put(self, sign: str) -> None:
        if sign == "\r":
            self.column = 0
        elif sign == "\n":
            self.row, self.column = self.row + 1, 0
            if self.row == len(self.lines):
                self.lines.append("")
        else:
            assert sign.isprintable(), repr(sign)
            line = self.lines[self.row].ljust(self.column)
            assert self.column < self.width, f"wider than the terminal: {line}"
            self.lines[self.row] = line[: self.column] + sign + line[self.column + 1 :]
            self.column += 1
