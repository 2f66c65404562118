"""A whole walk by real mouse and keys in the window alone: the terminal is never touched."""

from collections.abc import Callable
from typing import Any

import pexpect
import pytest

from ..browser.panel_eyes import Eyes
from .conftest import EMAIL, Desk, wait_for

pytestmark = [pytest.mark.headed, pytest.mark.guide]
CHANGED = "alexandra.other@example.org"


def test_a_walk_by_the_window_alone(sit_down: Callable[..., Desk]) -> None:
    """She changes a value, sends, enters the code and closes the window, without a word in the terminal."""
    desk = sit_down()
    desk.start("meta/facebook")
    presses(desk, "change:email")
    wait_for(lambda: desk.address().startswith("https://walkout.invalid"), "the form of walkout's own")
    desk.types("#value", CHANGED)
    desk.keys("Return")
    wait_for(lambda: CHANGED in reads(desk), "the review with the changed value")
    assert desk.behind.requests_sent() == []
    presses(desk, "send")
    wait_for(lambda: desk.behind.site.inbox.latest(CHANGED), "the code's mail")
    mail = desk.behind.site.inbox.latest(CHANGED)
    assert mail is not None
    wait_for(lambda: "left until the code is void" in reads(desk), "the card for the code")
    desk.types("input[name=code], #code, input[inputmode=numeric]", mail.code)
    desk.keys("Return")
    wait_for(lambda: "has received your request" in reads(desk), "the last card")
    assert "An answer is due by" in reads(desk)
    presses(desk, "go-on")
    assert desk.ends() == 0
    assert desk.states() == ["confirmed"]
    (sent,) = desk.behind.requests_sent()
    assert CHANGED in sent.values()
    assert EMAIL not in sent.values()


def test_off_means_off(sit_down: Callable[..., Desk]) -> None:
    """With --no-guide the review is asked in the terminal, and the window has nothing of walkout in it."""
    desk = sit_down()
    desk.start("meta/facebook", "--no-guide")
    desk.reads("Nothing has been sent so far")
    with desk.looking() as page:
        assert Eyes(page).nodes() == []
    desk.says("q")
    desk.ends()
    assert desk.behind.requests_sent() == []


def reads(desk: Desk) -> str:
    """All words of the guide, as it stands."""
    return str(looked(desk, lambda eyes: eyes.text()))


def presses(desk: Desk, button: str) -> None:
    """Wait until the guide has a button, and click it with the mouse until the guide asks something else."""
    wait_for(lambda: button in looked(desk, lambda eyes: eyes.ids()), f"the button {button}")
    asked = reads(desk)

    def pressed() -> bool:
        place = looked(desk, lambda eyes: _middle(eyes, button))
        if place is not None:
            desk.clicks_at(place)
        return place is None or reads(desk) != asked

    wait_for(lambda: not desk.terminal.isalive() or pressed(), f"what comes of {button}")


def looked(desk: Desk, what: Callable[[Eyes], Any]) -> Any:
    """A look at the panel; nothing while the window is on its way to another page, or has gone."""
    desk.terminal.expect([pexpect.TIMEOUT, pexpect.EOF], timeout=0.05)  # or walkout waits for its words to be read
    try:
        with desk.looking() as page:
            eyes = Eyes(page)
            eyes.offset = page.evaluate("[screenX + outerWidth - innerWidth, screenY + outerHeight - innerHeight]")
            return what(eyes)
    except Exception:  # noqa: BLE001 - whatever it is, the next look will tell
        return "" if desk.terminal.isalive() else None


def _middle(eyes: Eyes, button: str) -> tuple[int, int] | None:
    if button not in eyes.ids():
        return None
    box = eyes.box(data_id=button)
    if box is None:
        return None
    left, top = eyes.offset
    return round(left + box["x"] + box["width"] / 2), round(top + box["y"] + box["height"] / 2)
