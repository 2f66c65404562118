"""The lexicon: complete, free of clashes, and careful with the texts that an outcome rests on."""

import re
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkout.commands.words import score_of
from walkout.dryrun.site_file import read_strings
from walkout.flow.targets import ROLES, LinkTarget
from walkout.resolve.resolve import ENOUGH
from walkout.resolve.wording import is_ruled_out, says, wording
from walkout.shipped_files import shipped_folder
from walkout.words import lexicon
from walkout.words.lexicon import Concept, Phrase, concept, concept_names, languages
from walkout.words.normal import normal

REQUIRED = frozenset(
    """
    ai-notification notifications policy-updates right-to-object privacy-policy objection-form about-ai
    country-of-residence email confirm-email impact other-information first-name last-name full-name phone
    newsletter close submit next back yes no accept search one-time-code confirm-code resend-code code-sent
    wrong-code expired-code too-many-tries request-received already-objected unable-to-process not-available
    try-again-later security-check sign-in sign-out login-name password cookies
    """.split()  # noqa: SIM905
)

# The way to the form and the form's own heading are called the same on purpose; their roles tell them apart.
SHARED = {"right-to-object", "objection-form"}

OUTCOME_TEXTS = (
    "wrong-code",
    "expired-code",
    "too-many-tries",
    "request-received",
    "unable-to-process",
    "not-available",
    "already-objected",
    "try-again-later",
    "security-check",
)

# What such forms, notices and code pages say before anything has happened.
EXPLANATIONS = (
    "We'll review objection requests in accordance with relevant data protection laws.",
    "We may still process information about you to develop and improve AI at Meta, even if you object or "
    "don't use our products and services.",
    "If your objection is honoured, it will be applied from then on.",
    "This means that you have the right to object to how your information is used for these purposes.",
    "Enter the code that we sent to your email address.",
    "Enter the 6-digit code. The code is valid for one hour. Check your spam folder.",
    "If the code has expired, you can request a new one. After one hour, your code is no longer valid.",
    "If you entered the wrong code, try again.",
    "Once we've received your request, we'll send you a code. Your submission does not count until then.",
    "Once your request has been submitted, you will get an email.",
    "After you enter the code, we'll review your submission as soon as possible.",
    "If you've already submitted an objection, you don't need to submit a new one.",
    "If you leave this empty, we may be unable to process your request.",
    "Wir prüfen Widersprüche im Einklang mit den einschlägigen Datenschutzgesetzen.",
    "Gib den Code ein, den wir gesendet haben. Der Code ist eine Stunde lang gültig.",
    "Wenn der Code abgelaufen ist, kannst du einen neuen Code anfordern.",
    "Nach einer Stunde ist dein Code nicht mehr gültig.",
    "Danach prüfen wir deine Anfrage so schnell wie möglich.",
    "Sobald wir deine Anfrage erhalten haben, senden wir dir einen Code.",
    "Sobald deine Anfrage übermittelt wurde, erhältst du eine E-Mail.",
    "Wenn du bereits Widerspruch eingelegt hast, musst du das nicht noch einmal tun.",
    "Ohne diese Angaben können wir deine Anfrage möglicherweise nicht bearbeiten.",
    "Wenn deinem Widerspruch stattgegeben wird, gilt er ab diesem Zeitpunkt.",
    "Nous examinons les demandes d'opposition conformément aux lois sur la protection des données.",
    "Lorsque vous aurez saisi le code, nous examinerons votre demande dès que possible.",
    "Saisissez le code que nous avons envoyé. Le code est valable une heure.",
    "Si le code a expiré, demandez un nouveau code. Au bout d'une heure, votre code n'est plus valide.",
    "Une fois que nous avons reçu votre demande, nous vous envoyons un code.",
    "Dès que votre demande a été envoyée, vous recevez un e-mail.",
    "Si vous avez déjà envoyé une demande d'opposition, il est inutile d'en envoyer une autre.",
    "Sans ces informations, il se peut que nous ne puissions pas traiter votre demande.",
    "Si votre opposition est acceptée, elle s'appliquera à partir de ce moment.",
)

