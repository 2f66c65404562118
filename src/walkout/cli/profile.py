"""The words of `walkout profile`."""

import sys
from typing import Annotated, Literal

import typer

from walkout.cli.options import Json

profile_app = typer.Typer(
    name="profile",
    help="Keep, show or forget your values.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@profile_app.command("set", epilog="Example: walkout profile set --country Ireland --email name@example.org")
def profile_set(
    country: Annotated[str | None, typer.Option(help="Your country of residence, by any of its names.")] = None,
    email: Annotated[str | None, typer.Option(help="The address that the service knows.")] = None,
    reason: Annotated[str | None, typer.Option(help="Your reason; without it one is made from a template.")] = None,
    own_sentence: Annotated[
        str | None, typer.Option(help="A sentence on your own situation, for the template.")
    ] = None,
    first_name: Annotated[str | None, typer.Option(help="Your first name, for forms that ask for it.")] = None,
    last_name: Annotated[str | None, typer.Option(help="Your last name.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of the reason, such as de or pt-BR.")] = None,
    store: Annotated[Literal["auto", "keyring", "file"], typer.Option(help="Where to keep it.")] = "auto",
) -> None:
    """Keep your values. What is not given is asked for."""
    from walkout.commands.profile import set_profile

    given = {
        "country": country,
        "email": email,
        "own_sentence": own_sentence,
        "first_name": first_name,
        "last_name": last_name,
        "language": language,
        "reason": reason,
    }
    raise typer.Exit(set_profile(given, ask=sys.stdin.isatty(), store=store))


@profile_app.command("show", epilog="Example: walkout profile show")
def profile_show(json: Json = False) -> None:
    """Show what is kept, masked."""
    from walkout.commands.profile import show_profile

    raise typer.Exit(show_profile(json))


@profile_app.command("forget", epilog="Example: walkout profile forget --everything")
def profile_forget(
    everything: Annotated[bool, typer.Option("--everything", help="All that is kept on this machine.")] = False,
    pick: Annotated[list[str] | None, typer.Option(help="Only this; may be repeated.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """List all that is kept, and remove what you pick.

    That is: the profile, logins in browser folders, receipts, the ledger, trusted flows.
    """
    from walkout.commands.profile import forget

    raise typer.Exit(forget(everything, pick or [], yes))
