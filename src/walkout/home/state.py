"""What the home page knows when it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from walkout.flow.load import FlowFile
from walkout.ledger.walks import Walk
from walkout.profile.profile import Profile

Tone = Literal["good", "open", "bad", "dry"]


@dataclass(frozen=True)
class Notice:
    """What has just happened, told at the top of the next page."""

    tone: Tone
    text: str
    more: str = ""
    link: tuple[str, str] | None = None  # path and words


@dataclass(frozen=True)
class Place:
    """Where her values are kept, or would be. locked: the encrypted file waits for its passphrase."""

    kind: Literal["keyring", "file"]
    where: str
    kept: bool = False
    locked: bool = False


@dataclass(frozen=True)
class Rehearsed:
    """How the last rehearsal of a flow went in this session. good: it came to the confirmation."""

    good: bool
    why: str
    at: datetime


@dataclass(frozen=True)
class Offer:
    """A flow that can be walked. service: what people call it. trusted: it came with walkout, or she has agreed."""

    file: FlowFile
    service: str
    trusted: bool = True
    can_rehearse: bool = True
    rehearsed: Rehearsed | None = None

    @property
    def key(self) -> str:
        """What it is known by here. A file from elsewhere may call itself as a shipped flow does."""
        return self.file.flow.flow if self.file.is_shipped else f"elsewhere/{self.file.sha256[:16]}"


@dataclass(frozen=True)
class Collected:
    """A piece of evidence, without what it says. size: characters of a prompt, bytes of a picture."""

    id: str
    kind: Literal["prompt", "screenshot"]
    size: int
    added: datetime


@dataclass(frozen=True)
class KeptThing:
    """One thing that is kept on this machine."""

    name: str
    what: str
    place: str
    size: int | None


@dataclass(frozen=True)
class TextChange:
    """A notice or policy that has changed: in a sentence, and the changed paragraphs as HTML with `ins` and `del`."""

    words: str
    html: str


@dataclass(frozen=True)
class Counts:
    """The requests of this window: answered from this machine, refused, and those that left it."""

    answered: int = 0
    refused: int = 0
    left: int = 0


def _none() -> tuple[()]:
    return ()


@dataclass(frozen=True)
class State:
    """Everything that a page may show. token: stands in every form. What takes a while to read is read when asked.

    profile: with what the environment sets on top; from_settings: which values that are. receipt: a walk's receipt as
    HTML, None where there is none.
    """

    today: date
    token: str = field(repr=False)
    profile: Profile
    place: Place
    offers: tuple[Offer, ...]
    walks: tuple[Walk, ...] = ()
    from_settings: tuple[str, ...] = ()
    notice: Notice | None = None
    counts: Counts = Counts()
    collected: Callable[[], tuple[Collected, ...]] = field(default=_none, repr=False)
    kept: Callable[[], tuple[KeptThing, ...]] = field(default=_none, repr=False)
    receipt: Callable[[Walk], str | None] = field(default=lambda _walk: None, repr=False)
    changes: Callable[[Walk], tuple[TextChange, ...]] = field(default=lambda _walk: (), repr=False)

    @property
    def first_visit(self) -> bool:
        """Nothing is known of her, and nothing was sent."""
        return not self.profile.values and not self.walks and not self.place.locked

    def offer(self, key: str) -> Offer | None:
        """The flow of that key."""
        return next((one for one in self.offers if one.key == key), None)

    def offer_of(self, walk: Walk) -> Offer | None:
        """The flow that was walked, where it is at hand: of several of that name the shipped one."""
        named = [one for one in self.offers if one.file.flow.flow == walk.flow]
        return next((one for one in named if one.file.is_shipped), next(iter(named), None))

    def walk(self, walk_id: str) -> Walk | None:
        """The walk of that id."""
        return next((one for one in self.walks if one.id == walk_id), None)

    def open_submission(self, flow: str) -> Walk | None:
        """The newest walk of that flow that may have reached the service."""
        return next((one for one in self.walks if one.flow == flow and one.state.maybe_sent), None)
