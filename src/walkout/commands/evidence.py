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
from walkout.words.speech import N_, _, _n, say_moment

ABOUT = N_(
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
            raise BadUsageError(
                _("there is nothing to add"), remedy=_("Give --prompt and --answer, or --screenshot FILE.")
            )
        console.print(_(ABOUT), markup=False)
        prompt = typer.prompt(_("What did you ask?"))
        answer = typer.prompt(_("What did it answer?"), default="", show_default=False)
    store = open_evidence(make=True)
    assert store is not None  # noqa: S101 - made where there was none
    if prompt is not None:
        item = store.add_prompt(prompt, answer or "")
        console.print(
            _n(
                "Kept, sealed: a prompt with its answer ({count} character), {id}",
                "Kept, sealed: a prompt with its answer ({count} characters), {id}",
                len(item.told),
                id=item.id,
            ),
            markup=False,
        )
    for path in screenshots:
        item = store.add_screenshot(path)
        told = _(
            "Kept, sealed and freed of metadata: a picture ({size} KB), {id}",
            size=len(item.content) // 1024 + 1,
            id=item.id,
        )
        console.print(told, markup=False)
    total = sum(len(item.told) for item in store.items() if item.kind == "prompt")
    if total < 100:
        console.print(
            _n(
                "The prompts have {count} character in all; fewer than 100 may be refused.",
                "The prompts have {count} characters in all; fewer than 100 may be refused.",
                total,
            ),
            markup=False,
        )
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
        console.print(_("Nothing was collected. `walkout evidence add` begins."), markup=False)
        return ExitCode.DONE
    table = Table(box=None, pad_edge=False)
    for title in ("id", _("what"), _("size"), _("added")):
        table.add_column(title)
    for item in items:
        size = (
            _n("{count} character", "{count} characters", len(item.told))
            if item.kind == "prompt"
            else _("{size} KB", size=len(item.content) // 1024 + 1)
        )
        table.add_row(Text(item.id), Text(_kind(item)), Text(size), say_moment(item.added.astimezone()))
    console.print(table)
    return ExitCode.DONE


def remove(wanted: str) -> int:
    """Remove one piece by the beginning of its id. Returns DONE. Raises BadProfileError."""
    store = open_evidence()
    if store is None:
        raise BadProfileError(_("nothing was collected"), remedy=_("`walkout evidence add` begins."))
    item = store.remove(wanted)
    plain_console().print(_("Removed: {kind} {id}", kind=_kind(item), id=item.id), markup=False)
    return ExitCode.DONE


def open_evidence(*, make: bool = False, ask: AskPassphrase = ask_passphrase) -> EvidenceStore | None:
    """The evidence of the kept profile; None where there is none. make: begin it. Raises BadProfileError."""
    vault = open_vault(settings(), ask)
    kept = vault.read() if vault else None
    if vault is None or kept is None:
        if not make:
            return None
        raise BadProfileError(
            _("evidence is sealed with a key that is kept with your profile, and no profile is kept yet"),
            remedy=_("Run `walkout profile set` first."),
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


def _kind(item: Item) -> str:
    return {"prompt": _("prompt"), "screenshot": _("screenshot")}[item.kind]


def _as_data(item: Item) -> dict[str, object]:
    size = len(item.told) if item.kind == "prompt" else len(item.content)
    return {"id": item.id, "kind": item.kind, "size": size, "added": item.added.isoformat()}
