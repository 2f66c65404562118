"""`walkout import`: a recording of another program, made into a flow."""

import json as json_format
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from walkout.commands.console import plain_console
from walkout.errors import BadFlowError, BadUsageError, ExitCode
from walkout.flow.lint import Finding
from walkout.flow.load import check_flow
from walkout.record.flow_writer import flow_text
from walkout.record.imported import Recording
from walkout.record.importing import in_file, read_recordings
from walkout.record.pages import draft
from walkout.record.report import Drafted, Report, to_complete

MOST_FLOWS = 50
READ_IT = "Read it before you give it away: a page may have shown your name, and so may a button's words."


@dataclass(frozen=True)
class Written:
    """A flow that was written: its file, its text, the report, and what the linter says."""

    path: Path
    text: str
    report: Report
    findings: Sequence[Finding]


def import_recording(file: Path, out: Path, *, json: bool) -> int:
    """Write a flow for each recording of the file, below a folder, and tell what became of each step.

    Returns DONE, or BAD_FLOW where a flow does not pass the linter yet. Raises BadFlowError where nothing can be
    carried over, BadUsageError where a flow of that name is there already.
    """
    drafted, refused = drafts(file)
    if not drafted:
        first = in_file(refused[0], file)
        more = [str(in_file(error, file)).splitlines()[0] for error in refused[1:]]
        raise BadFlowError("\n".join((first.what, *more)), where=first.where, remedy=first.remedy)
    written = [_written(one, out, name) for name, one in _named([made for _, made in drafted]).items()]
    if json:
        told = [_as_data(one) for one in written]
        skipped = [{"where": error.where, "why": error.what} for error in refused]
        print(json_format.dumps({"flows": told, "not_imported": skipped}, ensure_ascii=False, indent=1))
    else:
        console = plain_console()
        for one in written:
            tell_written(console, one)
            _line(console, READ_IT, 0)
        for error in refused:
            _line(console, f"! not imported: {error.where}: {error.what}", 0)
    return ExitCode.BAD_FLOW if any(one.findings for one in written) else ExitCode.DONE


def write_flow(out: Path, name: str, text: str) -> Path:
    """Write `service/flow` below a folder: `out/service/flow.yaml`. Raises BadUsageError."""
    path = out / f"{name}.yaml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise BadUsageError(
            f"there is a flow already: {path}", remedy="Move it away, or name another folder with --out."
        ) from None
    except OSError as error:
        raise BadUsageError(f"{path} cannot be written ({error.strerror})") from None
    return path


def drafts(file: Path) -> tuple[list[tuple[Recording, Drafted]], list[BadFlowError]]:
    """The recordings of a file with the flow made of each, and why there is none of others. Raises BadFlowError."""
    recordings = read_recordings(file)
    if len(recordings) > MOST_FLOWS:
        raise BadFlowError(f"there are more than {MOST_FLOWS} tests in it", where=f"{file}, test {MOST_FLOWS + 1}")
    today = datetime.now().astimezone().date()
    drafted: list[tuple[Recording, Drafted]] = []
    refused: list[BadFlowError] = []
    for recording in recordings:
        try:
            drafted.append((recording, draft(recording, file.stem, today)))
        except BadFlowError as error:
            refused.append(error)
    return drafted, refused


def _named(drafted: Sequence[Drafted]) -> dict[str, Drafted]:
    """Each flow by a name of its own."""
    named: dict[str, Drafted] = {}
    for one in drafted:
        name, number = one.flow.flow, 2
        while name in named:
            name, number = f"{one.flow.flow}-{number}", number + 1
        named[name] = one
    return named


def _written(drafted: Drafted, out: Path, name: str) -> Written:
    text = flow_text(drafted.flow.model_copy(update={"flow": name}), drafted.comments)
    path = write_flow(out, name, text)
    return Written(path, text, drafted.report, check_flow(path)[0])


def tell_written(console: Console, one: Written) -> None:
    """What became of each step of a recording, and what is left to do in the flow."""
    carried, left = one.report.carried, one.report.left
    console.print(Text(str(one.path), style="bold"), soft_wrap=True)
    _line(console, f"{len(carried)} steps carried over, {len(left)} left", 0)
    for step in carried:
        _line(console, f"✓ {step.step}: {step.what}{f'  (page {step.page})' if step.page else ''}")
    for without in left:
        _line(console, f"- {without.step}: {without.what}: {without.why}")
    for note in one.report.notes:
        _line(console, f"! {note}")
    _line(console, "To complete in the file:", 0)
    for number, what in to_complete(one.text):
        _line(console, f"line {number}: {what}")
    for finding in one.findings:
        _line(console, f"line {finding.line}: {finding.what}")


def _line(console: Console, text: str, indent: int = 2) -> None:
    console.print(Padding(Text(text), (0, 0, 0, indent)))


def _as_data(one: Written) -> dict[str, object]:
    return {
        "file": str(one.path),
        "carried": [asdict(step) for step in one.report.carried],
        "left": [asdict(step) for step in one.report.left],
        "notes": one.report.notes,
        "to_complete": [{"line": number, "what": what} for number, what in to_complete(one.text)],
        "findings": [asdict(finding) for finding in one.findings],
    }
