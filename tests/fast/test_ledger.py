"""The ledger: states, deadlines, and what it says after crashes and on bad disks."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkout.errors import LedgerError
from walkout.ledger import Ledger, State, Walk, WalkId, deadline_for
from walkout.ledger import store as ledger_store
from walkout.ledger.walks import FOLLOWING
from walkout.masking import Masker

FLOW = "meta/facebook"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
# The shortest way into each state.
WAYS = {
    State.BEGUN: (),
    State.SENDING: (State.SENDING,),
    State.UNCONFIRMED: (State.SENDING, State.UNCONFIRMED),
    State.CONFIRMED: (State.SENDING, State.CONFIRMED),
    State.REFUSED: (State.REFUSED,),
    State.STOPPED: (State.STOPPED,),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "ledger.sqlite3"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(path, now=lambda: NOON)


def move(ledger: Ledger, walk: WalkId, wanted: State) -> None:
    match wanted:
        case State.SENDING:
            ledger.sending(walk)
        case State.UNCONFIRMED:
            ledger.sent(walk)
        case State.CONFIRMED:
            ledger.confirmed(walk)
        case State.REFUSED:
            ledger.refused(walk, "it said no")
        case State.STOPPED:
            ledger.stopped(walk, "she stopped")
        case State.BEGUN:
            raise AssertionError("no walk becomes begun")


def walk_in(ledger: Ledger, state: State, flow: str = FLOW) -> WalkId:
    walk = ledger.begin(flow, "0f" * 32, "policy")
    for step in WAYS[state]:
        move(ledger, walk, step)
    return walk


def only(ledger: Ledger) -> Walk:
    (walk,) = ledger.walks()
    return walk


def test_a_confirmed_walk_tells_its_story(ledger: Ledger, tmp_path: Path) -> None:
    """A walk from begun to confirmed keeps times, deadline, receipt and every event in order."""
    walk = walk_in(ledger, State.UNCONFIRMED)
    ledger.confirmed(walk)
    ledger.set_receipt(walk, tmp_path / "receipt")
    found = only(ledger)
    assert (found.id, found.flow, found.version, found.way) == (walk, FLOW, "0f" * 32, "policy")
    assert (found.state, found.running, found.note) == (State.CONFIRMED, False, "")
    assert (found.begun_at, found.sent_at, found.ended_at) == (NOON, NOON, NOON)
    assert (found.deadline, found.receipt) == (date(2026, 12, 21), tmp_path / "receipt")
    states = [event.state for event in ledger.events(walk)]
    assert states == [State.BEGUN, State.SENDING, State.UNCONFIRMED, State.CONFIRMED]


@pytest.mark.promise(7)
@pytest.mark.parametrize(("now", "wanted"), [pair for pair in product(State, State) if pair[1] is not State.BEGUN])
def test_transitions(ledger: Ledger, now: State, wanted: State) -> None:
    """Only the allowed states follow one another; else the error names both and nothing is changed."""
    walk = walk_in(ledger, now)
    before = (only(ledger), ledger.events(walk))
    if wanted in FOLLOWING[now]:
        move(ledger, walk, wanted)
        again = (now, wanted) == (State.UNCONFIRMED, State.SENDING)
        assert only(ledger).state is (State.UNCONFIRMED if again else wanted)
        return
    with pytest.raises(LedgerError) as caught:
        move(ledger, walk, wanted)
    assert f"{now.value} cannot become {wanted.value}" in str(caught.value)
    assert (only(ledger), ledger.events(walk)) == before


@pytest.mark.promise(7)
def test_what_may_have_been_sent_is_never_unsent() -> None:
    """From `sending` on, no state says that nothing was sent; confirmed, refused and stopped are final."""
    reached, todo = set(), [State.SENDING]
    while todo:
        reached |= (now := {state for state in FOLLOWING[todo.pop()] if state not in reached})
        todo += now
    assert reached == {State.SENDING, State.UNCONFIRMED, State.CONFIRMED, State.REFUSED}
    assert {state for state in State if state.final} == {State.CONFIRMED, State.REFUSED, State.STOPPED}


@pytest.mark.promise(4)
def test_confirmed_needs_a_sending() -> None:
    """Nothing becomes confirmed that was not about to be sent."""
    assert {now for now in State if State.CONFIRMED in FOLLOWING[now]} == {State.SENDING, State.UNCONFIRMED}


def test_a_second_click_is_kept_as_an_event(path: Path) -> None:
    """A second agreed sending after `sent` leaves the state, is an event, and moves the deadline on."""
    times = iter(NOON + timedelta(days=day) for day in range(9))
    ledger = Ledger(path, now=lambda: next(times))
    walk = walk_in(ledger, State.UNCONFIRMED)
    first = only(ledger)
    ledger.sending(walk)
    second = only(ledger)
    assert first.sent_at is not None
    assert second.sent_at is not None
    assert (second.state, second.sent_at > first.sent_at) == (State.UNCONFIRMED, True)
    assert [event.what for event in ledger.events(walk)].count("about to send") == 2


def test_an_unknown_walk(ledger: Ledger) -> None:
    """A walk that the ledger does not know is a clear error."""
    ledger.begin(FLOW, "v", "policy")
    for call in (ledger.sending, ledger.sent, ledger.confirmed, ledger.events):
        with pytest.raises(LedgerError, match="does not know"):
            call(WalkId("0" * 32))
    with pytest.raises(LedgerError, match="does not know"):
        ledger.set_receipt(WalkId("0" * 32), Path("/x"))


@pytest.mark.parametrize("state", State)
def test_open_submission(ledger: Ledger, state: State) -> None:
    """The person is warned of a walk that may have reached the service, and of no other."""
    walk = walk_in(ledger, state)
    found = ledger.open_submission(FLOW)
    assert (found.id if found else None) == (walk if state.maybe_sent else None)
    assert ledger.open_submission("meta/instagram") is None


def test_open_submission_is_the_newest(ledger: Ledger) -> None:
    """Of several the newest one counts, though a stopped walk came after it."""
    walk_in(ledger, State.CONFIRMED)
    newest = walk_in(ledger, State.UNCONFIRMED)
    walk_in(ledger, State.STOPPED)
    found = ledger.open_submission(FLOW)
    assert found is not None
    assert found.id == newest


def test_reading_makes_no_file(path: Path, ledger: Ledger) -> None:
    """Looking at a ledger that is not there leaves nothing behind."""
    assert (ledger.walks(), ledger.open_submission(FLOW)) == ([], None)
    assert not path.parent.exists()


@pytest.mark.promise(6)
def test_files_are_the_persons_alone(path: Path, ledger: Ledger) -> None:
    """The ledger is 0600 and all folders 0700, also after someone opened the file to others."""
    walk = walk_in(ledger, State.BEGUN)
    path.chmod(0o644)
    ledger.sending(walk)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    folders = [folder for folder in (path.parent, *path.parent.rglob("*")) if folder.is_dir()]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


@pytest.mark.promise(6)
def test_no_value_is_in_the_file(path: Path) -> None:
    """Notes that name personal values are masked before they are written: the bytes hold none."""
    values = {"email": "anna@example.org", "reason": "I paint for a living, and it is mine."}
    ledger = Ledger(path, Masker(values))
    note = f"no: {values['email']} wrote {values['reason']} and 123456"
    ledger.stopped(ledger.begin(FLOW, "v", "policy"), note)
    ledger.refused(ledger.begin(FLOW, "v", "policy"), note)
    data = path.read_bytes()
    assert not [value for value in (*values.values(), "123456") if value.encode() in data]
    assert ledger.walks()[0].note == "no: [email] wrote [reason] and [code]"


@pytest.mark.promise(8)
def test_odd_notes(ledger: Ledger) -> None:
    """What a page says cannot break the ledger by broken characters, nor swell it."""
    for note in ("half a character: \ud83d", "long " * 100_000):
        ledger.refused(ledger.begin(FLOW, "v", "policy"), note)
    assert [len(walk.note) <= 500 for walk in ledger.walks()] == [True, True]


@pytest.mark.promise(4)
def test_a_dry_run_cannot_be_written_down(ledger: Ledger, path: Path) -> None:
    """There is no column that could hold a dry run, and `begin` takes no word of one."""
    ledger.begin(FLOW, "v", "policy")
    with sqlite3.connect(path) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(walks)")}
    expected = "id flow version way state begun_at sent_at ended_at deadline note receipt"
    assert columns == set(expected.split())
    with pytest.raises(TypeError):
        ledger.begin(FLOW, "v", "policy", dry_run=True)  # type: ignore[call-arg]


@pytest.mark.promise(7)
@pytest.mark.parametrize("statement", ["UPDATE events SET what = ''", "DELETE FROM events"])
def test_events_are_only_added(ledger: Ledger, path: Path, statement: str) -> None:
    """No statement changes or removes an event."""
    walk_in(ledger, State.CONFIRMED)
    with sqlite3.connect(path) as database, pytest.raises(sqlite3.IntegrityError, match="events stay"):
        database.execute(statement)


# --- crashes

CHILD = """
import sys
from pathlib import Path
from walkout.ledger import Ledger
ledger = Ledger(Path(sys.argv[1]))
walk = ledger.begin("meta/facebook", "v", "policy")
print("begun", flush=True)
for word in sys.argv[2:]:
    getattr(ledger, word)(walk)
    print(word, flush=True)
