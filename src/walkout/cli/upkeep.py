"""The words of the commands that keep flows alive."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from walkout.cli.options import BrowserPath, Flow, Json
from walkout.errors import BadUsageError

Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", file_okay=False, help="Where to write it: DIR/service/flow.yaml.")
]


def check(
    flows: Annotated[
        list[str] | None, typer.Argument(metavar="[FLOW]...", help="Flows such as meta/facebook, or flow files.")
    ] = None,
    all_: Annotated[
        bool, typer.Option("--all", help="All flows that come with walkout, on all their fixtures.")
    ] = False,
    variant: Annotated[list[str] | None, typer.Option(help="Only this fixture. May be repeated.")] = None,
    site: Annotated[
        Path | None, typer.Option(metavar="DIR", file_okay=False, help="A fixture folder of your own.")
    ] = None,
    against: Annotated[
        str, typer.Option(metavar="VARIANT", help="Compare with what was seen on this fixture instead.")
    ] = "",
    lang: Annotated[list[str] | None, typer.Option(help="The language of the pages. May be repeated.")] = None,
    way: Annotated[list[str] | None, typer.Option(help="Only this way in. May be repeated.")] = None,
    fault: Annotated[list[str] | None, typer.Option(help="A fault of the fixture, to see it told.")] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", dir_okay=False, help="Write a report with pictures, as HTML.")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Browsers side by side.")] = 1,
    connect: Annotated[
        str | None, typer.Option(metavar="URL", help="A browser elsewhere: a Playwright server or a debugging address.")
    ] = None,
    live: Annotated[
        bool, typer.Option("--live", help="The live pages, in your own window. Nothing is typed there.")
    ] = False,
    headless: Annotated[
        bool, typer.Option("--headless", help="With --live: as a visitor who is not signed in, without a window.")
    ] = False,
    save: Annotated[
        bool, typer.Option("--save", help="With --live: keep what the pages look like beside the flow.")
    ] = False,
    timeline: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Dated captures of one page: when did its link and wording change?"),
    ] = None,
    target: Annotated[str, typer.Option(help="With --timeline: which link.")] = "link:right-to-object",
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", dir_okay=False, help="With --timeline: draw it, .svg or .png.")
    ] = None,
    match: Annotated[str, typer.Option(metavar="GLOB", help="With --timeline: only these files.")] = "*",
    diff: Annotated[
        datetime | None,
        typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="With --timeline: what changed on that day."),
    ] = None,
    browser: BrowserPath = None,
    headed: Annotated[bool, typer.Option("--headed", help="Show the window of a rehearsal.")] = False,
    json: Json = False,
) -> None:
    """Check whether flows still find their way, and say what moved.

    Each way in is walked up to the step that sends, and not one step further.
    """
    if timeline is not None:
        from walkout.commands.timeline import timeline as draw

        on = diff.date() if diff else None
        raise typer.Exit(
            draw(timeline, target=target, picture=picture, json=json, browser=browser, match=match, diff=on)
        )
    from walkout.commands.check import Wanted, Where
    from walkout.commands.check import check as command

    several = (tuple(given or ()) for given in (variant, lang, way, fault))
    variants, languages, ways, faults = several
    wanted = Wanted(tuple(flows or ()), all_, variants, site, languages, ways, faults, against)
    where = Where(browser, connect, headed, workers, live, headless, save)
    raise typer.Exit(command(wanted, where, report=report, json=json))


def heal(
    flow: Flow,
    variant: Annotated[str | None, typer.Option(help="Which fixture; `walkout list` names them.")] = None,
    site: Annotated[
        Path | None, typer.Option(metavar="DIR", file_okay=False, help="A fixture folder of your own.")
    ] = None,
    against: Annotated[str, typer.Option(metavar="VARIANT", help="Heal what was seen on this fixture instead.")] = "",
    lang: Annotated[str, typer.Option(help="The language of the pages.")] = "en",
    way: Annotated[list[str] | None, typer.Option(help="Only this way in. May be repeated.")] = None,
    accept_found: Annotated[
        bool, typer.Option("--accept-found", help="Accept all but what only a person may accept.")
    ] = False,
    browser: BrowserPath = None,
    json: Json = False,
) -> None:
    """Propose a change for each thing that moved, and save those that you accept.

    The healed flow is walked to its end first. What sends, and what confirms, is never healed without you.
    """
    from walkout.commands.heal import heal as command

    code = command(
        flow,
        variant=variant,
        site=site,
        language=lang,
        ways=tuple(way or ()),
        against=against,
        accept_found=accept_found,
        browser=browser,
        json=json,
    )
    raise typer.Exit(code)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A recording: .json, .side or .py.")],
    out: Out = Path(),
    json: Json = False,
) -> None:
    """Make a flow of a recording that another program made.

    Reads Chrome DevTools Recorder, Selenium IDE and Playwright codegen (Python). It tells what was carried over, and
    what was left and why. Nothing that was typed is written.
    """
    from walkout.commands.import_recording import import_recording as command

    raise typer.Exit(command(file, out, json=json))


def record(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="Where to begin, such as https://www.example.org/.")
    ],
    name: Annotated[str, typer.Option("--as", metavar="SERVICE/FLOW", help="What to call it: company/objection.")] = "",
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", file_okay=False, help="Where to write it: DIR/service/flow.yaml.")
    ] = Path("flows"),
    into: Annotated[str, typer.Option("--into", metavar="FLOW", help="Add what is met anew to this flow.")] = "",
    fixtures: Annotated[
        str, typer.Option("--fixtures", metavar="SITE", help="On stand-in pages, such as meta/facebook-eu-2024.")
    ] = "",
    lang: Annotated[str, typer.Option(help="With --fixtures: the language of the pages.")] = "en",
    browser: BrowserPath = None,
) -> None:
    """Record a flow by doing it once, in a window.

    Each step is told as it is understood. Nothing that you type is written; passwords and codes are not received.
    """
    if bool(name) == bool(into):
        raise BadUsageError("a recording is a new flow or goes into one", remedy="Give either --as or --into.")
    from walkout.commands.record import Wanted
    from walkout.commands.record import record as command

    raise typer.Exit(command(Wanted(address, name, out, into, fixtures, lang), browser=browser))


def new(
    name: Annotated[str, typer.Argument(metavar="SERVICE/FLOW", help="Its name, such as company/objection.")],
    out: Out = Path(),
) -> None:
    """Write a commented flow to begin with."""
    from walkout.commands.new import new as command

    raise typer.Exit(command(name, out))
