"""Where the person's values are kept: the system's keyring or, where there is none, an encrypted file."""

from collections.abc import Callable, Mapping
from typing import Literal, Protocol

from walkout.errors import BadProfileError
from walkout.profile.encrypted_file import EncryptedFileVault
from walkout.profile.system_keyring import KeyringVault
from walkout.settings import Settings
from walkout.words.speech import _

Store = Literal["auto", "keyring", "file"]
AskPassphrase = Callable[[bool], str]


class Vault(Protocol):
    """A place for a few named values. All of its methods may raise BadProfileError.

    title: what a person calls the place. place: where it is found.
    """

    @property
    def title(self) -> str: ...
    @property
    def place(self) -> str: ...
    def exists(self) -> bool: ...
    def read(self) -> dict[str, str] | None: ...
    def write(self, values: Mapping[str, str]) -> None: ...
    def remove(self) -> None: ...


def open_vault(settings: Settings, ask: AskPassphrase) -> Vault | None:
    """The vault that keeps something, the file before the keyring; None where nothing is kept.

    ask: gives the passphrase, and is told whether it is a new one.
    """
    return next((vault for vault in every_vault(settings, ask) if vault.exists()), None)


def choose_vault(settings: Settings, store: Store, ask: AskPassphrase) -> Vault:
    """The vault to write to. auto: the one in use, else the keyring. Raises BadProfileError without one."""
    file = EncryptedFileVault(settings.profile_file, _passphrase(settings, ask))
    if store == "file" or (store == "auto" and file.exists()):
        return file
    keyring = KeyringVault()
    if not keyring.usable():
        raise BadProfileError(
            _("this system has no keyring that keeps secrets"),
            remedy=_("Keep the values in a file that a passphrase encrypts: walkout profile set --store file"),
        )
    return keyring


def every_vault(settings: Settings, ask: AskPassphrase) -> list[Vault]:
    """All places that could keep something on this machine, the one that wins first."""
    vaults: list[Vault] = [EncryptedFileVault(settings.profile_file, _passphrase(settings, ask))]
    keyring = KeyringVault()
    return [*vaults, keyring] if keyring.usable() else vaults


def _passphrase(settings: Settings, ask: AskPassphrase) -> AskPassphrase:
    given = settings.passphrase
    return (lambda _new: given.get_secret_value()) if given else ask
