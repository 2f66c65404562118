"""Evidence: kept sealed, pictures checked and freed of what they tell besides, nothing of it in any error."""

import io
import stat
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from PIL import Image

from walkout.commands import evidence as command
from walkout.errors import BadProfileError, BadUsageError
from walkout.flow.values import evidence_of
from walkout.profile.evidence import MAX_BYTES, EvidenceStore, clean_picture, new_key
from walkout.settings import settings

PROMPT, ANSWER = "Who is Erika Mustermann?", "A gardener who lives in the Example Road."


def picture(path: Path, kind: str = "PNG", **more: object) -> Path:
    Image.new("RGB", (40, 30), (200, 10, 10)).save(path, kind, **more)
    return path


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore(tmp_path / "data" / "evidence", new_key())


@pytest.mark.promise(6)
def test_what_is_collected_is_sealed_and_hers_alone(store: EvidenceStore, tmp_path: Path) -> None:
    """No file on the disk holds a word of a prompt or a byte of a picture; files are 0600, the folder 0700."""
    store.add_prompt(PROMPT, ANSWER)
    item = store.add_screenshot(picture(tmp_path / "secret-name.png"))
    folder = tmp_path / "data" / "evidence"
    raw = b"".join(path.read_bytes() for path in folder.iterdir())
    assert not any(part in raw for part in (b"Erika", b"gardener", item.content, b"secret-name", b"PNG"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_collected_comes_back(store: EvidenceStore, tmp_path: Path) -> None:
    """Items come back in the order they were added, and one can be removed by the beginning of its id."""
    first = store.add_prompt(PROMPT, ANSWER)
    second = store.add_screenshot(picture(tmp_path / "a.jpg", "JPEG"))
    assert [item.id for item in store.items()] == [first.id, second.id]
    assert store.items()[0].told == f"Prompt: {PROMPT}\nAnswer: {ANSWER}"
    assert store.items()[1] == second
    assert store.remove(first.id[:6]).id == first.id
    assert [item.id for item in store.items()] == [second.id]


@pytest.mark.promise(6)
def test_a_picture_is_freed_of_what_it_tells_besides(tmp_path: Path) -> None:
    """Place, device and comments that a camera or program wrote are gone; what is seen stays, the right way up."""
    exif = Image.Exif()
    exif[0x010F] = "Secretcam"  # the maker
    exif[0x0112] = 6  # turned by 90 degrees
    content, media_type = clean_picture(picture(tmp_path / "a.jpg", "JPEG", exif=exif, comment=b"at home"))
    assert (b"Secretcam" in content, b"at home" in content, media_type) == (False, False, "image/jpeg")
    with Image.open(io.BytesIO(content)) as clean:
        assert clean.size == (30, 40)
        assert not clean.getexif()
        red, green, _ = clean.getpixel((5, 5))
        assert red > 150 > green


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_usual_formats_are_taken(tmp_path: Path, kind: str) -> None:
    """PNG and JPEG stay what they are; WebP becomes PNG."""
    expected = "image/jpeg" if kind == "JPEG" else "image/png"
    assert clean_picture(picture(tmp_path / "a", kind))[1] == expected


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n broken", b"%PDF-1.7"])
def test_what_is_no_picture_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file is believed by what is in it, not by its name."""
    path = tmp_path / "a.png"
    path.write_bytes(content)
    with pytest.raises(BadProfileError, match="not taken"):
        clean_picture(path)


def test_a_picture_that_is_not_there_or_too_large_is_refused(tmp_path: Path) -> None:
    """The error says why and what to do, and names the file."""
    with pytest.raises(BadProfileError, match="no such file") as error:
        clean_picture(tmp_path / "none.png")
    assert "none.png" in error.value.where
    large = tmp_path / "large.png"
    large.write_bytes(b"\0" * (MAX_BYTES + 1))
    with pytest.raises(BadProfileError, match="larger than 8 MB"):
        clean_picture(large)
    with pytest.raises(BadProfileError, match="GIF is not a format"):
        clean_picture(picture(tmp_path / "a.gif", "GIF"))


@pytest.mark.promise(6)
def test_what_was_changed_is_not_opened(store: EvidenceStore, tmp_path: Path) -> None:
    """A changed file, or one of another profile, is told by its place, and nothing of it is shown."""
    item = store.add_prompt(PROMPT, ANSWER)
    path = tmp_path / "data" / "evidence" / f"{item.id}.sealed"
    raw = path.read_bytes()
    for broken in (raw[:-1] + bytes([raw[-1] ^ 1]), b"", b"strange"):
        path.write_bytes(broken)
        with pytest.raises(BadProfileError, match="cannot be opened") as error:
            store.items()
        assert "Erika" not in str(error.value)
    path.write_bytes(raw)
    with pytest.raises(BadProfileError, match="cannot be opened"):
        EvidenceStore(path.parent, new_key()).items()


def test_an_id_that_fits_nothing_or_several_removes_nothing(store: EvidenceStore) -> None:
    """What is to be removed must be one piece without doubt."""
    store.add_prompt(PROMPT, ANSWER)
    store.add_prompt(PROMPT, "another")
    for wanted in ("", "zzz"):
        with pytest.raises(BadProfileError, match="begins with"):
            store.remove(wanted)
    assert len(store.items()) == 2


def test_an_empty_prompt_is_refused(store: EvidenceStore) -> None:
    """A prompt has words, and not a book of them."""
    for prompt in ("", "   ", "x" * 4001):
        with pytest.raises(BadProfileError, match="a prompt has"):
            store.add_prompt(prompt, "")


def test_values_for_a_flow(store: EvidenceStore, tmp_path: Path) -> None:
    """All prompts become one text, pictures become files with neutral names."""
    assert evidence_of(None) == ({}, ())
    store.add_prompt(PROMPT, ANSWER)
    store.add_prompt("And where?", "")
    store.add_screenshot(picture(tmp_path / "private.png"))
    values, files = evidence_of(store)
    assert values["prompts"] == f"Prompt: {PROMPT}\nAnswer: {ANSWER}\n\nPrompt: And where?"
    assert values["screenshots"] == "1 picture"
    assert [(file.name, file.media_type) for file in files] == [("screenshot-1.png", "image/png")]


class Memory(KeyringBackend):
    priority = 9  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.entries.pop((service, username))


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A keyring and a data folder of the test's own."""
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()
    keyring.set_keyring(before)


def test_the_command_needs_a_profile_which_holds_the_key(kept: Path) -> None:
    """Without a profile nothing is collected, and the remedy says what to do first."""
    with pytest.raises(BadProfileError, match="no profile is kept") as error:
        command.add(PROMPT, ANSWER, ())
    assert "walkout profile set" in error.value.remedy
    with pytest.raises(BadUsageError, match="nothing to add"):
        command.add(None, None, ())


def test_the_commands(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Adding, listing and removing; the profile keeps its values, the list says nothing of what was collected."""
    from walkout.commands.profile import set_profile, stored_profile

    set_profile({"country": "US", "email": "erika@example.org"}, ask=False, store="auto")
    assert command.add(PROMPT, ANSWER, (picture(kept / "a.png"),)) == 0
    assert "fewer than 100" in capsys.readouterr().out
    assert command.add("A longer prompt", "x" * 100, ()) == 0
    assert "fewer than 100" not in capsys.readouterr().out
    assert command.list_evidence(json=False) == 0
    shown = capsys.readouterr().out
    assert "prompt" in shown
    assert "screenshot" in shown
    assert "Erika" not in shown
    store = command.open_evidence()
    assert store is not None
    assert command.remove(store.items()[0].id) == 0
    assert len(store.items()) == 2
    assert stored_profile().email == "erika@example.org"
    set_profile({"email": "other@example.org"}, ask=False, store="auto")
    assert len(command.open_evidence().items()) == 2, "a changed profile still opens it"
