"""`walkout run` as a person uses it: a real window, a real terminal, keys and mouse."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import EMAIL, SENTENCE, Desk, wait_for

pytestmark = pytest.mark.headed
CODE = "input[autocomplete=one-time-code], input[maxlength='6']"
Sit = Callable[..., Desk]


def to_review(desk: Desk, *arguments: str) -> None:
    """Start, and come to the review."""
    desk.start("meta/facebook", *arguments)
    desk.reads("Please read what will be sent. Nothing has been sent so far.")
    desk.reads("stop here")


def to_code(desk: Desk, *arguments: str) -> None:
    """Start, agree, and come to the page that asks for the code."""
    to_review(desk, *arguments)
    desk.says("send")
    desk.reads("Please paste the code from your e-mail into the page")
    desk.reads("stop here")


def enter(desk: Desk, code: str) -> None:
    desk.types(CODE, code)
    desk.keys("Return")


def to_the_end(desk: Desk) -> int:
    """Enter the right code, see the confirmation, close the window."""
    enter(desk, desk.behind.code())
    desk.reads("Done: the page confirmed")
    desk.reads("Enter close it")
    desk.says("")
    return desk.ends()


@pytest.mark.promise(1, 4)
def test_a_person_gets_from_the_notification_to_the_confirmation(sit_down: Sit) -> None:
    """With keys, mouse and terminal alone, a person objects, and ledger and receipt tell the truth of it."""
    desk = sit_down()
    to_review(desk)
    assert desk.behind.requests_sent() == []
    desk.says("send")
    desk.reads("Please paste the code from your e-mail into the page")
    assert desk.states() == ["sent-unconfirmed"]
    assert to_the_end(desk) == 0
    assert desk.states() == ["confirmed"]
    (sent,) = desk.behind.requests_sent()
    assert EMAIL in sent.values()
    assert any(SENTENCE in value for value in sent.values())
    assert "DE" in sent.values()
    receipt = receipt_of(desk)
    assert receipt["counts_as_submission"] is True
    assert "received your request" in receipt["confirmation"]["text"]
    assert not desk.browser_runs()


@pytest.mark.promise(5, 6)
def test_nothing_personal_lies_anywhere_afterwards(sit_down: Sit) -> None:
    """After a walk, no file of walkout's holds e-mail, sentence, code or password, and all of them are private."""
    desk = sit_down(faults=("signed-out",))
    desk.start("meta/facebook")
    desk.reads("Please sign in")
    desk.types("input:not([type=password]):visible >> nth=-1", "someone")
    desk.types("input[type=password]", "pa55word-of-hers")
    desk.keys("Return")
    desk.reads("Please read what will be sent")
    desk.reads("stop here")
    desk.says("send")
    desk.reads("Please paste the code")
    desk.reads("stop here")
    code = desk.behind.code()
    assert to_the_end(desk) == 0
    kept = [file for file in desk.data.rglob("*") if file.is_file() and desk.data / "browser" not in file.parents]
    assert {file.name for file in kept} >= {"ledger.sqlite3", "receipt.json", "receipt.html"}
    assert list(desk.data.glob("texts/meta-facebook/*-notice-*.json")), "the notice's text is kept"
    for file in kept:
        content = file.read_bytes()
        for private in (EMAIL, SENTENCE, code, "pa55word-of-hers"):
            assert private.encode() not in content, f"{private} in {file.name}"
        assert file.stat().st_mode & 0o077 == 0, file
    assert "pa55word-of-hers" not in desk.terminal.before


