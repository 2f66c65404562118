"""The addresses of a recorded site's pages: their own where they differ by them, else with a name added."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from walkout.errors import BadFlowError

MARK = "at"
ADDRESS = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?/[^\s#]*")
LONGEST = 400


class Places:
    """Gives each page an address of its own. Pages that a site shows at one address differ by `at=NAME` here."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def reserve(self, address: str, name: str) -> str:
        """An address that is to show the page; it is the first one's that asks for it."""
        plain = without_fragment(address)
        if plain:
            self._taken.setdefault(plain, name)
        return plain

    def of(self, address: str, name: str) -> str:
        """The page's address. Raises BadFlowError where it has none on the web."""
        plain = without_fragment(address)
        if not plain:
            raise BadFlowError("it has no address on the web", where=name, remedy="Record pages of a web site.")
        if self._taken.setdefault(plain, name) == name:
            return plain
        return marked(plain, name)


def without_fragment(address: str) -> str:
    """The address as a rule of a site can have it; empty where it is none on the web."""
    try:
        parts = urlsplit(address)
        plain = urlunsplit((parts.scheme, parts.netloc.lower(), parts.path or "/", parts.query, ""))
    except ValueError:
        return ""
    return plain if ADDRESS.fullmatch(plain) and len(plain) < LONGEST else ""


def marked(address: str, name: str) -> str:
    """The address with `at=name` in its query."""
    return f"{address}{'&' if urlsplit(address).query else '?'}{MARK}={name}"


def bare(address: str) -> str:
    """The address without its query."""
    return address.partition("?")[0]


def in_order(shows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Address and page, those first whose query says more: the first rule that fits counts."""
    return sorted(shows, key=lambda show: -len(parse_qsl(urlsplit(show[0]).query)))
