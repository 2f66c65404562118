"""`walkout status`: what the person is told of her walks."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from walkout.commands.status import next_words, state_words, status
from walkout.errors import BadUsageError, ExitCode, LedgerError
from walkout.ledger import Ledger, Recheck, State, Walk, WalkId
from walkout.settings import settings

DUE = date(2026, 12, 21)
FLOW = "meta/facebook"


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A ledger in a folder of its own, which `status` reads."""
    monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield Ledger(settings().ledger_file)
    settings.cache_clear()


def walk(state: State, *, running: bool = False, sent: bool = True) -> Walk:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    return Walk(
        id=WalkId("0" * 32),
        flow=FLOW,
        version="v",
        way="policy",
        state=state,
        running=running,
        begun_at=moment,
        sent_at=moment if sent else None,
        deadline=DUE if sent else None,
    )


@pytest.mark.promise(7)
@pytest.mark.parametrize(
    ("given", "words", "advice"),
    [
        (walk(State.BEGUN, running=True, sent=False), "going on now", "Go on in the window."),
        (walk(State.BEGUN, sent=False), "broken off before sending", "Nothing was sent."),
        (walk(State.SENDING, running=True), "being sent now", "Go on in the window."),
        (walk(State.SENDING), "may have been sent: not known", "Look for a mail"),
        (walk(State.UNCONFIRMED), "sent, no confirmation seen", "Look for a code"),
        (walk(State.CONFIRMED), "sent and confirmed", "Wait for the answer."),
        (walk(State.REFUSED), "refused by the service", "Art. 77"),
        (walk(State.STOPPED, sent=False), "stopped before sending", "Nothing was sent."),
    ],
)
def test_words(given: Walk, words: str, advice: str) -> None:
    """Each state has its words and its next step; nothing unknown is told as known."""
    assert state_words(given) == words
    assert advice in next_words(given, DUE)


@pytest.mark.promise(7)
@pytest.mark.parametrize("state", [State.SENDING, State.UNCONFIRMED])
def test_nothing_claims_that_an_unconfirmed_walk_was_not_sent(state: State) -> None:
    """Of what may have been sent, no word says that it was not, however late it is."""
    for today in (DUE, DUE + timedelta(days=1)):
        assert "Nothing was sent" not in next_words(walk(state), today)


@pytest.mark.parametrize("state", [State.SENDING, State.UNCONFIRMED, State.CONFIRMED])
def test_an_overdue_answer(state: State) -> None:
    """From the day after the deadline on the person is told of the complaint, and not before."""
    complaint = "complain to your data protection authority (GDPR Art. 77)"
    assert complaint not in next_words(walk(state), DUE)
    assert complaint in next_words(walk(state), DUE + timedelta(days=1))


