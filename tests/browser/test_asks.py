"""Answers to the questions of a flow go through a whole rehearsal in a browser: text, date, list, radio buttons."""

from pathlib import Path

import pytest

from walkout.dryrun.rehearse import Rehearsal, rehearse_in
from walkout.errors import BadFlowError
from walkout.flow.load import load_flow

HOST = "https://www.example.org"
FLOW = f"""flow: example/form
title: A form that asks for more
right: GDPR Art. 21(1)
regions: [ALL]
origins: [{HOST}]
ways:
  - way: form
    title: the form
    start: {HOST}/form
needs: [email]
asks:
  - ask: nickname
    question: A name that you go by
  - ask: born
    question: Your date of birth
    kind: date
  - ask: since
    question: Since when are you there?
    kind: date
    typed_as: DD.MM.YYYY
  - ask: subject
    question: What is it about?
    kind: choice
    choices: [Photos, Posts]
  - ask: place
    question: Where did you see it?
    kind: choice
    choices: [In the app, On the web]
  - ask: town
    question: The town that you live in
verified: {{live: never, fixtures: never}}
pages:
  - page: form
    known_by: [{{field: email}}]
    steps:
      - fill: {{field: email, value: email}}
      - fill: {{field: {{words: [Nickname]}}, value: nickname}}
      - fill: {{field: birthday, value: born}}
      - fill: {{field: {{words: [Member since]}}, value: since}}
      - choose: {{field: {{words: [Subject]}}, value: subject}}
      - choose: {{field: {{words: [Where did you see it?]}}, value: place}}
      - choose: {{field: {{words: [Town]}}, value: town}}
      - send: {{button: submit}}
  - page: received
    known_by: [{{text: request-received}}]
    outcome: submitted
"""
SITE = f"""site: example/form
variant: one
title: A form that asks for more
languages: [en]
strings: ../strings
sends: nothing
stands_in: {{subject: Posts, place: On the web, town: Exampleville, born: "1988-02-29"}}
pages: {{form: form.html, received: received.html}}
rules:
  - get: {HOST}/form
    show: form
  - post: {HOST}/sent
    does: take-request
    email: email
    required: {{email: email}}
    show: received
    again: form
"""
FORM = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Form</title>
<link rel="icon" href="data:,"></head>
<body><main><h1>More about you</h1><form method="post" action="/sent">
<p><label>Email address <input type="email" name="email"></label></p>
<p><label>Nickname <input name="nickname"></label></p>
<p><label>Date of birth <input type="date" name="born"></label></p>
<p><label>Member since <input name="since"></label></p>
<p><label>Subject <select name="subject"><option value="">Choose</option><option value="1">Photos</option>
<option value="2">Posts</option></select></label></p>
<fieldset><legend>Where did you see it?</legend>
<label><input type="radio" id="a" name="place" value="app"> In the app</label>
<label><input type="radio" id="b" name="place" value="web"> On the web</label></fieldset>
<p><label for="town">Town</label> <input id="town" name="town" role="combobox" autocomplete="off"></p>
<ul role="listbox" id="towns" hidden><li role="option">Example</li><li role="option">Exampleville</li></ul>
<button>Submit</button></form></main>
<script>
const town = document.getElementById('town'), towns = document.getElementById('towns');
town.addEventListener('input', () => { towns.hidden = !town.value; });
for (const one of towns.children)
  one.addEventListener('click', () => { town.value = one.textContent; towns.hidden = true; });
</script></body></html>"""
RECEIVED = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Done</title>
<link rel="icon" href="data:,"></head><body><p>We've received your request.</p></body></html>"""


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    """The flow and its site, in files."""
    folder = tmp_path / "site"
    (tmp_path / "strings").mkdir()
    (tmp_path / "strings" / "en.yaml").write_text("{}", "utf-8")
    folder.mkdir()
    for name, text in {"site.yaml": SITE, "form.html": FORM, "received.html": RECEIVED}.items():
        (folder / name).write_text(text, "utf-8")
    (tmp_path / "form.yaml").write_text(FLOW, "utf-8")
    return Rehearsal(load_flow(tmp_path / "form.yaml"), folder)


@pytest.mark.promise(1)
@pytest.mark.promise(6)
def test_every_kind_of_answer_arrives_as_it_was_reviewed(running, rehearsal):
    """Text, a date picker, a typed date, a list, radio buttons and a typeahead get the answers of the fixture or
    invented ones; the site receives just these, and nothing that is told holds one."""
    events = []
    result = rehearse_in(running, rehearsal, events.append)
    assert (result.outcome.name, result.refused) == ("submitted", ())
    (sent,) = [one for one in result.site.sent if one.does == "take-request"]
    assert sent.values == {
        "email": "rehearsal@example.org",
        "nickname": "Example nickname",
        "born": "1988-02-29",
        "since": "17.05.1990",
        "subject": "2",
        "place": "web",
        "town": "Exampleville",
    }
    told = " ".join(f"{event.text} {dict(event.data)}" for event in events)
    assert "fill" in told
    assert not [value for value in ("1988", "1990", "Exampleville", "On the web", "Posts") if value in told]


def test_a_stand_in_that_the_question_does_not_take_is_refused(running, rehearsal):
    """A fixture's answer is checked as a person's is, and one without a question is an error."""
    site = rehearsal.folder / "site.yaml"
    wrong_ones = {"subject: Videos": "'subject': this is none of the choices", "subjekt: Posts": "'subjekt' is no"}
    for wrong, what in wrong_ones.items():
        site.write_text(SITE.replace("subject: Posts", wrong), "utf-8")
        with pytest.raises(BadFlowError, match=what):
            rehearse_in(running, rehearsal, lambda _: None)
