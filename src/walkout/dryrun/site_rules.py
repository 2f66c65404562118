"""The rules of a fixture site: which address shows which page, and what a post to an address does."""

from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from walkout.view import origin_of

Name = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Address = Annotated[str, Field(pattern=r"^https?://[a-z0-9.-]+(:[0-9]+)?/[^\s#]*$", max_length=400)]
Addresses = Annotated[
    tuple[Address, ...],
    BeforeValidator(lambda value: (value,) if isinstance(value, str) else value),
    Field(min_length=1),
]


class Part(BaseModel):
    """The manner of every part of the file: frozen, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ShowRule(Part):
    """An address that shows a page, where all of `when` (faults, or what has happened) holds and none of `unless`."""

    get: Addresses
    show: Name
    when: tuple[Name, ...] = ()
    unless: tuple[Name, ...] = ()


class ConfirmLinkRule(Part):
    """The address of the link that is mailed instead of a code: `show` where its `token` is right, else `again`."""

    get: Addresses
    does: Literal["confirm-link"]
    token: str
    show: Name
    again: Name


class SignInRule(Part):
    """A post that signs in, and leads on to the address that was asked for.

    With `login_steps` of a fault, their pages come between, and are posted to the same address. code: the field of a
    second factor.
    """

    post: Addresses
    does: Literal["sign-in"]
    code: str = ""
    redirect: bool = False


class TakeRequestRule(Part):
    """A post with the request. A code is mailed to what the field `email` holds, and `show` comes next.

    Where a field of `required` is empty, `again` is shown in the state `missing-…` of the name given there. at_least:
    fields that are to have so many characters, which is told only after the code.
    """

    post: Addresses
    does: Literal["take-request"]
    required: Annotated[dict[str, Name], Field(min_length=1)]
    email: str
    at_least: dict[str, int] = Field(default_factory=dict)
    show: Name
    again: Name
    redirect: bool = False


class SetStateRule(Part):
    """A post that makes a state hold from then on, and leads to an address, or back to the one asked for last."""

    post: Addresses
    does: Literal["set-state"]
    state: Name
    to: Address | None = None


class CheckCodeRule(Part):
    """A post with the code: `show` if right, `again` if wrong or expired, `locked` after three wrong ones.

    short: the page that tells, after the right code, that a field has less than `at_least` characters.
    """

    post: Addresses
    does: Literal["check-code"]
    code: str
    show: Name
    again: Name
    locked: Name
    short: Name | None = None
    redirect: bool = False


class NewCodeRule(Part):
    """A post that asks for a new code."""

    post: Addresses
    does: Literal["send-new-code"]
    show: Name
    locked: Name
    redirect: bool = False


class TrapRule(Part):
    """A post to a place that nothing may be sent to. It takes what it gets, so that a test sees it."""

    post: Addresses
    does: Literal["trap"]
    show: Name


def _kind(value: Any) -> str | None:
    return value.get("does", "show") if isinstance(value, dict) else getattr(value, "does", "show")


GetRule = ShowRule | ConfirmLinkRule
PostRule = SignInRule | TakeRequestRule | CheckCodeRule | NewCodeRule | SetStateRule | TrapRule
Rule = Annotated[
    Annotated[ShowRule, Tag("show")]
    | Annotated[ConfirmLinkRule, Tag("confirm-link")]
    | Annotated[SignInRule, Tag("sign-in")]
    | Annotated[SetStateRule, Tag("set-state")]
    | Annotated[TakeRequestRule, Tag("take-request")]
    | Annotated[CheckCodeRule, Tag("check-code")]
    | Annotated[NewCodeRule, Tag("send-new-code")]
    | Annotated[TrapRule, Tag("trap")],
    Discriminator(
        _kind,
        custom_error_type="rule",
        custom_error_message="a rule has `show`, or `does` one of: "
        "confirm-link, sign-in, take-request, check-code, send-new-code, set-state, trap",
    ),
]


def addresses_of(rule: GetRule | PostRule) -> tuple[str, ...]:
    """The addresses that a rule is for."""
    return rule.get if isinstance(rule, ShowRule | ConfirmLinkRule) else rule.post


def leads_to(url: str, address: str) -> bool:
    """Is this a rule's address? Of the query only what the rule names counts, and no closing stroke."""
    try:
        asked, ruled, origin = urlsplit(url), urlsplit(address), origin_of(url)
    except ValueError:
        return False
    return (
        origin == origin_of(address)
        and asked.path.rstrip("/") == ruled.path.rstrip("/")
        and set(parse_qsl(ruled.query)) <= set(parse_qsl(asked.query))
    )
