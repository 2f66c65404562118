"""What things are called: days, sizes, countries, languages, values, and what is left to the person."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from babel import Locale
from babel.lists import format_list

from walkout.flow.model import Account, Errand
from walkout.flow.steps import ValueName
from walkout.flow.targets import Target, concept_in, describe, meaning_of
from walkout.words.countries import display_name
from walkout.words.lexicon import concept
from walkout.words.reasons import reason_languages
from walkout.words.speech import _, say_date, say_number, say_time, spoken_language
from walkout.words.territories import labels_in, locales_of


def moment(value: datetime) -> str:
    """A moment in the person's time zone."""
    local = value.astimezone()
    return f"{say_date(local.date())}, {say_time(local)}"


def size(count: int) -> str:
    """Bytes as a person reads them."""
    value, unit = float(count), "B"
    for larger in ("kB", "MB", "GB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    return f"{say_number(round(value, 1 if value < 100 else 0))} {unit}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: a, b and c."""
    return format_list(list(words), locale=_locale(spoken_language()))


def country(code: str) -> str:
    """The name of a country; the code where it has none."""
    try:
        return display_name(code, spoken_language())
    except KeyError:
        return code


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, by name."""
    return _countries_in(spoken_language())


@cache
def _countries_in(language: str) -> list[tuple[str, str]]:
    return sorted(labels_in(str(_locale(language))).items(), key=lambda pair: _sorted_by(pair[1]))


@cache
def languages() -> list[tuple[str, str]]:
    """Tag and own name of every language in which a reason can be written, by name."""
    return sorted(((tag, _own_name(tag)) for tag in reason_languages()), key=lambda pair: _sorted_by(pair[1]))


def _own_name(tag: str) -> str:
    locale = _locale(tag)
    name = locale.get_display_name(locale) or tag
    return name[:1].upper() + name[1:]


def _locale(language: str) -> Locale:
    return Locale.parse((locales_of(language) or ("en",))[0])


def _sorted_by(name: str) -> str:
    """Å beside A: the order of no language in particular, in which people still find theirs."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter)).lower()


def field_words(target: Target) -> str:
    """A field of a page as such a page calls it, in the person's language or English; literal words as they are."""
    name = concept_in(meaning_of(target))
    if not name:
        return describe(target).partition(":")[2]
    phrases = concept(name).phrases_in(spoken_language()) or concept(name).phrases_in("en")
    return phrases[0].words if phrases else name.replace("-", " ")


def value_words(name: ValueName) -> str:
    """What a value is called."""
    words: dict[ValueName, str] = {
        "country": _("your country"),
        "email": _("your e-mail address"),
        "reason": _("your reason"),
        "first-name": _("your first name"),
        "last-name": _("your last name"),
        "prompts": _("prompts that you have collected"),
        "screenshots": _("pictures that you have collected"),
    }
    return words.get(name) or _("your answer “{name}”").format(name=name.replace("-", " "))


def errand_words(errand: Errand) -> str:
    """What is left to the person."""
    return {
        "sign-in": _("Sign in."),
        "enter-the-login-code": _("Give a second proof that it is you."),
        "decide-on-the-login": _("Say whether the page shall remember your login."),
        "decide-on-cookies": _("Answer a question about cookies."),
        "switch-to-your-profile": _("Switch from a Page to your own profile."),
        "choose-the-account": _("Choose which account it is about."),
        "enter-the-code": _("Enter the code that comes by e-mail."),
        "enter-the-code-again": _("Enter the code once more, if it was wrong."),
        "ask-for-a-new-code": _("Ask for a new code, if it is no longer valid."),
        "open-the-link": _("Open the link that comes by e-mail."),
        "read": _("Read a page."),
        "solve-the-check": _("Show that you are a person."),
        "press-the-button": _("Press the last button yourself, if you want it."),
    }[errand]


def account_words(accounts: tuple[Account, ...]) -> str:
    """For whom a flow is."""
    named: dict[Account, str] = {
        "facebook": _("for a Facebook account"),
        "instagram": _("for an Instagram account"),
        "none": _("also without an account"),
    }
    return named["none"] if "none" in accounts else ", ".join(named[one] for one in accounts)
