"""The person at a terminal: what she types is understood, what she reads fits, and neither page nor key drives it."""

import io
import signal
import sys
from types import SimpleNamespace
from typing import get_args
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from walkout.commands import terminal
from walkout.commands.lines import MARKS, print_event
from walkout.commands.terminal import KEYS, WISHES, TerminalPerson
from walkout.errors import BadProfileError, WindowClosedError
from walkout.walk import texts
from walkout.walk.person import Answer, Choice, ChoiceName, Event, Pause, ReviewRow

REVIEW = Pause(
    "review",
    "Please read what will be sent.",
    ("A line.",),
    (texts.SEND, texts.CHANGE, texts.BACK, texts.STOP),
    rows=(
        ReviewRow("Email address", "email", "erika.mustermann@example.org"),
        ReviewRow("Tell us how this processing impacts you", "reason", "A long reason. " * 30),
    ),
    to="https://www.facebook.com",
)
MISSING = Pause("missing", "It is not there.", (), (texts.AGAIN, texts.DONE_BY_ME, texts.SKIP, texts.BACK, texts.STOP))
CODE = Pause("enter-the-code", "The code, please.", (), (texts.GO_ON, texts.BACK, texts.STOP), minutes=60)


class Typing:
    """A person whose lines come one by one, whenever the walk looks at the page. After the last, the page moves."""

    def __init__(self, *lines: str, width: int = 80, check=lambda name, text: text) -> None:
        self.out = io.StringIO()
        self.person = TerminalPerson(Console(file=self.out, width=width, highlight=False), check)
        self.lines, self.looks = list(lines), 0

    def moved(self) -> bool:
        self.looks += 1
        if not self.lines:
            return True
        self.person._lines.put(self.lines.pop(0))
        return False

    def ask(self, pause: Pause) -> Answer:
        return self.person.ask(pause, self.moved)

    @property
    def shown(self) -> str:
        return self.out.getvalue()


def squeezed(shown: str) -> str:
    """What is shown, without frames and line breaks."""
    return " ".join(shown.replace("│", " ").replace(" = ", " ").split())


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    ("line", "said"),
    [("send", "send"), ("  SEND ", "send"), ("b", "back"), ("q", "stop")],
)
def test_a_key_says_what_stands_beside_it(line, said):
    """Each key that is shown means just its choice, whatever the case and blanks around it."""
    assert Typing(line).ask(REVIEW) == Answer(said)


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    "line", ["s", "y", "yes", "", "   ", "sen", "send it", "sendsend", "g", "d", "1", "²", "\x1b[A", "\x04"]
)
def test_no_other_line_sends(line):
    """Nothing but the whole word `send` sends: a key of another question, a half word or an empty line does not."""
    typing = Typing(line)
    assert typing.ask(REVIEW) == Answer("moved")
    assert typing.shown.count("and Enter, for") == (2 if line.strip() else 1), "what can be typed is told again"


@pytest.mark.promise(1)
def test_what_was_typed_before_the_review_is_no_word_on_it():
    """A second `send`, typed before the review could be read, does not send what is shown only then."""
    typing = Typing()
    typing.person._lines.put("send")
    assert typing.ask(REVIEW) == Answer("moved")


def test_every_choice_has_a_key_of_its_own():
    """No two choices share a key, and no choice is without one."""
    assert set(KEYS) == set(get_args(ChoiceName))
    assert len(set(KEYS.values())) == len(KEYS)


@pytest.mark.parametrize("choices", [MISSING.choices, REVIEW.choices, CODE.choices])
def test_every_choice_is_shown_with_its_key_and_words(choices):
    """What can be said stands there in words; no meaning rests on colour."""
    typing = Typing()
    typing.ask(Pause("missing", "Title", (), choices))
    for choice in choices:
        assert f"{KEYS[choice.name]} {choice.words}" in squeezed(typing.shown)


def test_a_number_picks_and_any_other_does_not():
    """Of two places she picks by number; a number that is not shown is asked for again."""
    pause = Pause("ambiguous", "Which?", (), (texts.AGAIN, texts.STOP), picks=("link one", "link two"))
    assert Typing("2").ask(pause) == Answer("pick", pick=1)
    assert Typing("3", "0", "-1", "1").ask(pause) == Answer("pick", pick=0)


