"""The scripted person of a rehearsal: she does what a person would, and never decides what a person must."""

from datetime import timedelta
from types import SimpleNamespace
from typing import get_args

import pytest

from walkout.dryrun.scripted import LOGIN, PASSWORD, STAND_INS, ScriptedPerson
from walkout.flow.model import Errand
from walkout.walk.person import Pause

EMAIL = STAND_INS["email"]


class Site:
    """An inbox with one code, a clock, and the faults that are asked for."""

    def __init__(self, *faults: str, code: str | None = "123456") -> None:
        self.faults = faults
        self.moved = timedelta()
        self.asked: list[str] = []
        self.clock = SimpleNamespace(move=self._move)
        self.inbox = SimpleNamespace(latest=self._latest)
        self._code, self.login_code = code, "654321"

    def _move(self, by: timedelta) -> None:
        self.moved += by

    def _latest(self, email: str):
        self.asked.append(email)
        return SimpleNamespace(code=self._code, text="") if self._code else None


@pytest.fixture
def scripted(fakes):
    """The person at a window that shows a screen, and what is done in it."""

    def beginning(screen="code", *faults, code="123456"):
        window = fakes.window(fakes.screens())
        window.show(screen)
        site = Site(*faults, code=code)
        events = []
        person = ScriptedPerson(window, site, EMAIL, events.append)

        def answer(kind):
            return person.ask(Pause(kind, "", (), ()), lambda: False).choice

        return SimpleNamespace(person=person, window=window, site=site, answer=answer, events=events)

    return beginning


def test_she_enters_the_code_of_her_newest_mail(scripted):
    """The code that the site has mailed to her is typed into its field, and confirmed."""
    her = scripted()
    assert her.answer("enter-the-code") == "go-on"
    assert her.window.done("fill", "click") == [("fill", "6-digit code", "123456"), ("click", "Confirm")]
    assert her.site.asked == [EMAIL]


@pytest.mark.parametrize(("fault", "wrong"), [("wrong-code", 1), ("wrong-code-thrice", 3)])
def test_she_mistypes_as_often_as_the_fault_says(scripted, fault, wrong):
    """With that fault she types another six digits so many times, then the right ones."""
    her = scripted("code", fault)
    her.window.screens["code"].leads["Confirm"] = "code"
    for _ in range(wrong + 1):
        her.answer("enter-the-code")
    typed = [entry[2] for entry in her.window.done("fill")]
    assert all(len(code) == 6 and code.isdecimal() and code != "123456" for code in typed[:wrong])
    assert typed[wrong:] == ["123456"]


def test_a_mistyped_code_has_six_digits_even_at_the_end(scripted):
    """The code after 999999 is 000000."""
    her = scripted("code", "wrong-code", code="999999")
    her.answer("enter-the-code")
    assert her.window.done("fill") == [("fill", "6-digit code", "000000")]


def test_she_is_late_once(scripted):
    """With that fault more than an hour passes before she first enters the code, and none after that."""
    her = scripted("code", "expired-code")
    her.window.screens["code"].leads["Confirm"] = "code"
    her.answer("enter-the-code")
    assert her.site.moved > timedelta(hours=1)
    before = her.site.moved
    her.answer("enter-the-code")
    assert her.site.moved == before


def test_without_a_mail_she_asks_for_another_or_stops(scripted, make):
    """No mail: she presses the page's own button for a new code; where there is none, she stops."""
    her = scripted(code=None)
    assert her.answer("enter-the-code") == "stop"
    screen = her.window.screens["code"]
    her.window.screens["code"] = make.screen(
        screen.address, (*screen.elements, make.element("link", "Send a new code", href=make.host))
    )
    assert her.answer("enter-the-code") == "go-on"
    assert her.window.done("click") == [("click", "Send a new code")]


def test_she_signs_in_with_stand_ins(scripted, make):
    """She types a login and a password that are nobody's, and nothing of a profile."""
    her = scripted("sign-in")
    screen = her.window.screens["sign-in"]
    her.window.screens["sign-in"] = make.screen(screen.address, (*screen.elements, make.element("button", "Log in")))
    assert her.answer("sign-in") == "go-on"
    assert [entry[2] for entry in her.window.done("fill")] == [LOGIN, PASSWORD]


@pytest.mark.promise(3)
@pytest.mark.parametrize(
    "kind",
    ["missing", "ambiguous", "cannot-act", "unknown-page", "unsafe-place", "not-moving", "offline", "solve-the-check"],
)
def test_where_a_person_must_judge_she_stops(scripted, kind):
    """A rehearsal shall show that a person would be needed, so she never answers for one."""
    her = scripted()
    assert her.answer(kind) == "stop"
    assert not her.window.done("fill", "click")


@pytest.mark.promise(10)
def test_every_errand_is_known_and_the_check_for_people_is_not_hers(scripted):
    """She does each errand of the flow format or stops, and never the check that wants a person."""
    for errand in get_args(Errand):
        assert scripted("unknown").answer(errand) == "stop"


def test_she_agrees_at_the_review(scripted):
    """A rehearsal sends to its own pages, so that she agrees."""
    assert scripted().answer("review") == "send"


def test_two_fields_for_the_code_are_too_many(scripted, make):
    """She does not guess either: with two fields that could be meant, she stops."""
    her = scripted()
    screen = her.window.screens["code"]
    her.window.screens["code"] = make.screen(
        screen.address, (*screen.elements, make.element("textbox", "6-digit code", form=2))
    )
    assert her.answer("enter-the-code") == "stop"
    assert not her.window.done("fill")


def test_she_does_not_go_on_for_ever(scripted):
    """A rehearsal that goes round in a ring ends: after some answers she stops."""
    her = scripted()
    her.window.screens["code"].leads["Confirm"] = "code"
    answers = [her.answer("enter-the-code") for _ in range(20)]
    assert "stop" in answers
    assert answers[answers.index("stop") :] == ["stop"] * (20 - answers.index("stop"))


def test_events_are_handed_on(scripted):
    """What she is told goes to whoever watches the rehearsal; she has no wishes of her own."""
    her = scripted()
    her.person.tell("an event")
    assert her.events == ["an event"]
    assert her.person.wish() is None


def test_the_stand_ins_are_nobodys():
    """The address is at a host that is kept for examples."""
    assert EMAIL.endswith("@example.org")
