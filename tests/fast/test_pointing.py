"""The person points at what the walk does not find: what is taken, what is refused, and what is kept of it."""

import json
from dataclasses import replace

import pytest

from walkout.errors import CannotActError
from walkout.flow.targets import ButtonTarget, FieldTarget, LinkTarget
from walkout.resolve.match import Candidate, Found
from walkout.resolve.relocate import relocate
from walkout.view import Frame
from walkout.walk.person import Answer
from walkout.walk.picks import same_again, without_values

OBJECT = LinkTarget(link="right-to-object")
STRANGE = "Zebra crossing"
"""Words that no concept has."""


def rename(walk, screen, old, new, **more):
    """An element of a screen says something else; what it leads to stays. Returns its number."""
    shown = walk.window.screens[screen]
    number = next(number for number, one in enumerate(shown.elements) if one.name == old)
    named = replace(shown.elements[number], name=new, **more)
    elements = (*shown.elements[:number], named, *shown.elements[number + 1 :])
    leads = {**shown.leads, **({new: shown.leads[old]} if old in shown.leads else {})}
    walk.window.screens[screen] = replace(shown, elements=elements, leads=leads)
    return number


def add(walk, screen, *elements):
    """More elements at the end of a screen. Returns the number of the first."""
    shown = walk.window.screens[screen]
    walk.window.screens[screen] = replace(shown, elements=(*shown.elements, *elements))
    return len(shown.elements)


@pytest.fixture
def lost_link(walking):
    """A walk on which the link of the notice says what nobody knows; she chooses to point. Second: its number."""

    def make(**answers):
        walk = walking(answers={"missing": ["point"], **answers})
        return walk, rename(walk, "notice", "right to object", STRANGE)

    return make


def test_a_link_that_is_not_found_is_pointed_at(lost_link):
    """She points at the link, it is pressed, the walk goes on to the end, and the pick is kept to be proposed."""
    walk, number = lost_link()
    walk.person.answers["point"] = [walk.clicks(number)]
    assert walk.run().name == "submitted"
    assert ("click", STRANGE) in walk.log
    assert [pause.kind for pause in walk.person.pauses] == ["missing", "point", "review", "enter-the-code"]
    (pick,) = walk.session.picks.kept.values()
    assert (pick.page, pick.target, pick.recorded.element.name) == ("notice", OBJECT, STRANGE)
    walk.window.show("notice")
    match = relocate(pick.recorded, walk.window.look())
    assert isinstance(match, Found)
    assert match.element.name == STRANGE


def test_the_pointing_has_ended_before_the_walk_acts(lost_link):
    """What she points at is pressed only when the window is the page's again."""
    walk, number = lost_link()
    walk.person.answers["point"] = [walk.clicks(number)]
    walk.run()
    assert walk.log.index(("point-ended",)) < walk.log.index(("click", STRANGE))


def test_words_within_a_link_mean_the_link(lost_link, make):
    """Of what lies around her click, the nearest that one can act on is meant, not the words in it."""
    walk, number = lost_link()
    words = add(walk, "notice", make.element("text", "crossing"))
    walk.person.answers["point"] = [walk.clicks(words, number, 0)]
    assert walk.run().name == "submitted"
    assert ("click", STRANGE) in walk.log


@pytest.mark.promise(3)
def test_of_two_fields_that_could_be_meant_the_one_pointed_at_is_filled(walking, make):
    """Two e-mail fields: the one that she points at holds the address at the review, and she is not asked again."""
    walk = walking(answers={"ambiguous": ["point"]})
    twin = make.element("textbox", "Email address", type="email", form=1, heading="Another form")
    number = add(walk, "form", twin)
    filled = []
    fill = walk.window.fill
    walk.window.fill = lambda one, value: (filled.append((one.heading, one.name)), fill(one, value))
    walk.person.answers["point"] = [walk.clicks(number)]
    assert walk.run().name == "submitted"
    assert filled[0] == ("Another form", "Email address")
    assert len(filled) == 2
    assert [pause.kind for pause in walk.person.pauses] == ["ambiguous", "point", "review", "enter-the-code"]


