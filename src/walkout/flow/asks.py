"""Questions that a flow asks the person before a walk. An answer is a value of that walk alone, and kept nowhere.

A flow may come from a stranger, so a question is only ever shown as text, and the linter refuses one that asks for what
is the person's alone, such as a password.
"""

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from walkout.errors import BadProfileError
from walkout.flow.steps import Asked
from walkout.flow.targets import Part
from walkout.words.normal import normal

AnswerKind = Literal["text", "long-text", "date", "choice"]
LONGEST_ANSWER = {"text": 500, "long-text": 5000}
ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What an answer of one line may not hold: it is typed as it stands, and a line break could send a form.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
BREAKS_OF_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


class Ask(Part):
    """One question.

    ask: its name, which a step's `value` gives. kind: `text`, one line; `long-text`; `date`, a day; `choice`, one of
    `choices`, in the words of the page. typed_as: of a date, how the form wants it where it is typed, such as
    DD/MM/YYYY; a date picker of the browser needs none. optional: she may leave it out, and so must its steps.
    """

    ask: Asked
    question: Annotated[str, Field(min_length=3, max_length=400)]
    kind: AnswerKind = "text"
    choices: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=120)], ...], Field(max_length=60)] = ()
    typed_as: Annotated[str, Field(pattern=r"^(DD|MM|YYYY)[./ -]?(DD|MM)[./ -]?(DD|YYYY)$")] | None = None
    optional: bool = False

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Self:
        if self.kind == "choice" and len(self.choices) < 2:
            raise ValueError("a question of the kind `choice` has at least two `choices`")
        if self.kind != "choice" and self.choices:
            raise ValueError("only a question of `kind: choice` has `choices`")
        if len(set(map(normal, self.choices))) != len(self.choices):
            raise ValueError("two of the `choices` say the same")
        if self.typed_as and self.kind != "date":
            raise ValueError("only a question of `kind: date` has `typed_as`")
        if self.typed_as and any(self.typed_as.count(part) != 1 for part in ("DD", "MM", "YYYY")):
            raise ValueError("`typed_as` names DD, MM and YYYY once each")
        return self

    @property
    def answered(self) -> str:
        """What an answer looks like, in words."""
        match self.kind:
            case "date":
                return "a day as YYYY-MM-DD, such as 2024-05-31"
            case "choice":
                return f"one of: {' / '.join(self.choices)}"
            case "long-text":
                return "some sentences"
            case _:
                return "one line of text"

    @property
    def hint(self) -> str:
        """What of an answer may be kept in a receipt: its kind, and nothing of what it says."""
        return {"date": "a date", "choice": f"one of {len(self.choices)} choices"}.get(self.kind, "an answer")

    @property
    def invented(self) -> str:
        """An answer for rehearsals, of nobody."""
        words = self.ask.replace("-", " ")
        match self.kind:
            case "date":
                return "1990-05-17"
            case "choice":
                return self.choices[0]
            case "long-text":
                return f"This is an invented answer for a rehearsal. It is about {words}."
            case _:
                return f"Example {words}"


def checked_answer(ask: Ask, text: str) -> str:
    """An answer as it will be used: a day as YYYY-MM-DD, a choice in the flow's words. Raises BadProfileError.

    text: as the person has typed it; of a choice also its number, from 1.
    """
    said = text.strip()
    if not said:
        raise BadProfileError("nothing was answered.", remedy=f"Wanted is {ask.answered}.")
    match ask.kind:
        case "date":
            return _day(said)
        case "choice":
            return _choice(ask, said)
        case kind:
            breaks = BREAKS if kind == "text" else BREAKS_OF_TEXT
            if breaks.search(said) or len(said) > LONGEST_ANSWER[kind]:
                remedy = f"At most {LONGEST_ANSWER[kind]} characters{', on one line' if kind == 'text' else ''}."
                raise BadProfileError("this is longer than an answer can be, or more than text.", remedy=remedy)
            return said


def typed_form(ask: Ask | None, value: str) -> str:
    """A value as it is typed into a field of text: a date in the form that the flow names for it."""
    if ask is None or ask.typed_as is None or not ISO.fullmatch(value):
        return value
    year, month, day = value.split("-")
    return ask.typed_as.replace("YYYY", year).replace("MM", month).replace("DD", day)


def _day(said: str) -> str:
    try:
        if ISO.fullmatch(said):
            return date.fromisoformat(said).isoformat()
    except ValueError:
        pass
    raise BadProfileError("this is no day of the calendar.", remedy="Write it as YYYY-MM-DD, such as 2024-05-31.")


def _choice(ask: Ask, said: str) -> str:
    named = [choice for choice in ask.choices if normal(choice) == normal(said)]
    if not named and said.isascii() and said.isdecimal() and 1 <= int(said) <= len(ask.choices):
        named = [ask.choices[int(said) - 1]]
    if not named:
        raise BadProfileError("this is none of the choices.", remedy=f"Wanted is {ask.answered}, or its number.")
    return named[0]
