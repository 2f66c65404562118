"""Settings from the environment and from `.env`, the folders of walkout, and private files."""

import os
import stat
import tempfile
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from walkout.errors import BadUsageError, CannotStartError
from walkout.words.speech import _

PREFIX = "WALKOUT_"
# A `.env` may come with a folder from a stranger. It may not name a program to start, nor a folder with
# logins and trusted flows that were made elsewhere: these two are taken from the environment only.
NOT_FROM_ENV_FILE = ("browser", "data_dir")


def _whole(path: Path) -> Path:
    return path.expanduser().absolute()


Place = Annotated[Path, AfterValidator(_whole)]


class Settings(BaseSettings):
    """What the environment (`WALKOUT_…`) and the `.env` of the current folder say; the environment wins.

    country, email, names, reason, own_sentence and language override the kept profile. passphrase opens the
    encrypted profile where nobody can be asked. browser: the program. data_dir: where everything is kept. ui_lang: the
    language that walkout speaks; `language` is the one in which a reason is given.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    country: SecretStr | None = None
    email: SecretStr | None = None
    reason: SecretStr | None = None
    own_sentence: SecretStr | None = None
    first_name: SecretStr | None = None
    last_name: SecretStr | None = None
    language: str | None = None
    ui_lang: str | None = None
    passphrase: SecretStr | None = None
    browser: Place | None = None
    data_dir: Place = Field(default_factory=lambda: user_data_path("walkout", appauthor=False))

    @property
    def ledger_file(self) -> Path:
        return self.data_dir / "ledger.sqlite3"

    @property
    def profile_file(self) -> Path:
        """The encrypted profile, where there is no keyring."""
        return self.data_dir / "profile.json"

    @property
    def receipts_folder(self) -> Path:
        return self.data_dir / "receipts"

    @property
    def rehearsals_folder(self) -> Path:
        """Receipts of dry runs, apart from those of real walks."""
        return self.data_dir / "rehearsals"

    @property
    def pictures_folder(self) -> Path:
        """Pictures of pages as they were when a baseline was written, for the report of a check."""
        return self.data_dir / "pictures"

    @property
    def baselines_folder(self) -> Path:
        """What live pages looked like in the person's own walks."""
        return self.data_dir / "baselines"

    @property
    def picks_file(self) -> Path:
        """What the person pointed at on her walks, until a heal proposes it."""
        return self.data_dir / "picks.json"

    @property
    def refused_heals_file(self) -> Path:
        """Which heals the person has refused, so that they are not proposed again."""
        return self.data_dir / "refused-heals.json"

    @property
    def evidence_folder(self) -> Path:
        """Prompts and screenshots that were collected, each sealed."""
        return self.data_dir / "evidence"

    @property
    def texts_folder(self) -> Path:
        """Notices and policies that were seen, version by version."""
        return self.data_dir / "texts"

    @property
    def browsers_folder(self) -> Path:
        return self.data_dir / "browser"

    @property
    def trusted_flows_file(self) -> Path:
        """Which flows from elsewhere the person has agreed to."""
        return self.data_dir / "trusted-flows.json"

    def browser_folder(self, service: str) -> Path:
        """The lasting browser profile of one service, which keeps her signed in there."""
        return self.browsers_folder / service


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once. `settings.cache_clear()` makes the next call read them again.

    Raises BadUsageError.
    """
    return read_settings(Path(".env"))


def read_settings(env_file: Path) -> Settings:
    """Settings of the environment on top of `env_file`, which need not exist. Raises BadUsageError."""
    _check_names(env_file)
    try:
        return Settings(_env_file=env_file, _env_file_encoding="utf-8")
    except ValidationError as error:
        names = ", ".join(sorted({f"{PREFIX}{part['loc'][0]}".upper() for part in error.errors()}))
        raise BadUsageError(
            _("not a valid setting: {names}", names=names),
            remedy=_("Look in the environment and in {env_file}.", env_file=env_file),
        ) from None


def _check_names(env_file: Path) -> None:
    for key in _names_in(env_file):
        name = key.upper().removeprefix(PREFIX).lower()
        if name in NOT_FROM_ENV_FILE:
            raise BadUsageError(
                _("{key} is not taken from a .env file, which may come from a stranger", key=key),
                where=str(env_file),
                remedy=_("Set it in the environment instead: export {key}=…", key=key),
            )
        if name not in Settings.model_fields:
            near = get_close_matches(name, Settings.model_fields, n=1)
            remedy = (
                _("Did you mean {name}?", name=f"{PREFIX}{near[0].upper()}")
                if near
                else _("Did you mean a line without it?")
            )
            raise BadUsageError(
                _("there is no setting {key}", key=key),
                where=str(env_file),
                remedy=remedy,
            )


def _names_in(env_file: Path) -> list[str]:
    try:
        return [key for key in dotenv_values(env_file, encoding="utf-8") if key.upper().startswith(PREFIX)]
    except (OSError, UnicodeDecodeError) as error:
        raise BadUsageError(
            _("the settings file cannot be read ({name})", name=type(error).__name__),
            where=str(env_file),
            remedy=_("It must be a text file in UTF-8 that you may read."),
        ) from None


def private_folder(path: Path) -> Path:
    """That folder, made with the folders above it where missing, open to the person alone (0700).

    Raises CannotStartError: it cannot be made, or it is a folder that others share.
    """
    try:
        for missing in reversed([folder for folder in (path, *path.parents) if not folder.exists()]):
            missing.mkdir(mode=0o700, exist_ok=True)
        _close_to_others(path)
    except OSError as error:
        raise CannotStartError(
            _("the folder cannot be used ({why})", why=error.strerror),
            where=str(path),
            remedy=_("Free or repair it, or name another one by WALKOUT_DATA_DIR."),
        ) from error
    return path


def _close_to_others(folder: Path) -> None:
    mode = folder.stat().st_mode
    # Shutting everyone out of /tmp or of a home would harm more than it protects.
    if mode & stat.S_ISVTX or folder in (Path.home(), *Path.home().parents):
        raise CannotStartError(
            _("this folder is not walkout's alone"),
            where=str(folder),
            remedy=_("Name a folder inside it by WALKOUT_DATA_DIR."),
        )
    if stat.S_IMODE(mode) != 0o700:
        folder.chmod(0o700)


def write_private(path: Path, data: bytes | str, *, lasting: bool = True) -> None:
    """Write the whole file or nothing of it, readable by the person alone (0600).

    lasting: wait until the disk has it, so that a power cut does not take it back. Raises OSError.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if lasting:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a new name in the folder last. Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
