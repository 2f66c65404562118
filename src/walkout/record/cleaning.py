"""Captured pages without what is personal, and a list in words of what was taken out."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from walkout.browser.captured import AT, FRAME, CapturedFrame, CapturedPage, Child, Node
from walkout.errors import BadFlowError
from walkout.flow.lint import EMAIL
from walkout.record.personal import UNSEEN, Personal, names_on
from walkout.record.spread import spread
from walkout.record.stand_ins import Tokens, path_of

TEXTS = frozenset(("title", "alt", "placeholder", "label", "aria-label", "aria-description", "aria-roledescription",
                   "aria-placeholder"))  # fmt: skip
TOKENS = frozenset(("id", "name", "class", "for", "list", "slot", "aria-labelledby", "aria-describedby",
                    "aria-controls", "aria-owns", "aria-errormessage", "aria-details", "aria-flowto"))  # fmt: skip
ADDRESSES = frozenset(("href", "action", "formaction"))
OURS = frozenset((AT, FRAME, "style"))
# Values that pages have from HTML, whoever they are for.
COMMON = frozenset(
    ("text", "email", "tel", "url", "search", "password", "number", "date", "month", "week", "time", "datetime-local",
     "checkbox", "radio", "file", "submit", "reset", "button", "image", "color", "range", "hidden", "get", "post",
     "dialog", "_blank", "true", "false", "")
)  # fmt: skip
PICTURES = frozenset(("img", "image", "video", "canvas", "picture", "object", "embed"))
EXAMPLE = "name@example.org"
KEYS, ADDRESS_KEYS = "a key or number of the site", "what followed the path of an address"
# What all can choose from says nothing of what she chose, unless it alone is missing.
ENTRY = "an entry to choose"
# What says where one is or what can be done, in the words of the site.
SAYS = ("a heading", "a link", "a button", "a label", "the title")
# Roles by which a person knows where something stood, as she reads it.
PLACES = {
    "h1": "a heading", "h2": "a heading", "h3": "a heading", "h4": "a heading", "h5": "a heading", "h6": "a heading",
    "a": "a link", "button": "a button", "label": "a label", "option": ENTRY, "li": "a list", "td": "a table",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Removed:
    """Something that was taken out, in words, never itself. page: its number, from 1; title: cleaned."""

    page: int
    title: str
    what: str
    where: str
    times: int

    def __str__(self) -> str:
        return f"{self.times}× {self.what}, in {self.where}"


@dataclass(frozen=True)
class Cleaned:
    """The pages without what is personal, and what was taken out. tokens, personal: by what they were cleaned."""

    pages: tuple[CapturedPage, ...]
    removed: tuple[Removed, ...]
    tokens: Tokens
    personal: Personal = field(repr=False)


def clean(pages: Sequence[CapturedPage], personal: Personal, opened: Sequence[str] = ()) -> Cleaned:
    """The pages of one recording, cleaned together: what is found on one is taken out of all.

    Keys and numbers become stand-ins, the same one for the same key, so that what refers to something still does. The
    paths of the pages, and of the addresses that were opened, are kept but for what is personal in them.
    """
    personal = personal.with_names(name for page in pages for name in names_on(page))
    kept = [*opened, *(frame.address for page in pages for frame in page.frames)]
    tokens = Tokens(personal, frozenset(map(path_of, kept)))
    cleaned, removed = [], []
    for number, page in enumerate(pages, 1):
        frames, counts = [], Counter[tuple[str, str]]()
        for frame in page.frames:
            cleaner = _Cleaner(personal, tokens)
            frames.append(cleaner.frame(frame))
            counts += cleaner.counts
            _check(frames[-1], personal, number)
        cleaned.append(CapturedPage(page.view, tuple(frames)))
        title = frames[0].title
        removed += [Removed(number, title, what, where, times) for (what, where), times in sorted(counts.items())]
    return Cleaned(tuple(cleaned), tuple(removed), tokens, personal)


def _check(frame: CapturedFrame, personal: Personal, number: int) -> None:
    """Raises BadFlowError where something personal is left after all; that is never to happen."""
    left = personal.is_in(frame.title)
    for node in frame.body.all():
        known = personal.of_lists if _place(node, "") == ENTRY else personal
        values = [value for name, value in node.attrs.items() if name not in OURS and value not in COMMON]
        left = left or any(known.is_in(text) for text in (*values, *(c for c in node.children if isinstance(c, str))))
    if left:
        raise BadFlowError(
            "it cannot be freed of what was typed", where=f"page {number}", remedy="Record it with other values."
        )


class _Cleaner:
    """Cleans one document, and counts what it takes out: (what, where) → times."""

    def __init__(self, personal: Personal, tokens: Tokens) -> None:
        self._personal, self._tokens = personal, tokens
        self._of_lists = personal.of_lists
        self.counts: Counter[tuple[str, str]] = Counter()

    def frame(self, frame: CapturedFrame) -> CapturedFrame:
        texts = self._texts(frame.body)
        language = frame.language if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", frame.language) else ""
        return replace(
            frame,
            address=self._tokens.address(frame.address),
            title=self._text(frame.title, "the title"),
            language=language,
            body=self._node(frame.body, iter(texts), ""),
        )

    def _texts(self, body: Node) -> list[str]:
        """All texts of the document in their order, cleaned: what is spread over several, each by itself, and again."""
        texts = [(UNSEEN.sub("", text), where) for text, where in _texts_of(body, "the text")]
        cleaned = [text for text, _ in texts]
        self._join(cleaned, texts)
        cleaned = [self._text(text, where) for text, (_, where) in zip(cleaned, texts, strict=True)]
        self._join(cleaned, texts)
        return cleaned

    def _join(self, cleaned: list[str], texts: Sequence[tuple[str, str]]) -> None:
        """Take out of the texts what is spread over several. Entries of lists are nobody's."""
        shown = ["" if where == ENTRY else text for text, (_, where) in zip(cleaned, texts, strict=True)]
        for at in spread(self._personal, shown):
            self.counts["what is personal, in several parts", texts[at][1]] += 1
            cleaned[at] = "[…]"

    def _text(self, text: str, where: str) -> str:
        text = UNSEEN.sub("", text)
        personal = self._of_lists if where == ENTRY else self._personal
        for _ in range(4):
            places = personal.places(text, repeats=where not in SAYS)
            if not places:
                return text
            for start, end, what in reversed(places):
                self.counts[what, where] += 1
                text = f"{text[:start]}[{what.partition(' ')[2]}]{text[end:]}"
        # What stands in for a value has the value in it, such as "name".
        return "…" if not personal.is_in("…") else ""

    def _node(self, node: Node, texts: Iterator[str], where: str) -> Node:
        attrs = dict(pair for pair in (self._attr(node, *pair) for pair in node.attrs.items()) if pair is not None)
        if node.tag in PICTURES:
            self.counts["a picture", "the page"] += 1
        children: list[Child] = []
        for child in node.children:
            children.append(next(texts) if isinstance(child, str) else self._node(child, texts, where))
        return Node(node.tag, attrs, tuple(children))

    def _attr(self, node: Node, name: str, value: str) -> tuple[str, str] | None:
        value = UNSEEN.sub("", value)
        where = _place(node, "what a reader is told")
        personal = self._of_lists if where == ENTRY else self._personal
        if name in OURS:
            return (name, value) if re.fullmatch(r"[\w:; -]{0,80}", value) else None
        if name in ADDRESSES:
            address = self._tokens.address(value)
            if address != value:
                self.counts[ADDRESS_KEYS, "addresses"] += 1
            return (name, address) if address else None
        if name in TOKENS:
            words = value.split()
            spread = personal.is_in(" ".join(words))
            told = " ".join(self._tokens.token(word, personal, whole=spread) for word in words)
            if told != " ".join(value.split()):
                self.counts[KEYS, "names of elements"] += 1
            return name, told
        if name in TEXTS or (name == "value" and node.attrs.get("type") in ("submit", "button", "reset")):
            return name, self._said(node, value, where)
        if name == "value":
            plain = re.fullmatch(r"[\w.:/ -]{0,60}", value)
            return name, self._tokens.token(value, personal) if plain else self._tokens.stand_in("v", value)
        if value in COMMON:
            return name, value
        plain = re.fullmatch(r"[\w .,:/*-]{0,60}", value)
        return (name, value) if plain and not personal.is_in(value) else None

    def _said(self, node: Node, value: str, where: str) -> str:
        """A text about an element. By what shows how something is written a field is known: its like stays."""
        if node.tag not in ("input", "textarea") or self._personal.is_in(value):
            return self._text(value, where)
        shown = EMAIL.sub(EXAMPLE, value)
        for start, end, _ in self._personal.places(shown, repeats=False):
            if shown[start:end] != EXAMPLE:
                shown = shown[:start] + re.sub(r"\d", "0", shown[start:end]) + shown[end:]
        return shown


def _place(node: Node, otherwise: str) -> str:
    """Where something in this element stands, as a person says it."""
    by_role = {"heading": "a heading", "option": ENTRY, "button": "a button", "link": "a link"}
    return PLACES.get(node.tag) or by_role.get(node.attrs.get("role", ""), otherwise)


def _texts_of(node: Node, where: str) -> Iterator[tuple[str, str]]:
    """The texts of an element, in order, with where they stand."""
    where = _place(node, where)
    for child in node.children:
        if isinstance(child, str):
            yield child, where
        else:
            yield from _texts_of(child, where)


def told(removed: Iterable[Removed]) -> str:
    """The list as lines, page by page."""
    lines: list[str] = []
    page = 0
    for one in removed:
        if one.page != page:
            page = one.page
            lines.append(f"Page {page}, “{one.title}”:" if one.title else f"Page {page}:")
        lines.append(f"  {one}")
    return "\n".join(lines)
