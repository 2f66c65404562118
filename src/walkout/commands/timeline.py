"""`walkout check --timeline`: when a link and the wording of a page changed, over a folder of dated captures."""

import json as json_format
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from walkout.browser.still import StillPage, answered_pages
from walkout.commands.console import plain_console
from walkout.commands.explain import FILE_ADDRESS, known_target
from walkout.commands.facts import asked_browser
from walkout.drift.timeline import Capture, Entry, Presence, Seen, Series, captures_in, seen_in, series_of
from walkout.drift.timeline_drawing import drawn
from walkout.drift.wording import is_changed, wording_of
from walkout.drift.wording_shown import on_terminal
from walkout.dryrun.site import HEADERS, Reply
from walkout.errors import BadUsageError, ExitCode
from walkout.flow.targets import Target, describe, parse_target
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve

Opened = Callable[[str], StillPage]
TARGET = "link:right-to-object"
MARKS: dict[Presence, str] = {"found": "● there", "ambiguous": "◐ in doubt", "missing": "○ not there"}
SHARPNESS = 2  # pixels of a PNG for each of the drawing


def timeline(
    folder: Path,
    *,
    target: str = TARGET,
    picture: Path | None = None,
    json: bool = False,
    browser: str | None = None,
    match: str = "*",
    diff: date | None = None,
) -> int:
    """Print when a target came, went or changed in the captures of a folder, and how much of the wording did.

    The captures are HTML files with a date in their names; what stands before it names the series. They are opened
    without scripts and without network. picture: an .svg or .png file to draw it in. match: only files whose names fit.
    diff: show what changed in the wording on that day. Returns DONE. Raises BadUsageError, CannotStartError.
    """
    wanted = known_target(parse_target(target))
    if picture is not None and picture.suffix.lower() not in (".svg", ".png"):
        raise BadUsageError(f"{picture.name}: the picture is an .svg or a .png file", remedy="Give it such an ending.")
    captures, undated = captures_in(folder, match) if folder.is_dir() else ([], [])
    if not captures:
        raise BadUsageError(
            "there are no dated captures", where=str(folder), remedy="HTML files such as policy-2025-11-24.html."
        )
    if diff is not None and diff not in {one.day for one in captures}:
        raise BadUsageError(f"there is no capture of {diff}", where=str(folder), remedy="Give the date of a capture.")
    shown = _Shown()
    with answered_pages(asked_browser(browser), shown.answer, scripts=False, headed=False, language="en") as opened:
        seen = [_seen(shown, opened, capture, wanted) for capture in _told_on_the_way(captures, quiet=json)]
        all_series = series_of(seen)
        if picture is not None:
            _draw(picture, describe(wanted), all_series, shown, opened)
    if json:
        print(json_format.dumps(_plain(wanted, all_series, undated, diff), ensure_ascii=False, indent=1))
    else:
        _print(plain_console(), wanted, all_series, undated, diff, picture)
    return ExitCode.DONE


