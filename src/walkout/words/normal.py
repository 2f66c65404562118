"""The form in which words are compared, and phrases as patterns of words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Characters that look alike get one form; what is not seen (joiners, marks of direction, soft hyphen) goes.
_ALIKE = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u00b4\u0060\u02b9\u02bb\u02bc\u02c8\uff07\ua78c", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u2039\u203a\u02ba\uff02", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"),
    **dict.fromkeys(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x2070), *range(0xFE00, 0xFE10)))),
}
_TABLE = str.maketrans(_ALIKE)
_BEFORE = "*\u2022\u00b7 "
_AFTER = "*:?!.,;\u2022\u00b7\u00bf\u00a1\u2192 "
# While a phrase is brought to its normal form, its two marks stand as characters that no text has.
_STEM, _GAP = "\ue000", "\ue001"
_MARKED = re.compile(r"\*(?=[\s,;:?!.]|$)|(?<!\S)…(?!\S)")
_PIECES = re.compile(rf"(\w+)({_STEM}?)")
MOST_BETWEEN = 3


def normal(text: str) -> str:
    """The form in which words are compared: NFKC, no case, one kind of quote and dash, single spaces.

    What is not seen goes (soft hyphens, joiners), and so do punctuation at the end and the asterisk or bullet
    of a required field at either end. A normal text stays as it is.
    """
    if text.isascii():
        plain = text.lower().replace("`", "'")
    else:
        plain = text.translate(_TABLE)
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold()).translate(_TABLE)
    return " ".join(plain.split()).lstrip(_BEFORE).rstrip(_AFTER)


def same_signs(text: str) -> str:
    """The text with one kind of quote and dash, single spaces, and nothing that is not printed; its letters stay.

    What differs only in these says the same.
    """
    words = unicodedata.normalize("NFC", text.translate(_TABLE)).split()
    return " ".join(word if word.isprintable() else "".join(filter(str.isprintable, word)) for word in words)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A phrase to be looked for. `stem*` stands for any word that begins so, ` … ` for up to three words between.

    text: the normal form with these marks. anchors: its words, each with whether it is only a stem; none of them may
    be missing in a text that says the phrase. plain: it has no such mark.
    """

    text: str
    plain: bool
    anchors: tuple[tuple[str, bool], ...]
    _expression: str

    @property
    def is_single(self) -> bool:
        """Whether it is just one word."""
        return " " not in self.text

    def find(self, said: str) -> re.Match[str] | None:
        """Where a normal text says it, in whole words."""
        if self.plain and self.text not in said:
            return None
        return _compiled(self._expression).search(said)

    def every(self, said: str) -> "list[re.Match[str]]":
        """Every place where a normal text says it."""
        if self.plain and self.text not in said:
            return []
        return list(_compiled(self._expression).finditer(said))


@lru_cache(maxsize=10_000)
def _compiled(expression: str) -> re.Pattern[str]:
    """Compiled when it is looked for: of all the phrases of all languages, a page needs few."""
    return re.compile(expression)


@lru_cache(maxsize=100_000)
def pattern(phrase: str) -> Pattern:
    """The pattern of a phrase as a file of words has it. Raises ValueError for a mark in the wrong place."""
    marked = normal(_MARKED.sub(lambda mark: _STEM if mark[0] == "*" else _GAP, phrase))
    if "*" in marked or "…" in marked:
        raise ValueError(f"{phrase!r}: `*` ends a word, and `…` is a word of its own")
    words = marked.split()
    if not words or _GAP in (words[0], words[-1]):
        raise ValueError(f"{phrase!r}: a phrase begins and ends with a word")
    if any(word.endswith(_STEM) and len(re.findall(r"\w", word)) < 3 for word in words):
        raise ValueError(f"{phrase!r}: a stem has three letters or more")
    anchors = tuple((piece, mark == _STEM) for piece, mark in _PIECES.findall(marked))
    text = marked.replace(_STEM, "*").replace(_GAP, "…")
    return Pattern(text, text == marked, anchors, _expression(words))


@lru_cache(maxsize=1000)
def literal(text: str) -> Pattern:
    """The pattern of words that are meant as they stand, with no marks in them."""
    plain = normal(text)
    anchors = tuple((piece, False) for piece in re.findall(r"\w+", plain))
    return Pattern(plain, True, anchors, rf"(?<!\w){re.escape(plain)}(?!\w)")


def _expression(words: list[str]) -> str:
    parts = []
    for number, word in enumerate(words):
        if word == _GAP:
            parts.append(rf"(?:[^\s.!?]+ ){{0,{MOST_BETWEEN}}}")
            continue
        body = re.escape(word).replace(_STEM, r"\w*")
        parts.append(body if number == len(words) - 1 else f"{body} ")
    return rf"(?<!\w){''.join(parts)}(?!\w)"


@lru_cache(maxsize=50_000)
def words_in(said: str) -> frozenset[str]:
    """The words of a normal text."""
    return frozenset(re.findall(r"\w+", said))
