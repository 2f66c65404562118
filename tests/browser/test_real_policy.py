"""The policy way over real pages: captured versions of Meta's Privacy Policy, served at its address.

The pages belong to their site and are no part of the project; they are read where they lie beside the checkout.
"""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import pytest

from walkout.flow.load import find_flow, load_flow
from walkout.flow.targets import LinkTarget
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.view import Element
from walkout.walk.recognise import recognise

from .conftest import HOME, Stage, Walked

POLICY = f"{HOME}/privacy/policy/"
CAPTURED = Path(__file__).parents[2].parent / "shared" / "bench" / "meta-policy"
PAGES = sorted(CAPTURED.glob("*.html"))
TARGET = LinkTarget(link="right-to-object")

pytestmark = [
    pytest.mark.skipif(not PAGES, reason=f"no captured policies lie beside the checkout (../{CAPTURED.parts[-3]}/...)"),
    pytest.mark.parametrize("captured", PAGES, ids=lambda path: path.stem),
]


def objecting(elements: tuple[Element, ...]) -> list[Element]:
    """The links that have the word."""
    return [one for one in elements if one.role == "link" and "object" in one.name.lower().split()]


@pytest.mark.promise(3)
def test_the_policy_way_ends_at_the_confirmation(walked: Callable[..., Walked], captured: Path) -> None:
    """Of the links with the word, the walk takes the one that leads to the form, and ends at the confirmation."""
    walk = walked(way="policy", pages={POLICY: captured.read_text("utf-8")})
    clicked = next(event for event in walk.told("step-done") if event.data["page"] == "policy")
    assert clicked.data["found"] == "right to object to"
    (led,) = [address for address in walk.site.asked if "/help/contact/367438723733209" in address]
    assert urlsplit(led).hostname == "www.facebook.com"
    assert (walk.outcome.name, walk.outcome.way, walk.kinds) == ("submitted", "policy", ["review", "enter-the-code"])
    assert len(walk.requests) == 1


@pytest.mark.promise(3)
def test_the_right_link_is_found_without_doubt(
    stage: Callable[..., Stage], captured: Path, record_testsuite_property: Callable[[str, object], None]
) -> None:
    """Among at least three links with the word one is meant, which leads to the contact form; how long it takes to
    look, to recognise the page and to find it is written into the report."""
    shown = stage({POLICY: captured.read_text("utf-8")})
    flow = load_flow(find_flow("meta/facebook")).flow
    begun = perf_counter()
    view = shown.look()
    looked = perf_counter()
    place = recognise(flow, view)
    recognised = perf_counter()
    match = resolve(TARGET, view)
    resolved = perf_counter()
    assert len(objecting(view.elements)) >= 3
    assert place.page is not None
    assert place.page.page == "policy"
    assert isinstance(match, Found)
    assert urlsplit(match.element.href).path == "/help/contact/367438723733209"
    took = {"look": looked - begun, "recognise": recognised - looked, "resolve": resolved - recognised}
    told = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in took.items())
    record_testsuite_property(f"policy-{captured.stem}", told)
    print(f"{captured.stem}: {len(view.elements)} elements, {told}")
