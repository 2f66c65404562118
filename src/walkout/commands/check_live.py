"""A check of the live pages: in the person's own window, signed in, or without a window for pages that need no login.

Nothing personal is typed, and the walk ends before the step that sends.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from walkout.browser.find import Browser
from walkout.browser.session import real_window, visitor_window
from walkout.browser.window import BrowserWindow
from walkout.commands.memory import LIVE, known_baseline
from walkout.commands.profile import stored_profile
from walkout.commands.terminal import TerminalPerson
from walkout.commands.texts import keep_text
from walkout.commands.values import checked_for, values_of
from walkout.drift.check import FlowCheck, checked
from walkout.drift.observer import NotedTexts, Observer
from walkout.dryrun.scripted import PICTURE, STAND_INS, stand_ins
from walkout.errors import BadProfileError, CannotStartError, LedgerError
from walkout.flow.load import FlowFile
from walkout.flow.plan import make_plan
from walkout.flow.steps import ValueName
from walkout.ledger.ledger import Ledger
from walkout.masking import Masker
from walkout.settings import settings
from walkout.walk.outcome import Outcome
from walkout.walk.person import Answer, Event, Pause, Person, Wish
from walkout.walk.session import Session, shown_values
from walkout.walk.walk import walk
from walkout.words.lexicon import languages
from walkout.words.reasons import make_reason


class Nobody:
    """There is no person: every question ends the walk."""

    def tell(self, event: Event) -> None: ...

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:  # noqa: ARG002 - a protocol's
        return Answer("stop")

    def wish(self) -> Wish | None:
        return None


@dataclass(frozen=True)
class Overheard:
    """A person; what she is told, somebody else hears as well."""

    person: Person
    hears: Callable[[Event], None]

    def tell(self, event: Event) -> None:
        self.hears(event)
        self.person.tell(event)

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        return self.person.ask(pause, moved)

    def wish(self) -> Wish | None:
        return self.person.wish()


class KeptTexts(NotedTexts):
    """Hands the texts of live pages on and keeps them; a change asks for a recheck of what was sent."""

    def __init__(self, observer: Observer, flow: str, masker: Masker) -> None:
        super().__init__(observer)
        self._flow, self._masker, self._ledger = flow, masker, Ledger(settings().ledger_file)

    def text_seen(self, page: str, language: str, address: str, paragraphs: tuple[str, ...]) -> str | None:
        super().text_seen(page, language, address, paragraphs)
        private = (self._masker, ())
        try:
            change = keep_text(self._flow, page, language, address, paragraphs, ledger=self._ledger, private=private)
        except (CannotStartError, LedgerError) as error:
            return f"The text of this page could not be kept: {error.what}."
        return change.in_words if change else None


def check_live(
    file: FlowFile,
    ways: tuple[str, ...],
    browser: Browser,
    console: Console,
    today: date,
    *,
    headless: bool,
    language: str,
    pictures: bool,
    quiet: bool,
) -> FlowCheck:
    """Walk a flow's ways on the live pages, up to where values would be typed or something sent.

    language: of the browser, where it has no profile. Of pages that are hers, her values are taken out.
    Raises CannotStartError.
    """
    baseline = known_baseline(file)
    masker = Masker() if headless else _masker()
    observer = Observer(baseline, masker, private=not headless, wants_pictures=pictures)
    outcomes: dict[str, Outcome] = {}
    texts = KeptTexts(observer, file.flow.flow, masker)
    with ExitStack() as stack:
        window = stack.enter_context(_window(file, browser, headless=headless, language=language))
        person: Person = Nobody()
        if not headless:
            person = terminal = TerminalPerson(console, checked_for(file.flow), quiet=quiet)
            stack.enter_context(terminal.listening())
        for way in ways or tuple(way.way for way in file.flow.ways):
            plan = make_plan(file, _stand_ins(file), way, attachments=(PICTURE,))
            heard = Overheard(person, observer.told)
            outcomes[way] = walk(Session(plan, window, heard, texts, memory=observer, reach="typing"))
            if outcomes[way].name == "interrupted":
                break
    return checked(file, LIVE, observer.language or language, baseline, observer, outcomes, today)


def _masker() -> Masker:
    """Takes the person's values out, as far as there are any."""
    try:
        return Masker(shown_values(values_of(stored_profile(), ()), languages()))
    except BadProfileError:
        return Masker()


def _window(
    file: FlowFile, browser: Browser, *, headless: bool, language: str
) -> AbstractContextManager[BrowserWindow]:
    if headless:
        return visitor_window(browser, file.flow.origins, language)
    return real_window(browser, settings().browser_folder(file.flow.service), file.flow.origins)


def _stand_ins(file: FlowFile) -> dict[ValueName, str]:
    """Values that are never typed: with the reach `typing` the walk ends before."""
    values = {name: value for name, value in stand_ins(file.flow).items() if name in file.flow.used}
    if "reason" in file.flow.needs:
        values["reason"] = make_reason(STAND_INS["country"], "en", "")
    return values
