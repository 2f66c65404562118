"""What walkout says, in the person's language: the one way for every word, date and number that she reads.

`_("…")` gives a sentence in her language, `_n("{count} field", "{count} fields", count)` the right plural form; both
are called when the words are shown, never when a module is loaded. The English words are the keys. Catalogues lie in
`catalogues/<language>/LC_MESSAGES/walkout.mo`; what a catalogue lacks is said in English.
"""

import os
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from babel import Locale, UnknownLocaleError, default_locale, negotiate_locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from walkout.errors import BadUsageError

DOMAIN = "walkout"
CATALOGUES = Path(__file__).parent / "catalogues"
OWN = "en"


def _locale(tag: str) -> Locale:
    """How dates and numbers are written: in English as in Europe, with the day before the month."""
    return Locale(OWN, "GB") if tag == OWN else Locale.parse(tag)


@dataclass
class _Spoken:
    tag: str = OWN
    locale: Locale = field(default_factory=lambda: _locale(OWN))
    words: NullTranslations = field(default_factory=NullTranslations)


_spoken = _Spoken()


def _(text: str) -> str:
    """A sentence in her language."""
    return str(_spoken.words.gettext(text))


def _n(one: str, many: str, count: int) -> str:
    """The form for that count, with `{count}` filled in as she writes numbers."""
    return str(_spoken.words.ngettext(one, many, count)).format(count=say_number(count))


def say_date(day: date) -> str:
    """A day as she writes it, such as `29 November 2026`."""
    return format_date(day, "long", locale=_spoken.locale)


def say_time(moment: datetime) -> str:
    """A time of day as she writes it, such as `14:05`."""
    return format_time(moment, "short", locale=_spoken.locale)


def say_number(number: float) -> str:
    """A number as she writes it."""
    return format_decimal(number, locale=_spoken.locale)


def spoken_language() -> str:
    """The language that is spoken now, as a tag: `en`, `pt-BR`."""
    return _spoken.tag.replace("_", "-")


def known_languages() -> tuple[str, ...]:
    """The languages that there are words in, as tags."""
    catalogues = (file.parents[1].name.replace("_", "-") for file in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return tuple(sorted({OWN, *catalogues}))


def speak(wanted: str | None = None) -> None:
    """Speak a language: the wanted one (a tag), or that of her system, or English. Raises BadUsageError."""
    known = [tag.replace("-", "_") for tag in known_languages()]
    if wanted:
        tag = negotiate_locale([wanted.replace("-", "_")], known)
        if tag is None:
            raise BadUsageError(
                f"there are no words in the language {wanted!r}", remedy=f"Take one of {', '.join(known_languages())}."
            )
    else:
        tag = negotiate_locale(_of_system(), known) or OWN
    _spoken.tag, _spoken.locale = tag, _locale(tag)
    _spoken.words = NullTranslations() if tag == OWN else Translations.load(CATALOGUES, [tag], DOMAIN)


def _of_system() -> list[str]:
    """The languages of her system, the dearest first: LANGUAGE may name several, the others one."""
    several = [tag.partition(".")[0] for tag in os.environ.get("LANGUAGE", "").split(":") if tag]
    try:
        one = default_locale("LC_MESSAGES")
    except (UnknownLocaleError, ValueError):
        one = None
    return [*several, *([one] if one else [])]
