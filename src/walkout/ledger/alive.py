"""Which walks have a living process: each holds a locked file, which its death frees.

A process number would not do: after a crash another program may have it.
"""

from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from walkout.errors import CannotStartError, LedgerError
from walkout.settings import private_folder
from walkout.words.speech import _


class Signs:
    """The signs of life of walks, in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, FileLock] = {}

    def show(self, walk: str) -> None:
        """Hold the sign of that walk until `drop`, or the end of this process. Raises LedgerError."""
        try:
            lock = FileLock(private_folder(self._folder) / f"{walk}.lock", timeout=0)
            lock.acquire()
        except CannotStartError as error:
            raise LedgerError(error.what, where=error.where, remedy=error.remedy) from error
        except OSError as error:  # a Timeout is one, too
            raise LedgerError(
                _("the walk cannot be marked as running ({why})", why=error.strerror or _("locked")),
                where=str(self._folder),
                remedy=_("Free some space or repair the rights of the folder, then start again."),
            ) from error
        self._held[walk] = lock

    def drop(self, walk: str) -> None:
        """The walk has ended."""
        if lock := self._held.pop(walk, None):
            lock.release()
        with suppress(OSError):
            self._file(walk).unlink(missing_ok=True)

    def seen(self, walk: str) -> bool:
        """Whether a living process holds the sign."""
        if walk in self._held:
            return True
        if not self._file(walk).exists():
            return False
        try:
            with FileLock(self._file(walk), timeout=0):
                return False
        except Timeout:
            return True
        except OSError:  # where nothing can be locked, nothing runs
            return False

    def any_seen(self) -> bool:
        """Whether any walk has a living process."""
        return any(self.seen(file.stem) for file in self._folder.glob("*.lock"))

    def remove(self) -> None:
        """Take the folder away with the signs that dead processes left."""
        with suppress(OSError):
            for file in self._folder.glob("*.lock"):
                file.unlink(missing_ok=True)
            self._folder.rmdir()

    def _file(self, walk: str) -> Path:
        return self._folder / f"{walk}.lock"
