"""The flow format. A flow says, for every page that the person may meet, what is done there.

All models are frozen and refuse unknown keys. Meaning is said by concept (see `walkout.words`), never by selector.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, field_validator

from walkout.flow.asks import Ask
from walkout.flow.steps import BuiltIn, Step, ValueName
from walkout.flow.targets import Name, Part, Target, sole_key

Sentence = Annotated[str, Field(min_length=3, max_length=400)]
WHEN = r"^20[0-9]{2}(-[01][0-9](-[0-3][0-9])?)?$"


Errand = Literal[
    "sign-in",
    "enter-the-login-code",
    "decide-on-the-login",
    "decide-on-cookies",
    "switch-to-your-profile",
    "choose-the-account",
    "enter-the-code",
    "enter-the-code-again",
    "ask-for-a-new-code",
    "open-the-link",
    "read",
    "solve-the-check",
    "press-the-button",
]
OutcomeName = Literal[
    "submitted",
    "already-objected",
    "refused",
    "unable-to-process",
    "unavailable",
    "try-later",
    "locked",
    "changed",
    "arrived",
]


class WaitForPerson(Part):
    """The page is the person's: the walk waits until she has done the errand and the page has moved on."""

    to: Errand
    at_most: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}(m|h)$")] = "1h"

    @property
    def minutes(self) -> int:
        return int(self.at_most[:-1]) * (60 if self.at_most.endswith("h") else 1)


class Tell(Part):
    """What the person is told of a page where something is seen on it."""

    when: Target
    say: Sentence


class KnownBy(Part):
    """What is seen on a page, and what is not, when it is this one.

    covers: it lies over another page, as a banner does, and is seen to first.
    """

    known_by: Annotated[tuple[Target, ...], Field(min_length=1, max_length=8)]
    unless: tuple[Target, ...] = ()
    covers: bool = False
    tell: Annotated[tuple[Tell, ...], Field(max_length=10)] = ()


class PageOfSteps(KnownBy):
    """A page on which the walk acts."""

    page: Name
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=30)]


class PageOfPerson(KnownBy):
    """A page on which the person acts and the walk waits."""

    page: Name
    wait_for_person: WaitForPerson


class PageOfReturn(KnownBy):
    """A page that leads nowhere, such as the service's home: the way in is opened again from its start."""

    page: Name
    return_to: Literal["start"]


class PageOfOutcome(KnownBy):
    """A page on which the walk ends."""

    page: Name
    outcome: OutcomeName


PAGE_KINDS = ("steps", "wait_for_person", "return_to", "outcome")
Page = Annotated[
    Annotated[PageOfSteps, Tag("steps")]
    | Annotated[PageOfPerson, Tag("wait_for_person")]
    | Annotated[PageOfReturn, Tag("return_to")]
    | Annotated[PageOfOutcome, Tag("outcome")],
    Discriminator(
        sole_key(PAGE_KINDS),
        custom_error_type="page",
        custom_error_message=f"a page has exactly one of the keys {', '.join(PAGE_KINDS)}",
    ),
]


class Way(Part):
    """One way in: where the walk starts, and what a person would call it."""

    way: Name
    title: Sentence
    start: Annotated[str, Field(max_length=400)]


class Verified(Part):
    """When the flow was last seen to work: on the live pages, and on the fixtures."""

    live: date | Literal["never"]
    fixtures: date | Literal["never"]


class Source(Part):
    """Where a claim of the flow comes from, and of when that is: a year, a month or a day."""

    claim: Sentence
    source: Sentence
    # In YAML a year alone is a number; editors, which go by the schema, must not complain of it.
    date: Annotated[
        str,
        BeforeValidator(str),
        Field(pattern=WHEN),
        WithJsonSchema({"anyOf": [{"type": "string", "pattern": WHEN}, {"type": "integer"}]}),
    ]


Kind = Literal["objection", "request", "guide"]
Account = Literal["facebook", "instagram", "none"]


class Flow(Part):
    """One process at one service. See docs/flows.md for the format in words.

    kind: `objection`, a right that the service has to answer to; `request`, which it may refuse; `guide`, which opens a
    place and leaves the last button to the person. accounts: for whom it is. expect: what she can expect of it.
    needs, takes: the values that it cannot do without, and those that it uses where there are any. asks: the questions
    whose answers are values of this walk alone.
    """

    flow: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=80)]
    title: Sentence
    kind: Kind = "objection"
    right: Sentence
    regions: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Z]{2,3}$")], ...], Field(min_length=1)]
    accounts: tuple[Account, ...] = ()
    expect: Source | None = None
    origins: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    ways: Annotated[tuple[Way, ...], Field(min_length=1, max_length=10)]
    needs: tuple[BuiltIn, ...] = ()
    takes: tuple[BuiltIn, ...] = ()
    asks: Annotated[tuple[Ask, ...], Field(max_length=30)] = ()
    next: Sentence | None = None
    verified: Verified
    sources: tuple[Source, ...] = ()
    pages: Annotated[tuple[Page, ...], Field(min_length=1, max_length=60)]

    @field_validator("ways")
    @classmethod
    def _ways_have_names_of_their_own(cls, ways: tuple[Way, ...]) -> tuple[Way, ...]:
        names = [way.way for way in ways]
        if len(set(names)) != len(names):
            raise ValueError(f"two ways share a name; the names are {', '.join(names)}")
        return ways

    @field_validator("pages")
    @classmethod
    def _pages_have_names_of_their_own(cls, pages: tuple[Page, ...]) -> tuple[Page, ...]:
        names = [page.page for page in pages]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two pages share a name: {', '.join(twice)}")
        return pages

    @field_validator("asks")
    @classmethod
    def _questions_have_names_of_their_own(cls, asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
        names = [ask.ask for ask in asks]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two questions share a name: {', '.join(twice)}")
        return asks

    @property
    def required(self) -> tuple[ValueName, ...]:
        """The values that it cannot do without, asked ones after the others."""
        return (*self.needs, *(ask.ask for ask in self.asks if not ask.optional))

    @property
    def used(self) -> tuple[ValueName, ...]:
        """All values that it uses."""
        return (*self.needs, *self.takes, *(ask.ask for ask in self.asks))

    def question(self, name: ValueName) -> Ask | None:
        """The question whose answer is the value of that name; None for a value that walkout knows by itself."""
        return next((ask for ask in self.asks if ask.ask == name), None)

    @property
    def service(self) -> str:
        return self.flow.split("/")[0]

    def way(self, name: str) -> Way:
        """The way in of that name. Raises KeyError."""
        return next(way for way in self.ways if way.way == name)

    def page(self, name: str) -> Page:
        """The page of that name. Raises KeyError."""
        return next(page for page in self.pages if page.page == name)

    def starting_with(self, way: str) -> Self:
        """The same flow with that way in as its only one."""
        return self.model_copy(update={"ways": (self.way(way),)})
