"""A difference between two wordings for people: in the terminal and as HTML, without what has not changed."""

from collections.abc import Iterator
from html import escape

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from walkout.drift.wording import Difference, Kind, Paragraph, Piece, is_changed
from walkout.words.speech import _n

AROUND = 8  # unchanged words that are kept on each side of a change
CONTEXT = 70  # characters of the unchanged paragraph before a change
# As `wdiff` marks words, so that colour tells nothing that the signs do not.
MARKS: dict[Kind, tuple[str, str, str]] = {
    "same": ("", "", ""),
    "removed": ("[-", "-]", "red"),
    "added": ("{+", "+}", "green"),
}


def shortened(difference: Difference) -> Iterator[Paragraph | int]:
    """The changed paragraphs, each after the beginning of the unchanged one before it; a number stands for that many
    unchanged paragraphs that are left out."""
    left_out, last = 0, ""
    for paragraph in difference.paragraphs:
        if not is_changed(paragraph):
            left_out, last = left_out + 1, paragraph[0].text
            continue
        if left_out > 1:
            yield left_out - 1
        if left_out:
            yield (Piece("same", last if len(last) <= CONTEXT else f"{last[: CONTEXT - 1].rstrip()}…"),)
        yield _kept(paragraph)
        left_out = 0
    if left_out:
        yield left_out


def on_terminal(difference: Difference) -> RenderableType:
    """Marked as `[-removed-]` and `{+added+}`, and at the margin by `-`, `+` or `~` (changed within)."""
    rows: list[RenderableType] = []
    for one in shortened(difference):
        if isinstance(one, int):
            rows.append(Text(f"    ⋮ {left_out_words(one)}", "dim"))
            continue
        line = Table.grid(padding=(0, 1, 0, 0))
        line.add_column(width=3, justify="right", no_wrap=True)
        line.add_column(overflow="fold")
        line.add_row(Text(_margin(one), "bold"), _marked(one))
        rows.append(line)
    return Group(*rows)


def as_html(difference: Difference) -> str:
    """Paragraphs with `ins` and `del`; what is left out is said in a paragraph of the class `left-out`."""
    parts = []
    for one in shortened(difference):
        if isinstance(one, int):
            parts.append(f'<p class="left-out">… {left_out_words(one)} …</p>')
        else:
            parts.append(f"<p>{' '.join(map(_tagged, one))}</p>")
    return "\n".join(parts)


def left_out_words(count: int) -> str:
    return _n("{count} unchanged paragraph", "{count} unchanged paragraphs", count)


def _kept(paragraph: Paragraph) -> Paragraph:
    """The paragraph without the middle of long unchanged parts."""
    last = len(paragraph) - 1
    return tuple(
        Piece("same", _without_middle(piece.text.split(), first=number == 0, last=number == last))
        if piece.kind == "same"
        else piece
        for number, piece in enumerate(paragraph)
    )


def _without_middle(words: list[str], *, first: bool, last: bool) -> str:
    before, after = (0 if first else AROUND), (0 if last else AROUND)
    if len(words) <= before + after + 4:
        return " ".join(words)
    return " ".join((*words[:before], "…", *words[len(words) - after :]))


def _margin(paragraph: Paragraph) -> str:
    kinds = {piece.kind for piece in paragraph}
    if len(kinds) > 1:
        return "~"
    return {"same": "", "added": "+", "removed": "-"}[kinds.pop()]


def _marked(paragraph: Paragraph) -> Text:
    whole = len(paragraph) == 1
    text = Text()
    for number, (kind, words) in enumerate(paragraph):
        begin, end, style = MARKS[kind]
        text.append(" " if number else "")
        text.append(words if whole else f"{begin}{words}{end}", style or ("dim" if whole else None))
    return text


def _tagged(piece: Piece) -> str:
    tag = {"same": "", "added": "ins", "removed": "del"}[piece.kind]
    return f"<{tag}>{escape(piece.text)}</{tag}>" if tag else escape(piece.text)
