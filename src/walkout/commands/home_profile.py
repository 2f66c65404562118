"""The person's values while the home page is open: where they are kept, and whether they are open to it."""

from collections.abc import Mapping

from walkout.errors import BadProfileError
from walkout.home.ended import could_not
from walkout.home.state import Notice, Place
from walkout.profile import (
    Profile,
    Vault,
    choose_vault,
    load_profile,
    make_profile,
    open_vault,
    overrides,
    save_profile,
)
from walkout.profile.system_keyring import KeyringVault
from walkout.settings import settings
from walkout.words.speech import _


class KeptProfile:
    """The values, read once and after each change. A passphrase that was typed is kept for as long as this is.

    shown: the values, with those of the settings on top; none of the kept ones while they are locked. problem: why they
    could not be read.
    """

    def __init__(self) -> None:
        self._passphrase = ""
        self.problem: Notice | None = None
        self.read_again()

    @property
    def from_settings(self) -> tuple[str, ...]:
        """Which values the environment or `.env` sets."""
        return tuple(overrides(settings()))

    def ask(self, new: bool) -> str:
        """The passphrase that she has typed on the page. Raises BadProfileError where she has not."""
        if not self._passphrase:
            what = _("a passphrase is needed for a new file") if new else _("the values are locked")
            raise BadProfileError(what, remedy=_("Unlock them on the home page."))
        return self._passphrase

    def read_again(self) -> None:
        """Read what is kept now."""
        self.problem = None
        file = settings().profile_file
        if file.exists():
            self.place = Place("file", str(file), kept=True)
            if not self._passphrase and settings().passphrase is None:
                self._lock()
                return
        else:
            self._passphrase = ""
            keyring = KeyringVault()
            self.place = Place("keyring", keyring.place) if keyring.usable() else Place("file", str(file))
        self._read()

    def _read(self) -> None:
        try:
            vault = open_vault(settings(), self.ask)
            self.shown = load_profile(vault, settings())
            self.place = Place(self.place.kind, self.place.where, kept=vault is not None)
        except BadProfileError as error:
            self.problem = could_not(error.what, error.remedy)
            self._lock()

    def _lock(self) -> None:
        self._passphrase = ""
        self.place = Place(self.place.kind, self.place.where, kept=True, locked=self.place.kind == "file")
        self.shown = make_profile(overrides(settings()))

    def unlock(self, passphrase: str) -> None:
        """Open the file by its passphrase. Raises BadProfileError."""
        self._passphrase = passphrase
        self.read_again()
        if self.place.locked:
            raise BadProfileError(_("the passphrase does not open the profile"))

    def save(self, values: Mapping[str, str], passphrase: str) -> None:
        """Keep these values in place of the old ones; an empty one goes. passphrase: of a new file.

        Raises BadProfileError.
        """
        vault = self._vault(passphrase)
        profile = _changed(vault.read() or {}, values)
        save_profile(vault, profile)
        self.read_again()

    def _vault(self, passphrase: str) -> Vault:
        if passphrase:
            self._passphrase = passphrase
        return choose_vault(settings(), "auto" if self.place.kind == "keyring" else "file", self.ask)


def _changed(kept: Mapping[str, str], values: Mapping[str, str]) -> Profile:
    merged = {**kept, **values}
    return make_profile({name: value for name, value in merged.items() if value})
