"""The ledger's SQLite file: its tables, its transactions, and what its failures mean to a person."""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from walkout.errors import CannotStartError, LedgerError
from walkout.settings import private_folder
from walkout.words.speech import N_, _

WAIT = 5.0  # seconds that one transaction waits for another

# No column says "dry run": what cannot be written down cannot be mistaken for a submission (promise 4).
# No column holds a personal value; notes are masked before they come here.
FIRST = (
    """CREATE TABLE walks (
        id TEXT PRIMARY KEY, flow TEXT NOT NULL, version TEXT NOT NULL, way TEXT NOT NULL,
        state TEXT NOT NULL, begun_at TEXT NOT NULL, sent_at TEXT, ended_at TEXT, deadline TEXT,
        note TEXT NOT NULL DEFAULT '', receipt TEXT
    ) STRICT""",
    """CREATE TABLE events (
        number INTEGER PRIMARY KEY, walk TEXT NOT NULL REFERENCES walks (id), at TEXT NOT NULL,
        state TEXT NOT NULL, what TEXT NOT NULL
    ) STRICT""",
    "CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE (ABORT, 'events stay'); END",
    "CREATE TRIGGER events_last BEFORE DELETE ON events BEGIN SELECT RAISE (ABORT, 'events stay'); END",
)

# Why a submission should be looked at again, and when the person has: empty until then.
RECHECKS = (
    """CREATE TABLE rechecks (
        number INTEGER PRIMARY KEY, walk TEXT NOT NULL REFERENCES walks (id), at TEXT NOT NULL,
        reason TEXT NOT NULL, since TEXT NOT NULL, checked_at TEXT
    ) STRICT""",
)
# What each version adds to the one before it: a ledger of an older walkout gets what it lacks, and keeps what it holds.
VERSIONS = (FIRST, RECHECKS)

REMEDIES = {
    sqlite3.SQLITE_FULL: (N_("the disk is full"), N_("Free some space, then start again.")),
    sqlite3.SQLITE_BUSY: (N_("another program holds it"), N_("Finish the other walk, then start again.")),
    sqlite3.SQLITE_READONLY: (
        N_("it may not be written to"),
        N_("Give yourself the right to write to the file and its folder."),
    ),
    sqlite3.SQLITE_CANTOPEN: (N_("it cannot be opened"), N_("Look at the rights of the file and its folder.")),
    sqlite3.SQLITE_PERM: (N_("it cannot be opened"), N_("Look at the rights of the file and its folder.")),
    sqlite3.SQLITE_IOERR: (N_("the disk does not read or write it"), N_("Check the disk, then start again.")),
}
DAMAGED = (N_("it is damaged, or is no ledger"), N_("Move it away to keep it, and start again with a new one."))


@contextmanager
def connect(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction, kept as a whole or not at all. It waits for another, and is on the disk when it ends.

    Makes the file where it is missing. Raises LedgerError.
    """
    try:
        _make_file(path)
        with closing(sqlite3.connect(path, timeout=WAIT, isolation_level=None)) as connection:
            connection.row_factory = sqlite3.Row
            # The rollback journal needs no helper file that outlives a kill; EXTRA also survives a power cut.
            for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "fullfsync=ON", "secure_delete=ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                _prepare(connection, path)
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # the error that brought us here is the one to tell
                    connection.execute("ROLLBACK")
                raise
    except sqlite3.Error as error:
        raise _in_plain_words(error, path) from error
    except OSError as error:
        raise LedgerError(
            _("the ledger cannot be opened ({why})", why=error.strerror),
            where=str(path),
            remedy=_(REMEDIES[sqlite3.SQLITE_PERM][1]),
        ) from error
    except CannotStartError as error:
        raise LedgerError(error.what, where=error.where, remedy=error.remedy) from error


def _make_file(path: Path) -> None:
    if not path.exists():
        private_folder(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        path.chmod(0o600)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables that a new or older file lacks. Raises LedgerError where the file is of a newer walkout."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(VERSIONS):
        raise LedgerError(
            _(
                "the ledger is from a newer walkout (tables {version}; this one knows {known})",
                version=version,
                known=len(VERSIONS),
            ),
            where=str(path),
            remedy=_("Use the newer walkout."),
        )
    for number, statements in enumerate(VERSIONS[version:], start=version + 1):
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")


def _in_plain_words(error: sqlite3.Error, path: Path) -> LedgerError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its detail
    what, remedy = REMEDIES.get(code, DAMAGED)
    return LedgerError(_("the ledger cannot be used: {what}", what=_(what)), where=str(path), remedy=_(remedy))
