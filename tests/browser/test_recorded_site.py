"""A site from a recording: a flow walks on it as on the pages that it was recorded on; nothing personal is there."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser as RunningBrowser

from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.dryrun.scripted import PICTURE
from walkout.dryrun.site import Site, load_site
from walkout.flow.load import load_flow
from walkout.record.cleaning import told
from walkout.record.deeds import About, Deed
from walkout.record.drafted_site import DraftedSite, draft_site
from walkout.record.rehearsing import rehearse_recording
from walkout.shipped_files import shipped_folder
from walkout.watched import WatchedAct

from .conftest import FORM, HOME, Stage, shipped_flow, whole
from .recorded import Demonstration

EMAIL, REASON = "anna.geheim@example.org", "My garden at Tuschelweg 7 is nobody's business, and so are my photos."
AI_NOTICE = "We're planning new AI features for you. Learn how we use your information. 1 day ago"
OBJECTS = "I want to object to or restrict the processing of my personal information from third parties"
PROMPTS = "Give the prompts that you entered and the answers that showed personal information about you"
ABOUT = About("meta/facebook", "Object to AI training at Meta", "2026-11-29")


@contextmanager
def demonstration(running: RunningBrowser, site: Site, origin: str = HOME) -> Iterator[Demonstration]:
    with rehearsal_page(running, Interception(site.answer), "en") as page:
        yield Demonstration(page, BrowserWindow(page.context, page, (origin,)))


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


@pytest.mark.parametrize(
    ("variant", "faults"),
    [
        ("facebook-eu-2024", ()),
        ("facebook-eu-2024-native", ()),
        ("facebook-eu-2024", ("iframe",)),
        ("facebook-eu-2024", ("shadow",)),
    ],
)
def test_the_flow_walks_on_a_site_drafted_from_its_fixture(
    running: RunningBrowser, tmp_path: Path, variant: str, faults: tuple[str, ...]
) -> None:
    """A flow ends with the confirmation on a site that was recorded on its fixture, code and all."""
    site = objection(running, variant, faults)
    assert site.problems == ()
    folder = site.write(tmp_path)
    rehearsed = rehearse_recording(running, shipped_flow("meta/facebook"), folder, site.language)
    assert rehearsed.done, rehearsed.why_not
    assert [one.does for one in rehearsed.result.site.sent] == ["take-request", "check-code"]
    assert rehearsed.result.refused == ()


@pytest.mark.promise(6)
def test_nothing_of_the_person_is_in_the_site(running: RunningBrowser, tmp_path: Path) -> None:
    """No value that was typed, password and code included, is in any file of the site, nor in the list of what was."""
    site = objection(running, "facebook-eu-2024", ("signed-out",))
    folder = site.write(tmp_path)
    written = "\n".join(path.read_text("utf-8") for path in folder.iterdir()) + told(site.removed) + repr(site)
    for value in (EMAIL, *EMAIL.split("@")[:1], REASON, "Tuschelweg", "very-secret", "anna", "geheim"):
        assert value.lower() not in written.lower()
    assert not re.search(r"(?<![\d_n])\d{6}(?!\d)", re.sub(r"contact/\d+", "", written))
    assert "Germany" not in written


def test_a_login_of_the_recording_is_rehearsed(running: RunningBrowser, tmp_path: Path) -> None:
    """The scripted person signs in on the recorded login page, whatever she types, and is led on to what came next."""
    site = objection(running, "facebook-eu-2024", ("signed-out",))
    folder = site.write(tmp_path)
    rehearsed = rehearse_recording(running, shipped_flow("meta/facebook"), folder, site.language)
    assert rehearsed.done, rehearsed.why_not
    assert [one.does for one in rehearsed.result.site.sent] == ["set-state", "take-request", "check-code"]


def test_a_typeahead_of_the_recording_is_rehearsed(running: RunningBrowser, tmp_path: Path) -> None:
    """A typeahead offers all countries again, and the form is sent with the country of the rehearsal's person."""
    address = "https://help.instagram.com/contact/233964459562201"
    original = load_site(shipped_folder("fixtures") / "meta" / "instagram-eu-2024")
    with demonstration(running, original, "https://help.instagram.com") as person:
        person.open(address)
        person.choose("Country of residence", "Germany", "country")
        person.fill("textbox", "Email address", EMAIL, "email")
        person.fill("textbox", "Tell us how this processing impacts you", REASON, "reason")
        person.press("button", "Submit", sends=True)
        mail = original.inbox.latest(EMAIL)
        assert mail is not None
        person.fill("textbox", "6-digit code", mail.code, secret=True)
        person.press("button", "Confirm")
        person.end()
    about = About("meta/instagram", "Object to AI training at Meta", "2026-11-29")
    site = draft_site(person.pages, person.deeds, about)
    folder = site.write(tmp_path)
    flow = shipped_flow("meta/instagram")
    rehearsed = rehearse_recording(running, flow, folder, site.language, way="form")
    assert rehearsed.done, rehearsed.why_not
    assert "DE" in rehearsed.result.site.sent[0].values.values()


