"""Fields that walkout keeps no value for become questions, which the flow asks each time that it is walked."""

from walkout.flow.asks import AnswerKind, Ask
from walkout.flow.lint import OF_THE_PERSON
from walkout.flow.lint_values import asks_for_a_secret
from walkout.flow.steps import VALUE_NAMES, AskedName, ValueName
from walkout.flow.targets import Target, concept_in, describe, meaning_of
from walkout.record.imported import Typed
from walkout.record.meaning import sayable
from walkout.record.names import slug
from walkout.view import Element

MOST_QUESTIONS, SHORTEST = 30, 3
# Concepts of fields that no flow may fill in.
NEVER_ASKED = frozenset((*OF_THE_PERSON, "payment-card", "search", "screenshots"))


class Questions:
    """The questions of one flow, while its pages are made."""

    def __init__(self) -> None:
        self._asks: dict[str, Ask] = {}

    def named(self, target: Target, element: Element, typed: Typed) -> AskedName | None:
        """The name of the question for a field; None for one that may not be asked for. typed: in no question."""
        meaning = meaning_of(target)
        concept = concept_in(meaning)
        label = sayable(element.name, typed) or sayable(element.placeholder, typed) or concept.replace("-", " ")
        name = self._free(concept or slug(label) or "answer")
        if concept in NEVER_ASKED or element.type in ("password", "file", "hidden"):
            return None
        if any(map(asks_for_a_secret, (label, name.replace("-", " ")))):
            return None
        known = self._asks.get(describe(target))
        if known is None and len(self._asks) < MOST_QUESTIONS:
            question = label if len(label) >= SHORTEST else f"The field “{label}”"
            known = self._asks[describe(target)] = Ask(ask=name, question=question, kind=_kind(concept, element))
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


def _kind(concept: str, element: Element) -> AnswerKind:
    if element.type == "date" or concept == "birthday":
        return "date"
    return "long-text" if element.tag == "textarea" else "text"
