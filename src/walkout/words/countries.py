"""Countries by any of their names: what a person calls one, and where it stands in a page's list."""

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from walkout.words import territories
from walkout.words.lexicon import base_language
from walkout.words.normal import normal
from walkout.words.territories import LOCALES, code_of_name, locales_of, names_in

EU = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
EEA = EU | {"IS", "LI", "NO"}
OBJECTION_REGIONS = EEA | {"GB", "CH", "BR"}
"""Where Meta is reported to offer the objection form."""

# A close match has at least this likeness (0 to 1), and leads the next country by at least this much.
_LIKENESS = 0.82
_LEAD = 0.1

_FLAG = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3f4\U000e0061-\U000e007f]+")
_DIALLING = re.compile(r"\(?(?:\+|\b00)\s?\d[\d\s-]*\)?|\(\d{1,4}(?:-\d{1,4})?\)")
_BETWEEN_PARTS = re.compile(r"\s*[()\[\]/|]\s*|\s+-\s+")


def country_code(text: str, language: str | None = None) -> str | None:
    """The ISO 3166-1 alpha-2 code for a code or a name in any language of `LOCALES`; None where in doubt.

    A name that is only close (a slip of typing) counts when no other country is nearly as close. language:
    the tag of the language that the text is probably in; it decides between countries that share a name.
    """
    name = normal(_FLAG.sub("", text))
    if not name:
        return None
    own = locales_of(language)
    return code_of_name(name, own, ("en",)) or territories.codes().get(name) or code_of_name(name, own) or _close(name)


def names_of(code: str, language: str | None = None) -> frozenset[str]:
    """The normal names of a country: our aliases, and CLDR's in `language` and English, or else in all."""
    own = (*locales_of(language), "en") if language else LOCALES
    return frozenset(
        name for names in (territories.aliases(), *map(names_in, own)) for name, meant in names.items() if meant == code
    )


def find_country(code: str, options: Sequence[tuple[str, str]], language: str | None) -> list[int]:
    """The indexes of the options (value, label) that mean the country; several where the list repeats it.

    By label in the page's language or English, else by label in any language, else by a value that is the
    country's code, in a list of countries, under a label that names no other. An entry with a dialling code
    counts only where the whole list is of that kind.
    """
    own = locales_of(language)
    fits: list[int] = []
    for others in (("en",), LOCALES):
        fits = fits or [index for index, (_, label) in enumerate(options) if _label_means(label, own, others) == code]
    if not fits and is_country_list([label for _, label in options], language):
        fits = [index for index, option in enumerate(options) if _value_means(option, own) == code]
    dialling = {index for index, option in enumerate(options) if _is_dialling(option)}
    plain = [index for index in fits if index not in dialling]
    only_dialling = len(options) - len(dialling) <= 1 + len(options) // 20
    return plain or (fits if only_dialling else [])


def display_name(code: str, language: str) -> str:
    """The country's name as written in that language, or in English. Raises KeyError for an unknown code."""
    for locale in (*locales_of(language), "en"):
        if code in territories.labels_in(locale):
            return territories.labels_in(locale)[code]
    raise KeyError(f"no country has the code {code!r}")


def is_country_list(labels: Iterable[str], language: str | None) -> bool:
    """Are most of the labels names of countries, in the page's language or English?"""
    worded = [label for label in labels if any(letter.isalpha() for letter in label)]
    own = locales_of(language)
    named = sum(_label_means(label, own, ("en",)) is not None for label in worded)
    return named * 2 > len(worded)


def adjective(code: str, language: str) -> str | None:
    """The country's adjective, in the form that countries.toml describes; None where we have none."""
    found: str | None = territories.data()["adjectives"].get(base_language(language), {}).get(code)
    return found


def _label_means(label: str, own: tuple[str, ...], others: tuple[str, ...]) -> str | None:
    """The country that a label means as a whole, or in all its parts ("Deutschland (Germany)")."""
    text = _FLAG.sub("", label)
    whole = normal(text)
    found = code_of_name(whole, own, others)
    if found or not whole:
        return found
    parts = [part for part in map(normal, _BETWEEN_PARTS.split(normal(_DIALLING.sub(" ", text)))) if part]
    named = {code_of_name(part, own, others) for part in parts if part not in territories.codes()}
    coded = {territories.codes()[part] for part in parts if part in territories.codes()}
    return named.pop() if len(named) == 1 and len(named | coded) == 1 else None


def _value_means(option: tuple[str, str], own: tuple[str, ...]) -> str | None:
    """The country whose code the value is, unless the label names another."""
    value, label = option
    found = territories.codes().get(normal(value))
    return found if found and _label_means(label, own, LOCALES) in (None, found) else None


def _is_dialling(option: tuple[str, str]) -> bool:
    value, label = option
    return bool(_DIALLING.search(label)) or value.strip().startswith("+")


def _close(name: str) -> str | None:
    """The one country with a name close to `name`, if there is one."""
    if name in territories.shared_names():
        return None
    tables = (*map(names_in, LOCALES), territories.aliases())
    known = {spelling: code for names in tables for spelling, code in names.items()}
    near = process.extract(
        name, known.keys(), scorer=OSA.normalized_similarity, score_cutoff=_LIKENESS - _LEAD, limit=None
    )
    best: dict[str, float] = {}
    for spelling, score, _ in near:
        best[known[spelling]] = max(score, best.get(known[spelling], 0))
    ranked = sorted(best, key=lambda code: best[code], reverse=True)
    if not ranked or best[ranked[0]] < _LIKENESS:
        return None
    return ranked[0] if len(ranked) == 1 or best[ranked[0]] - best[ranked[1]] >= _LEAD else None
