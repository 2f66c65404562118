"""What comes from the window of the home page, and what can be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from walkout.flow.steps import ValueName

ORIGIN = "https://home.walkout.invalid"
"""An address that can exist nowhere else: no name below `.invalid` is ever given away (RFC 6761)."""

FORM = "application/x-www-form-urlencoded"
MAX_BODY = 12 * 1024 * 1024  # bytes: a picture of 8 MB as base64, and some words
FIELDS = 60


@dataclass(frozen=True)
class Request:
    """One request of the window. top: it is the main frame's, which goes to another page. origin: which page sent it,
    as the browser says; empty where it says nothing."""

    method: str
    path: str
    form: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    top: bool = True
    origin: str = ""

    def text(self, name: str) -> str:
        """The text of a form's field, without blanks around it; empty where there is none."""
        return self.form.get(name, ("",))[0].replace("\r\n", "\n").strip()


def request_of(method: str, address: str, body: bytes | None, headers: Mapping[str, str], *, top: bool) -> Request:
    """A request as the browser made it. headers: names in small letters. A body that is no form counts as empty."""
    form: dict[str, tuple[str, ...]] = {}
    if body and len(body) <= MAX_BODY and headers.get("content-type", "").startswith(FORM):
        try:
            read = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=FIELDS)
            form = {name: tuple(values) for name, values in read.items()}
        except ValueError:
            form = {}
    return Request(method, urlsplit(address).path or "/", form, top, headers.get("origin", ""))


@dataclass(frozen=True)
class Page:
    """A page to show. csp: its Content-Security-Policy."""

    html: str = field(repr=False)
    status: int = 200
    csp: str = "default-src 'none'"


@dataclass(frozen=True)
class Redirect:
    """Go to another page of the home page, by its path."""

    path: str


@dataclass(frozen=True)
class Refused:
    """Not answered: it did not come from a form or link of the home page."""


# --- wishes: what the person wants done, which is not done here ---


@dataclass(frozen=True)
class SaveProfile:
    """Keep these values; an empty one is removed. passphrase: for a new encrypted file; empty for none."""

    values: Mapping[str, str] = field(repr=False)
    passphrase: str = field(default="", repr=False)
    back_to: str = "/"


@dataclass(frozen=True)
class Unlock:
    """Open the encrypted file."""

    passphrase: str = field(repr=False)
    back_to: str = "/"


@dataclass(frozen=True)
class Forget:
    """Remove these of the things that are kept."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Start:
    """Walk this flow for real, or rehearse it. answers: to what the flow asks."""

    flow: str
    how: Literal["walk", "rehearse"]
    answers: Mapping[ValueName, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Trust:
    """The person agrees to run this flow, which did not come with walkout, in just this version."""

    flow: str
    sha256: str


@dataclass(frozen=True)
class AddPrompt:
    """Keep what she asked an AI, and what it answered."""

    prompt: str = field(repr=False)
    answer: str = field(repr=False)


@dataclass(frozen=True)
class AddPicture:
    """Keep a picture."""

    content: bytes = field(repr=False)


@dataclass(frozen=True)
class RemoveEvidence:
    """Remove one piece of evidence."""

    id: str


@dataclass(frozen=True)
class Settle:
    """She has looked at this request again."""

    walk: str


@dataclass(frozen=True)
class Leave:
    """Close the window."""


Wish = SaveProfile | Unlock | Forget | Start | Trust | AddPrompt | AddPicture | RemoveEvidence | Settle | Leave
Reply = Page | Redirect | Refused | Wish
