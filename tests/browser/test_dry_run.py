"""Dry runs end as the fixture sites say, whichever language, way, variant and fault; and nothing is sent too early."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from walkout.dryrun.scripted import STAND_INS
from walkout.dryrun.site import SiteInfo, site_info
from walkout.errors import ExitCode
from walkout.shipped_files import fixture_folders
from walkout.walk.outcome import EXIT_CODES
from walkout.words.reasons import make_reason

from .conftest import SHORT, Walked

FLOWS = ("meta/facebook", "meta/instagram", "meta/third-party")
SITES = [(flow, site_info(folder)) for flow in FLOWS for folder in fixture_folders(flow)]
# What a person would expect the command to end with, told apart from the tables of the code.
EXPECTED_CODES = {
    "submitted": 0,
    "unconfirmed": 3,
    "locked": 3,
    "needs-person": 5,
    "refused": 6,
    "unavailable": 6,
    "unsafe": 10,
    "already-objected": 12,
    "unable-to-process": 6,
    "try-later": 13,
    "changed": 0,
    "arrived": 0,
}
Walk = Callable[..., Walked]


def test_expected_codes_are_those_of_the_program() -> None:
    """The exit codes that this file expects are all that a rehearsal can end with, besides being stopped."""
    assert EXPECTED_CODES.keys() | {"stopped", "interrupted"} == EXIT_CODES.keys()


@pytest.mark.promise(1)
@pytest.mark.parametrize(("flow", "info"), SITES, ids=lambda one: getattr(one, "variant", one))
def test_stopping_at_the_review_sends_nothing(walked: Walk, flow: str, info: SiteInfo) -> None:
    """Where the person stops at the review, the site has received no post at all."""
    walk = walked(flow, info.variant, language=info.languages[0], says={"review": "stop"})
    assert (walk.outcome.name, walk.kinds[-1]) == ("stopped", "review")
    assert walk.site.sent == []
    assert walk.site.inbox.mails == []


@pytest.mark.promise(1)
def test_the_review_shows_what_then_arrives(walked: Walk) -> None:
    """Each value that arrives stood in the review, under the label of its field, with the place it goes to."""
    walk = walked("meta/facebook", "eu-2024")
    review = walk.pauses[walk.kinds.index("review")]
    rows = {row.value_name: row for row in review.rows}
    (request,) = walk.requests
    assert review.to == "https://www.facebook.com"
    assert (rows["email"].field, rows["email"].value) == ("Email address", request["email"])
    assert rows["reason"].value == request["impact"]
    assert rows["country"].field == "Country of residence"


def test_the_missing_notification_leads_to_the_next_way(walked: Walk) -> None:
    """Where the notification is not found, the walk says so and comes to the form by the policy."""
    walk = walked(faults=("no-notification",), patience=SHORT)
    assert [event.data["way"] for event in walk.told("way-opened")] == ["notification", "policy"]
    (left,) = walk.told("way-left")
    assert "AI notification" in left.text
    assert walk.outcome.way == "policy"


def test_the_wrong_code_is_asked_for_again(walked: Walk) -> None:
    """The person is first asked for the code, and only after a wrong one told that it was wrong."""
    walk = walked(faults=("wrong-code",))
    assert walk.kinds == ["review", "enter-the-code", "enter-the-code-again"]


def test_the_expired_code_is_replaced(walked: Walk) -> None:
    """After its hour the code is not taken; the person lets the page send a new one, and that one confirms."""
    walk = walked(faults=("expired-code",))
    assert walk.kinds == ["review", "enter-the-code", "ask-for-a-new-code", "enter-the-code"]
    assert len(walk.site.inbox.mails) == 2


@pytest.mark.promise(2)
@pytest.mark.parametrize("fault", ["lookalike", "lookalike-http"])
def test_a_look_alike_page_gets_nothing(walked: Walk, fault: str) -> None:
    """On a look-alike host, or by http, nothing is typed or sent, and the person is told which place it is."""
    walk = walked(faults=(fault,))
    assert walk.outcome.name == "unsafe"
    assert walk.site.sent == []
    assert not [event for event in walk.told("step-done") if event.data["step"] in ("fill", "choose")]
    place = "http://www.facebook.com" if fault.endswith("http") else "https://www.facebook.com.example"
    assert place in walk.told("unsafe-place")[0].text.split()[-1]


def run(*words: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """`walkout dry-run` as from a shell."""
    return subprocess.run(
        [Path(sys.executable).with_name("walkout"), "dry-run", *words],
        env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "outcome", "code"),
    [
        (("meta/instagram", "--lang", "de", "--way", "policy"), "submitted", 0),
        (("meta/facebook", "--fault", "wrong-code"), "submitted", 0),
        (("meta/facebook", "--variant", "eu-2024-native", "--fault", "signed-out", "--lang", "fr"), "submitted", 0),
        (("meta/facebook", "--fault", "wrong-code-thrice"), "locked", 3),
        (("meta/facebook", "--fault", "country-missing"), "needs-person", 5),
        (("meta/facebook", "--way", "form", "--fault", "refused"), "refused", 6),
    ],
)
def test_the_last_line_of_json_is_the_end(words: tuple[str, ...], outcome: str, code: int) -> None:
    """`--json` prints one event a line; the last says the outcome and that it was a dry run, as the exit code does."""
    done = run(*words, "--json")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    last = events[-1]
    assert (last["event"], last["outcome"], last["dry_run"]) == ("walk-ended", outcome, True), done.stderr
    assert (done.returncode, last["exit_code"], last["refused_requests"]) == (code, code, 0)
    assert not any(event["event"] == "walk-ended" for event in events[:-1])
    assert STAND_INS["email"] not in done.stdout + done.stderr


def test_the_output_for_people(tmp_path: Path) -> None:
    """At 80 columns every line fits; each step is told with its reason, and the end says that nothing was sent."""
    done = run("meta/facebook", environment={"COLUMNS": "80"})
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 80
    told = " ".join(done.stdout.split())
    assert "the confirmation was seen. Nothing was sent to anybody." in told
    assert "followed the link “right to object”" in told
    assert STAND_INS["email"] not in told


def test_a_kept_rehearsal_is_marked_as_one(tmp_path: Path) -> None:
    """`--keep` leaves a receipt with pictures that says that it was a dry run, and holds no personal value."""
    folder = tmp_path / "kept"
    done = run("meta/facebook", "--way", "form", "--keep", str(folder), "--json")
    receipt = Path(json.loads(done.stdout.splitlines()[-1])["receipt"])
    assert receipt.is_relative_to(folder)
    kept = json.loads((receipt / "receipt.json").read_text("utf-8"))
    assert kept["dry_run"] is True
    pictures = list(receipt.glob("**/*.png"))
    assert pictures
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    texts = [file.read_text("utf-8") for file in receipt.rglob("*") if file.suffix in (".json", ".html")]
    assert not any(STAND_INS["email"] in text or make_reason("DE", "en", "") in text for text in texts)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("meta/facebok",), ExitCode.BAD_FLOW, "meta/facebook"),
        (("meta/facebook", "--fault", "no-such"), ExitCode.USAGE, "wrong-code"),
        (("meta/facebook", "--lang", "xx"), ExitCode.USAGE, "de"),
        (("meta/facebook", "--way", "no-such"), ExitCode.USAGE, "policy"),
        (("meta/facebook", "--variant", "no-such"), ExitCode.USAGE, "eu-2024-native"),
        (("meta/facebook", "--browser", "/no/such/browser"), ExitCode.CANNOT_START, "does not exist"),
    ],
)
def test_wrong_words_are_answered_with_what_there_is(words: tuple[str, ...], code: ExitCode, said: str) -> None:
    """A flow, fault, language, way, variant or browser that does not exist is told with what could be meant."""
    done = run(*words)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
