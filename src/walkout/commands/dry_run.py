"""`walkout dry-run`: the whole walk on fixture pages, with a scripted person, without network, profile or display."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console, RenderableType
from rich.text import Text

from walkout.browser.window import BrowserWindow
from walkout.commands.baseline import write_baseline
from walkout.commands.console import plain_console
from walkout.commands.facts import asked_browser, facts_of
from walkout.commands.guide import Alone, guided
from walkout.commands.json_lines import end_told, event_told, json_output
from walkout.commands.lines import event_lines, marked, print_line
from walkout.commands.live import live_view
from walkout.dryrun.rehearse import Rehearsal, Result, check_rehearsal, fixture_of, rehearse
from walkout.errors import BadUsageError, ExitCode
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.flow.plan import Plan
from walkout.flow.steps import is_built_in
from walkout.flow.values import checked_for
from walkout.masking import Masker
from walkout.receipt.receipt import Receipt
from walkout.walk.outcome import Outcome
from walkout.walk.person import Event, Person
from walkout.walk.records import KeptRecords, NoRecords, Records
from walkout.walk.session import shown_values
from walkout.words.speech import _, _n

# A question is shown as long as so many acts take.
READING = 5


def dry_run(
    flow: str,
    *,
    variant: str | None,
    language: str,
    way: str | None,
    faults: tuple[str, ...],
    headed: bool,
    slow_ms: int,
    browser: str | None,
    json: bool,
    quiet: bool,
    keep: Path | None,
    baseline: bool = False,
    guide: bool = True,
) -> int:
    """Rehearse a flow and print what happens. keep: a folder for the receipt and pictures of the rehearsal.

    baseline: walk each way in, and keep what the pages look like beside the flow. guide: show in the window what a
    person would be told and asked.

    Returns the outcome's exit code. A dry run never touches the profile or the ledger.
    """
    file = load_flow(find_flow(flow))
    folder = fixture_of(file.flow.flow, variant)
    rehearsal = Rehearsal(file, folder, language, way, faults, headed, slow_ms)
    plan = check_rehearsal(rehearsal)
    found = asked_browser(browser)
    console = plain_console()
    if baseline:
        if faults or keep:
            raise BadUsageError(
                "a baseline is of pages without faults, and has no receipt", remedy="Leave out --fault and --keep."
            )
        written = write_baseline(file, folder, language, (way,) if way else (), found, headed=headed)
        told = f"✓ baseline written: {len(written.seen.pages)} pages of {len(written.ways)} ways in ({written.source})"
        console.print(Text(told, style="bold"))
        return ExitCode.DONE
    receipt = None
    records: Records = NoRecords()
    if keep is not None:
        receipt = Receipt.begin(keep.absolute(), facts_of(file), _masker(plan, language), "rehearsal", dry_run=True)
        records = KeptRecords(receipt, None)
    if not (json or quiet):
        console.print(Text(_("Rehearsal of “{title}”", title=_(file.flow.title)), style="bold"))
        console.print(
            Text(
                _(
                    "Local pages stand in for {origins}. Nothing leaves this machine.",
                    origins=", ".join(file.flow.origins),
                ),
                style="dim",
            )
        )
    with _teller(console, file, json=json, quiet=quiet) as tell:
        shown = partial(behind_guide, file, slow_ms) if headed and guide else None
        result = rehearse(rehearsal, found, tell, records, guide=shown)
    if receipt is not None:
        receipt.finish(result.outcome.name, _("This was a rehearsal: nothing was sent to anybody."), None)
    if json:
        with json_output() as write:
            kept = str(receipt.folder) if receipt else None
            write(end_told(result.outcome, dry_run=True, refused_requests=len(result.refused), receipt=kept))
    else:
        _print_end(console, result, receipt)
    return result.outcome.exit_code


def behind_guide(file: FlowFile, slow_ms: int, window: BrowserWindow, person: Person) -> Person:
    """The scripted person behind the guide, which shows each question for a while where the rehearsal is slow."""

    def rest() -> None:
        window.wait(slow_ms * READING)

    return guided(file.flow, window, Alone(person, rest), checked_for(file.flow), badge=_("Rehearsal")) or person


def _masker(plan: Plan, language: str) -> Masker:
    """Takes out what differs between people and is invented here: the address and the answers."""
    values = {name: value for name, value in plan.values.items() if name == "email" or not is_built_in(name)}
    return Masker(shown_values(values, (language,)))


@contextmanager
def _teller(console: Console, file: FlowFile, *, json: bool, quiet: bool) -> Iterator[Callable[[Event], None]]:
    """What tells every event: as JSON, not at all, in a live view, or line by line."""
    if json:
        with json_output() as write:
            yield lambda event: write(event_told(event))
        return
    live = None if quiet else live_view(console, file.flow, types=False, badge=_("Rehearsal"))
    if live is None:
        yield _nothing if quiet else lambda event: _print(console, _lines(event))
        return
    with live.shown():
        yield lambda event: live.tell(event, _lines(event))


def _nothing(_: Event) -> None: ...


def _print(console: Console, lines: list[RenderableType]) -> None:
    for line in lines:
        console.print(line)


def _lines(event: Event) -> list[RenderableType]:
    """An event's lines; what the scripted person is asked and answers is told, too."""
    match event.event:
        case "person-asked":
            return [marked("?", event.text, "bold cyan")]
        case "person-answered":
            return [marked("", _("the scripted person answers: {text}", text=event.text), "", "dim")]
        case _:
            return event_lines(event, verbose=True)


def _print_end(console: Console, result: Result, receipt: Receipt | None) -> None:
    outcome = result.outcome
    print_line(console, *_verdict(outcome))
    if result.refused:
        refused = _n(
            "{count} request to another address was refused.",
            "{count} requests to other addresses were refused.",
            len(result.refused),
        )
        console.print(Text(f"   {refused}", style="dim"))
    if receipt is not None:
        console.print(Text("   " + _("receipt: {path}", path=receipt.folder / "receipt.html")), soft_wrap=True)
        for problem in receipt.problems:
            console.print(Text("   " + _("receipt: {problem}", problem=problem), style="yellow"))


def _verdict(outcome: Outcome) -> tuple[str, str, str, str]:
    """Mark and words for how it ended, with their styles."""
    if outcome.name == "submitted":
        return "✓", _("dry run: the confirmation was seen. Nothing was sent to anybody."), "bold green", "bold"
    name, why, way, page = outcome.name, outcome.why, outcome.way, outcome.page
    if way and page:
        told = _("dry run: {name}: {why} (way in: {way}, page: {page})", name=name, why=why, way=way, page=page)
    elif way:
        told = _("dry run: {name}: {why} (way in: {way})", name=name, why=why, way=way)
    else:
        told = _("dry run: {name}: {why}", name=name, why=why)
    return "✗", told, "bold red", "bold"