sys.stdin.read()
"""


def killed(path: Path, *words: str) -> None:
    """A process that walks that far, and is then killed with SIGKILL."""
    with child(path, *words) as process:
        process.kill()
    assert process.returncode == -signal.SIGKILL


def child(path: Path, *words: str) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path), *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for word in ("begun", *words):
        assert process.stdout.readline().strip() == word
    return process


@pytest.mark.promise(7)
def test_killed_while_sending(path: Path, ledger: Ledger) -> None:
    """A walk that was killed around the sending click is shown as one that may have been sent."""
    killed(path, "sending")
    walk = only(ledger)
    assert (walk.state, walk.running, walk.unknown, walk.broken_off) == (State.SENDING, False, True, False)
    assert walk.sent_at is not None
    assert ledger.open_submission(FLOW) == walk


@pytest.mark.promise(7)
def test_killed_before_sending(path: Path, ledger: Ledger) -> None:
    """A walk that was killed before the sending click is broken off, and warns of nothing."""
    killed(path)
    walk = only(ledger)
    assert (walk.state, walk.broken_off, walk.unknown) == (State.BEGUN, True, False)
    assert ledger.open_submission(FLOW) is None


@pytest.mark.promise(7)
def test_a_living_walk_is_running(path: Path, ledger: Ledger) -> None:
    """The walk of a living process is neither broken off nor unknown, also for another process; then it dies."""
    with child(path, "sending") as process:
        walk = only(ledger)
        assert (walk.running, walk.unknown) == (True, False)
        with pytest.raises(LedgerError, match="running"):
            ledger.forget()
        process.kill()
    assert not only(ledger).running


@pytest.mark.promise(7)
@pytest.mark.parametrize("after", range(1, 12, 2))
def test_killed_at_any_moment(path: Path, ledger: Ledger, after: int) -> None:
    """A kill in the midst of writing leaves a whole ledger that knows at least what was acknowledged."""
    code = CHILD.replace("walk = ", "while True:\n  walk = ").replace("\nprint", "\n  print")
    code = code.replace("\nfor", "\n  for").replace("\n    ", "\n      ").replace("sys.stdin.read()", "")
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path), "sending", "sent", "confirmed"], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        told += [line.strip() for line in process.stdout.read().splitlines()]
    events = [event for walk in ledger.walks() for event in ledger.events(walk.id)]
    assert len(told) <= len(events) <= len(told) + 1
    for walk in ledger.walks():
        assert ledger.events(walk.id)[-1].state is walk.state
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_leaving_an_unconfirmed_walk(ledger: Ledger) -> None:
    """A process that ends with an unconfirmed walk can say that it is done with it."""
    walk = walk_in(ledger, State.UNCONFIRMED)
    assert only(ledger).running
    ledger.leave(walk)
    assert (only(ledger).state, only(ledger).running) == (State.UNCONFIRMED, False)


# --- bad disks and files


@pytest.mark.parametrize(
    "content", [b"this is no database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000], ids=["text", "broken"]
)
def test_a_damaged_file(path: Path, ledger: Ledger, content: bytes) -> None:
    """A file that is no ledger is told with a remedy, stays as it is, and can be forgotten."""
    path.parent.mkdir()
    path.write_bytes(content)
    for call in (ledger.walks, lambda: ledger.begin(FLOW, "v", "policy")):
        with pytest.raises(LedgerError, match="damaged") as caught:
            call()
        assert caught.value.remedy
    assert path.read_bytes() == content
    ledger.forget()
    assert not path.exists()


def test_an_unknown_state_in_the_file(path: Path, ledger: Ledger) -> None:
    """A row that no walkout wrote is a clear error."""
    ledger.begin(FLOW, "v", "policy")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE walks SET state = 'lost'")
    with pytest.raises(LedgerError, match="damaged"):
        ledger.walks()


def test_a_newer_ledger(path: Path, ledger: Ledger) -> None:
    """A ledger of a newer walkout is refused and not changed."""
    ledger.begin(FLOW, "v", "policy")
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="newer walkout"):
        ledger.begin(FLOW, "v", "policy")
    assert path.read_bytes() == before


@pytest.mark.promise(7)
def test_an_older_ledger_keeps_what_it_holds(path: Path, ledger: Ledger) -> None:
    """A ledger of the first version is brought up to date at the first use: all walks and events stay, and rechecks can
    be marked."""
    path.parent.mkdir(mode=0o700)
    with sqlite3.connect(path) as database:
        for statement in ledger_store.FIRST:
            database.execute(statement)
        database.execute("PRAGMA user_version = 1")
        row = ("1" * 32, FLOW, "v", "policy", "confirmed", *["2026-11-01T12:00:00+00:00"] * 3, "2026-12-01", "", None)
        database.execute(f"INSERT INTO walks VALUES ({', '.join('?' * len(row))})", row)
        database.execute("INSERT INTO events VALUES (1, ?, '2026-11-01T12:00:00+00:00', 'confirmed', 'seen')", row[:1])
    before = only(ledger)
    assert (before.id, before.state, before.deadline, before.rechecks) == (
        row[0],
        State.CONFIRMED,
        date(2026, 12, 1),
        (),
    )
    assert [event.what for event in ledger.events(before.id)] == ["seen"]
    assert ledger.mark_for_recheck(FLOW, "it changed", changed=NOON, since=date(2026, 11, 1)) == [before.id]
    assert [one.reason for one in only(ledger).rechecks] == ["it changed"]


def mark(ledger: Ledger, changed: datetime = NOON + timedelta(days=1)) -> list[WalkId]:
    return ledger.mark_for_recheck(FLOW, "the text changed", changed=changed, since=date(2026, 11, 1))


@pytest.mark.parametrize("state", list(State))
def test_what_a_change_marks(ledger: Ledger, state: State) -> None:
    """A change marks what may have been sent before it, and nothing else; the mark is an event, and the state stays."""
    walk = walk_in(ledger, state)
    assert mark(ledger, NOON - timedelta(days=1)) == []
    assert mark(ledger) == ([walk] if state.maybe_sent else [])
    assert only(ledger).state is state
    assert len(only(ledger).rechecks) == state.maybe_sent
    assert (ledger.events(walk)[-1].what == "recheck: the text changed") == state.maybe_sent


def test_other_flows_are_not_marked(ledger: Ledger, path: Path) -> None:
    """A change in one flow's pages says nothing of another's submissions; without a ledger none is made."""
    assert mark(ledger) == []
    assert ledger.settle_rechecks_of(FLOW) == 0
    assert not path.exists()
    walk_in(ledger, State.CONFIRMED, "meta/instagram")
    assert mark(ledger) == []


def test_she_settles_a_recheck(ledger: Ledger) -> None:
    """What she has looked at is settled, with its day and an event, and does not come back; a later change does."""
    walk = walk_in(ledger, State.CONFIRMED)
    mark(ledger)
    mark(ledger)
    assert ledger.settle_rechecks(walk) == 2
    assert ledger.settle_rechecks(walk) == 0
    assert only(ledger).rechecks == ()
    assert [event.what for event in ledger.events(walk)].count("looked at again") == 1
    mark(ledger)
    assert len(only(ledger).rechecks) == 1


@pytest.mark.parametrize("flow", [FLOW, "meta/instagram"])
def test_a_new_confirmed_submission_settles_the_earlier_ones(ledger: Ledger, flow: str) -> None:
    """She walks the flow again until it is confirmed: the earlier submission need not be looked at any more."""
    first = walk_in(ledger, State.CONFIRMED)
    mark(ledger)
    second = walk_in(ledger, State.UNCONFIRMED, flow)
    rechecks = {walk.id: len(walk.rechecks) for walk in ledger.walks()}
    assert rechecks[first] == 1
    ledger.confirmed(second)
    rechecks = {walk.id: len(walk.rechecks) for walk in ledger.walks()}
    assert rechecks[first] == (flow != FLOW)


@pytest.mark.promise(6)
def test_reasons_of_rechecks_are_masked(path: Path) -> None:
    """A reason holds no personal value."""
    ledger = Ledger(path, Masker({"email": "erika@example.org"}), now=lambda: NOON)
    walk_in(ledger, State.CONFIRMED)
    ledger.mark_for_recheck(FLOW, "of erika@example.org", changed=NOON + timedelta(days=1), since=date(2026, 11, 1))
    assert only(ledger).rechecks[0].reason == "of [email]"
    assert b"erika" not in path.read_bytes()


def test_a_locked_ledger(path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that another program holds is told as such."""
    monkeypatch.setattr(ledger_store, "WAIT", 0.01)
    walk = ledger.begin(FLOW, "v", "policy")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(LedgerError, match="another program holds it"):
        ledger.sending(walk)
    other.execute("ROLLBACK")
    other.close()
    ledger.sending(walk)
    assert only(ledger).state is State.SENDING


