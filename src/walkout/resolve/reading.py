"""The words on a page, read once for a view, so that only phrases whose words are there are looked for."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from weakref import ref

from walkout.flow.targets import Words
from walkout.resolve.score import ROLES
from walkout.resolve.wording import Wording, flat, is_at_home, is_stated, says, wording
from walkout.view import Element, PageView
from walkout.words.lexicon import Phrase, Tongue
from walkout.words.normal import Pattern, words_in


class Vocabulary:
    """All words that stand on a page, and what of each meaning they can say. The same page is looked at many times."""

    def __init__(self, words: frozenset[str]) -> None:
        self._words, self._sorted = words, sorted(words)
        self._heard: dict[tuple[str | Words, str], Wording] = {}
        self._alive: dict[str | Words, list[Phrase]] = {}

    def heard(self, meaning: str | Words, language: str) -> Wording:
        """A meaning's words as far as this page can say them: all of its language's, and of others those whose every
        word stands somewhere on it."""
        key = (meaning, language)
        if key not in self._heard:
            told = (self._heard_of(tongue, language) for tongue in wording(meaning).tongues)
            self._heard[key] = Wording(tuple(tongue for tongue in told if tongue is not None))
        return self._heard[key]

    def alive(self, meaning: str | Words) -> list[Phrase]:
        """The phrases of a meaning, in whatever language, whose every word stands somewhere on the page."""
        if meaning not in self._alive:
            phrases = (phrase for tongue in wording(meaning).tongues for phrase in tongue.phrases)
            self._alive[meaning] = [phrase for phrase in phrases if self._can_say(phrase.pattern)]
        return self._alive[meaning]

    def _heard_of(self, tongue: Tongue, language: str) -> Tongue | None:
        at_home = is_at_home(tongue, language)
        phrases = tuple(one for one in tongue.phrases if at_home or self._can_say(one.pattern))
        weak = tuple(filter(self._can_say, tongue.weak))
        if not (phrases or weak or at_home):
            return None
        return Tongue(tongue.language, phrases, weak, tuple(filter(self._can_say, tongue.ruled_out)))

    def _can_say(self, pattern: Pattern) -> bool:
        for word, is_stem in pattern.anchors:  # noqa: SIM110 - asked a million times, and twice as fast so
            if not (self._begins(word) if is_stem else word in self._words):
                return False
        return True

    def _begins(self, stem: str) -> bool:
        at = bisect_left(self._sorted, stem)
        return at < len(self._sorted) and self._sorted[at].startswith(stem)


vocabulary = lru_cache(maxsize=32)(Vocabulary)


@dataclass(frozen=True)
class Reading:
    """What a view says. texts: each text and heading with its words, in the order of the page."""

    texts: tuple[tuple[Element, str], ...]
    vocabulary: Vocabulary

    def heard(self, meaning: str | Words, language: str) -> Wording:
        """See Vocabulary."""
        return self.vocabulary.heard(meaning, language)

    def that_state(self, meaning: str | Words) -> list[Element]:
        """The texts that state one of a meaning's phrases, or ask it."""
        stated, alive = is_stated(meaning, "text"), self.vocabulary.alive(meaning)
        return [element for element, said in self.texts if any(says(phrase, said, stated=stated) for phrase in alive)]


_readings: dict[int, tuple[ref[PageView], Reading]] = {}


def reading(view: PageView) -> Reading:
    """The reading of a view, kept as long as the view is there. Found by identity: a view is too large to compare."""
    key = id(view)
    known = _readings.get(key)
    if known is not None and known[0]() is view:
        return known[1]
    texts = tuple((element, flat(element.name)) for element in view.elements if element.role in ROLES["text"])
    words: set[str] = set()
    for element in view.elements:
        for said in _said_by(element):
            words |= words_in(flat(said))
    fresh = Reading(texts, vocabulary(frozenset(words)))
    _readings[key] = ref(view, lambda _: _readings.pop(key, None)), fresh
    return fresh


def _said_by(element: Element) -> Iterable[str]:
    """All that may be evidence of what an element means."""
    yield element.name
    if element.role in ROLES["field"]:
        yield from (element.placeholder, element.hint, element.context)
