"""Questions that a flow asks: what may stand in one, what an answer may be, and that it is a value as others are."""

import io
import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from walkout.commands import answers as command
from walkout.commands import lint as lint_command
from walkout.commands.check_live import _stand_ins
from walkout.commands.show import touches
from walkout.commands.terminal import TerminalPerson
from walkout.commands.values import checked_for
from walkout.dryrun.scripted import stand_ins
from walkout.errors import BadFlowError, BadProfileError, BadUsageError
from walkout.flow.asks import Ask, checked_answer, typed_form
from walkout.flow.lint_values import asks_for_a_secret
from walkout.flow.load import check_flow, load_flow
from walkout.flow.plan import make_plan
from walkout.flow.steps import AskedName
from walkout.masking import Masker
from walkout.record.flow_writer import flow_text
from walkout.walk.person import Answer, Pause, ReviewRow
from walkout.walk.session import shown_values

HOST = "https://www.facebook.com"
FLOW = f"""flow: example/form
title: A form that asks for more
right: GDPR Art. 21(1)
regions: [ALL]
origins: [{HOST}]
ways:
  - way: form
    title: the form
    start: {HOST}/help/contact/6359191084165019
needs: [email]
asks:
  - ask: born
    question: Your date of birth
    kind: date
    typed_as: DD/MM/YYYY
  - ask: subject
    question: What is it about?
    kind: choice
    choices: [Photos, Posts, Something else]
  - ask: nickname
    question: A name that you go by
    optional: true
verified: {{live: never, fixtures: never}}
pages:
  - page: form
    known_by: [{{field: email}}]
    steps:
      - fill: {{field: email, value: email}}
      - fill: {{field: birthday, value: born}}
      - choose: {{field: {{words: [Subject]}}, value: subject}}
      - fill: {{field: {{words: [Nickname]}}, value: nickname, optional: true}}
      - send: {{button: submit}}
  - page: received
    known_by: [{{text: request-received}}]
    outcome: submitted
"""
BORN, SUBJECT, NICKNAME = map(AskedName, ("born", "subject", "nickname"))
EMAIL = "erika.mustermann@example.org"
VALUES = {"email": EMAIL, BORN: "1990-05-17", SUBJECT: "Posts", NICKNAME: "Mausezahn"}


@pytest.fixture
def flow_file(tmp_path):
    """Writes the flow, with parts of its text replaced, and returns the file."""

    def writing(**changes):
        path = tmp_path / "form.yaml"
        text = FLOW
        for old, new in changes.get("by", {}).items():
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        return path

    return writing


# --- the format ---


def test_a_flow_with_questions_is_read_shown_and_written_again(flow_file, tmp_path):
    """Questions come out of the file as they stand there, `walkout show` tells each, and a written flow is the same."""
    file = load_flow(flow_file())
    assert [ask.ask for ask in file.flow.asks] == ["born", "subject", "nickname"]
    assert file.flow.required == ("email", "born", "subject")
    shown = touches(file).plain
    assert "born: “Your date of birth” (a day as YYYY-MM-DD" in shown
    assert "subject: “What is it about?” (one of: Photos / Posts / Something else)" in shown
    assert "nickname: “A name that you go by” (one line of text; may be left out)" in shown
    written = tmp_path / "written.yaml"
    written.write_text(flow_text(file.flow, {}), "utf-8")
    assert load_flow(written).flow == file.flow


