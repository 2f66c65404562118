"""The words on a page, read once for a view, so that only phrases whose words are there are looked for."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from weakref import ref

from walkout.flow.targets import Role, Words
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


class Texts:
    """The normal texts of a page, in its order, with the places of each word, so that few are searched for a phrase."""

    def __init__(self, said: tuple[str, ...]) -> None:
        self._said = said
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(said):
            for word in words_in(text):
                places[word].append(place)
        self._places = dict(places)
        self.vocabulary = vocabulary(frozenset(places))
        self._stating: dict[str | Words, tuple[int, ...]] = {}

    def that_state(self, meaning: str | Words) -> tuple[int, ...]:
        """The places of the texts that state one of a meaning's phrases, or ask it."""
        if meaning not in self._stating:
            stated = is_stated(meaning, "text")
            phrases = self.vocabulary.alive(meaning)
            places = {place for phrase in phrases for place in self._that_say(phrase, stated=stated)}
            self._stating[meaning] = tuple(sorted(places))
        return self._stating[meaning]

    def _that_say(self, phrase: Phrase, *, stated: bool) -> Iterator[int]:
        """Only texts with the phrase's rarest whole word can say it; a phrase of stems alone is sought in all."""
        known = [self._places.get(word, []) for word, is_stem in phrase.pattern.anchors if not is_stem]
        places = min(known, key=len) if known else list(range(len(self._said)))
        return (place for place in places if says(phrase, self._said[place], stated=stated))


_texts = lru_cache(maxsize=16)(Texts)


class Reading:
    """What a view says, read as far as it is asked for: a link is not sought in the texts."""

    def __init__(self, view: PageView) -> None:
        self._view = ref(view)
        self._vocabularies: dict[Role, Vocabulary] = {}

    def heard(self, role: Role, meaning: str | Words, language: str) -> Wording:
        """A meaning's words as far as the elements of a role can say them. See Vocabulary."""
        if role not in self._vocabularies:
            self._vocabularies[role] = self._vocabulary(role)
        return self._vocabularies[role].heard(meaning, language)

    def that_state(self, meaning: str | Words) -> list[Element]:
        """The texts and headings that state one of a meaning's phrases, or ask it."""
        elements, texts = self._read
        return [elements[place] for place in texts.that_state(meaning)]

    @cached_property
    def _read(self) -> tuple[list[Element], Texts]:
        elements = self._elements("text")
        return elements, _texts(tuple(flat(element.name) for element in elements))

    def _vocabulary(self, role: Role) -> Vocabulary:
        if role == "text":
            return self._read[1].vocabulary
        texts = (flat(said) for element in self._elements(role) for said in _said_by(element))
        return vocabulary(frozenset().union(*map(words_in, texts)))

    def _elements(self, role: Role) -> list[Element]:
        view = self._view()
        return [] if view is None else [element for element in view.elements if element.role in ROLES[role]]


_readings: dict[int, tuple[ref[PageView], Reading]] = {}


def reading(view: PageView) -> Reading:
    """The reading of a view, kept as long as the view is there. Found by identity: a view is too large to compare."""
    key = id(view)
    known = _readings.get(key)
    if known is not None and known[0]() is view:
        return known[1]
    fresh = Reading(view)
    _readings[key] = ref(view, lambda _: _readings.pop(key, None)), fresh
    return fresh


def _said_by(element: Element) -> Iterable[str]:
    """All that may be evidence of what an element means."""
    yield element.name
    if element.role in ROLES["field"]:
        yield from (element.placeholder, element.hint, element.context)
