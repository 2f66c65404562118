"""Where a recorded element is now: the cases that a site's changes bring, on pages made of a few elements."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from walkout.resolve.alike import given
from walkout.resolve.match import Ambiguous, Found, Match
from walkout.resolve.recorded import Recorded, record
from walkout.resolve.relocate import relocate, relocate_all
from walkout.view import ITSELF, Box, Element, Option, PageView

ROOT = Path(__file__).parents[2]
BENCH = ROOT.parent / "shared" / "bench"
NAMES = ("Home", "Products", "Prices", "Help centre", "Contact us", "Cookie settings", "Object here", "Delete account")


def link(name: str, **parts: object) -> Element:
    given = {"href": f"https://site.example/{name.lower().replace(' ', '-')}", "classes": "nav", **parts}
    return Element(0, 0, "a", "link", name, **given)  # type: ignore[arg-type]


def page(elements: Sequence[Element]) -> PageView:
    """A page of these elements in a list, each below the one before."""
    placed = (
        replace(one, index=at, path=f"body/main/ul/li{at + 1}/a", region="main", box=Box(20, 40 + 30 * at, 200, 20))
        for at, one in enumerate(elements)
    )
    return PageView("https://site.example/", elements=tuple(placed))


def site() -> list[Element]:
    return [link(name) for name in NAMES]


def recorded(name: str, view: PageView) -> Recorded:
    return record(next(one for one in view.elements if one.name == name), view)


def found(match: Match) -> str:
    assert isinstance(match, Found), match
    return match.element.name


def test_same() -> None:
    """On the page that it was recorded on, every element is found again."""
    view = page(site())
    assert [found(one) for one in relocate_all([record(one, view) for one in view.elements], view)] == list(NAMES)


def test_moved() -> None:
    """An element that moved to the other end of the page is found there."""
    old = recorded("Object here", page(site()))
    links = site()
    links.insert(0, links.pop(6))
    assert found(relocate(old, page(links))) == "Object here"


def test_renamed_id() -> None:
    """Another id and other classes, as a new build of a site brings, hide no element whose words stayed."""
    links = [replace(one, ident=f"a{at}", classes=f"x{at}") for at, one in enumerate(site())]
    later = [replace(one, ident=f"b{at}", classes=f"y{at}") for at, one in enumerate(site())]
    assert found(relocate(recorded("Object here", page(links)), page(later))) == "Object here"


def test_reworded_with_its_address() -> None:
    """An element with other words is found by an address that it alone has."""
    links = site()
    links[6] = replace(links[6], name="Object to the use of your data here")
    assert found(relocate(recorded("Object here", page(site())), page(links))) == links[6].name


def test_reworded_without_its_address() -> None:
    """An element with other words and another address in the old one's place is not taken for it."""
    links = site()
    links[6] = link("Complain here")
    assert not isinstance(relocate(recorded("Object here", page(site())), page(links)), Found)


def test_gone() -> None:
    """For an element that is gone none of its neighbours is found."""
    links = site()
    del links[6]
    assert not isinstance(relocate(recorded("Object here", page(site())), page(links)), Found)


def test_gone_with_a_neighbour_moved_up() -> None:
    """A neighbour in the very place of an element that is gone is found for its own record only."""
    view = page(site())
    links = site()
    del links[6]
    gone, neighbour = relocate_all([recorded("Object here", view), recorded("Delete account", view)], page(links))
    assert not isinstance(gone, Found)
    assert found(neighbour) == "Delete account"


def test_a_button_for_a_link() -> None:
    """Where a link has become a button with the same words and address at the same place, the person is asked."""
    view = page(site())
    changed = [replace(one, role="button") if one.name == "Object here" else one for one in site()]
    match = relocate(recorded("Object here", view), page(changed))
    assert isinstance(match, Ambiguous)
    assert match.candidates[0].element.name == "Object here"


def test_twin() -> None:
    """Of two with the same words and nothing to tell them apart, none is found."""
    view = page([replace(one, href="") for one in site()])
    bare = Recorded(replace(recorded("Object here", view).element, box=Box(0, 0, 0, 0), path=""))
    links = [replace(one, href="", name="Object here") for one in site()[:2]]
    assert not isinstance(relocate(bare, page(links)), Found)


def test_its_sentence_elsewhere() -> None:
    """Where the record's words stand in its sentence elsewhere, what took its place with the same words is not it."""
    said = "To stop the use of your posts, " + ITSELF + " about objecting."
    view = page([*site()[:4], link("Learn more", context=said, href=""), *site()[4:]])
    old = recorded("Learn more", view)
    other = link("Learn more", context="For prices " + ITSELF + " from our shop.", href="")
    later = page([*site()[:4], other, *site()[4:], replace(other, context=said)])
    match = relocate(old, later)
    assert not isinstance(match, Found) or match.element.context == said


