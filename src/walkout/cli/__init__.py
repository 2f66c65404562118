"""The command line: options in, exit code out, and the only place where errors end.

Commands are imported when they are called, so that `--help` is quick.
"""

import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from walkout.cli.encoding import bear_any_letter
from walkout.cli.evidence import evidence_app
from walkout.cli.options import BrowserPath, Flow, Guide, Json, Quiet
from walkout.cli.profile import profile_app
from walkout.cli.upkeep import check, heal, import_, new, record
from walkout.cli.words import words_app
from walkout.errors import ExitCode, WalkoutError

EVENTS = "One event a line, as JSON, and nothing else on that output."
app = typer.Typer(
    name="walkout",
    help="Walk through the forms with which you object to AI training on your data, in a window that you see.\n\n"
    "Without a command, it opens its home page in a window: begin there.",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for group in (profile_app, evidence_app, words_app):
    app.add_typer(group)
app.command(epilog="Example: walkout check meta/facebook --report moved.html")(check)
app.command(epilog="Example: walkout heal my/flow.yaml")(heal)
app.command("import", epilog="Example: walkout import recording.json --out flows")(import_)
app.command(epilog="Example: walkout record https://www.example.org/privacy --as company/objection")(record)
app.command(epilog="Example: walkout new company/objection --out flows")(new)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"walkout {version('walkout')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
    ui_lang: Annotated[
        str | None, typer.Option(metavar="LANGUAGE", help="Speak this language, such as de; else your system's.")
    ] = None,
) -> None:
    """Options of all commands. Without a command: the home page, or help where nobody could see it."""
    from walkout.commands.language import speak_to_her

    speak_to_her(ui_lang)
    if context.invoked_subcommand is not None:
        return
    from walkout.browser.find import has_display

    if not (sys.stdin.isatty() and sys.stdout.isatty() and has_display()):
        typer.echo(context.get_help())
        raise typer.Exit
    from walkout.commands.home import home as command

    raise typer.Exit(command((), None))


@app.command(epilog="Example: walkout home my-flow.yaml")
def home(
    flows: Annotated[
        list[str] | None, typer.Argument(metavar="[FLOW]...", help="Flow files from elsewhere, to be shown as well.")
    ] = None,
    browser: BrowserPath = None,
) -> None:
    """Open the home page in a window: your requests, your values, and all walks.

    The same as `walkout` without a command. That window has no way to the network.
    """
    from walkout.commands.home import home as command

    raise typer.Exit(command(tuple(flows or ()), browser))


@app.command(epilog="Example: walkout run meta")
def run(
    flow: Annotated[
        str, typer.Argument(metavar="FLOW", help="A flow such as meta/facebook, a flow file, or meta: which is mine?")
    ],
    way: Annotated[str | None, typer.Option(help="Only this way in, such as policy.")] = None,
    browser: BrowserPath = None,
    attach: Annotated[
        str | None, typer.Option(metavar="URL", help="A running browser, by its debugging address.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=EVENTS)] = False,
    quiet: Quiet = False,
    guide: Guide = True,
) -> None:
    """Walk a flow for real, in your own browser.

    With the name of a service alone (meta) it asks where you live and which accounts you have, and proposes a flow.
    Nothing is sent before you have read it and said so.
    """
    from walkout.commands.run import run as command

    raise typer.Exit(command(flow, way=way, browser=browser, attach=attach, quiet=quiet, guide=guide, json=json))


@app.command("dry-run", epilog="Example: walkout dry-run meta/facebook --lang de --way policy --headed --slow 400")
def dry_run(
    flow: Flow,
    variant: Annotated[str | None, typer.Option(help="Which fixture; `walkout list` names them.")] = None,
    lang: Annotated[str, typer.Option(help="The language of the pages.")] = "en",
    way: Annotated[str | None, typer.Option(help="Only this way in, such as policy.")] = None,
    fault: Annotated[
        list[str] | None, typer.Option(help="Let this go wrong, such as wrong-code. May be repeated.")
    ] = None,
    headed: Annotated[bool, typer.Option("--headed", help="Show the window.")] = False,
    slow: Annotated[int, typer.Option(metavar="MS", min=0, help="Wait that long before each act.")] = 0,
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep pictures and a receipt marked as rehearsal.")
    ] = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Keep what the pages look like, for `walkout check`.")
    ] = False,
    browser: BrowserPath = None,
    json: Annotated[bool, typer.Option("--json", help=EVENTS)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only how it ended.")] = False,
    guide: Guide = True,
) -> None:
    """Rehearse a flow on local pages.

    A scripted person plays your part. No network, no profile; nothing is sent to anybody.
    """
    from walkout.commands.dry_run import dry_run as command

    code = command(
        flow,
        variant=variant,
        language=lang,
        way=way,
        faults=tuple(fault or ()),
        headed=headed,
        slow_ms=slow,
        browser=browser,
        json=json,
        quiet=quiet,
        keep=keep,
        baseline=baseline,
        guide=guide,
    )
    raise typer.Exit(code)


@app.command("list", epilog="Example: walkout list")
def list_(json: Json = False) -> None:
    """List the flows that come with walkout."""
    from walkout.commands.list_flows import list_flows

    raise typer.Exit(list_flows(json))


@app.command(epilog="Example: walkout show meta/facebook")
def show(flow: Flow) -> None:
    """Show what a flow may touch.

    Its places, the values it types, and the pages on which it sends.
    """
    from walkout.commands.show import show as command

    raise typer.Exit(command(flow))


@app.command(epilog="Example: walkout status")
def status(
    json: Json = False,
    checked: Annotated[
        str | None, typer.Option(metavar="ID", help="You have looked at this request again: take its recheck away.")
    ] = None,
) -> None:
    """Show your submissions, when answers are due, and what should be looked at again."""
    from walkout.commands.status import status as command

    raise typer.Exit(command(json, checked))


@app.command(epilog="Example: walkout policy meta/facebook --since 2026-01-01")
def policy(
    flow: Flow,
    since: Annotated[
        datetime | None, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="Only what was seen from this day on.")
    ] = None,
    json: Json = False,
) -> None:
    """Show the notices and policies that your walks and checks have seen, and how their words changed."""
    from walkout.commands.policy import policy as command

    raise typer.Exit(command(flow, since.date() if since else None, json))


