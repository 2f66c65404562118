"""The live part of the terminal: it tells where the walk is, loses nothing, and does not disturb who types."""

import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from unittest.mock import patch

import pexpect
import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkout.cli.encoding import bear_any_letter
from walkout.commands import dry_run, live, terminal
from walkout.commands.console import NarrowConsole
from walkout.commands.keys import TypedLine
from walkout.commands.lines import print_event
from walkout.commands.live import LiveView, live_view
from walkout.commands.terminal import TerminalPerson
from walkout.flow.load import find_flow, load_flow
from walkout.guide.route import Route
from walkout.walk import texts
from walkout.walk.person import Answer, Event, Pause, ReviewRow

from .screen import Screen

FLOW = load_flow(find_flow("meta/facebook"))
ADDRESS = "erika.mustermann-with-a-long-name@a-long-name-of-a-host.example.org"
REVIEW = Pause(
    "review",
    "Please read what will be sent.",
    (),
    (texts.SEND, texts.CHANGE, texts.STOP),
    place="form",
    rows=(ReviewRow("Email address", "email", ADDRESS),),
    to="https://www.facebook.com",
)
CODE = Pause("enter-the-code", "The code, please.", (), (texts.GO_ON, texts.STOP), place="code", minutes=60)
EVENTS = (
    Event("way-opened", "way in: the notification", {"way": "notification"}),
    Event("page-recognised", "this is the page “notice”", {"page": "notice"}),
    Event("step-done", "followed the link “right to object”", {"page": "notice", "why": "it says so"}),
    Event("step-done", "chose your country in “Country of residence” " * 3, {"page": "form", "why": "its label " * 12}),
)


class Shown:
    """A live view on a terminal of that width, and what can be seen on it."""

    def __init__(self, width: int = 80, height: int = 40, *, types: bool = True, **more: object) -> None:
        self.out = io.StringIO()
        self.console = NarrowConsole(
            file=self.out, width=width, height=height, force_terminal=True, highlight=False, _environ={}, **more
        )
        self.route = Route(FLOW.flow)
        self.view = LiveView(self.console, self.route, types=types)

    @property
    def screen(self) -> str:
        return Screen(self.console.width).write(self.out.getvalue()).shown


@pytest.mark.parametrize("width", [80, 60])
def test_the_place_is_told_in_words_and_by_signs(width: int) -> None:
    """Which step of how many, its name, and a sign at each part: none of it rests on colour."""
    shown = Shown(width)
    with shown.view.shown():
        for event in EVENTS:
            shown.view.tell(event)
        seen = shown.screen
    assert "Step 3 of 6: Fill in the form" in seen
    told = " ".join(seen.split())
    assert "✓ Sign in ✓ Find the way ▶ Fill in the form · Read and send · Enter the code · Done" in told
    assert "found because its label" in told
    assert "q = stop" in told


def test_what_is_over_is_what_the_plain_terminal_tells() -> None:
    """When the live part has gone, the terminal holds line by line what one that is not live would hold."""
    shown = Shown()
    plain = io.StringIO()
    for event in EVENTS:
        print_event(NarrowConsole(file=plain, width=80, highlight=False), event)
    with shown.view.shown():
        for event in EVENTS:
            shown.view.tell(event)
    assert shown.screen.rstrip() == Screen(80).write(plain.getvalue()).shown.rstrip()


def test_what_happened_last_is_kept_when_the_walk_breaks() -> None:
    """An error in the middle leaves the last line on the terminal, and the cursor as it was."""
    shown = Shown()

    def breaks() -> None:
        with shown.view.shown():
            shown.view.tell(EVENTS[-1])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        breaks()
    assert "chose your country" in shown.screen
    assert "Step 3" not in shown.screen
    assert shown.out.getvalue().rindex("\x1b[?25h") > shown.out.getvalue().rindex("\x1b[?25l")


def test_the_time_that_is_left_runs_on() -> None:
    """The time for the code is told to the second, drawn anew when it has changed and only then."""
    shown = Shown()
    now = [1000.0]
    with patch.object(live, "monotonic", lambda: now[0]), shown.view.shown():
        shown.view.ask(CODE, 1000.0 + 3600)
        assert "60:00 left until the code is void" in shown.screen
        now[0] += 61
        shown.view.refresh()
        assert "58:59 left until the code is void" in shown.screen
        assert "60:00" not in shown.screen
        written = len(shown.out.getvalue())
        shown.view.refresh()
        assert len(shown.out.getvalue()) == written
        shown.view.answered()
        assert "left until" not in shown.screen


def test_while_the_time_is_on_show_it_is_not_told_in_lines() -> None:
    """The minutes that a plain terminal tells do not fill the one that shows them anyway."""
    shown = Shown()
    person = TerminalPerson(shown.console, lambda _name, text: text)
    person.view = shown.view
    now = [0.0]

    def moved() -> bool:
        now[0] += 30
        return False

    with (
        patch.object(live, "monotonic", lambda: now[0]),
        patch.object(terminal, "monotonic", lambda: now[0]),
        shown.view.shown(),
    ):
        assert person.ask(CODE, moved) == Answer("time-over")
    assert "minutes left" not in shown.screen