def test_boxes_files_and_names_of_the_recording_are_rehearsed(running: RunningBrowser, tmp_path: Path) -> None:
    """A form with names, a choice of several, a file and a code is filled in and sent on the recorded site."""
    address = f"{HOME}/help/contact/510058597920541"
    original = load_site(shipped_folder("fixtures") / "meta" / "third-party-anywhere-2024")
    with demonstration(running, original) as person:
        person.open(address)
        person.choose("Country of residence", "Germany", "country")
        person.fill("textbox", "First name", "Anna", "first-name")
        person.fill("textbox", "Last name", "Geheim", "last-name")
        person.fill("textbox", "Email address", EMAIL, "email")
        person.tick("radio", OBJECTS)
        person.fill("textbox", PROMPTS, f"{REASON} {REASON}", "prompts")
        person.upload("Upload screenshots of the answers", PICTURE)
        person.press("button", "Submit", sends=True)
        mail = original.inbox.latest(EMAIL)
        assert mail is not None
        person.fill("textbox", "6-digit code", mail.code, secret=True)
        person.press("button", "Confirm")
        person.end()
    about = About("meta/third-party", "Object to the use of information from third parties", "2026-11-29")
    site = draft_site(person.pages, person.deeds, about)
    folder = site.write(tmp_path)
    rehearsed = rehearse_recording(running, shipped_flow("meta/third-party"), folder, site.language, way="form")
    assert rehearsed.done, rehearsed.why_not
    sent = rehearsed.result.site.sent[0].values
    assert {"Robin", "Example", "object", "screenshot-1.png"} <= set(sent.values())
    written = "".join(path.read_text("utf-8") for path in folder.glob("*.*ml"))
    assert not {"Anna", "Geheim"} & set(re.findall(r"\w+", written))


def test_a_recording_that_lacks_its_end_is_not_called_finished(running: RunningBrowser, tmp_path: Path) -> None:
    """Where the walk does not come to its end, it is told on which page of the flow, and the day is `never`."""
    site = load_site(shipped_folder("fixtures") / "meta" / "facebook-eu-2024-native")
    with demonstration(running, site) as person:
        person.open(FORM)
        person.choose("Country of residence", "Germany", "country")
        person.fill("textbox", "Email address", EMAIL, "email")
        person.end()
    drafted = draft_site(person.pages, person.deeds, ABOUT)
    flow = shipped_flow("meta/facebook")
    rehearsed = rehearse_recording(running, flow, drafted.write(tmp_path), drafted.language, way="form")
    assert not rehearsed.done
    assert "'form'" in rehearsed.why_not
    assert rehearsed.verified(date(2026, 11, 29)) == "never"


# A site of one document, in German, whose scripts draw all: no form, a button that is none, a list mounted elsewhere.
DRAWN = """<div id=app></div><script>
const app = document.getElementById('app');
const first = () => { app.innerHTML = `<h1>Widerspruch</h1><p>Sie haben ein Widerspruchsrecht.</p>
  <div role=button tabindex=0 id=go>Weiter</div>`; document.getElementById('go').onclick = form; };
const form = () => { app.innerHTML = `<h1>Widerspruch einlegen</h1>
  <div id=c>Land des Wohnsitzes</div><div role=combobox tabindex=0 aria-haspopup=listbox aria-labelledby=c
  id=box><span>Land auswählen</span></div>
  <label>E-Mail-Adresse <input id=mail></label>
  <label>Erkläre uns, wie sich diese Verarbeitung auf dich auswirkt <textarea id=why></textarea></label>
  <div role=button tabindex=0 id=send>Absenden</div>`;
  box.onclick = () => { const list = document.createElement('div'); list.setAttribute('role', 'listbox');
    list.innerHTML = ['Deutschland', 'Frankreich', 'Irland'].map(one => `<div role=option>${one}</div>`).join('');
    list.onclick = event => { box.firstChild.textContent = event.target.textContent; list.remove(); };
    document.body.append(list); };
  send.onclick = () => { const to = mail.value;
    app.innerHTML = `<h1>Wir haben Ihren Antrag erhalten</h1><p>Antwort an ${to} für ${box.textContent}</p>`; }; };
first();
</script>"""
FLOW = """flow: example/objection
title: Widerspruch
kind: objection
right: GDPR Art. 21(1), the right to object
regions: [EU]
accounts: [none]
origins: [https://www.example.org]
ways:
  - way: start
    title: its first page
    start: https://www.example.org/widerspruch
needs: [country, email, reason]
verified: {live: never, fixtures: never}
sources:
  - claim: As it was shown.
    source: a recording
    date: 2026-11
pages:
  - page: start
    known_by: [{text: {words: [Widerspruchsrecht]}}]
    steps:
      - click: {button: next}
  - page: form
    known_by: [{field: country-of-residence}, {field: email}]
    steps:
      - choose: {field: country-of-residence, value: country}
      - fill: {field: email, value: email}
      - fill: {field: impact, value: reason}
      - send: {button: submit}
  - page: received
    known_by: [{heading: {words: [Wir haben Ihren Antrag erhalten]}}]
    outcome: submitted
"""


