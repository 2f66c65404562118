"""The step that sends: her word first, the ledger around the click, and what is sent is what she has read."""

from dataclasses import replace

import pytest

from walkout.errors import CannotActError, LedgerError
from walkout.walk.person import Answer
from walkout.walk.records import NoRecords

CHANGED = "What I write there is for my family."


def sends(walk) -> int:
    return walk.log.count(("click", "Send"))


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    "said", ["stop", "interrupt", "back", "again", "moved", "time-over", "skip", "done-by-me", "go-on"]
)
def test_no_answer_but_send_sends(walking, said):
    """Whatever else she answers at the review, the button is not clicked and nothing is written as sent."""
    walk = walking(answers={"review": [said, "stop"], "paused": ["stop"]})
    outcome = walk.run()
    assert outcome.name in ("stopped", "interrupted", "needs-person")
    assert not sends(walk)
    assert not {"agreed", "sending", "sent", "confirmed"} & set(walk.kinds())


@pytest.mark.promise(1)
def test_the_review_shows_what_is_sent_and_where_to(walking):
    """Every value that was typed stands in the review under the page's own name for the field, and the origin."""
    walk = walking(answers={"review": ["stop"]})
    walk.run()
    (pause,) = walk.person.asked("review")
    shown = {row.field: row.value for row in pause.rows}
    assert shown["Email address"] == walk.values["email"]
    assert shown["Tell us how this processing impacts you"] == walk.values["reason"]
    assert "Ireland" in shown["Country of residence"]
    assert pause.to == "https://www.facebook.com"
    assert [choice.name for choice in pause.choices] == ["send", "change", "back", "stop"]


@pytest.mark.promise(1)
@pytest.mark.promise(7)
def test_the_ledger_is_written_before_and_after_the_click(walking):
    """`agreed` and `sending` stand before the click, `sent` after it, and the confirmation at the end."""
    walk = walking()
    walk.run()
    order = [entry for entry in walk.log if entry[0] in ("agreed", "sending", "sent", "confirmed") or "Send" in entry]
    assert [entry[0] for entry in order] == ["agreed", "sending", "click", "sent", "confirmed"]


@pytest.mark.promise(7)
@pytest.mark.parametrize("at", ["sending", "sent", "confirmed"])
def test_a_ledger_that_cannot_be_written_stops_the_walk(walking, at):
    """Before the click it prevents the click; after it the error goes up, and the state stays the one before."""
    walk = walking()

    def fail(*_):
        raise LedgerError("the disk is full")

    setattr(walk.records, at, fail)
    with pytest.raises(LedgerError):
        walk.run()
    assert sends(walk) == (0 if at == "sending" else 1)
    assert walk.session.sent is (at != "sending")


@pytest.mark.promise(1)
@pytest.mark.parametrize("field", ["Country of residence", "Email address", "Tell us how this processing impacts you"])
def test_what_the_page_changes_while_she_reads_is_put_back_and_shown_again(walking, field):
    """She agreed to other values than the page now holds: nothing is sent before she has read it once more."""
    walk = walking()

    def meanwhile(pause, moved):
        walk.window.held[field] = "something else"
        return "send"

    walk.person.answers["review"] = [meanwhile, "stop"]
    assert walk.run().name == "stopped"
    assert not sends(walk)
    again = walk.person.asked("review")[1]
    assert "once more" in again.lines[0]
    assert walk.window.held[field] in {*walk.values.values(), "IR"}
    assert [event.data["target"] for event in walk.person.told("field-put-right")]


@pytest.mark.promise(1)
def test_a_button_that_changes_while_she_reads_is_not_pressed(walking):
    """Another button at its place, as “Send” that became “Send and subscribe”, is not the one that she agreed to."""
    walk = walking()
    screens = walk.window.screens

    def meanwhile(pause, moved):
        form = screens["form"]
        screens["form"] = replace(
            form,
            elements=tuple(replace(one, name="Submit all") if one.name == "Send" else one for one in form.elements),
        )
        return "send"

    walk.person.answers["review"] = [meanwhile, "stop"]
    assert walk.run().name in ("stopped", "needs-person")
    assert not {("click", "Send"), ("click", "Submit all")} & set(walk.log)