@pytest.mark.parametrize("size", [(60, 40), (59, 8), (80, 3), (33, 12)])
def test_another_size_is_kept_to(size: tuple[int, int]) -> None:
    """After a resize nothing is wider than the terminal, and what she types is still to be seen."""
    shown = Shown(200)
    assert shown.console.width == 80, "more is hard to read"
    with shown.view.shown():
        for event in EVENTS:
            shown.view.tell(event)
        shown.out.seek(0)
        shown.out.truncate()
        shown.console.size = size
        shown.view.typing("x" * 300)
        shown.view.refresh()
        screen = Screen(size[0]).write("\n" * 30 + shown.out.getvalue())
    assert "Step 3 of 6" in screen.shown
    assert screen.lines[screen.row].startswith(" › …xx")


def test_nothing_is_coloured_where_she_wants_no_colour() -> None:
    """With NO_COLOR no sequence sets a colour; the signs say it all."""
    shown = Shown(no_color=True)
    with shown.view.shown():
        for event in EVENTS:
            shown.view.tell(event)
        assert "▶ Fill in the form" in shown.screen
    assert "\x1b[1m" in shown.out.getvalue()
    assert not [code for code in range(30, 50) if f"\x1b[{code}m" in shown.out.getvalue()]


def test_without_unicode_the_place_has_signs_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the output is ASCII, done, now and still to come differ all the same."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="")
    monkeypatch.setattr(sys, "stdout", out)
    bear_any_letter()
    view = LiveView(NarrowConsole(width=80, height=40, force_terminal=True, _environ={}), Route(FLOW.flow), types=True)
    with view.shown():
        for event in EVENTS:
            view.tell(event)
        out.flush()
        seen = Screen(80).write(out.buffer.getvalue().decode("ascii")).shown
    assert "[x] Find the way   [>] Fill in the form" in " ".join(seen.split("\n"))
    assert "[ ] Done" in seen
    assert '+ chose your country in "Country of residence"' in seen


@pytest.mark.promise(8)
def test_a_page_cannot_drive_the_live_part() -> None:
    """Control signs in a page's words, or in what is pasted, are not written."""
    evil = "\x1b[2J\x1b]0;title\x07\u202e[bold]x[/bold]"
    shown = Shown()
    with shown.view.shown():
        shown.view.tell(Event("step-done", evil, {"page": "form", "why": evil}))
        shown.view.typing(evil, [evil])
    assert not {"\x1b[2J", "\x1b]", "\x07", "\u202e"} & set(shown.out.getvalue())
    assert "\x1b[2J" not in shown.out.getvalue()
    assert "[bold]x[/bold]" in shown.screen


def test_there_is_no_live_part_where_it_cannot_be_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file, a dumb terminal, or a terminal whose keys come from elsewhere has plain lines."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert live_view(NarrowConsole(file=io.StringIO()), FLOW.flow, types=False) is None
    dumb = NarrowConsole(file=io.StringIO(), force_terminal=True, _environ={"TERM": "dumb"})
    assert live_view(dumb, FLOW.flow, types=False) is None
    real = NarrowConsole(file=io.StringIO(), force_terminal=True, _environ={"TERM": "xterm"})
    assert live_view(real, FLOW.flow, types=False) is not None
    assert live_view(real, FLOW.flow, types=True) is None


def test_a_rehearsal_is_shown_as_one_and_knows_its_review() -> None:
    """The live part of a dry run says that it is a rehearsal, and follows what the scripted person is asked."""
    out = io.StringIO()
    console = NarrowConsole(file=out, width=80, height=40, force_terminal=True, _environ={"TERM": "xterm"})
    with dry_run._teller(console, FLOW, json=False, quiet=False) as tell:
        tell(Event("person-asked", "Please read.", {"kind": "review", "page": "form"}))
        seen = Screen(80).write(out.getvalue()).shown
    assert "Rehearsal – Step 4 of 6: Read and send" in seen
    assert "? Please read." in seen
    assert "›" not in seen, "nobody types there"


@pytest.mark.promise(1)
@pytest.mark.parametrize("width", [80, 60, 40])
def test_the_review_shows_a_long_address_whole(width: int) -> None:
    """What is wider than its column is folded, and never cut off."""
    shown = Shown(width)
    person = TerminalPerson(shown.console, lambda _name, text: text)
    person.ask(REVIEW, lambda: True)
    column = "".join(re.split(r"\s{2,}", line.strip("│ "))[-1] for line in shown.screen.splitlines())
    assert ADDRESS in column