ANSWERS = (
    ("request-received", "Thanks! We've received your submission. We'll review it as soon as possible."),
    ("request-received", "We’ll review your submission as soon as possible."),
    ("request-received", "Wir haben deinen Widerspruch erhalten und melden uns per E-Mail."),
    ("request-received", "Nous avons bien reçu votre demande."),
    ("wrong-code", "The code that you entered is incorrect. Please try again."),
    ("wrong-code", "Der eingegebene Code ist ungültig."),
    ("wrong-code", "Le code que vous avez saisi n’est pas valide."),
    ("expired-code", "Your code has expired. Request a new code."),
    ("expired-code", "Dieser Code ist abgelaufen."),
    ("expired-code", "Votre code a expiré."),
    ("too-many-tries", "You’ve entered the wrong code too many times."),
    ("too-many-tries", "Zu viele Versuche. Bitte versuche es später noch einmal."),
    ("too-many-tries", "Vous avez effectué trop de tentatives."),
    ("unable-to-process", "We're unable to process your request."),
    ("unable-to-process", "Wir können deine Anfrage nicht bearbeiten."),
    ("unable-to-process", "Nous ne pouvons pas traiter votre demande."),
    ("not-available", "Sorry, this content isn't available right now"),
    ("not-available", "Dieser Inhalt ist derzeit nicht verfügbar"),
    ("not-available", "Ce contenu n’est pas disponible pour le moment"),
)


def said_by(text: str, meant: Concept) -> bool:
    """Does the text state the concept: one of its phrases, and nothing that rules it out?"""
    plain = normal(text)
    told = any(says(phrase, plain, stated=True) for phrase in meant.phrases)
    return told and not is_ruled_out(wording(meant.name), plain, "en")


def every_phrase() -> list[tuple[str, Phrase]]:
    return [(name, phrase) for name in sorted(concept_names()) for phrase in concept(name).phrases]


def test_the_lexicon_speaks_english_german_and_french() -> None:
    """There is a file of words for each of the three languages."""
    assert {"de", "en", "fr"} <= set(languages())


@pytest.mark.parametrize("name", sorted(REQUIRED))
def test_each_concept_has_several_phrases_in_each_language(name: str) -> None:
    """A concept that flows may use is known by two phrases or more in every language."""
    for language in languages():
        assert len(concept(name).phrases_in(language)) >= 2, language


def test_phrases_in_understands_a_regional_tag() -> None:
    """The words for de-AT are the German words."""
    assert concept("email").phrases_in("de-AT") == concept("email").phrases_in("de") != ()


def test_no_phrase_belongs_to_two_concepts() -> None:
    """Words mean one concept in a language, except those listed as shared."""
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, phrase in every_phrase():
        meant[phrase.language, phrase.normal].add(name)
    assert {words: names for (_, words), names in meant.items() if len(names) > 1 and not names <= SHARED} == {}


def test_no_phrase_stands_twice_in_a_concept_of_one_language() -> None:
    """A language does not list the same words twice for a concept."""
    seen = [(name, phrase.language, phrase.normal) for name, phrase in every_phrase()]
    assert len(seen) == len(set(seen))


def test_a_concept_does_not_rule_out_its_own_phrases() -> None:
    """What rules a candidate out in a language never stands in that language's phrases of the same concept."""
    clashes = [
        (name, words.text, phrase.words)
        for name in concept_names()
        for tongue in concept(name).tongues
        for phrase in tongue.phrases
        for words in tongue.ruled_out
        if words.find(phrase.normal.replace("*", "").replace("… ", ""))
    ]
    assert clashes == []


def test_weak_words_are_not_phrases() -> None:
    """A word is either enough for a concept or only a hint, never both."""
    for name in concept_names():
        for tongue in concept(name).tongues:
            phrases = {phrase.normal for phrase in tongue.phrases}
            assert phrases.isdisjoint(words.text for words in tongue.weak), (name, tongue.language)


@pytest.mark.promise(3)
def test_a_bare_object_is_only_a_hint() -> None:
    """The one word that a table of contents shares with the link to the form is not enough to mean it."""
    meant = concept("right-to-object")
    bare = {
        "object" if tongue.language == "en" else phrase.normal
        for tongue in concept("object").tongues
        for phrase in tongue.phrases[:1]
    }
    assert "object" in bare
    assert all(phrase.normal not in bare for phrase in meant.phrases)


