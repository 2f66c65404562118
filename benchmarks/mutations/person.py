"""Who walks on changed pages: a window that tells what is acted on, and a person who sees what is what by the marks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from playwright.sync_api import JSHandle, Page

from benchmarks.mutations.pages import MutatedPages
from walkout.browser.window import BrowserWindow
from walkout.dryrun.scripted import ScriptedPerson
from walkout.dryrun.site import Site
from walkout.errors import CannotActError
from walkout.flow.plan import Attachment, Plan
from walkout.flow.steps import ValueName
from walkout.flow.targets import Target, meaning_of
from walkout.view import Element
from walkout.walk.person import Answer, Event, Pause, PauseKind
from walkout.walk.session import Session

JUDGED: tuple[PauseKind, ...] = (
    "missing",
    "ambiguous",
    "cannot-act",
    "country-missing",
    "unknown-page",
    "unsafe-place",
    "not-moving",
    "offline",
)
LEFT = ("way-left", "way-reopened")
MOST_QUESTIONS = 20
TRUTH_OF = """(page, [index]) => {
  for (let node = page.node(index); node; node = node.parentElement || node.getRootNode().host) {
    if (node.dataset?.truth) return node.dataset.truth;
  }
  return '';
}"""


@dataclass(frozen=True)
class Act:
    """One act in the window: on which served page, on what, by whom, and what it was for if that is known."""

    page: int
    verb: str
    truth: str
    element: Element
    hers: bool
    target: str = ""


class WatchedWindow(BrowserWindow):
    """A window that tells what is acted on, before it is done."""

    def __init__(self, page: Page, origins: tuple[str, ...], tell: Callable[[str, Element, str], None]) -> None:
        super().__init__(page.context, page, origins)
        self._tell = tell
        self.waited_s = 0.0

    def wait(self, milliseconds: int) -> None:
        super().wait(milliseconds)
        self.waited_s += milliseconds / 1000

    def click(self, element: Element) -> None:
        self._tell("click", element, self.truth_of(element))
        super().click(element)

    def fill(self, element: Element, value: str) -> None:
        self._tell("fill", element, self.truth_of(element))
        super().fill(element, value)

    def select(self, element: Element, option: int) -> None:
        self._tell("select", element, self.truth_of(element))
        super().select(element, option)

    def upload(self, element: Element, files: tuple[Attachment, ...]) -> None:
        self._tell("upload", element, self.truth_of(element))
        super().upload(element, files)

    def truth_of(self, element: Element) -> str:
        """The concepts that an element of the newest look is marked with."""
        with self._told():
            handle: JSHandle = self._looked().handles[element.frame]
            return str(handle.evaluate(TRUTH_OF, [element.index]))


class UnhurriedSession(Session):
    """A walk whose patience is counted by the waits between its looks, so that a busy machine does not shorten it."""

    def now(self) -> float:
        return self.window.waited_s if isinstance(self.window, WatchedWindow) else super().now()


class TruthfulPerson(ScriptedPerson):
    """The person of a rehearsal, who sees what is what on the page by its marks. She closes what was put in her way."""

    window: WatchedWindow

    def __init__(self, site: Site, pages: MutatedPages, plan: Plan) -> None:
        self._pages, self._plan = pages, plan
        self.acts: list[Act] = []
        self.asked: list[tuple[int, str]] = []
        self.reviews: list[tuple[int, Mapping[ValueName, str]]] = []
        self.events: list[Event] = []
        self.done: list[tuple[int, str]] = []
        self._acting, self._questions = False, 0
        self._of_site = site

    def takes(self, window: WatchedWindow) -> None:
        """Sit down at the window."""
        self.window = window
        super().__init__(window, self._of_site, self._plan.values.get("email", ""), self.events.append)

    @property
    def country(self) -> str:
        """Her country's code."""
        return self._plan.values.get("country", "")

    @property
    def page(self) -> int:
        """The number of the newest served page."""
        return len(self._pages.served) - 1

    def note(self, verb: str, element: Element, truth: str) -> None:
        """Write an act down."""
        self.acts.append(Act(self.page, verb, truth, element, self._acting))

    def tell(self, event: Event) -> None:
        super().tell(event)
        if event.event == "step-done":
            self._was_for(str(event.data["target"]))
            self.done.append((self.page, str(event.data["target"]).partition(":")[2]))
        elif event.event == "sent" and "button" in event.data:
            self._was_for("button:submit")
        elif event.event in LEFT:
            self.asked.append((self.page, f"{event.event}: {event.text}"))

    def _was_for(self, target: str) -> None:
        self.acts = [act if act.target or act.hers else replace(act, target=target) for act in self.acts]

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        self._questions += 1
        if pause.kind in JUDGED:
            self.asked.append((self.page, f"{pause.kind}: {pause.title} | {' / '.join((*pause.lines, *pause.picks))}"))
        if pause.kind == "review":
            self.reviews.append((self.page, {row.value_name: row.value for row in pause.rows}))
        if self._questions > MOST_QUESTIONS:
            return Answer("stop")
        self._acting = True
        try:
            if self._is_in_the_way() and self._press_concept("inserted") and pause.kind in JUDGED:
                return Answer("again")
            return super().ask(pause, moved)
        except CannotActError as error:
            self.asked.append((self.page, f"she cannot act: {pause.kind}: {error.what}"))
            return Answer("stop")
        finally:
            self._acting = False

    def _is_in_the_way(self) -> bool:
        return self.page >= 0 and not {"dialog", "step-inserted"}.isdisjoint(self._pages.served[self.page].kinds)

    def _press_concept(self, concept: str) -> bool:
        found = self._find(concept)
        if found is not None:
            self.window.click(found)
        return found is not None

    def _see(self, *targets: Target) -> Element | None:
        found = (self._find(str(meaning_of(target))) for target in targets)
        return next((one for one in found if one is not None), None)

    def _find(self, concept: str) -> Element | None:
        view = self.window.look()
        for element in view.elements:
            usable = element.role not in ("text", "heading") and element.visible and not element.disabled
            if usable and concept in self.window.truth_of(element).split():
                return element
        return None
