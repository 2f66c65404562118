"""The names of countries in many languages, from CLDR by way of Babel, one language at a time.

A language costs about 4 ms and 1 MB, so none is loaded before it is asked for.
"""

import re
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from walkout.words.lexicon import base_language, known_language, read_toml
from walkout.words.normal import normal

# The 24 languages of the EU, Icelandic, Norwegian and Brazilian Portuguese ("pt" in CLDR), by speakers.
LOCALES = tuple(
    "en de fr it es pl ro nl pt_PT pt el hu sv cs bg da fi sk hr lt sl lv et nb is ga mt".split()  # noqa: SIM905
)
# CLDR's territories that ISO 3166-1 has not: groups, tests, and parts of other countries. Kosovo (XK) stays.
_NO_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))
_CLDR_NAMES = {"no": ("nb",), "pt": ("pt_PT", "pt"), "pt-BR": ("pt", "pt_PT")}


@cache
def names_in(locale: str) -> dict[str, str]:
    """Normal name → ISO 3166-1 alpha-2 code, in one CLDR locale."""
    return {normal(name): code for code, name in labels_in(locale).items()}


@cache
def labels_in(locale: str) -> dict[str, str]:
    """Code → name as it is written, in one CLDR locale."""
    territories = Locale.parse(locale).territories
    return {
        code: name
        for code, name in territories.items()
        if re.fullmatch(r"[A-Z]{2}", code) and code not in _NO_COUNTRIES
    }


@cache
def locales_of(language: str | None) -> tuple[str, ...]:
    """The CLDR locales for a page's language tag; none where CLDR does not know the language."""
    if not language or not language.strip():
        return ()
    known, base = known_language(language), base_language(language)
    if known in _CLDR_NAMES:
        return _CLDR_NAMES[known]
    for tag in (language.strip().replace("-", "_"), base):
        try:
            return (str(Locale.parse(tag)),)
        except (UnknownLocaleError, ValueError):
            continue
    return ()


@cache
def data() -> dict[str, Any]:
    """countries.toml: aliases, codes, shared names, adjectives."""
    return read_toml("countries.toml")


@cache
def aliases() -> dict[str, str]:
    """Normal name → code, for the names that CLDR does not give."""
    return {normal(name): code for code, names in data()["aliases"].items() for name in names}


@cache
def shared_names() -> frozenset[str]:
    """Normal names that mean one country in one language and another in another."""
    return frozenset(map(normal, data()["shared"]["names"]))


@cache
def codes() -> dict[str, str]:
    """Lower-case alpha-2, alpha-3 and other codes in use → alpha-2 code."""
    known = labels_in("en")
    three = {
        old.lower(): new[0]
        for old, new in get_global("territory_aliases").items()
        if len(old) == 3 and old.isalpha() and len(new) == 1 and new[0] in known
    }
    other = {code.lower(): meant for code, meant in data()["codes"].items()}
    return three | {code.lower(): code for code in known} | other


def code_of_name(name: str, own: tuple[str, ...], others: tuple[str, ...] = LOCALES) -> str | None:
    """The country that a normal name means: in the locales `own`, else by our aliases, else in `others`."""
    for locale in own:
        if name in names_in(locale):
            return names_in(locale)[name]
    if name in shared_names():
        return None
    if name in aliases():
        return aliases()[name]
    return next((names_in(locale)[name] for locale in others if name in names_in(locale)), None)