@pytest.mark.promise(3)
@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_the_bare_verb_is_only_a_hint_in_any_language(language: str) -> None:
    """The word "object" alone, which a policy also links for other objections, is not enough to mean the right to."""
    verb = read_strings(shipped_folder("fixtures") / "meta" / "strings", language)["policy-inline-link"]
    assert score_of(LinkTarget(link="right-to-object"), verb, language) < ENOUGH


@pytest.mark.promise(4)
@pytest.mark.parametrize("name", OUTCOME_TEXTS)
@pytest.mark.parametrize("text", EXPLANATIONS)
def test_explanations_are_not_taken_for_answers(name: str, text: str) -> None:
    """What a form says before anything has happened does not say that something has."""
    assert not said_by(text, concept(name))


@pytest.mark.parametrize(("name", "text"), ANSWERS)
def test_answers_are_understood(name: str, text: str) -> None:
    """An answer of a page says its concept and none of the other outcomes that would contradict it."""
    others = [other for other in OUTCOME_TEXTS if said_by(text, concept(other)) and other != name]
    assert said_by(text, concept(name))
    assert set(others) <= {"try-again-later"}


def test_an_unknown_concept_is_named_with_those_close_to_it() -> None:
    """A slip in a concept's name is answered with the right name."""
    with pytest.raises(KeyError, match="right-to-object"):
        concept("right-to-objct")
    with pytest.raises(KeyError, match="there are: about, about-ai"):
        concept("zzzz")


def test_concepts_have_names_that_a_flow_may_write() -> None:
    """Each name of a concept is a name in the flow format, and none is a role."""
    for name in concept_names():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert name not in ROLES


@pytest.mark.parametrize(
    "entry",
    [
        {"phrases": ["a"], "wek": ["b"]},
        {"phrases": []},
        {"phrases": [{"words": "a", "source": "heard"}]},
        {"phrases": [{"words": "a", "sauce": "ours"}]},
        {"phrases": ["… a"]},
        {"phrases": ["a*"]},
        {"phrases": ["obj*ct"]},
    ],
)
def test_a_slip_in_a_file_of_words_is_refused(entry: dict[str, object]) -> None:
    """A wrong key, an unknown source or an empty list stops with the file and the concept."""
    with pytest.raises(ValueError, match=r"en\.toml, \[thing\]"):
        lexicon._tongue("thing", entry, "en")


@given(st.text(max_size=60))
def test_normal_is_stable(text: str) -> None:
    """A normal text is its own normal form."""
    assert normal(normal(text)) == normal(text)


@given(st.text(st.characters(codec="latin-1"), max_size=30))
def test_normal_ignores_case_and_the_spaces_around(text: str) -> None:
    """Case and outer white space make no difference to words of western Europe."""
    assert normal(f" \t{text}\n") == normal(text)
    assert normal(text.upper()) == normal(text.upper().lower())


@given(
    st.text(st.sampled_from("abcé d'"), max_size=20),
    st.sampled_from("\u00ad\u200b\u200d\ufeff\u2060"),
    st.data(),
)
def test_normal_drops_what_is_not_seen(text: str, unseen: str, data: st.DataObject) -> None:
    """An unseen character anywhere in a text makes no difference."""
    place = data.draw(st.integers(0, len(text)))
    assert normal(text[:place] + unseen + text[place:]) == normal(text)


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("  Email\u00a0address * ", "email address"),
        ("*Email:", "email"),
        ("droit d\u2019opposition", "droit d'opposition"),
        ("droit d\u00b4opposition", "droit d'opposition"),
        ("Qu\u2019est-ce\u202f?", "qu'est-ce"),
        ("\u00ab Non \u00bb", '" non "'),
        ("E\u2011Mail\u2013Adresse", "e-mail-adresse"),
        ("Wider\u00adspruchs\u00adrecht", "widerspruchsrecht"),
        ("STRASSE Straße", "strasse strasse"),
        ("\uff23ode\uff1a", "code"),
        ("e\u0301tat", "\u00e9tat"),
        ("Next \u2192", "next"),
        ("", ""),
        (" ?!* ", ""),
    ],
)
def test_normal_by_example(written: str, compared: str) -> None:
    """Look-alike signs, case, unseen characters and closing punctuation are brought to one form."""
    assert normal(written) == compared
