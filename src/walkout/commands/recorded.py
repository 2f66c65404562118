"""Keep what was recorded: flow, stand-in site and baseline, once it was rehearsed; or add it to a flow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.padding import Padding

from walkout.browser.find import Browser
from walkout.browser.session import rehearsal_browser
from walkout.commands.baseline import write_baseline
from walkout.commands.import_recording import READ_IT, Written, tell_written, write_flow
from walkout.commands.lines import plain
from walkout.drift.heal import diff
from walkout.errors import BadFlowError, ExitCode, WalkoutError
from walkout.flow.load import FlowFile, check_flow, load_flow
from walkout.record.cleaning import told
from walkout.record.deeds import About
from walkout.record.demonstration import Shown
from walkout.record.drafted_site import DraftedSite, draft_site
from walkout.record.flow_writer import flow_text
from walkout.record.merging import merge
from walkout.record.pairing import Taken, pair
from walkout.record.places import is_elsewhere
from walkout.record.rehearsing import rehearse_recording
from walkout.settings import write_private
from walkout.walk.outcome import Name
from walkout.watched import WatchedAct

FLOWS, FIXTURES = Path("flows"), Path("fixtures")


@dataclass(frozen=True)
class Kept:
    """What a recording has given: the flow as it was shown, all acts, and what was captured, each with the number of
    acts before it."""

    shown: Shown
    acts: tuple[WatchedAct, ...]
    taken: tuple[Taken, ...]
    today: date

    @property
    def outcome(self) -> Name:
        """How the flow ends where all goes well."""
        guide = self.shown.drafted.flow.kind == "guide"
        return "arrived" if guide else "submitted"


IsYes = Callable[[str], bool]


def keep(console: Console, out: Path, kept: Kept, browser: Browser, is_yes: IsYes) -> int:
    """Write the flow below a folder, and with it a site and a baseline where it rehearses.

    is_yes: asks her something. Returns DONE, BAD_FLOW where the linter objects, NEEDS_PERSON where it does not rehearse
    yet.
    """
    drafted = kept.shown.drafted
    text = flow_text(drafted.flow, drafted.comments)
    path = write_flow(out, drafted.flow.flow, text)
    findings, file = check_flow(path)
    tell_written(console, Written(path, text, drafted.report, findings))
    _tell_doubts(console, kept.shown.doubts)
    if findings or file is None:
        return ExitCode.BAD_FLOW
    site = _site(console, kept, (drafted.flow.ways[0].way,))
    folder = _written(console, site, FIXTURES if out == FLOWS else out, is_yes) if site is not None else None
    if folder is None or site is None:
        _say(console, "✗ not rehearsed, so the recording is not finished yet: docs/recording.md")
        return ExitCode.NEEDS_PERSON
    return _rehearsed(console, file, folder, site.language, kept, browser)


def merge_into(console: Console, file: FlowFile, kept: Kept, browser: Browser, is_yes: IsYes) -> int:
    """Add what was met anew to a flow, once the difference was shown and accepted.

    Returns DONE, MOVED where it was not accepted. Raises BadFlowError where the flow would not be one any more.
    """
    before = file.path.read_text("utf-8")
    merged = merge(file, before, kept.shown)
    _tell_doubts(console, (*kept.shown.doubts, *merged.doubts))
    if not merged.added:
        _say(console, "The flow knows all of this already. Nothing was changed.")
        return ExitCode.DONE
    for one in merged.added:
        _say(console, f"+ {one}")
    console.print(plain(diff(before, merged.text, file.path.name, now="with the recording")), soft_wrap=True)
    _try_merged(console, file, merged.text, kept, browser)
    if not is_yes("Write this? y or n"):
        _say(console, "Nothing was changed.")
        return ExitCode.MOVED
    mode = file.path.stat().st_mode
    write_private(file.path, merged.text)
    file.path.chmod(mode)
    _say(console, f"✓ {file.path}: {len(merged.added)} additions. Then: walkout check", "bold")
    return ExitCode.DONE


def _site(console: Console, kept: Kept, ways: tuple[str, ...]) -> DraftedSite | None:
    """The site of the pages that were captured; None where it cannot be made, which is told."""
    flow = kept.shown.drafted.flow
    about = About(flow.flow, flow.title.removeprefix("TODO: "), kept.today.isoformat(), kept.outcome, ways)
    begins = kept.shown.begins

    def elsewhere(before: WatchedAct, act: WatchedAct) -> bool:
        return act.number in begins or is_elsewhere(before, act)

    paired = pair(kept.acts, kept.taken, elsewhere, sends=kept.shown.sends, values=kept.shown.values)
    try:
        site = draft_site(paired.pages, paired.deeds, about)
    except WalkoutError as error:
        _say(console, f"! no site of stand-ins: {error.what}")
        return None
    for problem in dict.fromkeys((*paired.problems, *site.problems)):
        _say(console, f"! {problem}")
    return site


def _written(console: Console, site: DraftedSite, fixtures: Path, is_yes: IsYes) -> Path | None:
    """Write the site once she has seen what was taken out of its pages."""
    _say(console, f"The pages that you saw are saved as stand-ins: {fixtures / site.folder}", "bold")
    _say(console, "What is personal was taken out of them:")
    for line in (told(site.removed) or "nothing was found that is").splitlines():
        _say(console, f"  {line}")
    if not is_yes("Save them? You can open and read them afterwards. y or n"):
        return None
    return site.write(fixtures)


def _rehearsed(console: Console, file: FlowFile, folder: Path, language: str, kept: Kept, browser: Browser) -> int:
    """Walk the flow on its own site at once, and keep what the pages look like. DONE, or NEEDS_PERSON."""
    with rehearsal_browser(browser) as running:
        rehearsed = rehearse_recording(running, file, folder, language, expected=kept.outcome)
    if not rehearsed.done:
        _say(console, f"✗ {rehearsed.why_not}")
        _say(console, "The recording is not finished: mend the flow, or record it anew (docs/recording.md).")
        return ExitCode.NEEDS_PERSON
    text = file.path.read_text("utf-8")
    dated = text.replace("fixtures: never}", f"fixtures: {rehearsed.verified(kept.today)}}}", 1)
    file.path.write_text(dated, "utf-8")
    written = write_baseline(load_flow(file.path), folder, language, (), browser)
    _say(console, f"✓ rehearsed to its end; baseline of {len(written.seen.pages)} pages written", "bold")
    _say(console, READ_IT)
    return ExitCode.DONE


def _try_merged(console: Console, file: FlowFile, text: str, kept: Kept, browser: Browser) -> None:
    """Rehearse the flow with what is new in it on the pages of this recording. Raises BadFlowError."""
    with TemporaryDirectory() as name:
        path = Path(name) / file.path.name
        path.write_text(text, "utf-8")
        findings, merged = check_flow(path)
        if findings or merged is None:
            raise BadFlowError(
                "\n".join(f"line {one.line}: {one.what}" for one in findings),
                where=f"{file.path} with what was recorded",
                remedy="Nothing was changed. Record the branch as a flow of its own, and take over what fits by hand.",
            )
        start = kept.shown.drafted.flow.ways[0].start
        ways = tuple(way.way for way in merged.flow.ways if way.start == start)[:1]
        site = _site(console, kept, ways)
        if site is None:
            return
        with rehearsal_browser(browser) as running:
            rehearsed = rehearse_recording(
                running, merged, site.write(Path(name)), site.language, expected=kept.outcome, way=ways[0]
            )
        _say(console, "✓ rehearsed on what was recorded" if rehearsed.done else f"✗ {rehearsed.why_not}")


def _tell_doubts(console: Console, doubts: tuple[str, ...]) -> None:
    if doubts:
        _say(console, "In doubt, please look at it:", "bold")
    for one in doubts:
        console.print(Padding(plain(f"? {one}"), (0, 0, 0, 2)))


def _say(console: Console, text: str, style: str = "") -> None:
    console.print(plain(text, style))
