"""A flow as YAML that a person reads and goes on with: comments above what they are about, one step a line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel

from walkout.flow.model import Flow, Page, PageOfOutcome, PageOfPerson, PageOfReturn, PageOfSteps

Notes = Mapping[str, Sequence[str]]
# What YAML takes for text as it stands, in any of its versions.
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 /.()-]*[A-Za-z0-9.)]")
NO_TEXT = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null")
HEAD = ("flow", "title", "kind", "right", "regions", "accounts", "expect", "origins")


def flow_text(flow: Flow, notes: Notes) -> str:
    """The flow's file. notes: comment lines by the key or page above which they stand; those of "" begin the file."""
    return "\n".join((*_comments(notes, "", ""), *_head(flow, notes), *_pages(flow, notes))) + "\n"


def _head(flow: Flow, notes: Notes) -> Iterator[str]:
    told = flow.model_fields_set - {key for key, value in flow if value in (None, ())}
    for key in HEAD:
        if key in told:
            yield from _comments(notes, key, "")
            yield f"{key}: {_value(getattr(flow, key))}"
    yield from _comments(notes, "ways", "")
    yield "ways:"
    for way in flow.ways:
        yield f"  - {_entry(way, '    ')}"
    for key in ("needs", "takes", "asks", "next", "verified"):
        if key == "asks" and flow.asks:
            yield from _comments(notes, key, "")
            yield "asks:"
            yield from (f"  - {_entry(ask, '    ')}" for ask in flow.asks)
        elif key in told:
            yield from _comments(notes, key, "")
            yield f"{key}: {_value(getattr(flow, key))}"
    if flow.sources:
        yield "sources:"
    for source in flow.sources:
        yield f"  - {_entry(source, '    ')}"


def _pages(flow: Flow, notes: Notes) -> Iterator[str]:
    yield from _comments(notes, "pages", "")
    yield "pages:"
    for number, page in enumerate(flow.pages):
        yield from [""] if number else []
        yield from page_lines(page, notes.get(page.page, ()))


def page_lines(page: Page, comments: Sequence[str]) -> Iterator[str]:
    """The lines of one page as they stand in a flow's file."""
    yield from _comments({"": comments}, "", "  ")
    yield f"  - page: {page.page}"
    yield f"    known_by: {_value(page.known_by)}"
    if page.unless:
        yield f"    unless: {_value(page.unless)}"
    if page.covers:
        yield "    covers: true"
    yield from _done(page)
    if page.tell:
        yield f"    tell: {_value(page.tell)}"


def entry_text(part: BaseModel, indent: str) -> str:
    """A part of a flow, of which each key has its line below the first; indent: of the lines below."""
    return _entry(part, indent)


def _done(page: Page) -> Iterator[str]:
    match page:
        case PageOfSteps():
            yield "    steps:"
            for step in page.steps:
                yield f"      - {_entry(step, '        ')}"
        case PageOfPerson():
            waiting = page.wait_for_person
            yield f"    wait_for_person: {{to: {waiting.to}, at_most: {waiting.at_most}}}"
        case PageOfReturn():
            yield f"    return_to: {page.return_to}"
        case PageOfOutcome():
            yield f"    outcome: {page.outcome}"


def _comments(notes: Notes, key: str, indent: str) -> Iterator[str]:
    for line in notes.get(key, ()):
        yield f"{indent}# {line}" if line else f"{indent}#"


def _entry(part: BaseModel, indent: str) -> str:
    """A part of which each key has its line."""
    keys = part.model_dump(exclude_defaults=True)
    return f"\n{indent}".join(f"{key}: {_value(getattr(part, key))}" for key in keys)


def _value(value: object) -> str:
    """A value on one line."""
    match value:
        case BaseModel():
            keys = value.model_dump(exclude_defaults=True)
            return f"{{{', '.join(f'{key}: {_value(getattr(value, key))}' for key in keys)}}}"
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case bool():
            return "true" if value else "false"
        case str() if value.startswith("https://"):
            return _address(value)
        case str():
            return _scalar(value)
        case _:
            return str(value)


def _scalar(text: str) -> str:
    """A text, in quotes where YAML could take it for something else."""
    if (PLAIN.fullmatch(text) and not NO_TEXT.fullmatch(text)) or re.fullmatch(r"20\d\d-\d\d(-\d\d)?", text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _address(address: str) -> str:
    return address if re.fullmatch(r"https://[A-Za-z0-9./_%~-]+", address) else json.dumps(address, ensure_ascii=False)
