"""What was seen in a window becomes a flow: named by meaning, cut into pages, known by the least evidence, merged."""

from dataclasses import replace
from datetime import date

import pytest

from walkout.commands import recorded
from walkout.commands.console import plain_console
from walkout.errors import BadFlowError, ExitCode
from walkout.flow.load import check_flow, load_flow
from walkout.flow.model import PageOfPerson, PageOfSteps
from walkout.flow.steps import SendStep, target_of
from walkout.flow.targets import describe
from walkout.record.counting import counted, typed_in
from walkout.record.demonstration import Demonstration, shown
from walkout.record.doing import Decided, in_words, part_of
from walkout.record.flow_writer import flow_text
from walkout.record.imported import Typed
from walkout.record.merging import merge
from walkout.record.naming import name_of
from walkout.record.places import places_of
from walkout.record.session import RecordingSession
from walkout.walk.recognise import recognise
from walkout.watched import WatchedAct

TODAY = date(2026, 11, 29)
FORM = "https://forms.example.org/object"
EMAIL = "erika.mustermann@example.org"
REASON = "My holiday pictures show my children, and no machine shall learn from them."


class Doing:
    """Acts on views, one after the other. born: of the document that is seen."""

    def __init__(self, make, address=FORM):
        self.make, self.acts, self.born = make, [], 0.0
        self.add("open", make.view(address=address), None, address=address)

    def page(self, *elements, address=FORM, **more):
        self.born += 1
        self.view = self.make.view(*elements, address=address, born=self.born, **more)
        return self

    def add(self, kind, view, element, **more):
        self.acts.append(WatchedAct(len(self.acts) + 1, kind, view, element, **more))

    def does(self, kind, name, **more):
        element = next(one for one in self.view.elements if name in (one.name, one.placeholder, one.ident))
        self.add(kind, self.view, element, address=self.view.address, **more)
        return self

    def shown(self, last=None, **decided):
        return shown(Demonstration(tuple(self.acts), Decided(**decided), last=last), "example/objection", TODAY)


@pytest.fixture
def doing(make):
    return Doing(make)


def form(make):
    return (
        make.element("heading", "Object to AI training"),
        make.element(
            "combobox", "Country of residence", options=make.countries("Germany", "Ireland", "France"), form=0
        ),
        make.element("textbox", "Email address", type="email", form=0),
        make.element("textbox", "Tell us how this processing impacts you", tag="textarea", form=0),
        make.element("textbox", "Membership number", form=0),
        make.element("button", "Send", type="submit", submits=True, form=0, sends_to=FORM),
    )


def received(make, doing, text="We've received your submission."):
    return doing.page(make.element("text", text), address=f"{FORM}/done").view


def objection(make, doing):
    """The whole way: a notice, the form, the confirmation."""
    doing.page(make.element("heading", "Policy Updates"), make.element("link", "right to object", href=FORM))
    doing.does("click", "right to object")
    doing.page(*form(make))
    doing.does("choose", "Country of residence", typed="Germany", chosen=0)
    doing.does("fill", "Email address", typed=EMAIL)
    doing.does("fill", "Tell us how this processing impacts you", typed=REASON)
    doing.does("fill", "Membership number", typed="QX-7781-4")
    doing.does("click", "Send")
    return doing.shown(received(make, doing))


def steps_of(flow, page):
    """Each step as `fill field:email`."""
    verbs = [next(iter(type(step).model_fields)) for step in flow.page(page).steps]
    return [f"{verb} {describe(target_of(step))}" for verb, step in zip(verbs, flow.page(page).steps, strict=True)]


def test_acts_become_steps_that_mean_and_pages_that_are_known(make, doing, tmp_path):
    """A demonstration gives pages with steps by concept, values that walkout knows, a question for what it does not
    know, the sending step and the confirmation; the file passes the linter."""
    made = objection(make, doing)
    flow = made.drafted.flow
    assert steps_of(flow, "form") == [
        "choose field:country-of-residence",
        "fill field:email",
        "fill field:impact",
        "fill field:Membership number",
        "send button:submit",
    ]
    assert flow.needs == ("country", "email", "reason")
    assert [(ask.ask, ask.question, ask.kind) for ask in flow.asks] == [
        ("membership-number", "Membership number", "text")
    ]
    assert [page.page for page in flow.pages] == ["policy-updates", "form", "received"]
    assert made.doubts == ()
    path = tmp_path / "objection.yaml"
    path.write_text(flow_text(flow, made.drafted.comments), "utf-8")
    assert check_flow(path)[0] == []


