"""Forms of MiniWoB++: recorded by doing them once, then walked with other values; the page's own reward decides.

The pages are those of the package `miniwob` (MIT), served under an address of their own. Beside them stands only what
lets a task begin without its START cover, by a seed, and what says that it is over.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from walkout.browser.find import find_browser
from walkout.browser.session import RunningBrowser, rehearsal_browser
from walkout.browser.window import BrowserWindow
from walkout.flow.load import FlowFile, load_flow
from walkout.flow.plan import make_plan
from walkout.record.demonstration import shown
from walkout.record.flow_writer import flow_text
from walkout.record.session import RecordingSession
from walkout.walk.person import Answer
from walkout.walk.records import NoRecords
from walkout.walk.session import Patience, Session
from walkout.walk.walk import walk

pytestmark = pytest.mark.headed
HOST = "https://miniwob.example"
# Begins the task by a seed, gives it an hour, and says when it is over.
BEGIN = """<script>addEventListener('load', () => {
  const end = core.endEpisode;
  core.endEpisode = (...how) => {
    end(...how);
    if (document.getElementById('over')) return;
    const over = document.createElement('h1');
    over.id = 'over';
    over.textContent = 'Thank you. We have received your request.';
    document.body.prepend(over);
  };
  core.EPISODE_MAX_TIME = 3600000;
  core.countdownTimer = () => {};
  Math.seedrandom('%s');
  core.startEpisodeReal();
});</script>"""
POLLS = 600


@dataclass
class Stand:
    """The pages in a window. seed: of the next task that is opened."""

    running: RunningBrowser
    seed: str = "1"

    @contextmanager
    def window(self) -> Iterator[tuple[Page, BrowserWindow]]:
        context = self.running.new_context(locale="en", no_viewport=True)
        context.route("**/*", self._answer)
        page = context.new_page()
        try:
            yield page, BrowserWindow(context, page, (HOST,))
        finally:
            context.close()

    def _answer(self, route: Route) -> None:
        spec = find_spec("miniwob")
        assert spec is not None
        assert spec.origin is not None
        path = Path(spec.origin).parent / "html" / route.request.url.removeprefix(HOST).lstrip("/").partition("?")[0]
        if not path.is_file():
            route.fulfill(status=404)
        elif path.suffix == ".html":
            text = path.read_text("utf-8").replace("</body>", f"{BEGIN % self.seed}</body>")
            route.fulfill(content_type="text/html; charset=utf-8", body=text)
        else:
            route.fulfill(path=path)


@pytest.fixture(scope="module")
def stand(display: str) -> Iterator[Stand]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DISPLAY", display)
        with rehearsal_browser(find_browser(), headed=True) as running:
            yield Stand(running)


class Doing:
    """A person with mouse and keys at a task, and what was seen of it."""

    def __init__(self, page: Page, window: BrowserWindow) -> None:
        self.page, self.window, self.watching = page, window, window.watch()
        self.session = RecordingSession()

    def click(self, selector: str) -> None:
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None, selector
        self.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.rest()

    def type(self, selector: str, text: str) -> None:
        self.click(selector)
        self.page.keyboard.type(text)
        self.rest()

    def date(self, selector: str, month_day_year: str) -> None:
        """Into the parts of a date field, the first part first."""
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None
        self.page.mouse.click(box["x"] + 8, box["y"] + box["height"] / 2)
        self.page.keyboard.type(month_day_year)
        self.rest()

    def select(self, selector: str, label: str) -> None:
        """By the keys alone, from entry to entry."""
        while not self.page.evaluate("one => document.activeElement === document.querySelector(one)", selector):
            self.page.keyboard.press("Tab")
        for _ in range(POLLS):
            if self.page.locator(selector).evaluate("one => one.selectedOptions[0].label") == label:
                break
            self.page.keyboard.press("ArrowDown")
        self.rest()

    def rest(self) -> None:
        for _ in range(POLLS):
            for act in self.watching.poll():
                list(self.session.add(act))
            if self.watching.quiet:
                return
            self.window.wait(10)
        raise AssertionError("the page does not come to rest")


@dataclass
class Typist:
    """Agrees to what she reviews, and does herself what is hers."""

    page: Page
    hers: Callable[[Page], None] | None = None
    told: list[str] = field(default_factory=list)

    def tell(self, event) -> None:
        self.told.append(event.text)

    def wish(self) -> None:
        return None

    def ask(self, pause, moved) -> Answer:
        self.told.append(f"asked: {pause.kind}")
        if pause.kind == "review":
            return Answer("send")
        if pause.kind in ("sign-in", "enter-the-code") and self.hers:
            self.hers(self.page)
            moved()
            return Answer("go-on")
        if pause.kind == "cannot-act" and "again" in [choice.name for choice in pause.choices]:
            self.page.keyboard.press("Escape")  # a list of proposals lies over the button
            moved()
            return Answer("again")
        return Answer("stop")


@dataclass(frozen=True)
class Task:
    """values: what a task asks for, in the order of its fields. do: it by hand. hers: the person's part."""

    values: Callable[[Page], list[str]]
    do: Callable[[Doing, list[str]], None]
    hers: Callable[[Page], None] | None = None
    answers: Callable[[list[str]], list[str]] = list
    seeds: tuple[str, str] = ("1", "2")


