"""`walkout check`: does each flow still find its way? It walks up to the step that sends, and not one step further."""

import json as json_format
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.text import Text

from walkout.commands.check_live import check_live
from walkout.commands.console import plain_console
from walkout.commands.facts import asked_browser
from walkout.drift.baseline import baseline_file, load_baseline, save_baseline
from walkout.drift.check import FixtureCheck, FlowCheck, Verdict
from walkout.drift.farm import Failed, Farm, run_checks
from walkout.drift.pictures import Pictures, kept_pictures
from walkout.drift.report import write_report
from walkout.drift.telling import AS_ABOVE, MARKS, WORDS, told_once, verdict_words, way_words
from walkout.drift.wording import is_changed
from walkout.drift.wording_shown import on_terminal
from walkout.dryrun.rehearse import fixture_of
from walkout.dryrun.site import site_info
from walkout.errors import BadUsageError, ExitCode
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.settings import settings
from walkout.shipped_files import fixture_folders, flow_files

CODES: dict[Verdict, ExitCode] = {
    "same": ExitCode.DONE,
    "moved": ExitCode.MOVED,
    "needs-person": ExitCode.NEEDS_PERSON,
    "cannot-check": ExitCode.CANNOT_CHECK,
}
STYLES: dict[Verdict, str] = {"same": "green", "moved": "yellow", "needs-person": "bold red", "cannot-check": "bold"}
# What decides the exit code of several checks, the gravest last.
GRAVITY: tuple[Verdict, ...] = ("same", "moved", "cannot-check", "needs-person")


@dataclass(frozen=True)
class Wanted:
    """What is to be checked, as the command line says it.

    all_flows: with all their fixtures. against: the variant whose baseline is compared with.
    """

    flows: tuple[str, ...]
    all_flows: bool = False
    variants: tuple[str, ...] = ()
    site: Path | None = None
    languages: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    against: str = ""


@dataclass(frozen=True)
class Where:
    """Where is checked: on fixtures in a browser of this machine or at `connect`; or on the live pages, in the person's
    own window or (headless) as a visitor sees them. save: what live pages look like becomes the flow's baseline.
    """

    browser: str | None = None
    connect: str | None = None
    headed: bool = False
    workers: int = 1
    live: bool = False
    headless: bool = False
    save: bool = False


def check(wanted: Wanted, where: Where, *, report: Path | None, json: bool) -> int:
    """Check flows and print what moved. Returns the gravest verdict's exit code.

    Raises BadUsageError, BadFlowError, CannotStartError.
    """
    _refuse(wanted, where)
    console = plain_console()
    today = datetime.now().astimezone().date()
    results = (_live if where.live else _on_fixtures)(
        wanted, where, console, today, pictures=report is not None, json=json
    )
    if json:
        print(json_format.dumps([_plain(one) for one in results], ensure_ascii=False, indent=1, default=_as_plain))
    else:
        _print(console, results)
    if report is not None:
        write_report(report, results, [_pictures_before(one) for one in results])
        if not json:
            console.print(Text(f"Report: {report}"), soft_wrap=True)
    return _code(results)


def _refuse(wanted: Wanted, where: Where) -> None:
    """Refuse options that do not go together. Raises BadUsageError."""
    if not wanted.flows and not wanted.all_flows:
        raise BadUsageError("which flow?", remedy="Such as `walkout check meta/facebook`; --all checks all of them.")
    if where.browser and where.connect:
        raise BadUsageError("--browser starts a browser, --connect uses one elsewhere", remedy="Give one of the two.")
    if where.live and (wanted.all_flows or wanted.variants or wanted.site or wanted.faults or where.connect):
        raise BadUsageError(
            "--live is for named flows, in your own browser",
            remedy="Leave out --all, --variant, --site, --fault and --connect.",
        )
    if wanted.against and (where.live or wanted.all_flows):
        raise BadUsageError("--against is for one fixture", remedy="Such as --variant eu-2025 --against eu-2024.")
    if not where.live and (where.headless or where.save):
        raise BadUsageError(
            "--headless and --save go with --live", remedy="Fixtures are rehearsed without a window anyway."
        )


def _on_fixtures(
    wanted: Wanted, where: Where, console: Console, today: date, *, pictures: bool, json: bool
) -> list[FlowCheck | Failed]:
    checks = list(_checks(wanted, pictures=pictures))
    browser = None if where.connect else asked_browser(where.browser, lean=not where.headed)
    farm = Farm(browser, where.connect, where.workers, where.headed)
    with _progress(console, len(checks), shown=not json and len(checks) > 1) as done:
        return run_checks(checks, farm, today, done)


