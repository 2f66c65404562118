"""What a check has found, in words for the terminal and the report."""

from collections.abc import Iterator

from walkout.drift.check import NO_BASELINE, FlowCheck, Verdict, WayCheck
from walkout.drift.compare import Change, FieldDrift, PageDrift, TargetDrift

MARKS: dict[Verdict, str] = {"same": "✓", "moved": "~", "needs-person": "!", "cannot-check": "?"}
WORDS: dict[Verdict, str] = {
    "same": "same as before",
    "moved": "something moved, and was found",
    "needs-person": "needs a person",
    "cannot-check": "could not be checked",
}
FIELD_WORDS = {
    "new": "is new",
    "gone": "is gone",
    "now-required": "is required now",
    "no-longer-required": "is not required any more",
    "another-kind": "is of another kind",
}
LONGEST = 60
AS_ABOVE = ["as above"]


def verdict_words(check: FlowCheck) -> str:
    """The verdict in one line."""
    return f"{MARKS[check.verdict]} {WORDS[check.verdict]}"


def way_words(way: WayCheck) -> str:
    """How far the walk of a way in came."""
    walked = " → ".join(page.page for page in way.pages if page.state != "gone")
    if way.unreachable:
        return "its address did not answer"
    if way.verdict == "cannot-check" and not way.before:
        return f"{walked}: {NO_BASELINE}"
    if way.outcome.name in ("arrived", "submitted", "changed"):
        return walked
    ended = f"it ended {way.outcome.name}: {way.outcome.why}"
    return f"{walked}, then {ended}" if walked else ended


def page_lines(page: PageDrift, known: bool) -> Iterator[str]:
    """What differs on a page, a line each. known: there is a baseline of its way."""
    if page.state == "gone":
        yield "this page was there before, and was not met"
        return
    if page.state == "lost":
        yield "the flow does not know this page any more"
    if page.state == "new" and known:
        yield "this page was not on this way before"
    for target in page.targets:
        if target.state not in ("same", "new") or (target.state == "new" and known and page.state != "new"):
            yield target_words(target)
    for field in page.fields:
        yield field_words(field)
    for change in page.words:
        yield f"known by {change.trait}: {quoted(change.before)} is {quoted(change.now)} now"
    if page.address:
        yield f"address: {page.address.before} is {page.address.now} now"
    if page.text:
        yield f"its text has changed: {page.text.added:,} words added, {page.text.removed:,} removed"


def target_words(target: TargetDrift) -> str:
    """What became of a target."""
    if target.state == "missing":
        near = f" (nearest: {_list(target.others)})" if target.others else ""
        return f"{target.target}: missing{near}"
    if target.state == "ambiguous":
        return f"{target.target}: could be {_list(target.others)}"
    if target.state == "new":
        return f"{target.target}: found; it was not recorded before"
    told = "; ".join(map(change_words, target.changes))
    how = "found by its record alone" if target.by_record else "moved"
    return f"{target.target}: {how}{': ' + told if told else ''}"


def change_words(change: Change) -> str:
    """What became of a trait of an element."""
    if change.trait == "place":
        return "stands elsewhere on the page"
    return f"{change.trait} {quoted(change.before)} is {quoted(change.now)} now"


def told_once(check: FlowCheck) -> Iterator[tuple[WayCheck, list[tuple[PageDrift, list[str]]]]]:
    """Each way in with, for its pages on which something moved, the lines that tell it. A page that several ways lead
    over is told at the first, and only named at the others."""
    told: list[PageDrift] = []
    for way in check.ways:
        pages = []
        for page in way.pages:
            lines = list(page_lines(page, bool(way.before)))
            if lines:
                pages.append((page, AS_ABOVE if page in told else lines))
                told.append(page)
        yield way, pages


def field_words(field: FieldDrift) -> str:
    """What became of a field."""
    must = ", and required" if field.required and field.change == "new" else ""
    return f"field {quoted(field.label)} {FIELD_WORDS[field.change]}{must}"


def quoted(text: str) -> str:
    """A text in quotes, cut where it is long."""
    if not text:
        return "nothing"
    return f"“{text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + '…'}”"


def _list(names: tuple[str, ...]) -> str:
    return " or ".join(map(quoted, names[:3])) or "several things"