@pytest.mark.parametrize(
    ("change", "at", "what"),
    [
        (
            {"value: born": "value: bron"},
            "value: bron",
            "'bron' is no value and no question of `asks` (known: country,",
        ),
        ({"value: born": "value: 17.05.1990"}, "17.05.1990", "personal data is never written in a flow"),
        ({"ask: nickname": "ask: last-name"}, "ask: last-name", "walkout has 'last-name' already"),
        ({"ask: nickname": "ask: born"}, "asks:", "two questions share a name: born"),
        ({"nickname, optional: true": "nickname"}, "value: nickname", "the question 'nickname' is optional"),
        ({"field: birthday, value: born": "field: city, value: email"}, "ask: born", "no step uses the answer"),
        ({"[Photos, Posts, Something else]": "[Photos]"}, "ask: subject", "at least two `choices`"),
        ({"[Photos, Posts, Something else]": "[Photos, photos]"}, "ask: subject", "say the same"),
        ({"DD/MM/YYYY": "DD/DD/YYYY"}, "ask: born", "once each"),
        ({"kind: date": "kind: day"}, "kind: day", "'kind'"),
        ({"    optional: true": "    secret: true"}, "secret: true", "unknown key 'secret'"),
        ({"words: [Nickname]": "words: [Subject]"}, "value: nickname", "fills 'field:Subject' twice"),
    ],
)
def test_what_is_wrong_with_a_question_is_told_with_its_line(flow_file, change, at, what):
    """Each mistake is a finding at the line where it stands."""
    path = flow_file(by=change)
    (line,) = [number for number, text in enumerate(path.read_text("utf-8").splitlines(), 1) if at in text]
    findings, _ = check_flow(path)
    assert line in [one.line for one in findings if what in one.what], findings


@pytest.mark.promise(6)
@pytest.mark.parametrize(
    "asked",
    [
        "Your password, please",
        "Please tell us your Facebook PIN",
        "The 6-digit code from the text message",
        "Dein Passwort bei Facebook",
        "Votre mot de passe actuel",
        "Your passphrase, to prove that it is you",
        "Credit card number",
        "What is your security question's answer? Your security answer",
        "Zadejte heslo",
        "Your 2FA code",
    ],
)
@pytest.mark.parametrize("place", ["Your date of birth", "Something else", "words: [Nickname]"])
def test_no_question_choice_or_field_asks_for_a_secret(flow_file, asked, place):
    """A stranger's flow that asks for a password, a code or a card is refused, wherever it says so."""
    new = f'words: ["{asked}"]' if place.startswith("words") else f'"{asked}"'
    with pytest.raises(BadFlowError) as refused:
        load_flow(flow_file(by={place: new}))
    assert "password" in str(refused.value) or "wait_for_person" in str(refused.value)


@pytest.mark.parametrize(
    "asked",
    ["Your date of birth", "Postcode", "Which country code does your phone number have?", "Opinion", "Spinning"],
)
def test_other_questions_are_not_taken_for_secret(asked):
    """What only sounds like it may be asked."""
    assert not asks_for_a_secret(asked)


def test_the_schema_takes_any_question_by_its_name(capsys):
    """Editors complete the known values, and do not complain of a question's name."""
    lint_command.schema()
    told = json.loads(capsys.readouterr().out)["$defs"]["ValueInField"]["properties"]["value"]
    known, asked = told["anyOf"]
    assert "country" in known["enum"]
    assert asked["type"] == "string"


# --- answers ---


@given(st.dates())
def test_every_day_is_taken_as_it_is_written(day):
    """A day comes out as it went in, and is typed in the form that the flow names."""
    ask = Ask(ask=BORN, question="Your date of birth", kind="date", typed_as="DD.MM.YYYY")
    assert checked_answer(ask, f" {day.isoformat()} ") == day.isoformat()
    typed = typed_form(ask, day.isoformat())
    assert date(int(typed[6:]), int(typed[3:5]), int(typed[:2])) == day


@given(st.text(max_size=40))
def test_an_answer_is_fit_to_be_typed_or_refused(said):
    """Whatever is typed, no more comes out than a line, a day of the calendar, or one of the choices."""
    for ask in (
        Ask(ask=BORN, question="Your date of birth", kind="date"),
        Ask(ask=SUBJECT, question="What about?", kind="choice", choices=("Photos", "2", "Posts")),
        Ask(ask=NICKNAME, question="A name"),
    ):
        answer = None
        with suppress(BadProfileError):
            answer = checked_answer(ask, said)
        if answer is None:
            continue
        if ask.kind == "date":
            assert date.fromisoformat(answer).isoformat() == answer
        elif ask.kind == "choice":
            assert answer in ask.choices
        else:
            assert answer == said.strip()
            assert len(answer.splitlines()) == 1