@pytest.mark.promise(3)
@given(line=st.text(max_size=6))
def test_no_line_at_all_is_a_crash_or_a_pick_by_chance(line):
    """Whatever is typed, the answer is a choice that is shown, a pick that is shown, or a new question."""
    pause = Pause("ambiguous", "Which?", (), (texts.AGAIN, texts.STOP), picks=("one", "two"))
    answer = Typing(line).ask(pause)
    assert answer.choice in ("again", "stop", "moved", "pick")
    if answer.choice == "pick":
        assert answer.pick in (0, 1)
        assert int(line.strip()) == answer.pick + 1


def test_one_choice_needs_only_the_enter_key():
    """Where there is one thing to say, Enter says it; where there are several, Enter says nothing."""
    assert Typing("").ask(Pause("read", "Read.", (), (Choice("go-on", "close it"),))) == Answer("go-on")
    assert Typing("").ask(CODE) == Answer("moved")


def test_a_value_is_changed_in_two_lines():
    """`c`, the value's name, the new value: the checked form comes back."""
    typing = Typing("c", "EMAIL", " new@example.org ", check=lambda name, text: f"{name}:{text}")
    assert typing.ask(REVIEW) == Answer("change", value_name="email", value="email:new@example.org")


def test_a_change_that_is_not_valid_is_told_and_asked_again():
    """A wrong value is told in words, with brackets as they are; the review stays, and she can say `send` or change."""

    def check(name, text):
        raise BadProfileError("not [valid]: email", remedy="an e-mail [/address] is needed")

    typing = Typing("c", "email", "nonsense", "b", check=check)
    assert typing.ask(REVIEW) == Answer("back")
    assert "not [valid]: email an e-mail [/address] is needed" in typing.shown
    assert "Nothing was changed" in typing.shown


@pytest.mark.parametrize("lines", [("c", ""), ("c", "email", ""), ("c", "phone", "")])
def test_a_change_can_be_left(lines):
    """An empty line leaves the value as it was; nothing is answered by it."""
    typing = Typing(*lines)
    assert typing.ask(REVIEW) == Answer("moved")
    assert "Nothing was changed" in typing.shown


def test_the_page_that_moves_answers():
    """When the page has gone on by itself, no line is waited for, and that is told."""
    typing = Typing()
    assert typing.ask(CODE) == Answer("moved")
    assert "the page has moved on" in typing.shown
    assert typing.looks == 1


def test_a_window_that_closes_while_she_is_asked_is_told_upwards():
    """The question does not outlive the window."""

    def gone():
        raise WindowClosedError("the browser window was closed")

    with pytest.raises(WindowClosedError):
        Typing().person.ask(CODE, gone)


@pytest.mark.parametrize("when", ["before", "during", "while changing"])
def test_an_interrupt_is_an_answer_at_any_moment(when):
    """Ctrl-C at a question, or in the middle of changing a value, is an answer and no traceback."""
    typing = Typing(*(["c", "email"] if when == "while changing" else []))
    looks = typing.moved

    def moved() -> bool:
        if not typing.lines:
            if not typing.person._interrupted:
                typing.person._interrupt(signal.SIGINT, None)
            return False
        return looks()

    if when == "before":
        typing.person._interrupt(signal.SIGINT, None)
    assert typing.person.ask(REVIEW, moved) == Answer("interrupt")
    assert typing.person.wish() == "interrupt"


def test_she_chooses_to_point_and_her_click_is_no_move_of_the_page():
    """`w` is the choice to point; while she does, its end is not told as the page's, and Enter alone gives up."""
    typing = Typing("w")
    assert typing.ask(Pause("missing", "It is not there.", (), (texts.POINT, texts.STOP))) == Answer("point")
    pointing = Pause("point", "Please click it.", (), (texts.POINT_AT_NOTHING,))
    assert typing.person.ask(pointing, lambda: True) == Answer("moved")
    assert "moved on" not in typing.shown
    typing.person._lines.put("")
    assert typing.person.ask(pointing, lambda: False) == Answer("again")


def test_a_second_interrupt_ends_at_once():
    """The first Ctrl-C lets the walk end in order; the second does not wait."""
    person = Typing().person
    person._interrupt(signal.SIGINT, None)
    with pytest.raises(KeyboardInterrupt):
        person._interrupt(signal.SIGINT, None)


