"""Dated captures of one page: when a link came, went or changed, and when the wording did."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from walkout.drift.wording import Difference, Wording, difference
from walkout.resolve.match import Ambiguous, Found, Match
from walkout.words.normal import same_signs

Presence = Literal["found", "ambiguous", "missing"]
# A date in a name as people and archives write it, perhaps with the time: 2025-11-24, 20251124T0930, 20251124093000.
DATED = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d\d)\2(\d\d)(?:T?(\d\d)[-:_.]?(\d\d)[-:_.]?(\d\d)?Z?)?(?!\d)")
# Parts of an address that tell how one came there, not where it leads.
OF_THE_WAY = re.compile(r"utm_\w+|fbclid|ref|ref_\w+|refsrc|source|entry_point|h|_rdr|__\w+", re.IGNORECASE)


@dataclass(frozen=True)
class Capture:
    """A saved page. series: what stands before the date in its name. moment: date and, if the name has it, time."""

    series: str
    moment: datetime
    file: Path

    @property
    def day(self) -> date:
        return self.moment.date()


@dataclass(frozen=True)
class Seen:
    """What a capture shows of a target. words, leads_to: of the link that is found; count: of those it could be."""

    capture: Capture
    presence: Presence
    words: str
    leads_to: str
    count: int
    wording: Wording


@dataclass(frozen=True)
class Entry:
    """One capture beside the one before it in its series; the first has none before it."""

    seen: Seen
    before: Seen | None

    @cached_property
    def difference(self) -> Difference:
        """What changed in the wording; nothing in the first capture."""
        return difference(self.before.wording if self.before else self.seen.wording, self.seen.wording)

    @cached_property
    def changed(self) -> tuple[Literal["presence", "words", "address", "wording"], ...]:
        """What is other than before. Words and address are compared where the link is found both times."""
        if self.before is None:
            return ()
        both = self.before.presence == self.seen.presence == "found"
        facts = {
            "presence": self.before.presence != self.seen.presence,
            "words": both and self.before.words != self.seen.words,
            "address": both and place_of(self.before.leads_to) != place_of(self.seen.leads_to),
            "wording": self.before.wording.sha256 != self.seen.wording.sha256,
        }
        return tuple(name for name, is_so in facts.items() if is_so)  # type: ignore[misc]


@dataclass(frozen=True)
class Series:
    """The captures of one page in the order of their dates; those of one day by time, else by name."""

    name: str
    entries: tuple[Entry, ...]

    @property
    def first(self) -> date:
        return self.entries[0].seen.capture.day

    @property
    def last(self) -> date:
        return self.entries[-1].seen.capture.day


def captures_in(folder: Path, match: str = "*") -> tuple[list[Capture], list[Path]]:
    """The saved pages of a folder in order, series by series, and those whose names have no date."""
    dated, undated = [], []
    for file in sorted(folder.glob(match)):
        if file.suffix.lower() not in (".html", ".htm") or not file.is_file():
            continue
        capture = _capture(file, folder.name)
        if capture is None:
            undated.append(file)
        else:
            dated.append(capture)
    return sorted(dated, key=lambda one: (one.series, one.moment, one.file.name)), undated


def seen_in(capture: Capture, match: Match, wording: Wording, origin: str) -> Seen:
    """What a capture shows. origin: that under which it was opened, which links to its own site are told without."""
    match match:
        case Found():
            leads_to = re.sub("^/(?=#)", "", match.element.href.removeprefix(origin))
            return Seen(capture, "found", same_signs(match.element.name), leads_to, 1, wording)
        case Ambiguous():
            return Seen(capture, "ambiguous", "", "", len(match.candidates), wording)
        case _:
            return Seen(capture, "missing", "", "", 0, wording)


def _capture(file: Path, otherwise: str) -> Capture | None:
    """otherwise: the name of a series whose files have nothing before the date."""
    for found in DATED.finditer(file.stem):
        year, _, *others = found.groups()
        month, day, hour, minute, second = (int(part or 0) for part in others)
        try:
            moment = datetime(int(year), month, day, hour, minute, second)
        except ValueError:
            continue
        return Capture(file.stem[: found.start()].strip(" -_.") or otherwise, moment, file)
    return None


def series_of(seen: Iterable[Seen]) -> list[Series]:
    """The series with their changes. seen: in order, as `captures_in` gives the captures."""
    return [Series(name, tuple(_entries(group))) for name, group in groupby(seen, key=lambda one: one.capture.series)]


def _entries(seen: Iterable[Seen]) -> Iterator[Entry]:
    before: Seen | None = None
    for one in seen:
        yield Entry(one, before)
        before = one


def place_of(address: str) -> tuple[str, ...]:
    """Where an address leads, without what only tells how one came there."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return (address,)
    kept = sorted(f"{name}={value}" for name, value in parse_qsl(parts.query) if not OF_THE_WAY.fullmatch(name))
    return (parts.netloc, parts.path, *kept, parts.fragment)
