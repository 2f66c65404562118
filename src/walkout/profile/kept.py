"""Everything that walkout keeps on this machine, so that it can be shown and removed."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from walkout.errors import BadProfileError, CannotStartError, WalkoutError
from walkout.profile.vault import Vault
from walkout.settings import Settings
from walkout.words.speech import _


@dataclass(frozen=True)
class Kept:
    """One thing that is kept. name: to pick it by. size: bytes on the disk; None where not known."""

    name: str
    what: str
    place: str
    size: int | None
    remove: Callable[[], None]


def everything_kept(settings: Settings, vaults: Sequence[Vault], forget_ledger: Callable[[], None]) -> list[Kept]:
    """What there is, the personal values first. `remove` of each may raise a WalkoutError."""
    return [
        *(kept for vault in vaults for kept in _in_vault(vault)),
        *_browsers(settings.browsers_folder),
        *_ledger(settings, forget_ledger),
        *_others(settings),
    ]


def remove_all(chosen: Sequence[Kept], folder: Path) -> list[WalkoutError]:
    """Remove these, going on where one cannot be; what went wrong. An empty `folder` goes, too."""
    errors: list[WalkoutError] = []
    for kept in chosen:
        try:
            kept.remove()
        except WalkoutError as error:
            errors.append(error)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return errors


def _in_vault(vault: Vault) -> Iterator[Kept]:
    try:
        there = vault.exists()
    except BadProfileError:
        there = True  # what cannot be looked into may hold something
    if there:
        file = Path(vault.place)
        size = file.stat().st_size if file.is_file() else None
        yield Kept("profile", _("your values ({title})", title=_(vault.title)), vault.place, size, vault.remove)


def _browsers(folder: Path) -> Iterator[Kept]:
    for profile in sorted(folder.iterdir()) if folder.is_dir() else ():
        if profile.is_dir():
            name = f"browser/{profile.name}"
            what = _("browser folder for {name}, with its login", name=profile.name)

            def remove(profile: Path = profile) -> None:
                _remove_browser(profile)

            yield Kept(name, what, str(profile), _size(profile), remove)


def _remove_browser(profile: Path) -> None:
    """Remove it unless a walk uses it, which holds the lock beside it."""
    lock = FileLock(profile.parent / f"{profile.name}.lock", timeout=0)
    try:
        with lock:
            _remove(profile)
    except Timeout as error:
        raise CannotStartError(
            _("a walk is using this browser folder"), where=str(profile), remedy=_("Finish or stop the walk first.")
        ) from error
    Path(lock.lock_file).unlink(missing_ok=True)
    if not any(profile.parent.iterdir()):
        profile.parent.rmdir()


def _ledger(settings: Settings, forget: Callable[[], None]) -> Iterator[Kept]:
    file = settings.ledger_file
    if file.exists():
        what = _("ledger: which requests went out when, and deadlines")
        yield Kept("ledger", what, str(file), _size(file), forget)


def _others(settings: Settings) -> Iterator[Kept]:
    """Receipts and whatever else lies in the folder, so that nothing stays behind unseen."""
    known = {
        settings.receipts_folder: ("receipts", _("receipts of your walks: your proof")),
        settings.rehearsals_folder: ("rehearsals", _("receipts of dry runs")),
        settings.evidence_folder: ("evidence", _("prompts and screenshots that you collected, sealed")),
        settings.texts_folder: ("texts", _("texts of notices and policies that were seen")),
        settings.trusted_flows_file: ("trusted-flows", _("which flows from elsewhere you agreed to")),
        settings.baselines_folder: ("baselines", _("what the pages of your walks looked like, without your values")),
        settings.pictures_folder: ("pictures", _("pictures of rehearsed pages, for the reports of checks")),
        settings.picks_file: ("picks", _("what you pointed at on your walks")),
        settings.refused_heals_file: ("refused-heals", _("which heals you refused")),
    }
    told_above = {settings.profile_file, settings.browsers_folder, settings.ledger_file}
    running = settings.ledger_file.with_name("running")  # goes with the ledger
    for path in sorted(settings.data_dir.iterdir()) if settings.data_dir.is_dir() else ():
        if path in told_above or (path == running and settings.ledger_file.exists()):
            continue
        name, what = known.get(path, (path.name, _("other files")))

        def remove(path: Path = path) -> None:
            _remove(path)

        yield Kept(name, what, str(path), _size(path), remove)


def _remove(path: Path) -> None:
    """Remove a file or a folder. A link is removed, and never what it leads to. Raises CannotStartError."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotStartError(
            _("it cannot be removed ({why})", why=error.strerror),
            where=str(path),
            remedy=_("Close the programs that use it and look at its rights."),
        ) from error


def _size(path: Path) -> int:
    """Bytes of a file or of all files of a folder, following no links."""
    files = path.rglob("*") if path.is_dir() and not path.is_symlink() else (path,)
    return sum(_file_size(file) for file in files)


def _file_size(file: Path) -> int:
    try:
        status = file.lstat()
    except OSError:
        return 0
    return 0 if file.is_dir() and not file.is_symlink() else status.st_size
