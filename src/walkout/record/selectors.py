"""What the selectors of a recording tell of an element: its words, its tag, and weak hints such as an id.

A selector itself is never carried over.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from walkout.resolve.meanings import meanings_of_name
from walkout.view import Element

QUOTED = r"""(?:"([^"]*)"|'([^']*)'|([^\]"'\s]+))"""
ATTRIBUTE = re.compile(rf"""\[\s*@?([\w-]+)\s*=\s*{QUOTED}\s*[is]?\s*\]""")
XPATH_ATTRIBUTE = re.compile(r"""@([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
XPATH_TEXT = re.compile(
    r"""(?:text\(\)|normalize-space\([^)]*\)|(?<![\w/.])\.)\s*(?:,|=)\s*(?:normalize-space\()?(?:"([^"]*)"|'([^']*)')"""
)
CSS_TEXT = re.compile(r""":(?:has-text|text|text-is|contains)\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
BETWEEN_COMPOUNDS = re.compile(r"\s*[>+~]\s*|\s+|/+")
BRACKETS = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
ARIA_ROLE = re.compile(r"""\[role=["']?([a-z]+)["']?\]$""")
FIELD_TYPES = {
    "checkbox": "checkbox",
    "radio": "radio",
    "file": "file",
    "search": "searchbox",
    "number": "spinbutton",
    **dict.fromkeys(("submit", "button", "image", "reset"), "button"),
}
TAGS = {
    "a": "link",
    "button": "button",
    "select": "combobox",
    "textarea": "textbox",
    "option": "option",
    **{f"h{level}": "heading" for level in range(1, 7)},
}
ACTED_ON = frozenset(("a", "button", "input", "select", "textarea", "option", "label"))
FIELDS = frozenset(("textbox", "combobox", "spinbutton", "searchbox", "file", "checkbox", "radio", "switch"))
HOLD_TEXT = frozenset(("textbox", "combobox", "spinbutton", "searchbox"))


@dataclass
class Hints:
    """What is known of one element so far. The first word of a kind wins."""

    role: str = ""
    tag: str = ""
    names: list[str] = field(default_factory=list)  # of accessibility: a name or label
    texts: list[str] = field(default_factory=list)  # of the element's content; of a field it may be what it holds
    idents: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    def element(self) -> Element:
        """The element that they tell of. Its content is not taken for its name where it may be what a field holds."""
        kind = self.attributes.get("type", "").lower()
        role = self.role or self._role_of_tag(kind)
        ident = " ".join(dict.fromkeys(self.idents))[:200]
        named = [*self.names, self.attributes.get("aria-label", "")]
        if role in ("button", "link", ""):
            named += [self.attributes.get(key, "") for key in ("value", "alt", "title") if role]
        if role not in HOLD_TEXT and not (not role and any(meanings_of_name(one) for one in self.idents)):
            named += self.texts
        named.append(self.attributes.get("title", ""))
        name = next((" ".join(one.split()) for one in named if one.strip()), "")
        return Element(
            0,
            0,
            self.tag or "",
            role,
            name,
            "label" if name else "",
            kind,
            self.attributes.get("autocomplete", ""),
            ident,
            placeholder=self.attributes.get("placeholder", ""),
        )

    def _role_of_tag(self, kind: str) -> str:
        if self.tag == "input":
            return FIELD_TYPES.get(kind, "textbox")
        return TAGS.get(self.tag, "") or self.attributes.get("role", "")

    def aria(self, selector: str) -> None:
        """`Send[role="button"]`: an accessible name, a role, or both."""
        role = ARIA_ROLE.search(selector)
        if role and role[1] not in ("generic", "none", "presentation"):
            self.role = self.role or role[1].replace("menuitem", "link")
        self.names.append(ARIA_ROLE.sub("", selector))

    def text(self, text: str) -> None:
        """What the element says."""
        self.texts.append(text)

    def ident(self, name: str) -> None:
        """An id, or the name of a field."""
        self.idents.append(name)

    def css(self, selector: str) -> None:
        """`form > button.primary[type=submit]`"""
        own = _last(selector)
        self._tagged(_tags(selector, css=True))
        self.idents += re.findall(r"#([\w-]+)", BRACKETS.sub("", own))
        self._attributed(ATTRIBUTE.findall(own))
        self.texts += filter(None, ("".join(found) for found in CSS_TEXT.findall(own)))

    def xpath(self, selector: str) -> None:
        """`//form/button[normalize-space()='Send']`"""
        own = _last(selector)
        self._tagged(_tags(selector, css=False))
        self._attributed((name, *rest, "") for name, *rest in XPATH_ATTRIBUTE.findall(own))
        self.texts += filter(None, ("".join(found) for found in XPATH_TEXT.findall(own)))

    def _tagged(self, tags: list[str]) -> None:
        """The innermost tag that one can act on: an icon in a button is the button."""
        known = [tag for tag in tags if tag in ACTED_ON]
        if self.tag not in ACTED_ON:
            self.tag = next(reversed(known), "") or self.tag or next(reversed(tags), "")

    def _attributed(self, found: Iterable[tuple[str, ...]]) -> None:
        for name, *quoted in found:
            value = "".join(quoted)
            if name in ("id", "name"):
                self.idents.append(value)
            elif name in ("type", "placeholder", "aria-label", "title", "value", "autocomplete", "role", "alt"):
                self.attributes.setdefault(name, value)


def _last(selector: str) -> str:
    """The part of a selector that is about the element itself."""
    selector = re.sub(r"^\((.*)\)\[\d+\]$", r"\1", selector)
    bare = _masked(selector)
    cuts = [found.end() for found in BETWEEN_COMPOUNDS.finditer(bare) if found.end() < len(bare)]
    return selector[cuts[-1] if cuts else 0 :]


def _masked(selector: str) -> str:
    """The selector with the inside of brackets blotted out, so that it can be cut where it joins."""
    for _ in range(4):
        selector, was = BRACKETS.sub(lambda found: "_" * len(found[0]), selector), selector
        if selector == was:
            break
    return selector


def _tags(selector: str, *, css: bool) -> list[str]:
    """The tags along a selector's path, from the outside in."""
    selector = re.sub(r"^\((.*)\)\[\d+\]$", r"\1", selector)
    return list(_tags_of(BETWEEN_COMPOUNDS.split(_masked(selector)), css=css))


def _tags_of(parts: Iterable[str], *, css: bool) -> Iterator[str]:
    for part in parts:
        found = re.match(r"\(*([a-zA-Z][a-zA-Z0-9]*)", part)
        if found and (css or re.fullmatch(r"[a-zA-Z0-9_()]+", part)):
            yield found[1].lower()