def test_every_field_in_doubt_is_pointed_at_before_anything_is_typed(walking, make):
    """Where one field is missing and one could be two, she points at one after the other; only then the walk types."""
    walk = walking(answers={"ambiguous": ["point"]})
    mail = add(walk, "form", make.element("textbox", "Email address", type="email", form=0, ident="mine"))
    reason = rename(walk, "form", "Tell us how this processing impacts you", STRANGE, tag="input")
    walk.person.answers["point"] = [walk.clicks(mail), walk.clicks(reason)]
    assert walk.run().name == "submitted"
    assert [pause.kind for pause in walk.person.pauses] == ["ambiguous", "point", "point", "review", "enter-the-code"]
    assert ("fill", STRANGE, walk.values["reason"]) in walk.log
    kinds = walk.kinds()
    assert max(n for n, kind in enumerate(kinds) if kind == "point") < min(kinds.index("select"), kinds.index("fill"))
    assert {row.field for row in walk.person.asked("review")[0].rows} >= {"Email address", STRANGE}
    picks = walk.session.picks.kept.values()
    assert [pick.target for pick in picks] == [FieldTarget(field="email"), FieldTarget(field="impact")]
    assert next(iter(picks)).recorded.element.ident == "mine"


@pytest.mark.promise(1)
def test_a_button_that_she_points_at_sends_only_after_the_review(walking):
    """For the sending step, too, her pointing is no word to send: the review comes, and without it nothing is sent."""
    for said, expected in (("send", "submitted"), ("stop", "stopped")):
        walk = walking(answers={"missing": ["point"], "review": [said]})
        number = rename(walk, "form", "Send", STRANGE, type="button", submits=False)
        walk.person.answers["point"] = [walk.clicks(number)]
        assert walk.run().name == expected
        assert [pause.kind for pause in walk.person.pauses][:3] == ["missing", "point", "review"]
        assert walk.kinds().count("sending") == (said == "send")
        assert (("click", STRANGE) in walk.log) == (said == "send")
        assert ("form", ButtonTarget(button="submit")) in walk.session.picks.kept


@pytest.mark.promise(1)
@pytest.mark.parametrize("role", ["button", "link"])
def test_a_click_on_what_she_points_at_never_sends_a_form_that_the_walk_has_filled(walking, facebook_flow, role):
    """Whatever in a filled form she points at for an ordinary click, be it a link, is not pressed unreviewed."""
    flow = facebook_flow.flow
    form = flow.page("form")
    click = type(flow.page("notice").steps[0])(click={"button": "next"})
    sly = form.model_copy(update={"steps": (*form.steps[:-1], click)})
    pages = tuple(sly if page.page == "form" else page for page in flow.pages)
    walk = walking(
        file=replace(facebook_flow, flow=flow.model_copy(update={"pages": pages})), answers={"missing": ["point"]}
    )
    number = rename(walk, "form", "Send", STRANGE, role=role, submits=False)
    walk.person.answers["point"] = [walk.clicks(number)]
    assert walk.run().name == "needs-person"
    (pause,) = walk.person.asked("cannot-act")
    assert "would send the form" in pause.title
    assert ("click", STRANGE) not in walk.log


@pytest.mark.parametrize(
    ("role", "more", "told"),
    [
        ("text", {}, "That is the text “Pelican”, but a link is wanted."),
        ("textbox", {}, "That is the textbox “Pelican”, but a link is wanted."),
        ("link", {"disabled": True}, "does not let the link “Pelican” be used now"),
        ("link", {"frame": 1}, "part of https://elsewhere.example, which is none of the flow's places"),
    ],
)
def test_what_cannot_be_meant_is_told_and_asked_again(lost_link, make, role, more, told):
    """What is of another kind, switched off or a stranger's is not taken; she hears why, and points once more."""
    walk, number = lost_link()
    wrong = add(walk, "notice", make.element(role, "Pelican", **{key: more[key] for key in more if key != "frame"}))
    look = walk.window.look

    def framed():
        seen = look()
        elements = tuple(replace(one, **more) if one.name == "Pelican" else one for one in seen.elements)
        return replace(seen, frames=(*seen.frames, Frame("https://elsewhere.example/x")), elements=elements)

    walk.window.look = framed
    walk.person.answers["point"] = [walk.clicks(), walk.clicks(wrong), walk.clicks(number)]
    assert walk.run().name == "submitted"
    nothing, other = walk.person.told("not-pointed")
    assert "nothing there" in nothing.text
    assert told in other.text
    assert ("click", "Pelican") not in walk.log
    assert len(walk.person.asked("missing")) == 1