@pytest.mark.parametrize(("said", "answer"), [("photos", "Photos"), ("3", "Posts"), ("2", "2"), ("1", "Photos")])
def test_a_choice_is_made_by_words_or_number(said, answer):
    """A number counts the choices, unless it is one of them."""
    ask = Ask(ask=SUBJECT, question="What about?", kind="choice", choices=("Photos", "2", "Posts"))
    assert checked_answer(ask, said) == answer


# --- asked in the terminal ---


@pytest.fixture
def terminal(monkeypatch):
    """Lines that the person types, and what she reads."""

    def typing(file, *lines, isatty=True):
        left, out = list(lines), io.StringIO()

        def line(_prompt):
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr(command.sys, "stdin", SimpleNamespace(isatty=lambda: isatty))
        monkeypatch.setattr("builtins.input", line)
        console = Console(file=out, width=400, highlight=False)
        return command.ask_for_answers(file, console), out.getvalue(), left

    return typing


def test_each_question_is_asked_until_the_answer_will_do(flow_file, terminal):
    """She reads who asks and for what place; an answer that will not do is told why and asked again."""
    file = load_flow(flow_file())
    answers, read, left = terminal(file, "17.05.1990", "1990-05-17", "4", "2", "")
    assert answers == {BORN: "1990-05-17", SUBJECT: "Posts"}
    assert not left
    assert f"did not come with walkout: {file.path}" in read
    assert HOST in read
    assert "needs a password" in read
    assert "no day of the calendar" in read
    assert "1 = Photos" in read


def test_a_question_is_shown_as_text_and_nothing_else(flow_file, terminal):
    """Brackets in a stranger's question are no markup."""
    file = load_flow(flow_file(by={"Your date of birth": '"[bold red]Your[/] [link=https://evil.example]day[/link]"'}))
    _, read, _ = terminal(file, "1990-05-17", "1", "")
    assert "[bold red]Your[/] [link=https://evil.example]day[/link]" in read


def test_a_long_answer_ends_with_an_empty_line(flow_file, terminal):
    """A long text may have several lines."""
    changes = {"question: A name that you go by": "question: Tell us more\n    kind: long-text"}
    answers, _, _ = terminal(load_flow(flow_file(by=changes)), "1990-05-17", "1", "One.", "Two.", "")
    assert answers[NICKNAME] == "One.\nTwo."


def test_without_a_terminal_a_flow_that_has_to_ask_does_not_begin(flow_file, terminal):
    """It is told at once which questions there are."""
    file = load_flow(flow_file())
    assert terminal(file, isatty=False)[0] == {}
    with pytest.raises(BadUsageError, match="born, subject"):
        command.check_that_somebody_can_answer(file)
    with pytest.raises(BadUsageError, match="input ended"):
        terminal(file, "1990-05-17")


def test_a_plan_needs_the_answers_that_are_required(flow_file):
    """A missing answer is told by the question's name; one that may be left out is not missed."""
    file = load_flow(flow_file())
    with pytest.raises(BadProfileError, match="needs born, and there is no answer"):
        make_plan(file, {key: value for key, value in VALUES.items() if key != "born"})
    plan = make_plan(file, {key: value for key, value in VALUES.items() if key != "nickname"})
    assert plan.values == {"email": EMAIL, "born": "1990-05-17", "subject": "Posts"}
    assert "1990" not in repr(plan)


def test_rehearsals_have_an_invented_answer_of_each_kind(flow_file):
    """What a rehearsal and a check of the live pages would type passes the check of a person's answer."""
    file = load_flow(flow_file())
    for values in (stand_ins(file.flow), _stand_ins(file)):
        assert [checked_for(file.flow)(ask.ask, values[ask.ask]) for ask in file.flow.asks] == [
            "1990-05-17",
            "Photos",
            "Example nickname",
        ]


# --- on a walk ---


