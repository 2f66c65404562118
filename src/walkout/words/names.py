"""What things are called in her language: values, the meanings of targets, and kinds of elements."""

from datetime import date
from typing import Literal

from walkout.words.speech import N_, Said, _, say_short_date

VALUES = {
    "country": N_("country"),
    "email": N_("e-mail address"),
    "first-name": N_("first name"),
    "last-name": N_("last name"),
    "reason": N_("reason"),
    "prompts": N_("prompts"),
    "screenshots": N_("screenshots"),
}
ROLES = {
    "button": N_("button"),
    "checkbox": N_("checkbox"),
    "combobox": N_("combobox"),
    "dialog": N_("dialog"),
    "file": N_("file"),
    "group": N_("group"),
    "heading": N_("heading"),
    "link": N_("link"),
    "menuitem": N_("menuitem"),
    "option": N_("option"),
    "radio": N_("radio"),
    "spinbutton": N_("spinbutton"),
    "switch": N_("switch"),
    "tab": N_("tab"),
    "text": N_("text"),
    "textbox": N_("textbox"),
}
SPELT = {"ai": "AI", "email": "e-mail address", "meta": "Meta"}


def spelt_out(concept: str) -> str:
    """A concept's name as plain English words: `right-to-object` → `right to object`; the key of its translation."""
    return " ".join(SPELT.get(word, word) for word in concept.split("-"))


def in_words(concept: str) -> Said:
    """A concept, or a value, as plain words: `ai-notification` → `AI notification`."""
    return _(VALUES.get(concept, spelt_out(concept)))


def role_words(role: str) -> Said:
    """What a kind of element is called."""
    return _(ROLES.get(role, role))


def day_or_never(day: date | Literal["never"]) -> str:
    """When something was seen last, in figures."""
    return _("never") if isinstance(day, str) else say_short_date(day)
