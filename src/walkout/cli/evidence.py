"""The words of `walkout evidence`."""

from pathlib import Path
from typing import Annotated

import typer

from walkout.cli.options import Json

evidence_app = typer.Typer(
    name="evidence",
    help="Collect prompts and screenshots that show personal information about you.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@evidence_app.command("add", epilog="Example: walkout evidence add --screenshot answer.png")
def evidence_add(
    prompt: Annotated[str | None, typer.Option(help="What you asked.")] = None,
    answer: Annotated[str | None, typer.Option(help="What it answered.")] = None,
    screenshot: Annotated[list[Path] | None, typer.Option(help="A picture, PNG or JPEG. May be repeated.")] = None,
) -> None:
    """Keep a prompt with its answer, or screenshots, sealed on this machine.

    Pictures are freed of what a camera or program wrote into them (place, time, device).
    """
    from walkout.commands.evidence import add

    raise typer.Exit(add(prompt, answer, tuple(screenshot or ())))


@evidence_app.command("list", epilog="Example: walkout evidence list")
def evidence_list(json: Json = False) -> None:
    """List what was collected, without what it says."""
    from walkout.commands.evidence import list_evidence

    raise typer.Exit(list_evidence(json))


@evidence_app.command("remove", epilog="Example: walkout evidence remove 3f2a")
def evidence_remove(
    wanted: Annotated[str, typer.Argument(metavar="ID", help="The beginning of its id, as `evidence list` shows it.")],
) -> None:
    """Remove one piece."""
    from walkout.commands.evidence import remove

    raise typer.Exit(remove(wanted))