def test_a_full_disk(path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is an error with a remedy, and the ledger stays as it was."""
    walk = ledger.begin(FLOW, "v", "policy")
    connect = sqlite3.connect

    def full(*args: object, **more: object) -> sqlite3.Connection:
        connection = connect(*args, **more)  # type: ignore[call-overload]
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
        return connection

    ledger.set_receipt(walk, Path("x" * 3000))
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", full)
        with pytest.raises(LedgerError, match="disk is full") as caught:
            ledger.set_receipt(walk, Path("y" * 9000))
    assert "space" in caught.value.remedy
    assert only(ledger).receipt == Path("x" * 3000)


def test_a_ledger_that_may_not_be_written(path: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only ledger is told as such."""
    walk = ledger.begin(FLOW, "v", "policy")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, **more: connect(f"file:{path}?mode=ro", uri=True, **more))
    with pytest.raises(LedgerError, match="may not be written"):
        ledger.sending(walk)


def test_a_file_in_the_way(tmp_path: Path) -> None:
    """Where the folder of the ledger cannot be made, no walk begins."""
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError):
        Ledger(tmp_path / "file" / "ledger.sqlite3").begin(FLOW, "v", "policy")


def test_a_begin_that_fails_leaves_no_sign(path: Path, ledger: Ledger) -> None:
    """A walk that could not be written down is not running either, so the ledger can be forgotten."""
    path.parent.mkdir()
    path.mkdir()
    with pytest.raises(LedgerError):
        ledger.begin(FLOW, "v", "policy")
    path.rmdir()
    ledger.forget()


