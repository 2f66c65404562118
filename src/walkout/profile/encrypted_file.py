"""The person's values in a file that a passphrase opens: Scrypt makes the key, AES-256-GCM seals."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from walkout.errors import BadProfileError, CannotStartError
from walkout.settings import private_folder, write_private
from walkout.words.speech import N_, _, _n

MIN_PASSPHRASE = 8  # characters
ADVICE = N_("Four words that do not belong together are easy to keep in mind and hard to guess.")
BROKEN = N_("Restore it from a copy, or remove it by `walkout profile forget` and run `walkout profile set`.")


class Header(BaseModel):
    """How the key is made: 32 MiB, one of the settings of OWASP's Password Storage Cheat Sheet.

    The limits keep a planted file from taking all memory.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    walkout_profile: Literal[1] = 1
    n: Annotated[int, Field(ge=2**14, le=2**17)] = 2**15
    r: Annotated[int, Field(ge=8, le=16)] = 8
    p: Annotated[int, Field(ge=1, le=8)] = 3
    salt: Annotated[str, Field(min_length=24, max_length=24)]
    nonce: Annotated[str, Field(min_length=16, max_length=16)]

    def key(self, passphrase: str) -> bytes:
        return Scrypt(b64decode(self.salt), 32, self.n, self.r, self.p).derive(passphrase.encode("utf-8"))

    def bytes(self) -> bytes:
        """The header as it is sealed together with the values."""
        return self.model_dump_json().encode("utf-8")


class Sealed(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    header: Header
    values: str


class EncryptedFileVault:
    """The values in one file, 0600. ask: gives the passphrase, told whether it is a new one; asked once."""

    title = N_("encrypted file")

    def __init__(self, path: Path, ask: Callable[[bool], str]) -> None:
        self._path, self._ask = path, ask
        self._passphrase = ""

    @property
    def place(self) -> str:
        return str(self._path)

    def exists(self) -> bool:
        return self._path.exists()

    def read(self) -> dict[str, str] | None:
        """The kept values; None without a file. Raises BadProfileError: damaged, or another passphrase."""
        if not self.exists():
            return None
        sealed = self._sealed()
        passphrase = self._passphrase or self._ask(False)
        try:
            cipher = AESGCM(sealed.header.key(passphrase))
            text = cipher.decrypt(b64decode(sealed.header.nonce), b64decode(sealed.values), sealed.header.bytes())
            values = json.loads(text)
        except InvalidTag:
            raise BadProfileError(
                _("the passphrase does not open the profile, or the file was changed"),
                where=self.place,
                remedy=_("Try again."),
            ) from None
        except ValueError:
            raise BadProfileError(_("the profile's file is damaged"), where=self.place, remedy=_(BROKEN)) from None
        self._passphrase = passphrase
        return {str(name): str(value) for name, value in values.items()}

    def write(self, values: Mapping[str, str]) -> None:
        """Keep these in place of the old ones, which the passphrase must open. Raises BadProfileError."""
        if not self._passphrase:
            self.read()
        passphrase = self._passphrase or self._new_passphrase()
        header = Header(salt=_random(16), nonce=_random(12))
        text = json.dumps(dict(values), ensure_ascii=False).encode("utf-8")
        secret = AESGCM(header.key(passphrase)).encrypt(b64decode(header.nonce), text, header.bytes())
        sealed = Sealed(header=header, values=b64encode(secret).decode("ascii"))
        try:
            private_folder(self._path.parent)
            write_private(self._path, sealed.model_dump_json(indent=1))
        except OSError as error:
            raise BadProfileError(
                _("the profile's file cannot be written ({why})", why=error.strerror),
                where=self.place,
                remedy=_("Free some space."),
            ) from error
        except CannotStartError as error:
            raise BadProfileError(error.what, where=error.where, remedy=error.remedy) from error
        self._passphrase = passphrase

    def remove(self) -> None:
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise BadProfileError(
                _("the profile's file cannot be removed ({why})", why=error.strerror), where=self.place
            ) from error

    def _new_passphrase(self) -> str:
        passphrase = self._ask(True)
        if len(passphrase) < MIN_PASSPHRASE:
            raise BadProfileError(
                _n(
                    "the passphrase is too short: at least {count} character",
                    "the passphrase is too short: at least {count} characters",
                    MIN_PASSPHRASE,
                ),
                remedy=_(ADVICE),
            )
        return passphrase

    def _sealed(self) -> Sealed:
        try:
            return Sealed.model_validate_json(self._path.read_bytes())
        except ValidationError:
            raise BadProfileError(_("the profile's file is damaged"), where=self.place, remedy=_(BROKEN)) from None
        except OSError as error:
            raise BadProfileError(
                _("the profile's file cannot be read ({why})", why=error.strerror),
                where=self.place,
                remedy=_("Look at its rights."),
            ) from error


def _random(count: int) -> str:
    return b64encode(os.urandom(count)).decode("ascii")
