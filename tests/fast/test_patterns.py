"""Phrases as patterns: stems and gaps find inflected words, whole words only; a condition is no statement."""

import pytest

from walkout.resolve.wording import Wording, judge
from walkout.words.lexicon import Phrase, Tongue, known_language
from walkout.words.normal import normal, pattern


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("tietojesi käyttö*", "Voit vastustaa tietojesi käyttöä."),
        ("prav* do ugovora", "Imate pravico do ugovora"),
        ("koodi* … väär*", "Antamasi koodi on ikävä kyllä väärä"),
        ("koodi* … väär*", "Koodi väärin"),
        ("droit d'oppos*", "le droit d’opposition"),
        ("δικαίωμα* εναντίωσ*", "Το ΔΙΚΑΊΩΜΑ εναντίωσης"),
        ("право* на възражение", "Правото на възражение"),
    ],
)
def test_a_pattern_finds_what_it_stands_for(phrase: str, text: str) -> None:
    """A stem stands for every ending, also none, and a gap for no to three words."""
    assert pattern(phrase).find(normal(text))


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("kood* … väär*", "Koodi, jonka olet juuri äsken antanut, on väärä"),
        ("kood* … väär*", "Koodi on lähetetty. Väärä osoite?"),
        ("vastust*", "kivastustaa"),
        ("send", "sender"),
        ("a b", "ab"),
    ],
)
def test_a_pattern_finds_nothing_else(phrase: str, text: str) -> None:
    """Words are whole, more than three words are no gap, and a gap does not reach over the end of a sentence."""
    assert pattern(phrase).find(normal(text)) is None


@pytest.mark.parametrize("phrase", ["… a", "a …", "ab* c", "wi*d", ""])
def test_a_mark_in_the_wrong_place_is_refused(phrase: str) -> None:
    """A phrase begins and ends with a word, and a stem has three letters."""
    with pytest.raises(ValueError, match=r"a phrase|a stem|ends a word"):
        pattern(phrase)


@pytest.mark.parametrize(
    ("tag", "language"),
    [("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("pt-PT", "pt"), ("pt", "pt"), ("nb-NO", "no"), ("de-AT", "de"), ("", "")],
)
def test_a_page_s_tag_means_a_language_of_the_lexicon(tag: str, language: str) -> None:
    """European and Brazilian Portuguese are kept apart, and Norwegian goes by any of its tags."""
    assert known_language(tag) == language


@pytest.mark.promise(4)
@pytest.mark.parametrize(
    ("text", "is_stated"),
    [
        ("The code has expired.", True),
        ("Sorry! The code has expired. If you like, ask for another.", True),
        ("If the code has expired, ask for another.", False),
        ("Wait a moment. Once the code has expired you can ask for another.", False),
        ("Whether the code has expired is shown here. The code has expired.", True),
    ],
)
def test_a_condition_is_not_taken_for_a_statement(text: str, is_stated: bool) -> None:
    """What follows a word such as "if" in its sentence has not happened; another sentence may say that it has."""
    phrase = Phrase("the code has expired", pattern("the code has expired"), "en", "ours")
    meaning = Wording((Tongue("en", (phrase,)),))
    assert (judge(meaning, normal(text), "en", stated=True) is not None) == is_stated