def test_a_site_that_scripts_draw_is_rehearsed_without_them(
    stage: Callable[..., Stage], running: RunningBrowser, tmp_path: Path
) -> None:
    """Pages of one address, without forms, in German, lead on and take a choice on the site drafted of them."""
    address = "https://www.example.org/widerspruch"
    shown = stage({address: whole(DRAWN, language="de")}, ("https://www.example.org",))
    person = Demonstration(shown.page, shown.window)
    person.open(address)
    person.press("button", "Weiter")
    person.choose("Land des Wohnsitzes", "Irland", "country")
    person.fill("textbox", "E-Mail-Adresse", EMAIL, "email")
    person.fill("textbox", "Erkläre uns, wie sich diese Verarbeitung auf dich auswirkt", REASON, "reason")
    person.press("button", "Absenden", sends=True)
    person.end()
    site = draft_site(person.pages, person.deeds, About("example/objection", "Widerspruch", "2026-11-29"))
    assert (site.language, site.problems) == ("de", ())
    assert "Antwort an [e-mail address] für [you chose]" in site.files["page-3.html"].replace("[your e-", "[e-")
    (tmp_path / "objection.yaml").write_text(FLOW, "utf-8")
    folder = site.write(tmp_path)
    rehearsed = rehearse_recording(running, load_flow(tmp_path / "objection.yaml"), folder, site.language)
    assert rehearsed.done, rehearsed.why_not
    (request,) = rehearsed.result.site.sent
    assert {"DE", "rehearsal@example.org"} <= set(request.values.values())


def test_a_form_that_was_sent_by_enter_is_sent_by_enter(
    stage: Callable[..., Stage], running: RunningBrowser, tmp_path: Path
) -> None:
    """The Enter key in a field leads on where it led in the recording; Enter in another form leads nowhere."""
    form = "<form onsubmit='return false'><label>Find <input></label></form>"
    form += f"<form action='{HOME}/next'><label>Name <input name=n></label></form>"
    person_at = stage({f"{HOME}/first": whole(form), f"{HOME}/next?n=": whole("<h1>Next</h1>")})
    person = Demonstration(person_at.page, person_at.window)
    person.open(f"{HOME}/first")
    field = person_at.see("textbox", "Name")
    person.end()
    view = person_at.look()
    act = WatchedAct(2, "enter", view, field, address=view.address)
    person.deeds.append(Deed(0, act, 1))
    person_at.page.get_by_label("Name").press("Enter")
    person_at.page.get_by_role("heading").wait_for()
    person.at = 1
    person.end()
    site = load_site(draft_site(person.pages, person.deeds, ABOUT).write(tmp_path))
    with rehearsal_page(running, Interception(site.answer), "en") as page:
        page.goto(f"{HOME}/first")
        page.get_by_label("Name").press("Enter")
        page.get_by_role("heading", name="Next").wait_for()
        assert site.asked == [f"{HOME}/first", f"{HOME}/next?q=1"]


def test_a_page_opened_by_hand_leads_nowhere(running: RunningBrowser, tmp_path: Path) -> None:
    """The files can be opened and read by hand; no link, button or form of theirs reaches the real site."""
    folder = objection(running, "facebook-eu-2024-native").write(tmp_path)
    page = running.new_context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "page-3.html").as_uri())
    assert page.get_by_text("Rehearsal page: not the real site").last.is_visible()
    page.get_by_role("button", name="Submit").click()
    page.get_by_role("link", name="Help").click()
    page.get_by_role("searchbox").press("Enter")
    page.context.close()
    assert all(one.startswith(("file:", "data:")) for one in asked)