def _live(
    wanted: Wanted, where: Where, console: Console, today: date, *, pictures: bool, json: bool
) -> list[FlowCheck | Failed]:
    browser, results = asked_browser(where.browser), []
    for name in wanted.flows:
        file = load_flow(find_flow(name))
        result = check_live(
            file,
            wanted.ways,
            browser,
            console,
            today,
            headless=where.headless,
            language=(wanted.languages or ("en",))[0],
            pictures=pictures,
            quiet=json,
        )
        results.append(result)
        if where.save and result.seen.pages:
            path = baseline_file(file.path)
            known = load_baseline(path, file.flow.flow)
            save_baseline(path, known.with_seen(result.source, result.language, result.seen))
    return list(results)


def _checks(wanted: Wanted, *, pictures: bool) -> Iterator[FixtureCheck]:
    paths = [find_flow(name) for name in wanted.flows] or flow_files()
    for path in paths:
        file = load_flow(path)
        for folder in _sites(file, wanted):
            known = site_info(folder).languages
            own = ("en",) if "en" in known else known[:1]
            for language in wanted.languages or own:
                if wanted.all_flows and language not in known:
                    continue
                yield FixtureCheck(file, folder, language, wanted.ways, wanted.faults, pictures, against=wanted.against)


def _sites(file: FlowFile, wanted: Wanted) -> Sequence[Path]:
    name = file.flow.flow
    if wanted.site is not None:
        return (wanted.site,)
    if wanted.variants:
        return [fixture_of(name, variant) for variant in wanted.variants]
    return fixture_folders(name) if wanted.all_flows else (fixture_of(name, None),)


@contextmanager
def _progress(console: Console, count: int, *, shown: bool) -> Iterator[Callable[[FlowCheck | Failed], None]]:
    """A bar on a terminal; without one, nothing."""
    if not shown or not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=count)

        def done(result: FlowCheck | Failed) -> None:
            bar.update(task, advance=1, description=result.flow)

        yield done


def _pictures_before(result: FlowCheck | Failed) -> Pictures:
    if isinstance(result, Failed):
        return {}
    return kept_pictures(settings().pictures_folder, result.flow, result.source, result.language)


def _print(console: Console, results: Sequence[FlowCheck | Failed]) -> None:
    for result in results:
        title = Text(result.flow, style="bold").append(f"  {result.source}, {result.language}", style="")
        console.print(title)
        if isinstance(result, Failed):
            console.print(Text(f"  {MARKS['cannot-check']} {result.why}", style=STYLES["cannot-check"]))
            continue
        for way, pages in told_once(result):
            line = Text(f"{MARKS[way.verdict]} {way.way}: {way_words(way)}", style=STYLES[way.verdict])
            console.print(Padding(line, (0, 0, 0, 2)))
            for page, lines in pages:
                for told in lines:
                    console.print(Padding(Text(f"{page.page}: {told}"), (0, 0, 0, 6)))
                if page.text and lines != AS_ABOVE:
                    console.print(Padding(on_terminal(page.text), (0, 0, 0, 6)))
        compared = f" (compared with {result.baseline_date:%d %B %Y})" if result.baseline_date else ""
        console.print(Text(f"  {verdict_words(result)}{compared}", style=STYLES[result.verdict]))
    if len(results) > 1:
        console.print(Text(_summary(results), style="bold"))


def _summary(results: Sequence[FlowCheck | Failed]) -> str:
    verdicts = list(map(_verdict, results))
    told = (f"{count} {WORDS[one]}" for one in GRAVITY if (count := verdicts.count(one)))
    return f"{len(results)} checks: {', '.join(told)}."


def _verdict(result: FlowCheck | Failed) -> Verdict:
    return "cannot-check" if isinstance(result, Failed) else result.verdict


def _code(results: Sequence[FlowCheck | Failed]) -> int:
    return CODES[max(map(_verdict, results), key=GRAVITY.index, default="cannot-check")]


def _plain(result: FlowCheck | Failed) -> dict[str, object]:
    if isinstance(result, Failed):
        return {**asdict(result), "verdict": "cannot-check"}
    return {
        "flow": result.flow,
        "source": result.source,
        "language": result.language,
        "verdict": result.verdict,
        "baseline": result.baseline_date,
        "ways": [
            {
                "way": way.way,
                "verdict": way.verdict,
                "outcome": way.outcome.name,
                "why": way.outcome.why,
                "pages": [
                    {
                        "page": page.page,
                        "state": page.state,
                        "targets": [
                            {
                                "target": one.target,
                                "state": one.state,
                                "by_record": one.by_record,
                                "changes": [asdict(change) for change in one.changes],
                                "could_be": one.others,
                            }
                            for one in page.targets
                        ],
                        "fields": [asdict(one) for one in page.fields],
                        "known_by": [asdict(one) for one in page.words],
                        "address": asdict(page.address) if page.address else None,
                        "text": [list(map(list, one)) for one in page.text.paragraphs if is_changed(one)]
                        if page.text
                        else None,
                    }
                    for page in way.pages
                ],
            }
            for way in result.ways
        ],
    }


def _as_plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
