"""The system's keyring: Secret Service, KWallet, macOS Keychain, Windows Credential Locker."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from walkout.errors import BadProfileError
from walkout.words.speech import N_, _

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "walkout"
ENTRY = "profile"
SAFE = 1  # the `keyring` library's own rule: below priority 1 a backend is a stand-in or keeps plain text
FIND_WITHIN = 15.0  # seconds in which a keyring must show itself
ANSWER_WITHIN = 120.0  # seconds, as the person may have to unlock it
OTHERWISE = N_("Unlock it and try again, or keep the values in an encrypted file: walkout profile set --store file")

Result = TypeVar("Result")


class KeyringVault:
    """One entry, so that a locked keyring asks once. It never waits for ever: see the limits above."""

    title = N_("system keyring")

    def __init__(self, find_within: float = FIND_WITHIN, answer_within: float = ANSWER_WITHIN) -> None:
        self._find_within, self._answer_within = find_within, answer_within

    @property
    def place(self) -> str:
        backend = self._backend()
        return _(
            "{name}, entry {entry} of {service}",
            name=backend.name if backend else _("none"),
            entry=ENTRY,
            service=SERVICE,
        )

    def usable(self) -> bool:
        """Whether there is a keyring that keeps secrets."""
        return self._backend() is not None

    def exists(self) -> bool:
        return self._entry() is not None

    def read(self) -> dict[str, str] | None:
        entry = self._entry()
        if entry is None:
            return None
        try:
            values = json.loads(entry)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            raise BadProfileError(
                _("what the keyring keeps for walkout is not a profile"),
                where=self.place,
                remedy=_("Remove it by `walkout profile forget`, then run `walkout profile set`."),
            )
        return {str(name): str(value) for name, value in values.items()}

    def write(self, values: Mapping[str, str]) -> None:
        text = json.dumps(dict(values), ensure_ascii=False)
        self._ask(lambda backend: backend.set_password(SERVICE, ENTRY, text), N_("the keyring kept nothing ({why})"))

    def remove(self) -> None:
        if self.exists():
            self._ask(
                lambda backend: backend.delete_password(SERVICE, ENTRY),
                N_("the keyring did not remove the entry ({why})"),
            )

    def _entry(self) -> str | None:
        return self._ask(lambda backend: backend.get_password(SERVICE, ENTRY), N_("the keyring did not open ({why})"))

    def _backend(self) -> "KeyringBackend | None":
        try:
            return within(self._find_within, _find_backend)
        except TimeoutError:
            return None

    def _ask(self, question: "Callable[[KeyringBackend], Result]", failure: str) -> Result:
        backend = self._backend()
        if backend is None:
            raise BadProfileError(_("this system has no keyring that keeps secrets"), remedy=_(OTHERWISE))
        try:
            return within(self._answer_within, lambda: question(backend))
        except TimeoutError:
            why: str = _("no answer")
        except Exception as error:  # noqa: BLE001 - backends raise what they like; the text could hold a value
            why = type(error).__name__
        raise BadProfileError(_(failure, why=why), where=backend.name, remedy=_(OTHERWISE))


def _find_backend() -> "KeyringBackend | None":
    # Importing `keyring` already asks D-Bus, so that even the import belongs under the time limit.
    import keyring

    backend = keyring.get_keyring()
    return backend if backend.priority >= SAFE else None


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """What `call` returns or raises. Raises TimeoutError when it takes longer; the call goes on unheard."""
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(call())
        except BaseException as error:  # noqa: BLE001 - handed to the caller below
            errors.append(error)

    thread = threading.Thread(target=run, daemon=True, name="keyring")
    thread.start()
    thread.join(seconds)
    if errors:
        raise errors[0]
    if not results:
        raise TimeoutError
    return results[0]
