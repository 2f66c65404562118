"""`walkout record` as a person uses it: mouse and keys in a window, letters at the terminal."""

import io
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from walkout.drift.baseline import baseline_file, load_baseline
from walkout.flow.load import find_flow, load_flow
from walkout.flow.model import PageOfOutcome, PageOfPerson, PageOfSteps
from walkout.flow.steps import target_of
from walkout.flow.targets import concept_in, meaning_of, role_of
from walkout.masking import Masker

from .conftest import WALKOUT

pytestmark = pytest.mark.headed
EMAIL = "alexandra.muster@example.org"
REASON = "My pictures show my children, who cannot object themselves."
HOME = "https://www.facebook.com"
LIST = {"facebook-eu-2024-native": "select", "facebook-eu-2024": "[role=combobox]"}


def done_on(page):
    """What is done on a page, in meaning."""
    if isinstance(page, PageOfPerson):
        return [("person", page.wait_for_person.to)]
    if isinstance(page, PageOfOutcome):
        return [("outcome", page.outcome)]
    assert isinstance(page, PageOfSteps)
    done = []
    for step in page.steps:
        verb, target = next(iter(type(step).model_fields)), target_of(step)
        value = getattr(step, verb).model_dump().get("value")
        done.append((verb, role_of(target), concept_in(meaning_of(target)), value))
    return done


def holding(folder: Path, values: Iterable[str]) -> list[Path]:
    """The files below a folder in which one of the values stands, however it is spelled; not in the browser's own."""
    masker = Masker({f"value:{number}": value for number, value in enumerate(values)})
    none = Masker()
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and "browser" not in one.parts[-6:]):
        for encoding in ("utf-8", "utf-16-le"):
            text = path.read_bytes().decode(encoding, "replace")
            if masker.mask(text) != none.mask(text) or any(value in text for value in values):
                found.append(path)
                break
    return found


def object_(desk, variant: str) -> str:
    """The objection from the notification to the confirmation, by mouse and keys. Returns the code."""
    desk.reads("open the page")
    desk.clicks("main a[href*='policy-updates']")
    desk.reads("click *ai notification*")
    desk.clicks("a:has-text('right to object')")
    desk.reads("click *right to object*")
    desk.clicks(LIST[variant])
    desk.keys("g", "e", "r", "Return")
    desk.reads("choose *country of residence*")
    desk.types("input[name=email]", EMAIL)
    desk.types("textarea >> nth=0", REASON)
    desk.reads("fill *email* ← your email")
    desk.clicks("form[method=post] button, form[method=post] [role=button]")
    desk.reads("send with *submit*")
    code = str(desk.behind.code())
    desk.types("main input", code)
    desk.clicks("main form >> css=button, [role=button] >> nth=0")
    desk.reads("this page is yours: one time code")
    return code


@pytest.mark.promise(6)
@pytest.mark.parametrize("variant", list(LIST))
def test_a_recording_of_meta_is_the_flow_that_was_written_by_hand(sit_down, variant):
    """The objection to Meta, done once by mouse and keys, gives a flow of which each page does what the hand-written
    one does there, with baseline and site, and nothing that was typed; the flow rehearses on the shipped fixture."""
    desk = sit_down(variant)
    desk.start(f"{HOME}/notifications", "--as", "meta/facebook", command="record", values=False)
    desk.terminal.logfile_read = shown = io.StringIO()
    code = object_(desk, variant)
    desk.says("q")
    desk.reads("Save them?")
    desk.says("y")
    desk.reads("rehearsed to its end")
    assert desk.ends() == 0

    path = desk.home / "flows/meta/facebook.yaml"
    written, by_hand = load_flow(path).flow, load_flow(find_flow("meta/facebook")).flow
    met = ("notifications", "notice", "form", "code", "received")
    assert [done_on(page) for page in written.pages] == [done_on(by_hand.page(name)) for name in met]
    assert set(load_baseline(baseline_file(path), "meta/facebook").seen) == {"fixture recorded"}
    assert str(written.verified.fixtures) != "never"

    typed = (EMAIL, REASON, code)
    (desk.home / "shown.txt").write_text(shown.getvalue(), "utf-8")
    assert holding(desk.home, typed) == []
    assert "Germany" not in path.read_text("utf-8") + baseline_file(path).read_text("utf-8")
    for number, value in enumerate(typed):
        planted = desk.home / f"fixtures/meta/planted-{number}.html"
        planted.write_text(f"<input value='{value}'>", "utf-8")
        assert holding(desk.home, typed) == [planted]
        planted.unlink()

    again = [str(WALKOUT), "dry-run", str(path), "--variant", variant.removeprefix("facebook-")]
    rehearsed = subprocess.run(again, env=desk.environment, cwd=desk.home, capture_output=True, text=True)
    assert rehearsed.returncode == 0, rehearsed.stdout[-1500:]


@pytest.mark.promise(9)
def test_practice_on_stand_in_pages_leaves_nothing_when_it_is_abandoned(sit_down):
    """With --fixtures the pages are stand-ins without network; `x` ends it, and nothing is written."""
    desk = sit_down()
    practice = ("--as", "my/practice", "--fixtures", "meta/facebook-eu-2024")
    desk.start(f"{HOME}/notifications", *practice, command="record", values=False)
    desk.reads("open the page")
    desk.says("?")
    desk.reads("stop and save")
    desk.says("x")
    desk.reads("Nothing was written.")
    assert desk.ends() == 4
    assert not (desk.home / "flows").exists()
    assert desk.behind.requests_sent() == []
