"""The texts that this machine has seen: kept version by version, compared, shown, and what a change marks."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from walkout.commands import texts
from walkout.commands.policy import policy
from walkout.commands.texts import SeenOnWalk, keep_text
from walkout.drift.history import Change, History, with_changes
from walkout.drift.wording import Wording
from walkout.errors import BadFlowError, CannotStartError, ExitCode
from walkout.flow.plan import make_plan
from walkout.ledger import Ledger
from walkout.profile.profile import make_profile
from walkout.settings import settings

FLOW, HOST = "meta/facebook", "https://www.facebook.com"
NOVEMBER = datetime(2026, 11, 1, 12).astimezone()  # the days that are told are those of the machine
OLD, NEW = (
    ("We use your posts.", "You have the right to object."),
    ("We use your posts.", "You have a right to object to it."),
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


@pytest.fixture
def history() -> History:
    return History(settings().texts_folder)


def day(number: int) -> datetime:
    return NOVEMBER + timedelta(days=number - 1)


def see(
    history: History, text: tuple[str, ...], number: int, page: str = "policy", language: str = "en"
) -> Change | None:
    return history.saw(FLOW, page, language, f"{HOST}/privacy?key=1#top", Wording(text), day(number))


def test_a_text_is_kept_once(history: History) -> None:
    """Seen again, a text is no new version; only the day on which it was last seen moves."""
    assert [see(history, OLD, number) for number in (1, 5, 9)] == [None, None, None]
    (version,) = history.versions(FLOW)
    assert (version.first_seen, version.last_seen, version.wording.paragraphs) == (day(1), day(9), OLD)
    assert version.address == f"{HOST}/privacy"


def test_another_text_is_a_change(history: History) -> None:
    """The change lies between the day on which the old text was last seen and that on which the new one was first."""
    see(history, OLD, 1)
    see(history, OLD, 5)
    change = see(history, NEW, 9)
    assert change is not None
    assert (change.before.last_seen, change.after.first_seen) == (day(5), day(9))
    assert change.in_words == (
        "the text of the page “policy” changed between 2026-11-05 and 2026-11-09 (4 words added, 2 removed)"
    )


def test_a_text_that_comes_back_is_a_change(history: History) -> None:
    """A, B, A are three versions with two changes."""
    found = [see(history, text, number) for number, text in enumerate((OLD, NEW, OLD), 1)]
    assert [one is not None for one in found] == [False, True, True]
    assert [one is not None for _, one in with_changes(history.versions(FLOW))] == [False, True, True]


@pytest.mark.parametrize("other", [{"page": "notice"}, {"language": "de"}])
def test_other_pages_and_languages_are_other_texts(history: History, other: dict[str, str]) -> None:
    """A text is compared with the last one of its page in its language only, and flows do not mix."""
    see(history, OLD, 1)
    assert see(history, NEW, 2, **other) is None
    assert history.saw("meta/instagram", "policy", "en", HOST, Wording(NEW), day(2)) is None
    assert see(history, NEW, 3) is not None


def test_flows_that_share_a_folder(history: History) -> None:
    """Flows whose names are alike but for their signs are not mixed."""
    see(history, OLD, 1)
    assert history.saw("meta-facebook", "policy", "en", HOST, Wording(NEW), day(2)) is None
    assert [len(history.versions(flow)) for flow in (FLOW, "meta-facebook")] == [1, 1]


def test_nothing_is_no_text(history: History) -> None:
    """A page that shows no text (yet) is no version, and what comes after it no change."""
    see(history, OLD, 1)
    assert see(history, (), 2) is None
    assert see(history, OLD, 3) is None
    assert len(history.versions(FLOW)) == 1


@pytest.mark.promise(6)
def test_files_are_hers_alone(history: History, home: Path) -> None:
    """Files are 0600 and folders 0700."""
    see(history, OLD, 1)
    for path in home.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize("spoilt", ["", "[]", "{}", "\x00", '{"flow": 1}'])
def test_a_damaged_file_is_named(history: History, home: Path, spoilt: str) -> None:
    """A file that is none of ours is an error with its place, and no missing version."""
    see(history, OLD, 1)
    (file,) = (home / "texts" / "meta-facebook").glob("*.json")
    file.write_text(spoilt, "utf-8")
    with pytest.raises(CannotStartError, match="cannot be read") as error:
        history.versions(FLOW)
    assert str(file) == error.value.where


class TestRecheck:
    """A change marks the submissions before it."""

    @pytest.fixture
    def ledger(self, monkeypatch: pytest.MonkeyPatch) -> Ledger:
        """A ledger with a submission on the third of the month, whose clock is that of the texts."""
        self.now = day(1)
        clock = type("Clock", (datetime,), {"now": classmethod(lambda _cls, _zone=None: self.now)})
        monkeypatch.setattr(texts, "datetime", clock)
        ledger = Ledger(settings().ledger_file, now=lambda: self.now)
        keep_text(FLOW, "policy", "en", HOST, OLD, ledger=ledger)
        self.now = day(3)
        walk = ledger.begin(FLOW, "v", "policy")
        ledger.sending(walk)
        ledger.confirmed(walk)
        return ledger

    def see(self, ledger: Ledger, text: tuple[str, ...], number: int) -> None:
        self.now = day(number)
        keep_text(FLOW, "policy", "en", HOST, text, ledger=ledger)

    def test_a_change_marks_it(self, ledger: Ledger) -> None:
        """The submission has the reason, and the day from which on the text should be read again."""
        self.see(ledger, OLD, 5)
        assert ledger.walks()[0].rechecks == ()
        self.see(ledger, NEW, 9)
        (recheck,) = ledger.walks()[0].rechecks
        assert recheck.reason.startswith("the text of the page “policy” changed between 2026-11-05 and 2026-11-09")
        assert (recheck.since, recheck.at) == (date(2026, 11, 5), day(9))

    def test_a_known_text_marks_nothing(self, ledger: Ledger) -> None:
        """The same change is not told twice."""
        self.see(ledger, NEW, 9)
        self.see(ledger, NEW, 10)
        assert len(ledger.walks()[0].rechecks) == 1

    @pytest.mark.promise(6)
    def test_on_a_walk(self, ledger: Ledger, facebook_flow) -> None:  # type: ignore[no-untyped-def]
        """A walk's texts are kept without her values, her country as it is said; she is told of a change, once."""
        profile = make_profile(
            {
                "country": "IE",
                "email": "erika@example.org",
                "first_name": "Erika",
                "reason": "My children are in my pictures.",
            }
        )
        values = {"country": "IE", "email": "erika@example.org", "reason": "My children are in my pictures."}
        seen = SeenOnWalk(FLOW, ledger, make_plan(facebook_flow, values, "policy"), profile)
        self.now = day(9)
        text = ("Dear Erika, in Ireland we write to erika@example.org.", "You said: My children are in my pictures.")
        told = seen("policy", "en", f"{HOST}/erika@example.org", text)
        assert told is not None
        assert told.endswith("`walkout policy meta/facebook --since 2026-11-01` shows how")
        kept = History(settings().texts_folder).versions(FLOW)[-1]
        assert kept.wording.paragraphs == ("Dear [name], in Ireland we write to [email].", "You said: [reason]")
        assert kept.address == f"{HOST}/[email]"
        assert seen("policy", "en", HOST, text) is None

    def test_a_text_that_cannot_be_kept_stops_no_walk(self, ledger: Ledger, facebook_flow, home: Path) -> None:  # type: ignore[no-untyped-def]
        """What cannot be written is told, and the walk goes on."""
        (file,) = (home / "texts" / "meta-facebook").glob("*.json")
        file.write_text("spoilt", "utf-8")
        plan = make_plan(facebook_flow, {"country": "IE", "email": "a@example.org", "reason": "Mine."}, "policy")
        told = SeenOnWalk(FLOW, ledger, plan, make_profile({"country": "IE"}))("policy", "en", HOST, NEW)
        assert told is not None
        assert told.startswith("The text of this page could not be kept")


