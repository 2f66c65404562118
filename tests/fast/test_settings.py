"""Settings, folders, and files that are the person's alone."""

import os
import stat
from pathlib import Path

import pytest

from walkout.errors import BadUsageError, CannotStartError
from walkout.settings import Settings, private_folder, read_settings, settings, write_private

EMAIL = "anna.schmidt@example.org"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("WALKOUT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_env_file_gives_values(tmp_path: Path) -> None:
    """The `.env` of the current folder sets values."""
    (tmp_path / ".env").write_text(f"WALKOUT_COUNTRY=DE\nWALKOUT_EMAIL={EMAIL}\nOTHER=1\n")
    found = settings()
    assert found.country is not None
    assert found.email is not None
    assert (found.country.get_secret_value(), found.email.get_secret_value()) == ("DE", EMAIL)


def test_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of the environment goes before the one in `.env`."""
    (tmp_path / ".env").write_text("WALKOUT_COUNTRY=DE\n")
    monkeypatch.setenv("WALKOUT_COUNTRY", "FR")
    country = read_settings(tmp_path / ".env").country
    assert country is not None
    assert country.get_secret_value() == "FR"


def test_settings_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings are read once, until the cache is cleared."""
    first = settings()
    monkeypatch.setenv("WALKOUT_LANGUAGE", "de")
    assert settings() is first
    settings.cache_clear()
    assert settings().language == "de"


@pytest.mark.promise(6)
def test_values_are_not_in_the_repr(tmp_path: Path) -> None:
    """Neither repr nor str of the settings shows a personal value."""
    lines = {"EMAIL": EMAIL, "REASON": "my own reason", "OWN_SENTENCE": "I paint", "PASSPHRASE": "four words"}
    (tmp_path / ".env").write_text("".join(f"WALKOUT_{name}={value}\n" for name, value in lines.items()))
    text = repr(settings()) + str(settings())
    assert not [value for value in lines.values() if value in text]


@pytest.mark.promise(8)
@pytest.mark.parametrize("name", ["WALKOUT_BROWSER", "WALKOUT_DATA_DIR", "walkout_browser"])
def test_env_file_names_no_program_and_no_folder(tmp_path: Path, name: str) -> None:
    """A `.env` that came with a stranger's folder cannot make walkout start a program or use planted data."""
    (tmp_path / ".env").write_text(f"{name}=./evil\n")
    with pytest.raises(BadUsageError, match="stranger"):
        settings()


def test_a_typo_in_the_env_file_is_told(tmp_path: Path) -> None:
    """An unknown WALKOUT_ name in `.env` is an error that proposes the right one, and shows no value."""
    (tmp_path / ".env").write_text(f"WALKOUT_EMIAL={EMAIL}\n")
    with pytest.raises(BadUsageError) as caught:
        settings()
    assert "WALKOUT_EMAIL" in str(caught.value)
    assert EMAIL not in str(caught.value)


def test_an_env_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A `.env` that is not UTF-8 is a clear error."""
    (tmp_path / ".env").write_bytes(b"WALKOUT_COUNTRY=\xff\xfe\n")
    with pytest.raises(BadUsageError, match="cannot be read"):
        settings()


def test_folders_lie_below_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is kept lies below WALKOUT_DATA_DIR, which may begin with ~."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("WALKOUT_DATA_DIR", "~/kept")
    found = settings()
    places = (found.ledger_file, found.profile_file, found.receipts_folder, found.rehearsals_folder)
    places += (found.trusted_flows_file, found.browser_folder("meta"))
    assert all(place.is_relative_to(tmp_path / "kept") for place in places)
    assert len(set(places)) == len(places)


@pytest.mark.promise(6)
def test_private_folders_are_0700(tmp_path: Path) -> None:
    """A private folder and those made above it are 0700, whatever the umask; an open one of ours is closed."""
    before = os.umask(0)
    try:
        private_folder(tmp_path / "a" / "b" / "c")
        (tmp_path / "open").mkdir(mode=0o755)
        assert private_folder(tmp_path / "open") == tmp_path / "open"
    finally:
        os.umask(before)
    assert [mode(tmp_path / path) for path in ("a", "a/b", "a/b/c", "open")] == [0o700] * 4


def test_a_shared_folder_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder like /tmp, or one's home, is refused and keeps its rights."""
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    monkeypatch.setenv("HOME", str(home))
    for folder in (shared, home):
        before = mode(folder)
        with pytest.raises(CannotStartError, match="not walkout's alone"):
            private_folder(folder)
        assert mode(folder) == before


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    """A file where a folder should be is a clear error."""
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotStartError, match="cannot be used"):
        private_folder(tmp_path / "file" / "below")


@pytest.mark.promise(6)
@pytest.mark.parametrize("lasting", [True, False])
def test_private_files_are_0600(tmp_path: Path, lasting: bool) -> None:
    """A private file is 0600, also when it replaces one that others could read."""
    file = tmp_path / "file"
    file.write_text("old")
    file.chmod(0o644)
    write_private(file, "nöw", lasting=lasting)
    assert (mode(file), file.read_text("utf-8")) == (0o600, "nöw")


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails, the old file stays whole and nothing else is left behind."""
    file = tmp_path / "file"
    write_private(file, b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(file, b"new")
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_settings_are_frozen() -> None:
    """Settings cannot be changed while walkout runs."""
    with pytest.raises(ValueError, match="frozen"):
        Settings().language = "de"
