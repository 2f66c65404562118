"""The person's values: their checks, and the places that keep them."""

import json
import stat
import threading
from pathlib import Path

import keyring
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from walkout.errors import BadProfileError
from walkout.profile import (
    Profile,
    choose_vault,
    encrypted_file,
    load_profile,
    make_profile,
    open_vault,
    save_profile,
)
from walkout.profile.encrypted_file import EncryptedFileVault
from walkout.profile.system_keyring import KeyringVault
from walkout.settings import Settings

EMAIL = "anna.schmidt@example.org"
REASON = "I paint for a living, and my pictures are my income."
SENTENCE = "My customers find me by my style."
VALUES = {"country": "DE", "email": EMAIL, "reason": REASON, "own_sentence": SENTENCE, "language": "de"}
PASSPHRASE = "four words and more"


class MemoryKeyring(KeyringBackend):
    """A keyring that keeps secrets for as long as the test lasts."""

    priority = 9  # type: ignore[assignment]
    name = "memory"

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("none")


class LockedKeyring(MemoryKeyring):
    """A keyring that nobody unlocks; its errors hold what it was given, as some do."""

    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked(f"locked {EMAIL}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.PasswordSetError(f"cannot keep {password}")


class PlainTextKeyring(MemoryKeyring):
    """A stand-in like those that keep plain text: its priority is below 1."""

    priority = 0.5  # type: ignore[assignment]


class SilentKeyring(MemoryKeyring):
    """A keyring that never answers, as one does whose window nobody sees."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return None


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    monkeypatch.chdir(tmp_path)
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def ask(new: bool) -> str:
    return PASSPHRASE


def never_ask(new: bool) -> str:
    raise AssertionError("nobody should be asked for a passphrase")


# --- the values


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("country", " de ", "DE"),
        ("email", " Anna@EXAMPLE.org ", "Anna@example.org"),
        ("email", "anna@exämple.org", "anna@exämple.org"),
        ("reason", f"  {REASON}\n", REASON),
        ("language", "pt-BR", "pt-BR"),
    ],
)
def test_good_values(name: str, value: str, kept: str) -> None:
    """A good value is kept in its plain form."""
    assert getattr(make_profile({name: value}), name) == kept


@pytest.mark.promise(6)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("country", "Germany"),
        ("country", "D1"),
        ("country", ""),
        ("email", "anna.schmidt"),
        ("email", "anna@localhost"),
        ("email", "a b@example.org"),
        ("email", "anna@example.org, otto@example.org"),
        ("email", "anna@example.org\nBcc: otto@example.org"),
        ("reason", ""),
        ("reason", "   "),
        ("reason", "just because"),
        ("reason", "x" * 4001),
        ("own_sentence", "x" * 1001),
        ("language", "german"),
    ],
)
def test_bad_values(name: str, value: str) -> None:
    """A bad value is refused with its name and what is asked for; the error does not repeat the value."""
    with pytest.raises(BadProfileError) as caught:
        make_profile({name: value})
    assert name in caught.value.what
    assert caught.value.remedy.startswith(f"{name}: ")
    assert not value.strip() or value.strip() not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.promise(6)
def test_the_repr_is_masked() -> None:
    """Neither repr nor str of a profile shows a value, and nor does its masker."""
    profile = make_profile(VALUES)
    text = f"{profile!r} {profile} {profile.masker()!r}"
    assert not [value for value in (EMAIL, REASON, SENTENCE, "'DE'") if value in text]
    assert "a•••@e••••••.org" in text


def test_values_for_a_flow() -> None:
    """A flow gets what is there, and is told what is missing."""
    profile = make_profile({"country": "DE", "own_sentence": SENTENCE})
    assert profile.values == {"country": "DE"}
    assert profile.missing(("country", "email", "reason")) == ["email", "reason"]


@pytest.mark.promise(6)
def test_the_masker_knows_every_value() -> None:
    """The profile's masker masks e-mail, reason and the person's own sentence."""
    text = make_profile(VALUES).masker().mask(f"{EMAIL} | {REASON} | {SENTENCE}")
    assert text == "[email] | [reason] | [own_sentence]"


def test_a_profile_is_frozen() -> None:
    """No value of a profile changes by assignment."""
    with pytest.raises(ValueError, match="frozen"):
        Profile().country = "DE"


# --- the keyring


def test_keyring_keeps_reads_and_removes(memory: MemoryKeyring) -> None:
    """What the keyring keeps is read back, replaced, and removed."""
    vault = KeyringVault()
    assert (vault.exists(), vault.read()) == (False, None)
    vault.remove()
    save_profile(vault, make_profile(VALUES))
    assert vault.read() == VALUES
    vault.write({"country": "FR"})
    assert (vault.read(), list(memory.entries)) == ({"country": "FR"}, [("walkout", "profile")])
    vault.remove()
    assert memory.entries == {}


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, PlainTextKeyring])
def test_stand_ins_are_no_keyring(backend: type[KeyringBackend], settings: Settings) -> None:
    """Backends that fail, forget or keep plain text are not used; the person is told of the file."""
    keyring.set_keyring(backend())
    vault = KeyringVault()
    assert not vault.usable()
    with pytest.raises(BadProfileError, match="no keyring"):
        vault.write(VALUES)
    with pytest.raises(BadProfileError, match="no keyring") as caught:
        choose_vault(settings, "auto", never_ask)
    assert "--store file" in caught.value.remedy


@pytest.mark.promise(6)
def test_a_locked_keyring(settings: Settings) -> None:
    """A keyring that stays locked is a clear error, without the texts of the backend."""
    keyring.set_keyring(LockedKeyring())
    for call in (KeyringVault().read, lambda: KeyringVault().write(VALUES), lambda: open_vault(settings, ask)):
        with pytest.raises(BadProfileError, match="keyring") as caught:
            call()
        assert EMAIL not in str(caught.value)
        assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_silent_keyring() -> None:
    """A keyring that never answers does not hold walkout up."""
    backend = SilentKeyring()
    keyring.set_keyring(backend)
    try:
        with pytest.raises(BadProfileError, match="no answer"):
            KeyringVault(answer_within=0.01).read()
    finally:
        backend.released.set()


@pytest.mark.parametrize("entry", ["no json", "[1]", '"text"'])
def test_a_strange_entry(memory: MemoryKeyring, entry: str) -> None:
    """An entry that is no profile is told, and can be removed."""
    memory.set_password("walkout", "profile", entry)
    with pytest.raises(BadProfileError, match="not a profile"):
        KeyringVault().read()
    KeyringVault().remove()
    assert memory.entries == {}


# --- the encrypted file


@pytest.mark.promise(6)
def test_the_file_keeps_values_and_shows_none(settings: Settings) -> None:
    """The file is 0600 in a folder of 0700, holds no value in plain, and opens with its passphrase."""
    file = settings.profile_file
    save_profile(EncryptedFileVault(file, ask), make_profile(VALUES))
    assert [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)] == [0o600, 0o700]
    assert not [value for value in (EMAIL, REASON, SENTENCE) if value in file.read_text()]
    assert EncryptedFileVault(file, ask).read() == VALUES


def test_equal_values_look_different(settings: Settings) -> None:
    """Each writing has a salt and a nonce of its own."""
    vault = EncryptedFileVault(settings.profile_file, ask)
    vault.write(VALUES)
    first = json.loads(settings.profile_file.read_text())
    vault.write(VALUES)
    second = json.loads(settings.profile_file.read_text())
    assert first["header"]["salt"] != second["header"]["salt"]
    assert first["header"]["nonce"] != second["header"]["nonce"]
    assert first["values"] != second["values"]


def test_a_wrong_passphrase(settings: Settings) -> None:
    """A wrong passphrase neither opens the file nor replaces it."""
    EncryptedFileVault(settings.profile_file, ask).write(VALUES)
    before = settings.profile_file.read_bytes()
    other = EncryptedFileVault(settings.profile_file, lambda _new: "some other words")
    for call in (other.read, lambda: other.write({})):
        with pytest.raises(BadProfileError, match="does not open"):
            call()
    assert settings.profile_file.read_bytes() == before


def test_the_passphrase_is_asked_once(settings: Settings) -> None:
    """Reading and writing in one go asks once; a new file asks for a new passphrase."""
    asked: list[bool] = []

    def count(new: bool) -> str:
        asked.append(new)
        return PASSPHRASE

    EncryptedFileVault(settings.profile_file, count).write(VALUES)
    vault = EncryptedFileVault(settings.profile_file, count)
    vault.read()
    vault.write(VALUES)
    assert asked == [True, False]


def test_a_short_passphrase(settings: Settings) -> None:
    """A passphrase that is easily guessed is refused, and no file is made."""
    with pytest.raises(BadProfileError, match="too short"):
        EncryptedFileVault(settings.profile_file, lambda _new: "1234").write(VALUES)
    assert not settings.profile_file.exists()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: data["header"].update(n=2**30), id="memory-bomb"),
        pytest.param(lambda data: data["header"].update(p=10**6), id="time-bomb"),
        pytest.param(lambda data: data["header"].update(walkout_profile=2), id="newer"),
        pytest.param(lambda data: data["header"].update(r=16), id="other-header"),
        pytest.param(lambda data: data["header"].update(nonce="!" * 16), id="no-nonce"),
        pytest.param(lambda data: data.update(values="AAAA" + data["values"][4:]), id="other-values"),
        pytest.param(lambda data: data.update(values="ä"), id="no-base64"),
        pytest.param(lambda data: data.update(values=""), id="no-values"),
        pytest.param(lambda data: data.pop("header"), id="no-header"),
    ],
)
def test_a_changed_file(settings: Settings, change) -> None:  # type: ignore[no-untyped-def]
    """A file that anyone changed is refused before it costs memory or time, and can be removed."""
    vault = EncryptedFileVault(settings.profile_file, ask)
    vault.write(VALUES)
    data = json.loads(settings.profile_file.read_text())
    change(data)
    settings.profile_file.write_text(json.dumps(data))
    with pytest.raises(BadProfileError):
        vault.read()
    vault.remove()
    assert not vault.exists()


def test_a_full_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full, the old file stays and the person is told."""
    vault = EncryptedFileVault(settings.profile_file, ask)
    vault.write(VALUES)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(encrypted_file, "write_private", full)
    with pytest.raises(BadProfileError, match="No space left"):
        vault.write({})
    monkeypatch.undo()
    assert EncryptedFileVault(settings.profile_file, ask).read() == VALUES


# --- which place, and the settings on top


def test_auto_takes_the_keyring(memory: MemoryKeyring, settings: Settings) -> None:
    """Where there is a keyring, it is the place to write to."""
    assert isinstance(choose_vault(settings, "auto", never_ask), KeyringVault)


def test_auto_stays_with_the_file(memory: MemoryKeyring, settings: Settings) -> None:
    """Who chose the file keeps it; the keyring is taken when it is asked for."""
    choose_vault(settings, "file", ask).write(VALUES)
    assert isinstance(choose_vault(settings, "auto", ask), EncryptedFileVault)
    assert isinstance(choose_vault(settings, "keyring", ask), KeyringVault)
    assert isinstance(open_vault(settings, ask), EncryptedFileVault)


def test_nothing_kept(settings: Settings) -> None:
    """Where nothing is kept, the profile is that of the settings alone, and nobody is asked."""
    assert open_vault(settings, never_ask) is None
    assert load_profile(None, settings) == Profile()
    assert load_profile(None, Settings(country="DE", data_dir=settings.data_dir)).country == "DE"


def test_settings_go_on_top(memory: MemoryKeyring, settings: Settings) -> None:
    """A value of the settings replaces the kept one and is not kept itself."""
    vault = choose_vault(settings, "auto", never_ask)
    save_profile(vault, make_profile(VALUES))
    profile = load_profile(vault, Settings(email="otto@example.org", language="fr"))
    assert (profile.email, profile.language, profile.country) == ("otto@example.org", "fr", "DE")
    assert vault.read() == VALUES


@pytest.mark.promise(6)
def test_a_bad_value_of_the_settings(memory: MemoryKeyring, settings: Settings) -> None:
    """A bad value of the settings is told with their place, and not repeated."""
    with pytest.raises(BadProfileError) as caught:
        load_profile(None, Settings(email="anna.schmidt at example"))
    assert "WALKOUT_" in caught.value.where
    assert "anna" not in str(caught.value)


def test_the_passphrase_of_the_environment(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """WALKOUT_PASSPHRASE opens the file where nobody can be asked."""
    choose_vault(settings, "file", ask).write(VALUES)
    monkeypatch.setenv("WALKOUT_PASSPHRASE", PASSPHRASE)
    vault = open_vault(Settings(data_dir=settings.data_dir), never_ask)
    assert vault is not None
    assert vault.read() == VALUES