@pytest.mark.promise(1)
def test_what_she_changes_at_the_review_is_what_is_sent(sit_down: Sit) -> None:
    """A value changed at the review goes into the page, is shown again, and is what arrives; the law goes with it."""
    desk = sit_down()
    to_review(desk)
    desk.says("c")
    desk.reads("Which one?")
    desk.says("email")
    desk.reads("The new email")
    desk.says("no address")
    desk.reads("not")
    desk.says("c")
    desk.reads("Which one?")
    desk.says("country")
    desk.reads("The new country")
    desk.says("Österreich")
    desk.reads("Please read what will be sent")
    desk.reads("Austria (AT)")
    desk.reads("Austrian data protection law")
    assert desk.behind.requests_sent() == []
    desk.says("send")
    desk.reads("Please paste the code")
    (sent,) = desk.behind.requests_sent()
    assert "AT" in sent.values()
    assert EMAIL in sent.values()
    desk.says("q")
    desk.reads("Sent, but not confirmed")
    desk.says("")
    assert desk.ends() == 3


@pytest.mark.promise(1)
def test_stopping_at_the_review_sends_nothing(sit_down: Sit) -> None:
    """Who stops at the review has sent nothing, and the ledger says so."""
    desk = sit_down()
    to_review(desk)
    desk.says("q")
    desk.reads("Not sent")
    assert desk.ends() == 4
    assert desk.behind.requests_sent() == []
    assert desk.states() == ["stopped"]


@pytest.mark.promise(1, 7)
def test_pressing_the_pages_own_button_is_noticed(sit_down: Sit) -> None:
    """Who presses the page's own button at the review has sent the form, and the ledger says so."""
    desk = sit_down()
    to_review(desk)
    desk.clicks("button:has-text('Submit'), [role=button]:has-text('Submit')")
    desk.reads("you have sent the form in the window")
    desk.reads("Please paste the code")
    assert desk.states() == ["sent-unconfirmed"]
    assert to_the_end(desk) == 0


def test_signing_in_is_hers_and_the_walk_goes_on_by_itself(sit_down: Sit) -> None:
    """Signed out, the walk waits for her to sign in, in the window, and goes on when she has."""
    desk = sit_down(faults=("signed-out",))
    desk.start("meta/facebook")
    desk.reads("Please sign in, in the browser window.")
    desk.types("input:not([type=password]):visible >> nth=-1", "someone")
    desk.types("input[type=password]", "secret")
    desk.keys("Return")
    desk.reads("the page has moved on")
    desk.reads("Please read what will be sent")


def test_three_wrong_codes_lock_the_page_and_are_no_success(sit_down: Sit) -> None:
    """After three wrong codes the walk ends unconfirmed: the request may be there, but does not count."""
    desk = sit_down()
    to_code(desk)
    wrong = "000000" if desk.behind.code() != "000000" else "111111"
    enter(desk, wrong)
    for _ in range(2):
        desk.reads("The page says that the code is wrong.")
        desk.reads("stop here")
        enter(desk, wrong)
    desk.reads("Sent, but not confirmed")
    desk.says("")
    assert desk.ends() == 3
    assert desk.states() == ["sent-unconfirmed"]


def test_a_code_after_its_hour_leads_to_a_new_one(sit_down: Sit) -> None:
    """An expired code is told; after a new one was asked for in the page, the walk ends confirmed."""
    from datetime import timedelta

    desk = sit_down()
    to_code(desk)
    old = desk.behind.code()
    desk.behind.site.clock.move(timedelta(minutes=61))
    enter(desk, old)
    desk.reads("no longer valid")
    desk.clicks("text=/new code/i >> visible=true >> nth=-1")
    wait_for(lambda: desk.behind.code() != old, "a new code")
    desk.reads("Please paste the code")
    assert to_the_end(desk) == 0


def test_a_second_walk_warns_of_the_first(sit_down: Sit) -> None:
    """While a request is unconfirmed, the next walk says when it was sent, and goes on only at her word."""
    desk = sit_down()
    to_code(desk)
    desk.says("q")
    desk.reads("Sent, but not confirmed")
    desk.says("")
    assert desk.ends() == 3
    desk.start("meta/facebook")
    desk.reads("Already sent on")
    desk.reads("no confirmation was seen")
    desk.says("n")
    assert desk.ends() == 4
    assert len(desk.behind.requests_sent()) == 1


