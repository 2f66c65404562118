"""Sentences that are kept in English, as in the ledger, and told in her language when they are shown."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from walkout.words.speech import N_, Said, _, say_short_date

TEXT_CHANGED = N_(
    "the text of the page “{page}” changed between {first} and {last} ({added} words added, {removed} removed)"
)
DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Only what begins and ends with words of its own can be told apart.
FORMS = (
    TEXT_CHANGED,
    N_("the page says: “{said}”"),
    N_("the page takes no code any more: “{said}”"),
)


def retold(text: str, forms: tuple[str, ...] = FORMS, called: Mapping[str, Callable[[str], str]] | None = None) -> Said:
    """A kept sentence in her language; as it was kept, where it is of none of the known forms.

    called: what gives the words for what stands in a form, by its name there; else a day is told as she writes it.
    """
    for form in forms:
        found = _pattern(form).fullmatch(text)
        if found:
            named = {name: (called or {}).get(name, _told)(part) for name, part in found.groupdict().items()}
            return _(form, **named)
    return _(text)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", form)
    return re.compile(
        "".join(f"(?P<{part}>.+)" if at % 2 else re.escape(part) for at, part in enumerate(parts)), re.DOTALL
    )


def _told(part: str) -> str:
    """A day as she writes it; anything else as it was kept."""
    return say_short_date(date.fromisoformat(part)) if DAY.fullmatch(part) else part