@pytest.fixture
def walk(flow_file, walking, make):
    """A walk of the flow, whose form has a select, radio buttons or neither for the subject."""

    def beginning(*subject, typed="text", by=None, born=None, **more):
        one = walking(file=load_flow(flow_file(by=by or {})), way="form", values=dict(VALUES), **more)
        whole = one.window.screens["form"]
        fields = (
            make.element("textbox", "Email address", type="email", form=0),
            born or make.element("textbox", "Date of birth", type=typed, form=0),
            *(subject or (make.element("combobox", "Subject", options=make.countries("Photos", "Posts"), form=0),)),
            make.element("textbox", "Nickname", form=0),
        )
        one.window.screens["form"] = replace(
            whole, elements=(whole.elements[0], *fields, whole.elements[-1]), leads={**whole.leads, "Send": "received"}
        )
        return one

    return beginning


@pytest.mark.promise(1)
@pytest.mark.promise(6)
def test_answers_are_typed_reviewed_and_masked_as_other_values_are(walk):
    """Each answer goes into its field in the field's own form, stands in the review, and in nothing that is told or
    kept."""
    one = walk()
    assert one.run().name == "submitted"
    assert ("fill", "Date of birth", "17/05/1990") in one.log
    assert ("select", "Subject", "Posts") in one.log
    rows = {row.field: row.value for row in one.person.asked("review")[0].rows}
    assert rows == {
        "Email address": EMAIL,
        "Date of birth": "1990-05-17",
        "Subject": "Posts",
        "Nickname": "Mausezahn",
    }
    kept = json.dumps([entry for entry in one.log if entry[0] not in ("fill", "select")])
    told = json.dumps([(event.event, event.text, dict(event.data)) for event in one.person.events])
    for text in (kept, told):
        assert not [value for value in ("1990", "Mausezahn", "Posts") if value in text]
    assert ("disclosed", "Subject", "subject", "one of 3 choices", HOST) in one.log
    # A picture that shows all choices but one tells which.
    assert {EMAIL, "17/05/1990", "Mausezahn", "Photos", "Posts", "Something else"} <= set(one.session._private())


def test_a_date_picker_gets_the_day_as_it_wants_it(walk):
    """A field of the type `date` takes YYYY-MM-DD, whatever the form would want typed."""
    one = walk(typed="date")
    assert one.run().name == "submitted"
    assert ("fill", "Date of birth", "1990-05-17") in one.log


@pytest.mark.promise(1)
def test_an_answer_is_changed_in_the_review_and_asked_only_there(walk):
    """A changed answer is typed anew and reviewed once more before it is sent; the old one stays masked."""
    change = Answer("change", value_name=BORN, value="1991-06-18")
    one = walk(answers={"review": [change, "send"]})
    assert one.run().name == "submitted"
    assert [entry[2] for entry in one.log if entry[:2] == ("fill", "Date of birth")] == ["17/05/1990", "18/06/1991"]
    assert [pause.kind for pause in one.person.pauses] == ["review", "review"]
    masked = one.session.masker.mask("17.05.1990 18 June 1991 May 17, 1990")
    assert masked == "[born] [born] [born]"


def test_a_day_is_chosen_in_a_list_by_the_form_that_the_flow_names(walk, make):
    """A list of days writes them as the form does."""
    days = make.element("combobox", "Date of birth", options=make.countries("16/05/1990", "17/05/1990"), form=0)
    one = walk(by={"fill: {field: birthday": "choose: {field: birthday"}, born=days)
    assert one.run().name == "submitted"
    assert ("select", "Date of birth", "17/05/1990") in one.log


def radios(make, *names, **more):
    return tuple(
        make.element("radio", name, ident=f"r{at} subject", context="Subject", form=0, **more)
        for at, name in enumerate(names)
    )


def pressing(window, make, *names):
    """What a press of each of these radio buttons does: it is on, and the others are off."""

    def press(name):
        def pressed(_):
            screen = window.screens["form"]
            window.screens["form"] = replace(
                screen,
                elements=tuple(
                    replace(one, checked=one.name == name) if one.role == "radio" else one for one in screen.elements
                ),
            )

        return pressed

    return {name: press(name) for name in names}


