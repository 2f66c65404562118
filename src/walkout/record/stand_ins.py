"""Stand-ins for keys and numbers of a site, and for addresses: the same one for the same key, on all pages."""

import re
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import unquote, urlsplit, urlunsplit

from walkout.record.personal import UNSEEN, Personal

# Long numbers, and long words that are none: what a service calls an account, a session or a request by.
OPAQUE = re.compile(
    r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|\d{6,}|(?=(?:[A-Za-z_-]+\d+){4})[\w=-]{32,}"
    r"|(?<![A-Za-z0-9])(?=[A-Za-z]*\d+[A-Za-z]+\d)[A-Za-z0-9]{16,}(?![A-Za-z0-9])|[A-Za-z0-9=]{32,}"
)
OF_ACCOUNT = re.compile(r"(?i)/(?:profile|profiles|user|users|u|account|accounts|member|members|people|id)/[^/]+")
PLAIN_FRAGMENT = re.compile(r"[/!]?[A-Za-z][A-Za-z/_-]{0,40}")


def path_of(address: str) -> str:
    return urlsplit(address).path


@dataclass
class Tokens:
    """Stand-ins for keys, numbers and queries, the same for all pages. kept: paths of pages that the person opened."""

    personal: Personal
    kept: frozenset[str] = frozenset()
    _known: dict[str, dict[str, str]] = field(default_factory=dict)

    def stand_in(self, kind: str, key: str) -> str:
        known = self._known.setdefault(kind, {})
        if key not in known:
            numbers = (f"{kind}{number}" for number in count(len(known) + 1))
            known[key] = next(one for one in numbers if not self.personal.is_in(one))
        return known[key]

    def token(self, word: str, personal: Personal | None = None, *, whole: bool = False) -> str:
        """A name or id without keys; another one where something personal is in it, or (whole) it is a part of that."""
        if whole or is_in(personal or self.personal, word):
            return self.stand_in("x", word)
        return OPAQUE.sub(lambda found: self.stand_in("n", found[0]), word)

    def address(self, address: str) -> str:
        """An address of which the query is a number, and the path has nothing of the account."""
        try:
            parts = urlsplit(address)
            host = parts.netloc.rpartition("@")[2]
        except ValueError:
            return ""
        host = ".".join(self.stand_in("x", part) if self.personal.is_in(part) else part for part in host.split("."))
        path = "/".join(map(self._segment, parts.path.split("/"))) if parts.path not in self.kept else parts.path
        path = "/".join(
            self.stand_in("x", part) if self._personal(part) else part
            for part in _without_account(path, self).split("/")
        )
        query = f"q={self.stand_in('q', parts.query)[1:]}" if parts.query else ""
        fragment = (
            parts.fragment if PLAIN_FRAGMENT.fullmatch(parts.fragment) and not self._personal(parts.fragment) else ""
        )
        return urlunsplit((parts.scheme, host, path, query, fragment or ("top" if parts.fragment else "")))

    def _personal(self, part: str) -> bool:
        return is_in(self.personal, part)

    def _segment(self, segment: str) -> str:
        return OPAQUE.sub(lambda found: self.stand_in("n", found[0]), segment)


def is_in(personal: Personal, word: str) -> bool:
    """Whether something personal is in a name or a part of an address, where signs stand for blanks."""
    said = UNSEEN.sub("", unquote(word))
    return any(personal.is_in(one) for one in (word, said, re.sub(r"[._+-]+", " ", said)))


def _without_account(path: str, tokens: Tokens) -> str:
    """A path in which what follows a word for an account is a stand-in where it may name one: no plain word does."""

    def other(found: re.Match[str]) -> str:
        head, _, tail = found[0].rpartition("/")
        plain = re.fullmatch(r"[a-z]{2,}([_-][a-z]+)*|[xn]\d{1,4}", tail)
        return found[0] if plain else f"{head}/{tokens.stand_in('x', tail)}"

    return OF_ACCOUNT.sub(other, path)
