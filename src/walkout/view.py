"""What one look at a page sees: every element that a flow may mean, with the evidence for its meaning."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import urlsplit


class Box(NamedTuple):
    """Place on the page in CSS pixels, from the top left of the document's frame."""

    x: float
    y: float
    width: float
    height: float


NOWHERE = Box(0, 0, 0, 0)
# How many steps of a path are kept (PATH_LIMIT in look.js).
PATH_STEPS = 8
# Stands for an element itself in the text around it.
ITSELF = "\ufffc"
# What a person who was asked to point at an element has done.
Pointed = Literal["clicked", "given-up"]


class Option(NamedTuple):
    """One entry of a native select: what is sent and what is shown."""

    value: str
    label: str


@dataclass(frozen=True)
class Element:
    """One element with its evidence. What a field holds is never part of it, only whether it holds something.

    frame, index: which document of the page, and the place in that document's list. role: the ARIA role, or `text` for
    a block of text. name, name_from: the accessible name and where it comes from (label, aria-label, text ...).
    ident: the id and name attributes. hint: its description. context: of a field, the label of its group or the text
    before it; of a link or button, the text of its block around it, in which ITSELF stands for the element.
    classes: the class attribute. path: where it stands in the document's tree, from the outside in (`main/ul/li3/a`:
    the third `li`), the innermost eight steps. maxlength: how many characters it takes, -1 where it does not say.
    heading: the heading above it. region: the nearest landmark. href: the full address of a link; same_page: it only
    scrolls. form: the number of its form in the frame, -1 for none; submits: it is that form's sending control;
    sends_to: the address that the form is sent to.
    """

    frame: int
    index: int
    tag: str
    role: str
    name: str = ""
    name_from: str = ""
    type: str = ""
    autocomplete: str = ""
    ident: str = ""
    classes: str = ""
    path: str = ""
    inputmode: str = ""
    maxlength: int = -1
    placeholder: str = ""
    hint: str = ""
    context: str = ""
    heading: str = ""
    region: str = ""
    href: str = ""
    same_page: bool = False
    form: int = -1
    submits: bool = False
    sends_to: str = ""
    options: tuple[Option, ...] = ()
    required: bool = False
    disabled: bool = False
    filled: bool = False
    checked: bool = False
    visible: bool = True
    box: Box = NOWHERE

    @classmethod
    def made(cls, parts: dict[str, Any]) -> Self:
        """An element of these parts, unchecked, which become its own; what is not given has its default.

        Five times as fast as the constructor, which a page of thousands of elements makes worth while.
        """
        element = object.__new__(cls)
        object.__setattr__(element, "__dict__", parts)
        return element

    @property
    def options_shown(self) -> tuple[str, ...]:
        """The labels of a native select's options."""
        return tuple(option.label for option in self.options)


@dataclass(frozen=True)
class Mark:
    """An element to mark in a picture. label: what is written at it. colour: of its frame, as `#117733`."""

    element: Element
    label: str
    colour: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One document of the page: the window's own (the first) or one embedded in it."""

    address: str
    language: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a flow's `origins` name them; the address itself where there is no host."""
        return origin_of(self.address)


@dataclass(frozen=True)
class PageView:
    """One look: all frames of the page and, in document order, their elements.

    ready: the document has been read to its end. born: when the document began (ms since 1970): another number,
    another document.
    """

    address: str
    title: str = ""
    language: str = ""
    ready: bool = True
    born: float = 0.0
    frames: tuple[Frame, ...] = ()
    elements: tuple[Element, ...] = ()

    @cached_property
    def origin(self) -> str:
        return origin_of(self.address)

    def language_of(self, element: Element) -> str:
        """The language tag of an element's document, as the page gives it: `de`, `pt-BR`; empty where it says none."""
        tag = self.frames[element.frame].language if self.frames else ""
        return tag or self.language


def origin_of(address: str) -> str:
    """The origin of an address as browsers write it: no user name, no default port, lower case.

    What is no web address, or none that can be read, is its own origin.
    """
    try:
        parts = urlsplit(address)
        given = parts.port
    except ValueError:
        return address
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return address
    port = "" if given in (None, {"http": 80, "https": 443}[parts.scheme]) else f":{given}"
    return f"{parts.scheme}://{parts.hostname}{port}"