def test_no_walk_yet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Before the first walk there is a hint, an empty list as JSON, and no file is made."""
    assert status(False) == ExitCode.DONE
    assert "No walk yet" in capsys.readouterr().out
    assert status(True) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == []
    assert not (tmp_path / "data").exists()


def test_the_table_fits(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """The table shows flow, day of sending and deadline, within 80 columns and in whole words."""
    confirmed = ledger.begin(FLOW, "v", "policy")
    ledger.sending(confirmed)
    ledger.confirmed(confirmed)
    ledger.stopped(ledger.begin("a-long-service/with-a-long-name", "v", "policy"), "she stopped")
    assert status(False) == ExitCode.DONE
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    newest = next(walk for walk in ledger.walks() if walk.id == confirmed)
    assert newest.sent_at is not None
    lines = shown.splitlines()
    left = next(line.index("What to do") for line in lines if "What to do" in line)
    last_column = "".join(line[left:] for line in lines).replace(" ", "")
    assert "Waitfortheanswer." in last_column
    assert "Startanew:walkoutruna-long-service/with-a-long-name" in last_column
    for words in (FLOW, newest.sent_at.astimezone().date().isoformat(), str(newest.deadline), "public holidays"):
        assert words in shown


def marked(ledger: Ledger) -> WalkId:
    """A confirmed walk whose text has changed since."""
    walk = ledger.begin(FLOW, "v", "policy")
    ledger.sending(walk)
    ledger.confirmed(walk)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    ledger.mark_for_recheck(FLOW, "the text of the page “policy” changed", changed=tomorrow, since=date(2026, 11, 5))
    return walk


def test_a_recheck(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """A submission to be looked at again says so, why, and by which commands, within 80 columns; JSON has it, too."""
    walk = marked(ledger)
    status(False)
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    for words in (
        "recheck",
        f"Recheck {walk[:8]}: {FLOW}, sent ",
        "The text of the page “policy” changed.",
        f"walkout policy {FLOW} --since 2026-11-05",
        f"walkout run {FLOW}",
        f"walkout status --checked {walk[:8]}",
    ):
        assert words in shown
    status(True)
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["state"], found["recheck"][0]["since"]) == ("confirmed", "2026-11-05")
    assert found["recheck"][0]["reason"] == "the text of the page “policy” changed"
    assert found["next"] == f"Recheck, as the text has changed: walkout policy {FLOW} --since 2026-11-05"


def test_checked(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    """The person says by the beginning of its id that she has looked at it: nothing asks for it any more."""
    walk = marked(ledger)
    assert status(False, walk[:6]) == ExitCode.DONE
    shown = capsys.readouterr().out
    assert "echeck" not in shown
    assert "Wait for the answer." in " ".join(shown.split())


@pytest.mark.parametrize("wanted", ["", "zz"])
def test_checked_needs_an_id(ledger: Ledger, wanted: str) -> None:
    """An id that is none, or the beginning of none, settles nothing."""
    marked(ledger)
    with pytest.raises(BadUsageError, match="no requests have an id"):
        status(False, wanted)
    assert ledger.walks()[0].rechecks


def test_an_overdue_answer_goes_before_a_recheck() -> None:
    """The complaint is the more pressing advice."""
    overdue = replace(walk(State.CONFIRMED), rechecks=(Recheck(datetime.now(UTC), "why", DUE),))
    assert "Art. 77" in next_words(overdue, DUE + timedelta(days=1))
    assert "Recheck" in next_words(overdue, DUE)


def test_json(ledger: Ledger, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """As JSON each walk has its state, times, deadline, receipt and next step."""
    walk_id = ledger.begin(FLOW, "abc", "policy")
    ledger.sending(walk_id)
    ledger.sent(walk_id)
    ledger.set_receipt(walk_id, tmp_path / "receipt")
    ledger.leave(walk_id)
    assert status(True) == ExitCode.DONE
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["flow"], found["version"], found["way"]) == (FLOW, "abc", "policy")
    assert (found["state"], found["running"], found["overdue"]) == ("sent-unconfirmed", False, False)
    assert found["receipt"] == str(tmp_path / "receipt")
    assert found["answer_due_by"] == str(ledger.walks()[0].deadline)
    assert found["next"].startswith("Look for a code")


def finish_refused(ledger: Ledger, walk: WalkId) -> None:
    ledger.refused(walk, "it cannot be processed")


def finish_stopped(ledger: Ledger, walk: WalkId) -> None:
    ledger.stopped(walk, "")


@pytest.mark.parametrize("finish", [finish_refused, finish_stopped])
def test_no_deadline_without_an_awaited_answer(
    ledger: Ledger, capsys: pytest.CaptureFixture[str], finish: Callable[[Ledger, WalkId], None]
) -> None:
    """A refused or stopped walk awaits no answer."""
    finish(ledger, ledger.begin(FLOW, "v", "policy"))
    status(True)
    assert json.loads(capsys.readouterr().out)[0]["answer_due_by"] is None


def test_a_damaged_ledger(capsys: pytest.CaptureFixture[str]) -> None:
    """A damaged ledger is an error and not an empty list."""
    settings().data_dir.mkdir()
    settings().ledger_file.write_bytes(b"no ledger" * 200)
    with pytest.raises(LedgerError, match="damaged"):
        status(True)
    assert capsys.readouterr().out == ""
