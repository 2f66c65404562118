"""Keep what was recorded: the flow, its site of stand-ins, its rehearsal and its baseline; or add it to a flow."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.padding import Padding

from walkout.browser.captured import CapturedPage
from walkout.browser.find import Browser
from walkout.commands.import_recording import Written, tell_written, write_flow
from walkout.commands.terminal import plain
from walkout.drift.heal import diff
from walkout.errors import BadFlowError, ExitCode
from walkout.flow.load import FlowFile, check_flow
from walkout.record.demonstration import Shown
from walkout.record.flow_writer import flow_text
from walkout.record.merging import merge
from walkout.settings import write_private
from walkout.watched import WatchedAct


@dataclass(frozen=True)
class Kept:
    """What a recording has given: the flow as it was shown, all acts, the captured pages, the language of the pages."""

    shown: Shown
    acts: tuple[WatchedAct, ...]
    pages: tuple[CapturedPage, ...] = ()
    language: str = "en"


def keep(console: Console, out: Path, name: str, kept: Kept, browser: Browser) -> int:
    """Write the flow below a folder and tell what became of each step. Returns DONE or BAD_FLOW."""
    drafted = kept.shown.drafted
    text = flow_text(drafted.flow, drafted.comments)
    path = write_flow(out, name, text)
    findings, _ = check_flow(path)
    tell_written(console, Written(path, text, drafted.report, findings))
    _tell_doubts(console, kept.shown.doubts)
    return ExitCode.BAD_FLOW if findings else ExitCode.DONE


def merge_into(console: Console, file: FlowFile, kept: Kept, is_yes: Callable[[], bool]) -> int:
    """Add what was met anew to a flow, once the difference was shown and accepted.

    Returns DONE, MOVED where it was not accepted. Raises BadFlowError where the flow would not be one any more.
    """
    before = file.path.read_text("utf-8")
    merged = merge(file, before, kept.shown)
    _tell_doubts(console, (*kept.shown.doubts, *merged.doubts))
    if not merged.added:
        console.print(plain("The flow knows all of this already. Nothing was changed."))
        return ExitCode.DONE
    _refuse_what_is_no_flow(file, merged.text)
    for one in merged.added:
        console.print(plain(f"+ {one}"))
    console.print(plain(diff(before, merged.text, file.path.name)), soft_wrap=True)
    console.print(plain("Write this? y or n"))
    if not is_yes():
        console.print(plain("Nothing was changed."))
        return ExitCode.MOVED
    mode = file.path.stat().st_mode
    write_private(file.path, merged.text)
    file.path.chmod(mode)
    console.print(plain(f"✓ {file.path}: {len(merged.added)} additions", "bold"))
    return ExitCode.DONE


def _refuse_what_is_no_flow(file: FlowFile, text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / file.path.name
        path.write_text(text, "utf-8")
        findings, _ = check_flow(path)
    if findings:
        raise BadFlowError(
            "\n".join(f"line {one.line}: {one.what}" for one in findings),
            where=f"{file.path} with what was recorded",
            remedy="Nothing was changed. Record the branch as a flow of its own, and take over by hand what fits.",
        )


def _tell_doubts(console: Console, doubts: tuple[str, ...]) -> None:
    if doubts:
        console.print(plain("In doubt, please look at it:", "bold"))
    for one in doubts:
        console.print(Padding(plain(f"? {one}"), (0, 0, 0, 2)))