class TestPolicy:
    """`walkout policy`."""

    @pytest.fixture
    def seen(self, history: History) -> None:
        see(history, OLD, 1)
        see(history, NEW, 9)
        see(history, ("Eine Meldung.",), 10, page="notice", language="de")

    def test_in_the_terminal(self, seen: None, capsys: pytest.CaptureFixture[str]) -> None:
        """Each version with its days and address, and what changed in it, in 80 columns."""
        assert policy(FLOW, None, False) == ExitCode.DONE
        out = capsys.readouterr().out
        assert max(map(len, out.splitlines())) <= 80
        for words in (
            "policy (en), seen 2026-11-01",
            "notice (de), seen 2026-11-10",
            f"{HOST}/privacy",
            "4 words added, 2 removed since the one before:",
            "You have [-the-] {+a+} right to [-object.-]",
        ):
            assert words in out

    def test_since(self, seen: None, capsys: pytest.CaptureFixture[str]) -> None:
        """Only what was seen from that day on; its change is still against the version before."""
        policy(FLOW, date(2026, 11, 9), True)
        told = json.loads(capsys.readouterr().out)
        seen_at = [(one["page"], datetime.fromisoformat(one["first_seen"])) for one in told]
        assert seen_at == [("policy", day(9)), ("notice", day(10))]
        assert (told[0]["change"]["added"], told[1]["change"]) == (4, None)
        policy(FLOW, date(2027, 1, 1), False)
        assert "Nothing was seen since 2027-01-01." in capsys.readouterr().out

    def test_nothing_seen(self, capsys: pytest.CaptureFixture[str], home: Path) -> None:
        """Before the first one there is a hint, an empty list as JSON, and no folder is made."""
        policy(FLOW, None, False)
        assert "was seen yet" in capsys.readouterr().out
        policy(FLOW, None, True)
        assert json.loads(capsys.readouterr().out) == []
        assert not home.exists()

    def test_an_unknown_flow(self) -> None:
        """A flow that there is not is an error."""
        with pytest.raises(BadFlowError):
            policy("meta/nothing", None, False)
