"""What a step acts on, and what a page is known by: a role and a meaning. The parts of a flow begin here."""

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError

from walkout.errors import BadUsageError

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Name = Annotated[str, Field(pattern=NAME, max_length=60)]


class Part(BaseModel):
    """The manner of every part of a flow: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Part):
    """Literal words: for what has no concept yet or, with a concept, beside the words that it has anyway."""

    concept: Name | None = None
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


class TickedTarget(Part):
    """A box or switch that is on. Only to know a page by."""

    ticked: Meaning


class UntickedTarget(Part):
    """A box or switch that is off. Only to know a page by."""

    unticked: Meaning


Role = Literal["link", "button", "field", "option", "heading", "text", "ticked", "unticked"]
ROLES: tuple[Role, ...] = get_args(Role)


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
    | Annotated[TextTarget, Tag("text")]
    | Annotated[TickedTarget, Tag("ticked")]
    | Annotated[UntickedTarget, Tag("unticked")],
    Discriminator(
        sole_key(ROLES),
        custom_error_type="target",
        custom_error_message=f"a target has exactly one of the keys {', '.join(ROLES)}",
    ),
]


_ANY: TypeAdapter[Target] = TypeAdapter(Target)


def parse_target(text: str) -> Target:
    """A target as `describe` writes it: `link:right-to-object`, `button:Send it / Submit` with literal words, or
    `button:submit | Send it` with both.

    What is written like a concept's name is taken for one; whether there is such a concept, the lexicon knows.
    Raises BadUsageError.
    """
    role, _, meaning = (part.strip() for part in text.partition(":"))
    concept, either, literal = meaning.rpartition(" | ")
    words = [one.strip() for one in literal.split(" / ") if one.strip()]
    given: Any = {"words": words, **({"concept": concept.strip()} if either else {})}
    if re.fullmatch(NAME, meaning):
        given = meaning
    try:
        return _ANY.validate_python({role: given})
    except ValidationError as error:
        raise BadUsageError(
            f"{text!r} is no target", remedy=f"Such as link:right-to-object; before the colon: {', '.join(ROLES)}."
        ) from error


def role_of(target: Target) -> Role:
    """The role that a target asks for: the name of its only key."""
    (role,) = type(target).model_fields
    return role  # type: ignore[return-value]


def meaning_of(target: Target) -> str | Words:
    """The concept's name, or literal words."""
    return getattr(target, role_of(target))  # type: ignore[no-any-return]


def concept_in(meaning: Meaning) -> str:
    """The concept's name, also where words stand beside it; empty for words alone."""
    return meaning if isinstance(meaning, str) else meaning.concept or ""


def describe(target: Target) -> str:
    """A target in one line, as `walkout` prints it: `link:right-to-object`."""
    meaning = meaning_of(target)
    if isinstance(meaning, str):
        return f"{role_of(target)}:{meaning}"
    words = " / ".join(meaning.words)
    return f"{role_of(target)}:{meaning.concept} | {words}" if meaning.concept else f"{role_of(target)}:{words}"
