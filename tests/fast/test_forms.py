"""What forms may be: filled in already, without a field, with a note, a banner over them, in another language."""

import re
from dataclasses import replace

import pytest

from walkout.flow.load import check_flow
from walkout.flow.plan import Attachment, make_plan
from walkout.flow.targets import HeadingTarget, TickedTarget, UntickedTarget
from walkout.resolve.resolve import is_there
from walkout.walk.recognise import recognise

FLOW = """
flow: example/form
title: A form for tests
right: none
regions: [ALL]
origins: [https://www.facebook.com]
ways: [{way: form, title: the form, start: https://www.facebook.com/form}]
needs: [email, prompts]
takes: [screenshots, reason]
verified: {live: never, fixtures: never}
pages:
  - page: cookies
    known_by: [{text: cookies}, {button: decline-cookies}]
    covers: true
    steps: [{click: {button: decline-cookies}}]
  - page: home
    known_by: [{text: home-feed}]
    return_to: start
  - page: form
    known_by: [{field: email}]
    steps:
      - fill: {field: email, value: email}
      - fill: {field: prompts, value: prompts, at_least: 100}
      - upload: {field: screenshots, value: screenshots, optional: true}
      - fill: {field: impact, value: reason, optional: true}
      - send: {button: submit}
    tell:
      - when: {text: linked-accounts}
        say: Linked accounts are covered.
  - page: received
    known_by: [{text: request-received}]
    outcome: submitted
"""
VALUES = {"email": "erika@example.org", "prompts": "Who am I? You are Erika."}
PICTURE = Attachment("screenshot-1.png", "image/png", b"png")


@pytest.fixture
def form(walking, make, tmp_path):
    """A walk of the flow above on a form of these elements, which a button sends."""
    path = tmp_path / "form.yaml"
    path.write_text(FLOW)
    findings, file = check_flow(path)
    assert findings == []

    def begin(*elements, values=None, attachments=(), before=None):
        walk = walking(file=file, way="form", values={**VALUES, **(values or {})})
        walk.session.plan = make_plan(file, walk.values, None, attachments=attachments)
        send = make.element("button", "Send", submits=True, form=0, sends_to=f"{make.host}/send")
        screens = {
            "form": make.screen(f"{make.host}/form", (*elements, send), {"Send": "received"}),
            "received": make.screen(f"{make.host}/done", (make.element("text", "We've received your request"),)),
            **(before or {}),
        }
        walk.window.screens.update(screens)
        walk.window.starts[f"{make.host}/form"] = next(iter(before)) if before else "form"
        return walk

    return begin


@pytest.fixture
def fields(make):
    email = make.element("textbox", "Email address", type="email", form=0)
    prompts = make.element("textbox", "Prompts and answers", tag="textarea", form=0)
    return email, prompts


def review_of(walk):
    (pause,) = walk.person.asked("review")
    return " ".join(pause.lines)


def test_what_the_page_has_filled_in_already_is_not_typed_again(form, fields):
    """A field that holds her value stays as it is, and is reviewed all the same."""
    walk = form(*fields)
    walk.window.show = _holding(walk.window, "Email address", VALUES["email"])
    assert walk.run().name == "submitted"
    assert [entry[1] for entry in walk.window.done("fill")] == ["Prompts and answers"]
    assert walk.person.told("already-there")
    assert any(row.value_name == "email" for row in walk.person.asked("review")[0].rows)


def test_another_value_that_the_page_has_filled_in_is_replaced_and_she_is_told(form, fields):
    """An address that is not hers gives way, and the walk says so."""
    walk = form(*fields)
    walk.window.show = _holding(walk.window, "Email address", "other@example.net")
    assert walk.run().name == "submitted"
    assert walk.person.told("replaced")
    assert ("fill", "Email address", VALUES["email"]) in walk.log


def _holding(window, name, value):
    show = window.show

    def shown(screen):
        show(screen)
        if screen == "form":
            window.held[name] = value

    return shown


def test_optional_fields_that_are_not_there_are_left_out(form, fields):
    """A form without the optional fields is filled and sent without a question."""
    walk = form(*fields, values={"reason": "My own reason, long enough."})
    assert walk.run().name == "submitted"
    assert len(walk.person.told("step-skipped")) == 1
    assert {pause.kind for pause in walk.person.pauses} == {"review"}


def test_screenshots_go_into_the_field_for_files(form, fields, make):
    """Files are uploaded under their neutral names, and the review names them with their size."""
    upload = make.element("file", "Upload screenshots", type="file", form=0)
    walk = form(*fields, upload, values={"screenshots": "1 picture"}, attachments=(PICTURE,))
    assert walk.run().name == "submitted"
    assert walk.window.done("upload") == [("upload", "Upload screenshots", "screenshot-1.png")]
    rows = {row.value_name: row.value for row in walk.person.asked("review")[0].rows}
    assert rows["screenshots"] == "screenshot-1.png (1 KB)"


def test_too_short_an_answer_is_warned_of_before_it_is_sent(form, fields):
    """She reads how long it is, and what is reported, while she can still change it."""
    walk = form(*fields)
    assert walk.run().name == "submitted"
    told = review_of(walk)
    assert f"has {len(VALUES['prompts'])} characters" in told
    assert "fewer than 100" in told
    assert "characters" not in review_of(_run(form(*fields, values={"prompts": "x" * 100})))


def _run(walk):
    walk.run()
    return walk


