"""What walkout says, in the person's language: the one way for every word, date and number that she reads.

`_("… {name} …", name=name)` gives a sentence in her language, `_n("{count} field", "{count} fields", count)` the right
plural form; both are called when the words are shown, never when a module is loaded. What is written down before it
is shown is marked with `N_("…")`, so that it is found for the catalogues. The English words are the keys. Catalogues
lie in `catalogues/<language>/LC_MESSAGES/walkout.po`; what a catalogue lacks is said in English.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError, default_locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from walkout.errors import BadUsageError
from walkout.words.lexicon import known_language

DOMAIN = "walkout"
CATALOGUES = Path(__file__).parent / "catalogues"
OWN = "en"
# How dates and numbers are written: in English as in Europe, with the day before the month.
LOCALES = {"en": "en_GB", "no": "nb", "pt": "pt_PT", "pt-BR": "pt_BR"}


class Said(str):
    """A sentence in her language that knows itself in English, which is what is kept."""

    english: str

    def __new__(cls, text: str, english: str) -> "Said":
        said = super().__new__(cls, text)
        said.english = english
        return said

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.english


@dataclass
class _Spoken:
    tag: str = OWN
    locale: Locale = field(default_factory=lambda: _locale(OWN))
    words: NullTranslations = field(default_factory=NullTranslations)


def N_(text: str) -> str:  # noqa: N802 - the name by which such words are found for the catalogues
    """Words that are translated later, by `_`, when they are shown."""
    return text


def _(text: str, /, **fields: object) -> Said:
    """A sentence in her language. fields: what stands for its `{names}`; without any, nothing is put in."""
    return _filled(str(_spoken.words.gettext(text)) if text else "", text, fields)


def _n(one: str, many: str, count: int, /, **fields: object) -> Said:
    """The form for that count, with `{count}` filled in as she writes numbers."""
    fields = {"count": say_number(count), **fields}
    return _filled(str(_spoken.words.ngettext(one, many, count)), one if count == 1 else many, fields)


def english(text: str) -> str:
    """What a sentence is in English, as it is kept."""
    return text.english if isinstance(text, Said) else text


def _filled(words: str, own: str, fields: Mapping[str, object]) -> Said:
    if not fields:
        return Said(words, own)
    kept = own.format(**{name: english(value) if isinstance(value, str) else value for name, value in fields.items()})
    try:
        return Said(words.format(**fields), kept)
    except (KeyError, IndexError, ValueError):  # a catalogue's mistake is no reason to stop
        return Said(kept, kept)


def say_date(day: date) -> str:
    """A day as she writes it, such as `29 November 2026`."""
    return format_date(day, "long", locale=_spoken.locale)


def say_weekday(day: date) -> str:
    """A day with its weekday, such as `Sunday, 29 November 2026`."""
    if _spoken.tag == OWN:
        return format_date(day, "EEEE, d MMMM y", locale=_spoken.locale)
    return format_date(day, "full", locale=_spoken.locale)


def say_short_date(day: date) -> str:
    """A day in figures, for tables; in English and for what is typed into commands, as `2026-11-29`."""
    return day.isoformat() if _spoken.tag == OWN else format_skeleton("yMd", day, locale=_spoken.locale)


def say_time(moment: datetime) -> str:
    """A time of day as she writes it, such as `14:05`."""
    return format_time(moment, "short", locale=_spoken.locale)


def say_clock(moment: datetime) -> str:
    """A time of day with its seconds, such as `14:05:09`."""
    return format_time(moment, "medium", locale=_spoken.locale)


def say_moment(moment: datetime) -> str:
    """A day and a time of day, in the time zone that the moment has."""
    return _("{day}, {time}", day=say_date(moment.date()), time=say_time(moment))


def say_number(number: float) -> str:
    """A number as she writes it."""
    return format_decimal(number, locale=_spoken.locale)


def say_list(words: list[str], style: Literal["and", "or"] = "and") -> str:
    """Words as a list in a sentence: a, b and c; a, b or c."""
    return format_list(words, "standard" if style == "and" else "or", locale=_spoken.locale)


def say_language(tag: str) -> str:
    """What a language is called in hers."""
    return Locale.parse(tag, sep="-").get_display_name(_spoken.locale) or tag


def spoken_language() -> str:
    """The language that is spoken now, as a tag: `en`, `pt-BR`."""
    return _spoken.tag


def known_languages() -> tuple[str, ...]:
    """The languages that there are words in, as tags."""
    return tuple(sorted({OWN, *(file.parents[1].name for file in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))}))


def speak(wanted: str | None = None) -> None:
    """Speak a language: the wanted one (a tag), or that of her system, or English. Raises BadUsageError."""
    if wanted:
        tag = _known(wanted)
        if tag is None:
            raise BadUsageError(
                _("there are no words in the language {language}", language=f"'{wanted}'"),
                remedy=_("Take one of {languages}.", languages=", ".join(known_languages())),
            )
    else:
        tag = next(filter(None, map(_known, _of_system())), OWN)
    _spoken.tag, _spoken.locale = tag, _locale(tag)
    _spoken.words = NullTranslations() if tag == OWN else _catalogue(tag)


def _known(wanted: str) -> str | None:
    tag = known_language(wanted)
    return tag if tag in known_languages() else None


def _locale(tag: str) -> Locale:
    return Locale.parse(LOCALES.get(tag, tag))


@cache
def _catalogue(tag: str) -> Translations:
    """A language's catalogue, as its translators write it: nothing is compiled, so nothing can be out of date."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with (CATALOGUES / tag / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        catalogue = read_po(file, locale=LOCALES.get(tag, tag), domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled, DOMAIN)


def _of_system() -> list[str]:
    """The languages of her system, the dearest first: LANGUAGE may name several, the others one."""
    several = [tag.partition(".")[0] for tag in os.environ.get("LANGUAGE", "").split(":") if tag]
    try:
        one = default_locale("LC_MESSAGES")
    except (UnknownLocaleError, ValueError):
        one = None
    return [*several, *([one] if one else [])]


_spoken = _Spoken()
