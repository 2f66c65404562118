"""`walkout run`: the guided walk in the person's own browser."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from walkout.browser.session import attached_window, real_window
from walkout.browser.window import BrowserWindow
from walkout.commands.answers import ask_for_answers, check_that_somebody_can_answer
from walkout.commands.beforehand import agreed_to, introduce, once_more
from walkout.commands.choosing import choose_flow, is_service
from walkout.commands.console import plain_console
from walkout.commands.evidence import open_evidence
from walkout.commands.facts import asked_browser, facts_of
from walkout.commands.guide import guided
from walkout.commands.json_lines import TELLING, Telling, json_output
from walkout.commands.live import live_view
from walkout.commands.memory import VERIFIED, keep_what_was_pointed_at, keep_what_was_seen, remembering
from walkout.commands.profile import ask_profile, stored_profile
from walkout.commands.terminal import TerminalPerson
from walkout.commands.texts import SeenOnWalk
from walkout.commands.verdict import coming, coming_in_window, verdict, verdict_line
from walkout.errors import BadUsageError, ExitCode, LedgerError, WindowClosedError
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.flow.plan import Plan, check_values, make_plan, ways_of
from walkout.flow.values import Values, checked_for, known_values, reason_maker, values_of
from walkout.guide import cards
from walkout.guide.person import GuidePerson
from walkout.ledger.ledger import Ledger
from walkout.ledger.walks import State, Walk, WalkId
from walkout.masking import Masker
from walkout.profile.evidence import EvidenceStore
from walkout.profile.profile import Profile
from walkout.receipt.receipt import Receipt
from walkout.settings import settings
from walkout.walk import texts
from walkout.walk.outcome import Name, Outcome
from walkout.walk.person import Person
from walkout.walk.records import KeptRecords
from walkout.walk.session import Session, shown_values
from walkout.walk.walk import walk
from walkout.words.lexicon import languages
from walkout.words.speech import _

LEFT_OPEN: tuple[Name, ...] = (
    "submitted",
    "unconfirmed",
    "locked",
    "already-objected",
    "refused",
    "unable-to-process",
    "unavailable",
    "try-later",
    "changed",
    "arrived",
)
# The walk came to the end that its parts lead to.
WHOLE: tuple[Name, ...] = ("submitted", "changed", "arrived")


def run(
    flow: str,
    *,
    way: str | None,
    browser: str | None,
    attach: str | None,
    quiet: bool,
    guide: bool = False,
    json: bool = False,
) -> int:
    """Walk a flow for real, in a window that the person sees. Returns the outcome's exit code.

    guide: tell and ask in the window as well as in the terminal. quiet: only questions and the outcome. json: write
    what happens as JSON; questions and the outcome go to the other output, as with `quiet`.
    """
    if not json:
        return _run(flow, way, browser, attach, Telling(quiet=quiet), guide=guide)
    with json_output() as write:
        return _run(flow, way, browser, attach, Telling(quiet=True, write=write), guide=guide)


def _run(flow: str, way: str | None, browser: str | None, attach: str | None, telling: Telling, *, guide: bool) -> int:
    if browser and attach:
        raise BadUsageError(
            _("--browser starts a browser, --attach uses a running one"), remedy=_("Give one of the two.")
        )
    if is_service(flow):
        chosen = choose_flow(flow, _known_country(), None)
        if chosen is None:
            return ExitCode.STOPPED
        file = chosen
    else:
        file = load_flow(find_flow(flow))
    ways_of(file.flow, way)
    console = plain_console()
    if not agreed_to(file, console):
        return ExitCode.STOPPED
    if not telling.quiet:
        introduce(console, file)
    check_that_somebody_can_answer(file)
    profile = _profile(file)
    values = known_values(file, profile, _evidence(file))
    check_values(file.flow, file.flow.needs, values.texts)
    earlier = None if file.flow.kind == "guide" else Ledger(settings().ledger_file).open_submission(file.flow.flow)
    if earlier is not None and not once_more(earlier, console):
        return ExitCode.STOPPED
    values = values.with_answers(ask_for_answers(file, console))
    walked = walk_now(file, profile, values, way=way, browser=browser, attach=attach, telling=telling, guide=guide)
    return walked.outcome.exit_code


@dataclass(frozen=True)
class Walked:
    """How a real walk ended, and what the ledger knows of it; None for a guide, which sends nothing."""

    outcome: Outcome
    known: Walk | None


def walk_now(
    file: FlowFile,
    profile: Profile,
    values: Values,
    *,
    way: str | None = None,
    browser: str | None = None,
    attach: str | None = None,
    telling: Telling = TELLING,
    guide: bool = True,
    terminal: TerminalPerson | None = None,
) -> Walked:
    """Walk a flow that the person has agreed to, with her values, in a window that she sees. Raises WalkoutError.

    guide: tell and ask in the window as well as in the terminal. terminal: the one of an earlier walk.
    """
    console = terminal.console if terminal else plain_console()
    terminal = terminal or TerminalPerson(console, checked_for(file.flow), quiet=telling.quiet, note=telling.note)
    live = None if telling.quiet else live_view(console, file.flow, types=True)
    maker = reason_maker(profile) if "reason" in file.flow.needs else None
    plan = make_plan(file, values.texts, way, maker, language=profile.language, attachments=values.attachments)
    masker = Masker(shown_values(plan.values, languages()))
    ledger = Ledger(settings().ledger_file, masker)
    with (
        _window(file, browser, attach) as window,
        terminal.listening(live),
        _records(ledger, file, plan, masker) as kept,
    ):
        receipt, walk_id = kept
        guided_person = guided(file.flow, window, terminal, checked_for(file.flow)) if guide else None
        person: Person = guided_person or terminal
        memory = remembering(file, masker)
        seen = SeenOnWalk(file.flow.flow, ledger, plan, profile, memory.text_seen)
        records = KeptRecords(receipt, (ledger, walk_id) if walk_id else None, seen)
        session = Session(plan, window, person, records, memory=memory)
        outcome = walk(session)
        if outcome.name in VERIFIED:
            keep_what_was_seen(file, memory, outcome)
            told = keep_what_was_pointed_at(file, session.picks)
            if told:
                console.print(Text(told))
        if walk_id:
            _settle(ledger, walk_id, outcome, session)
        known = _known_of(ledger, walk_id) if walk_id else None
        _finish(console, file, receipt, outcome, known)
        telling.end(outcome, known, receipt.folder)
        if outcome.name in LEFT_OPEN:
            if guided_person:
                _show_ending(guided_person, window, file, session, outcome, receipt, known)
            _leave_open(person, window)
    return Walked(outcome, known)


def _leave_open(person: Person, window: BrowserWindow) -> None:
    """Let the person read the last page before the window closes."""

    def nothing_moves() -> bool:
        window.wait(100)
        return False

    try:
        person.ask(texts.read_on(), nothing_moves)
    except WindowClosedError:
        return


def _show_ending(
    guide: GuidePerson,
    window: BrowserWindow,
    file: FlowFile,
    session: Session,
    outcome: Outcome,
    receipt: Receipt,
    known: Walk | None,
) -> None:
    """The last card: how it ended, what was sent and when, and what comes next."""
    sent_at = known.sent_at if known is not None and session.sent else None
    card = cards.ending(
        verdict_line(outcome).lstrip("✓✗! "),
        coming_in_window(file, outcome),
        sent={filled.label: session.hint(filled.value_name) for filled in session.filled.values()} if sent_at else {},
        when=sent_at.astimezone() if sent_at else None,
        due=known.deadline if known is not None and sent_at else None,
        receipt=receipt.folder / "receipt.html",
    )
    guide.show_ending(card, outcome.name in WHOLE, lambda: window.show_file(receipt.folder / "receipt.html"))


def _window(file: FlowFile, browser: str | None, attach: str | None) -> AbstractContextManager[BrowserWindow]:
    if attach:
        return attached_window(attach, file.flow.origins)
    return real_window(asked_browser(browser), settings().browser_folder(file.flow.service), file.flow.origins)


@contextmanager
def _records(ledger: Ledger, file: FlowFile, plan: Plan, masker: Masker) -> Iterator[tuple[Receipt, WalkId | None]]:
    """The walk's line in the ledger and its receipt. A walk that breaks leaves both with what is known.

    A guide sends nothing, so it has a receipt alone.
    """
    if file.flow.kind == "guide":
        yield Receipt.begin(settings().receipts_folder, facts_of(file), masker, "guide", dry_run=False), None
        return
    walk_id = ledger.begin(file.flow.flow, file.sha256, plan.ways[0].way)
    receipt = Receipt.begin(settings().receipts_folder, facts_of(file), masker, walk_id, dry_run=False)
    ledger.set_receipt(walk_id, receipt.folder)
    try:
        yield receipt, walk_id
    except BaseException:
        known = _known_of(ledger, walk_id)
        if known is not None and known.state is State.BEGUN:
            receipt.finish("stopped", _("Nothing was sent."), None)
            with suppress(LedgerError):  # the error that ended the walk is the one to tell
                ledger.stopped(walk_id, _("an error ended the walk before anything was sent"))
        elif known is None or not known.state.final:
            receipt.finish("unconfirmed", _("It is not known whether the request arrived."), None)
        raise
    finally:
        ledger.leave(walk_id)


def _settle(ledger: Ledger, walk_id: WalkId, outcome: Outcome, session: Session) -> None:
    """Before the sending step, whatever ended the walk ended it unsent; after it, the ledger keeps what it knows."""
    if not session.sent and outcome.name not in ("refused", "unable-to-process"):
        ledger.stopped(walk_id, outcome.why)
    if outcome.name == "already-objected":
        ledger.settle_rechecks_of(session.plan.flow.flow)  # she went through it again, and the service has it


def _known_of(ledger: Ledger, walk_id: WalkId) -> Walk | None:
    try:
        return next((one for one in ledger.walks() if one.id == walk_id), None)
    except LedgerError:
        return None


def _profile(file: FlowFile) -> Profile:
    """The person's values; what is missing is asked for on the spot where there is a terminal."""
    profile = stored_profile()
    of_profile = [name for name in file.flow.needs if name not in ("prompts", "screenshots")]
    if any(name not in values_of(profile, file.flow.needs) for name in of_profile) and sys.stdin.isatty():
        return ask_profile(tuple(of_profile))
    return profile


def _known_country() -> str | None:
    """Where she lives, if she has said so before."""
    return stored_profile().country


def _evidence(file: FlowFile) -> EvidenceStore | None:
    """What she has collected, where the flow can use it."""
    return open_evidence() if {"prompts", "screenshots"} & {*file.flow.needs, *file.flow.takes} else None


def _finish(console: Console, file: FlowFile, receipt: Receipt, outcome: Outcome, known: Walk | None) -> None:
    deadline = known.deadline if known is not None else None
    sent = outcome.name in ("submitted", "unconfirmed", "locked")
    receipt.finish(outcome.name, coming(file, outcome), deadline if sent else None)
    console.print(verdict(file, outcome, deadline))
    console.print(Text(_("Receipt: {path}", path=receipt.folder / "receipt.html")), soft_wrap=True)
    for problem in receipt.problems:
        console.print(Text(_("The receipt is not complete: {problem}", problem=problem), style="yellow"))