class TestTypedLine:
    """A line typed key by key."""

    @pytest.mark.parametrize(
        ("keys", "lines", "left"),
        [
            ("send\r", ["send"], ""),
            ("a\nb\nc", ["a", "b"], "c"),
            ("sens\x7fd\n", ["send"], ""),
            ("\x7f\x7f", [], ""),
            ("one two\x17", [], "one"),
            ("q\x15send", [], "send"),
            ("a\x1b[Ab\x1bOBc\x1b[1;5Cd\x1b", [], "abcd"),
            ("ü€\t\x00x", [], "ü€x"),
        ],
    )
    def test_keys_are_understood(self, keys: str, lines: list[str], left: str) -> None:
        """The keys that a terminal's own line knows do what they do there; others do nothing."""
        typed = TypedLine()
        assert (typed.feed(keys), typed.text) == (lines, left)

    def test_the_end_of_input_needs_an_empty_line(self) -> None:
        """Ctrl-D ends the input on an empty line, and does nothing behind words."""
        typed = TypedLine()
        typed.feed("x\x04")
        assert not typed.ended
        typed.feed("\x7f\x04")
        assert typed.ended

    @given(st.text())
    def test_nothing_that_drives_a_terminal_is_taken(self, keys: str) -> None:
        """Whatever comes, only signs that can be printed stand in a line."""
        typed = TypedLine()
        assert all(line.isprintable() for line in [*typed.feed(keys), typed.text])


CHILD = """
import sys, termios, time
from walkout.commands.console import plain_console
from walkout.commands.live import live_view
from walkout.commands.terminal import TerminalPerson
from walkout.flow.load import find_flow, load_flow
from walkout.walk import texts
from walkout.walk.person import Event, Pause, ReviewRow
from walkout.words.speech import speak
speak("en")
console = plain_console()
person = TerminalPerson(console, lambda name, text: text)
before = termios.tcgetattr(0)
rows = (ReviewRow("Email", "email", "a@example.org"),)
review = Pause("review", "Please read it.", (), (texts.SEND, texts.CHANGE, texts.STOP), place="form", rows=rows, to="x")
code = Pause("enter-the-code", "The code, please.", (), (texts.GO_ON, texts.STOP), place="code", minutes=60)
def looked():
    time.sleep(0.02)
    return False
with person.listening(live_view(console, load_flow(find_flow("meta/facebook")).flow, types=True)):
    person.tell(Event("step-done", "chose your country", {"page": "form"}))
    while not person._typed.text:
        looked()
    first = person.ask(review, looked)
    person.tell(Event("sent", "sent it", {"page": "form"}))
    second = person.ask(code, looked)
print("ANSWERS", first.choice, second.choice, termios.tcgetattr(0) == before)
"""


@pytest.fixture
def child() -> Iterator["pexpect.spawn[str]"]:
    """A walk's questions in a real terminal of 80 columns."""
    environment = {**os.environ, "TERM": "xterm"}
    process = pexpect.spawn(
        sys.executable, ["-c", CHILD], env=environment, encoding="utf-8", timeout=60, dimensions=(40, 80), echo=True
    )
    process.logfile_read = io.StringIO()
    yield process
    process.close(force=True)


@pytest.mark.promise(1)
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_what_is_typed_survives_what_is_drawn(child: "pexpect.spawn[str]") -> None:
    """A line is shown while it is typed and the clock runs on, is taken whole and stays above; the keys are given back.

    Half a word that was typed before the review could be read is no part of the word on it.
    """
    child.expect("Step 3 of 6")
    child.send("send")
    child.expect("Please read it")
    child.expect("Step 4 of 6")
    child.send("\nse")
    child.expect("› se")
    child.send("nx\x7fd\r")
    child.expect("The code, please")
    child.expect("59:5")
    child.send("unkn")
    child.expect("› unkn")
    child.expect("59:5")
    child.expect("› unkn")
    child.send("own\n")
    child.expect("› unknown")
    child.send("g\n")
    child.expect(r"ANSWERS send go-on True")
    child.expect(pexpect.EOF)
    seen = Screen(80).write(child.logfile_read.getvalue()).shown
    for line in (" ✓ chose your country", " › send", " ✓ sent it", " › unknown", " › g"):
        assert line in seen.splitlines(), seen
    assert "Step" not in seen


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("how", ["ctrl-c", "ctrl-d"])
def test_an_end_from_the_keys_gives_the_terminal_back(child: "pexpect.spawn[str]", how: str) -> None:
    """Ctrl-C and Ctrl-D answer with the wish to end; the terminal shows again what is typed."""
    child.expect("Step 3 of 6")
    child.send("x")
    child.expect("Step 4 of 6")
    child.send("\x7f" + ("\x03" if how == "ctrl-c" else "\x04"))
    child.expect(r"ANSWERS interrupt interrupt True")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_keys_are_taken_again_after_the_program_was_laid_aside(child: "pexpect.spawn[str]") -> None:
    """After Ctrl-Z and `fg`, where the shell has set the terminal its own way, keys are unshown and answers taken."""
    child.expect("Step 3 of 6")
    child.kill(signal.SIGSTOP)
    child.setecho(True)
    child.kill(signal.SIGCONT)
    assert child.waitnoecho(timeout=30)
    child.send("x")
    child.expect("Step 4 of 6")
    child.send("q\n")
    child.expect("› q")
    child.expect("The code, please")
