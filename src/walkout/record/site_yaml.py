"""`site.yaml` of a recorded site, as text."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from walkout.record.deeds import About

Rule = dict[str, Any]
GUESSED = (
    "That what was not done in the recording leads nowhere, and that each button and link leads where it led then.",
    "What the pages answer to something missing or wrong, and to a code that is wrong or late.",
    "The style, and how lists that the pages draw themselves are opened and closed.",
)


def site_text(
    about: About, language: str, countries: Sequence[str], pages: Sequence[str], rules: Sequence[Rule], mails: bool
) -> str:
    """The file. mails: a code is mailed and entered. pages: the names of the HTML files, without `.html`."""
    source = f"recorded on {about.on} by a volunteer; never walked on the live pages by the tool"
    lines = [
        "# Made by `walkout record` from pages as one person saw them. What was hers was taken out.",
        f"site: {about.flow}",
        "variant: recorded",
        f"title: {_text(about.title)}",
        f"date: {about.on[:7]}",
        f"languages: [{_text(language)}]",
        f"sends: {'code' if mails else 'nothing'}",
        f"outcome: {about.outcome}",
        *([f"ways: [{', '.join(about.ways)}]"] if about.ways else []),
        "known:",
        f"  - claim: {_text('The pages, their order, their words and their fields.')}",
        f"    source: {_text(source)}",
        "guessed:",
        *(f"  - {_text(one)}" for one in GUESSED),
        *([f"countries: [{', '.join(map(_text, countries))}]"] if countries else []),
        "pages:",
        *(f"  {name}: {name}.html" for name in pages),
        "rules:",
        *(f"  - {_rule(rule)}" for rule in rules),
    ]
    return "\n".join(lines) + "\n"


def _rule(rule: Mapping[str, Any]) -> str:
    return "\n    ".join(f"{key}: {_value(value)}" for key, value in rule.items())


def _value(value: Any) -> str:
    """A value on one line; JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
