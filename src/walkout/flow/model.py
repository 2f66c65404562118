"""The flow format. A flow says, for every page that the person may meet, what is done there.

All models are frozen and refuse unknown keys. Meaning is said by concept (see `walkout.words`), never by selector.
"""

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, WithJsonSchema, field_validator

ValueName = Literal["country", "email", "reason"]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Sentence = Annotated[str, Field(min_length=3, max_length=400)]
WHEN = r"^20[0-9]{2}(-[01][0-9](-[0-3][0-9])?)?$"


class Part(BaseModel):
    """The manner of every part of a flow: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """Literal words instead of a concept, for what has no concept yet."""

    words: Annotated[tuple[str, ...], Field(min_length=1, max_length=20)]


Meaning = Name | Words


class LinkTarget(Part):
    link: Meaning


class ButtonTarget(Part):
    button: Meaning


class FieldTarget(Part):
    field: Meaning


class OptionTarget(Part):
    option: Meaning


class HeadingTarget(Part):
    heading: Meaning


class TextTarget(Part):
    text: Meaning


Role = Literal["link", "button", "field", "option", "heading", "text"]
ROLES: tuple[Role, ...] = ("link", "button", "field", "option", "heading", "text")


def sole_key(among: tuple[str, ...]) -> Any:
    """A discriminator: which of `among` does the mapping (or model) hold?"""

    def find(value: Any) -> str | None:
        keys = value if isinstance(value, dict) else type(value).model_fields if isinstance(value, BaseModel) else ()
        found = [key for key in among if key in keys]
        return found[0] if len(found) == 1 else None

    return find


Target = Annotated[
    Annotated[LinkTarget, Tag("link")]
    | Annotated[ButtonTarget, Tag("button")]
    | Annotated[FieldTarget, Tag("field")]
    | Annotated[OptionTarget, Tag("option")]
    | Annotated[HeadingTarget, Tag("heading")]
    | Annotated[TextTarget, Tag("text")],
    Discriminator(
        sole_key(ROLES),
        custom_error_type="target",
        custom_error_message="a target has exactly one of the keys link, button, field, option, heading, text",
    ),
]


def role_of(target: Target) -> Role:
    """The role that a target asks for: the name of its only key."""
    (role,) = type(target).model_fields
    return role  # type: ignore[return-value]


def meaning_of(target: Target) -> str | Words:
    """The concept's name, or literal words."""
    return getattr(target, role_of(target))  # type: ignore[no-any-return]


def describe(target: Target) -> str:
    """A target in one line, as `walkout` prints it: `link:right-to-object`."""
    meaning = meaning_of(target)
    return f"{role_of(target)}:{meaning if isinstance(meaning, str) else ' / '.join(meaning.words)}"


class ValueInField(Part):
    """A field and the personal value that goes into it."""

    field: Meaning
    value: ValueName

    @property
    def target(self) -> FieldTarget:
        return FieldTarget(field=self.field)


class ClickStep(Part):
    """Click what is meant. `otherwise: next-way` leaves this way in when it is not on the page."""

    click: Target
    otherwise: Literal["ask", "next-way"] = "ask"


class ChooseStep(Part):
    """Choose a value in a list: a native select, a combobox or a typeahead."""

    choose: ValueInField


class FillStep(Part):
    """Type a value into a field."""

    fill: ValueInField


class TickStep(Part):
    """Tick a box or a radio button, unless it is ticked."""

    tick: Target


class SendStep(Part):
    """The one step of a page that sends. The person reviews and agrees first; the ledger is written around it."""

    send: Target


STEPS = ("click", "choose", "fill", "tick", "send")
Step = Annotated[
    Annotated[ClickStep, Tag("click")]
    | Annotated[ChooseStep, Tag("choose")]
    | Annotated[FillStep, Tag("fill")]
    | Annotated[TickStep, Tag("tick")]
    | Annotated[SendStep, Tag("send")],
    Discriminator(
        sole_key(STEPS),
        custom_error_type="step",
        custom_error_message="a step has exactly one of the keys click, choose, fill, tick, send",
    ),
]


def target_of(step: Step) -> Target:
    """What a step acts on."""
    match step:
        case ClickStep():
            return step.click
        case ChooseStep():
            return step.choose.target
        case FillStep():
            return step.fill.target
        case TickStep():
            return step.tick
        case SendStep():
            return step.send


Errand = Literal["sign-in", "enter-the-code", "enter-the-code-again", "ask-for-a-new-code", "read", "solve-the-check"]
OutcomeName = Literal["submitted", "refused", "unavailable", "locked"]


class WaitForPerson(Part):
    """The page is the person's: the walk waits until she has done the errand and the page has moved on."""

    to: Errand
    at_most: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,2}(m|h)$")] = "1h"

    @property
    def minutes(self) -> int:
        return int(self.at_most[:-1]) * (60 if self.at_most.endswith("h") else 1)


class KnownBy(Part):
    """What is seen on a page, and what is not, when it is this one."""

    known_by: Annotated[tuple[Target, ...], Field(min_length=1, max_length=8)]
    unless: tuple[Target, ...] = ()


class PageOfSteps(KnownBy):
    """A page on which the walk acts."""

    page: Name
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=30)]


class PageOfPerson(KnownBy):
    """A page on which the person acts and the walk waits."""

    page: Name
    wait_for_person: WaitForPerson


class PageOfOutcome(KnownBy):
    """A page on which the walk ends."""

    page: Name
    outcome: OutcomeName


PAGE_KINDS = ("steps", "wait_for_person", "outcome")
Page = Annotated[
    Annotated[PageOfSteps, Tag("steps")]
    | Annotated[PageOfPerson, Tag("wait_for_person")]
    | Annotated[PageOfOutcome, Tag("outcome")],
    Discriminator(
        sole_key(PAGE_KINDS),
        custom_error_type="page",
        custom_error_message="a page has exactly one of the keys steps, wait_for_person, outcome",
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


class Flow(Part):
    """One process at one service. See docs/flows.md for the format in words."""

    flow: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=80)]
    title: Sentence
    right: Sentence
    regions: Annotated[tuple[Annotated[str, Field(pattern=r"^[A-Z]{2,3}$")], ...], Field(min_length=1)]
    origins: Annotated[tuple[str, ...], Field(min_length=1, max_length=10)]
    ways: Annotated[tuple[Way, ...], Field(min_length=1, max_length=10)]
    needs: tuple[ValueName, ...] = ()
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