@pytest.mark.promise(1)
def test_a_button_that_another_joins_while_she_reads_is_not_pressed(walking, make):
    """When a second button with the same words appears, the first is still the one she saw, or nothing is pressed."""
    walk = walking()
    screens = walk.window.screens
    twin = make.element("button", "Send", type="submit", submits=True, form=1, sends_to=f"{make.host}/other")

    def meanwhile(pause, moved):
        screens["form"] = replace(screens["form"], elements=(twin, *screens["form"].elements))
        return "send"

    walk.person.answers["review"] = [meanwhile, "stop"]
    pressed = []
    click = walk.window.click
    walk.window.click = lambda one: (pressed.append(one.sends_to), click(one))
    walk.run()
    assert f"{make.host}/other" not in pressed


@pytest.mark.promise(2)
@pytest.mark.parametrize(
    "place", ["https://elsewhere.example/take", "http://www.facebook.com/send", "https://[broken", "mailto:x@y.example"]
)
def test_a_form_that_would_be_sent_elsewhere_is_not_sent(walking, place):
    """On the right page, a form whose address lies on another origin, or is none, ends the walk unsafe."""
    for late in (False, True):
        walk = walking()

        def redirect(walk=walk):
            form = walk.window.screens["form"]
            walk.window.screens["form"] = replace(
                form, elements=tuple(replace(one, sends_to=place) if one.submits else one for one in form.elements)
            )

        if late:
            walk.person.answers["review"] = [lambda pause, moved, redirect=redirect: redirect() or "send"]
        else:
            redirect()
        assert walk.run().name == "unsafe"
        assert not sends(walk)
        assert bool(walk.person.asked("review")) is late


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [("email", "other@example.org", "other@example.org"), ("reason", CHANGED, CHANGED), ("country", "FR", "FR")],
)
def test_a_value_changed_at_the_review_is_put_into_the_page_and_shown_again(walking, make, name, value, holds):
    """The changed value stands in the page and in the next review before anything can be sent."""
    walk = walking(answers={"review": [Answer("change", value_name=name, value=value), "send"]})
    assert walk.run().name == "submitted"
    first, second = walk.person.asked("review")
    assert {row.value_name for row in second.rows} == {row.value_name for row in first.rows}
    changed = next(row.value for row in second.rows if row.value_name == name)
    assert value in changed or (name == "country" and "France" in changed)
    sent_at = walk.log.index(("click", "Send"))
    put = [entry[2] for entry in walk.log[:sent_at] if entry[0] in ("fill", "select")]
    assert put[-1] in (value, "France")


@pytest.mark.promise(6)
def test_old_and_new_value_are_both_masked_after_a_change(walking, make):
    """After a change neither the earlier nor the new address is in any event or record."""
    walk = walking(answers={"review": [Answer("change", value_name="email", value="new.name@example.net"), "send"]})
    screens = walk.window.screens
    words = "We've received your submission from new.name@example.net, earlier erika.mustermann@example.org."
    screens["received"] = replace(screens["received"], elements=(make.element("text", words),))
    assert walk.run().name == "submitted"
    kept = [repr(entry) for entry in walk.log if entry[0] not in ("fill", "open")]
    for text in (*map(repr, walk.person.events), *kept):
        assert "new.name@" not in text
        assert "erika.mustermann@" not in text


@pytest.mark.parametrize("said", [Answer("change"), Answer("change", value_name="email", value="  ")])
def test_a_change_to_nothing_changes_nothing(walking, said):
    """An empty new value leaves the old one, and the review comes again."""
    walk = walking(answers={"review": [said, "send"]})
    assert walk.run().name == "submitted"
    assert walk.session.plan.values == walk.values
    assert len(walk.person.asked("review")) == 2


