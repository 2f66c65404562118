"""The steps of a page: one action each, on one target."""

from typing import Annotated, Any, Literal, NewType, TypeGuard, get_args

from pydantic import Discriminator, Field, Tag, WithJsonSchema

from walkout.flow.targets import NAME, FieldTarget, Meaning, Part, Target, sole_key

# A value that walkout knows by itself, and the name of a question that the flow asks (see `walkout.flow.asks`).
BuiltIn = Literal["country", "email", "reason", "first-name", "last-name", "prompts", "screenshots"]
AskedName = NewType("AskedName", str)
VALUE_NAMES: tuple[BuiltIn, ...] = get_args(BuiltIn)
LONGEST_NAME = 60


def is_built_in(name: object) -> TypeGuard[BuiltIn]:
    """Whether walkout knows the value by itself."""
    return isinstance(name, str) and name in VALUE_NAMES


def _which(name: Any) -> str:
    return "built-in" if is_built_in(name) else "asked"


Asked = Annotated[AskedName, Field(pattern=NAME, max_length=LONGEST_NAME)]
ValueName = Annotated[
    Annotated[BuiltIn, Tag("built-in")] | Annotated[Asked, Tag("asked")],
    Discriminator(_which),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(VALUE_NAMES), "type": "string"},
                {"type": "string", "pattern": NAME, "maxLength": LONGEST_NAME},
            ]
        }
    ),
]


class ValueInField(Part):
    """A field and the personal value that goes into it.

    optional: where the field is not on the page, or there is no such value, the walk goes on without.
    at_least: the person is warned before she sends fewer characters.
    """

    field: Meaning
    value: ValueName
    optional: bool = False
    at_least: Annotated[int, Field(ge=1, le=5000)] | None = None

    @property
    def target(self) -> FieldTarget:
        return FieldTarget(field=self.field)


class ClickStep(Part):
    """Click what is meant. `otherwise: next-way` leaves this way in when it is not on the page."""

    click: Target
    otherwise: Literal["ask", "next-way"] = "ask"


class ChooseStep(Part):
    """Choose a value in a list (a native select, a combobox, a typeahead) or among the answers to a question."""

    choose: ValueInField


class FillStep(Part):
    """Type a value into a field."""

    fill: ValueInField


class UploadStep(Part):
    """Put the person's screenshots into a field for files."""

    upload: ValueInField


class TickStep(Part):
    """Tick a box or a radio button, unless it is ticked."""

    tick: Target


class SendStep(Part):
    """The one step of a page that sends. The person reviews and agrees first; the ledger is written around it."""

    send: Target


STEPS = ("click", "choose", "fill", "upload", "tick", "send")
Step = Annotated[
    Annotated[ClickStep, Tag("click")]
    | Annotated[ChooseStep, Tag("choose")]
    | Annotated[FillStep, Tag("fill")]
    | Annotated[UploadStep, Tag("upload")]
    | Annotated[TickStep, Tag("tick")]
    | Annotated[SendStep, Tag("send")],
    Discriminator(
        sole_key(STEPS),
        custom_error_type="step",
        custom_error_message=f"a step has exactly one of the keys {', '.join(STEPS)}",
    ),
]


Doing = ClickStep | ChooseStep | FillStep | UploadStep | TickStep
"""A step that does not send."""


def value_in(step: ChooseStep | FillStep | UploadStep) -> ValueInField:
    """The field of a step that gives a value away, and the value."""
    match step:
        case ChooseStep():
            return step.choose
        case FillStep():
            return step.fill
        case UploadStep():
            return step.upload


def target_of(step: Step) -> Target:
    """What a step acts on."""
    match step:
        case ClickStep():
            return step.click
        case ChooseStep() | FillStep() | UploadStep():
            return value_in(step).target
        case TickStep():
            return step.tick
        case SendStep():
            return step.send
