"""Can an element be told from its neighbours by more than its place?"""

from dataclasses import replace

import pytest

from walkout.resolve.apart import not_told_from
from walkout.resolve.recorded import record
from walkout.view import ITSELF, Box

SCRIPT = "https://example.org/page#"


@pytest.fixture
def around(make):
    """A view of these elements, each in a place of its own, with a page around them."""

    def build(*elements):
        rest = [make.element("link", name, href=f"/{name}", path="nav/a") for name in ("Home", "Help", "Terms")]
        placed = [replace(one, path=one.path or f"main/p{at}/{one.tag}") for at, one in enumerate(elements)]
        return make.view(*placed, *rest)

    return build


def told(seen, number):
    one = seen.elements[number]
    others = not_told_from(record(one, seen), one, seen)
    return None if others is None else [other.index for other in others]


@pytest.mark.promise(3)
@pytest.mark.parametrize("role", ["link", "button", "textbox"])
def test_in_a_list_of_the_same_none_can_be_told(make, around, role):
    """Elements that say the same one after the other differ by place alone, the first and the last of them too."""
    more = {"href": SCRIPT} if role == "link" else {}
    seen = around(make.element("heading", "Rights"), *[make.element(role, "Object", **more)] * 4)
    for number in range(1, 5):
        assert told(seen, number) == [other for other in range(1, 5) if other != number]


def test_the_words_before_each_tell_them(make, around):
    """In a table each button stands after words of its own, and is told by them."""
    rows = [one for name in ("Facebook", "Instagram", "Threads") for one in (("text", name), ("button", "Object"))]
    seen = around(*(make.element(*row) for row in rows))
    assert [told(seen, number) for number in (1, 3, 5)] == [None] * 3


def test_the_sentence_before_each_tells_them(make, around):
    """Links in one sentence are told by its words, but not by their twins in it."""

    def sentence(*befores):
        links = [
            make.element("link", "Object", href=SCRIPT, context=f"{before}{ITSELF} and more") for before in befores
        ]
        return around(make.element("heading", "Rights"), *links)

    apart = sentence("On Facebook: ", "On Facebook: Object On Instagram: ")
    assert (told(apart, 1), told(apart, 2)) == (None, None)
    twins = sentence("You may ", "You may Object | ")
    assert (told(twins, 1), told(twins, 2)) == ([2], [1])


@pytest.mark.parametrize(
    "difference", [{"heading": "Elsewhere"}, {"ident": "second"}, {"href": "https://example.org/other"}, {"name": "No"}]
)
def test_what_it_says_and_where_it_leads_tell_it(make, around, difference):
    """Another heading, id, address or name is enough."""
    first = {"name": "Object", "href": "https://example.org/", "ident": "first", "heading": "Here"}
    seen = around(make.element("link", **first), make.element("link", **{**first, **difference}))
    assert (told(seen, 0), told(seen, 1)) == (None, None)


def test_two_that_are_one_to_the_person_are_told(make, around):
    """Links with the same words to the same address, and a button within a button, are no twins."""
    links = around(*[make.element("link", "Object", href="https://example.org/form")] * 2, make.element("text", "x"))
    assert told(links, 0) is None
    outer = make.element("button", "Object", tag="div", box=Box(0, 0, 100, 40), path="main/div")
    inner = make.element("button", "Object", tag="span", box=Box(5, 5, 90, 30), path="main/div/span")
    assert told(around(make.element("heading", "Rights"), outer, inner), 1) is None


def test_what_has_nothing_of_its_own_cannot_be_told(make, around):
    """Of icons without a name none is told, though no words are the same."""
    seen = around(make.element("heading", "Rights"), *[make.element("button", "")] * 3)
    assert told(seen, 2) == [1, 3]
