"""A timeline as an SVG: for each series when the link was there, and how much of the wording changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from walkout.drift.timeline import Presence, Series

WIDTH, LEFT, RIGHT = 1000, 84, 24
TOP, BAND, BOTTOM = 64, 202, 72
# Within a band, from its top: the title, rows of dates, the track of the link, the bars of the wording.
TITLE, ROWS, ROW, TRACK, TRACK_HEIGHT, BARS, BARS_HEIGHT = 4, 4, 13, 78, 18, 142, 34
INK, PALE, GRID = "#222222", "#666666", "#e4e4e4"
FOUND, DOUBT, GONE, ADDED, REMOVED = "#117733", "#aa6600", "#999999", "#2266aa", "#aa3344"
LABEL_WIDTH, SHORT_WIDTH, NARROWEST = 60.0, 32.0, 3.0
NAMES: dict[Presence, str] = {"found": "there", "ambiguous": "in doubt", "missing": "not there"}


@dataclass(frozen=True)
class _Axis:
    """Days to places from left to right."""

    first: date
    last: date

    def at(self, day: date) -> float:
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return LEFT + share * (WIDTH - LEFT - RIGHT - NARROWEST)

    def ticks(self) -> Iterator[tuple[date, str]]:
        """The beginnings of years, of quarters or months in shorter times, else the first and the last day."""
        days = (self.last - self.first).days
        if days < 60:
            yield from ((day, f"{day}") for day in sorted({self.first, self.last}))
            return
        months = 12 if days > 1200 else 3 if days > 400 else 1
        for number in range(self.first.year * 12, self.last.year * 12 + 12, months):
            day = date(number // 12, number % 12 + 1, 1)
            if self.first <= day <= self.last:
                yield day, f"{day.year}" if months == 12 else f"{day:%Y-%m}"


def drawn(title: str, all_series: Sequence[Series]) -> tuple[str, int, int]:
    """The SVG's text, and its width and height in pixels. all_series: at least one, each with a capture."""
    height = TOP + BAND * len(all_series) + BOTTOM
    axis = _Axis(min(one.first for one in all_series), max(one.last for one in all_series))
    most = max((max(one.difference.added, one.difference.removed) for s in all_series for one in s.entries), default=0)
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "font-family": "system-ui, sans-serif",
            "font-size": "11",
            "fill": INK,
        },
    )
    _hatching(svg)
    _put(svg, "rect", width=WIDTH, height=height, fill="#ffffff")
    _text(svg, LEFT, 30, title, size=17, weight="bold")
    for day, label in axis.ticks():
        x = axis.at(day)
        for top in range(TOP, height - BOTTOM, BAND):
            _put(svg, "path", d=f"M{x:.1f} {top + TRACK}V{top + BARS + BARS_HEIGHT}", stroke=GRID)
        anchor = "start" if x < LEFT + 30 else "end" if x > WIDTH - RIGHT - 30 else "middle"
        _text(svg, x, height - BOTTOM - 8, label, fill=PALE, anchor=anchor)
    for number, series in enumerate(all_series):
        _band(svg, series, axis, TOP + BAND * number, most)
    _legend(svg, height - 26)
    indent(svg)
    return tostring(svg, encoding="unicode") + "\n", WIDTH, height


def _band(svg: Element, series: Series, axis: _Axis, top: int, most: int) -> None:
    count = len(series.entries)
    _text(svg, LEFT, top + TITLE, series.name, size=13, weight="bold")
    told = f"{count} capture{'s' if count > 1 else ''}, {series.first} to {series.last}"
    _text(svg, WIDTH - RIGHT, top + TITLE, told, fill=PALE, anchor="end")
    _text(svg, LEFT - 10, top + TRACK + 13, "link", fill=PALE, anchor="end")
    _text(svg, LEFT - 10, top + BARS + 4, "words", fill=PALE, anchor="end")
    _track(svg, series, axis, top + TRACK)
    _dates(svg, series, axis, top)
    _bars(svg, series, axis, top + BARS, most)


def _track(svg: Element, series: Series, axis: _Axis, top: int) -> None:
    """A piece for each run of captures that show the same of the link, until the next one does not."""
    starts = [entry for entry in series.entries if entry.before is None or "presence" in entry.changed]
    ends = [axis.at(entry.seen.capture.day) for entry in starts[1:]] + [axis.at(series.last) + NARROWEST]
    # What is not there is drawn last, so that a gap of a day is seen between long pieces.
    pieces = sorted(zip(starts, ends, strict=True), key=lambda one: one[0].seen.presence == "missing")
    for entry, end in pieces:
        begin = axis.at(entry.seen.capture.day)
        piece = _state(svg, entry.seen.presence, begin, top, end - begin)
        _hint(piece, f"{entry.seen.capture.day}: {NAMES[entry.seen.presence]}")
    for entry in series.entries:
        if {"words", "address"} & {*entry.changed}:
            mark = _diamond(svg, axis.at(entry.seen.capture.day), top + TRACK_HEIGHT / 2)
            _hint(mark, f"{entry.seen.capture.day}: “{entry.seen.words}” {entry.seen.leads_to}")