def query(page: Page) -> str:
    return page.inner_text("#query")


def quoted(page: Page) -> list[str]:
    return re.findall(r'"([^"]*)"', query(page))


def log_in(page: Page) -> None:
    user, password = quoted(page)
    page.fill("#username", user)
    page.fill("#password", password)
    page.click("#subbtn")


def new_password(page: Page) -> None:
    (password, *_) = quoted(page)
    page.fill("#password", password)
    page.fill("#verify", password)
    page.click("#subbtn")


def between(before: str, after: str) -> Callable[[str], list[str]]:
    def values(page: Page) -> list[str]:
        found = re.search(rf"{before}(.*?){after}", query(page))
        assert found is not None, query(page)
        return [found[1].strip()]

    return values


def by_letters(page: Page) -> list[str]:
    (word,) = quoted(page)
    return [word.upper() if "upper" in query(page) else word.lower()]


def solved(page: Page) -> list[str]:
    """Of `x + 3 = 7` or `3 - x = 7`."""
    said = page.inner_text("#math-problem").replace(" ", "")
    first = re.match(r"x([+-])(\d+)=(\d+)", said)
    if first:
        return [str(int(first[3]) - int(first[2]) if first[1] == "+" else int(first[3]) + int(first[2]))]
    then = re.match(r"(\d+)([+-])x=(\d+)", said)
    return [str(int(then[3]) - int(then[1]) if then[2] == "+" else int(then[1]) - int(then[3]))]


def fitting(page: Page) -> list[str]:
    """The entry that begins and ends as the task says."""
    begins, *ends = quoted(page)
    known = page.evaluate("ui_utils.COUNTRIES")
    return [next(one for one in known if one.startswith(begins) and all(map(one.endswith, ends)))]


def as_iso(values: list[str]) -> list[str]:
    month, day, year = values[0].split("/")
    return [f"{year}-{month}-{day}"]


def in_a_day(values: list[str]) -> list[str]:
    hours, minutes, half = re.match(r"(\d+):(\d+)\s*(\w+)", values[0]).groups()
    return [f"{int(hours) % 12 + (12 if half.upper() == 'PM' else 0):02}:{minutes}"]


def typed_and_sent(field_: str) -> Callable[[Doing, list[str]], None]:
    def do(doing: Doing, values: list[str]) -> None:
        doing.type(field_, values[0])
        doing.click("#subbtn")

    return do


def pick(doing: Doing, values: list[str]) -> None:
    doing.type("#tags", values[0])
    doing.click(".ui-menu-item >> nth=0")
    doing.click("#subbtn")


