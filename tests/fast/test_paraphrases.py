"""The lexicon against words that its authors had not seen: paraphrases written apart from it, for each language.

The numbers are floors that the lexicon keeps to; `docs/languages.md` has how it did when it first met them.
"""

import tomllib
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from walkout.commands.words import is_understood, score_of
from walkout.flow.targets import Target
from walkout.resolve.resolve import ENOUGH, MARGIN
from walkout.words.lexicon import concept, languages

FILES = sorted(Path(__file__).with_name("paraphrases").glob("*.toml"))
ROLES = {
    "ai-notification": "link",
    "policy-updates": "heading",
    "right-to-object": "link",
    "privacy-policy": "heading",
    **dict.fromkeys("country-of-residence email impact other-information one-time-code".split(), "field"),  # noqa: SIM905
    **dict.fromkeys("first-name last-name password prompts screenshots".split(), "field"),  # noqa: SIM905
    **dict.fromkeys("submit next confirm-code resend-code sign-in decline-cookies".split(), "button"),  # noqa: SIM905
}
OUTCOMES = (
    "wrong-code",
    "expired-code",
    "too-many-tries",
    "request-received",
    "already-objected",
    "unable-to-process",
    "not-available",
    "try-again-later",
)
UNDERSTOOD = 0.6  # of a language's paraphrases, at least
FALSE_ANSWERS = 1  # of a language's twelve explanations, at most, told for an answer by any of eight concepts


def read(path: Path) -> dict:
    return tomllib.loads(path.read_text("utf-8"))


def target(name: str) -> Target:
    return TypeAdapter(Target).validate_python({ROLES.get(name, "text"): name})


def test_every_language_has_paraphrases() -> None:
    """Of the languages of the lexicon, all but English have words that were written apart from it."""
    assert {path.stem for path in FILES} >= set(languages()) - {"en"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_other_words_are_understood(path: Path) -> None:
    """Most of the other ways in which a page may say it are understood."""
    said = [
        (name, words)
        for name, many in read(path).items()
        if isinstance(many, list) and name != "explanations"
        for words in many
    ]
    missed = [(name, words) for name, words in said if not is_understood(target(name), words, path.stem)]
    assert len(missed) <= (1 - UNDERSTOOD) * len(said), missed


@pytest.mark.promise(4)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_explanations_are_no_answers(path: Path) -> None:
    """What a page says before anything has happened is not taken for something that has."""
    taken = [
        (name, words)
        for words in read(path)["explanations"]
        for name in OUTCOMES
        if is_understood(target(name), words, path.stem)
    ]
    assert len(taken) <= FALSE_ANSWERS, taken


@pytest.mark.promise(3)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_decoys_never_win(path: Path) -> None:
    """An element that is not meant scores well below one that says what is meant."""
    for name, many in read(path)["decoys"].items():
        best = concept(name).phrases_in(path.stem)[0].words.replace("*", "").replace("… ", "")
        for words in many:
            score = score_of(target(name), words, path.stem)
            assert score < ENOUGH or score <= score_of(target(name), best, path.stem) - MARGIN, (name, words, score)