def _state(svg: Element, presence: Presence, x: float, y: float, width: float) -> Element:
    width = max(width, NARROWEST)
    if presence == "missing":
        middle = y + TRACK_HEIGHT / 2
        gap = _put(svg, "rect", x=f"{x:.1f}", y=y - 1, width=f"{width:.1f}", height=TRACK_HEIGHT + 2, fill="#ffffff")
        _put(svg, "path", d=f"M{x:.1f} {middle:.1f}h{width:.1f}", stroke=GONE, **{"stroke-dasharray": "2 3"})
        return gap
    fill, stroke = (FOUND, FOUND) if presence == "found" else ("url(#doubt)", DOUBT)
    return _put(svg, "rect", x=f"{x:.1f}", y=y, width=f"{width:.1f}", height=TRACK_HEIGHT, fill=fill, stroke=stroke)


def _diamond(svg: Element, x: float, y: float) -> Element:
    return _put(svg, "path", d=f"M{x:.1f} {y - 5:.1f}l5 5l-5 5l-5 -5z", fill="#ffffff", stroke=INK)


def _dates(svg: Element, series: Series, axis: _Axis, top: int) -> None:
    """The date of each change of the link over its place, in the first row with room: in full, or without its year.

    Where there is room for neither, there is a stroke.
    """
    free = [0.0] * ROWS
    for entry in series.entries:
        if not {"presence", "words", "address"} & {*entry.changed}:
            continue
        x = axis.at(entry.seen.capture.day)
        begin = top + TRACK - 5
        for label, width in (
            (f"{entry.seen.capture.day}", LABEL_WIDTH),
            (f"{entry.seen.capture.day:%m-%d}", SHORT_WIDTH),
        ):
            left = min(max(x - width / 2, LEFT), WIDTH - RIGHT - width)
            row = next((number for number, until in enumerate(free) if until <= left), None)
            if row is not None:
                free[row] = left + width
                begin = top + TRACK - 6 - row * ROW
                _text(svg, left + width / 2, begin - 1, label, size=10, anchor="middle")
                break
        _put(svg, "path", d=f"M{x:.1f} {begin}V{top + TRACK}", stroke=INK, **{"stroke-width": "0.7"})


def _bars(svg: Element, series: Series, axis: _Axis, middle: int, most: int) -> None:
    """Added words upwards, removed ones downwards, by the square root: small changes are seen beside large ones."""
    _put(svg, "path", d=f"M{LEFT} {middle}H{WIDTH - RIGHT}", stroke=GONE)
    if not most:
        return
    for sign, direction in (("+", -1), ("−", 1)):
        y = middle + direction * BARS_HEIGHT
        _put(svg, "path", d=f"M{LEFT} {y}H{WIDTH - RIGHT}", stroke=GRID)
        _text(svg, LEFT - 10, y + 4, f"{sign}{most:,}", fill=PALE, size=9, anchor="end")
    for entry in series.entries:
        x = axis.at(entry.seen.capture.day)
        told = entry.difference
        for words, direction, colour in ((told.added, -1, ADDED), (told.removed, 1, REMOVED)):
            length = BARS_HEIGHT * sqrt(words / most)
            if words:
                bar = _put(svg, "path", d=f"M{x + 1:.1f} {middle}v{direction * max(length, 1.5):.1f}", stroke=colour)
                bar.set("stroke-width", "2")
                _hint(bar, f"{entry.seen.capture.day}: +{told.added:,} −{told.removed:,} words")


def _legend(svg: Element, y: int) -> None:
    x = float(LEFT)
    for presence in ("found", "ambiguous", "missing"):
        _state(svg, presence, x, y - TRACK_HEIGHT / 2, 28)
        _text(svg, x + 34, y + 4, NAMES[presence], fill=PALE)
        x += 54 + 6 * len(NAMES[presence])
    _diamond(svg, x + 6, y)
    _text(svg, x + 18, y + 4, "other words or address", fill=PALE)
    x += 164
    for words, direction, colour in (("words added", -1, ADDED), ("words removed", 1, REMOVED)):
        _put(svg, "path", d=f"M{x:.1f} {y}v{direction * 9}", stroke=colour, **{"stroke-width": "2"})
        _text(svg, x + 8, y + 4, words, fill=PALE)
        x += 96
    _text(svg, WIDTH - RIGHT, y + 4, "bars by square root", fill=PALE, anchor="end")


def _hatching(svg: Element) -> None:
    pattern = SubElement(SubElement(svg, "defs"), "pattern", id="doubt", width="5", height="5")
    pattern.set("patternUnits", "userSpaceOnUse")
    pattern.set("patternTransform", "rotate(45)")
    _put(pattern, "rect", width=5, height=5, fill="#ffffff")
    _put(pattern, "rect", width=2, height=5, fill=DOUBT)


def _put(parent: Element, tag: str, **attributes: object) -> Element:
    return SubElement(parent, tag, {name: str(value) for name, value in attributes.items()})


def _text(
    svg: Element, x: float, y: float, words: str, *, size: int = 11, fill: str = INK, anchor: str = "", weight: str = ""
) -> None:
    more = {"text-anchor": anchor, "font-weight": weight}
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": size, "fill": fill}
    _put(svg, "text", **place, **{name: value for name, value in more.items() if value}).text = words


def _hint(element: Element, words: str) -> None:
    """Shown where the pointer rests."""
    SubElement(element, "title").text = words
