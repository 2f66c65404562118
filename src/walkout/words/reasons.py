"""The reason for an objection: a short letter by country and language, with the person's own sentence."""

from functools import cache
from importlib import resources
from typing import Any

from walkout.errors import BadProfileError
from walkout.words.countries import EEA, OBJECTION_REGIONS, adjective
from walkout.words.lexicon import known_language, read_toml
from walkout.words.speech import _

_LAWS = {"GB": "uk", "CH": "ch", "BR": "br"} | dict.fromkeys(EEA, "gdpr")
_ENDS = (".", "!", "?", "…")
_CLOSING_MARKS = "\"')]»”’"


def make_reason(country: str, language: str, own_sentence: str) -> str:
    """The letter as one paragraph of four to six sentences.

    country: ISO 3166-1 alpha-2 code. language: a tag; the letter is in English where we have none in that
    language. own_sentence: taken as it is, but for white space and a full stop at the end; where it is empty
    the letter does without. Raises BadProfileError for a country in which no such objection is known.
    """
    law = _LAWS.get(country)
    if law is None:
        raise BadProfileError(
            _("no law that gives a right to object is known here for the country of residence"),
            remedy=_(
                "The reason can be written for these countries: {countries}.",
                countries=", ".join(sorted(OBJECTION_REGIONS)),
            ),
        )
    tongue = known_language(language) if known_language(language) in reason_languages() else "en"
    words = _letter(tongue)
    own = _sentence(own_sentence)
    sentences = [
        words["opening"][law],
        _national(words["national"], country, tongue) if law == "gdpr" else "",
        words["scope"],
        words["others"],
        f"{words['own']} {own}" if own else "",
        words["closing"],
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _national(sentence: str, country: str, language: str) -> str:
    """The sentence on national law: with the country's adjective, or in a form that needs none."""
    return sentence.format(adjective=adjective(country, language)) if "{adjective}" in sentence else sentence


@cache
def reason_languages() -> tuple[str, ...]:
    """The languages that the letter is written in."""
    files = resources.files(__package__).joinpath("reasons").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def _letter(language: str) -> dict[str, Any]:
    return read_toml(f"reasons/{language}.toml")


def _sentence(text: str) -> str:
    """The person's words in one line, closed as a sentence."""
    line = " ".join(text.split())
    return line if not line or line.rstrip(_CLOSING_MARKS).endswith(_ENDS) else f"{line}."