def test_forget_takes_everything(path: Path, ledger: Ledger) -> None:
    """After `forget` neither the file nor the signs of dead walks are left, and a new ledger can begin."""
    killed(path, "sending")
    walk_in(ledger, State.CONFIRMED)
    ledger.forget()
    assert list(path.parent.iterdir()) == []
    walk_in(ledger, State.STOPPED)
    assert len(ledger.walks()) == 1


# --- deadlines


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        (datetime(2026, 3, 5, 9), date(2026, 4, 6)),  # 5 April is a Sunday
        (datetime(2026, 1, 30, 9), date(2026, 3, 2)),  # 28 February is a Saturday
        (datetime(2027, 8, 31, 9), date(2027, 9, 30)),
        (datetime(2028, 1, 31, 9), date(2028, 2, 29)),
        (datetime(2026, 12, 15, 9), date(2027, 1, 15)),
        (datetime(2026, 11, 20, 23, 59), date(2026, 12, 21)),  # 20 December is a Sunday
    ],
)
def test_deadlines(sent: datetime, due: date) -> None:
    """One month ends on the same date, or the month's last day, and never on a weekend."""
    assert deadline_for(sent.replace(tzinfo=UTC)) == due


@given(st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1)))
def test_every_deadline_is_a_working_day(sent: datetime) -> None:
    """A deadline is a weekday, 28 to 33 days after the day of sending, and never before the same date."""
    due = deadline_for(sent)
    assert due.weekday() < 5
    assert timedelta(days=28) <= due - sent.date() <= timedelta(days=33)


