"""What the home page knows and does: the person's things on the disk, before and after a click."""

import io
import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import keyring
import pytest
from keyring.backends import fail
from PIL import Image

from walkout.browser.home_window import Asked, Given
from walkout.commands import home as command
from walkout.commands.home import Front
from walkout.commands.home_desk import Desk
from walkout.errors import CannotStartError
from walkout.flow.load import load_flow
from walkout.home.asked import ORIGIN, Start
from walkout.home.state import Notice
from walkout.ledger import Ledger
from walkout.settings import settings

from ..home_states import ELSEWHERE, EMAIL, SENTENCE, offers
from .test_profile_command import MemoryKeyring

PASSPHRASE = "four words and more"
FORM = {"country": "DE", "email": EMAIL, "own_sentence": SENTENCE, "language": "de", "do": "save"}
NEW = {**FORM, "passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An own data folder, and no keyring."""
    for name in [name for name in os.environ if name.startswith("WALKOUT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    settings.cache_clear()
    yield tmp_path / "data"
    keyring.set_keyring(before)
    settings.cache_clear()


class Window:
    """A window that goes where a page leads, as a browser does."""

    def __init__(self, *more: Path) -> None:
        self.desk = Desk([*(one.file for one in offers()), *map(load_flow, more)])
        self.front = Front(self.desk)
        self.html = ""

    def opens(self, path: str) -> str:
        return self._shown(self.front.given(Asked("GET", f"{ORIGIN}{path}", {}, None)))

    def sends(self, path: str, **form: str) -> str:
        """Send a form as a page of this session does; what is shown then."""
        self.opens("/")
        token = re.search(r'name="token" value="([^"]+)"', self.html)
        assert token is not None
        body = urlencode({"token": token[1], **form}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
        return self._shown(self.front.given(Asked("POST", f"{ORIGIN}{path}", headers, body)))

    def _shown(self, given: Given | None) -> str:
        assert given is not None
        self.html = given.body
        forward = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', self.html)
        return self.opens(forward[1]) if forward else self.html


def with_keyring() -> MemoryKeyring:
    there = MemoryKeyring()
    keyring.set_keyring(there)
    return there


@pytest.mark.promise(6)
def test_values_go_into_the_keyring() -> None:
    """Where there is a keyring it keeps them, nothing lies on the disk, and the page shows them the next time."""
    there = with_keyring()
    window = Window()
    assert "Your values are kept on this computer." in window.sends("/you", **FORM)
    assert there.entry is not None
    assert EMAIL in there.entry
    assert not list(settings().data_dir.rglob("*")) if settings().data_dir.exists() else True
    assert EMAIL in Window().opens("/you")


@pytest.mark.promise(6)
def test_without_a_keyring_they_are_encrypted() -> None:
    """They lie in a file that shows none of them, and are locked the next time until the passphrase is typed."""
    assert "Your values are kept" in Window().sends("/you", **NEW)
    kept = settings().profile_file.read_text()
    assert EMAIL not in kept
    window = Window()
    assert "Your values are locked" in window.opens("/")
    assert EMAIL not in window.opens("/you")
    assert "This passphrase does not open the file." in window.sends("/unlock", passphrase="another one")
    assert EMAIL not in window.opens("/you")
    window.sends("/unlock", passphrase=PASSPHRASE, back_to="/you")
    assert EMAIL in window.html
    assert "Your values are kept" in window.sends("/you", **{**FORM, "email": "new@example.org"})
    assert "new@example.org" in window.opens("/you")


def test_a_value_that_is_emptied_is_gone() -> None:
    """What she deletes in the form is kept nowhere; the key of her evidence stays."""
    there = with_keyring()
    window = Window()
    window.sends("/you", **FORM)
    window.sends("/evidence/prompt", prompt="Who am I?", answer="Alexandra.")
    window.sends("/you", **{**FORM, "own_sentence": ""})
    assert there.entry is not None
    assert SENTENCE not in there.entry
    assert "evidence_key" in there.entry


def test_what_the_environment_says_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value of the environment wins, and the form says so."""
    monkeypatch.setenv("WALKOUT_COUNTRY", "FR")
    settings.cache_clear()
    assert "which win over what you write here: country" in Window().opens("/you")


@pytest.mark.promise(6)
def test_deleting_everything() -> None:
    """After the second word nothing is left on the disk or in the keyring, and the page is that of a first visit."""
    there = with_keyring()
    window = Window()
    window.sends("/you", **FORM)
    ledger = Ledger(settings().ledger_file)
    ledger.leave(ledger.begin("meta/facebook", "v", "policy"))
    assert "Delete this for good?" in window.sends("/forget", everything="yes")
    assert there.entry is not None
    done = window.sends("/forget", everything="yes", sure="yes")
    assert "2 things are deleted." in done
    assert "Say no to AI training on your data" in done
    assert there.entry is None
    assert not settings().data_dir.exists()


def test_evidence_is_collected_and_removed() -> None:
    """A prompt and a picture are sealed, seen in the list without what they say, and can be taken away."""
    with_keyring()
    window = Window()
    assert "Please say who you are first." in window.opens("/evidence")
    window.sends("/you", **FORM)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(picture, "PNG")
    from base64 import b64encode

    window.sends("/evidence/picture", picture=b64encode(picture.getvalue()).decode())
    shown = window.sends("/evidence/prompt", prompt="Who lives in Exampleville?", answer="Alexandra does.")
    assert "A picture" in shown
    assert "A prompt with its answer" in shown
    assert "Exampleville" not in shown
    assert "it is no picture that can be read" in window.sends("/evidence/picture", picture="aGVsbG8=")
    for wanted in re.findall(r'name="id" value="(\w+)"', window.opens("/evidence")):
        window.sends("/evidence/remove", id=wanted)
    assert "Nothing is collected yet." in window.html


@pytest.mark.promise(8)
def test_trust_is_for_just_this_file(tmp_path: Path) -> None:
    """A flow from elsewhere can be started once it was agreed to, and is asked about anew after any change of it."""
    with_keyring()
    file = tmp_path / "mine.yaml"
    file.write_text(ELSEWHERE.read_text("utf-8"), "utf-8")
    window = Window(file)
    window.sends("/you", **FORM)
    offer = window.desk.offer(f"elsewhere/{load_flow(file).sha256[:16]}")
    assert "This did not come with walkout." in window.sends("/start", flow=offer.key, how="walk")
    assert window.front.start is None
    window.sends("/trust", flow=offer.key, sha256=offer.file.sha256)
    assert "This did not come with walkout." not in window.html
    window.sends("/start", flow=offer.key, how="walk")
    assert window.front.start == Start(offer.key, "walk")
    file.write_text(ELSEWHERE.read_text("utf-8") + "\n# changed\n", "utf-8")
    again = Window(file)
    again.sends("/start", flow=f"elsewhere/{load_flow(file).sha256[:16]}", how="walk")
    assert again.front.start is None


@pytest.mark.promise(6)
def test_a_receipt_is_only_taken_from_the_receipts(tmp_path: Path) -> None:
    """A receipt opens as a page; a path in the ledger that leads elsewhere opens nothing."""
    ledger = Ledger(settings().ledger_file)
    ids = [ledger.begin("meta/facebook", "v", "policy") for _ in range(2)]
    for walk, root in zip(ids, (settings().receipts_folder, tmp_path), strict=True):
        folder = root / walk
        folder.mkdir(parents=True)
        (folder / "receipt.html").write_text("<body>The receipt</body>")
        ledger.set_receipt(walk, folder)
        ledger.leave(walk)
    window = Window()
    assert "The receipt" in window.opens(f"/receipt/{ids[0]}")
    assert "There is no such page" in window.opens(f"/receipt/{ids[1]}")


def test_a_recheck_is_taken_away() -> None:
    """She has looked at it: the mark goes from the ledger, and from the page."""
    ledger = Ledger(settings().ledger_file)
    walk = ledger.begin("meta/facebook", "v", "policy")
    ledger.sending(walk)
    ledger.confirmed(walk)
    later = datetime(2100, 1, 1, tzinfo=UTC)
    ledger.mark_for_recheck("meta/facebook", "the text changed", changed=later, since=datetime.now(UTC).date())
    window = Window()
    assert "See what changed" in window.opens("/")
    assert "The text changed." in window.opens(f"/request/{walk}")
    assert "See what changed" not in window.sends("/settle", walk=walk)
    assert not Ledger(settings().ledger_file).walks()[0].rechecks


def test_a_notice_is_told_once() -> None:
    """What has just happened stands on the next page, and not on the one after."""
    window = Window()
    window.desk.notice = Notice("good", "Something was done.")
    assert "Something was done." in window.opens("/")
    assert "Something was done." not in window.opens("/")


def test_a_token_is_of_one_session() -> None:
    """A form of a window that was open before does nothing in the next one."""
    old, new = Window(), Window()
    old.opens("/")
    token = re.search(r'name="token" value="([^"]+)"', old.html)
    assert token is not None
    body = urlencode({"token": token[1]}).encode()
    headers = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN}
    assert new.front.given(Asked("POST", f"{ORIGIN}/leave", headers, body)) is None
    assert not new.front.over
    assert old.front.given(Asked("POST", f"{ORIGIN}/leave", headers, body)) is not None
    assert old.front.over


class TestCommand:
    """`walkout home`: the window, the walks, and the window again."""

    @pytest.fixture
    def windows(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
        """Opens no window: each time the page is shown, the next of these is done; what the page told first."""

        def play(*does: Callable[[Window], Any]) -> list[str]:
            told: list[str] = []
            left = list(does)

            def shown(desk: Desk, _browser: str | None) -> Start | None:
                window = Window()
                window.desk = desk
                window.front = Front(desk)
                told.append(window.opens("/"))
                left.pop(0)(window)
                return window.front.start

            monkeypatch.setattr(command, "_shown", shown)
            assert command.home((), None) == 0
            assert not left
            return told

        return play

    def test_a_rehearsal_and_its_end_are_told(
        self, windows: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """After a walk or a rehearsal the page is back and says how it went; then the window is closed."""
        monkeypatch.setattr(command, "rehearse_it", lambda *_: Notice("dry", "It went well."))
        told = windows(lambda window: window.sends("/start", flow="meta/facebook", how="rehearse"), lambda _: None)
        assert "It went well." in told[1]

    def test_what_stops_a_walk_is_told_on_the_page(
        self, windows: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """An error that has words ends the walk and not the home page, which shows what and the remedy."""

        def fails(*_: object) -> Notice:
            raise CannotStartError("another walk is running", remedy="Finish it first.")

        monkeypatch.setattr(command, "walk_it", fails)
        with_keyring()
        Window().sends("/you", **FORM)
        told = windows(lambda window: window.sends("/start", flow="meta/facebook", how="walk"), lambda _: None)
        assert "Another walk is running." in told[1]
        assert "Finish it first." in told[1]
