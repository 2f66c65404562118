"""The person at a terminal: what she is told, and how she answers while the page goes on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from walkout.commands.lines import NoView, PlainView, plain
from walkout.commands.listening import TerminalLines
from walkout.errors import WalkoutError
from walkout.flow.steps import ValueName
from walkout.walk.person import Answer, Choice, ChoiceName, Event, Pause, ReviewRow, Wish
from walkout.words.speech import _, _n, say_time

KEYS: dict[ChoiceName, str] = {
    "go-on": "g",
    "send": "send",
    "change": "c",
    "point": "w",
    "done-by-me": "d",
    "skip": "s",
    "back": "b",
    "again": "a",
    "next-way": "n",
    "start-anew": "r",
    "stop": "q",
}
WISHES: dict[str, Wish] = {"p": "pause", "b": "back", "s": "skip", "q": "stop"}
Check = Callable[[ValueName, str], str]
Note = Callable[[Event], None]


class TerminalPerson(TerminalLines):
    """Asks in the terminal. Lines are read beside the walk, so that the page lives on while she thinks.

    check: a changed value as it will be used, or WalkoutError. Use within `listening()`. reads: False where nobody sits
    at the terminal, and she answers elsewhere. note: is told every event as well.
    """

    def __init__(
        self, console: Console, check: Check, *, quiet: bool = False, reads: bool = True, note: Note | None = None
    ) -> None:
        super().__init__(NoView() if quiet else PlainView(console), reads=reads)
        self.console, self._check, self._note = console, check, note

    def tell(self, event: Event) -> None:
        if self._note is not None:
            self._note(event)
        self.view.tell(event)

    def wish(self) -> Wish | None:
        self.view.refresh()
        if self._interrupted:
            return "interrupt"
        line = self.next_line()
        return WISHES.get(line.strip().lower()) if line else None

    def ask(
        self, pause: Pause, moved: Callable[[], bool], elsewhere: Callable[[], Answer | None] = lambda: None
    ) -> Answer:
        """As a person is asked; `elsewhere` gives what was answered at another view, if anything was."""
        keys = _keys(pause.choices)
        if pause.kind == "review":
            self.forget_lines()  # what was typed before she could read the review is no word on it
        until = monotonic() + pause.minutes * 60 if pause.minutes else None
        self.view.ask(pause, until)
        self._show(pause, keys)
        try:
            return self._answer(pause, keys, until, moved, elsewhere)
        finally:
            self.view.answered()

    def _answer(
        self,
        pause: Pause,
        keys: dict[str, ChoiceName],
        until: float | None,
        moved: Callable[[], bool],
        elsewhere: Callable[[], Answer | None],
    ) -> Answer:
        """Wait for what comes first: her line, an answer at another view, the page, the end of the time."""
        told = pause.minutes or 0
        while True:
            self.view.refresh()
            if self._interrupted:
                self.console.print()  # below the ^C
                return Answer("interrupt")
            line = self.next_line()
            if line is not None:
                answer = self._understand(pause, keys, line, moved)
                if answer is not None:
                    return answer
            there = elsewhere()
            if there is not None:
                self.console.print(Text(" • " + _("answered in the window"), style="dim"))
                return there
            if moved():
                if pause.kind != "point":  # there it is her click
                    self.console.print(Text(" • " + _("the page has moved on"), style="dim"))
                return Answer("moved")
            if until is not None:
                left = int((until - monotonic()) / 60) + 1
                if monotonic() > until:
                    return Answer("time-over")
                if (told - left >= 5 or (left <= 5 and left < told)) and not self.view.tells_time:
                    told = left
                    self.console.print(
                        Text(" • " + _n("{count} minute left", "{count} minutes left", left), style="dim")
                    )

    def _understand(
        self, pause: Pause, keys: dict[str, ChoiceName], line: str, moved: Callable[[], bool]
    ) -> Answer | None:
        said = line.strip().lower()
        if said.isdecimal() and 1 <= int(said) <= len(pause.picks):
            return Answer("pick", pick=int(said) - 1)
        choice = keys.get(said) if said or len(keys) > 1 else next(iter(keys.values()))
        if choice is None:
            if said:
                self.console.print(_said(pause, keys))
            return None
        if choice != "change":
            return Answer(choice)
        changed = self._change(pause.rows, moved)
        if changed is None:
            self.console.print("   " + _("Nothing was changed."))
            self.console.print(_said(pause, keys))
        return changed

    def _change(self, rows: tuple[ReviewRow, ...], moved: Callable[[], bool]) -> Answer | None:
        """Which value, and what instead? None: she left it as it was."""
        names = {row.value_name: row for row in rows}
        self.console.print("   " + _("Which one? {names} (empty: none)", names=", ".join(names)))
        name = (self._wait_line(moved) or "").strip().lower()
        row = next((row for key, row in names.items() if key == name), None)
        if row is None:
            return None if not name else self._change(rows, moved)
        what, wanted = row.value_name, row.wanted
        asked = (
            _("The new {what} (empty: as it was; {wanted}):", what=what, wanted=wanted)
            if wanted
            else _("The new {what} (empty: as it was):", what=what)
        )
        self.console.print(plain(f"   {asked}"))
        text = (self._wait_line(moved) or "").strip()
        if not text:
            return None
        try:
            return Answer("change", value_name=row.value_name, value=self._check(row.value_name, text))
        except WalkoutError as error:
            self.console.print(plain(f"   {error.what} {error.remedy}", "yellow"))
            return None

    def _wait_line(self, moved: Callable[[], bool]) -> str | None:
        while not self._interrupted:
            line = self.next_line()
            if line is not None:
                return line
            self.view.refresh()
            moved()
        return None

    def _show(self, pause: Pause, keys: dict[str, ChoiceName]) -> None:
        body = Table.grid()
        body.add_row(plain(pause.title, "bold"))
        for line in pause.lines:
            body.add_row(plain(line))
        for number, pick in enumerate(pause.picks, 1):
            body.add_row(plain(f"{number} = {pick}"))
        if pause.rows:
            body.add_row(Text("\n" + _("To {place}:", place=pause.to) + "\n"))
            body.add_row(_review_table(pause))
        if pause.minutes:
            until = datetime.now() + timedelta(minutes=pause.minutes)
            body.add_row(Text(_("Time until {time}.", time=say_time(until)), style="bold"))
        body.add_row(Text())
        body.add_row(_said(pause, keys))
        self.console.print(Panel(body, padding=(0, 2)))


def _keys(choices: tuple[Choice, ...]) -> dict[str, ChoiceName]:
    """What to type for each choice; where there is but one, the Enter key alone will do."""
    if len(choices) == 1:
        return {_("Enter"): choices[0].name}
    return {KEYS[choice.name]: choice.name for choice in choices}


def _said(pause: Pause, keys: dict[str, ChoiceName]) -> Table:
    """What can be typed, one a line."""
    words = {choice.name: choice.words for choice in pause.choices}
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(_("Type")), Text(_("and Enter, for"), style="dim"))
    if pause.picks:
        table.add_row(Text(f"1–{len(pause.picks)}", style="bold"), _("the one that is meant"))
    for key, name in keys.items():
        table.add_row(Text(key, style="bold"), words[name])
    return table


def _review_table(pause: Pause) -> Table:
    table = Table(show_edge=False, pad_edge=False, box=None, padding=(0, 2, 0, 0))
    # A long address or word is folded: what is sent is shown whole.
    table.add_column(_("Field on the page"), style="bold", ratio=1, overflow="fold")
    table.add_column(_("What is sent"), ratio=2, overflow="fold")
    for row in pause.rows:
        table.add_row(plain(row.field), plain(row.value))
    return table