@pytest.mark.promise(7)
@pytest.mark.parametrize("moment", ["sign-in", "review", "code"])
def test_the_program_killed_leaves_a_true_ledger(sit_down: Sit, moment: str) -> None:
    """Killed without a word at any pause, the ledger says what is known: unsent before, sent and unconfirmed after."""
    desk = sit_down(faults=("signed-out",) if moment == "sign-in" else ())
    if moment == "sign-in":
        desk.start("meta/facebook")
        desk.reads("Please sign in")
    elif moment == "review":
        to_review(desk)
    else:
        to_code(desk)
    desk.kill()
    assert desk.states() == ["sent-unconfirmed" if moment == "code" else "begun"]
    (walk,) = desk.ledger()
    assert walk.broken_off == (moment != "code")
    assert len(desk.behind.requests_sent()) == (moment == "code")


@pytest.mark.promise(7)
@pytest.mark.parametrize("moment", ["review", "code"])
def test_ctrl_c_leaves_a_true_ledger_and_no_browser(sit_down: Sit, moment: str) -> None:
    """Ctrl-C at a pause ends the walk with what is known, and closes the browser."""
    desk = sit_down()
    (to_review if moment == "review" else to_code)(desk)
    desk.terminal.sendintr()
    desk.reads("Not sent" if moment == "review" else "Sent, but not confirmed")
    if moment == "code":
        desk.says("")
    assert desk.ends() == (130 if moment == "review" else 3)
    assert desk.states() == ["stopped" if moment == "review" else "sent-unconfirmed"]
    wait_for(lambda: not desk.browser_runs(), "the browser's end")


@pytest.mark.promise(7)
@pytest.mark.parametrize("moment", ["sign-in", "review", "code"])
def test_the_window_closed_by_her_ends_the_walk_in_plain_words(sit_down: Sit, moment: str) -> None:
    """Closing the window at a pause ends the walk with what is known."""
    desk = sit_down(faults=("signed-out",) if moment == "sign-in" else ())
    if moment == "sign-in":
        desk.start("meta/facebook")
        desk.reads("Please sign in")
    else:
        (to_review if moment == "review" else to_code)(desk)
    desk.closes_window()
    desk.reads("the browser window was closed")
    assert desk.ends() == (3 if moment == "code" else 4)
    assert desk.states() == ["sent-unconfirmed" if moment == "code" else "stopped"]


def test_a_lost_network_is_told_and_the_walk_begins_again(sit_down: Sit) -> None:
    """The network gone before the form: it is told, nothing is lost, and at her word the way is started again."""
    desk = sit_down(faults=("signed-out",))
    desk.start("meta/facebook")
    desk.reads("Please sign in")
    desk.types("input:not([type=password]):visible >> nth=-1", "someone")
    desk.types("input[type=password]", "secret")
    desk.behind.gone = True
    desk.keys("Return")
    desk.reads("The page could not be loaded")
    desk.reads("stop here")
    desk.behind.gone = False
    desk.says("a")
    desk.reads("Please sign in")
    desk.says("q")
    desk.reads("Not sent")
    assert desk.states() == ["stopped"]


@pytest.mark.promise(1, 7)
def test_a_network_lost_while_sending_is_never_sent_twice(sit_down: Sit) -> None:
    """The network gone at the sending click: it may have been sent, the tool loads nothing again, and it says so."""
    desk = sit_down()
    to_review(desk)
    desk.behind.gone = True
    desk.says("send")
    desk.reads("The page could not be loaded")
    desk.reads("may have been sent")
    desk.reads("stop here")
    desk.behind.gone = False
    desk.says("q")
    desk.reads("Sent, but not confirmed")
    desk.says("")
    assert desk.ends() == 3
    assert desk.behind.requests_sent() == []
    assert desk.states() == ["sent-unconfirmed"]


def test_two_walks_do_not_share_one_profile(sit_down: Sit) -> None:
    """A second walk of the same service while one runs is refused with a remedy, and the first goes on."""
    desk = sit_down()
    to_review(desk)
    first = desk.terminal
    desk.start("meta/facebook")
    desk.reads("another walk of this service is running")
    assert desk.ends() == 8
    desk.terminal = first
    desk.says("q")
    desk.reads("Not sent")
    assert desk.ends() == 4


