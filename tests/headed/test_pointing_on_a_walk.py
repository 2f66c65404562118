"""A walk goes on with what the person points at, or says why it does not."""

from collections.abc import Callable

import pytest

from .conftest import SENTENCE, Behind, Desk, wait_for

pytestmark = pytest.mark.headed
Sit = Callable[..., Desk]


def strange(behind: Behind, old: str, new: str) -> None:
    """The site says something else from now on."""
    answer = behind.site.answer

    def changed(*request: object) -> object:
        reply = answer(*request)  # type: ignore[arg-type]
        if reply is not None and reply.body:
            object.__setattr__(reply, "body", reply.body.replace(old.encode(), new.encode()))
        return reply

    behind.site.answer = changed  # type: ignore[method-assign, assignment]


def to_the_question(sit_down: Sit, new: str) -> tuple[Desk, tuple[int, int]]:
    """A walk on which she points at the notice's link, which says something else; and where that is on the screen."""
    desk = sit_down()
    strange(desk.behind, 'lang="en"', 'lang="sv"')  # of which nothing is recorded that would find it without her
    strange(desk.behind, "right to object</a>", f"{new}</a>")
    desk.start("meta/facebook")
    desk.reads("is not on this page.")
    desk.reads("w point at it in the window")
    desk.reads("stop here")
    there = desk.where("text=zebra >> nth=-1")
    desk.says("w")
    desk.reads("Please click “right to object” in the window, once.")
    desk.reads("Enter point at nothing")
    return desk, there


@pytest.mark.promise(1, 3)
def test_a_walk_goes_on_with_what_she_points_at(sit_down: Sit) -> None:
    """She points at the words in the link, and the walk comes to the review with nothing sent."""
    desk, there = to_the_question(sit_down, "<b>zebra</b>")
    desk.clicks_at(there)
    desk.reads("you pointed at the link “zebra”")
    desk.reads("followed the link “zebra”")
    desk.reads("Please read what will be sent. Nothing has been sent so far.")
    assert desk.behind.requests_sent() == []
    desk.says("q")
    assert desk.ends() == 4


def test_a_field_that_she_points_at_holds_her_value_to_the_end(sit_down: Sit) -> None:
    """Before anything is typed she points at the field for her reason; it is reviewed and arrives."""
    desk = sit_down()
    strange(desk.behind, "Tell us how this processing impacts you", "Zebra")
    desk.start("meta/facebook", "--way", "form")
    desk.reads("Nothing has been typed.")
    desk.reads("stop here")
    there = desk.where("textarea >> nth=0")
    desk.says("w")
    desk.reads("Enter point at nothing")
    desk.clicks_at(there)
    desk.reads("you pointed at the textbox “Zebra”")
    desk.reads("Please read what will be sent.")
    desk.says("send")
    desk.reads("Please paste the code from your e-mail into the page")
    (sent,) = desk.behind.requests_sent()
    assert any(SENTENCE in value for value in sent.values())
    desk.closes_window()
    assert desk.ends() == 3


@pytest.mark.promise(3)
def test_neighbours_alike_are_said_so(sit_down: Sit) -> None:
    """Of links that all say the same she hears that none can be told, and takes one this once."""
    twin = "<a href='#'>zebra</a> "
    desk, there = to_the_question(sit_down, f"here</a> {twin * 2}<a href='#'>zebra")
    desk.clicks_at(there)
    desk.reads("cannot be told from its neighbours")
    desk.reads("2 × link “zebra”")
    desk.reads("g take it this once")
    desk.reads("stop here")
    desk.says("q")
    desk.reads("Not sent")
    assert desk.ends() == 5


def test_the_wrong_kind_is_told_and_she_points_again(sit_down: Sit) -> None:
    """A click on a heading is answered with what is wanted; the next one counts."""
    desk, there = to_the_question(sit_down, "<b>zebra</b>")
    desk.clicks_at((there[0], there[1] - 60))
    desk.reads("but a link is wanted")
    desk.reads("Enter point at nothing")
    desk.clicks_at(there)
    desk.reads("Please read what will be sent.")
    desk.says("q")
    assert desk.ends() == 4


def test_enter_and_the_closed_window_end_the_pointing(sit_down: Sit) -> None:
    """Enter in the terminal leads back to the question; a window closed while she points ends the walk unsent."""
    desk, _ = to_the_question(sit_down, "zebra")
    desk.says("")
    desk.reads("is not on this page.")
    desk.reads("stop here")
    desk.says("w")
    desk.reads("Enter point at nothing")
    desk.closes_window()
    desk.reads("the browser window was closed")
    assert desk.ends() == 4
    assert desk.states() == ["stopped"]
    wait_for(lambda: not desk.browser_runs(), "the browser's end")
