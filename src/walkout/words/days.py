"""Days in the ways in which pages write them, so that they are known again whatever the language."""

from collections.abc import Iterable, Iterator
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

# In figures: with and without a leading nought, the day or the month first, and the year first.
FIGURES = (
    "{d:02}{s}{m:02}{s}{y}",
    "{d}{s}{m}{s}{y}",
    "{m:02}{s}{d:02}{s}{y}",
    "{m}{s}{d}{s}{y}",
    "{y}{s}{m:02}{s}{d:02}",
)
SIGNS = (".", "/", "-", " ", ". ")


def days_as_written(value: str, languages: Iterable[str]) -> tuple[str, ...]:
    """The day that a value (YYYY-MM-DD) is, in figures and in the words of those languages; empty where it is none."""
    try:
        day = date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return ()
    return tuple(dict.fromkeys((*_in_figures(day), *_in_words(day, languages)))) if day else ()


def _in_figures(day: date) -> Iterator[str]:
    for sign in SIGNS:
        for figures in FIGURES:
            yield figures.format(d=day.day, m=day.month, y=day.year, s=sign)


def _in_words(day: date, languages: Iterable[str]) -> Iterator[str]:
    for language in languages:
        try:
            locale = Locale.parse(language, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("short", "medium", "long", "full"):
            yield format_date(day, format=form, locale=locale)
        yield format_date(day, format="d MMMM y", locale=locale)
        yield format_date(day, format="MMMM d, y", locale=locale)
