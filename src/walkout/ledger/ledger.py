"""Writing down and reading what happened to the person's submissions."""

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

from walkout.errors import LedgerError
from walkout.ledger.alive import Signs
from walkout.ledger.store import DAMAGED, connect
from walkout.ledger.walks import Event, Recheck, State, Walk, WalkId, deadline_for, next_state
from walkout.masking import Masker
from walkout.words.speech import _, english

LONGEST = 500  # characters of a note, which may be what a page said


def local_now() -> datetime:
    """Now, in the time zone of the person, whose calendar a deadline follows."""
    return datetime.now().astimezone()


class Ledger:
    """The ledger in that file, which the first walk makes. Every method is one transaction.

    masker: takes personal values out of notes. now: an aware clock. Dry runs have no method here, on purpose.
    Every method may raise LedgerError.
    """

    def __init__(self, path: Path, masker: Masker | None = None, now: Callable[[], datetime] = local_now) -> None:
        self._path, self._masker, self._now = path, masker or Masker(), now
        self._signs = Signs(path.with_name("running"))

    def begin(self, flow: str, version: str, way: str) -> WalkId:
        """A new walk, state `begun`. version: the hash of the flow's file."""
        walk = WalkId(uuid4().hex)
        self._signs.show(walk)  # before the row, so that no reader takes the walk for a dead one
        try:
            with connect(self._path) as database:
                database.execute(
                    "INSERT INTO walks (id, flow, version, way, state, begun_at) VALUES (?, ?, ?, ?, ?, ?)",
                    (walk, flow, version, way, State.BEGUN, _text(self._now())),
                )
                self._add_event(database, walk, State.BEGUN, f"way in: {way}")
        except LedgerError:
            self._signs.drop(walk)
            raise
        return walk

    def sending(self, walk: WalkId) -> None:
        """To be called just before the click that sends: from now on it may have been sent."""
        now = self._now()
        self._move(walk, State.SENDING, "about to send", sent_at=_text(now), deadline=deadline_for(now).isoformat())

    def sent(self, walk: WalkId) -> None:
        """The click was made and the page took it; no confirmation was seen yet."""
        self._move(walk, State.UNCONFIRMED, "sent, no confirmation yet")

    def confirmed(self, walk: WalkId) -> None:
        """The confirmation was seen. Rechecks of earlier submissions of the flow are settled by it."""
        self._move(walk, State.CONFIRMED, "the confirmation was seen")

    def refused(self, walk: WalkId, note: str) -> None:
        """The service said that it will not take the request."""
        self._move(walk, State.REFUSED, note, note=note)

    def stopped(self, walk: WalkId, note: str) -> None:
        """The walk ended before the sending step."""
        self._move(walk, State.STOPPED, note, note=note)

    def set_receipt(self, walk: WalkId, folder: Path) -> None:
        """Where the receipt of the walk is."""
        with connect(self._path) as database:
            self._row(database, walk)
            database.execute("UPDATE walks SET receipt = ? WHERE id = ?", (str(folder), walk))

    def mark_for_recheck(self, flow: str, reason: str, *, changed: datetime, since: date) -> list[WalkId]:
        """Mark what was submitted by this flow before something `changed`; which walks are marked.

        reason: what changed, in a sentence. since: the day from which on she should read the text again.
        """
        if not self._path.exists():
            return []
        reason = self._masked(reason)
        with connect(self._path) as database:
            rows = database.execute(
                "SELECT id, state FROM walks WHERE flow = ? AND sent_at < ?", (flow, _text(changed))
            )
            sent = [(WalkId(row["id"]), State(row["state"])) for row in rows if State(row["state"]).maybe_sent]
            for walk, state in sent:
                database.execute(
                    "INSERT INTO rechecks (walk, at, reason, since) VALUES (?, ?, ?, ?)",
                    (walk, _text(self._now()), reason, since.isoformat()),
                )
                self._add_event(database, walk, state, f"recheck: {reason}")
        return [walk for walk, _ in sent]

    def settle_rechecks(self, walk: WalkId) -> int:
        """The person has looked at this submission again; how many rechecks that settles."""
        with connect(self._path) as database:
            state = State(self._row(database, walk)["state"])
            settled = self._settle(database, "walk = ?", walk)
            if settled:
                self._add_event(database, walk, state, "looked at again")
        return settled

    def settle_rechecks_of(self, flow: str) -> int:
        """The same for all submissions of a flow, as after a new one."""
        if not self._path.exists():
            return 0
        with connect(self._path) as database:
            return self._settle(database, "walk IN (SELECT id FROM walks WHERE flow = ?)", flow)

    def leave(self, walk: WalkId) -> None:
        """This process is done with the walk, whose state stays what it is (`sent-unconfirmed`, for one)."""
        self._signs.drop(walk)

    def walks(self) -> list[Walk]:
        """All walks, the newest first."""
        if not self._path.exists():
            return []
        with connect(self._path) as database:
            rows = database.execute("SELECT * FROM walks ORDER BY rowid DESC").fetchall()
            rechecks = database.execute("SELECT * FROM rechecks WHERE checked_at IS NULL ORDER BY number").fetchall()
            return [self._walk(row, [one for one in rechecks if one["walk"] == row["id"]]) for row in rows]

    def events(self, walk: WalkId) -> list[Event]:
        """What happened to one walk, in order."""
        with connect(self._path) as database:
            self._row(database, walk)
            rows = database.execute("SELECT at, state, what FROM events WHERE walk = ? ORDER BY number", (walk,))
            return [Event(datetime.fromisoformat(row["at"]), State(row["state"]), row["what"]) for row in rows]

    def open_submission(self, flow: str) -> Walk | None:
        """The newest walk of that flow that may have reached the service: warn before another."""
        return next((walk for walk in self.walks() if walk.flow == flow and walk.state.maybe_sent), None)

    def forget(self) -> None:
        """Remove the file, damaged or not, and all that belongs to it. Not while a walk runs."""
        if self._signs.any_seen():
            raise LedgerError(_("a walk is running"), where=str(self._path), remedy=_("Finish or stop it first."))
        try:
            for file in (self._path, self._path.with_name(f"{self._path.name}-journal")):
                file.unlink(missing_ok=True)
        except OSError as error:
            raise LedgerError(
                _("the ledger cannot be removed ({why})", why=error.strerror), where=str(self._path)
            ) from error
        self._signs.remove()

    def _move(self, walk: WalkId, wanted: State, what: str, **columns: str) -> None:
        masked = self._masked(what)
        if "note" in columns:
            columns["note"] = masked
        with connect(self._path) as database:
            state = next_state(walk, State(self._row(database, walk)["state"]), wanted)
            if state.final:
                columns["ended_at"] = _text(self._now())
            columns["state"] = state
            names = ", ".join(f"{name} = ?" for name in columns)
            database.execute(f"UPDATE walks SET {names} WHERE id = ?", (*columns.values(), walk))  # noqa: S608 - own names
            self._add_event(database, walk, state, masked)
            if state is State.CONFIRMED:
                self._settle(
                    database, "walk IN (SELECT id FROM walks WHERE flow = (SELECT flow FROM walks WHERE id = ?))", walk
                )
        if state.final:
            self._signs.drop(walk)

    def _masked(self, text: str) -> str:
        return self._masker.mask(english(text).encode("utf-8", "replace").decode("utf-8"))[:LONGEST]

    def _settle(self, database: sqlite3.Connection, which: str, value: str) -> int:
        """which: a condition with one placeholder, of our own."""
        statement = f"UPDATE rechecks SET checked_at = ? WHERE checked_at IS NULL AND {which}"  # noqa: S608
        return database.execute(statement, (_text(self._now()), value)).rowcount

    def _add_event(self, database: sqlite3.Connection, walk: WalkId, state: State, what: str) -> None:
        database.execute(
            "INSERT INTO events (walk, at, state, what) VALUES (?, ?, ?, ?)",
            (walk, _text(self._now()), state, what),
        )

    def _row(self, database: sqlite3.Connection, walk: WalkId) -> sqlite3.Row:
        row: sqlite3.Row | None = database.execute("SELECT * FROM walks WHERE id = ?", (walk,)).fetchone()
        if row is None:
            raise LedgerError(_("the ledger does not know this walk"), where=_("walk {id}", id=walk[:8]))
        return row

    def _walk(self, row: sqlite3.Row, rechecks: list[sqlite3.Row]) -> Walk:
        try:
            return self._walk_of(row, rechecks)
        except ValueError as error:
            raise LedgerError(
                _("the ledger cannot be used: {what}", what=_(DAMAGED[0])), where=str(self._path), remedy=_(DAMAGED[1])
            ) from error

    def _walk_of(self, row: sqlite3.Row, rechecks: list[sqlite3.Row]) -> Walk:
        return Walk(
            id=WalkId(row["id"]),
            flow=row["flow"],
            version=row["version"],
            way=row["way"],
            state=State(row["state"]),
            running=self._signs.seen(row["id"]),
            begun_at=datetime.fromisoformat(row["begun_at"]),
            sent_at=datetime.fromisoformat(row["sent_at"]) if row["sent_at"] else None,
            ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
            deadline=date.fromisoformat(row["deadline"]) if row["deadline"] else None,
            note=row["note"],
            receipt=Path(row["receipt"]) if row["receipt"] else None,
            rechecks=tuple(
                Recheck(datetime.fromisoformat(one["at"]), one["reason"], date.fromisoformat(one["since"]))
                for one in rechecks
            ),
        )


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
