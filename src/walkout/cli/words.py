"""The words of `walkout words`."""

from typing import Annotated

import typer

from walkout.cli.options import Json

words_app = typer.Typer(
    name="words", help="The words by which pages are understood.", no_args_is_help=True, rich_markup_mode=None
)


@words_app.command("check", epilog="Example: walkout words check fi")
def words_check(
    only: Annotated[list[str] | None, typer.Argument(metavar="[LANGUAGE]...", help="Only these; none: all.")] = None,
    json: Json = False,
) -> None:
    """List gaps, words that mean two things, and words of the rehearsal pages that are not understood."""
    from walkout.commands.words import check

    raise typer.Exit(check(tuple(only or ()), json))