@pytest.mark.promise(6)
def test_nothing_typed_is_in_flow_or_report(make, doing):
    """Neither the flow's file nor the report on its steps holds a value that was typed or chosen."""
    made = objection(make, doing)
    told = flow_text(made.drafted.flow, made.drafted.comments) + str(made.drafted.report)
    for value in (EMAIL, REASON, "QX-7781-4", "erika", "mustermann"):
        assert value not in told
    assert "Germany" not in told


def test_every_look_is_recognised_as_its_page(make, doing):
    """Each recorded view is the page that was made of it, and no other."""
    made = objection(make, doing)
    for name, views in made.views.items():
        for view in views:
            place = recognise(made.drafted.flow, view)
            assert [page.page for page in place.fitting] == [name]


def test_evidence_is_the_least_that_tells_pages_apart(make, doing):
    """Of two pages with the same field, the one that has a field more is known by that, the other by its absence."""
    email = make.element("textbox", "Email address", type="email", form=0)
    go_on = make.element("button", "Continue", form=0)
    doing.page(email, go_on, address=f"{FORM}/1").does("fill", "Email address", typed=EMAIL).does("click", "Continue")
    more = make.element("textbox", "First name", form=0)
    doing.page(email, more, make.element("button", "Send", submits=True, form=0), address=f"{FORM}/2")
    doing.does("fill", "Email address", typed=EMAIL).does("fill", "First name", typed="Erika").does("click", "Send")
    made = doing.shown(received(make, doing))
    first, second, _ = made.drafted.flow.pages
    assert [describe(target) for target in second.known_by] == ["field:first-name"]
    assert len(first.known_by) == 1
    assert made.doubts == ()


@pytest.mark.promise(5)
def test_a_secret_makes_the_page_the_persons(make, doing):
    """A page on which a password was typed waits for the person; nothing on it is a step."""
    doing.page(
        make.element("textbox", "Email address"),
        make.element("textbox", "Password", type="password"),
        make.element("button", "Log in", submits=True),
    )
    doing.does("fill", "Email address", typed=EMAIL).does("fill", "Password", secret=True).does("click", "Log in")
    doing.page(*form(make)).does("fill", "Email address", typed=EMAIL).does("click", "Send")
    made = doing.shown(received(make, doing))
    sign_in, page, _ = made.drafted.flow.pages
    assert isinstance(sign_in, PageOfPerson)
    assert sign_in.wait_for_person.to == "sign-in"
    assert isinstance(page, PageOfSteps)
    assert isinstance(page.steps[-1], SendStep)


@pytest.mark.promise(3)
def test_a_target_finds_its_element_on_its_view_or_is_in_doubt(make):
    """Two buttons of the same words cannot be told apart: the target is in doubt, and says with how many others."""
    twin = make.element("button", "Edit")
    view = make.view(twin, make.element("button", "Edit"), make.element("button", "Delete my answers"))
    meant = name_of(view.elements[0], view, Typed())
    assert (meant.certain, len(meant.rivals)) == (False, 1)
    assert name_of(view.elements[2], view, Typed()).certain


def test_words_are_taken_where_the_concept_is_said_twice(make):
    """Of two fields for an e-mail address, one is named by its words, so that it is the one found."""
    view = make.view(
        make.element("textbox", "Email address", type="email", form=0),
        make.element("textbox", "Email address of your agent", type="email", form=0),
    )
    second = name_of(view.elements[1], view, Typed())
    assert second.certain
    assert describe(second.target) != "field:email"


def test_what_was_typed_is_no_name(make):
    """A button that shows what was typed is not named by it."""
    view = make.view(make.element("button", f"Continue as {EMAIL}"))
    meant = name_of(view.elements[0], view, Typed().of([EMAIL]))
    assert meant.target is None or EMAIL not in describe(meant.target)


def test_a_field_counts_once_and_the_cursor_not_at_all(make, doing):
    """A click into a field is no act, and of a field that is filled in twice the last time counts."""
    doing.page(*form(make)).does("click", "Email address").does("fill", "Email address", typed="a@example.org")
    doing.does("fill", "Membership number", typed="1").does("fill", "Email address", typed=EMAIL)
    kept = counted(doing.acts)
    assert [act.number for act in kept.acts] == [1, 4, 5]
    assert [left.step for left in kept.left] == ["step 2", "step 3"]