@app.command(epilog="Example: walkout doctor --install")
def doctor(
    install: Annotated[bool, typer.Option("--install", help="Install a browser if there is none.")] = False,
    json: Json = False,
) -> None:
    """Check that a walk can start on this machine.

    Looks at browser, display, keyring and folders, and tells a remedy for what is missing.
    """
    from walkout.commands.doctor import doctor as command

    raise typer.Exit(command(install, json))


@app.command(epilog="Example: walkout lint my-flow.yaml")
def lint(
    flows: Annotated[
        list[str] | None, typer.Argument(metavar="[FLOW]...", help="Flows or files; none: all shipped ones.")
    ] = None,
) -> None:
    """Check flow files; findings with file and line."""
    from walkout.commands.lint import lint as command

    raise typer.Exit(command(tuple(flows or ())))


@app.command(epilog="Example: walkout schema > flow.schema.json")
def schema() -> None:
    """Print the JSON Schema of flow files."""
    from walkout.commands.lint import schema as command

    raise typer.Exit(command())


@app.command(epilog="Example: walkout explain policy.html link:right-to-object --picture marked.png")
def explain(
    page: Annotated[str, typer.Argument(metavar="PAGE", help="An address, or a file with a saved page.")],
    target: Annotated[str, typer.Argument(metavar="TARGET", help="Such as link:right-to-object or field:email.")],
    fixture: Annotated[
        str | None, typer.Option(metavar="FLOW", help="The fixture site of this flow answers the address.")
    ] = None,
    variant: Annotated[str | None, typer.Option(help="Its variant, such as eu-2025.")] = None,
    fault: Annotated[list[str] | None, typer.Option(help="A fault of the fixture site; can be given again.")] = None,
    language: Annotated[str, typer.Option(help="The language of the page, such as de.")] = "en",
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", dir_okay=False, help="Write a picture with the elements marked.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, max=50, help="How many elements to show.")] = 5,
    browser: BrowserPath = None,
    headed: Annotated[bool, typer.Option("--headed", help="Show the window.")] = False,
    json: Json = False,
) -> None:
    """Show how a page's elements are weighed against a target, with the reasons.

    A live address is opened as by a visitor who is not signed in. Nothing is typed or pressed.
    """
    from walkout.commands.explain import Shown
    from walkout.commands.explain import explain as command

    shown = Shown(page, fixture, variant, tuple(fault or ()), language)
    raise typer.Exit(command(shown, target, top=top, picture=picture, browser=browser, headed=headed, json=json))


def main() -> None:
    """Run the command line. Errors end here: in plain words, with their exit code and without personal values."""
    bear_any_letter()
    try:
        app()
    except WalkoutError as error:
        typer.echo(f"walkout: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        from walkout.words.speech import _

        typer.echo(f"walkout: {_('interrupted')}", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except Exception as error:
        if os.environ.get("WALKOUT_DEBUG"):
            raise
        from walkout.words.speech import _

        last = traceback.extract_tb(error.__traceback__)[-1]
        told = _(
            "an error of walkout's own: {error} in {file}, line {line}.",
            error=type(error).__name__,
            file=Path(last.filename).name,
            line=last.lineno,
        )
        withheld = _("Its text is withheld, as it may hold personal values; WALKOUT_DEBUG=1 shows it.")
        typer.echo(f"walkout: {told}\n{withheld}", err=True)
        sys.exit(ExitCode.BUG)