class _Shown:
    """What the one address answers: the capture, or the drawing, that is being looked at."""

    def __init__(self) -> None:
        self._body = b""

    def answer(self, _method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Reply | None:
        return Reply(200, HEADERS, self._body) if url == FILE_ADDRESS else None

    def show(self, body: bytes, opened: Opened) -> StillPage:
        self._body = body
        return opened(FILE_ADDRESS)


def _told_on_the_way(captures: list[Capture], *, quiet: bool) -> Iterator[Capture]:
    """The captures, with how far it is on a terminal's stderr: hundreds take a minute."""
    console = Console(stderr=True)
    yield from track(captures, "Looking", console=console, transient=True, disable=quiet or not console.is_terminal)


def _seen(shown: _Shown, opened: Opened, capture: Capture, wanted: Target) -> Seen:
    page = shown.show(capture.file.read_bytes(), opened)
    match = resolve(wanted, page.view)
    around = match.element if isinstance(match, Found) else None
    return seen_in(capture, match, wording_of(page.paragraphs(around)), FILE_ADDRESS.rstrip("/"))


def _draw(picture: Path, title: str, all_series: list[Series], shown: _Shown, opened: Opened) -> None:
    svg, width, height = drawn(title, all_series)
    if picture.suffix.lower() == ".svg":
        picture.write_text(svg, "utf-8")
        return
    width, height = width * SHARPNESS, height * SHARPNESS
    page = f"<!doctype html><style>body {{margin: 0}} svg {{width: {width}px; display: block}}</style>{svg}"
    picture.write_bytes(shown.show(page.encode("utf-8"), opened).picture(width, height))


def _print(
    console: Console,
    wanted: Target,
    all_series: list[Series],
    undated: list[Path],
    diff: date | None,
    picture: Path | None,
) -> None:
    count = sum(len(series.entries) for series in all_series)
    console.print(Text(f"{describe(wanted)} in {_counted(count, 'capture')}, {len(all_series)} series", "bold"))
    for series in all_series:
        told = f"{_counted(len(series.entries), 'capture')}, {series.first} to {series.last}"
        console.print(Text(f"\n{series.name}", "bold") + Text(f"   {told}", "not bold dim"))
        console.print(_table(series))
        for entry in series.entries:
            if entry.seen.capture.day == diff:
                console.print(Text(f"\n{entry.seen.capture.file.name}, against the one before:", "bold"))
                console.print(on_terminal(entry.difference))
    if undated:
        console.print(Text(f"\nLeft out, as their names have no date: {_counted(len(undated), 'file')}.", "yellow"))
    if picture is not None:
        console.print(Text(f"\npicture: {picture}"), soft_wrap=True)


def _table(series: Series) -> Table:
    """A line for the first capture, and for each in which anything changed."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), show_edge=False)
    table.add_column("Date", no_wrap=True)
    table.add_column("Link", no_wrap=True)
    table.add_column("Words", no_wrap=True, justify="right")
    table.add_column("What changed in the link", overflow="fold")
    for entry in series.entries:
        if entry.before is None or entry.changed:
            told = entry.difference
            words = f"+{told.added:,} −{told.removed:,}" if "wording" in entry.changed else ""
            about = Text(_link_words(entry), "bold" if "presence" in entry.changed else "")
            table.add_row(str(entry.seen.capture.day), MARKS[entry.seen.presence], words, about)
    return table


def _link_words(entry: Entry) -> str:
    """What is new of the link, as one would say it."""
    seen, before = entry.seen, entry.before
    if before is not None and not {"presence", "words", "address"} & {*entry.changed}:
        return ""
    if seen.presence == "missing":
        return "has gone" if before else ""
    if seen.presence == "ambiguous":
        return f"{seen.count} could be it"
    came = before is not None and before.presence == "missing"
    leads = f" → {seen.leads_to}" if seen.leads_to not in ("", "#") else ""
    return f"{'has come: ' if came else ''}“{seen.words}”{leads}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _plain(wanted: Target, all_series: list[Series], undated: list[Path], diff: date | None) -> dict[str, Any]:
    return {
        "target": describe(wanted),
        "series": [
            {"series": series.name, "captures": [_plain_entry(one, diff) for one in series.entries]}
            for series in all_series
        ],
        "undated": [file.name for file in undated],
    }


def _plain_entry(entry: Entry, diff: date | None) -> dict[str, Any]:
    seen, told = entry.seen, entry.difference
    data: dict[str, Any] = {
        "file": seen.capture.file.name,
        "date": str(seen.capture.day),
        "link": seen.presence,
        "words": seen.words,
        "leads_to": seen.leads_to,
        "changed": list(entry.changed),
        "words_added": told.added,
        "words_removed": told.removed,
        "text_sha256": seen.wording.sha256,
    }
    if seen.capture.day == diff:
        data["paragraphs"] = [[piece._asdict() for piece in one] for one in told.paragraphs if is_changed(one)]
    return data