def test_what_she_goes_back_from_is_not_part_of_the_flow(make, doing):
    """A link that was followed by mistake, and what was done there, is left out when she goes back."""
    links = (
        make.element("link", "Careers", href=f"{FORM}/jobs"),
        make.element("link", "Object here", href=f"{FORM}/1"),
    )
    start = doing.page(make.element("heading", "Privacy"), *links, address=f"{FORM}/start")
    born = doing.born
    start.does("click", "Careers")
    doing.page(make.element("heading", "Careers"), make.element("link", "Apply"), address=f"{FORM}/jobs")
    doing.does("click", "Apply")
    doing.add("back", doing.view, None)
    doing.page(make.element("heading", "Privacy"), *links, address=f"{FORM}/start")
    assert doing.born != born
    doing.does("click", "Object here")
    places, left = places_of(counted(doing.acts))
    assert [[act.element.name for act in place.acts] for place in places] == [["Object here"]]
    assert {one.step for one in left} == {"step 2", "step 3"}


def test_pages_are_cut_where_the_place_changes_under_one_address(make, doing):
    """Two steps of a form on one address and in one document are two pages; an opened list entry makes none."""
    doing.page(make.element("textbox", "First name"), make.element("button", "Continue"))
    doing.does("fill", "First name", typed="Erika").does("click", "Continue")
    same = doing.born
    second = make.view(
        make.element("textbox", "Email address"), make.element("button", "Send"), address=FORM, born=same
    )
    doing.view = second
    doing.does("fill", "Email address", typed=EMAIL).does("click", "Send")
    places, _ = places_of(counted(doing.acts))
    assert [len(place.acts) for place in places] == [2, 2]


def test_enter_presses_the_button_of_its_form(make, doing):
    """A form that was sent by the Enter key is sent by its button."""
    doing.page(*form(make)).does("fill", "Email address", typed=EMAIL).does("enter", "Email address")
    made = doing.shown(received(make, doing))
    assert steps_of(made.drafted.flow, "form") == ["fill field:email", "send button:submit"]


def test_a_doubtful_button_is_asked_about_and_her_word_counts(make, doing):
    """A button that does not say that it sends, after a field was filled in, is asked about; what she says is done."""
    doing.page(make.element("textbox", "Email address"), make.element("button", "Abracadabra"))
    doing.does("fill", "Email address", typed=EMAIL).does("click", "Abracadabra")
    session = RecordingSession()
    for act in doing.acts:
        list(session.add(act))
    assert [part.act.number for part in session.doubtful()] == [3]
    session.sends(doing.acts[2], yes=True)
    assert session.doubtful() == []
    made = shown(session.demonstration(received(make, doing)), "example/objection", TODAY)
    assert steps_of(made.drafted.flow, "form")[-1] == "send button:Abracadabra"


def test_she_names_drops_and_takes_back_in(make, doing):
    """Letters at the terminal name a step, drop it, take it back in, and mark the confirmation."""
    doing.page(*form(make)).does("fill", "Membership number", typed="QX-7781-4").does("click", "Send")
    session = RecordingSession()
    told = [line for act in doing.acts for line in session.add(act)]
    assert told[1] == "  2  fill *Membership number* ← asked on each walk"
    assert told[2] == "  3  send with *submit*"
    assert "dropped" in session.say("d 2").lines[0]
    assert "fill" in session.say("d 2").lines[0]
    assert "does not mean" in session.say("n 2 country of residence").lines[0]
    assert session.say("n 2 QX-7781-4").lines[0].startswith("This holds what was typed")
    assert session.say("s 3").lines == ("  3  click *submit*",)
    assert (session.say("q").wish, session.say("x").wish) == ("save", "abandon")
    assert session.say("what?").lines[0].startswith("Type one of")
    session.confirm(doing.view)
    assert session.demonstration(None).confirmed is doing.view


@pytest.mark.promise(6)
def test_lines_at_the_terminal_hold_nothing_that_was_typed(make, doing):
    """No line that tells an act holds what was typed, even where the page shows it again."""
    doing.page(*form(make)).does("fill", "Email address", typed=EMAIL)
    doing.page(make.element("button", f"Send as {EMAIL}"), make.element("link", EMAIL)).does("click", EMAIL)
    told = [in_words(part_of(act, typed_in(doing.acts))) for act in doing.acts if act.element]
    assert not any(EMAIL in line for line in told)


