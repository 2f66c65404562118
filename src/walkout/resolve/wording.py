"""How well words say a meaning: a concept's phrases, or literal words, against what an element says."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from walkout.flow.model import Words
from walkout.resolve.match import Evidence
from walkout.words.lexicon import concept, normal

EXACT, INSIDE, WORD_INSIDE, CLOSE, WEAK_EXACT, WEAK_INSIDE = 0.97, 0.72, 0.4, 0.62, 0.45, 0.35
OTHER_LANGUAGE = 0.95
CLOSE_RATIO, CLOSE_LENGTH = 88.0, 8


@dataclass(frozen=True, slots=True)
class Wording:
    """A meaning as normalised words: (words, language) of phrases, weak hints, and what rules an element out."""

    phrases: tuple[tuple[str, str], ...]
    weak: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()


@lru_cache(maxsize=512)
def wording(meaning: str | Words) -> Wording:
    """The words of a concept, or the literal words of a target. Raises KeyError for an unknown concept."""
    if isinstance(meaning, Words):
        return Wording(tuple((flat(words), "") for words in meaning.words))
    known = concept(meaning)
    return Wording(
        tuple((phrase.normal, phrase.language) for phrase in known.phrases),
        tuple(normal(words) for words in known.weak),
        tuple(normal(words) for words in known.ruled_out),
    )


@lru_cache(maxsize=50_000)
def flat(text: str) -> str:
    """`normal`, remembered: a page is looked at many times."""
    return normal(text)


def is_ruled_out(meaning: Wording, said: str) -> str:
    """The words that rule an element out, or nothing."""
    return next((words for words in meaning.ruled_out if words in said and holds_words(said, words)), "")


def judge(meaning: Wording, said: str, language: str) -> Evidence | None:
    """The strongest evidence that `said` (normalised) has this meaning, or None."""
    if not said:
        return None
    best = Evidence("", 0.0)
    for words, spoken in meaning.phrases:
        weight, how = _weigh(words, said)
        if spoken and language and spoken != language:
            weight *= OTHER_LANGUAGE
        if weight > best.weight:
            best = Evidence(how.format(words), weight)
    for words in meaning.weak:
        if words in said and holds_words(said, words):
            weight = WEAK_EXACT if words == said else WEAK_INSIDE
            if weight > best.weight:
                best = Evidence(f"hints at it with “{words}”", weight)
    return best if best.weight > 0 else None


def _weigh(words: str, said: str) -> tuple[float, str]:
    if words == said:
        return EXACT, "says “{}”"
    if words in said and holds_words(said, words):
        # A single word ("code", "send") inside a longer name says little of what the whole means.
        least = INSIDE if " " in words else WORD_INSIDE
        return least + (EXACT - least) * len(words) / len(said), "says “{}” among other words"
    shorter, both = min(len(words), len(said)), len(words) + len(said)
    if shorter >= CLOSE_LENGTH and 200 * shorter >= CLOSE_RATIO * both:  # else their lengths alone are too far apart
        ratio = fuzz.ratio(words, said, score_cutoff=CLOSE_RATIO)
        if ratio:
            return CLOSE * ratio / 100 + 0.1, "nearly says “{}”"
    return 0.0, ""


@lru_cache(maxsize=4096)
def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def holds_words(said: str, words: str) -> bool:
    """Whether the words stand in a text as whole words."""
    return _whole(words).search(said) is not None