TASKS = {
    "simple-algebra": Task(solved, typed_and_sent("#math-answer")),
    "use-autocomplete": Task(fitting, pick),
    "use-autocomplete-nodelay": Task(fitting, pick),
    "enter-text": Task(quoted, typed_and_sent("#tt")),
    "enter-text-2": Task(by_letters, typed_and_sent("#tt")),
    "enter-text-dynamic": Task(quoted, typed_and_sent("#tt")),
    "enter-date": Task(
        between("Enter", "as the date"),
        lambda doing, values: (doing.date("#tt", values[0].replace("/", "")), doing.click("#subbtn")),
        answers=as_iso,
    ),
    "enter-time": Task(
        between("Enter", "as the time"),
        lambda doing, values: (
            doing.date("#tt", re.sub(r"\W", "", f"{values[0]:0>8}")),
            doing.click("#subbtn"),
        ),
        answers=in_a_day,
    ),
    "choose-list": Task(
        between("Select", "from the list"),
        lambda doing, values: (doing.select("#options", values[0]), doing.click("#area button")),
        seeds=("7", "9"),
    ),
    "login-user": Task(
        quoted,
        lambda doing, values: (
            doing.type("#username", values[0]),
            doing.type("#password", values[1]),
            doing.click("#subbtn"),
        ),
        hers=log_in,
        answers=lambda _: [],
    ),
    "enter-password": Task(
        quoted,
        lambda doing, values: (
            doing.type("#password", values[0]),
            doing.type("#verify", values[0]),
            doing.click("#subbtn"),
        ),
        hers=new_password,
        answers=lambda _: [],
    ),
}


def record(stand: Stand, name: str, task: Task, folder: Path) -> FlowFile:
    stand.seed = task.seeds[0]
    with stand.window() as (page, window):
        window.open(f"{HOST}/miniwob/{name}.html")
        doing = Doing(page, window)
        doing.rest()
        wanted = task.values(page)
        task.do(doing, wanted)
        doing.page.locator("#over").wait_for()
        doing.rest()
        assert page.evaluate("WOB_RAW_REWARD_GLOBAL") == 1, "the recording itself did the task"
        for part in doing.session.doubtful():
            doing.session.sends(part.act, yes=True)
        for act in doing.watching.stop():
            list(doing.session.add(act))
        made = shown(doing.session.demonstration(window.look()), f"miniwob/{name}", date(2026, 11, 29))
    told = flow_text(made.drafted.flow, made.drafted.comments) + str(made.drafted.report)
    told = re.sub(r"choices: .*", "", told)  # all entries of the page's list; which was chosen is not told
    assert not any(value in told for value in wanted if len(value) > 2), "what was typed is written"
    path = folder / f"{name}.yaml"
    path.write_text(flow_text(made.drafted.flow, made.drafted.comments), "utf-8")
    return load_flow(path)


@pytest.mark.parametrize("name", list(TASKS))
def test_a_form_done_once_is_walked_with_other_values(stand, tmp_path, name):
    """A form of MiniWoB++ is recorded by mouse and keys; walked with the values of another task, its reward is full."""
    task = TASKS[name]
    file = record(stand, name, task, tmp_path)
    stand.seed = task.seeds[1]
    with stand.window() as (page, window):
        page.goto(f"{HOST}/miniwob/{name}.html")
        wanted = task.values(page)
        values = dict(zip([*file.flow.needs, *(ask.ask for ask in file.flow.asks)], task.answers(wanted), strict=True))
        person = Typist(page, task.hers)
        session = Session(
            make_plan(file, values), window, person, NoRecords(), Patience(recognise_s=5, find_s=3, poll_ms=20)
        )
        outcome = walk(session)
        assert outcome.name == ("arrived" if task.hers else "submitted"), (outcome, person.told)
        assert page.evaluate("WOB_RAW_REWARD_GLOBAL") == 1