def test_the_day_of_sending_is_the_persons(path: Path) -> None:
    """Shortly after midnight where she lives, the month runs from her date and not from that of UTC."""
    east = datetime(2026, 6, 10, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    ledger = Ledger(path, now=lambda: east)
    walk_in(ledger, State.SENDING)
    walk = only(ledger)
    assert (walk.sent_at, walk.deadline) == (east, date(2026, 7, 10))


def test_overdue(ledger: Ledger) -> None:
    """An answer is overdue from the day after the deadline, and only where one is awaited."""
    walk = walk_in(ledger, State.UNCONFIRMED)
    due = date(2026, 12, 21)
    assert [only(ledger).overdue(due + timedelta(days=days)) for days in (0, 1)] == [False, True]
    ledger.refused(walk, "no")
    assert not only(ledger).overdue(due + timedelta(days=9))


def test_processes_share_the_ledger(path: Path, ledger: Ledger) -> None:
    """Two processes that begin at once both get into the ledger."""
    processes = [child(path, "sending", "sent") for _ in range(2)]
    for process in processes:
        with process:
            process.kill()
    assert [walk.state for walk in ledger.walks()] == [State.UNCONFIRMED] * 2


def test_no_lock_file_outlives_its_walk(path: Path, ledger: Ledger) -> None:
    """A walk that ended leaves no sign of life behind."""
    walk_in(ledger, State.CONFIRMED)
    assert os.listdir(path.parent / "running") == []  # noqa: PTH208 - a list is what is compared
