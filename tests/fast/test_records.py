"""What a walk writes down: the ledger's line and the receipt, in step with what is done."""

import json
from pathlib import Path

import pytest

from walkout.commands.facts import facts_of
from walkout.errors import LedgerError
from walkout.ledger import Ledger, State
from walkout.masking import Masker
from walkout.receipt.receipt import Receipt
from walkout.walk.records import KeptRecords
from walkout.walk.session import shown_values
from walkout.words.lexicon import languages


@pytest.fixture
def kept(walking, tmp_path: Path):
    """A walk with a real ledger and receipt: walk, ledger, its id, and what the receipt says."""

    def keeping(**more):
        walk = walking(**more)
        masker = Masker(shown_values(walk.values, languages()))
        ledger = Ledger(tmp_path / "ledger.sqlite3", masker)
        number = ledger.begin("meta/facebook", "hash", "notification")
        receipt = Receipt.begin(tmp_path / "receipts", facts_of(walk.file), masker, number, dry_run=False)
        walk.session.records = KeptRecords(receipt, (ledger, number))
        return walk, ledger, number, lambda: json.loads((receipt.folder / "receipt.json").read_text("utf-8"))

    return keeping


def state(ledger) -> State:
    return ledger.walks()[0].state


@pytest.mark.promise(7)
def test_the_ledger_knows_at_the_moment_of_the_click_that_it_may_be_sent(kept):
    """While the button is pressed the ledger says `sending`; after it, sent; after the confirmation, confirmed."""
    walk, ledger, number, _ = kept()
    seen = {}

    def look(call, name):
        seen[walk.window.screen, name] = state(ledger)

    walk.window.before = look
    assert walk.run().name == "submitted"
    assert seen["form", "try_click"] == State.BEGUN
    assert seen["form", "click"] == State.SENDING
    assert seen["code", "look"] == State.UNCONFIRMED
    assert state(ledger) == State.CONFIRMED
    assert [event.state for event in ledger.events(number)] == [
        State.BEGUN,
        State.SENDING,
        State.UNCONFIRMED,
        State.CONFIRMED,
    ]


@pytest.mark.promise(7)
def test_a_window_closed_at_any_call_leaves_a_true_ledger(kept, tmp_path):
    """At whichever call the window goes, the ledger never says less than what may have happened, nor more."""
    walk, *_ = kept()
    walk.run()
    calls = walk.window.calls
    for number in range(1, calls + 1, 3):
        walk, ledger, *_ = kept()

        def close(call, name, walk=walk, number=number):
            walk.window.closed = call >= number

        walk.window.before = close
        walk.run()
        pressed, shown = ("click", "Send") in walk.log, ("shown", "received") in walk.log
        now = state(ledger)
        assert now in (
            (State.UNCONFIRMED, State.CONFIRMED) if shown else (State.BEGUN, State.SENDING, State.UNCONFIRMED)
        )
        assert (now in (State.UNCONFIRMED, State.CONFIRMED)) == pressed


@pytest.mark.promise(6)
def test_neither_receipt_nor_ledger_holds_a_value(kept, tmp_path):
    """After a whole walk no file that was written holds the address or the reason."""
    walk, *_ = kept()
    assert walk.run().name == "submitted"
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) >= 3
    for file in files:
        raw = file.read_bytes()
        assert walk.values["email"].encode() not in raw, file
        assert walk.values["reason"].encode() not in raw, file
        assert file.stat().st_mode & 0o077 == 0, file


@pytest.mark.promise(1)
def test_the_receipt_says_what_was_typed_where_and_what_was_agreed(kept):
    """Each field with its value's masked form and origin, her word, the steps, and the confirmation's words."""
    walk, _, _, receipt = kept()
    walk.run()
    told = receipt()
    assert {one["value"] for one in told["disclosed"]} == {"country", "email", "reason"}
    assert {one["origin"] for one in told["disclosed"]} == {"https://www.facebook.com"}
    assert [one["to"] for one in told["agreed"]] == ["https://www.facebook.com"]
    assert told["confirmation"]["text"] == "We've received your submission."
    assert [one["page"] for one in told["steps"]].count("form") == 4
    assert {one["name"] for one in told["pictures"]} >= {"form", "code", "received"}


def test_a_refusal_is_kept_with_its_words(kept):
    """What the service said when it refused stands in the ledger."""
    walk, ledger, *_ = kept()
    walk.window.screens["form"].leads["Send"] = "refused"
    assert walk.run().name == "refused"
    (line,) = ledger.walks()
    assert line.state is State.REFUSED
    assert "unable to process" in line.note


@pytest.mark.promise(7)
def test_a_ledger_that_has_gone_bad_prevents_sending(kept, tmp_path):
    """A ledger that can no longer be written before the click: the click is not made."""
    walk, *_ = kept()

    def spoil(pause, moved):
        (tmp_path / "ledger.sqlite3").write_bytes(b"no database")
        return "send"

    walk.person.answers["review"] = [spoil]
    with pytest.raises(LedgerError):
        walk.run()
    assert ("click", "Send") not in walk.log


@pytest.mark.promise(4)
def test_a_rehearsals_records_have_no_ledger(walking, tmp_path):
    """With a receipt for a rehearsal and no ledger, the walk ends well and counts as no submission."""
    walk = walking()
    receipt = Receipt.begin(tmp_path, facts_of(walk.file), Masker(), "rehearsal", dry_run=True)
    walk.session.records = KeptRecords(receipt, None)
    assert walk.run().name == "submitted"
    receipt.finish("submitted", "", None)
    told = json.loads((receipt.folder / "receipt.json").read_text("utf-8"))
    assert (told["outcome"], told["counts_as_submission"]) == ("rehearsal-submitted", False)
