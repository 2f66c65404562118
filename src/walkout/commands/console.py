"""The console: is somebody there, how wide is it, and the passphrase that is typed at it."""

import sys

import typer
from rich.console import Console

from walkout.errors import BadProfileError

WIDTH = 80


def on_terminal() -> bool:
    """Can she be asked?"""
    return sys.stdin.isatty()


def plain_console() -> Console:
    """A console of at most 80 columns that colours nothing by itself."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH)
    return console


def ask_passphrase(new: bool) -> str:
    """The passphrase of the encrypted file, typed unseen. Raises BadProfileError without a terminal."""
    if not on_terminal():
        raise BadProfileError(
            "the encrypted profile needs its passphrase, and there is no terminal to ask at",
            remedy="Set WALKOUT_PASSPHRASE in the environment.",
        )
    words = "New passphrase for the encrypted file" if new else "Passphrase of the encrypted file"
    return str(typer.prompt(words, hide_input=True, confirmation_prompt=new, err=True))
