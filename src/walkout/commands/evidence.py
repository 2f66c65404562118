"""`walkout evidence add|list|remove`: prompts and screenshots, collected before a request that has to show some."""

import json as json_format
from pathlib import Path

import typer
from pydantic import SecretStr
from rich.table import Table
from rich.text import Text

from walkout.commands.console import ask_passphrase, on_terminal, plain_console
from walkout.errors import BadProfileError, BadUsageError, ExitCode
from walkout.profile import Profile, load_profile, open_vault, save_profile
from walkout.profile.evidence import EvidenceStore, Item, new_key
from walkout.profile.vault import AskPassphrase
from walkout.settings import settings

ABOUT = (
    "Ask an AI of the service something to which a true answer would show personal information about you. Copy what "
    "you asked and what it answered. It is reported that fewer than 100 characters in all are refused."
)


def add(prompt: str | None, answer: str | None, screenshots: tuple[Path, ...]) -> int:
    """Keep a prompt with its answer, and pictures; what is not given is asked for at a terminal. Returns DONE.

    Raises BadUsageError where there is nothing to add, BadProfileError for a picture that is none, and where no profile
    is kept, which holds the key.
    """
    console = plain_console()
    if prompt is None and not screenshots:
        if not on_terminal():
            raise BadUsageError("there is nothing to add", remedy="Give --prompt and --answer, or --screenshot FILE.")
        console.print(ABOUT, markup=False)
        prompt = typer.prompt("What did you ask?")
        answer = typer.prompt("What did it answer?", default="", show_default=False)
    store = open_evidence(make=True)
    assert store is not None  # noqa: S101 - made where there was none
    if prompt is not None:
        item = store.add_prompt(prompt, answer or "")
        console.print(f"Kept, sealed: a prompt with its answer ({len(item.told)} characters), {item.id}", markup=False)
    for path in screenshots:
        item = store.add_screenshot(path)
        told = f"Kept, sealed and freed of metadata: a picture ({len(item.content) // 1024 + 1} KB), {item.id}"
        console.print(told, markup=False)
    total = sum(len(item.told) for item in store.items() if item.kind == "prompt")
    if total < 100:
        console.print(f"The prompts have {total} characters in all; fewer than 100 may be refused.", markup=False)
    return ExitCode.DONE


def list_evidence(json: bool) -> int:
    """Print what was collected: ids, kinds, sizes; nothing of what it says. Returns DONE. Raises BadProfileError."""
    store = open_evidence()
    items = store.items() if store else []
    if json:
        print(json_format.dumps([_as_data(item) for item in items], indent=1))
        return ExitCode.DONE
    console = plain_console()
    if not items:
        console.print("Nothing was collected. `walkout evidence add` begins.", markup=False)
        return ExitCode.DONE
    table = Table(box=None, pad_edge=False)
    for title in ("id", "what", "size", "added"):
        table.add_column(title)
    for item in items:
        size = f"{len(item.told)} characters" if item.kind == "prompt" else f"{len(item.content) // 1024 + 1} KB"
        table.add_row(Text(item.id), Text(item.kind), Text(size), f"{item.added.astimezone():%d %B %Y, %H:%M}")
    console.print(table)
    return ExitCode.DONE


def remove(wanted: str) -> int:
    """Remove one piece by the beginning of its id. Returns DONE. Raises BadProfileError."""
    store = open_evidence()
    if store is None:
        raise BadProfileError("nothing was collected", remedy="`walkout evidence add` begins.")
    item = store.remove(wanted)
    plain_console().print(f"Removed: {item.kind} {item.id}", markup=False)
    return ExitCode.DONE


def open_evidence(*, make: bool = False, ask: AskPassphrase = ask_passphrase) -> EvidenceStore | None:
    """The evidence of the kept profile; None where there is none. make: begin it. Raises BadProfileError."""
    vault = open_vault(settings(), ask)
    kept = vault.read() if vault else None
    if vault is None or kept is None:
        if not make:
            return None
        raise BadProfileError(
            "evidence is sealed with a key that is kept with your profile, and no profile is kept yet",
            remedy="Run `walkout profile set` first.",
        )
    profile: Profile = load_profile(vault, settings())
    if profile.evidence_key is None:
        if not make:
            return None
        # The kept values alone, without those of the environment.
        profile = Profile.model_validate({**kept, "evidence_key": SecretStr(new_key())})
        save_profile(vault, profile)
    assert profile.evidence_key is not None  # noqa: S101 - set above
    return EvidenceStore(settings().evidence_folder, profile.evidence_key.get_secret_value())


def _as_data(item: Item) -> dict[str, object]:
    size = len(item.told) if item.kind == "prompt" else len(item.content)
    return {"id": item.id, "kind": item.kind, "size": size, "added": item.added.isoformat()}
