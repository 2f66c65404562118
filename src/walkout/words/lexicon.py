"""The concept lexicon: what a page may call a thing, in every language that a file of `concepts/` speaks.

A file is TOML: for each concept `phrases`, `weak` and `not`, and in the table `grammar` the `conditions`, words that
make what follows them in a sentence a condition, a wish or a plan. See concepts/en.toml and `walkout.words.normal`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from importlib import resources
from typing import Any, Literal

from walkout.words.normal import Pattern, normal, pattern

__all__ = ["Concept", "Phrase", "Tongue", "concept", "concept_names", "conditions", "languages", "normal"]

Source = Literal["seen", "legal", "ours"]

_KEYS = {"phrases", "weak", "not"}
_SOURCES = ("seen", "legal", "ours")
_LANGUAGE_FILE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?\.toml")
# Tags that pages give to a language that has another tag here.
_SAME = {"nb": "no", "nn": "no", "pt-PT": "pt", "in": "id"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying a concept. words: as written; pattern: as looked for; source: seen, legal or ours."""

    words: str
    pattern: Pattern
    language: str
    source: Source

    @property
    def normal(self) -> str:
        return self.pattern.text


@dataclass(frozen=True, slots=True)
class Tongue:
    """A concept in one language. phrases: from the most telling to the weakest. weak: only hints. ruled_out: what rules
    an element out."""

    language: str
    phrases: tuple[Phrase, ...]
    weak: tuple[Pattern, ...] = ()
    ruled_out: tuple[Pattern, ...] = ()


@dataclass(frozen=True)
class Concept:
    """A meaning with its words in all languages."""

    name: str
    tongues: tuple[Tongue, ...]

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases of all languages, language by language."""
        return tuple(phrase for tongue in self.tongues for phrase in tongue.phrases)

    def phrases_in(self, language: str) -> tuple[Phrase, ...]:
        """The phrases of one language ("de", or a tag such as "de-AT"), the most telling first."""
        wanted = known_language(language)
        return next((tongue.phrases for tongue in self.tongues if tongue.language == wanted), ())


def base_language(tag: str) -> str:
    """The language of a tag: "de" of "de-AT", "pt" of "pt_BR"."""
    return re.split(r"[-_]", tag.strip(), maxsplit=1)[0].lower()


@cache
def known_language(tag: str) -> str:
    """The language of the lexicon that a page's tag means: "pt-BR" of "pt_BR", "de" of "de-AT", "no" of "nb".

    The tag's base where the lexicon has no such language.
    """
    parts = re.split(r"[-_]", tag.strip())
    full = "-".join((parts[0].lower(), *(part.upper() for part in parts[1:] if len(part) == 2)))
    for one in (full, base_language(tag)):
        known = _SAME.get(one, one)
        if known in languages():
            return known
    return base_language(tag)


def concept(name: str) -> Concept:
    """The concept of that name. Raises KeyError, whose text has the names that come close."""
    found = _lexicon().get(name)
    if found is None:
        close = get_close_matches(name, _lexicon(), n=3)
        hint = f"close to it: {', '.join(close)}" if close else f"there are: {', '.join(sorted(_lexicon()))}"
        raise KeyError(f"no concept is called {name!r}; {hint}")
    return found


def concept_names() -> frozenset[str]:
    """The names of all concepts."""
    return frozenset(_lexicon())


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a file of concepts, in the order of the alphabet."""
    names = (file.name for file in resources.files(__package__).joinpath("concepts").iterdir())
    found = (name.removesuffix(".toml") for name in names if _LANGUAGE_FILE.fullmatch(name))
    return tuple(sorted(found))


@cache
def conditions(language: str) -> tuple[Pattern, ...]:
    """The words of a language that make what follows in the same sentence a condition: if, once, may …"""
    return tuple(map(pattern, _file(language).get("grammar", {}).get("conditions", ())))


@cache
def questions() -> frozenset[str]:
    """The concepts that a page asks rather than states."""
    return frozenset(_file("en")["grammar"]["questions"])


@cache
def _file(language: str) -> Mapping[str, Any]:
    return read_toml(f"concepts/{language}.toml") if language in languages() else {}


@cache
def _lexicon() -> dict[str, Concept]:
    """All files of words, joined by concept."""
    tongues: dict[str, list[Tongue]] = {}
    for language in languages():
        for name, entry in _file(language).items():
            if name != "grammar":
                tongues.setdefault(name, []).append(_tongue(name, entry, language))
    return {name: Concept(name, tuple(found)) for name, found in tongues.items()}


def read_toml(file: str) -> dict[str, Any]:
    """One data file of this package, parsed."""
    return tomllib.loads(resources.files(__package__).joinpath(file).read_text(encoding="utf-8"))


def _tongue(name: str, entry: Mapping[str, Any], language: str) -> Tongue:
    """A slip in our own data stops at once, with its place. Raises ValueError."""
    _check(name, entry, language)
    try:
        return Tongue(
            language,
            tuple(_phrase(item, language) for item in entry["phrases"]),
            tuple(map(pattern, entry.get("weak", ()))),
            tuple(map(pattern, entry.get("not", ()))),
        )
    except ValueError as error:
        raise ValueError(f"{language}.toml, [{name}]: {error}") from error


def _phrase(item: str | dict[str, Any], language: str) -> Phrase:
    """A phrase as its file gives it: words alone are ours."""
    if isinstance(item, str):
        return Phrase(item, pattern(item), language, "ours")
    return Phrase(item["words"], pattern(item["words"]), language, item["source"])


def _check(name: str, entry: Mapping[str, Any], language: str) -> None:
    strange = entry.keys() - _KEYS
    if strange or not entry.get("phrases"):
        raise ValueError(f"{language}.toml, [{name}]: no phrases, or unknown keys {sorted(strange)}")
    for item in entry["phrases"]:
        if isinstance(item, dict) and (item.keys() != {"words", "source"} or item["source"] not in _SOURCES):
            raise ValueError(f"{language}.toml, [{name}]: a phrase has words and a source of {_SOURCES}, not {item}")
