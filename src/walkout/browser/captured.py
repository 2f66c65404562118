"""A page as it was captured: a plain tree of what is on it, without scripts and without what fields hold."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Union

from walkout.view import PageView

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
# Stands for the root of an open shadow tree among an element's children.
SHADOW = "#shadow"
# Marks of a tree that never reach a file: the number of an element in the look, of a frame in the page.
AT, FRAME = "data-at", "data-frame"
Child = Union["Node", str]


@dataclass(frozen=True)
class Node:
    """One element with its attributes and, in order, its texts and elements; SHADOW as the tag of a shadow root."""

    tag: str
    attrs: Mapping[str, str] = field(default_factory=dict)
    children: tuple[Child, ...] = ()

    def all(self) -> Iterator["Node"]:
        """This element and all in it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.all()

    @property
    def text(self) -> str:
        """All text in it, as it stands there."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def made(self, by: Callable[["Node"], tuple[Child, ...]]) -> tuple[Child, ...]:
        """What `by` makes of this element, after it has made something of all that is in it."""
        inner: list[Child] = []
        for child in self.children:
            inner += [child] if isinstance(child, str) else child.made(by)
        return by(Node(self.tag, self.attrs, tuple(inner)))


@dataclass(frozen=True)
class CapturedFrame:
    """One document of a page: its address, title, language and body, in which FRAME numbers the frames in it."""

    address: str
    title: str
    language: str
    body: Node


@dataclass(frozen=True)
class CapturedPage:
    """A page at one moment. view: the look of that moment, to whose elements AT in the trees refers.

    frames: the documents in the order of the view's frames, the window's own first.
    """

    view: PageView
    frames: tuple[CapturedFrame, ...]

    @property
    def address(self) -> str:
        return self.frames[0].address

    @property
    def title(self) -> str:
        return self.frames[0].title


def markup(node: Node) -> str:
    """The element as HTML, without the marks of a capture. A shadow root becomes a template that declares it."""
    inner = "".join(escape(child, quote=False) if isinstance(child, str) else markup(child) for child in node.children)
    if node.tag == SHADOW:
        return f'<template shadowrootmode="open">{inner}</template>'
    told = {name: value for name, value in node.attrs.items() if name not in (AT, FRAME)}
    start = " ".join((node.tag, *(f'{name}="{escape(value)}"' if value else name for name, value in told.items())))
    # The first line break in these is no part of the text.
    inner = f"\n{inner}" if node.tag in ("pre", "textarea") and inner.startswith("\n") else inner
    return f"<{start}>" if node.tag in VOID else f"<{start}>{inner}</{node.tag}>"


def document(frame: CapturedFrame, head: str = "", tail: str = "") -> str:
    """The frame as an HTML file. head, tail: HTML at the end of its head and of its body."""
    body = markup(frame.body).removesuffix("</body>")
    return (
        f'<!doctype html>\n<html lang="{escape(frame.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<title>{escape(frame.title, quote=False)}</title>\n<link rel="icon" href="data:,">\n{head}</head>\n'
        f"{body}\n{tail}</body>\n</html>\n"
    )
