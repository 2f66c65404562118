"""The wording of a page, and the difference between two wordings: paragraph by paragraph, then word by word."""

import hashlib
import re
from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal, NamedTuple

from rapidfuzz import fuzz, process

from walkout.masking import Masker
from walkout.words.normal import same_signs

Kind = Literal["same", "added", "removed"]
LONG = 4000  # words
ALIKE, NEAREST = 55.0, 3  # a paragraph that shares less than that (of 100) with another is not a new version of it


@dataclass(frozen=True)
class Wording:
    """What a page says: its paragraphs from top to bottom, in the form in which they are compared."""

    paragraphs: tuple[str, ...]

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256("\n".join(self.paragraphs).encode("utf-8", "replace")).hexdigest()

    @property
    def words(self) -> int:
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


class Piece(NamedTuple):
    """Some words that are the same in both wordings, or only in the newer (added) or older (removed) one."""

    kind: Kind
    text: str


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True)
class Difference:
    """Two wordings laid over each other. paragraphs: in order, those of both; an unchanged one is one `same` piece."""

    paragraphs: tuple[Paragraph, ...]

    def __bool__(self) -> bool:
        return any(map(is_changed, self.paragraphs))

    @cached_property
    def added(self) -> int:
        """How many words are new."""
        return self._words("added")

    @cached_property
    def removed(self) -> int:
        """How many words have gone."""
        return self._words("removed")

    def _words(self, kind: Kind) -> int:
        return sum(len(piece.text.split()) for one in self.paragraphs for piece in one if piece.kind == kind)


def is_changed(paragraph: Paragraph) -> bool:
    return any(piece.kind != "same" for piece in paragraph)


def wording_of(paragraphs: Iterable[str], masker: Masker | None = None, names: Iterable[str] = ()) -> Wording:
    """The wording of these paragraphs (see `Look.paragraphs`), free of the masker's values and of what says nothing.

    Quotes, dashes and blanks get one form, and a paragraph without a letter goes: bullets, page numbers, rules.
    names: taken out where they are whole words as written, as "Mark" is no part of "marketing".
    """
    hide = (masker or Masker()).mask
    either = "|".join(re.escape(name.strip()) for name in sorted(names, key=len, reverse=True) if name.strip())
    name = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if either else None
    plain = (hide(same_signs(name.sub("[name]", one) if name else one)) for one in paragraphs)
    return Wording(tuple(one for one in plain if any(map(str.isalpha, one))))


def difference(before: Wording, after: Wording) -> Difference:
    """What became of the one wording in the other."""
    old, new = before.paragraphs, after.paragraphs
    found: list[Paragraph] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found += [(Piece("same", one),) for one in old[a:b]]
        else:
            found += _replaced(old[a:b], new[c:d])
    return Difference(tuple(found))


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Paragraphs that took the place of others: those that are alike word by word, the others as they are."""
    a = c = 0
    for b, d in [*_pairs(old, new), (len(old), len(new))]:
        yield from ((Piece("removed", one),) for one in old[a:b])
        yield from ((Piece("added", one),) for one in new[c:d])
        if b < len(old):
            yield tuple(_by_words(old[b].split(), new[d].split()))
        a, c = b + 1, d + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which old paragraph became which new one, the most alike first, in the order of both."""
    candidates = [
        (score, number, place)
        for number, one in enumerate(old)
        for _, score, place in process.extract(one, new, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=NEAREST)
    ]
    pairs: list[tuple[int, int]] = []
    for _, number, place in sorted(candidates, key=lambda one: (-one[0], abs(one[1] - one[2]))):
        if all((number < a and place < b) or (number > a and place > b) for a, b in pairs):
            insort(pairs, (number, place))
    return pairs


def _by_words(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    # Where a whole page is one paragraph, words that stand everywhere are no hold: seconds instead of minutes.
    matcher = SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > LONG)
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield Piece("same", " ".join(old[a:b]))
        else:
            if a < b:
                yield Piece("removed", " ".join(old[a:b]))
            if c < d:
                yield Piece("added", " ".join(new[c:d]))
