"""The letter that gives the reason: the right law, the right grammar, the person's own words as they are."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkout.errors import BadProfileError
from walkout.words.countries import EEA, OBJECTION_REGIONS, adjective
from walkout.words.lexicon import languages
from walkout.words.reasons import make_reason, reason_languages

OWN = "I draw, and my drawings are how I earn my living"
LAWS = {
    "IE": {
        "en": "Article 21(1) of the General Data",
        "de": "Artikel 21 Absatz 1 der Datenschutz",
        "fr": "article 21, paragraphe 1, du règ",
    },
    "GB": {
        "en": "Article 21(1) of the UK GDPR",
        "de": "britischen Datenschutz-Grundverordnung",
        "fr": "RGPD britannique",
    },
    "CH": {
        "en": "Article 30(2)(b)",
        "de": "Artikel 30 Absatz 2 Buchstabe b",
        "fr": "article 30, alinéa 2, lettre b",
    },
    "BR": {"en": "Article 18, paragraph 2", "de": "Artikel 18 § 2", "fr": "article 18, paragraphe 2"},
}
ASKS = {
    "en": ("posts, photos and comments", "messages with businesses", "other people post", "confirm"),
    "de": ("Beiträge, Fotos und Kommentare", "Nachrichten an Unternehmen", "Beiträgen anderer", "bestätigen"),
    "fr": (
        "publications, mes photos et mes commentaires",
        "messages échangés avec des entreprises",
        "d'autres personnes",
        "confirmer",
    ),
}


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("country", sorted(OBJECTION_REGIONS))
def test_the_letter_is_whole_for_every_country(country: str, language: str) -> None:
    """Every country and language gives one paragraph that asks for all it should and leaves no gap open."""
    letter = make_reason(country, language, OWN)
    assert all(words in letter for words in (*ASKS[language], OWN))
    assert not re.search(r"[{}\n]|None|  ", letter)
    assert len(letter) >= 100
    assert 4 <= len(re.findall(r"\.(?= |$)", letter)) <= 7


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize("country", sorted(LAWS))
def test_the_law_is_that_of_the_country(country: str, language: str) -> None:
    """The letter cites the law of the country, and none of the others."""
    letter = make_reason(country, language, OWN)
    assert LAWS[country][language] in letter
    assert not any(LAWS[other][language] in letter for other in LAWS if other != country)


@pytest.mark.parametrize("country", sorted(EEA))
def test_the_adjective_stands_under_the_gdpr(country: str) -> None:
    """In the EEA the letter names the country's own data protection law beside the GDPR."""
    assert f"on {adjective(country, 'en')} data protection law" in make_reason(country, "en", OWN)
    assert f"das {adjective(country, 'de')}e Datenschutzrecht" in make_reason(country, "de", OWN)
    assert f"le droit {adjective(country, 'fr')} de la" in make_reason(country, "fr", OWN)


@given(st.text(max_size=200))
def test_own_words_are_never_expanded(own: str) -> None:
    """Whatever the person writes stands in the letter as it is, but for white space."""
    assert " ".join(own.split()) in make_reason("IE", "en", own)


@pytest.mark.parametrize(
    ("own", "closed"), [("I paint", "I paint."), ("Why?", "Why?"), ("A \n b.", "A b."), ('"No."', '"No."')]
)
def test_own_words_are_closed_as_a_sentence(own: str, closed: str) -> None:
    """A full stop is added only where the sentence has no end."""
    assert f"About my own situation: {closed} Please confirm" in make_reason("IE", "en", own)


@pytest.mark.parametrize("own", ["", "  \n"])
def test_without_own_words_the_letter_does_not_announce_any(own: str) -> None:
    """An empty sentence leaves out the words that would lead to it."""
    assert "own situation" not in make_reason("IE", "en", own)


def test_a_language_without_a_letter_gets_the_english_one() -> None:
    """A language that we have no letter in is answered in English, and a regional tag in its language."""
    assert make_reason("FI", "ja", OWN) == make_reason("FI", "en", OWN)
    assert make_reason("AT", "de-AT", OWN) == make_reason("AT", "de", OWN) != make_reason("AT", "en", OWN)
    assert set(reason_languages()) <= set(languages())


@pytest.mark.promise(6)
@pytest.mark.parametrize("country", ["US", "", "ie", "Ireland"])
def test_a_country_without_the_right_is_refused_without_naming_personal_values(country: str) -> None:
    """A country that no law here covers is an error with a remedy, and the person's words are not in it."""
    with pytest.raises(BadProfileError) as caught:
        make_reason(country, "en", OWN)
    assert "IE" in caught.value.remedy
    assert OWN not in str(caught.value)
