"""A card of the guide: what it says and which buttons it has. Plain words only; the panel draws it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Button:
    """id: what comes back when it is pressed."""

    id: str
    words: str


@dataclass(frozen=True)
class Pick:
    """One of several elements that could be meant; `number` is what is written at it in the page."""

    id: str
    number: str
    words: str


@dataclass(frozen=True)
class Row:
    """A field of the page and the value in it. id: of the button that changes it, empty where there is none.

    label: what that button is called for those who do not see what stands beside it.
    """

    field: str
    value: str
    id: str = ""
    words: str = ""
    label: str = ""


@dataclass(frozen=True)
class Fact:
    """Something to remember, by its name."""

    name: str
    value: str


@dataclass(frozen=True)
class Stage:
    """A part of the walk, and whether it is over."""

    words: str
    state: Literal["done", "now", "next"]


@dataclass(frozen=True)
class Card:
    """step, stage, stages: where the walk is. title: what she is told or asked. warnings, lines: what she should know.

    clock: the time left, as it is shown. to, rows: what is sent, and where. why: why the element was taken. hint: how
    the guide is used. main: the one thing to do; others, more: what else can be done, `more` where it is asked for.
    pill: what is left of a folded card. slim: nothing but the pill is shown, and the mouse goes through it, as she is
    to click in the page. asks: it waits for her. focus: it takes the keyboard. said: what is read aloud.
    """

    title: str
    step: str = ""
    stage: str = ""
    stages: tuple[Stage, ...] = ()
    badge: str = ""
    warnings: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    clock: str = ""
    clock_words: str = ""
    to: str = ""
    rows: tuple[Row, ...] = ()
    picks: tuple[Pick, ...] = ()
    facts: tuple[Fact, ...] = ()
    why_words: str = ""
    why: str = ""
    hint: str = ""
    main: Button | None = None
    others: tuple[Button, ...] = ()
    more: tuple[Button, ...] = ()
    pill: str = ""
    slim: bool = False
    asks: bool = False
    focus: bool = False
    said: str = ""

    def as_json(self) -> Mapping[str, object]:
        """Its parts, as the panel takes them."""
        return asdict(self)
