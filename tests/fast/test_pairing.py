"""Which captured page an act was done on: the last capture of the page on which all is that was acted on."""

from walkout.browser.captured import CapturedFrame, CapturedPage, Node
from walkout.record.pairing import pair
from walkout.view import Element, Frame, PageView
from walkout.watched import ActKind, WatchedAct

HOME = "https://www.example.org/"


def view(path: str, heading: str, *buttons: str) -> PageView:
    elements = [Element(0, 0, "h1", "heading", heading)]
    elements += [Element(0, number, "button", "button", name) for number, name in enumerate(buttons, 1)]
    return PageView(HOME + path, heading, frames=(Frame(HOME + path),), elements=tuple(elements))


def captured(seen: PageView, note: str = "") -> CapturedPage:
    return CapturedPage(seen, (CapturedFrame(seen.address, seen.title, "en", Node("body", {}, (note,))),))


def act(number: int, seen: PageView, button: str = "", kind: ActKind = "click") -> WatchedAct:
    element = next((one for one in seen.elements if one.name == button), None)
    return WatchedAct(number, kind, seen, element, address=seen.address)


def elsewhere(before: WatchedAct, after: WatchedAct) -> bool:
    return before.view.title != after.view.title


ONE, TWO, DONE = view("a", "One", "Yes", "Next"), view("b", "Two", "Send"), view("c", "Done")


def test_acts_are_on_the_page_as_it_was_left_and_lead_to_the_next() -> None:
    """Of several captures of a page the last before it was left counts; the last act on it leads to the next page."""
    acts = [act(1, ONE, kind="open"), act(2, ONE, "Yes"), act(3, ONE, "Next"), act(4, TWO, "Send")]
    taken = [(1, captured(ONE, "early")), (2, captured(ONE, "late")), (3, captured(TWO)), (4, captured(DONE))]
    paired = pair(acts, taken, elsewhere, sends={4}, values={2: "reason"})
    assert [page.frames[0].body.text or page.title for page in paired.pages] == ["late", "Two", "Done"]
    assert [(deed.act.number, deed.page, deed.leads_to, deed.sends) for deed in paired.deeds] == [
        (1, 0, 0, False),
        (2, 0, None, False),
        (3, 0, 1, False),
        (4, 1, 2, True),
    ]
    assert paired.deeds[1].value == "reason"
    assert paired.problems == ()


def test_a_page_that_was_met_twice_is_one() -> None:
    """A page that she came back to is one page, and what opened another address led nowhere."""
    acts = [act(1, ONE, "Next"), act(2, TWO, kind="open"), act(3, TWO, "Send"), act(4, ONE, "Yes")]
    taken = [(0, captured(ONE)), (2, captured(TWO)), (3, captured(ONE)), (4, captured(ONE))]
    paired = pair(acts, taken, elsewhere)
    assert [page.title for page in paired.pages] == ["One", "Two"]
    assert [(deed.act.number, deed.page, deed.leads_to) for deed in paired.deeds] == [
        (1, 0, None),
        (2, 1, 1),
        (3, 1, 0),
        (4, 0, None),
    ]


def test_a_page_that_was_not_captured_is_told() -> None:
    """A page that was left before it could be captured is told of by the number of its act, and is not guessed."""
    acts = [act(1, ONE, "Next"), act(2, TWO, "Send")]
    paired = pair(acts, [(0, captured(ONE)), (2, captured(DONE))], elsewhere)
    assert paired.problems == ("the page of act 2 was left before it could be saved",)
    assert [page.title for page in paired.pages] == ["One", "Done"]
    assert [deed.leads_to for deed in paired.deeds] == [None]


def test_a_capture_without_the_element_is_not_of_its_page() -> None:
    """A capture at the same address that lacks what was acted on is of another page of a site without addresses."""
    other = view("a", "One", "Else")
    paired = pair([act(1, ONE, "Next")], [(0, captured(ONE)), (0, captured(other)), (1, captured(other))], elsewhere)
    assert [page.view for page in paired.pages] == [ONE, other]
    assert paired.deeds[0].leads_to == 1
