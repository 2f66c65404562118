"""A site from a recording: a flow walks on it as on the pages that it was recorded on; nothing personal is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser as RunningBrowser

from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.dryrun.site import Site, load_site
from walkout.record.deeds import About
from walkout.record.drafted_site import DraftedSite, draft_site
from walkout.record.rehearsing import rehearse_recording
from walkout.shipped_files import shipped_folder

from .conftest import shipped_flow
from .recorded import Demonstration

HOME = "https://www.facebook.com"
EMAIL, REASON = "anna.geheim@example.org", "My garden at Tuschelweg 7 is nobody's business, and so are my photos."
AI_NOTICE = "We're planning new AI features for you. Learn how we use your information. 1 day ago"
ABOUT = About("meta/facebook", "Object to AI training at Meta", "2026-11-29")


@contextmanager
def demonstration(running: RunningBrowser, site: Site) -> Iterator[Demonstration]:
    with rehearsal_page(running, Interception(site.answer), "en") as page:
        yield Demonstration(page, BrowserWindow(page.context, page, (HOME,)))


def objection(running: RunningBrowser, variant: str, faults: tuple[str, ...] = ()) -> DraftedSite:
    """The site drafted from an objection on a fixture site, from the notification to the confirmation."""
    site = load_site(shipped_folder("fixtures") / "meta" / variant, faults=faults)
    with demonstration(running, site) as person:
        person.open(f"{HOME}/notifications/")
        if "signed-out" in faults:
            person.fill("textbox", "Email address or phone number", EMAIL)
            person.fill("textbox", "Password", "very-secret", secret=True)
            person.press("button", "Log in")
        person.press("link", AI_NOTICE)
        person.press("link", "right to object")
        person.choose("Country of residence", "Germany", "country")
        person.fill("textbox", "Email address", EMAIL, "email")
        person.fill("textbox", "Tell us how this processing impacts you", REASON, "reason")
        person.press("button", "Submit", sends=True)
        mail = site.inbox.latest(EMAIL)
        assert mail is not None
        person.fill("textbox", "6-digit code", mail.code, secret=True)
        person.press("button", "Confirm")
        person.end()
    assert len(site.sent) >= 2
    return draft_site(person.pages, person.deeds, ABOUT)


@pytest.mark.parametrize("variant", ["facebook-eu-2024", "facebook-eu-2024-native"])
def test_the_flow_walks_on_a_site_drafted_from_its_fixture(
    running: RunningBrowser, tmp_path: Path, variant: str
) -> None:
    """A flow ends with the confirmation on a site that was recorded on its fixture, code and all."""
    site = objection(running, variant)
    assert site.problems == ()
    folder = site.write(tmp_path)
    rehearsed = rehearse_recording(running, shipped_flow("meta/facebook"), folder, site.language)
    assert rehearsed.done, rehearsed.why_not
    assert [one.does for one in rehearsed.result.site.sent] == ["take-request", "check-code"]
    assert rehearsed.result.refused == ()
