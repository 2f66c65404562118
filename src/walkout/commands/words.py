"""`walkout words check`: what the lexicon lacks, which words mean two things, and what of the rehearsal it misses."""

import json as json_format
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import TypeAdapter
from rich.table import Table
from rich.text import Text
from ruamel.yaml import YAML

from walkout.commands.console import plain_console
from walkout.dryrun.site_file import read_strings
from walkout.errors import ExitCode
from walkout.flow.targets import Role, Target, describe, meaning_of, role_of
from walkout.resolve.match import Found
from walkout.resolve.resolve import rank, resolve
from walkout.shipped_files import shipped_folder
from walkout.view import Box, Element, Frame, PageView
from walkout.words.lexicon import concept, concept_names, languages

FEW = 2
# Two concepts may share words where their roles tell them apart: the way to a form and the form's own heading.
TOLD_APART = ({"right-to-object", "objection-form"},)
AS_ELEMENT: dict[Role, tuple[str, str]] = {
    "link": ("link", "a"),
    "button": ("button", "button"),
    "field": ("textbox", "input"),
    "option": ("radio", "input"),
    "heading": ("heading", "h1"),
    "text": ("heading", "h1"),
    "ticked": ("switch", "input"),
    "unticked": ("switch", "input"),
}
LONG = ("impact", "other-information", "prompts")


@dataclass(frozen=True)
class Gap:
    """One thing to mend. kind: gap, few, shared, missed."""

    language: str
    kind: str
    concept: str
    what: str


def check(only: tuple[str, ...], json: bool) -> int:
    """Print what is to be mended, in these languages or all. Returns DONE, or BAD_FLOW where there is anything."""
    wanted = only or languages()
    found = [gap for gap in (*_gaps(), *_shared(), *_missed()) if gap.language in wanted]
    if json:
        print(json_format.dumps([vars(gap) for gap in found], ensure_ascii=False, indent=1))
        return ExitCode.BAD_FLOW if found else ExitCode.DONE
    console = plain_console()
    phrases = sum(len(concept(name).phrases) for name in concept_names())
    told = f"{len(languages())} languages, {len(concept_names())} concepts, {phrases} phrases"
    if not found:
        console.print(f"{told}: no gaps, nothing shared, all words of the rehearsal pages understood.")
        return ExitCode.DONE
    table = Table(box=None, pad_edge=False)
    for title in ("language", "", "concept", "what"):
        table.add_column(title)
    for gap in found:
        table.add_row(gap.language, gap.kind, gap.concept, Text(gap.what))
    console.print(table)
    console.print(f"\n{told}; {len(found)} to mend.")
    return ExitCode.BAD_FLOW


def _gaps() -> Iterator[Gap]:
    """Concepts that a language has no words for, or hardly any."""
    for language in languages():
        for name in sorted(concept_names()):
            count = len(concept(name).phrases_in(language))
            if count == 0:
                yield Gap(language, "gap", name, "no words at all")
            elif count < FEW:
                yield Gap(language, "few", name, f"only {count} phrase")


def _shared() -> Iterator[Gap]:
    """Phrases that two concepts have in one language."""
    meant: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name in concept_names():
        for phrase in concept(name).phrases:
            meant[phrase.language, phrase.normal].add(name)
    for (language, words), names in sorted(meant.items()):
        if len(names) > 1 and not any(names <= apart for apart in TOLD_APART):
            yield Gap(language, "shared", " / ".join(sorted(names)), words)


def _missed() -> Iterator[Gap]:
    """Words of the rehearsal's pages that the lexicon does not understand in their language."""
    folder = shipped_folder("fixtures")
    for meanings in sorted(folder.glob("*/meanings.yaml")):
        told = YAML(typ="safe").load(meanings.read_text("utf-8"))
        targets = {key: TypeAdapter(Target).validate_python(target) for key, target in told.items()}
        for file in sorted((meanings.parent / "strings").glob("*.yaml")):
            words = read_strings(file.parent, file.stem)
            for key, target in targets.items():
                if not is_understood(target, words[key], file.stem):
                    yield Gap(file.stem, "missed", describe(target), words[key])


def is_understood(target: Target, words: str, language: str) -> bool:
    """Whether an element with these words is found for the target, on a page in that language."""
    return isinstance(resolve(target, page_with(target, words, language)), Found)


def score_of(target: Target, words: str, language: str) -> float:
    """How well the words fit the target: from 0 to 1."""
    ranked = rank(target, page_with(target, words, language))
    return ranked[0].score if ranked else 0.0


def page_with(target: Target, words: str, language: str) -> PageView:
    """A page with one element that says the words, of the kind that the target asks for."""
    role, tag = AS_ELEMENT[role_of(target)]
    meaning = meaning_of(target)
    is_field = role_of(target) == "field"
    kind = ""
    if meaning == "screenshots":
        role, kind = "file", "file"
    elif meaning == "password":
        kind = "password"
    element = Element(
        frame=0,
        index=0,
        tag="textarea" if meaning in LONG and is_field else tag,
        role=role,
        name=words,
        name_from="label" if is_field else "text",
        type=kind,
        checked=role_of(target) == "ticked",
        box=Box(10, 10, 200, 30),
    )
    address = "https://www.example.org/"
    return PageView(address, language=language, frames=(Frame(address, language),), elements=(element,))
