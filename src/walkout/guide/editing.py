"""A form for one value, on a page of walkout's own: what is typed there, no other page can see."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from walkout.flow.steps import ValueName, is_built_in
from walkout.guide.cards import capital
from walkout.words.names import in_words
from walkout.words.speech import _, spoken_language

LONG: tuple[ValueName, ...] = ("reason", "prompts")


class Editing:
    """The page's answers, and what came of them. wrong: says what is wrong with a text; empty where nothing is."""

    def __init__(self, name: ValueName, field: str, value: str, wrong: Callable[[str], str]) -> None:
        self._name, self._field, self._value, self._wrong = name, field, value, wrong
        self.typed: str | None = None

    def answer(self, _path: str, posted: Mapping[str, str] | None) -> str:
        """The form; once it was sent with a value that will do, or given up, `typed` holds the text, or is empty."""
        wrong, value = "", self._value
        if posted is not None:
            value = posted.get("value", "").replace("\r\n", "\n").strip()
            if posted.get("does") != "keep" or value == self._value.strip():
                self.typed = ""
            else:
                wrong = self._wrong(value) if value else _("Please write something here, or leave it as it is.")
                self.typed = None if wrong else value
        return _page().render(
            lang=spoken_language(),
            style=_part("own.css"),
            title=_("Change: {what}").format(what=self._field),
            told=_(
                "What you type here stays on this page of walkout's own until you take it. The other tab cannot see it."
            ),
            label=capital(in_words(self._name)) if is_built_in(self._name) else self._field,
            value=value,
            long=self._name in LONG or "\n" in value,
            wrong=wrong,
            keep=_("Take this"),
            leave=_("Leave it as it is"),
            note=_("It is put into the form then, and shown to you once more before anything is sent."),
        )


@cache
def _page() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_part("edit.html"))


@cache
def _part(name: str) -> str:
    return files("walkout.guide").joinpath(name).read_text("utf-8")
