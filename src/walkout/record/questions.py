"""A question for a value that walkout does not know by itself, asked on each walk."""

import re

from walkout.flow.asks import AnswerKind, Ask
from walkout.flow.steps import VALUE_NAMES
from walkout.flow.targets import Target, Words, concept_in, meaning_of
from walkout.record.head import slug
from walkout.record.imported import Typed
from walkout.record.meaning import sayable
from walkout.view import Element
from walkout.watched import WatchedAct

MOST_CHOICES, LONGEST_CHOICE = 40, 120
# How a date is typed where the page says so: in its placeholder or beside its label.
DATE_PATTERN = re.compile(r"\b(DD|MM|YYYY)([./ -])(DD|MM)\2(DD|YYYY)\b", re.IGNORECASE)


def question_for(act: WatchedAct, element: Element, target: Target, typed: Typed) -> Ask:
    """The question whose answer goes into a field. What she chose or typed is no part of it."""
    meaning = meaning_of(target)
    words = meaning.words[0] if isinstance(meaning, Words) else ""
    said = words or concept_in(meaning).replace("-", " ")
    name = slug(concept_in(meaning) or words) or "answer"
    kind, choices, typed_as = _kind(act, element, typed)
    return Ask(
        ask=f"{name}-asked" if name in VALUE_NAMES else name,
        question=f"What goes into “{said}”?",
        kind=kind,
        choices=choices,
        typed_as=typed_as,
    )


def _kind(act: WatchedAct, element: Element, typed: Typed) -> tuple[AnswerKind, tuple[str, ...], str | None]:
    if element.options:
        choices = tuple(dict.fromkeys(one.label.strip() for one in element.options if one.label.strip()))
        fits = 2 <= len(choices) <= MOST_CHOICES and all(len(one) <= LONGEST_CHOICE for one in choices)
        return ("choice", choices, None) if act.kind == "choose" and fits else ("text", (), None)
    if element.type == "date":
        return "date", (), None
    pattern = DATE_PATTERN.search(" ".join((element.placeholder, element.name, element.hint, element.context)))
    if pattern is not None and sayable(pattern[0], typed):
        return "date", (), pattern[0].upper()
    return ("long-text" if element.tag == "textarea" else "text"), (), None