@pytest.mark.promise(1)
def test_a_changed_value_that_the_page_does_not_take_is_never_hidden(walking):
    """A country that is not in the list: when she skips it, the review says that the field is as it stands there."""
    walk = walking(
        answers={"review": [Answer("change", value_name="country", value="BR"), "stop"], "country-missing": ["skip"]}
    )
    assert walk.run().name == "stopped"
    assert walk.person.asked("country-missing")
    again = walk.person.asked("review")[1]
    assert "country" not in {row.value_name for row in again.rows}
    assert any("country of residence" in line for line in again.lines)


@pytest.mark.parametrize("screen", ["code", "received", "refused"])
def test_the_button_that_she_presses_herself_is_written_as_sent(walking, screen):
    """When the page goes on while she reads, she has sent it herself: the ledger says so, and no click follows."""
    walk = walking()
    walk.person.answers["review"] = [walk.shows(screen)]
    outcome = walk.run()
    assert outcome.name == ("refused" if screen == "refused" else "submitted")
    assert not sends(walk)
    assert walk.kinds().count("sending") == walk.kinds().count("sent") == 1


@pytest.mark.promise(7)
def test_a_button_pressed_by_her_just_before_she_agrees_is_written_as_sent(walking):
    """She presses the button in the window and answers `send` at once: it is not pressed twice, and not lost either."""
    walk = walking()
    walk.person.answers["review"] = [lambda pause, moved: walk.window.show("code") or "send"]
    assert walk.run().name == "submitted"
    assert not sends(walk)
    assert walk.kinds().count("sending") == 1
    assert len(walk.person.asked("review")) == 1


@pytest.mark.promise(7)
@pytest.mark.parametrize("kind", ["missing", "cannot-act"])
def test_a_form_that_she_finishes_herself_is_written_as_sent(walking, kind):
    """While she is asked about a field she may finish the whole form: from the code's page on it counts as sent."""
    walk = walking()
    screens = walk.window.screens
    if kind == "missing":
        form = screens["form"]
        screens["form"] = replace(form, elements=tuple(one for one in form.elements if one.tag != "textarea"))
    else:

        def fail(call, name):
            if name == "select":
                raise CannotActError("the list does not open")

        walk.window.before = fail
    walk.person.answers[kind] = [walk.shows("code")]
    assert walk.run().name == "submitted"
    assert not sends(walk)
    assert walk.kinds().count("sending") == 1


@pytest.mark.promise(4, 7)
def test_a_form_left_for_an_unknown_page_may_have_been_sent(walking, make):
    """She presses the form's own button, lands on a page that nobody knows, and stops: it is never told as unsent."""
    walk = walking()
    walk.window.screens["nowhere"] = make.screen("nowhere", [make.element("text", "Hello")])
    walk.person.answers["review"] = [lambda pause, moved: walk.window.show("nowhere") or "stop"]
    outcome = walk.run()
    assert outcome.name == "unconfirmed"
    assert not sends(walk)
    assert "sending" in walk.kinds()
    assert "sent" not in walk.kinds()


def test_stopping_at_the_form_itself_is_unsent(walking):
    """Who stops while the form is still there has sent nothing."""
    walk = walking()
    walk.person.answers["review"] = ["stop"]
    assert walk.run().name == "stopped"
    assert "sending" not in walk.kinds()


def test_a_page_that_moves_back_is_not_written_as_sent(walking):
    """When she leaves the form for an earlier page instead, nothing is written as sent, and the walk goes on there."""
    walk = walking()
    walk.person.answers["review"] = [walk.shows("notice"), "stop"]
    assert walk.run().name == "stopped"
    assert not {"sending", "sent"} & set(walk.kinds())
    assert walk.log.count(("click", "right to object")) == 2