def test_nested() -> None:
    """Of a list's entry, its link and the text in it, which say the same, the link is found, for it is next to both."""
    match = relocate(*nested())
    assert isinstance(match, Found)
    assert match.element.tag == "a"


def nested() -> tuple[Recorded, PageView]:
    """A record without a place, and a page with an entry, a link in it and a text in that, all with its words."""
    parts = (("li", "generic"), ("a", "link"), ("span", "generic"))
    paths = ("ul/li", "ul/li/a", "ul/li/a/span")
    chain = [
        Element(0, at, tag, role, "Cookie settings", path=path, box=Box(0, 0, 90, 20))
        for at, ((tag, role), path) in enumerate(zip(parts, paths, strict=True))
    ]
    rest = [Element(0, 3 + at, "a", "link", name, path=f"ol/li{at}/a") for at, name in enumerate(NAMES[:5])]
    old = Recorded(Element(0, -1, "h2", "generic", "Cookie settings", path="nav/h2", box=Box(0, 0, 90, 20)))
    return old, PageView("https://site.example/", elements=(*chain, *rest))


def test_nested_for_two() -> None:
    """The link between entry and text, likeliest for two records alike, is found for one of them at most."""
    old, view = nested()
    assert sum(isinstance(one, Found) for one in relocate_all([old, old], view)) <= 1


def test_names_of_pictures() -> None:
    """A picture's word for itself and a caption that repeats it hide no words that only one element has."""
    links = [replace(one, name=f"{one.name} img {one.name}", href="") for one in site()]
    old = recorded("Object here", page([replace(one, href="") for one in site()]))
    assert found(relocate(old, page(list(reversed(links))))) == "Object here img Object here"


def test_numbered_ids() -> None:
    """An id that a machine numbered is none, and of one that a person gave the digits do not count."""
    assert [given(ident) for ident in (":R1euv3b:", "_r_4_", "a91c07f2", "menu-links2 q")] == [
        "",
        "",
        "",
        "menu-links q",
    ]


def test_twins_by_their_sentences() -> None:
    """Of two links with the same words none is taken for the other, whose sentence differs; or the person is asked."""
    said = (
        "To stop the use of your posts, " + ITSELF + " about objecting.",
        "For prices " + ITSELF + " from our shop.",
    )
    twins = [link("Learn more", context=one, href="") for one in said]
    view = page([*site()[:4], *twins, *site()[4:]])
    records = [record(one, view) for one in view.elements if one.name == "Learn more"]
    told = []
    for later in (twins, [*reversed(twins)]):
        matches = relocate_all(records, page([*site()[:4], *later, *site()[4:]]))
        told += [(one.element.context, own) for one, own in zip(matches, said, strict=True) if isinstance(one, Found)]
    assert told
    assert all(context == own for context, own in told)


def test_swapped() -> None:
    """Two elements that changed places are each found in the other's place."""
    view = page(site())
    links = site()
    links[2], links[6] = links[6], links[2]
    matches = relocate_all([recorded("Prices", view), recorded("Object here", view)], page(links))
    assert [found(one) for one in matches] == ["Prices", "Object here"]


def test_no_element_for_two() -> None:
    """No element is found for two records, though it is like both."""
    view = page(site())
    twice = [recorded("Object here", view)] * 2
    matches = [one for one in relocate_all(twice, view) if isinstance(one, Found)]
    assert len(matches) <= 1


def test_empty_page() -> None:
    """On a page without elements all are missing."""
    assert not isinstance(relocate(recorded("Prices", page(site())), PageView("https://site.example/")), Found)


def test_plain() -> None:
    """A record is the same after its way through JSON."""
    select = Element(0, 3, "select", "combobox", "Country", options=(Option("de", "Germany"),), box=Box(1, 2, 3, 4))
    whole = Recorded(select, ("Name",), ("Send", "Cancel"), 3, 9)
    assert Recorded.from_plain(json.loads(json.dumps(whole.to_plain()))) == whole
    assert Recorded.from_plain(json.loads(json.dumps(Recorded(link("Prices")).to_plain()))) == Recorded(link("Prices"))


def test_why() -> None:
    """What was found says why, the strongest reason first."""
    view = page(site())
    match = relocate(recorded("Prices", view), view)
    assert isinstance(match, Found)
    assert "as it was" in match.candidate.why


def test_figures(tmp_path: Path) -> None:
    """On the attribute records of sites that changed, as many are found, and as few wrong, as were measured."""
    records = BENCH / "relocate-records"
    if not records.is_dir():
        pytest.skip("the records (shared/bench/relocate-records) do not lie beside the checkout")
    said = tmp_path / "said.json"
    subprocess.run([sys.executable, "-m", "benchmarks.relocate_records", records, "--out", said], cwd=ROOT, check=True)
    scored = subprocess.run(
        [sys.executable, BENCH / "score.py", "relocate-records", records, said], capture_output=True, check=True
    )
    figures = json.loads(scored.stdout)
    assert figures["right"] >= 0.96
    assert figures["wrong"] <= 0.0075
