"""A check of the live pages in the person's own window: nothing is typed or sent, and what moved is told."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from walkout.dryrun.site import Site, load_site
from walkout.shipped_files import shipped_folder

from .conftest import EMAIL, WALKOUT, Desk

pytestmark = pytest.mark.headed


def walk_to_the_end(desk: Desk) -> None:
    """A whole walk, which leaves what the pages look like."""
    desk.start("meta/facebook", "--way", "notification")
    desk.reads("Please read what will be sent")
    desk.reads("stop here")
    desk.says("send")
    desk.reads("Please paste the code from your e-mail into the page")
    desk.reads("stop here")
    desk.types("input[autocomplete=one-time-code], input[maxlength='6']", desk.behind.code())
    desk.keys("Return")
    desk.reads("Done: the page confirmed")
    desk.reads("Enter close it")
    desk.says("")
    assert desk.ends() == 0


class Reworded:
    """The site after a change of its notice."""

    def __init__(self, site: Site) -> None:
        self.site, self.sent = site, site.sent

    def answer(self, *asked: Any) -> Any:
        reply = self.site.answer(*asked)
        return (
            replace(reply, body=reply.body.replace(b"legitimate interests", b"our own interests")) if reply else reply
        )


def status(desk: Desk) -> str:
    """What `walkout status` prints."""
    return subprocess.run([WALKOUT, "status"], env=desk.environment, capture_output=True, text=True, check=True).stdout


def check(desk: Desk) -> None:
    desk.start("meta/facebook", "--live", "--way", "notification", command="check")


@pytest.mark.promise(1, 6)
def test_a_live_check_follows_a_walk(sit_down: Callable[..., Desk]) -> None:
    """After a walk of hers a check finds all as it was, then a text that changed, so that what she sent is to be looked
    at again, then a missing field; nothing is typed or sent."""
    desk = sit_down()
    walk_to_the_end(desk)
    kept = (desk.data / "baselines" / "meta-facebook.baseline.json").read_text("utf-8")
    assert EMAIL not in kept
    assert "Before you" not in kept
    sent = len(desk.behind.site.sent)
    check(desk)
    desk.reads("same as before")
    assert desk.ends() == 0
    before = desk.behind.site
    desk.behind.site = Reworded(before)
    check(desk)
    desk.reads("its text has changed: 2 words added, 1 removed")
    desk.reads("something moved, and was found")
    assert desk.ends() == 14
    assert "recheck" in status(desk)
    folder = shipped_folder("fixtures") / "meta" / "facebook-eu-2024"
    desk.behind.site = load_site(folder, faults=("field-missing",))
    check(desk)
    desk.reads("This is a page that the flow does not know.")
    desk.says("q")
    desk.reads("the flow does not know this page any more")
    assert desk.ends() == 5
    assert desk.behind.site.sent == []
    assert len(before.sent) == sent


def test_a_first_live_check_has_nothing_to_compare_with(sit_down: Callable[..., Desk]) -> None:
    """Without a walk before, the way is found and said to be new, and `--save` keeps it for the next check."""
    desk = sit_down()
    check(desk)
    desk.reads("there is no baseline of this yet")
    assert desk.ends() == 15
