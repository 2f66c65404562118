"""The words of the home page, by way of gettext."""

from gettext import NullTranslations

_SPOKEN = NullTranslations()


def _(message: str) -> str:
    """The message in the person's language."""
    return _SPOKEN.gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """The message for that many, in the person's language."""
    return _SPOKEN.ngettext(one, many, count)
