"""The texts of notices and policies that this machine has seen, version by version, one private file each.

A version is written when the text differs from the last one of that page in that language; seen again, only the day on
which it was last seen is. No file holds a personal value: what comes here is masked, and the pages are those before the
form (see `Session.keep_text`).
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from walkout.drift.wording import Difference, Wording, difference
from walkout.errors import CannotStartError
from walkout.settings import private_folder, write_private
from walkout.words.kept import TEXT_CHANGED
from walkout.words.speech import Said, _, say_number


@dataclass(frozen=True, kw_only=True)
class Version:
    """One text of a page, with when it was seen: aware, first and last. address: without query and fragment."""

    flow: str
    page: str
    language: str
    address: str
    first_seen: datetime
    last_seen: datetime
    sha256: str
    wording: Wording

    def follows(self, other: "Version") -> bool:
        """Whether the other is a version of the same text: that page in that language."""
        return (self.page, self.language) == (other.page, other.language)


@dataclass(frozen=True)
class Change:
    """A text that is not what it was. It changed between `before.last_seen` and `after.first_seen`."""

    before: Version
    after: Version

    @cached_property
    def difference(self) -> Difference:
        return difference(self.before.wording, self.after.wording)

    @property
    def in_words(self) -> Said:
        """What changed when and by how much, in a sentence without its full stop."""
        told = self.difference
        return _(
            TEXT_CHANGED,
            page=self.after.page,
            first=_day(self.before.last_seen),
            last=_day(self.after.first_seen),
            added=say_number(told.added),
            removed=say_number(told.removed),
        )


class History:
    """The versions in one folder, a folder within for each flow. Every method may raise CannotStartError."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def saw(self, flow: str, page: str, language: str, address: str, wording: Wording, when: datetime) -> Change | None:
        """That text was seen at a page of a flow. The change, if the last one of that page was another.

        wording: masked already. A text seen before the newest known one (a look back) changes nothing.
        """
        seen = Version(
            flow=flow,
            page=page,
            language=language,
            address=re.split("[?#]", address)[0],
            first_seen=when,
            last_seen=when,
            sha256=wording.sha256,
            wording=wording,
        )
        known = [version for version in self.versions(flow) if version.follows(seen)]
        last = known[-1] if known else None
        if not wording.paragraphs or (last and when < last.last_seen):
            return None
        if last and last.sha256 == seen.sha256:
            self._write(replace(last, last_seen=when))
            return None
        self._write(seen)
        return Change(last, seen) if last else None

    def versions(self, flow: str) -> list[Version]:
        """All that was seen of a flow, the oldest first."""
        folder = self._folder / _file_name(flow)
        files = sorted(folder.glob("*.json")) if folder.is_dir() else ()
        read = (version for version in map(_read, files) if version.flow == flow)  # two names may share a folder
        return sorted(read, key=lambda version: version.first_seen)

    def _write(self, version: Version) -> None:
        folder = self._folder / _file_name(version.flow)
        name = (
            f"{version.first_seen.astimezone(UTC):%Y%m%dT%H%M%SZ}-{_file_name(version.page)}-{version.sha256[:8]}.json"
        )
        data = {**asdict(version), "wording": list(version.wording.paragraphs)}
        try:
            for part in (self._folder.parent, self._folder, folder):
                private_folder(part)
            write_private(folder / name, json.dumps(data, ensure_ascii=False, indent=0, default=_moment))
        except OSError as error:
            raise CannotStartError(
                _("the text cannot be kept ({why})", why=error.strerror),
                where=str(folder),
                remedy=_("Free some space."),
            ) from error


def with_changes(versions: list[Version]) -> Iterator[tuple[Version, Change | None]]:
    """Each version, and what changed in it; nothing did in the first of its page and language. versions: in order."""
    for number, after in enumerate(versions):
        before = [one for one in versions[:number] if after.follows(one)]
        yield after, Change(before[-1], after) if before else None


def _read(file: Path) -> Version:
    try:
        data: dict[str, Any] = json.loads(file.read_text("utf-8"))
        seen = {name: datetime.fromisoformat(data[name]) for name in ("first_seen", "last_seen")}
        return Version(**{**data, **seen, "wording": Wording(tuple(map(str, data["wording"])))})
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CannotStartError(
            _("a kept text cannot be read, or is of a newer walkout"),
            where=str(file),
            remedy=_("Remove the file, or repair its rights; the other versions stay."),
        ) from error


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds")
    raise TypeError(type(value).__name__)


def _day(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d}"


def _file_name(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60] or "page"
