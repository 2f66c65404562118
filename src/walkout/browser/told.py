"""What the look tells of a document, as JSON, read into elements and views. It is checked: a page may spoil it."""

import gc
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, get_type_hints

from walkout.view import Box, Element, Frame, Option, PageView

NUMBERED = ("role", "tag", "name_from", "heading", "region")
KINDS: dict[str, type] = {
    name: kind
    for name, kind in get_type_hints(Element).items()
    if name not in ("frame", "index", "name", "box", "options", *NUMBERED)
}
WHOLE = ("title", "language", "ready", "born")
FACTS = {
    "title": (str,),
    "language": (str,),
    "ready": (bool,),
    "born": (int, float),
    "count": (int,),
    "strings": (list,),
    "dense": (dict,),
    "sparse": (dict,),
}


class UnreadableError(Exception):
    """A document's scripts keep the look from telling what it saw, or changed what it tells."""


@dataclass(frozen=True)
class Document:
    """What the look told of one document: its address, what is told of it as a whole, and its elements."""

    address: str
    told: Mapping[str, Any]
    elements: list[Element]


def document_of(address: str, told: Mapping[str, Any], number: int) -> Document:
    """A document out of what the look told (see `read_told`). number: its place among the frames of the view.

    Raises UnreadableError.
    """
    return Document(address, {name: told[name] for name in WHOLE}, _elements(told, number))


def view_of(address: str, documents: Sequence[Document]) -> PageView:
    """The view of a page at that address with these documents, the window's own first."""
    top = documents[0].told
    frames = tuple(Frame(one.address, one.told["language"]) for one in documents)
    elements = tuple(element for one in documents for element in one.elements)
    return PageView(address, top["title"], top["language"], top["ready"], top["born"], frames, elements)


def read_told(told: object) -> dict[str, Any]:
    """What a look wrote as JSON. The page shares the look's world and can have spoilt its tools, so it is checked."""
    data = json_of(told)
    if not isinstance(data, dict) or any(type(data.get(name)) not in kinds for name, kinds in FACTS.items()):
        raise UnreadableError("what the look tells is not what it wrote")
    return data


def json_of(told: object) -> object:
    """What the page says as JSON; None where it is none."""
    try:
        return json.loads(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _elements(told: Mapping[str, Any], frame: int) -> list[Element]:
    """The elements of a frame. Raises UnreadableError where one has not the parts or types of an element."""
    try:
        with _without_collecting():
            return [Element.made(parts) for parts in _rows(told, frame)]
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise UnreadableError("an element is not what the look wrote") from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Thousands of new objects wake the cyclic collector again and again, and it finds nothing: half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _rows(told: Mapping[str, Any], frame: int) -> list[dict[str, Any]]:
    """The parts of each element, out of columns that each hold one part of all (see `columns` in look.js).

    Columns are checked whole: a page of thousands of elements is looked at many times.
    """
    dense, sparse, strings, count = told["dense"], told["sparse"], all_of(told["strings"], str), told["count"]
    lengths = map(float, dense["box"])
    names = all_of(dense["name"], str)
    numbered = [[strings[number] for number in dense[part]] for part in NUMBERED]
    boxes = map(Box, lengths, lengths, lengths, lengths)
    rows = [
        {"frame": frame, "index": index, "name": name, "box": box, **dict(zip(NUMBERED, parts, strict=True))}
        for index, (name, box, *parts) in enumerate(zip(names, boxes, *numbered, strict=True))
    ]
    if len(rows) != count:
        raise ValueError(count)
    for part, (places, values) in sparse.items():
        if part == "options":
            values = [tuple(Option(*all_of([value, label], str)) for value, label in options) for options in values]
        else:
            all_of(values, KINDS[part])
        for place, value in zip(all_of(places, int), values, strict=True):
            rows[place][part] = value
    return rows


def all_of(values: list[Any], kind: type) -> list[Any]:
    """The values, all of just this type. Raises TypeError."""
    if not set(map(type, values)) <= {kind}:
        raise TypeError(kind)
    return values
