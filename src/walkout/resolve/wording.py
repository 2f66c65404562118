"""How well words say a meaning: a concept's phrases, or literal words, against what an element says."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from walkout.flow.targets import Role, Words, concept_in
from walkout.resolve.match import Evidence
from walkout.words.lexicon import Phrase, Tongue, concept, conditions, questions
from walkout.words.normal import Pattern, literal, normal

EXACT, INSIDE, WORD_INSIDE, CLOSE, WEAK_EXACT, WEAK_INSIDE = 0.97, 0.72, 0.4, 0.62, 0.45, 0.35
OTHER_LANGUAGE = 0.95
CLOSE_RATIO, CLOSE_LENGTH = 88.0, 8
MOST_REMEMBERED = 5000
ENDS_SENTENCE = re.compile(r"[.!?;]\s")


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A meaning in words, language by language. Words of a flow are of no language.

    judged, barred: what was found out about a text, for the next look at the same page.
    """

    tongues: tuple[Tongue, ...]
    judged: dict[tuple[str, str, bool], Evidence | None] = field(default_factory=dict)
    barred: dict[tuple[str, str], bool] = field(default_factory=dict)


@lru_cache(maxsize=512)
def wording(meaning: str | Words) -> Wording:
    """The words of a concept, the literal words of a target, or both. Raises KeyError for an unknown concept."""
    name = concept_in(meaning)
    known = concept(name).tongues if name else ()
    if isinstance(meaning, str):
        return Wording(known)
    return Wording((Tongue("", tuple(Phrase(words, literal(words), "", "ours") for words in meaning.words)), *known))


@lru_cache(maxsize=50_000)
def flat(text: str) -> str:
    """`normal`, remembered: a page is looked at many times."""
    return normal(text)


def is_stated(meaning: str | Words, role: Role) -> bool:
    """Whether a text or heading must state the meaning as a fact. What a page asks it need not."""
    return role in ("text", "heading") and concept_in(meaning) not in questions()


def is_at_home(tongue: Tongue, language: str) -> bool:
    """Whether a page in that language is expected to speak so: its own words, English ones, and those of the flow."""
    return tongue.language in ("", "en", language)


def is_ruled_out(meaning: Wording, said: str, language: str) -> bool:
    """Whether words rule an element out: those of the page's language, or of one that the element seems to speak."""
    key = (said, language)
    if key not in meaning.barred:
        _keep_short(meaning.barred)
        meaning.barred[key] = any(
            any(words.find(said) for words in tongue.ruled_out)
            for tongue in meaning.tongues
            if is_at_home(tongue, language) or _speaks(tongue, said)
        )
    return meaning.barred[key]


def _keep_short(memory: dict[Any, Any]) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()


def _speaks(tongue: Tongue, said: str) -> bool:
    return any(phrase.pattern.find(said) for phrase in tongue.phrases) or any(word.find(said) for word in tongue.weak)


def judge(meaning: Wording, said: str, language: str, *, stated: bool = False) -> Evidence | None:
    """The strongest evidence that `said` (normalised) has this meaning, or None.

    stated: only what is stated as a fact counts, and no part of a sentence that begins with "if" or "once".
    """
    if not said:
        return None
    key = (said, language, stated)
    if key not in meaning.judged:
        _keep_short(meaning.judged)
        meaning.judged[key] = _judge(meaning, said, language, stated=stated)
    return meaning.judged[key]


def _judge(meaning: Wording, said: str, language: str, *, stated: bool) -> Evidence | None:
    best = Evidence("", 0.0)
    for tongue in meaning.tongues:
        at_home = is_at_home(tongue, language)
        found = _in_tongue(tongue, said, nearly=at_home, stated=stated)
        weight = found.weight * (1 if at_home else OTHER_LANGUAGE)
        if weight > best.weight:
            best = Evidence(found.what, weight)
    return best if best.weight > 0 else None


def _in_tongue(tongue: Tongue, said: str, *, nearly: bool, stated: bool) -> Evidence:
    best = Evidence("", 0.0)
    for phrase in tongue.phrases:
        weight, how = _weigh(phrase, said, nearly=nearly, stated=stated)
        if weight > best.weight:
            best = Evidence(how.format(phrase.normal), weight)
    for hint in tongue.weak:
        found = hint.find(said)
        if found:
            weight = WEAK_EXACT if found[0] == said else WEAK_INSIDE
            if weight > best.weight:
                best = Evidence(f"hints at it with “{hint.text}”", weight)
    return best


def _weigh(phrase: Phrase, said: str, *, nearly: bool, stated: bool) -> tuple[float, str]:
    words = phrase.pattern.text
    if words == said:
        return EXACT, "says “{}”"
    found = says(phrase, said, stated=stated)
    if found is not None:
        if found[0] == said:
            return EXACT, "says “{}”"
        # A single word ("code", "send") inside a longer name says little of what the whole means.
        least = WORD_INSIDE if phrase.pattern.is_single else INSIDE
        return least + (EXACT - least) * len(found[0]) / len(said), "says “{}” among other words"
    shorter, both = min(len(words), len(said)), len(words) + len(said)
    if f" {said} " in f" {words} ":
        return 0.0, ""  # some words of it alone are no slip of the pen, and mean less
    if nearly and phrase.pattern.plain and shorter >= CLOSE_LENGTH and 200 * shorter >= CLOSE_RATIO * both:
        ratio = fuzz.ratio(words, said, score_cutoff=CLOSE_RATIO)
        if ratio:
            return CLOSE * ratio / 100 + 0.1, "nearly says “{}”"
    return 0.0, ""


def says(phrase: Phrase, said: str, *, stated: bool) -> re.Match[str] | None:
    """Where a normal text says the phrase; `stated`: where it says so as a fact."""
    if not stated:
        return phrase.pattern.find(said)
    hedges = conditions(phrase.language)
    return next((found for found in phrase.pattern.every(said) if not _is_hedged(found, said, phrase, hedges)), None)


def _is_hedged(found: re.Match[str], said: str, phrase: Phrase, hedges: tuple[Pattern, ...]) -> bool:
    """Whether a word such as "if", "once" or "may" stands before it in the same sentence, or in a gap of it."""
    start = max((end.end() for end in ENDS_SENTENCE.finditer(said, 0, found.start())), default=0)
    before = said[start : found.start()]
    inside = "" if phrase.pattern.plain else found[0]
    return any(
        hedge.find(before) or (inside and hedge.find(inside) and not hedge.find(phrase.normal)) for hedge in hedges
    )
