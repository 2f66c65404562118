"""What the questions of a flow must not be: a flow may be a stranger's, and a question could fish for what is secret."""

import re
from collections.abc import Iterator
from functools import cache

from walkout.flow.model import Flow
from walkout.flow.steps import VALUE_NAMES
from walkout.words.lexicon import concept
from walkout.words.normal import Pattern, normal

# What no flow may ask for, by the words that pages of any language have for it. Of shorter words only the whole question
# counts: they are a part of much else.
SECRET = {"password": 5, "one-time-code": 7}
# In the languages of programs and of banks; phrases of the lexicon are about fields, these are about sentences.
SECRET_WORDS = re.compile(
    r"pass ?-?(word|phrase|code|key)s?\b|\bpass?wd\b|\bpwd\b|\bpins?\b(?! ?(code )?of the map)|\bp\.i\.n\b"
    r"|\botps?\b|\btotp\b|\b[2m] ?-?fa\b|two ?-?factor|\bcv[vc]\d?\b|\biban\b|\bcredentials?\b|\bsecrets?\b"
    r"|(secret|security|recovery|backup|back-up|private|seed) ?-?(question|answer|code|key|phrase|words?)s?\b"
    r"|(verification|confirmation|authenti\w+|log ?-?in|sign ?-?in|sms|one ?-?time|\d ?-?digit|six ?-?digit) ?-?codes?\b"
    r"|(credit|debit|bank) ?-?cards?\b|card (number|details)|passwor|kennwort|passwort|mot de passe|contraseñ|wachtwoord"
)


def asks_for_a_secret(text: str) -> bool:
    """Whether words ask for a password, a code or a card, which are the person's alone to type."""
    said = normal(text)
    return bool(SECRET_WORDS.search(said)) or any(_says(pattern, said, least) for pattern, least in _patterns())


def questions(flow: Flow) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each place in `asks` that a rule is broken at, and what is wrong there."""
    for number, ask in enumerate(flow.asks):
        if ask.ask in VALUE_NAMES:
            what = f"walkout has {ask.ask!r} already: name it in `needs`, or give the question another name"
            yield ("asks", number, "ask"), what
        said = {"ask": ask.ask.replace("-", " "), "question": ask.question}
        for key, text in said.items():
            if asks_for_a_secret(text):
                yield ("asks", number, key), "a flow asks for no password, code or card; use `wait_for_person`"
        for at, choice in enumerate(ask.choices):
            if asks_for_a_secret(choice):
                yield ("asks", number, "choices", at), "a choice does not speak of a password, code or card"


@cache
def _patterns() -> tuple[tuple[Pattern, int], ...]:
    return tuple((phrase.pattern, least) for name, least in SECRET.items() for phrase in concept(name).phrases)


def _says(pattern: Pattern, said: str, least: int) -> bool:
    found = pattern.find(said)
    return found is not None and (len(found[0]) >= least or found[0] == said)
