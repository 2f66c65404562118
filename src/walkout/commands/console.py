"""The console: is somebody there, how wide is it, and the passphrase that is typed at it."""

import sys
from threading import RLock
from typing import Any

import typer
from rich.console import Console, ConsoleDimensions

from walkout.errors import BadProfileError
from walkout.profile.encrypted_file import ADVICE, MIN_PASSPHRASE
from walkout.words.speech import _, _n

WIDTH = 80


def on_terminal() -> bool:
    """Can she be asked?"""
    return sys.stdin.isatty()


class NarrowConsole(Console):
    """A console of at most 80 columns, also after the terminal's size has changed.

    lock: whoever draws on it from another thread holds it meanwhile.
    """

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.lock = RLock()

    @property
    def size(self) -> ConsoleDimensions:
        """Columns and rows as they are now."""
        width, height = super().size
        return ConsoleDimensions(min(width, WIDTH), height)

    @size.setter
    def size(self, new: tuple[int, int]) -> None:
        self.width, self.height = new

    def print(self, *objects: Any, **more: Any) -> None:
        """As Rich prints, one after the other."""
        with self.lock:
            super().print(*objects, **more)


def plain_console() -> Console:
    """A console of at most 80 columns that colours nothing by itself."""
    return NarrowConsole(highlight=False)


def ask_passphrase(new: bool) -> str:
    """The passphrase of the encrypted file, typed unseen. Raises BadProfileError without a terminal."""
    if not on_terminal():
        raise BadProfileError(
            _("the encrypted profile needs its passphrase, and there is no terminal to ask at"),
            remedy=_("Set WALKOUT_PASSPHRASE in the environment."),
        )
    if not new:
        return str(typer.prompt(_("Passphrase of the encrypted file"), hide_input=True, err=True))
    typer.echo(_("Keep the passphrase well: nobody can open the file without it, or tell it to you."), err=True)
    while True:
        words = _n(
            "New passphrase for the encrypted file (at least {count} character)",
            "New passphrase for the encrypted file (at least {count} characters)",
            MIN_PASSPHRASE,
        )
        passphrase = str(typer.prompt(words, hide_input=True, confirmation_prompt=True, err=True))
        if len(passphrase) >= MIN_PASSPHRASE:
            return passphrase
        typer.echo(_("That is too short. {advice}", advice=_(ADVICE)), err=True)
