"""The home page as a person uses it: a real window, keys and mouse, and nothing to do in the terminal."""

from collections.abc import Callable

import pytest

from .conftest import EMAIL, SENTENCE, Desk, wait_for

pytestmark = [pytest.mark.headed, pytest.mark.guide]
Sit = Callable[..., Desk]
PASSPHRASE = "four words and more"


def button(words: str) -> str:
    return f"button:has-text('{words}') >> nth=0"


def says_who_she_is(desk: Desk) -> None:
    """From the first visit to the kept values."""
    desk.reads("The home page is open in a window.")
    desk.sees("Say no to AI training on your data")
    desk.clicks("a:text-is('Begin')")
    desk.sees("About you")
    desk.clicks("#country")
    desk.keys("Escape")
    desk.types_keys("Germany")
    desk.keys("Tab")
    desk.types("#email", EMAIL)
    desk.types("#own_sentence", SENTENCE)
    desk.types("#passphrase", PASSPHRASE)
    desk.types("#passphrase_again", PASSPHRASE)
    desk.clicks("button[value=save]")
    desk.sees("Your values are kept on this computer.")


@pytest.mark.promise(6, 9)
def test_from_the_first_visit_to_a_rehearsal_and_back(sit_down: Sit) -> None:
    """With mouse and keys she says who she is, rehearses, and comes back to a page that knows both; nothing is sent."""
    desk = sit_down()
    desk.starts_home()
    says_who_she_is(desk)
    desk.sees("Where you live (Germany), you have a right to object.", "Requests that left this window: 0")
    desk.clicks(button("Rehearse first"))
    desk.reads("The rehearsal came to its end.")
    desk.reads("The home page is open in a window.")
    desk.sees("The rehearsal came to its end.", "Nothing was sent to anybody. You can start now.")
    desk.sees("Rehearsed with success")
    assert desk.behind.requests_sent() == []
    assert desk.ledger() == []
    desk.clicks(button("Close walkout"))
    assert desk.ends() == 0
    kept = b"".join(file.read_bytes() for file in desk.data.rglob("*") if file.is_file())
    assert EMAIL.encode() not in kept
    wait_for(lambda: not desk.passing_profiles(), "nothing of the window left")
