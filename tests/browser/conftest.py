"""What the tests with a headless browser share: pages served under real addresses, walks on them, a scripted person.

One browser runs for each file of tests, as a rehearsal opens it (without network); every test has a context of its own.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser as RunningBrowser
from playwright.sync_api import Page

from walkout.browser.find import Browser, lean_browser
from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_browser, rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.dryrun.clock import Clock
from walkout.dryrun.rehearse import PATIENCE, fixture_of, plan_for
from walkout.dryrun.scripted import ScriptedPerson
from walkout.dryrun.site import Reply, Sent, Site, load_site
from walkout.dryrun.site_file import read_site_file
from walkout.dryrun.site_rules import TakeRequestRule
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.flow.steps import ValueName
from walkout.settings import settings
from walkout.shipped_files import shipped_folder
from walkout.view import Element, PageView
from walkout.walk.outcome import Outcome
from walkout.walk.person import Answer, Event, Pause
from walkout.walk.records import NoRecords, Records
from walkout.walk.session import Patience, Session
from walkout.walk.walk import walk

HTML = {"content-type": "text/html; charset=utf-8"}
HOME = "https://www.facebook.com"
FORM = f"{HOME}/help/contact/6359191084165019"
SUBMIT = f"{HOME}/ajax/help/contact/submit/page/"
SHORT = Patience(recognise_s=4, find_s=1.5, poll_ms=20)
"""For walks that shall find that something is missing: nobody waits as long as a person would let them."""

Said = str | Answer | Callable[[Pause], str | Answer]


@dataclass
class Stage:
    """A window in which pages of a test stand under real addresses, and all that it asked for in vain."""

    window: BrowserWindow
    page: Page
    answers: Interception

    @property
    def refused(self) -> list[str]:
        return self.answers.refused

    def look(self) -> PageView:
        return self.window.look()

    def see(self, role: str, name: str = "") -> Element:
        """The only element of that role (and name) in a new look."""
        found = [one for one in self.look().elements if one.role == role and (not name or one.name == name)]
        assert len(found) == 1, f"{len(found)} of {role} {name!r}"
        return found[0]


@dataclass
class Walked:
    """A walk that is over: how it ended, what was told and asked on it, and the site as it is now.

    arrived: for each pause, the posts that the site had received by then. values: what she wished to send at first, and
    at last.
    """

    outcome: Outcome
    site: Site
    answers: Interception
    folder: Path
    pauses: list[Pause]
    events: list[Event]
    arrived: list[tuple[Sent, ...]]
    values: tuple[Mapping[ValueName, str], Mapping[ValueName, str]]

    @property
    def kinds(self) -> list[str]:
        return [pause.kind for pause in self.pauses]

    def told(self, event: str) -> list[Event]:
        return [one for one in self.events if one.event == event]

    @property
    def requests(self) -> list[dict[str, str]]:
        """The requests that arrived, by what the site asks in each field: country, email, impact."""
        return [self.by_meaning(sent) for sent in self.site.sent if sent.does == "take-request"]

    def by_meaning(self, sent: Sent) -> dict[str, str]:
        rule = next(rule for rule in read_site_file(self.folder)[0].rules if isinstance(rule, TakeRequestRule))
        return {rule.required.get(name, name): value for name, value in sent.fields}


@dataclass
class Person(ScriptedPerson):
    """The scripted person of rehearsals, who may be told what to say at a pause, and remembers what she was asked."""

    window: BrowserWindow
    site: Site
    email: str
    says: Mapping[str, Said]
    pauses: list[Pause] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    arrived: list[tuple[Sent, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(self.window, self.site, self.email, self.events.append)

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        self.pauses.append(pause)
        self.arrived.append(tuple(self.site.sent))
        assert len(self.pauses) < 20, f"the walk asks without an end: {pause.title}"
        if pause.kind not in self.says:
            return super().ask(pause, moved)
        said = self.says[pause.kind]
        answer = said(pause) if callable(said) else said
        return Answer(answer) if isinstance(answer, str) else answer  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """The headless shell where there is one, else the browser that a person's walk would find."""
    return lean_browser()


