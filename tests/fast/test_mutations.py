"""Fixture pages that are changed as sites change: by a seed alone, and with the truth kept at what is meant."""

from random import Random

import pytest
from benchmarks.mutations.draft import Draft
from benchmarks.mutations.kinds import KINDS, Kind, pick
from benchmarks.mutations.pages import MutatedPages, mutated_site
from benchmarks.mutations.tree import TRUTH, Tree, attribute
from benchmarks.mutations.words import APART, ENGLISH, known_words, words_apart
from bs4 import BeautifulSoup

from walkout.dryrun.rehearse import fixture_of
from walkout.dryrun.site_pages import SitePages
from walkout.flow.load import find_flow, load_flow
from walkout.words.normal import normal

FLOW = load_flow(find_flow("meta/facebook")).flow
HOME = "https://www.facebook.com"
ADDRESSES = {
    "notifications": f"{HOME}/notifications",
    "notice": f"{HOME}/privacy/policy-updates/",
    "policy": f"{HOME}/privacy/policy/",
    "form": f"{HOME}/help/contact/6359191084165019",
}
FORM = {"country-of-residence", "email", "impact", "submit"}
BY_NAME = {kind.name: kind for kind in KINDS}


def serve(seed: str, *pages: str, kinds: tuple[str, ...] = (), variant: str = "eu-2024") -> dict[str, str]:
    """The pages as they are served in this order: any kinds, or just these."""
    choose = (lambda random, page: ([BY_NAME[kind] for kind in kinds], [])) if kinds else None
    more = {"choose": choose} if choose else {}
    made = mutated_site(fixture_of("meta/facebook", variant), "en", FLOW, seed, **more)
    return {page: made[2]("GET", ADDRESSES[page], None, {}).body.decode() for page in pages}


def marked(html: str) -> set[str]:
    """The concepts that something on the page is marked with."""
    soup = BeautifulSoup(html, "html.parser")
    return {word for tag in soup.find_all(attrs={TRUTH: True}) for word in str(tag[TRUTH]).split()}


def test_a_seed_makes_the_same_pages_in_whatever_order_they_are_asked_for() -> None:
    """What a page becomes depends on the seed, its name and how often it was served, and on nothing else."""
    one = serve("1:7", *ADDRESSES)
    assert serve("1:7", *reversed(ADDRESSES)) == one
    assert serve("1:8", *ADDRESSES) != one


def test_one_to_three_kinds_of_different_groups_are_picked() -> None:
    """No page gets two changes that undo each other, and every kind comes up."""
    picked = [pick(Random(number))[0] for number in range(400)]
    assert {len(kinds) for kinds in picked} == {1, 2, 3}
    assert all(len({kind.group for kind in kinds}) == len(kinds) for kinds in picked)
    assert {kind for kinds in picked for kind in kinds} == set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.expect != "gone"], ids=lambda kind: kind.name)
def test_what_is_meant_stays_marked(kind: Kind) -> None:
    """A change that leaves the target on the page leaves its mark there too, at fields as at links and buttons."""
    for variant in ("eu-2024", "eu-2024-native"):
        html = serve("3", "form", kinds=(kind.name,), variant=variant)["form"]
        if kind.name != "iframe":  # whose document is served apart
            assert marked(html) >= FORM
    assert "right-to-object" in marked(serve("3", "notice", kinds=(kind.name,))["notice"])


@pytest.mark.parametrize("number", range(12))
def test_what_is_gone_has_no_mark(number: int) -> None:
    """Of a target that was taken away, nothing on the page is marked, also where something else stands in its place."""
    assert "right-to-object" not in marked(serve(str(number), "notice", kinds=("gone",))["notice"])
    assert "right-to-object" not in marked(serve(str(number), "policy", kinds=("gone-for-decoy",))["policy"])
    assert len(FORM - marked(serve(str(number), "form", kinds=("gone",))["form"])) == 1