@pytest.mark.parametrize("how", ["Escape", "Enter"])
def test_she_may_give_up(lost_link, how):
    """Escape in the window or the Enter key leads back to the question, and nothing is kept."""
    walk, _ = lost_link(missing=["point", "skip"])

    def escape(pause, moved):
        assert not moved()
        walk.window.pointed = "given-up"
        assert moved()
        return "moved"

    walk.person.answers["point"] = [escape if how == "Escape" else "again"]
    walk.person.answers["not-moving"] = ["stop"]
    walk.run()
    assert [pause.kind for pause in walk.person.pauses][:3] == ["missing", "point", "missing"]
    assert not walk.session.picks.kept
    assert ("point-ended",) in walk.log


@pytest.mark.parametrize("screen", ["form", "unknown"])
def test_a_page_that_goes_on_by_itself_ends_the_pointing(lost_link, screen):
    """Whatever page the window shows meanwhile, known or not, the walk looks where it is."""
    walk, _ = lost_link()
    walk.person.answers["point"] = [walk.shows(screen)]
    outcome = walk.run()
    assert outcome.name == ("submitted" if screen == "form" else "needs-person")
    assert len(walk.person.asked("point")) == 1
    assert bool(walk.person.asked("unknown-page")) == (screen == "unknown")


@pytest.mark.parametrize("how", ["closed", "interrupt"])
def test_a_closed_window_and_an_interrupt_are_heeded(lost_link, how):
    """The window closed or Ctrl-C while she points end the walk unsent, and the pointing with it."""
    walk, _ = lost_link()

    def answer(pause, moved):
        walk.window.closed = how == "closed"
        moved()
        return "interrupt"

    walk.person.answers["point"] = [answer]
    assert walk.run().name == ("stopped" if how == "closed" else "interrupted")
    assert "sending" not in walk.kinds()


def test_a_window_that_cannot_be_pointed_at_leads_back(lost_link):
    """Where the browser has no pointing, she hears so, and the question is there again."""
    walk, _ = lost_link(missing=["point", "stop"])

    def fail(number, name):
        if name == "point":
            raise CannotActError("the page changed at that moment")

    walk.window.before = fail
    assert walk.run().name == "needs-person"
    assert walk.person.told("not-pointed")


@pytest.mark.promise(3)
@pytest.mark.parametrize(
    ("said", "expected"), [("go-on", "submitted"), ("again", "needs-person"), ("stop", "needs-person")]
)
def test_a_pick_among_neighbours_alike_counts_once_at_most(lost_link, make, said, expected):
    """Where all neighbours say the same, she hears so and decides; then it is pressed this once, and not proposed."""
    walk, number = lost_link(missing=["point", "stop"], **{"not-to-be-told": [said]})
    shown = walk.window.screens["notice"]
    alike = replace(shown.elements[number], href=f"{make.host}/page#")
    elements = (*shown.elements[:number], alike, alike, alike, *shown.elements[number + 1 :])
    walk.window.screens["notice"] = replace(shown, elements=elements)
    walk.person.answers["point"] = [walk.clicks(number)]
    outcome = walk.run()
    (pause,) = walk.person.asked("not-to-be-told")
    assert "cannot be told from its neighbours" in pause.title
    assert any("2 × link “Zebra crossing”" in line for line in pause.lines)
    assert outcome.name == expected
    assert (("click", STRANGE) in walk.log) == (said == "go-on")
    assert not walk.session.picks.kept


