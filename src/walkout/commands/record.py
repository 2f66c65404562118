"""`walkout record`: what a person does in a window, told step by step and made into a flow."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic

from rich.console import Console
from rich.padding import Padding

from walkout.browser.interception import Interception
from walkout.browser.recording import Watching
from walkout.browser.session import real_window, rehearsal_browser, rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.commands.console import plain_console
from walkout.commands.facts import asked_browser
from walkout.commands.lines import plain
from walkout.commands.listening import TerminalLines
from walkout.commands.recorded import Kept, keep, merge_into
from walkout.dryrun.site import Site, load_site
from walkout.errors import BadUsageError, ExitCode, WindowClosedError
from walkout.flow.load import find_flow, load_flow
from walkout.record.demonstration import shown
from walkout.record.pairing import Taken
from walkout.record.session import RecordingSession, Wish
from walkout.record.starting import NAME
from walkout.settings import settings
from walkout.shipped_files import shipped_folder
from walkout.view import PageView

POLL_MS, REST_S = 50, 5.0
INTRODUCTION = (
    "Do in the window what the flow shall do. Each step is told here as it is understood.",
    "Nothing that you type is written down; of passwords and codes nothing is even received.",
    "Type a letter and Enter: n name, d drop, r redo, s sends, c this is the confirmation,",
    "q stop and save, x abandon. Before a number of a step: n 4 country. ? says more.",
)


@dataclass(frozen=True)
class Wanted:
    (
        """What to record. name: `service/flow`; out: the folder below which it is written; into: a flow to add to.

    fixtures: a fixture site (`meta/facebook-eu-2024`) that stands in for the pages, without network.
    """
        ""
    )

    address: str
    name: str
    out: Path = Path("flows")
    into: str = ""
    fixtures: str = ""
    language: str = "en"


@dataclass
class _Recorder:
    """One recording while the window is open.

    latest: the newest look at a page that had come to rest. pages: what was captured then, each with the number of acts
    before it.
    """

    console: Console
    window: BrowserWindow
    watching: Watching
    lines: TerminalLines
    wanted: Wanted
    site: Site | None = None
    session: RecordingSession = field(default_factory=RecordingSession)
    latest: PageView | None = None
    pages: list[Taken] = field(default_factory=list)
    rests: bool = False
    seen_at: str = ""
    mails: int = 0


def record(wanted: Wanted, *, browser: str | None) -> int:
    """Record what a person does, and write the flow.

    Returns DONE, STOPPED where she abandons it, BAD_FLOW where the flow does not pass the linter yet. Raises
    BadUsageError, BadFlowError where nothing of it can be a flow, CannotStartError.
    """
    file = load_flow(find_flow(wanted.into)) if wanted.into else None
    name = file.flow.flow if file else wanted.name
    _check(wanted, name, is_new=file is None)
    console = plain_console()
    with _recorder(console, replace(wanted, name=name), browser) as recorder:
        wish = _watch(recorder)
        if wish == "save":
            wish = _settle_doubts(recorder)
    if wish == "abandon":
        _say(console, "Abandoned. Nothing was written.")
        return ExitCode.STOPPED
    today = datetime.now().astimezone().date()
    made = shown(recorder.session.demonstration(recorder.latest), name, today)
    kept = Kept(made, tuple(recorder.session.acts), tuple(recorder.pages), today)
    is_yes, found = partial(_is_yes, recorder), asked_browser(browser)
    if file is not None:
        return merge_into(console, file, kept, found, is_yes)
    return keep(console, wanted.out, kept, found, is_yes)


def _check(wanted: Wanted, name: str, *, is_new: bool) -> None:
    """Everything that would spoil the recording in the end, before it begins. Raises BadUsageError."""
    if not NAME.fullmatch(name) or len(name) > 80:
        raise BadUsageError(
            f"{name!r} is no name of a flow", remedy="Such as company/objection: lower-case words joined by '-'."
        )
    if not wanted.address.startswith("https://"):
        raise BadUsageError(
            f"{wanted.address!r} is no address that begins with https://",
            remedy="Nothing is ever typed without https, so nothing is recorded there.",
        )
    path = wanted.out / f"{name}.yaml"
    if is_new and path.exists():
        raise BadUsageError(
            f"there is a flow already: {path}",
            remedy=f"Add to it with --into {path}, take another name with --as, or another folder with --out.",
        )


@contextmanager
def _recorder(console: Console, wanted: Wanted, browser: str | None) -> Iterator[_Recorder]:
    found = asked_browser(browser)
    lines = TerminalLines()
    with ExitStack() as stack:
        site = None
        if wanted.fixtures:
            site = load_site(shipped_folder("fixtures") / wanted.fixtures, language=wanted.language)
            running = stack.enter_context(rehearsal_browser(found, headed=True))
            page = stack.enter_context(rehearsal_page(running, Interception(site.answer), wanted.language))
            window = BrowserWindow(page.context, page, ())
        else:
            profile = settings().browser_folder(wanted.name.split("/")[0])
            window = stack.enter_context(real_window(found, profile, ()))
        _say(console, f"Recording {wanted.name} at {wanted.address}", "bold")
        for line in INTRODUCTION:
            _say(console, line)
        stack.enter_context(lines.listening())
        window.open(wanted.address)
        yield _Recorder(console, window, window.watch(), lines, wanted, site)


def _watch(recorder: _Recorder) -> Wish:
    """Tell what is done until she stops. A closed window is the end, too."""
    try:
        while True:
            _tell_acts(recorder)
            wish = _heed(recorder)
            if wish is not None:
                return wish
            _look_on(recorder)
            recorder.window.wait(POLL_MS)
    except WindowClosedError:
        _tell_acts(recorder)
        _say(recorder.console, "The window was closed. q saves what was recorded, x abandons it.")
        return _last_wish(recorder)


def _tell_acts(recorder: _Recorder, *, at_end: bool = False) -> None:
    for act in recorder.watching.stop() if at_end else recorder.watching.poll():
        known = recorder.session.acts
        is_first = act.kind == "open" and not known
        for line in recorder.session.add(replace(act, address=recorder.wanted.address) if is_first else act):
            _say(recorder.console, line, indent=5)


def _heed(recorder: _Recorder) -> Wish | None:
    """Do what she has typed at the terminal. A wish that ends the recording, else None."""
    if recorder.lines.interrupted:
        return "abandon"
    line = recorder.lines.next_line()
    if line is None or not line.strip():
        return None
    _tell_acts(recorder)  # what she did before she typed comes first
    reply = recorder.session.say(line)
    if reply.wish in ("confirmation", "save"):
        _let_rest(recorder)
    if reply.wish == "confirmation" and recorder.latest is not None:
        reply = recorder.session.confirm(recorder.latest)
    for told in reply.lines:
        _say(recorder.console, told, indent=5)
    if reply.wish == "save":
        _tell_acts(recorder, at_end=True)
    return reply.wish if reply.wish in ("save", "abandon") else None


def _look_on(recorder: _Recorder) -> None:
    """Capture a page that is new or has come to rest, and tell the mails of a site of stand-ins."""
    quiet, address = recorder.watching.quiet, recorder.window.address
    if address != recorder.seen_at or (quiet and not recorder.rests):
        # A page may be left before it rests, so it is captured as soon as it is there, and better later.
        _capture(recorder)
    recorder.rests = quiet
    if recorder.site is None:
        return
    mails = recorder.site.inbox.mails
    for mail in mails[recorder.mails :]:
        _say(recorder.console, f"Mail from the stand-in site: the code is {mail.code}")
    recorder.mails = len(mails)


def _capture(recorder: _Recorder) -> None:
    captured = recorder.window.capture()
    if captured is not None and captured.view.ready:
        recorder.latest, recorder.seen_at = captured.view, recorder.window.address
        recorder.pages.append((len(recorder.session.acts), captured))


def _let_rest(recorder: _Recorder) -> None:
    """What she did last may still lead on: the page that she means is the one that comes to rest."""
    until = monotonic() + REST_S
    recorder.window.wait(POLL_MS)
    _tell_acts(recorder)
    while not recorder.watching.quiet and monotonic() < until:
        recorder.window.wait(POLL_MS)
        _tell_acts(recorder)
    _capture(recorder)


def _last_wish(recorder: _Recorder) -> Wish:
    while not recorder.lines.interrupted:
        line = recorder.lines.wait_for_line()
        if line is None:
            continue
        if line.strip().lower() in ("q", "x"):
            return "save" if line.strip().lower() == "q" else "abandon"
        for told in recorder.session.say(line).lines:
            _say(recorder.console, told, indent=5)
    return "abandon"


def _settle_doubts(recorder: _Recorder) -> Wish:
    """Ask of each step that may send whether it does."""
    for part in recorder.session.doubtful():
        asked = f"Step {part.act.number}: does it send what was filled in? y or n"
        recorder.session.sends(part.act, yes=_is_yes(recorder, asked))
    return "abandon" if recorder.lines.interrupted else "save"


def _is_yes(recorder: _Recorder, asked: str) -> bool:
    """Ask, and wait for yes or no. Where nobody is there any more it is no."""
    _say(recorder.console, asked)
    while not recorder.lines.interrupted:
        line = (recorder.lines.wait_for_line() or "").strip().lower()
        if line in ("y", "yes", "n", "no"):
            return line.startswith("y")
    return False


def _say(console: Console, text: str, style: str = "", indent: int = 0) -> None:
    """A line; what is too long for it goes on below, indented."""
    words = plain(text, style)
    if not indent:
        console.print(words)
        return
    wide = console.width - indent
    first, *rest = words.wrap(console, wide) or [words]
    console.print(first)
    for line in rest:
        console.print(Padding(line, (0, 0, 0, indent)))
