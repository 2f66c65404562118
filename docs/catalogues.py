"""Collect what walkout says into its catalogues, and bring those of all languages up to date.

.venv/bin/python docs/catalogues.py

Writes `walkout.pot` and one `walkout.po` a language. What was translated stays; what is no longer said goes; what is
new is empty, and is said in English until somebody translates it. docs/languages.md tells how far each language is.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from pydantic import BaseModel

from walkout.commands.facts import service_title
from walkout.flow.load import load_flow
from walkout.flow.model import Flow
from walkout.flow.targets import ROLES, Target, concept_in, meaning_of
from walkout.shipped_files import flow_files
from walkout.words.lexicon import languages
from walkout.words.names import spelt_out
from walkout.words.speech import CATALOGUES, DOMAIN, LOCALES, OWN

HOME = Path(__file__).resolve().parents[1]
SOURCES = HOME / "src" / "walkout"
PAGE = HOME / "docs" / "languages.md"
TEMPLATE = CATALOGUES / f"{DOMAIN}.pot"
KEYWORDS = {"_": None, "N_": None, "_n": (1, 2)}
READERS = {".py": "python", ".html": "jinja2", ".j2": "jinja2"}
# What helps developers alone is said in English.
NOT_TOLD = ("record", "resolve", "benchmarks")
OURS = "ours, not reviewed by a native speaker"
ABOUT_CONCEPT = "A meaning that walkout looks for on a page. It stands in for {wanted} or {target} in other sentences."
ABOUT_PAGE = "What a page of the service is called. It stands in for {page} in other sentences."
TARGETS = {(role,) for role in ROLES}
KEPT_HEADERS = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
TOLD = """## What walkout says

What a person reads in the window, on the home page, in receipts and in the terminal: {count} messages. What a language
lacks is said in English. How to translate and to review: [translating](translating.md).

| language | translated | state |
|---|---:|---|
"""
SECTION = re.compile(rf"{re.escape(TOLD.partition(chr(10))[0])}\n.*?(?=\n## |\Z)", re.DOTALL)
Found = tuple[str, str | tuple[str, str], list[str]]


class Words(Catalog):
    """A catalogue whose file changes only where its words do: it has no dates and no names of programs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in super().mime_headers if name in KEPT_HEADERS]


def catalogue_file(language: str) -> Path:
    """Where a language's catalogue lies."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def template() -> Words:
    """All that walkout says, in English, by the files that say it."""
    words = Words(
        charset="utf-8", header_comment="# What walkout says, in English. Made by docs/catalogues.py.", fuzzy=False
    )
    for place, message, comments in (*_in_sources(), *_in_flows()):
        words.add(message, None, [(place, 0)], auto_comments=comments)
    return words


def translated(language: str, said: Catalog) -> Words:
    """A language's catalogue for what is said now, with the translations that it has."""
    file = catalogue_file(language)
    known = Catalog()
    comment = f"# walkout in {language}: {OURS}."
    if file.is_file():
        with file.open("rb") as opened:
            known = read_po(opened, domain=DOMAIN)
        comment = known.header_comment
    words = Words(locale=LOCALES.get(language, language), charset="utf-8", header_comment=comment, fuzzy=False)
    for message in said:
        if message.id:
            old = known.get(message.id)
            string = old.string if old is not None and old.id == message.id and not old.fuzzy else None
            words.add(message.id, string, message.locations, auto_comments=message.auto_comments)
    return words


def write(file: Path, words: Catalog) -> None:
    """Write a catalogue, in the order of the files that say it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(opened, words, width=100, include_lineno=False, sort_by_file=False)


def other_languages() -> tuple[str, ...]:
    """Those that English is translated into: the languages of the lexicon."""
    return tuple(one for one in languages() if one != OWN)


def _in_sources() -> Iterator[Found]:
    for file in sorted(SOURCES.rglob("*")):
        reader = READERS.get(file.suffix)
        if reader is None or file.relative_to(SOURCES).parts[0] in NOT_TOLD:
            continue
        place = file.relative_to(HOME).as_posix()
        found = extract_from_file(
            reader, file, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
        )
        for _line, message, comments, _context in found:
            yield place, message, list(comments)


def _in_flows() -> Iterator[Found]:
    names: dict[str, tuple[str, str]] = {}
    for path in flow_files():
        flow = load_flow(path).flow
        place = f"flows/{path.parent.name}/{path.name}"
        yield from ((place, text, []) for text in _texts_of(flow))
        yield f"flows/{flow.service}/service.yaml", service_title(flow.service), []
        for page in flow.pages:
            names.setdefault(spelt_out(page.page), (place, ABOUT_PAGE))
        for concept in filter(None, (concept_in(meaning_of(target)) for target in _targets_of(flow))):
            names.setdefault(spelt_out(concept), (place, ABOUT_CONCEPT))
    yield from ((place, name, [about]) for name, (place, about) in sorted(names.items()))


def _texts_of(flow: Flow) -> Iterator[str]:
    """What of a flow is written for people."""
    yield flow.title
    yield flow.right
    yield from (way.title for way in flow.ways)
    if flow.expect is not None:
        yield from (flow.expect.claim, flow.expect.source)
    if flow.next:
        yield flow.next
    yield from (told.say for page in flow.pages for told in page.tell)


def _targets_of(part: object) -> Iterator[Target]:
    """All targets within a flow."""
    if isinstance(part, BaseModel) and tuple(type(part).model_fields) in TARGETS:
        yield part  # type: ignore[misc]
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _targets_of(getattr(part, name))
    elif isinstance(part, tuple | list):
        for one in part:
            yield from _targets_of(one)


def how_far() -> str:
    """The part of docs/languages.md on the catalogues, as they are now."""
    with TEMPLATE.open("rb") as file:
        told = TOLD.format(count=len(read_po(file)))
    for language in other_languages():
        with catalogue_file(language).open("rb") as file:
            words = read_po(file)
        strings = [m.string if isinstance(m.id, str) else all(m.string) for m in words if m.id]
        share = f"{sum(map(bool, strings)) / len(strings):.0%}"
        state = (words.header_comment or "").splitlines()[0].partition(": ")[2].rstrip(".")
        told += f"| {language} | {share} | {state} |\n"
    return told


def main() -> None:
    said = template()
    write(TEMPLATE, said)
    for language in other_languages():
        write(catalogue_file(language), translated(language, said))
    page = PAGE.read_text("utf-8")
    PAGE.write_text(SECTION.sub(lambda _: how_far(), page), "utf-8")
    print(f"{len(said)} messages in {TEMPLATE.relative_to(HOME)}, for {len(other_languages())} languages")


if __name__ == "__main__":
    main()