def test_signals_are_given_back(monkeypatch):
    """After the walk, Ctrl-C means again what it meant before."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    person = Typing().person
    with person.listening():
        assert signal.getsignal(signal.SIGINT) == person._interrupt
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


@pytest.mark.parametrize(("line", "wish"), [*WISHES.items(), ("P", "pause"), ("x", None), ("", None), ("send", None)])
def test_wishes_between_steps(line, wish):
    """Between two steps a letter is a wish; anything else is none, and never an answer to a later question."""
    person = Typing().person
    person._lines.put(line)
    assert person.wish() == wish
    assert person.wish() is None


def test_the_time_left_is_told_and_its_end_is_an_answer():
    """Every five minutes and in each of the last five she hears how much is left; when it is over, that answers."""
    typing = Typing()
    clock = SimpleNamespace(now=0.0)

    def moved() -> bool:
        clock.now += 20
        return False

    with patch.object(terminal, "monotonic", lambda: clock.now):
        assert typing.person.ask(CODE, moved) == Answer("time-over")
    told = [int(line.split()[1]) for line in typing.shown.splitlines() if " left" in line]
    assert told == [55, 50, 45, 40, 35, 30, 25, 20, 15, 10, 5, 4, 3, 2, 1]
    assert 3600 <= clock.now <= 3641


@pytest.mark.parametrize("width", [80, 60])
def test_no_line_is_longer_than_the_terminal(width):
    """Long reasons, addresses and names are broken, never cut off at the right."""
    long = "https://www.facebook.com/" + "x" * 200
    typing = Typing(width=width)
    typing.ask(REVIEW)
    typing.ask(
        Pause("ambiguous", "Title " * 30, (long, "words " * 40), (texts.AGAIN, texts.STOP), picks=(long, "a " * 90))
    )
    typing.person.tell(Event("step-done", f"clicked {long}", {"why": "because " * 30}))
    assert max(map(len, typing.shown.splitlines())) <= width
    assert "".join(typing.shown.split()).count("x" * 20) >= 3
    assert typing.shown.count("reason.") == 30


@pytest.mark.promise(1)
def test_the_review_shows_every_value_whole():
    """What is sent, into which field and to whom stands in the review in full."""
    typing = Typing(width=80)
    typing.ask(REVIEW)
    assert "erika.mustermann@example.org" in typing.shown
    assert "https://www.facebook.com" in typing.shown
    assert "Email address" in typing.shown


@pytest.mark.promise(8)
def test_a_page_cannot_drive_the_terminal():
    """Escape sequences, carriage returns, marks of direction and markup in a page's words are words, or not shown."""
    evil = "\x1b[2J\x1b]0;title\x07\r\x08\u202e\x9b31m[bold]name[/bold][/]"
    typing = Typing()
    typing.ask(Pause("ambiguous", evil, (evil,), (texts.AGAIN, texts.STOP), picks=(evil,)))
    typing.ask(
        Pause("review", "Read.", (), (texts.SEND, texts.STOP), rows=(ReviewRow(evil, "email", evil),), to="https://x")
    )
    typing.person.tell(Event("page-asked", evil, {"why": evil}))
    typing.person.tell(Event("sent", evil, {"why": evil}))
    assert not set(typing.shown) & set("\x1b\x07\r\x08\u202e\x9b")
    assert typing.shown.count("[bold]name[/bold][/]") >= 7


def test_what_went_well_and_what_did_not_differ_without_colour():
    """Marks, not only colours, tell a done step from a warning and from a danger."""
    assert {MARKS[event][0] for event in ("step-done", "sent", "confirmation-seen", "preflight")} == {"✓"}
    warnings = {MARKS[event][0] for event in ("way-left", "field-troubled", "missing", "ambiguous", "unsafe-place")}
    assert not warnings & {"✓", "•"}
    console = Console(file=io.StringIO(), width=80, no_color=True)
    print_event(console, Event("unsafe-place", "This page is elsewhere."))
    assert "✗ This page is elsewhere." in console.file.getvalue()


def test_questions_and_answers_are_not_told_twice():
    """What she is asked and answers is seen in the question itself."""
    typing = Typing()
    typing.person.tell(Event("person-asked", "Which?"))
    typing.person.tell(Event("person-answered", "again"))
    assert not typing.shown


def test_quiet_tells_only_questions():
    """With --quiet, steps are not told; questions are still asked."""
    out = io.StringIO()
    person = TerminalPerson(Console(file=out, width=80), lambda name, text: text, quiet=True)
    person.tell(Event("step-done", "clicked something"))
    assert not out.getvalue()
    person.ask(REVIEW, lambda: True)
    assert "erika.mustermann@example.org" in out.getvalue()
