"""An element of one look in a later one: by all that tells it, then by less, and never in doubt."""

from dataclasses import replace

import pytest

from walkout.record.finding import find
from walkout.view import Element, PageView

SEND = Element(0, 4, "button", "button", "Send", ident="send", path="body/form/button")
OTHER = Element(0, 1, "button", "button", "Delete", ident="gone", path="body/form/button2")


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ([OTHER, SEND], (0, 4)),
        ([OTHER, replace(SEND, index=9, path="body/div/form/button")], (0, 9)),
        ([OTHER, replace(SEND, index=9, name="Sending…")], (0, 9)),
        ([OTHER, replace(SEND, index=9, ident="r7")], (0, 9)),
        ([OTHER, replace(SEND, index=9, frame=1, ident="", path="")], (1, 9)),
        ([replace(SEND, visible=False, index=2), SEND], (0, 4)),
        ([replace(SEND, ident="", index=2, path="a"), replace(SEND, ident="", index=3, path="b")], None),
        ([replace(OTHER, path=SEND.path)], None),
        ([replace(SEND, role="link", tag="a")], None),
        ([], None),
    ],
)
def test_an_element_is_found_again_or_not_at_all(now: list[Element], found: tuple[int, int] | None) -> None:
    """It is found where it has moved or has another name, and not where it has gone or could be several."""
    assert find(SEND, PageView("", elements=tuple(now))) == found


def test_a_place_alone_is_no_element() -> None:
    """What stands where a nameless element stood is not taken for it, once it has a name."""
    nameless = Element(0, 1, "div", "button", path="body/div")
    assert find(nameless, PageView("", elements=(replace(nameless, name="Pay"),))) is None
    assert find(nameless, PageView("", elements=(nameless,))) == (0, 1)