@pytest.mark.parametrize("kind", ["twin", "decoy-words", "decoy-hidden"])
def test_what_is_added_is_not_marked(kind: str) -> None:
    """A twin or a decoy never carries the truth: there is one more control, and no more marks than before."""
    for number in range(12):
        plain, changed = (Tree(serve(str(number), "form", kinds=(one,))["form"], FLOW).soup for one in ("shadow", kind))
        controls = ["button", "input", "textarea", "div"]
        assert len(changed.find_all(controls)) > len(plain.find_all(controls))
        assert len(changed.find_all(attrs={TRUTH: True})) == len(plain.find_all(attrs={TRUTH: True}))


def test_names_stay_together() -> None:
    """After a renaming no old name is left, labels still belong to their fields, and scripts find what they seek."""
    soup = BeautifulSoup(serve("1", "form", kinds=("renamed",))["form"], "html.parser", multi_valued_attributes=None)
    idents = [attribute(tag, "id") for tag in soup.find_all(id=True)]
    assert len(set(idents)) == len(idents)
    assert "js_3c" not in str(soup)
    assert "x1lliihq" not in str(soup)
    for tag in soup.find_all(attrs={"aria-labelledby": True}):
        assert attribute(tag, "aria-labelledby") in idents
    listed = soup.find("script", type="application/json")
    assert f'"{attribute(listed, "id")}"' in soup.find("script", type=None).get_text()


def test_renamed_fields_arrive_under_the_names_that_the_site_knows() -> None:
    """What is posted with new names of fields reaches the site with its own."""
    choose = lambda random, page: ([BY_NAME["renamed"]], [])  # noqa: E731
    site, pages, answer = mutated_site(fixture_of("meta/facebook", "eu-2024"), "en", FLOW, "1", choose)
    answer("GET", ADDRESSES["form"], None, {})
    new = next(now for now, name in pages.names.items() if name == "email")
    assert new != "email"
    posted = f"{new}=a%40example.org".encode()
    answer(
        "POST", f"{HOME}/ajax/help/contact/submit/page/", posted, {"content-type": "application/x-www-form-urlencoded"}
    )
    assert site.sent[0].fields == (("email", "a@example.org"),)


def test_the_other_words_are_others() -> None:
    """A label is reworded to what it does not say already; the words written apart are mostly not the lexicon's."""
    said = [
        (name, words) for name in ("email", "impact", "submit", "right-to-object") for words in words_apart(name, "en")
    ]
    assert len(said) > 10
    lexicon = {normal(words) for name, _ in said for words in known_words(name, "en")}
    assert sum(normal(words) in lexicon for _, words in said) < len(said) / 3
    assert ENGLISH.is_file()
    assert len(list(APART.glob("*.toml"))) > 20


def test_the_pages_of_the_flow_are_told_by_their_keys() -> None:
    """Which page of the flow a page is, and what is acted on there, is known without its words, in every language."""
    expected = {
        "notifications": {"ai-notification"},
        "notice": {"right-to-object"},
        "policy": {"right-to-object"},
        "form": FORM,
    }
    for language in ("en", "fi", "el"):
        _, pages, _ = mutated_site(fixture_of("meta/facebook", "eu-2024"), language, FLOW, "1")
        assert isinstance(pages, MutatedPages)
        for page, concepts in expected.items():
            html = SitePages.show(pages, page, frozenset(), {}, {})
            assert {one.concept for one in Tree(html, FLOW).acted_on} == concepts


def test_a_kind_that_finds_nothing_leaves_the_page_as_it_is() -> None:
    """A page that has no list to choose from is served as it was where its list should be recast."""
    html = SitePages.show(
        mutated_site(fixture_of("meta/facebook", "eu-2024"), "en", FLOW, "1")[1], "notice", frozenset(), {}, {}
    )
    tree = Tree(html, FLOW)
    before = str(tree.soup)
    assert not BY_NAME["recast"].change(Draft(tree, "notice", HOME, False, "en", {}), Random(1))
    assert str(tree.soup) == before