def test_the_login_lasts_for_the_next_walk(sit_down: Sit) -> None:
    """The browser's profile folder stays, private, so that one login lasts."""
    desk = sit_down()
    to_review(desk)
    desk.says("q")
    desk.ends()
    folder = desk.data / "browser" / "meta"
    assert (folder / "Default").is_dir()
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.promise(8)
def test_a_flow_from_a_stranger_is_shown_before_its_first_run(sit_down: Sit) -> None:
    """A flow that did not come with walkout is shown with its places and values, and runs only at her word."""
    desk = sit_down()
    flow = desk.home / "mine.yaml"
    shipped = Path(__file__).parents[2] / "flows" / "meta" / "facebook.yaml"
    flow.write_text(shipped.read_text("utf-8"), "utf-8")
    desk.start(str(flow))
    desk.reads("What it may touch")
    desk.reads("https://www.facebook.com")
    desk.reads("Do you want to run it?")
    desk.says("n")
    assert desk.ends() == 4
    desk.start(str(flow))
    desk.reads("Do you want to run it?")
    desk.says("y")
    desk.reads("Please read what will be sent")
    desk.says("q")
    assert desk.ends() == 4


@pytest.mark.promise(10)
def test_a_security_check_is_hers(sit_down: Sit) -> None:
    """A check made for people is handed to her, untouched; when she has done it, the walk goes on by itself."""
    desk = sit_down(faults=("security-check",))
    desk.start("meta/facebook")
    desk.reads("The page wants to know that you are a person.")
    desk.reads("stop here")
    with desk.looking() as page:
        assert page.locator("#check-answer").input_value() == ""
        assert page.evaluate("navigator.webdriver") is True, "the window hides what it is"
    desk.types("#check-answer", "W4kT9")
    desk.keys("Return")
    desk.reads("Please read what will be sent")
    desk.says("q")
    assert desk.ends() == 4


@pytest.mark.promise(2)
def test_a_look_alike_page_gets_nothing(sit_down: Sit) -> None:
    """A link that leads to a look-alike host: nothing is typed there, and she is told."""
    desk = sit_down(faults=("lookalike",))
    desk.start("meta/facebook")
    desk.reads("This looks like a page of the form, but it is on https://www.facebook.com.example")
    desk.reads("stop here")
    with desk.looking() as page:
        assert (
            page.locator("input[type=email], input[name=email], textarea").evaluate_all(
                "fields => fields.map(field => field.value).join('')"
            )
            == ""
        )
    desk.says("q")
    assert desk.ends() == 10


def test_a_full_disk_spoils_the_receipt_but_not_the_walk(sit_down: Sit) -> None:
    """Where the receipt cannot be written, the walk goes on, the ledger is true, and she is told."""
    desk = sit_down()
    to_review(desk)
    receipts = desk.data / "receipts"
    folder = next(receipts.iterdir())
    for file in folder.iterdir():
        file.unlink()
    folder.rmdir()
    folder.write_text("in the way")
    desk.says("send")
    desk.reads("Please paste the code")
    enter(desk, desk.behind.code())
    desk.reads("Done: the page confirmed")
    desk.reads("The receipt is not complete")
    desk.says("")
    assert desk.ends() == 0
    assert desk.states() == ["confirmed"]


def test_pause_and_back_are_heeded(sit_down: Sit) -> None:
    """At the review she can go back a page; the walk then waits until she says go on, and comes to the review again."""
    desk = sit_down()
    to_review(desk)
    desk.says("b")
    desk.reads("The walk waits.")
    desk.reads("stop here")
    desk.says("g")
    desk.reads("Please read what will be sent")
    desk.says("q")
    assert desk.ends() == 4


def receipt_of(desk: Desk) -> dict[str, dict[str, str]]:
    (file,) = desk.data.glob("receipts/*/receipt.json")
    told: dict[str, dict[str, str]] = json.loads(file.read_text("utf-8"))
    return told
