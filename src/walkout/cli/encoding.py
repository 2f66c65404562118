"""Output whose encoding knows few letters, such as ASCII: a sign that it lacks is written as one that is like it."""

import codecs
import io
import sys
from unicodedata import normalize

# One sign for one, so that tables keep their width.
LIKE = {
    "✓": "+",
    "✗": "x",
    "→": ">",
    "▶": ">",
    "›": ">",
    "•": "*",
    "·": "-",
    "…": ".",
    "–": "-",
    "—": "-",
    "−": "-",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "‹": "<",
    "\N{NO-BREAK SPACE}": " ",
}
NAME = "walkout-like"


def bear_any_letter() -> None:
    """Let no letter be an error on either output, whatever its encoding."""
    codecs.register_error(NAME, _like)
    for output in (sys.stdout, sys.stderr):
        if isinstance(output, io.TextIOWrapper) and not output.encoding.lower().startswith("utf"):
            output.reconfigure(errors=NAME)


def _like(error: UnicodeError) -> tuple[str, int]:
    """Signs in the place of those that cannot be written: `é` is `e`, what is like nothing is `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_like_one, error.object[error.start : error.end])), error.end


def _like_one(sign: str) -> str:
    plain = normalize("NFKD", sign)[:1]
    return LIKE.get(sign) or (plain if plain.isascii() else "?")
