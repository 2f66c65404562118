"""The concept lexicon: what a page may call a thing, in every language that a file here speaks."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any, Literal

Source = Literal["seen", "legal", "ours"]

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
_KEYS = {"phrases", "weak", "not"}
_SOURCES = ("seen", "legal", "ours")
_LANGUAGE_FILE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?\.toml")


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


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of saying a concept. words: as written; normal: as compared; source: seen, legal or ours."""

    words: str
    normal: str
    language: str
    source: Source


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning with its words in all languages.

    phrases: language by language, in each from the most telling to the weakest. weak: normal words that only
    hint. ruled_out: normal words that rule a candidate out.
    """

    name: str
    phrases: tuple[Phrase, ...]
    weak: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()

    def phrases_in(self, language: str) -> tuple[Phrase, ...]:
        """The phrases of one language ("de", or a tag such as "de-AT"), the most telling first."""
        wanted = base_language(language)
        return tuple(phrase for phrase in self.phrases if phrase.language == wanted)


def base_language(tag: str) -> str:
    """The language of a tag: "de" of "de-AT", "pt" of "pt_BR"."""
    return re.split(r"[-_]", tag.strip(), maxsplit=1)[0].lower()


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
    """The languages that have a lexicon file, in the order of the alphabet."""
    names = (file.name for file in resources.files(__package__).iterdir())
    found = (name.removesuffix(".toml") for name in names if _LANGUAGE_FILE.fullmatch(name))
    return tuple(sorted(found))


@cache
def _lexicon() -> dict[str, Concept]:
    """All files of words, joined by concept."""
    phrases: dict[str, list[Phrase]] = {}
    weak: dict[str, list[str]] = {}
    ruled_out: dict[str, list[str]] = {}
    for language in languages():
        for name, entry in read_toml(f"{language}.toml").items():
            _check(name, entry, language)
            phrases.setdefault(name, []).extend(_phrase(item, language) for item in entry["phrases"])
            weak.setdefault(name, []).extend(map(normal, entry.get("weak", ())))
            ruled_out.setdefault(name, []).extend(map(normal, entry.get("not", ())))
    return {
        name: Concept(name, tuple(found), tuple(dict.fromkeys(weak[name])), tuple(dict.fromkeys(ruled_out[name])))
        for name, found in phrases.items()
    }


def read_toml(file: str) -> dict[str, Any]:
    """One data file of this package, parsed."""
    return tomllib.loads(resources.files(__package__).joinpath(file).read_text(encoding="utf-8"))


def _phrase(item: str | dict[str, Any], language: str) -> Phrase:
    """A phrase as its file gives it: words alone are ours."""
    if isinstance(item, str):
        return Phrase(item, normal(item), language, "ours")
    return Phrase(item["words"], normal(item["words"]), language, item["source"])


def _check(name: str, entry: dict[str, Any], language: str) -> None:
    """A slip in our own data stops at once, with its place."""
    strange = entry.keys() - _KEYS
    if strange or not entry.get("phrases"):
        raise ValueError(f"{language}.toml, [{name}]: no phrases, or unknown keys {sorted(strange)}")
    for item in entry["phrases"]:
        if isinstance(item, dict) and (item.keys() != {"words", "source"} or item["source"] not in _SOURCES):
            raise ValueError(f"{language}.toml, [{name}]: a phrase has words and a source of {_SOURCES}, not {item}")