@pytest.mark.parametrize("on", [(), ("Photos",), ("Posts",)])
def test_the_radio_button_that_says_the_answer_is_pressed(walk, make, on):
    """Of a group of radio buttons the one with the answer's words is pressed, unless it is already."""
    buttons = tuple(replace(one, checked=one.name in on) for one in radios(make, "Photos", "Posts"))
    one = walk(*buttons)
    screen = one.window.screens["form"]
    one.window.screens["form"] = replace(
        screen, leads={**screen.leads, **pressing(one.window, make, "Photos", "Posts")}
    )
    assert one.run().name == "submitted"
    assert [entry[1] for entry in one.log if entry[0] == "click"] == [*([] if on == ("Posts",) else ["Posts"]), "Send"]


@pytest.mark.promise(3)
@pytest.mark.parametrize("names", [("Photos", "Videos"), ("Posts", "Photos", "Posts")])
def test_radio_buttons_without_the_answer_or_with_it_twice_are_asked_about(walk, make, names):
    """None or two that say it: she is asked, and none is pressed."""
    one = walk(*radios(make, *names), answers={"cannot-act": ["stop"]})
    assert one.run().name == "needs-person"
    assert not [entry for entry in one.log if entry[0] == "click"]


@pytest.mark.promise(1)
def test_a_radio_button_that_the_page_changes_is_put_right_before_sending(walk, make):
    """What the page presses after the walk is not sent: the answer is pressed again and reviewed."""
    one = walk(*radios(make, "Photos", "Posts"))
    screen = one.window.screens["form"]
    press = pressing(one.window, make, "Photos", "Posts")
    one.window.screens["form"] = replace(screen, leads={**screen.leads, **press})
    one.window.after_fill = lambda name: press["Photos"](one.window) if name == "Nickname" else None
    assert one.run().name == "submitted"
    assert one.person.told("field-put-right")
    assert [entry[1] for entry in one.log if entry[0] == "click"] == ["Posts", "Posts", "Send"]


@pytest.mark.promise(6)
@pytest.mark.parametrize(
    "more", [{"type": "password"}, {"autocomplete": "one-time-code"}, {"autocomplete": "cc-number"}]
)
def test_nothing_is_typed_into_a_field_for_a_secret(walk, make, more):
    """A page that puts a password field where the flow asks for a nickname gets nothing."""
    one = walk(answers={"cannot-act": ["stop"]})
    screen = one.window.screens["form"]
    one.window.screens["form"] = replace(
        screen,
        elements=tuple(replace(two, **more) if two.name == "Nickname" else two for two in screen.elements),
    )
    assert one.run().name == "needs-person"
    assert not [entry for entry in one.log if entry[:2] == ("fill", "Nickname")]


@pytest.mark.promise(6)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2030, 1, 1)), st.sampled_from(["en", "de", "fr", "pl"]))
def test_a_day_is_masked_however_a_page_writes_it(day, language):
    """In figures and in the page's words, a day that she has answered is not to be read any more."""
    masker = Masker(shown_values({BORN: day.isoformat()}, (language,)))
    for text in (
        day.isoformat(),
        f"{day:%d.%m.%Y}",
        f"{day:%d/%m/%Y}",
        f"{day:%m/%d/%Y}",
        f"{day.day}. {day.month}. {day.year}",
    ):
        assert str(day.year) not in masker.mask(f"You said {text}, thank you")


def test_the_review_says_what_a_changed_answer_looks_like(flow_file):
    """Who changes an answer in the review is told its kind, and a wrong one is refused with the choices."""
    out = io.StringIO()
    person = TerminalPerson(Console(file=out, width=120), checked_for(load_flow(flow_file()).flow))
    row = ReviewRow("Subject", SUBJECT, "Posts", "one of: Photos / Posts / Something else")
    pause = Pause("review", "Read", (), (), rows=(row,))
    for line in ("subject", "videos"):
        person._lines.put(line)
    assert person._change(pause.rows, lambda: False) is None
    for line in ("subject", "photos"):
        person._lines.put(line)
    assert person._change(pause.rows, lambda: False) == Answer("change", value_name=SUBJECT, value="Photos")
    assert "as it was; one of: Photos / Posts / Something else" in out.getvalue()
    assert "none of the choices" in out.getvalue()