@pytest.fixture(scope="module")
def running(chromium: Browser) -> Iterator[RunningBrowser]:
    """The file's browser. Not one for all files, as other tests of a worker may want a Playwright of their own."""
    with rehearsal_browser(chromium) as browser:
        yield browser


@pytest.fixture
def stage(running: RunningBrowser) -> Iterator[Callable[..., Stage]]:
    """Opens a window: `stage({address: html}, origins=…)`; it shows the first address."""
    with ExitStack() as open_pages:

        def make(
            pages: Mapping[str, str], origins: tuple[str, ...] = (HOME,), language: str = "en", go: bool = True
        ) -> Stage:
            answers = Interception(lambda method, url, body, headers: answer_from(pages, url))
            page = open_pages.enter_context(rehearsal_page(running, answers, language))
            window = BrowserWindow(page.context, page, origins)
            if go:
                window.open(next(iter(pages)))
            return Stage(window, page, answers)

        yield make


@pytest.fixture
def show(stage: Callable[..., Stage]) -> Callable[[str], PageView]:
    """One look at a page with this body: `show("<button>Go</button>")`."""
    return lambda body: stage({f"{HOME}/": whole(body)}).look()


@pytest.fixture
def walked(running: RunningBrowser) -> Callable[..., Walked]:
    """Walks a flow on its fixture site in the file's browser; `pages` stand in front of the site's own."""

    def make(
        flow: str | FlowFile = "meta/facebook",
        variant: str | None = None,
        *,
        language: str = "en",
        way: str | None = None,
        faults: tuple[str, ...] = (),
        pages: Mapping[str, str] | None = None,
        says: Mapping[str, Said] | None = None,
        values: Mapping[ValueName, str] | None = None,
        patience: Patience = PATIENCE,
        records: Records | None = None,
        clock: Clock | None = None,
    ) -> Walked:
        file = flow if isinstance(flow, FlowFile) else shipped_flow(flow)
        folder = fixture_of(file.flow.flow, variant)
        site = load_site(folder, language=language, faults=faults, clock=clock)
        plan = plan_for(file, site, way, values)
        answers = Interception(
            lambda method, url, body, headers: (
                (answer_from(pages or {}, url) if method == "GET" and url in (pages or {}) else None)
                or site.answer(method, url, body, headers)
            )
        )
        with rehearsal_page(running, answers, language) as page:
            window = BrowserWindow(page.context, page, plan.flow.origins)
            person = Person(window, site, plan.values.get("email", ""), says or {})
            session = Session(plan, window, person, records or NoRecords(), patience)
            outcome = walk(session)
        sent = (plan.values, session.plan.values)
        return Walked(outcome, site, answers, folder, person.pauses, person.events, person.arrived, sent)

    return make


@cache
def shipped_flow(name: str) -> FlowFile:
    """A flow, read once for all walks."""
    return load_flow(find_flow(name))


def answer_from(pages: Mapping[str, str], url: str) -> Reply | None:
    """A page of the test, by its whole address."""
    return Reply(200, HTML, pages[url].encode()) if url in pages else None


def whole(body: str, *, language: str = "en", head: str = "") -> str:
    """A page with this body, which asks for nothing else."""
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Test</title>'
        f'<link rel="icon" href="data:,">{head}<body>{body}</body></html>'
    )


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of flow, baseline and fixture pages, to be changed, and a data folder of its own."""
    monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    for file in shipped_folder("flows").glob("meta/facebook.*"):
        shutil.copy(file, tmp_path)
    shutil.copytree(shipped_folder("fixtures") / "meta", tmp_path / "meta")
    yield tmp_path
    settings.cache_clear()


@pytest.fixture
def change(own: Path) -> Callable[[str, Callable[[str], str]], None]:
    """Changes a page of the copied site: `change("form.html", lambda text: …)`."""

    def made(page: str, by: Callable[[str], str]) -> None:
        file = own / "meta" / "facebook-eu-2024" / page
        before = file.read_text("utf-8")
        file.write_text(by(before), "utf-8")
        assert file.read_text("utf-8") != before, "the change has changed nothing"

    return made
