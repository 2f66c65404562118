"""`walkout record` as a person uses it: mouse and keys in a window, letters at the terminal."""

import pytest

from walkout.flow.load import find_flow, load_flow
from walkout.flow.model import PageOfOutcome, PageOfPerson, PageOfSteps
from walkout.flow.steps import SendStep, target_of
from walkout.flow.targets import concept_in, meaning_of, role_of

pytestmark = pytest.mark.headed
EMAIL = "alexandra.muster@example.org"
REASON = "My pictures show my children, who cannot object themselves."
HOME = "https://www.facebook.com"
NOTIFICATION = "main a >> nth=0"


def done_on(page):
    """What is done on a page, in meaning."""
    if isinstance(page, PageOfPerson):
        return ("person", page.wait_for_person.to)
    if isinstance(page, PageOfOutcome):
        return ("outcome", page.outcome)
    assert isinstance(page, PageOfSteps)
    return tuple(
        (next(iter(type(step).model_fields)), role_of(target_of(step)), concept_in(meaning_of(target_of(step))),
         getattr(getattr(step, next(iter(type(step).model_fields))), "value", ""))
        for step in page.steps
    )  # fmt: skip


def test_a_recording_of_meta_is_the_flow_that_was_written_by_hand(sit_down):
    """Of the objection to Meta, done once by mouse and keys, each page does what the hand-written flow does there."""
    desk = sit_down("facebook-eu-2024-native")
    desk.start(f"{HOME}/notifications", "--as", "meta/recorded", "--out", "flows", command="record", values=False)
    desk.reads("open the page")
    desk.clicks("main a[href*='policy-updates']")
    desk.reads("click *ai notification*")
    desk.clicks("a:has-text('right to object')")
    desk.reads("click *right to object*")
    desk.clicks("select")
    desk.keys("g", "e", "r", "Return")
    desk.types("input[type=email], input[name=email]", EMAIL)
    desk.types("textarea >> nth=0", REASON)
    desk.clicks("form[method=post] button, form[method=post] [role=button]")
    desk.reads("send with *submit*")
    desk.types("main input", desk.behind.code())
    desk.clicks("main form >> css=button, [role=button] >> nth=0")
    desk.says("q")
    print(desk.reads("Save them?"))
    desk.says("y")
    code = desk.ends()
    print(code, desk.terminal.before)
    text = (desk.home / "flows/meta/recorded.yaml").read_text()
    print(text)
    written = load_flow(desk.home / "flows/meta/recorded.yaml").flow
    hand = load_flow(find_flow("meta/facebook")).flow
    pages = [done_on(page) for page in written.pages]
    assert pages == [done_on(hand.page(name)) for name in ("notifications", "notice", "form", "code", "received")]