def test_what_the_page_still_wants_is_named_before_it_is_sent(form, fields, make):
    """A required field that the flow does not know is hers, and the review says so."""
    phone = make.element("textbox", "Phone number", required=True, form=0)
    elsewhere = make.element("textbox", "Nickname", required=True, form=1)
    told = review_of(_run(form(*fields, phone, elsewhere)))
    assert "“Phone number”" in told
    assert "Nickname" not in told


def test_what_the_flow_has_to_say_of_a_page_is_told_and_kept(form, fields, make):
    """Where the text is on the page the words are told once, and stand in the review and the receipt."""
    note = make.element("text", "Your objection covers all accounts in the same Accounts Centre.")
    walk = _run(form(*fields, note))
    assert [event.text for event in walk.person.told("page-told")] == ["Linked accounts are covered."]
    assert "Linked accounts are covered." in review_of(walk)
    assert ("kept-step", "form", "Linked accounts are covered.") in walk.log
    assert not _run(form(*fields)).person.told("page-told")


def test_a_banner_is_seen_to_first(form, fields, make):
    """A page that lies over another is the one, though both fit; then the walk goes on with what is beneath."""
    banner = (make.element("heading", "Allow the use of cookies?"), make.element("button", "Decline optional cookies"))
    covered = make.screen(f"{make.host}/form", (*fields, *banner), {"Decline optional cookies": "form"})
    walk = form(*fields, before={"covered": covered})
    assert walk.run().name == "submitted"
    assert [entry[1] for entry in walk.window.done("click")] == ["Decline optional cookies", "Send"]


def test_a_place_that_leads_nowhere_leads_back_to_the_start(form, fields, make):
    """From the home page the way in is opened again; when that does not help, twice at most."""
    home = make.screen(f"{make.host}/", (make.element("text", "What's on your mind?"),))
    walk = form(*fields, before={"home": home})
    opened = walk.window.open

    def open_and_arrive(address):
        opened(address)
        walk.window.starts[address] = "form"

    walk.window.open = open_and_arrive
    assert walk.run().name == "submitted"
    assert len(walk.person.told("way-reopened")) == 1
    again = form(*fields, before={"home": home})
    assert again.run().name == "needs-person"
    assert len(again.person.told("way-reopened")) == 2
    assert not again.kinds().count("sending")


def test_a_made_reason_is_given_in_the_language_of_the_page(walking):
    """A reason from the template follows the page's language, and is told of and reviewed; her own words do not."""
    walk = walking(way="form")
    made = make_plan(walk.file, walk.values, "form", lambda country, language: f"made in {language} for {country}")
    walk.session.plan = replace(made, language="en")
    look = walk.window.look
    walk.window.look = lambda: replace(
        look(), language="fi", frames=tuple(replace(f, language="fi") for f in look().frames)
    )
    assert walk.run().name == "submitted"
    assert walk.session.plan.values["reason"] == "made in fi for IE"
    (told,) = walk.person.told("reason-language")
    assert "Finnish" in told.text
    hers = walking(way="form")
    assert hers.run().name == "submitted"
    assert hers.session.plan.values["reason"] == hers.values["reason"]


def test_a_switch_tells_on_from_off(make):
    """A page can be known by a switch that is on, or one that is off."""
    on = make.view(make.element("switch", "Private account", checked=True))
    off = make.view(make.element("switch", "Private account"))
    assert is_there(TickedTarget(ticked="private-account"), on)
    assert not is_there(TickedTarget(ticked="private-account"), off)
    assert is_there(UntickedTarget(unticked="private-account"), off)
    assert not is_there(UntickedTarget(unticked="private-account"), on)


def test_several_pages_may_lie_over_another_only_in_doubt(form, make, fields):
    """Two banners at once are a question."""
    walk = form(*fields)
    page = walk.file.flow.page("cookies")
    twice = walk.file.flow.model_copy(
        update={
            "pages": (*walk.file.flow.pages, page.model_copy(update={"page": "more", "known_by": page.known_by[:1]}))
        }
    )
    seen = make.view(
        make.element("heading", "Allow the use of cookies?"), make.element("button", "Decline optional cookies")
    )
    assert len(recognise(twice, seen).fitting) == 2
    assert recognise(twice, seen).page is None


GUIDE = (
    re.sub(r"needs:.*\n|takes:.*\n", "", FLOW)
    .replace("right: none", "kind: guide\nright: none")
    .partition("  - page: form")[0]
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (FLOW.replace("takes: [screenshots, reason]", "takes: [screenshots, reason, country]"), "which no step uses"),
        (FLOW.replace("value: reason, optional: true", "value: reason"), "must say `optional: true`"),
        (FLOW.replace("upload: {field", "fill: {field"), "`upload` is for screenshots"),
        (FLOW.replace("send: {button: submit}", "tick: {ticked: private-account}"), "for knowing a page"),
        (GUIDE, "a guide has a page with"),
        (
            GUIDE + "  - page: a\n    known_by: [{text: code-sent}]\n    steps: [{tick: {option: 'yes'}}]\n",
            "only clicks",
        ),
    ],
)
def test_the_linter_knows_the_new_keys(tmp_path, text, told):
    """A flow that would break a promise with them is refused, in words."""
    path = tmp_path / "flow.yaml"
    path.write_text(text)
    findings, _ = check_flow(path)
    assert any(told in finding.what for finding in findings), findings


def test_a_guide_needs_no_confirmation(tmp_path):
    """A guide ends where the place is reached or the change is seen."""
    path = tmp_path / "flow.yaml"
    path.write_text(GUIDE + "  - page: there\n    known_by: [{heading: activity-log}]\n    outcome: arrived\n")
    assert check_flow(path)[0] == []
    assert HeadingTarget(heading="activity-log") in check_flow(path)[1].flow.page("there").known_by