def test_a_day_that_the_page_repeats_in_other_figures_is_not_written(make):
    """A day that was typed is kept out of a field's words also as 31/05/1990."""
    field = make.element("textbox", context="Born 31/05/1990 and please say it again", name_from="")
    view = make.view(field)
    act = WatchedAct(1, "fill", view, view.elements[0], typed="1990-05-31")
    assert typed_in([act]).is_in("Born 31/05/1990")
    meant = name_of(view.elements[0], view, typed_in([act]))
    assert meant.target is None or "1990" not in describe(meant.target)


def test_a_recording_without_acts_is_no_flow(make, doing):
    """Where nothing was done, there is no flow, and it is said."""
    with pytest.raises(BadFlowError):
        doing.shown()


# --- merging ---


@pytest.fixture
def written(make, doing, tmp_path):
    """The flow file of the whole way, with a comment of a person's own."""
    made = objection(make, doing)
    path = tmp_path / "objection.yaml"
    text = flow_text(made.drafted.flow, made.drafted.comments)
    path.write_text(text.replace("pages:\n", "pages:\n  # Mine: the notice comes first.\n"), "utf-8")
    return load_flow(path)


def branch(make, extra=()):
    """A second demonstration, in which a question comes before the form."""
    doing = Doing(make)
    doing.page(make.element("heading", "Policy Updates"), make.element("link", "right to object", href=FORM))
    doing.does("click", "right to object")
    doing.page(
        make.element("heading", "One question first"),
        make.element("radio", "I have an account"),
        make.element("button", "Continue"),
        address=f"{FORM}/question",
    )
    doing.does("tick", "I have an account").does("click", "Continue")
    doing.page(*form(make)[:-1], *extra, form(make)[-1]).does("fill", "Email address", typed=EMAIL)
    for one in extra:
        doing.does("fill", one.name, typed="a value")
    doing.does("click", "Send")
    return doing.shown(received(make, doing))


def test_a_branch_becomes_a_page_more_and_the_rest_stays(make, written, tmp_path):
    """A page that was met on a second recording is added; the pages that are known stay as they are, comments too."""
    before = written.path.read_text("utf-8")
    merged = merge(written, before, branch(make))
    assert merged.added == ("a new page: one-question-first",)
    assert merged.text.startswith(before.rstrip("\n"))
    assert "# Mine: the notice comes first." in merged.text
    path = tmp_path / "merged.yaml"
    path.write_text(merged.text, "utf-8")
    assert [page.page for page in load_flow(path).flow.pages][-1] == "one-question-first"


def test_a_new_step_goes_before_the_one_that_sends(make, written, tmp_path):
    """A field that only the second recording filled in becomes a step before the sending one, with its question."""
    extra = make.element("textbox", "Case reference", form=0)
    merged = merge(written, written.path.read_text("utf-8"), branch(make, (extra,)))
    path = tmp_path / "merged.yaml"
    path.write_text(merged.text, "utf-8")
    flow = load_flow(path).flow
    assert steps_of(flow, "form")[-2:] == ["fill field:Case reference", "send button:submit"]
    assert [ask.ask for ask in flow.asks] == ["membership-number", "case-reference"]


def test_what_is_known_already_changes_nothing(make, written):
    """The same demonstration again adds nothing."""
    text = written.path.read_text("utf-8")
    merged = merge(written, text, objection(make, Doing(make)))
    assert (merged.text, merged.added) == (text, ())


def test_a_page_that_fits_two_is_refused(make, written):
    """Where a recorded page is taken for two pages of the flow, nothing is merged, and both are named."""
    flow = written.flow
    twice = replace(
        written,
        flow=flow.model_copy(update={"pages": (*flow.pages, flow.page("form").model_copy(update={"page": "form-2"}))}),
    )
    with pytest.raises(BadFlowError, match="form, form-2"):
        merge(twice, written.path.read_text("utf-8"), branch(make))


@pytest.mark.parametrize("word", [True, False])
def test_a_merge_is_shown_and_written_at_her_word_alone(make, written, monkeypatch, capsys, word):
    """The diff of a merge is shown first; the file changes only where she says yes."""
    monkeypatch.setattr(recorded, "_try_merged", lambda *_: None)
    before = written.path.read_text("utf-8")
    kept = recorded.Kept(branch(make), (), (), TODAY)
    asked = []
    code = recorded.merge_into(plain_console(), written, kept, None, lambda what: bool(asked.append(what)) or word)
    assert asked == ["Write this? y or n"]
    assert "one-question-first" in capsys.readouterr().out
    assert (written.path.read_text("utf-8") == before) is not word
    assert code == (ExitCode.DONE if word else ExitCode.MOVED)
