"""The home page as a person uses it: a real window, keys and mouse, and nothing to do in the terminal."""

from collections.abc import Callable, Mapping

import pexpect
import pytest
from babel.messages.pofile import read_po

from walkout.words.speech import CATALOGUES, DOMAIN

from ..browser.panel_eyes import Eyes
from .conftest import EMAIL, SENTENCE, Desk, wait_for

pytestmark = [pytest.mark.headed, pytest.mark.guide]
Sit = Callable[..., Desk]
CODE = "input[autocomplete=one-time-code], input[maxlength='6']"
TRIES, SOON = 10, 3
PASSPHRASE = "four words and more"
OPEN = "The home page is open in a window. Close the window to end."


class AsItIs(dict[str, str]):
    """English, in which nothing is said otherwise."""

    def __missing__(self, words: str) -> str:
        return words


def words_of(language: str) -> Mapping[str, str]:
    """What walkout says in a language, by the English."""
    with (CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file) if isinstance(message.id, str)}


def button(words: str) -> str:
    return f"button:text-is('{words}') >> nth=0"


def chooses_germany(desk: Desk, name: str) -> None:
    """Type the name in the list of countries, again where the keys came too slowly to be one word."""
    for _ in range(TRIES):
        desk.clicks("#country")
        desk.keys("Escape")
        desk.types_keys(name)
        with desk.looking() as page:
            if page.locator("#country").input_value() == "DE":
                return
    raise AssertionError("Germany could not be chosen")


def says_who_she_is(desk: Desk, said: Mapping[str, str] = AsItIs(), country: str = "Germany") -> None:
    """From the first visit to the kept values."""
    desk.reads(said[OPEN])
    desk.sees(said["Say no to AI training on your data"])
    desk.clicks(f"a:text-is('{said['Begin']}')")
    desk.sees(said["About you"])
    chooses_germany(desk, country)
    desk.types("#email", EMAIL)
    desk.types("#own_sentence", SENTENCE)
    desk.types("#passphrase", PASSPHRASE)
    desk.types("#passphrase_again", PASSPHRASE)
    desk.clicks("button[value=save]")
    desk.sees(said["Your values are kept on this computer."])


@pytest.mark.promise(6, 9)
def test_from_the_first_visit_to_a_rehearsal_and_back(sit_down: Sit) -> None:
    """With mouse and keys she says who she is, rehearses, and comes back to a page that knows both; nothing is sent."""
    desk = sit_down()
    desk.starts_home()
    says_who_she_is(desk)
    desk.sees("Where you live (Germany), you have a right to object.", "Requests that left this window: 0")
    passing = b"".join(file.read_bytes() for file in desk.scratch.rglob("*") if file.is_file())
    assert EMAIL.encode() not in passing
    assert EMAIL.encode("utf-16-le") not in passing
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


def presses(desk: Desk, answer: str, heard: str) -> None:
    """Press a button of the guide's card with the mouse, again if it came too early to count; until it is heard."""
    for _ in range(TRIES):
        desk.clicks_at(wait_for_place(desk, answer))
        if desk.terminal.expect([heard, pexpect.TIMEOUT], timeout=SOON) == 0:
            return
    raise AssertionError(f"no press of {answer} was heard")


def wait_for_place(desk: Desk, answer: str) -> tuple[int, int]:
    """Where a button of the guide's card is on the screen, once it is there."""
    found: list[tuple[int, int]] = []

    def there() -> bool:
        with desk.looking() as page:
            eyes = Eyes(page)
            box = eyes.box(data_id=answer) if answer in eyes.ids() else None
            left, top = page.evaluate("[screenX + outerWidth - innerWidth, screenY + outerHeight - innerHeight]")
            if box is not None:
                found.append((round(left + box["x"] + box["width"] / 2), round(top + box["y"] + box["height"] / 2)))
        return bool(found)

    wait_for(there, f"the guide's button {answer}")
    return found[-1]


@pytest.mark.promise(1, 4)
def test_a_whole_walk_in_german_from_the_home_page_to_the_receipt(sit_down: Sit) -> None:
    """She never touches the terminal: values, review, code and receipt are in the window; the ledger is true."""
    desk, said = sit_down(language="de"), words_of("de")
    desk.language = "de"
    desk.starts_home()
    says_who_she_is(desk, said, "Deutschland")
    desk.clicks(button(said["Start"]))
    desk.reads(said["Please read what will be sent. Nothing has been sent so far."])
    assert desk.behind.requests_sent() == []
    presses(desk, "send", said["answered in the window"])
    desk.reads(said["Please paste the code from your e-mail into the page, and confirm it there."])
    desk.types(CODE, desk.behind.code())
    desk.keys("Return")
    desk.reads(said["Done: the page confirmed that it has received your request."])
    assert desk.states() == ["confirmed"]
    presses(desk, "go-on", said["answered in the window"])
    desk.reads(said[OPEN])
    due = said["An answer is due by {day}. You are reminded of it here."].partition("{")[0]
    desk.sees(said["Done: the page confirmed that it has received your request."], said["Sent and confirmed"], due)
    desk.clicks(f"a:text-is('{said['Open the receipt']}') >> nth=0")
    desk.sees(said["Receipt of a request to {service}"].format(service="Meta"), said["Submitted and confirmed"])
    desk.closes_window()
    assert desk.ends() == 0
    (sent,) = desk.behind.requests_sent()
    assert EMAIL in sent.values()


def test_no_screen_is_told(sit_down: Sit) -> None:
    """Without a display `walkout home` says what is missing and what can be done; `walkout` alone prints its help."""
    desk = sit_down()
    desk.display = ""
    desk.starts_home("home")
    desk.reads("there is no display to open a window on")
    desk.reads("walkout --help")
    assert desk.ends() == 8
    desk.starts_home()
    desk.reads("Usage: walkout")
    assert desk.ends() == 0


def test_a_window_that_is_closed_on_the_way_leads_back_home(sit_down: Sit) -> None:
    """She closes the service's window before anything is sent: the home page is back, and says what is known."""
    desk = sit_down()
    desk.starts_home()
    says_who_she_is(desk)
    desk.clicks(button("Start"))
    desk.reads("Please read what will be sent. Nothing has been sent so far.")
    desk.closes_window()
    desk.reads("The home page is open in a window.")
    desk.sees("Not sent: the walk was stopped.", "Stopped before sending")
    assert desk.states() == ["stopped"]
    assert desk.behind.requests_sent() == []
    desk.closes_window()
    assert desk.ends() == 0
