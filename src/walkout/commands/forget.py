"""`walkout profile forget`: everything that is kept on this machine, and its removal."""

from collections.abc import Sequence

import typer
from rich.table import Table

from walkout.commands.console import ask_passphrase, on_terminal, plain_console
from walkout.errors import BadUsageError, ExitCode
from walkout.ledger import Ledger
from walkout.profile import every_vault
from walkout.profile.kept import Kept, everything_kept, remove_all
from walkout.settings import settings
from walkout.words.speech import _, say_number


def forget(everything: bool, pick: list[str], yes: bool) -> int:
    """List what is kept anywhere and remove what is picked, or all of it; on a terminal, ask which.

    yes: do not ask again. Returns DONE, or the exit code of the first thing that could not be removed.
    Raises BadUsageError: an unknown name, or nobody there to say yes.
    """
    ledger = Ledger(settings().ledger_file)
    kept = everything_kept(settings(), every_vault(settings(), ask_passphrase), ledger.forget)
    console = plain_console()
    console.print(_kept_table(kept) if kept else _("Nothing is kept on this machine."), markup=False)
    if not kept:
        return ExitCode.DONE
    if not everything and not pick:
        if not on_terminal():
            console.print(_("To remove: walkout profile forget --pick NAME, or --everything."), markup=False)
            return ExitCode.DONE
        pick = typer.prompt(_("What shall go? (names, or all; Enter: nothing)"), default="", show_default=False).split()
    chosen = kept if everything or pick == ["all"] else _picked(kept, pick)
    if not chosen or not (yes or _sure(chosen)):
        console.print(_("Nothing was removed."))
        return ExitCode.DONE
    errors = remove_all(chosen, settings().data_dir)
    for error in errors:
        console.print(str(error), style="red", markup=False)
    console.print(_("Removed: {removed} of {chosen}.", removed=len(chosen) - len(errors), chosen=len(chosen)))
    return errors[0].exit_code if errors else ExitCode.DONE


def _kept_table(kept: Sequence[Kept]) -> Table:
    table = Table(show_lines=True)
    for title, style in ((_("Name"), "bold"), (_("What and where"), None)):
        table.add_column(title, style=style, overflow="fold")
    table.add_column(_("Size"), justify="right", no_wrap=True)
    for item in kept:
        table.add_row(item.name, f"{item.what}\n{item.place}", "–" if item.size is None else _readable(item.size))
    return table


def _readable(size: int) -> str:
    number, unit = float(size), "B"
    for larger in ("kB", "MB", "GB"):
        if number < 1000:
            break
        number, unit = number / 1000, larger
    return f"{say_number(round(number, 0 if unit == 'B' else 1))} {unit}"


def _picked(kept: Sequence[Kept], names: Sequence[str]) -> list[Kept]:
    known = {item.name for item in kept}
    if unknown := sorted(set(names) - known):
        raise BadUsageError(
            _("nothing is kept under the name {names}", names=", ".join(unknown)),
            remedy=_("The names are: {names}.", names=", ".join(sorted(known))),
        )
    return [item for item in kept if item.name in names]


def _sure(chosen: Sequence[Kept]) -> bool:
    if not on_terminal():
        raise BadUsageError(_("nobody is there to say yes"), remedy=_("Add --yes to remove without being asked."))
    names = ", ".join(item.name for item in chosen)
    return typer.confirm(_("Remove for good: {names}?", names=names), default=False)
