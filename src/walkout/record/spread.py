"""What is personal and stands in several texts of a page at once: "An" in one element, "na" in the next."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from walkout.record.personal import Personal

# What stands between two texts of a page: nothing, or what a reader takes for a blank.
JOINTS = ("", " ")


def spread(personal: Personal, texts: Sequence[str]) -> set[int]:
    """The numbers of texts over which a value is spread so that no text by itself shows all of its part."""
    found: set[int] = set()
    for joint in JOINTS:
        for pieces in _pieces(personal, texts, joint):
            if len(pieces) > 1 and not all(_shows(personal, texts[at], start, end) for at, start, end in pieces):
                found |= {at for at, _, _ in pieces}
    return found


def _pieces(personal: Personal, texts: Sequence[str], joint: str) -> Iterator[list[tuple[int, int, int]]]:
    """For each value in the joined texts its pieces, but for blanks: number of the text, start and end in it."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + len(joint)
    for start, end in personal.values_in(joint.join(texts)):
        pieces = []
        for number in range(max(0, bisect_right(starts, start) - 1), len(texts)):
            begin = starts[number]
            if begin >= end:
                break
            first, last = max(start - begin, 0), min(end - begin, len(texts[number]))
            if first < last and texts[number][first:last].strip():
                pieces.append((number, first, last))
        yield pieces


def _shows(personal: Personal, text: str, start: int, end: int) -> bool:
    """Whether all that counts of this piece is found in its text alone."""
    places = [(begin, until) for begin, until, _ in personal.places(text)]
    return all(
        any(begin <= at < until for begin, until in places) for at in range(start, end) if not text[at].isspace()
    )