def test_a_click_that_fails_at_the_moment_of_sending_may_have_sent(walking):
    """It is then not known whether it was sent: the outcome is unconfirmed, and the confirmation still counts."""
    for moves in (True, False):
        walk = walking()

        def fail(call, name, walk=walk, moves=moves):
            if name == "click" and "sending" in walk.kinds():
                if moves:
                    walk.window.show("code")
                    walk.window.before = lambda call, name: None
                raise CannotActError("the page changed at that moment")

        walk.window.before = fail
        outcome = walk.run()
        assert outcome.name == ("submitted" if moves else "unconfirmed")
        assert "sending" in walk.kinds()
        assert "sent" not in walk.kinds()


def test_a_form_that_comes_back_with_a_complaint_is_reviewed_again(walking):
    """The service wants more: the form is filled and reviewed once more, and only her second word sends again."""
    walk = walking()
    walk.window.screens["form"].leads["Send"] = "form"
    walk.person.answers["review"] = ["send", "stop"]
    assert walk.run().name == "unconfirmed"
    assert sends(walk) == 1
    assert len(walk.person.asked("review")) == 2


@pytest.mark.promise(1)
@pytest.mark.parametrize("field", ["Email address", "Tell us how this processing impacts you", "Country of residence"])
def test_a_field_that_the_page_clears_once_is_filled_again(walking, field):
    """A page that draws its form anew after it was filled: the field is put right before the review."""
    walk = walking()
    cleared = []

    def clear(name):
        if name == "Tell us how this processing impacts you" and not cleared:
            cleared.append(walk.window.held.pop(field))

    walk.window.after_fill = clear
    held = {}
    walk.window.before = lambda call, name: held.update(walk.window.held) if name == "try_click" else None
    assert walk.run().name == "submitted"
    assert held[field] == cleared[0]
    assert len(walk.person.told("field-put-right")) == 1


@pytest.mark.promise(1)
def test_a_field_that_the_page_always_changes_is_asked_about(walking):
    """A page that changes a value whenever it is typed: she is asked, and nothing is sent unless she takes it."""
    walk = walking()

    def change(name):
        if name == "Email address":
            walk.window.held[name] = "someone.else@example.org"

    walk.window.after_fill = change
    assert walk.run().name == "needs-person"
    (pause,) = walk.person.asked("cannot-act")
    assert "e-mail" in pause.title
    assert not sends(walk)

    walk = walking(answers={"cannot-act": ["done-by-me"], "review": ["stop"]})
    walk.window.after_fill = lambda name: walk.window.held.update({name: "x"}) if name == "Email address" else None
    assert walk.run().name == "stopped"
    (review,) = walk.person.asked("review")
    assert "email" not in {row.value_name for row in review.rows}
    assert any("“e-mail address”" in line for line in review.lines)


def test_a_send_button_that_is_not_there_is_asked_about(walking):
    """No button to send by: she is asked; when she says that she has sent it herself, it is written as sent."""
    for said, expected in (("stop", "needs-person"), ("done-by-me", "submitted")):
        walk = walking(answers={"missing": [said]})
        form = walk.window.screens["form"]
        walk.window.screens["form"] = replace(form, elements=form.elements[:-1])
        if said == "done-by-me":
            walk.person.answers["missing"] = [lambda pause, moved, walk=walk: walk.window.show("code") or "done-by-me"]
        assert walk.run().name == expected
        assert walk.kinds().count("sending") == (1 if said == "done-by-me" else 0)


def test_the_form_is_known_after_the_words_of_the_button_in_another_language(walking, make):
    """A button in another language than the page says it is in is still the one that sends."""
    walk = walking()
    form = walk.window.screens["form"]
    walk.window.screens["form"] = replace(
        form,
        elements=tuple(replace(one, name="Senden") if one.name == "Send" else one for one in form.elements),
        leads={"Senden": "code"},
    )
    assert walk.run().name == "submitted"


@pytest.mark.promise(4)
def test_a_walk_without_records_knows_no_way_to_count_as_a_submission(walking):
    """The records of a plain rehearsal keep nothing at all."""
    walk = walking()
    walk.session.records = NoRecords()
    assert walk.run().name == "submitted"
    assert not {"sending", "sent", "confirmed", "kept-picture"} & set(walk.kinds())