def test_she_may_point_at_another_one_instead(lost_link, make):
    """After hearing that one cannot be told from its neighbours, she points at one that can."""
    walk, number = lost_link(**{"not-to-be-told": ["point"]})
    first = add(walk, "notice", *[make.element("link", "Pelican", href=f"{make.host}/page#")] * 2)
    walk.person.answers["point"] = [walk.clicks(first), walk.clicks(number)]
    assert walk.run().name == "submitted"
    assert [pick.recorded.element.name for pick in walk.session.picks.kept.values()] == [STRANGE]


@pytest.mark.promise(6)
def test_no_value_stands_in_a_pick(walking, make):
    """Names, addresses, the words around and lists that hold her values are kept without them."""
    walk = walking(answers={"missing": ["point"]})
    mail = walk.values["email"]
    number = rename(
        walk,
        "notice",
        "right to object",
        STRANGE,
        href=f"{make.host}/go?to={mail}",
        context=f"You are {mail}",
        ident=mail,
        options=make.countries("Ireland", "France"),
    )
    add(walk, "notice", make.element("text", f"Mail to {mail} from Ireland"))
    walk.person.answers["point"] = [walk.clicks(number)]
    walk.run()
    (pick,) = walk.session.picks.kept.values()
    kept = json.dumps(pick.recorded.to_plain()).lower()
    assert "erika" not in kept
    assert "ireland" not in kept
    assert STRANGE.lower() in kept
    named = replace(pick.recorded, element=replace(pick.recorded.element, name=f"{STRANGE}, {mail}?"))
    assert without_values(named, walk.session.masker.mask).element.name == f"{STRANGE}, ?"


def test_a_pick_that_led_elsewhere_is_not_taken_again(walking):
    """She points at the wrong link and goes back: it is neither pressed a second time nor proposed."""
    walk = walking(answers={"missing": ["point", "stop"], "unknown-page": ["back"], "paused": ["go-on"]})
    rename(walk, "notice", "right to object", STRANGE)
    walk.window.screens["notice"].leads[STRANGE] = "unknown"
    walk.person.answers["point"] = [walk.clicks(2)]
    assert walk.run().name == "needs-person"
    assert walk.log.count(("click", STRANGE)) == 1
    assert len(walk.person.asked("missing")) == 2
    assert not walk.session.picks.kept


def test_a_pick_that_does_not_take_the_act_is_asked_for_anew(lost_link):
    """What cannot be pressed is no pick: looking again asks anew what is meant."""
    walk, number = lost_link(missing=["point", "stop"], **{"cannot-act": ["again"]})
    walk.person.answers["point"] = [walk.clicks(number)]

    def fail(call, name):
        if name == "click" and walk.window.screen == "notice":
            raise CannotActError("the element is covered")

    walk.window.before = fail
    assert walk.run().name == "needs-person"
    assert len(walk.person.asked("missing")) == 2
    assert not walk.session.picks.kept


def test_one_picked_by_number_is_kept_as_well(walking, make):
    """Of several that could be meant, the one chosen in the terminal is a pick as the one pointed at."""
    walk = walking(answers={"ambiguous": [Answer("pick", pick=1)]})
    add(walk, "notice", make.element("link", "right to object", href=f"{make.host}/elsewhere", heading="Elsewhere"))
    assert walk.run().name == "submitted"
    (pick,) = walk.session.picks.kept.values()
    assert (pick.page, pick.target) == ("notice", OBJECT)


@pytest.mark.promise(3)
def test_a_twin_that_moved_up_is_not_taken_for_what_was_picked(make):
    """Where a list of the same has become longer or shorter, none of it is what was picked, whatever its number."""
    rows = [make.element("button", "Object", path=f"main/ul/li{row}/button") for row in range(1, 5)]
    picked = Candidate(make.view(*rows).elements[1], 1.0, ())
    assert same_again(picked, make.view(*rows)).element.path == "main/ul/li2/button"
    assert same_again(picked, make.view(make.element("text", "Read this"), *rows)) is None
    assert same_again(picked, make.view(*rows[1:])) is None
