"""A page file made ready to be served: in one language, in one state, with no trace left of how that is done.

Marks in a page file, all of them `data-…` attributes that are taken out:

    data-t="key"            the element's text is the words of that key (English: what the file says)
    data-t-NAME="key"       the same for the attribute NAME, as in data-t-aria-label
    data-when="a b"         the element is there when one of these holds: faults, or states as wrong-code
    data-unless="a b"       the element is there when none of these holds
    data-fill="name"        the element's text is a value of this moment, as the masked address
    data-keep="field"       what was sent in that field is in it again
    data-countries          the list of countries: options of a select, or JSON in a script
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

MARKS = ("data-t", "data-when", "data-unless", "data-fill", "data-keep", "data-countries")
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"))
Attrs = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Look:
    """How a page is to look.

    words: by key, None for the words that the file has. flags: what holds. fills, kept: by name, plain text.
    countries: code and name, in the order to show. leads: addresses to put in place of others. keys: `data-t` and
    `data-t-NAME` stay in the page, for who wants to know what is what on it.
    """

    language: str
    words: Mapping[str, str] | None
    flags: frozenset[str] = frozenset()
    fills: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    countries: tuple[tuple[str, str], ...] = ()
    leads: Mapping[str, str] = field(default_factory=dict)
    keys: bool = False


def is_mark(name: str) -> bool:
    """Is this attribute one of the marks above?"""
    return name in MARKS or name.startswith("data-t-")


def dress(source: str, look: Look, read: Callable[[str], str]) -> str:
    """The page to serve. `read` gives the text of a style sheet or script that the page names.

    Raises KeyError for a key that the language has no words for.
    """
    dresser = _Dresser(look, read)
    dresser.feed(source)
    dresser.close()
    return "".join(dresser.parts)


class _Dresser(HTMLParser):
    """Copies a page, but for its marks. `_inside` is the element whose content is being left out."""

    def __init__(self, look: Look, read: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._look, self._read = look, read
        self._inside, self._depth, self._closing = "", 0, False

    def handle_starttag(self, tag: str, attrs: Attrs) -> None:
        if self._inside:
            self._depth += tag == self._inside
            return
        marks = {name: value or "" for name, value in attrs if is_mark(name)}
        if not self._is_there(marks):
            self._leave_out(tag, closing=False)
        elif tag == "option" and "data-countries" in marks:
            self.parts.append(self._country_options(marks.get("data-keep", "")))
            self._leave_out(tag, closing=False)
        elif tag == "link" and ("rel", "stylesheet") in attrs:
            self.parts.append(f"<style>{self._read(dict(attrs)['href'] or '')}</style>")
        elif tag == "script" and dict(attrs).get("src"):
            self.parts.append(f"<script>{self._read(dict(attrs)['src'] or '')}</script>")
            self._leave_out(tag, closing=False)
        else:
            self._open(tag, attrs, marks)

    def _open(self, tag: str, attrs: Attrs, marks: Mapping[str, str]) -> None:
        shown = [pair for pair in map(self._lead, attrs) if not is_mark(pair[0])]
        values = {name[len("data-t-") :]: self._words(key) for name, key in marks.items() if name.startswith("data-t-")}
        if self._look.keys:
            values |= {name: key for name, key in marks.items() if name.startswith("data-t")}
        if tag == "html":
            values["lang"] = self._look.language
        if tag == "input" and (kept := self._kept(marks)) is not None:
            values["value"] = kept
        self.parts.append(_start(tag, shown, {name: value for name, value in values.items() if value is not None}))
        content = self._content(tag, marks)
        if content is not None:
            self.parts.append(content)
            self._leave_out(tag, closing=True)

    def _content(self, tag: str, marks: Mapping[str, str]) -> str | None:
        if "data-countries" in marks:
            return json.dumps(self._look.countries, ensure_ascii=False).replace("<", "\\u003c")
        if tag == "textarea" and (kept := self._kept(marks)) is not None:
            return escape(kept)
        if "data-fill" in marks:
            return escape(self._look.fills.get(marks["data-fill"], ""))
        words = self._words(marks["data-t"]) if "data-t" in marks else None
        return None if words is None else escape(words, quote=False)

    def handle_endtag(self, tag: str) -> None:
        if not self._inside:
            self.parts.append(f"</{tag}>")
            return
        self._depth -= tag == self._inside
        if self._depth == 0:
            if self._closing:
                self.parts.append(f"</{tag}>")
            self._inside = ""

    def handle_startendtag(self, tag: str, attrs: Attrs) -> None:
        # In HTML the stroke of <path/> means something only inside SVG, where an end tag says the same.
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copy(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._copy(f"<!{decl}>")

    def _copy(self, text: str) -> None:
        if not self._inside:
            self.parts.append(text)

    def _is_there(self, marks: Mapping[str, str]) -> bool:
        flags = self._look.flags
        asked, barred = marks.get("data-when"), marks.get("data-unless")
        return (asked is None or not flags.isdisjoint(asked.split())) and (
            barred is None or flags.isdisjoint(barred.split())
        )

    def _leave_out(self, tag: str, *, closing: bool) -> None:
        if tag not in VOID:
            self._inside, self._depth, self._closing = tag, 1, closing

    def _words(self, key: str) -> str | None:
        return None if self._look.words is None else self._look.words[key]

    def _kept(self, marks: Mapping[str, str]) -> str | None:
        return self._look.kept.get(marks["data-keep"]) if "data-keep" in marks else None

    def _lead(self, pair: tuple[str, str | None]) -> tuple[str, str | None]:
        name, value = pair
        return (name, self._look.leads.get(value, value)) if name in ("href", "action") and value else pair

    def _country_options(self, keep: str) -> str:
        kept = self._look.kept.get(keep)
        return "".join(
            f'<option value="{code}"{" selected" if code == kept else ""}>{escape(name)}</option>'
            for code, name in self._look.countries
        )


def _start(tag: str, attrs: Attrs, values: Mapping[str, str]) -> str:
    merged: dict[str, str | None] = {**dict(attrs), **values}
    written = (name if value is None else f'{name}="{escape(value)}"' for name, value in merged.items())
    return f"<{' '.join((tag, *written))}>"
