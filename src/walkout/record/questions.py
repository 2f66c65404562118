"""Fields that walkout keeps no value for become questions, which the flow asks each time that it is walked."""

import re

from walkout.flow.asks import AnswerKind, Ask
from walkout.flow.lint import OF_THE_PERSON
from walkout.flow.lint_values import asks_for_a_secret
from walkout.flow.steps import VALUE_NAMES, AskedName, ValueName
from walkout.flow.targets import Target, Words, concept_in, describe, meaning_of
from walkout.record.imported import Typed
from walkout.record.meaning import sayable
from walkout.record.names import slug
from walkout.view import Element
from walkout.words.normal import normal

MOST_QUESTIONS, SHORTEST = 30, 3
MOST_CHOICES, LONGEST_CHOICE = 60, 120
DATE_PATTERN = re.compile(r"\b(DD|MM|YYYY)([./ -])(DD|MM)\2(DD|YYYY)\b", re.IGNORECASE)
# Concepts of fields that no flow may fill in.
NEVER_ASKED = frozenset((*OF_THE_PERSON, "payment-card", "search", "screenshots"))


class Questions:
    """The questions of one flow, while its pages are made."""

    def __init__(self) -> None:
        self._asks: dict[str, Ask] = {}

    def named(self, target: Target, element: Element, typed: Typed) -> AskedName | None:
        """The name of the question for a field; None for one that may not be asked for. typed: in no question."""
        ask = question_for(target, element, typed)
        return self.taken(target, ask) if ask is not None else None

    def taken(self, target: Target, ask: Ask) -> AskedName | None:
        """Take a question in; the name that it goes by. Fields of one meaning share it. None: there are too many."""
        known = self._asks.get(describe(target))
        if known is None and len(self._asks) < MOST_QUESTIONS:
            known = self._asks[describe(target)] = ask.model_copy(update={"ask": self._free(ask.ask)})
        return known.ask if known is not None else None

    def is_date(self, name: ValueName) -> bool:
        """Whether the question of that name asks for a day."""
        return any(ask.ask == name and ask.kind == "date" for ask in self._asks.values())

    def used(self, values: set[ValueName]) -> tuple[Ask, ...]:
        """Those whose answers are used."""
        return tuple(ask for ask in self._asks.values() if ask.ask in values)

    def _free(self, wanted: str) -> AskedName:
        taken = {*VALUE_NAMES, *(ask.ask for ask in self._asks.values())}
        names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
        return AskedName(next(name for name in names if name not in taken))


def question_for(target: Target, element: Element, typed: Typed, *, listed: bool = False) -> Ask | None:
    """The question whose answer goes into a field; None for a field that no flow may ask for.

    typed: in no question. listed: one of the entries of a list was chosen; they are the page's, and none is marked.
    """
    concept, words = concept_in(meaning_of(target)), _words(target)
    label = sayable(element.name, typed) or sayable(element.placeholder, typed) or words or concept.replace("-", " ")
    name = concept or slug(label) or "answer"
    if concept in NEVER_ASKED or element.type in ("password", "file", "hidden"):
        return None
    if any(map(asks_for_a_secret, (label, name.replace("-", " ")))):
        return None
    question = label if len(label) >= SHORTEST else f"The field “{label}”"
    choices = _choices(element) if listed else ()
    kind: AnswerKind = "choice" if choices else _kind(concept, element)
    pattern = "" if choices or element.type == "date" else _date_pattern(element)
    return Ask(
        ask=AskedName(name),
        question=question,
        kind="date" if pattern else kind,
        choices=choices,
        typed_as=pattern or None,
    )


def _words(target: Target) -> str:
    meaning = meaning_of(target)
    return meaning.words[0] if isinstance(meaning, Words) else ""


def _kind(concept: str, element: Element) -> AnswerKind:
    if element.type == "date" or concept == "birthday":
        return "date"
    return "long-text" if element.tag == "textarea" else "text"


def _choices(element: Element) -> tuple[str, ...]:
    """The entries of a native list; none where a question cannot hold them, or some are not words for an answer."""
    labels = {normal(one.label): one.label.strip() for one in element.options if one.label.strip()}
    fits = 2 <= len(labels) <= MOST_CHOICES and all(len(one) <= LONGEST_CHOICE for one in labels.values())
    return tuple(labels.values()) if fits else ()


def _date_pattern(element: Element) -> str:
    """How a day is typed into a field, where the page says so: in its placeholder or beside its label."""
    said = DATE_PATTERN.search(" ".join((element.placeholder, element.name, element.hint, element.context)))
    return said[0].upper() if said and len({said[1].upper(), said[3].upper(), said[4].upper()}) == 3 else ""
