"""The seam to the person: what a walk asks, what she can answer, what she is told. Terminal and script fit in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal, Protocol

from walkout.flow.model import Errand
from walkout.flow.steps import ValueName

ChoiceName = Literal[
    "go-on", "send", "change", "point", "done-by-me", "skip", "back", "again", "next-way", "start-anew", "stop"
]
PauseKind = (
    Errand
    | Literal[
        "review",
        "missing",
        "ambiguous",
        "point",
        "not-to-be-told",
        "cannot-act",
        "country-missing",
        "unknown-page",
        "unsafe-place",
        "not-moving",
        "offline",
        "paused",
    ]
)
Wish = Literal["pause", "back", "skip", "stop", "interrupt"]
Said = ChoiceName | Literal["moved", "pick", "time-over", "interrupt"]


@dataclass(frozen=True)
class Choice:
    """One thing that the person can say at a pause."""

    name: ChoiceName
    words: str


@dataclass(frozen=True)
class ReviewRow:
    """One value that will be sent: into which field (in the page's words), and which value of the profile it is.

    wanted: of a question of the flow, what an answer looks like.
    """

    field: str
    value_name: ValueName
    value: str = dataclass_field(repr=False)
    wanted: str = ""


@dataclass(frozen=True)
class Pause:
    """A point at which the walk waits for the person.

    lines: what she should know. rows: for a review, what will be sent, and `to` where. picks: for an ambiguous
    target, what can be chosen among. minutes: how long she has. place: the page of the flow, if it is known.
    """

    kind: PauseKind
    title: str
    lines: tuple[str, ...]
    choices: tuple[Choice, ...]
    place: str = ""
    rows: tuple[ReviewRow, ...] = ()
    to: str = ""
    picks: tuple[str, ...] = ()
    minutes: int | None = None


@dataclass(frozen=True)
class Answer:
    """What she said: a choice, the number (from 0) of a pick, a changed value. Or what came first: the page has `moved`
    on by itself, the pause's `minutes` are over, or she interrupted the program."""

    choice: Said
    pick: int = -1
    value_name: ValueName | None = None
    value: str = dataclass_field(default="", repr=False)


@dataclass(frozen=True)
class Event:
    """One thing that happened on a walk, free of personal values."""

    event: str
    text: str
    data: Mapping[str, object] = dataclass_field(default_factory=dict)


class Person(Protocol):
    """Whoever the walk is for."""

    def tell(self, event: Event) -> None:
        """Let her know. Returns at once."""

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:
        """Wait for her answer or for `moved`, which must be called often, as it keeps the page alive."""
        ...

    def wish(self) -> Wish | None:
        """What she has asked for between two steps, if anything."""
        ...
