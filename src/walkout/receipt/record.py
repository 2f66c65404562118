"""What a receipt holds, as plain data. All texts in it are masked."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class FlowFacts:
    """Which flow was walked. version_hash: the hash of its file."""

    flow: str
    title: str
    right: str
    version_hash: str
    service_title: str
    origins: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class StepTaken:
    """One thing that was done on a page."""

    at: datetime
    page: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Disclosure:
    """A value that was typed into a field: which one and where, and never the value."""

    at: datetime
    field: str
    value: str
    hint: str
    origin: str


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The person's word to one sending step."""

    at: datetime
    to: str


@dataclass(frozen=True, kw_only=True)
class Confirmation:
    """The text with which the service confirmed, and the address of the page, without its query."""

    at: datetime
    text: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A masked picture of a page. sha256: of the file."""

    at: datetime
    file: str
    name: str
    sha256: str


@dataclass(kw_only=True)
class Record:
    """The whole receipt, as `receipt.json` keeps it. `outcome` is empty until the walk has ended."""

    format: int = 1
    dry_run: bool
    counts_as_submission: bool = False
    walk: str
    flow: FlowFacts
    begun_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    confirmation: Confirmation | None = None
    next: str = ""
    deadline: date | None = None
    agreed: list[Agreement] = field(default_factory=list)
    disclosed: list[Disclosure] = field(default_factory=list)
    steps: list[StepTaken] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
