"""`walkout run` cut short at any moment, attached to a running browser, or begun with nothing set up."""

import signal
import subprocess
from collections.abc import Callable

import pytest

from .conftest import EMAIL, Desk, wait_for
from .test_run import to_the_end

pytestmark = pytest.mark.headed
Sit = Callable[..., Desk]
MOMENTS = ["way in:", "this is the page “notice”", "every field of this page", "typed your e-mail"]


@pytest.mark.promise(1, 7)
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("how", ["Ctrl-C", "terminated"])
def test_cut_short_while_it_works_nothing_was_sent(sit_down: Sit, moment: str, how: str) -> None:
    """Ctrl-C or a polite kill while the walk is at work ends it unsent, with a true ledger and no browser left."""
    desk = sit_down()
    desk.start("meta/facebook")
    desk.reads(moment)
    if how == "Ctrl-C":
        desk.terminal.sendintr()
    else:
        desk.terminal.kill(signal.SIGTERM)
    desk.reads("Not sent")
    assert desk.ends() == 130
    assert desk.states() == ["stopped"]
    assert desk.behind.requests_sent() == []
    wait_for(lambda: not desk.browser_runs(), "the browser's end")


@pytest.mark.promise(7)
@pytest.mark.parametrize("moment", [*MOMENTS, "sent to"])
def test_killed_while_it_works_the_ledger_is_true(sit_down: Sit, moment: str) -> None:
    """Killed at any moment of its work, the ledger says no less than what the site has received."""
    desk = sit_down()
    desk.start("meta/facebook")
    if moment == "sent to":
        desk.reads("Please read what will be sent")
        desk.says("send")
    desk.reads(moment)
    desk.kill()
    (walk,) = desk.ledger()
    arrived = len(desk.behind.requests_sent())
    assert arrived == (moment == "sent to")
    assert walk.state.maybe_sent == (moment == "sent to")
    assert str(walk.state) != "confirmed"
    assert walk.broken_off == (moment != "sent to")


def test_a_walk_in_a_browser_that_runs_already(sit_down: Sit) -> None:
    """With --attach the walk takes a new tab of her running browser, and leaves the browser open at the end."""
    desk = sit_down()
    profile = desk.debugging
    profile.mkdir(parents=True)
    running = subprocess.Popen(
        [str(desk.browser), f"--user-data-dir={profile}", "--no-sandbox", "--no-first-run", "about:blank"],
        env=desk.environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: (profile / "DevToolsActivePort").exists(), "the browser's address")
        port = (profile / "DevToolsActivePort").read_text().splitlines()[0]
        desk.start("meta/facebook", attach=f"http://127.0.0.1:{port}")
        desk.reads("Please read what will be sent")
        desk.reads("stop here")
        desk.says("send")
        desk.reads("Please paste the code")
        desk.reads("stop here")
        assert to_the_end(desk) == 0
        assert desk.states() == ["confirmed"]
        assert running.poll() is None
    finally:
        running.kill()
        running.wait()


def test_one_command_is_enough_with_nothing_set_up(sit_down: Sit) -> None:
    """With no profile and no keyring, `walkout run` asks for what it needs, keeps it encrypted, and walks."""
    desk = sit_down()
    desk.start("meta/facebook", values=False)
    desk.reads("no keyring that keeps secrets")
    desk.reads("[Y/n]")
    desk.says("y")
    for question, answer in (
        ("Country of residence:", "Narnia"),
        ("Country of residence:", "Irland"),
        ("E-mail:", "no address"),
        ("E-mail:", EMAIL),
        ("Sentence of your own:", "I write novels."),
        ("or write another:", ""),
        ("characters):", "short"),
        ("confirmation:", "short"),
        ("characters):", "correct horse battery"),
        ("confirmation:", "correct horse battery"),
    ):
        desk.reads(question)
        desk.says(answer)
    desk.reads("Please read what will be sent")
    desk.reads("Ireland (IE)")
    desk.reads("I write novels.")
    desk.says("q")
    assert desk.ends() == 4
    kept = (desk.data / "profile.json").read_bytes()
    assert EMAIL.encode() not in kept
    assert b"novels" not in kept


def test_a_machine_without_a_screen_is_told_so(sit_down: Sit) -> None:
    """Without a display the walk does not start, says why and what still works, and writes nothing into the ledger."""
    desk = sit_down()
    desk.display = ""
    desk.start("meta/facebook")
    desk.reads("there is no display")
    desk.reads("dry-run")
    assert desk.ends() == 8
    assert desk.ledger() == []
