"""The common form of what was done once: acts on elements, without what was typed.

The readers of other programs' recordings (`devtools`, `selenium`, `codegen`) make it, and `pages` makes a flow of it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal
from unicodedata import category
from urllib.parse import urlsplit, urlunsplit

from walkout.errors import BadFlowError
from walkout.masking import Masker
from walkout.view import Element

Kind = Literal["open", "click", "fill", "choose", "tick", "upload", "enter", "submit", "see", "lead"]
MOST_STEPS = 1000
MOST_BYTES = 4 * 1024 * 1024
# A longer value is known by how it begins.
KNOWN_BY = 300
# A value of more words is a text, and its words are anybody's.
NAMES = 4


@dataclass(frozen=True)
class Act:
    """One thing that was done.

    step: where it stands, such as "step 3". kind: `enter` is the Enter key in a field, `submit` sends a form without a
    button, `see` is an element that was looked for, `lead` says where the act before led. element: what it was done to.
    address: that was opened, or that the page had; empty where the recording does not say. leads_to: the address that
    it led to. heading: of the page. in_frame: within an embedded document. Nothing that was typed is in it.
    """

    step: str
    kind: Kind
    element: Element | None = None
    address: str = ""
    leads_to: str = ""
    heading: str = ""
    in_frame: bool = False
    opens_window: bool = False


@dataclass(frozen=True)
class Left:
    """A step that is not carried over, and why."""

    step: str
    what: str
    why: str


@dataclass(frozen=True)
class Typed:
    """What was typed, only so that it can be kept out of all that is written."""

    values: tuple[str, ...] = field(default=(), repr=False)

    def of(self, values: Iterable[str]) -> "Typed":
        """The same with more values."""
        known = dict.fromkeys((*self.values, *(value.strip()[:KNOWN_BY] for value in values)))
        return replace(self, values=tuple(value for value in known if value))

    def is_in(self, text: str, *, codes: bool = True) -> bool:
        """Whether the text holds a value, however it is spelled. codes: any code of six digits counts as one."""
        return self._masker.mask(text) != (text if codes else Masker().mask(text))

    def masked(self, text: str) -> str:
        """The text with `[typed]` in place of each value."""
        return self._masker.mask(text)

    @cached_property
    def _masker(self) -> Masker:
        return Masker({f"typed:{number}": value for number, value in enumerate(self.values)})


@dataclass(frozen=True)
class Recording:
    """What was recorded, of one kind of recorder.

    recorder: what the program is called. acts: in their order. left: the steps that are no acts. language: of the
    pages, where it is known.
    """

    title: str
    recorder: str
    acts: tuple[Act, ...]
    left: tuple[Left, ...] = ()
    typed: Typed = field(default_factory=Typed, repr=False)
    language: str = ""

    @property
    def steps(self) -> int:
        """How many steps it has, carried over or not."""
        return len({act.step for act in self.acts} | {left.step for left in self.left})


@dataclass
class Gathered:
    """Acts and steps left out, while a recording is read."""

    acts: list[Act] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    values: list[str] = field(default_factory=list, repr=False)
    in_frame: bool = False

    def act(self, step: str, kind: Kind, element: Element | None = None, **more: str | bool) -> None:
        self.acts.append(Act(step, kind, element, in_frame=self.in_frame, **more))  # type: ignore[arg-type]
        if len(self.acts) > MOST_STEPS:
            raise BadFlowError(
                f"the recording has more than {MOST_STEPS} steps",
                where=step,
                remedy="A flow is one process: record it alone.",
            )

    def type(self, value: str) -> None:
        """Remember what was typed, to keep it out of what is written."""
        self.values += (value, *parts_of(value))

    def leave(self, step: str, what: str, why: str) -> None:
        self.left.append(Left(step, what, why))

    def recording(self, title: str, recorder: str) -> Recording:
        return Recording(plain(title), recorder, tuple(self.acts), tuple(self.left), Typed().of(self.values))


def parts_of(value: str) -> Iterator[str]:
    """The words of a short value that give it away alone: a first name, the names in an e-mail address."""
    words = value.split()
    if len(words) > NAMES:
        return
    for word in words:
        local, at, _ = word.partition("@")
        yield from (part for part in (re.split(r"[._+-]", local) if at else [word.strip(".,;")]) if len(part) > 2)


def plain(text: str) -> str:
    """A text in one line, without what is not seen."""
    shown = (" " if letter.isspace() or category(letter) == "Cc" else letter for letter in text)
    return " ".join("".join(letter for letter in shown if letter == " " or letter.isprintable()).split())


def name_of_command(name: object) -> str:
    """The name of a step's kind as it may be shown: what does not look like one could be anything."""
    return name if isinstance(name, str) and re.fullmatch(r"[A-Za-z][A-Za-z_]{0,40}", name) else "a step without a name"


def web_address(address: str) -> str:
    """A web address without user name, query and fragment, which may be the person's; empty for what is none.

    http becomes https where the port is the usual one: nothing is ever typed without it.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except (ValueError, UnicodeError):
        return ""
    usual = {"http": (None, 80), "https": (None, 443)}.get(parts.scheme, ())
    if parts.scheme == "http" and port not in usual:
        return ""
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*", host):
        return ""
    path = re.sub(r"[^\x21-\x7e]", "", parts.path) or "/"
    return urlunsplit(("https", host if port in usual else f"{host}:{port}", path, "", ""))
