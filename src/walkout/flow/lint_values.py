"""The values of a flow: declared and used, and no question that fishes for a secret. A flow may be a stranger's."""

import re
from collections.abc import Iterator
from functools import cache

from walkout.flow.model import Flow, PageOfSteps
from walkout.flow.steps import VALUE_NAMES, ChooseStep, FillStep, Step, UploadStep, is_built_in, value_in
from walkout.words.lexicon import concept
from walkout.words.normal import Pattern, normal

# What no flow may ask for, by the words that pages of any language have for it, and from how many letters on these tell
# it within a sentence: shorter ones are a part of much else.
SECRET = {"password": 5, "one-time-code": 7}
# In the languages of programs and of banks; phrases of the lexicon are about fields, these are about sentences.
SECRET_WORDS = re.compile(
    r"pass ?-?(word|phrase|code|key)s?\b|\bpass?wd\b|\bpwd\b|\bpins?\b|\bp\.i\.n\b|\botps?\b|\btotp\b|\b[2m] ?-?fa\b"
    r"|two ?-?factor|\bcv[vc]\d?\b|\biban\b|\bcredentials?\b|passwor|kennwort|mot de passe|contraseñ|wachtwoord"
    r"|(secret|security|recovery|backup|back-up|private|seed) ?-?(question|answer|code|key|phrase|words?)s?\b"
    r"|(verification|confirmation|authenti\w+|log ?-?in|sign ?-?in|sms|one ?-?time|(\d|six) ?-?digit) ?-?codes?\b"
    r"|(credit|debit|bank) ?-?cards?\b|card (number|details)"
)

# Where something is wrong, as keys and numbers from the top, and what.
Found = tuple[tuple[str | int, ...], str]


def asks_for_a_secret(text: str) -> bool:
    """Whether words ask for a password, a code or a card, which are the person's alone to type."""
    said = normal(text)
    return bool(SECRET_WORDS.search(said)) or any(_says(pattern, said, least) for pattern, least in _patterns())


def values(flow: Flow) -> Iterator[Found]:
    """Each value that is used is declared, and the other way round; what may be missing is used where it may be."""
    used = set()
    optional = {*flow.used} - {*flow.required}
    for number, page in enumerate(flow.pages):
        for at, step in enumerate(page.steps if isinstance(page, PageOfSteps) else ()):
            if isinstance(step, ChooseStep | FillStep | UploadStep):
                value, loc = value_in(step).value, ("pages", number, "steps", at, key_of(step), "value")
                used.add(value)
                if value not in flow.used and not is_built_in(value):
                    known = ", ".join((*VALUE_NAMES, *(ask.ask for ask in flow.asks)))
                    yield loc, f"{value!r} is no value and no question of `asks` (known: {known})"
                elif value not in flow.used:
                    yield loc, f"{value!r} is used but `needs` does not name it, nor does `takes`"
                elif value in optional and not value_in(step).optional:
                    by = f"`takes` names {value!r}" if is_built_in(value) else f"the question {value!r} is optional"
                    yield loc, f"{by}, so this step must say `optional: true`"
    for key, named in (("needs", flow.needs), ("takes", flow.takes)):
        for value in named:
            if value not in used:
                yield (key,), f"`{key}` names {value!r}, which no step uses"
    for number, ask in enumerate(flow.asks):
        if ask.ask not in used:
            yield ("asks", number, "ask"), f"{ask.ask!r} is asked, and no step uses the answer"


def key_of(step: Step) -> str:
    """What a step does, by its key in the file."""
    return next(iter(type(step).model_fields))


def questions(flow: Flow) -> Iterator[Found]:
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
