"""`walkout heal`: proposes a change for each target that drifted; what is accepted is walked before it is saved."""

import json as json_format
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from walkout.browser.find import Browser
from walkout.browser.session import rehearsal_browser
from walkout.commands.console import plain_console
from walkout.commands.facts import asked_browser
from walkout.drift.baseline import baseline_file, load_baseline, save_baseline
from walkout.drift.check import FixtureCheck, FlowCheck, check_fixture
from walkout.drift.heal import Proposal, Refused, diff, from_picks, healed_text, propose, renewed
from walkout.drift.kept_picks import drop_pick, kept_picks
from walkout.drift.pictures import keep_pictures, kept_pictures
from walkout.drift.report import write_report
from walkout.dryrun.rehearse import fixture_of
from walkout.dryrun.site import site_info
from walkout.errors import BadFlowError, ExitCode
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.settings import private_folder, settings, write_private

CHANGED = "it has changed since the check, so nothing was saved"
AGAIN = "Run `walkout heal` again: it makes new proposals."


def heal(
    flow: str,
    *,
    variant: str | None,
    site: Path | None,
    language: str,
    ways: tuple[str, ...],
    against: str = "",
    accept_found: bool,
    browser: str | None,
    json: bool,
) -> int:
    """Propose heals for what moved, and save what is accepted once a walk of the healed flow has come to its end.

    Returns DONE where nothing is left to heal, MOVED where proposals are left, NEEDS_PERSON where a target is not
    found. Raises BadFlowError, BadUsageError, CannotStartError.
    """
    file = load_flow(find_flow(flow))
    folder = site or fixture_of(file.flow.flow, variant)
    found, today = asked_browser(browser), datetime.now().astimezone().date()
    check = FixtureCheck(file, folder, language, ways, pictures=True, against=against)
    with rehearsal_browser(found) as running:
        result = check_fixture(running, check, today)
    baseline = load_baseline(baseline_file(file.path), file.flow.flow)
    refused = Refused(settings().refused_heals_file)
    picks = kept_picks(settings().picks_file)
    proposed = [*propose(file, result, baseline), *from_picks(file.flow.flow, picks, baseline)]
    proposals = [one for one in proposed if one not in refused]
    lost = [target for way in result.ways for page in way.pages for target in page.targets if not target.now]
    console = plain_console()
    if json:
        print(json_format.dumps([{"id": one.id, **asdict(one)} for one in proposals], ensure_ascii=False, indent=1))
    else:
        _introduce(console, result, proposals, len(lost))
    accepted = [] if json and not accept_found else _choose(console, proposals, refused, accept_found=accept_found)
    if accepted:
        _save(console, file, check, accepted, found, today, quiet=json)
    if lost:
        return ExitCode.NEEDS_PERSON
    return ExitCode.DONE if len(accepted) == len(proposals) else ExitCode.MOVED


def _introduce(console: Console, result: FlowCheck, proposals: Sequence[Proposal], lost: int) -> None:
    console.print(Text(result.flow, style="bold").append(f"  {result.source}, {result.language}", style=""))
    if result.baseline_date is None:
        console.print("There is no baseline to heal. `walkout dry-run FLOW --baseline` writes one.", markup=False)
        return
    if lost:
        console.print(
            Text(
                f"! {lost} targets are not found. In a headed walk you can point at them: walkout run", style="bold red"
            )
        )
    if not proposals:
        console.print("Nothing to heal.")
        return
    pages = kept_pictures(settings().pictures_folder, result.flow, result.source, result.language)
    report = private_folder(settings().pictures_folder) / "heal.html"
    write_report(report, [result], [pages])
    console.print(Text(f"Pictures of before and now: {report}"), soft_wrap=True)


def _choose(console: Console, proposals: Sequence[Proposal], refused: Refused, *, accept_found: bool) -> list[Proposal]:
    """Those that are accepted. What only a person may accept is asked for, where there is one."""
    asks = sys.stdin.isatty()
    accepted = []
    for number, one in enumerate(proposals, 1):
        for why in one.why:
            console.print(Padding(Text(f"{number}. {one.page}: {why}"), (0, 0, 0, 2)))
        if one.kind == "words":
            console.print(Padding(Text(f"the flow gets the words “{one.words}” for {one.target}"), (0, 0, 0, 5)))
        if accept_found and not one.by_hand:
            accepted.append(one)
        elif not asks:
            by_hand = "only a person can accept this" if one.by_hand else "left for you"
            console.print(Padding(Text(by_hand, style="dim"), (0, 0, 0, 5)))
        else:
            answer = typer.prompt("     accept? yes, no (never ask again), later", default="later").strip().lower()
            if answer in ("y", "yes"):
                accepted.append(one)
            elif answer in ("n", "no"):
                refused.add(one)
                drop_pick(settings().picks_file, one.flow, one.page, one.target)
    return accepted


def _save(
    console: Console,
    file: FlowFile,
    check: FixtureCheck,
    accepted: Sequence[Proposal],
    browser: Browser,
    today: date,
    *,
    quiet: bool,
) -> None:
    before = file.path.read_text("utf-8")
    after = healed_text(before, file, accepted)
    walked = _rewalked(file, after, check, browser, today)
    path = baseline_file(file.path)
    baseline = load_baseline(path, file.flow.flow)
    if any(one.baseline != baseline.sha256 for one in accepted):
        raise BadFlowError(CHANGED, where=str(path), remedy=AGAIN)
    if load_flow(file.path).sha256 != file.sha256:
        raise BadFlowError(CHANGED, where=str(file.path), remedy=AGAIN)
    old = baseline.at(check.source, check.language)
    seen = renewed(old, walked.seen, file, accepted) if old else walked.seen
    if after != before:
        _write(file.path, after)
    save_baseline(path, baseline.with_seen(check.source, check.language, seen))
    keep_pictures(settings().pictures_folder, file.flow.flow, check.source, check.language, walked.pictures)
    for one in accepted:
        drop_pick(settings().picks_file, one.flow, one.page, one.target)
    if quiet:
        return
    if after != before:
        console.print(Text(diff(before, after, file.path.name)), soft_wrap=True)
    console.print(Text(f"✓ healed: {len(accepted)} of them; the healed flow was walked to its end", style="bold"))


def _write(path: Path, text: str) -> None:
    """Write the flow whole or not at all, with the rights that it had. Raises BadFlowError."""
    try:
        mode = path.stat().st_mode
        write_private(path, text)
        path.chmod(mode)
    except OSError as error:
        raise BadFlowError(
            f"the flow cannot be written ({error.strerror}), so nothing was saved",
            where=str(path),
            remedy="Copy it to a folder of your own with its baseline, and name it by its path.",
        ) from error


def _rewalked(file: FlowFile, text: str, check: FixtureCheck, browser: Browser, today: date) -> FlowCheck:
    """Walk the healed flow to the end of each way. Raises BadFlowError where one does not end as its site says."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / file.path.name
        path.write_text(text, "utf-8")
        healed = replace(check, file=load_flow(path), upto="end")
        with rehearsal_browser(browser) as running:
            result = check_fixture(running, healed, today)
    expected = site_info(check.folder).outcome
    for way in result.ways:
        if way.outcome.name != expected:
            raise BadFlowError(
                f"the healed flow ends {way.outcome.name} and not {expected} by the way in {way.way!r}: "
                f"{way.outcome.why}; nothing was saved",
                where=str(file.path),
                remedy="Accept what is missing as well, or mend the flow by hand.",
            )
    return result
