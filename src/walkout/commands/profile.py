"""`walkout profile set|show|forget`: the person's values, and everything that is kept of her."""

import json as json_format
from collections.abc import Mapping, Sequence

import typer
from rich.table import Table

from walkout.commands.console import ask_passphrase, on_terminal, plain_console
from walkout.commands.forget import forget
from walkout.errors import BadProfileError, BadUsageError, ExitCode
from walkout.flow.values import template_reason
from walkout.masking import Masker
from walkout.profile import (
    Profile,
    Store,
    Vault,
    choose_vault,
    load_profile,
    make_profile,
    open_vault,
    overrides,
    save_profile,
)
from walkout.settings import settings
from walkout.words.countries import OBJECTION_REGIONS, country_code
from walkout.words.speech import N_, _, english

__all__ = ["as_data", "forget", "set_profile", "show_profile", "stored_profile"]

TITLES = {
    "country": N_("Country of residence"),
    "email": N_("E-mail"),
    "reason": N_("Reason"),
    "own_sentence": N_("Sentence of your own"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "language": N_("Language of the reason"),
}
ASKED_ALWAYS = ("country", "email", "reason")
ABOUT_SENTENCE = N_(
    "The right to object rests on your particular situation (GDPR Art. 21(1)). A sentence of your own makes the "
    "reason yours: what do you share there, and why should no AI learn from it? Enter leaves it out."
)


def stored_profile() -> Profile:
    """The person's values for a walk, with the overrides of the settings on top. Raises BadProfileError."""
    return load_profile(open_vault(settings(), ask_passphrase), settings())


def set_profile(given: Mapping[str, str | None], ask: bool, store: Store) -> int:
    """Keep these values beside the kept ones, and ask for what is missing if there is a terminal and `ask`.

    given: by the names of the profile; a country is a code or a name. An empty text removes a value. Without `reason`
    one is made or hers kept.
    Returns DONE. Raises BadProfileError, and BadUsageError where there is nothing to set.
    """
    _keep(given, ask, store, ASKED_ALWAYS)
    return ExitCode.DONE


def ask_profile(needs: tuple[str, ...] = ASKED_ALWAYS) -> Profile:
    """Ask for what of `needs` is missing, keep it, and return it with the overrides of the settings on top.

    Raises BadProfileError.
    """
    profile = _keep({}, True, "auto", tuple(name.replace("-", "_") for name in needs))
    return make_profile({**profile.model_dump(exclude_none=True), **overrides(settings())})


def _keep(given: Mapping[str, str | None], ask: bool, store: Store, needs: tuple[str, ...]) -> Profile:
    asking = ask and on_terminal()
    if not asking and store == "auto" and all(value is None for value in given.values()):
        raise BadUsageError(_("there is nothing to set"), remedy=_("Name a value, such as --email, or use a terminal."))
    changes = _checked({name: value for name, value in given.items() if value is not None})
    vault = _vault(store, asking)
    old = open_vault(settings(), ask_passphrase)
    source = vault if old is None or old.title == vault.title else old  # one object asks for one passphrase
    profile = _changed(source.read() or {}, changes, asking, needs)
    save_profile(vault, profile)
    if source is not vault:
        source.remove()
    _show(profile, vault, ())
    flow_names = [name.replace("_", "-") for name in needs if name in TITLES]
    if missing := profile.missing(flow_names):
        words = _("Still missing: {missing}. `walkout profile set` asks for it.", missing=", ".join(missing))
        plain_console().print(words, markup=False)
    return profile


def show_profile(json: bool) -> int:
    """Print what is kept, masked. Returns DONE. Raises BadProfileError."""
    vault = open_vault(settings(), ask_passphrase)
    profile = load_profile(vault, settings())
    if json:
        print(json_format.dumps(as_data(profile, vault), ensure_ascii=False, indent=1))
    else:
        _show(profile, vault, tuple(overrides(settings())))
    return ExitCode.DONE


def as_data(profile: Profile, vault: Vault | None) -> dict[str, object]:
    """The profile as `--json` prints it: masked."""
    masker = profile.masker()
    hints = {name: _hint(profile, masker, name) for name in TITLES}
    return {
        "kept_in": vault.place if vault else None,
        "values": {name: None if english(hint) == "not set" else english(hint) for name, hint in hints.items()},
        "from_settings": sorted(overrides(settings())),
    }


def _vault(store: Store, asking: bool) -> Vault:
    """The vault to write to; where there is no keyring, the encrypted file is offered."""
    try:
        return choose_vault(settings(), store, ask_passphrase)
    except BadProfileError as error:
        if not asking or store != "auto":
            raise
        plain_console().print(f"{error.what.capitalize()}.", markup=False)
        if not typer.confirm(_("Keep your values in a file that a passphrase encrypts?"), default=True):
            raise
        return choose_vault(settings(), "file", ask_passphrase)


def _checked(values: Mapping[str, str]) -> dict[str, str]:
    """The same values, a country as its code. Raises BadProfileError."""
    checked = dict(values)
    if values.get("country"):
        code = country_code(values["country"])
        if code is None:
            raise BadProfileError(
                _("no country is known by that name"),
                remedy=_("Give its name in any language, or two letters such as DE."),
            )
        checked["country"] = code
    make_profile({name: value for name, value in checked.items() if value}, where="")
    return checked


def _changed(kept: Mapping[str, str], changes: Mapping[str, str], asking: bool, needs: tuple[str, ...]) -> Profile:
    values = {**kept, **changes}
    if asking:
        values = _ask_missing(values, needs)
    if not changes.get("reason") and "reason" in needs and _has_right(values):
        values = _with_reason(values, kept, asking)
    return make_profile({name: value for name, value in values.items() if value})


def _has_right(values: Mapping[str, str]) -> bool:
    """Whether a reason is asked for where she lives: elsewhere there is only a form that wants none."""
    return not values.get("country") or values["country"] in OBJECTION_REGIONS or bool(values.get("reason"))


def _ask_missing(values: Mapping[str, str], needs: tuple[str, ...]) -> dict[str, str]:
    asked = dict(values)
    for name in ("country", "first_name", "last_name", "email"):
        while name in needs and not asked.get(name):
            asked |= _valid(name, typer.prompt(_title(name)))
    while "reason" in needs and _has_right(asked) and "own_sentence" not in asked:
        plain_console().print(_(ABOUT_SENTENCE), markup=False)
        answer = typer.prompt(_title("own_sentence"), default="", show_default=False).strip()
        asked |= _valid("own_sentence", answer) if answer else {"own_sentence": ""}
    return asked


def _valid(name: str, answer: str) -> dict[str, str]:
    """The answer if it will do; else nothing, and the person is told why."""
    try:
        return _checked({name: answer.strip()})
    except BadProfileError as error:
        typer.echo(str(error))
        return {}


def _with_reason(values: dict[str, str], kept: Mapping[str, str], asking: bool) -> dict[str, str]:
    """The values with a reason that fits them. One that she wrote herself stays."""
    written = values.get("reason")
    if written and written != _made(kept):
        if not asking:
            plain_console().print(_("The reason stays as you wrote it; --reason changes it."))
            return values
        made = written
    else:
        made = _made(values)
    if not asking:
        return {**values, "reason": made}
    while True:
        if made:
            plain_console().print("\n" + _("The reason that will be given:") + f"\n\n{made}\n", markup=False)
        answer = typer.prompt(
            _("Enter takes it; or write another") if made else _title("reason"),
            default=made or None,
            show_default=False,
        )
        if found := _valid("reason", answer):
            return {**values, **found}


def _made(values: Mapping[str, str]) -> str:
    own = values.get("own_sentence") or ""
    return template_reason(values.get("country", ""), values.get("language", ""), own)


def _title(name: str) -> str:
    return _(TITLES[name])


def _hint(profile: Profile, masker: Masker, name: str) -> str:
    return profile.language if name == "language" else masker.hint(name.replace("_name", "-name"))


def _show(profile: Profile, vault: Vault | None, from_settings: Sequence[str]) -> None:
    masker = profile.masker()
    table = Table(show_header=False, box=None)
    for name in TITLES:
        hint = _hint(profile, masker, name)
        table.add_row(
            _title(name), _("{hint} (from the environment or .env)", hint=hint) if name in from_settings else hint
        )
    console = plain_console()
    console.print(table)
    where = (
        _("Kept in the {title}: {place}", title=_(vault.title), place=vault.place)
        if vault
        else _("Nothing is kept. Start with: walkout profile set")
    )
    console.print(where, markup=False)
