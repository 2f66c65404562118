"""The cards of the guide: each kind of question has one, with one main thing to do."""

from typing import get_args

import pytest

from walkout.flow.load import find_flow, load_flow
from walkout.flow.model import Errand
from walkout.guide import cards
from walkout.guide.editing import Editing
from walkout.guide.route import parts_of, stages
from walkout.shipped_files import flow_files
from walkout.walk import texts
from walkout.walk.person import Pause, PauseKind, ReviewRow

KINDS = [kind for part in get_args(PauseKind) for kind in (get_args(part) or (part,))]


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_has_a_card(kind: PauseKind) -> None:
    """A card of any kind has the question, a main button unless she points or picks, and every choice once."""
    choices = (texts.AGAIN, texts.BACK, texts.STOP) if kind != "review" else (texts.SEND, texts.CHANGE, texts.STOP)
    card = cards.asking(Pause(kind, "What now?", ("Because.",), choices))
    buttons = [one.id for one in (*((card.main,) if card.main else ()), *card.others, *card.more)]
    assert card.title == "What now?"
    assert card.asks
    if kind == "point":
        assert buttons == []
    else:
        assert card.main is not None
        assert sorted(buttons) == sorted(one.name for one in choices if one.name != "change")


def test_every_errand_is_known() -> None:
    """Each errand of a flow is a kind of question."""
    assert set(get_args(Errand)) <= set(KINDS)


def test_the_review_shows_each_value_and_reads_none_aloud() -> None:
    """A row for each value, a button to change it, warnings apart; what is read aloud holds no value."""
    rows = (ReviewRow("Your mail", "email", "a@example.org"), ReviewRow("Files", "screenshots", "one.png"))
    title, usual = texts.REVIEW
    pause = Pause("review", title, ("Too short.", *usual), (texts.SEND, texts.STOP), rows=rows, to="https://x.example")
    card = cards.asking(pause)
    assert [(row.field, row.value, row.id) for row in card.rows] == [
        ("Your mail", "a@example.org", "change:email"),
        ("Files", "one.png", ""),
    ]
    assert card.warnings == ("Too short.",)
    assert "a@example.org" not in card.said
    assert "https://x.example" in card.to


@pytest.mark.parametrize("file", flow_files(), ids=lambda file: file.stem)
def test_every_flow_has_its_parts(file: object) -> None:
    """Each shipped flow is told in two to seven parts with names, of which the last is the end."""
    parts = parts_of(load_flow(find_flow(str(file))).flow)
    assert 2 <= len(parts) <= 7
    assert parts[-1] == "end"
    told = stages(parts, parts[1])
    assert [one.state for one in told][:2] == ["done", "now"]
    assert all(one.words for one in told)


def test_time_is_shown_where_it_matters() -> None:
    """The code's time counts down from the start, that of a login only in its last minutes."""
    code = Pause("enter-the-code", "", (), (texts.GO_ON,), minutes=60)
    login = Pause("sign-in", "", (), (texts.GO_ON,), minutes=30)
    assert cards.clock(code, 3599)[0] == "59:59"
    assert cards.clock(login, 1200) == ("", "")
    assert cards.clock(login, 61)[0] == "1:01"


@pytest.mark.parametrize(("name", "label"), [("email", "E-mail address"), ("nickname", "What do they call you?")])
def test_any_value_of_the_review_has_a_form_to_change_it(name: str, label: str) -> None:
    """A value of the profile is called by its name, an answer to a flow's own question by the field it goes into."""
    editing = Editing(name, "What do they call you?", "Zebra", lambda _: "")
    assert f'<label for="value">{label}</label>' in editing.answer("/change", None)
    editing.answer("/change", {"does": "keep", "value": "Lion"})
    assert editing.typed == "Lion"
