"""`walkout dry-run`: the whole walk on fixture pages, with a scripted person, without network, profile or display."""

import json as json_format
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.text import Text

from walkout.browser.window import BrowserWindow
from walkout.commands.baseline import write_baseline
from walkout.commands.console import plain_console
from walkout.commands.facts import asked_browser, facts_of
from walkout.commands.guide import Alone, guided
from walkout.commands.terminal import print_event, print_line
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
from walkout.words.speech import _

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
        console.print(Text(f"Rehearsal of “{file.flow.title}”", style="bold"))
        console.print(
            Text(
                f"Local pages stand in for {', '.join(file.flow.origins)}. Nothing leaves this machine.",
                style="dim",
            )
        )
    tell = _json_teller() if json else _no_teller if quiet else _teller(console)
    shown = partial(behind_guide, file, slow_ms) if headed and guide else None
    result = rehearse(rehearsal, found, tell, records, guide=shown)
    if receipt is not None:
        receipt.finish(result.outcome.name, "This was a rehearsal: nothing was sent to anybody.", None)
    if json:
        print(_ended(result, receipt))
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


def _no_teller(_: Event) -> None: ...


def _teller(console: Console) -> Callable[[Event], None]:
    """Prints every event, and what the scripted person is asked and answers."""

    def tell(event: Event) -> None:
        match event.event:
            case "person-asked":
                print_line(console, "?", event.text, "bold cyan")
            case "person-answered":
                print_line(console, "", f"the scripted person answers: {event.text}", "", "dim")
            case _:
                print_event(console, event, verbose=True)

    return tell


def _json_teller() -> Callable[[Event], None]:
    def tell(event: Event) -> None:
        print(
            json_format.dumps({"event": event.event, "text": event.text, **event.data}, ensure_ascii=False),
            flush=True,
        )

    return tell


def _ended(result: Result, receipt: Receipt | None) -> str:
    outcome = result.outcome
    return json_format.dumps(
        {
            "event": "walk-ended",
            "outcome": outcome.name,
            "dry_run": True,
            "why": outcome.why,
            "way": outcome.way,
            "page": outcome.page,
            "exit_code": int(outcome.exit_code),
            "refused_requests": len(result.refused),
            "receipt": str(receipt.folder) if receipt else None,
        },
        ensure_ascii=False,
    )


def _print_end(console: Console, result: Result, receipt: Receipt | None) -> None:
    outcome = result.outcome
    print_line(console, *_verdict(outcome))
    if result.refused:
        console.print(Text(f"   {len(result.refused)} requests to other addresses were refused.", style="dim"))
    if receipt is not None:
        console.print(Text(f"   receipt: {receipt.folder / 'receipt.html'}"), soft_wrap=True)
        for problem in receipt.problems:
            console.print(Text(f"   receipt: {problem}", style="yellow"))


def _verdict(outcome: Outcome) -> tuple[str, str, str, str]:
    """Mark and words for how it ended, with their styles."""
    if outcome.name == "submitted":
        return "✓", "dry run: the confirmation was seen. Nothing was sent to anybody.", "bold green", "bold"
    where = f" (way in: {outcome.way}{', page: ' + outcome.page if outcome.page else ''})" if outcome.way else ""
    return "✗", f"dry run: {outcome.name}: {outcome.why}{where}", "bold red", "bold"
