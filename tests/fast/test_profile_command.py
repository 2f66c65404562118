"""`walkout profile set|show|forget`, with a keyring, with none, and as a person types it."""

import json
import os
import sys
from pathlib import Path

import keyring
import pexpect
import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from filelock import FileLock
from keyring.backend import KeyringBackend
from keyring.backends import fail

from walkout.commands.profile import forget, set_profile, show_profile, stored_profile
from walkout.errors import BadProfileError, BadUsageError, ExitCode
from walkout.ledger import Ledger
from walkout.profile import encrypted_file
from walkout.profile.encrypted_file import EncryptedFileVault
from walkout.settings import Settings, settings, write_private
from walkout.words.reasons import make_reason

EMAIL = "anna.schmidt@example.org"
SENTENCE = "My customers find me by my style."
OWN_REASON = "These are my very own words, and they stay as they are."
PASSPHRASE = "four words and more"


class MemoryKeyring(KeyringBackend):
    """A keyring that keeps secrets for as long as the test lasts."""

    priority = 9  # type: ignore[assignment]
    name = "memory"

    def __init__(self) -> None:
        super().__init__()
        self.entry: str | None = None

    def get_password(self, service: str, username: str) -> str | None:
        return self.entry

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entry = password

    def delete_password(self, service: str, username: str) -> None:
        self.entry = None


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """An own data folder; no keyring; nobody at the terminal."""
    for name in [name for name in os.environ if name.startswith("WALKOUT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    monkeypatch.chdir(tmp_path)
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    settings.cache_clear()
    yield tmp_path / "data"
    keyring.set_keyring(before)
    settings.cache_clear()


@pytest.fixture
def memory() -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


def put(
    country: str | None = None,
    email: str | None = None,
    reason: str | None = None,
    own_sentence: str | None = None,
    language: str | None = None,
    store: str = "auto",
) -> int:
    given = {
        "country": country,
        "email": email,
        "reason": reason,
        "own_sentence": own_sentence,
        "language": language,
    }
    return set_profile(given, ask=False, store=store)  # type: ignore[arg-type]


# --- set


def test_set_keeps_values_and_makes_a_reason(memory: MemoryKeyring, capsys: pytest.CaptureFixture[str]) -> None:
    """Country by name, e-mail and a sentence are enough: the reason is made of them, and all is shown masked."""
    assert put(country="Deutschland", email=EMAIL, own_sentence=SENTENCE, language="de") == ExitCode.DONE
    profile = stored_profile()
    assert (profile.country, profile.email) == ("DE", EMAIL)
    assert profile.reason == make_reason("DE", "de", SENTENCE)
    shown = capsys.readouterr().out
    assert "a•••@e••••••.org" in shown
    assert not [value for value in (EMAIL, SENTENCE) if value in shown]


def test_set_adds_to_what_is_kept(memory: MemoryKeyring) -> None:
    """What is not named stays; a made reason follows the country, the language and the sentence."""
    put(country="DE", email=EMAIL)
    put(country="FR", own_sentence=SENTENCE, language="fr")
    profile = stored_profile()
    assert (profile.country, profile.email) == ("FR", EMAIL)
    assert profile.reason == make_reason("FR", "fr", SENTENCE)


def test_her_own_reason_stays(memory: MemoryKeyring, capsys: pytest.CaptureFixture[str]) -> None:
    """A reason that she wrote is not replaced by a made one, and she is told; an empty one takes it back."""
    put(country="DE", reason=OWN_REASON)
    put(country="FR")
    assert stored_profile().reason == OWN_REASON
    assert "stays as you wrote it" in capsys.readouterr().out
    put(reason="", email="")
    assert stored_profile().reason == make_reason("FR", "en", "")


def test_no_law_no_made_reason(memory: MemoryKeyring, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no law is known, no reason is invented; what is missing is said."""
    assert put(country="US", email=EMAIL) == ExitCode.DONE
    assert stored_profile().reason is None
    assert "Still missing: reason" in capsys.readouterr().out


@pytest.mark.promise(6)
@pytest.mark.parametrize(
    "values",
    [{"country": "Atlantis-Nowhere"}, {"email": "anna.schmidt at home"}, {"reason": "just no"}, {"language": "xyzzy"}],
)
def test_bad_values_change_nothing(memory: MemoryKeyring, values: dict[str, str]) -> None:
    """A value that will not do is refused without repeating it, and what was kept stays."""
    put(country="DE", email=EMAIL)
    before = memory.entry
    with pytest.raises(BadProfileError) as caught:
        put(**values)
    assert memory.entry == before
    assert not [value for value in values.values() if value in str(caught.value)]


def test_nothing_to_set(memory: MemoryKeyring) -> None:
    """Without values and without a terminal there is nothing to do."""
    with pytest.raises(BadUsageError, match="nothing to set"):
        put()


def test_no_keyring_is_told(data: Path) -> None:
    """Without a keyring the person is told of the encrypted file, and nothing is written."""
    with pytest.raises(BadProfileError, match="no keyring") as caught:
        put(country="DE")
    assert "--store file" in caught.value.remedy
    assert not data.exists()


def test_the_file_needs_a_passphrase(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The encrypted file takes its passphrase from the environment where nobody can be asked, else it says so."""
    with pytest.raises(BadProfileError, match="passphrase") as caught:
        put(country="DE", store="file")
    assert "WALKOUT_PASSPHRASE" in caught.value.remedy
    monkeypatch.setenv("WALKOUT_PASSPHRASE", PASSPHRASE)
    settings.cache_clear()
    put(country="DE", store="file")
    put(email=EMAIL)
    assert stored_profile().values["email"] == EMAIL
    assert EMAIL.encode() not in settings().profile_file.read_bytes()


def test_moving_leaves_no_copy(memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    """Moving from the keyring to the file and back takes everything along and leaves nothing behind."""
    monkeypatch.setenv("WALKOUT_PASSPHRASE", PASSPHRASE)
    settings.cache_clear()
    put(country="DE", email=EMAIL)
    put(store="file")
    assert memory.entry is None
    assert stored_profile().email == EMAIL
    put(store="keyring")
    assert not settings().profile_file.exists()
    assert stored_profile().email == EMAIL


# --- show


@pytest.mark.promise(6)
@pytest.mark.parametrize("as_json", [True, False])
def test_show_masks(memory: MemoryKeyring, capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    """`show` shows no value, neither as a table nor as JSON."""
    put(country="DE", email=EMAIL, reason=OWN_REASON, own_sentence=SENTENCE)
    capsys.readouterr()
    assert show_profile(as_json) == ExitCode.DONE
    shown = capsys.readouterr().out
    assert "a•••@e••••••.org" in shown
    assert not [value for value in (EMAIL, OWN_REASON, SENTENCE, "anna", "DE") if value in shown]
    assert max(map(len, shown.splitlines())) <= 80


def test_show_as_json(memory: MemoryKeyring, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The JSON says what is set, where it is kept, and what the settings override."""
    put(country="DE")
    monkeypatch.setenv("WALKOUT_EMAIL", EMAIL)
    settings.cache_clear()
    capsys.readouterr()
    show_profile(True)
    found = json.loads(capsys.readouterr().out)
    assert found["from_settings"] == ["email"]
    assert found["kept_in"].startswith("memory")
    assert found["values"]["email"] == "a•••@e••••••.org"
    assert found["values"]["own_sentence"] is None


def test_show_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """An empty profile is shown as such."""
    assert show_profile(False) == ExitCode.DONE
    assert "Nothing is kept" in capsys.readouterr().out


# --- forget


@pytest.fixture
def kept(memory: MemoryKeyring, data: Path) -> Settings:
    """Something of every kind."""
    put(country="DE", email=EMAIL)
    found = settings()
    for folder in (found.browser_folder("meta"), found.receipts_folder / "one", found.rehearsals_folder / "two"):
        folder.mkdir(parents=True)
        (folder / "file").write_bytes(b"x" * 1500)
    write_private(found.trusted_flows_file, "{}")
    (data / "stray.txt").write_text("left over")
    ledger = Ledger(found.ledger_file)
    ledger.stopped(ledger.begin("meta/facebook", "v", "policy"), "")
    return found


NAMES = {"profile", "browser/meta", "receipts", "rehearsals", "ledger", "trusted-flows", "stray.txt"}


def test_forget_lists_all(kept: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a pick and without a terminal everything is listed with place and size, and nothing removed."""
    capsys.readouterr()
    assert forget(False, [], False) == ExitCode.DONE
    shown = capsys.readouterr().out
    assert not [name for name in NAMES if name not in shown]
    assert "1.5 kB" in shown
    assert "login" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert kept.receipts_folder.exists()
    assert kept.ledger_file.exists()


def test_forget_everything(kept: Settings, memory: MemoryKeyring, data: Path) -> None:
    """`--everything` leaves neither an entry in the keyring nor a file nor the folder."""
    assert forget(True, [], True) == ExitCode.DONE
    assert memory.entry is None
    assert not data.exists()


@pytest.mark.parametrize("name", sorted(NAMES))
def test_forget_one(kept: Settings, memory: MemoryKeyring, data: Path, name: str) -> None:
    """What is picked goes, and all the rest stays."""
    assert forget(False, [name], True) == ExitCode.DONE
    paths = {
        "browser/meta": kept.browser_folder("meta"),
        "receipts": kept.receipts_folder,
        "rehearsals": kept.rehearsals_folder,
        "ledger": kept.ledger_file,
        "trusted-flows": kept.trusted_flows_file,
        "stray.txt": data / "stray.txt",
    }
    there = {label for label, path in paths.items() if path.exists()} | ({"profile"} if memory.entry else set())
    assert there == NAMES - {name}


def test_forget_an_unknown_name(kept: Settings) -> None:
    """A name that is none is refused with the names there are, and nothing goes."""
    with pytest.raises(BadUsageError, match="nothing is kept under the name") as caught:
        forget(False, ["ledger", "lodger"], True)
    assert "receipts" in caught.value.remedy
    assert kept.ledger_file.exists()


def test_forget_asks_first(kept: Settings) -> None:
    """Without --yes and with nobody to ask, nothing goes."""
    with pytest.raises(BadUsageError, match="nobody is there"):
        forget(True, [], False)
    assert kept.ledger_file.exists()


def test_forget_spares_what_is_in_use(kept: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    """A browser folder and a ledger of a running walk stay, the rest goes, and the exit code tells of it."""
    ledger = Ledger(kept.ledger_file)
    walk = ledger.begin("meta/facebook", "v", "policy")
    folder = kept.browser_folder("meta")
    with FileLock(folder.parent / "meta.lock"):
        assert forget(True, [], True) == ExitCode.CANNOT_START
    assert folder.exists()
    assert kept.ledger_file.exists()
    assert not kept.receipts_folder.exists()
    assert "running" in capsys.readouterr().out
    ledger.stopped(walk, "")


def test_forget_follows_no_link(kept: Settings, tmp_path: Path) -> None:
    """A link in the folder is removed, and what it leads to stays."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").write_text("")
    (kept.data_dir / "linked").symlink_to(outside)
    (kept.browsers_folder / "linked").symlink_to(outside)
    assert forget(True, [], True) == ExitCode.DONE
    assert (outside / "mine").exists()
    assert not kept.data_dir.exists()


def test_forget_a_file_whose_passphrase_is_lost(data: Path) -> None:
    """The encrypted file can be removed without its passphrase."""
    EncryptedFileVault(settings().profile_file, lambda _new: PASSPHRASE).write({"country": "DE"})
    assert forget(False, ["profile"], True) == ExitCode.DONE
    assert not data.exists()


def test_forget_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing is kept, that is what is said."""
    assert forget(True, [], True) == ExitCode.DONE
    assert "Nothing is kept" in capsys.readouterr().out


# --- as a person types it


def typed(call: str, data: Path) -> "pexpect.spawn[str]":
    code = f"from walkout.commands.profile import *; raise SystemExit({call})"
    environment = {
        **os.environ,
        "WALKOUT_DATA_DIR": str(data),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "COLUMNS": "80",
    }
    return pexpect.spawn(sys.executable, ["-c", code], env=environment, encoding="utf-8", timeout=60)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_person_sets_her_profile(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for each value, corrected where wrong, offered the encrypted file, shown the reason that she changes."""
    monkeypatch.setattr(encrypted_file, "Scrypt", Scrypt)  # as the program that she talks to has it
    child = typed("set_profile({}, True, 'auto')", data)
    child.expect("no keyring")
    child.expect("Keep your values in a file")
    child.sendline("y")
    child.expect("Country of residence")
    child.sendline("Atlantis-Nowhere")
    child.expect("no country is known")
    child.sendline("Deutschland")
    child.expect("E-mail")
    child.sendline("anna at home")
    child.expect("not valid: email")
    child.sendline(EMAIL)
    child.expect("particular situation")
    child.sendline(SENTENCE)
    child.expect("reason that will be given")
    child.expect(SENTENCE)
    child.expect("Enter takes it")
    child.sendline("too short")
    child.expect("not valid: reason")
    child.expect("Enter takes it")
    child.sendline(OWN_REASON)
    child.expect("New passphrase")
    child.waitnoecho()
    child.sendline(PASSPHRASE)
    child.expect("Repeat")
    child.waitnoecho()
    child.sendline(PASSPHRASE)
    child.expect("Kept in the encrypted file")
    assert PASSPHRASE not in (child.before or "")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitCode.DONE
    kept = EncryptedFileVault(data / "profile.json", lambda _new: PASSPHRASE).read()
    assert kept == {
        "country": "DE",
        "email": EMAIL,
        "reason": OWN_REASON,
        "own_sentence": SENTENCE,
        "language": "en",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_person_picks_what_to_forget(data: Path) -> None:
    """Shown the list, she names two, says yes, and these go."""
    for name in ("receipts", "rehearsals", "stray"):
        (data / name).mkdir(parents=True)
    child = typed("forget(False, [], False)", data)
    child.expect("What shall go")
    child.sendline("receipts stray")
    child.expect("Remove for good: receipts, stray")
    child.sendline("y")
    child.expect("Removed: 2 of 2")
    child.expect(pexpect.EOF)
    child.close()
    assert [path.name for path in data.iterdir()] == ["rehearsals"]
