"""A check of real pages: what moved is told, nothing is sent, and where it must not, nothing is typed."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from walkout.drift.check import FixtureCheck, FlowCheck, check_fixture
from walkout.dryrun.rehearse import Rehearsal, rehearse_in
from walkout.flow.load import load_flow

TODAY = date(2026, 11, 25)
LINK = re.compile(r'<a role="link"[^>]*data-t="right-to-object">right to object</a>')
ELSEWHERE = '<a role="link" tabindex="0" class="n" href="https://www.facebook.com/help/contact/6359191084165019">{}</a>'


@pytest.fixture
def looked(running, own: Path) -> Callable[..., FlowCheck]:
    """One check of the copied flow on the copied site."""

    def made(**more: object) -> FlowCheck:
        file = load_flow(own / "facebook.yaml")
        return check_fixture(running, FixtureCheck(file, own / "meta" / "facebook-eu-2024", **more), TODAY)

    return made


def states(result) -> dict[str, str]:
    return {page.page: page.state for way in result.ways for page in way.pages}


def test_the_shipped_flow_is_as_its_baseline_says(looked):
    """On the pages of the baseline nothing has moved, on every way in, in every target."""
    result = looked()
    assert result.verdict == "same"
    assert [way.way for way in result.ways] == ["notification", "policy", "form"]
    assert set(states(result).values()) == {"same"}


@pytest.mark.promise(1)
def test_a_check_sends_nothing(running, own):
    """A check ends before the step that sends: the site has received nothing, and no page after it was asked for."""
    file = load_flow(own / "facebook.yaml")
    rehearsal = Rehearsal(file, own / "meta" / "facebook-eu-2024", way="form")
    for reach in ("sending", "typing"):
        result = rehearse_in(running, rehearsal, lambda event: None, reach=reach)
        assert result.outcome.name == "arrived"
        assert result.site.sent == []
        assert not any("submit" in address for address in result.site.asked)


@pytest.mark.promise(6)
def test_a_check_that_must_not_type_types_nothing(running, own):
    """With the reach `typing` every field is found, and none of them is filled."""
    events = []
    file = load_flow(own / "facebook.yaml")
    rehearse_in(running, Rehearsal(file, own / "meta" / "facebook-eu-2024", way="form"), events.append, reach="typing")
    assert any(event.event == "preflight" for event in events)
    assert not any(event.event == "step-done" for event in events)


def test_a_link_with_other_words_is_found_by_its_record(change, looked):
    """A notice whose link says something that no list of words knows is walked on by the record, and told."""
    change("notice.html", lambda text: LINK.sub(ELSEWHERE.format("tell us that you disagree"), text))
    result = looked()
    (target,) = next(page for page in result.ways[0].pages if page.page == "notice").targets
    assert target.by_record
    assert [(one.before, one.now) for one in target.changes if one.trait == "words"] == [
        ("right to object", "tell us that you disagree")
    ]
    assert result.ways[0].pages[-1].page == "form"
    assert result.verdict == "needs-person"


def test_a_link_that_has_gone_is_missing(change, looked):
    """Without the link the walk ends at the notice, and no neighbour is taken for it."""
    change("notice.html", lambda text: LINK.sub("right to object", text))
    result = looked(ways=("notification",))
    assert [page.page for page in result.ways[0].pages] == ["notifications", "notice"]
    (target,) = result.ways[0].pages[-1].targets
    assert target.state == "missing"
    assert result.verdict == "needs-person"


def test_a_new_required_field_is_told(change, looked):
    """A required field that the flow does not fill needs a person."""
    field = '<label>Tax number <input name="tax" aria-required="true"></label>'
    change(
        "form.html",
        lambda text: text.replace('<div class="x1yztbdb" data-unless', f'{field}<div class="n" data-unless'),
    )
    form = looked(ways=("form",)).ways[0].pages[0]
    assert [(one.label, one.change, one.required) for one in form.fields] == [("Tax number", "new", True)]
    assert form.needs_person


def test_an_address_that_does_not_answer_cannot_be_checked(looked, own):
    """A way in whose address is dead is told as that, and not as drift."""
    flow = own / "facebook.yaml"
    flow.write_text(flow.read_text("utf-8").replace("help/contact/6359191084165019", "help/contact/1"), "utf-8")
    result = looked(ways=("form",))
    assert result.ways[0].unreachable
    assert result.verdict == "cannot-check"


def test_a_page_whose_heading_was_renamed_is_told(change, looked):
    """A page that is not known any more is told from the others by what was recorded, with its new heading."""
    change("notice.html", lambda text: re.sub(r"<h1[^>]*>.*?</h1>", "<h1>News on what we do with it</h1>", text))
    result = looked(ways=("notification",))
    page = result.ways[0].pages[-1]
    assert page.page == "notice"
    assert [(one.target, one.now.element.name) for one in page.targets] == [
        ("heading:policy-updates", "News on what we do with it")
    ]
    assert result.verdict == "needs-person"
