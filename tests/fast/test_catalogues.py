"""The catalogues of what walkout says: complete lists, placeholders, plural forms, and nothing translated too early."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from walkout.words.lexicon import languages
from walkout.words.speech import CATALOGUES, DOMAIN, LOCALES

HOME = Path(__file__).parents[2]
OTHERS = tuple(one for one in languages() if one != "en")
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>|&[a-z]+;")
EDGES = re.compile(r"^\s*|\s*$")
# What is typed, named or opened as it stands.
AS_IT_IS = re.compile(r"`[^`]+`|WALKOUT_[A-Z_]+|(?<!\w)--[a-z-]+|https?://[^\s,)]+")


@cache
def maker() -> ModuleType:
    """The program that makes the catalogues."""
    spec = importlib.util.spec_from_file_location("catalogues", HOME / "docs" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def catalogue(language: str) -> Catalog:
    with (CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as file:
        return read_po(file, locale=LOCALES.get(language, language))


@cache
def english() -> Catalog:
    with (CATALOGUES / f"{DOMAIN}.pot").open("rb") as file:
        return read_po(file)


def keys(words: Catalog) -> set[object]:
    return {message.id for message in words if message.id}


def pairs(language: str) -> Iterator[tuple[str, str]]:
    """English and translated words, those that are translated; of plurals the general form with each other."""
    for message in catalogue(language):
        if not message.id:
            continue
        if isinstance(message.id, str):
            if message.string:
                yield message.id, message.string
        else:
            yield from ((message.id[1], form) for form in message.string if form)


def test_the_template_has_all_that_is_said_and_nothing_else() -> None:
    """Whoever adds or changes a sentence makes the catalogues anew: make words."""
    assert keys(maker().template()) == keys(english())


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_sentence(language: str) -> None:
    """Each English sentence has its place in each catalogue, translated or not yet, and none is fuzzy."""
    assert keys(catalogue(language)) == keys(english())
    assert not [message.id for message in catalogue(language) if message.id and message.fuzzy]


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_all_of_it(language: str) -> None:
    """What walkout says to a person it says in each of its languages."""
    strings = ((message.id, message.string) for message in catalogue(language) if message.id)
    assert [english for english, words in strings if not (all(words) if isinstance(words, tuple) else words)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_are_those_of_the_english(language: str) -> None:
    """What is put into a sentence is named in each language as in English, and nothing else is in braces."""
    wrong = [
        f"{own} → {words}"
        for own, words in pairs(language)
        if not _same_places(own, words) or words.count("{") != words.count("}")
    ]
    assert wrong == []


def _same_places(own: str, words: str) -> bool:
    """Whether both name the same; a count may be left to the words, as in "one thing"."""
    return set(PLACEHOLDER.findall(own)) - {"{count}"} == set(PLACEHOLDER.findall(words)) - {"{count}"} and (
        "{count}" in own or "{count}" not in words
    )


@pytest.mark.parametrize("language", OTHERS)
def test_translations_bring_no_markup_and_no_other_edges(language: str) -> None:
    """No tag or entity, no blank at an edge that the English has not, and commands and addresses as they are."""
    wrong = [
        f"{own} → {words}"
        for own, words in pairs(language)
        if TAG.search(words)
        or EDGES.findall(own)[0::1] != EDGES.findall(words)[0::1]
        or sorted(AS_IT_IS.findall(own)) != sorted(AS_IT_IS.findall(words))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_plurals_have_the_forms_of_the_language(language: str) -> None:
    """The header's rule is CLDR's as Babel has it, and a plural has all of its forms or none."""
    words = catalogue(language)
    rule = get_plural(LOCALES.get(language, language))
    assert words.num_plurals == rule.num_plurals
    assert words.plural_expr == rule.plural_expr
    assert [message.id for message in words if message.id and _half_told(message, rule.num_plurals)] == []


def _half_told(message: Message, forms: int) -> bool:
    return not isinstance(message.id, str) and (
        len(message.string) != forms or len(set(map(bool, message.string))) != 1
    )


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_says_whose_it_is(language: str) -> None:
    """The first line tells whether a native speaker has reviewed it."""
    first = catalogue(language).header_comment.splitlines()[0]
    assert re.search(r": (ours, not reviewed by a native speaker|reviewed by a native speaker, \d{4}-\d{2})\.$", first)


def test_nothing_is_translated_before_it_is_shown() -> None:
    """No module calls `_` or `_n` while it is loaded, as nobody knows then which language will be spoken."""
    files = list((HOME / "src" / "walkout").rglob("*.py"))
    assert len(files) > 100
    early = {file.name: list(_called_at_import(ast.parse(file.read_text("utf-8")))) for file in files}
    assert {name: lines for name, lines in early.items() if lines} == {}


def _called_at_import(part: ast.AST) -> Iterator[int]:
    """The lines with such calls, outside of bodies of functions."""
    if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        within: list[ast.AST] = [*part.args.defaults, *(one for one in part.args.kw_defaults if one is not None)]
        within += getattr(part, "decorator_list", [])
    else:
        within = list(ast.iter_child_nodes(part))
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in ("_", "_n"):
        yield part.lineno
    for one in within:
        yield from _called_at_import(one)
