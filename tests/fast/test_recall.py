"""What was recorded of a target helps where its meaning is not enough, and never against a doubt."""

from dataclasses import replace

import pytest

from walkout.flow.targets import ButtonTarget, FieldTarget, LinkTarget, Words, describe, parse_target
from walkout.resolve.match import Ambiguous, Found, Missing
from walkout.resolve.recall import is_by_record, resolve_with
from walkout.resolve.recorded import record
from walkout.resolve.resolve import resolve
from walkout.view import PageView

OBJECT = LinkTarget(link="right-to-object")
FILLER = ("Home", "Products", "Prices", "Help centre", "Contact us", "Cookie settings", "Delete account")


@pytest.fixture
def page(make):
    def made(*links: str, at: str = "/object", role: str = "link") -> PageView:
        filler = [make.element("link", name, href=f"https://site.example/{name}") for name in FILLER]
        wanted = [
            make.element(role, name, href=f"https://site.example{at}" if role == "link" else "", ident=f"go {number}")
            for number, name in enumerate(links)
        ]
        return make.view(*filler[:4], *wanted, *filler[4:])

    return made


def recorded(view: PageView, name: str):
    return record(next(one for one in view.elements if one.name == name), view)


def test_a_link_whose_words_say_something_else_now_is_found_by_its_record(page):
    """A link with other words that leads where it led, and stands where it stood, is the one that was recorded."""
    old = recorded(page("Right to object"), "Right to object")
    now = page("Say no to AI training")
    assert isinstance(resolve(OBJECT, now), Missing)
    match = resolve_with(OBJECT, now, [old])
    assert isinstance(match, Found)
    assert match.element.name == "Say no to AI training"
    assert is_by_record(match)


def test_a_link_that_has_gone_is_missing_still(page):
    """Where the recorded element is gone, no neighbour takes its place."""
    old = recorded(page("Right to object"), "Right to object")
    assert isinstance(resolve_with(OBJECT, page(), [old]), Missing)


def test_a_button_is_not_taken_for_a_recorded_link(page):
    """A thing of another kind in the same place is no find."""
    old = recorded(page("Right to object"), "Right to object")
    assert not isinstance(resolve_with(OBJECT, page("Say no", role="button"), [old]), Found)


def test_what_only_leads_to_the_same_place_is_not_taken(page, make):
    """A link on a page in between that leads where the recorded one led is not that one."""
    old = recorded(page("Right to object"), "Right to object")
    between = make.view(
        make.element("heading", "Before you go on"),
        make.element("link", "Next", href="https://site.example/object", path="main/div/a"),
        make.element("link", "Back", href="https://site.example/Home"),
    )
    assert isinstance(resolve_with(OBJECT, between, [old]), Missing)


def test_one_of_several_that_could_be_meant_is_told_by_its_record(make):
    """Of two fields with the same words, the one with the recorded id and place is found."""
    phone = make.element("textbox", "Phone", heading="Contact form", path="main/form/div/input")
    first = replace(phone, name="Email address", ident="contact-email", type="email", path="main/form/div2/input")
    links = [make.element("link", f"Article {number}", href=f"https://site.example/{number}") for number in range(60)]
    old = recorded(make.view(*links, phone, first), "Email address")
    second = replace(first, ident="newsletter", heading="Newsletter", path="aside/form/div/input")
    now = make.view(second, *links, phone, first)
    target = FieldTarget(field="email")
    assert isinstance(resolve(target, now), Ambiguous)
    match = resolve_with(target, now, [old])
    assert isinstance(match, Found)
    assert match.element.ident == "contact-email"


def test_meaning_and_record_that_disagree_are_a_question(page, make):
    """Where the words lead to one element and the record to another, none of them is taken."""
    old = recorded(page("Right to object"), "Right to object")
    decoy = make.element("link", "Your right to object", href="https://site.example/elsewhere")
    view = page("Say no to AI training")
    now = make.view(decoy, *(replace(one, index=-1) for one in view.elements))
    assert isinstance(resolve(OBJECT, now), Found)
    match = resolve_with(OBJECT, now, [old])
    assert isinstance(match, Ambiguous)
    assert {one.element.name for one in match.candidates} == {"Your right to object", "Say no to AI training"}


def test_without_a_record_the_meaning_decides(page):
    """Without records the answer is that of the meaning."""
    view = page("Right to object")
    assert resolve_with(OBJECT, view, []) == resolve(OBJECT, view)


def test_words_beside_a_concept_are_added_to_it(make):
    """A target with a concept and words is found by either."""
    target = ButtonTarget(button=Words(concept="submit", words=("Hand it in",)))
    for name in ("Hand it in", "Submit"):
        match = resolve(target, make.view(make.element("button", name), make.element("button", "Help")))
        assert isinstance(match, Found)
        assert match.element.name == name


def test_a_target_of_both_is_written_and_read_alike():
    """What `describe` writes, `parse_target` reads."""
    for target in (
        ButtonTarget(button=Words(concept="submit", words=("Hand it in", "Send off"))),
        ButtonTarget(button=Words(words=("Hand it in",))),
        OBJECT,
    ):
        assert parse_target(describe(target)) == target
