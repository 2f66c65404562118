"""Other words for a concept, the lexicon's own and those written apart from it; and words of what it is not."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from walkout.words.lexicon import concept, known_language
from walkout.words.normal import normal

APART = Path(__file__).parents[2] / "tests" / "fast" / "paraphrases"
ENGLISH = Path(__file__).with_name("words") / "en.toml"


def known_words(meaning: str, language: str) -> tuple[str, ...]:
    """The lexicon's phrases for a concept that can be written as they are."""
    phrases = concept(meaning).phrases_in(language)
    return tuple(phrase.words for phrase in phrases if "*" not in phrase.words and "…" not in phrase.words)


def words_apart(meaning: str, language: str) -> tuple[str, ...]:
    """Words for a concept that were written without the lexicon."""
    return _strings(_file(known_language(language)).get(meaning))


def decoys(meaning: str, language: str) -> tuple[str, ...]:
    """Words of what is near a concept, but is something else."""
    told = _file(known_language(language)).get("decoys")
    return _strings(told.get(meaning)) if isinstance(told, Mapping) else ()


def others(words: tuple[str, ...], present: str) -> tuple[str, ...]:
    """Those that say it in another way than it is said now."""
    return tuple(one for one in words if normal(one) != normal(present))


def _strings(told: object) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list) else ()


@cache
def _file(language: str) -> Mapping[str, object]:
    path = ENGLISH if language == "en" else APART / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
