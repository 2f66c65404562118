"""What a recorded element means: a concept where the lexicon knows one without doubt, else its words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import unquote

from pydantic import TypeAdapter

from walkout.flow.lint import EMAIL, PHONE
from walkout.flow.steps import ValueName
from walkout.flow.targets import Role, Target, Words
from walkout.record.imported import Typed, plain
from walkout.resolve.kinds import kinds_of
from walkout.resolve.meanings import ASKED, meanings_of, meanings_of_name
from walkout.resolve.resolve import ENOUGH, MARGIN, rank
from walkout.resolve.score import KINDS
from walkout.view import Element, PageView
from walkout.words.countries import country_code
from walkout.words.lexicon import concept_names

# So well said that a concept needs no words beside it, and so well that it may stand beside them: what only a part of
# the words means would fit other elements, too.
SAID, MOSTLY_SAID = 0.9, 0.8
LONGEST = 120
VALUES: dict[str, ValueName] = {
    "country-of-residence": "country",
    "email": "email",
    "confirm-email": "email",
    "impact": "reason",
    "first-name": "first-name",
    "last-name": "last-name",
    "prompts": "prompts",
    "screenshots": "screenshots",
}
OF_FIELDS = frozenset((*ASKED, "prompts", "screenshots", "security-check"))
# What only a heading or a text says, and what only a link or button does, where both have the same words.
ONLY_SAID, ONLY_PRESSED = frozenset(("objection-form",)), frozenset(("right-to-object", "object", "third-party-form"))
LOOKED_AT: dict[Role, str] = {"field": "textbox", "option": "radio", "text": "text"}
_TARGET: TypeAdapter[Target] = TypeAdapter(Target)


@dataclass(frozen=True)
class Company:
    """The elements of one page, as far as a recording tells of them. typed: what must not be written."""

    elements: tuple[Element, ...]
    typed: Typed
    language: str = ""


def target_of_element(role: Role, element: Element, company: Company) -> Target | None:
    """What a step means that acts on the element in that role; None where nothing that may be written tells it."""
    words = sayable(element.name, company.typed) or sayable(element.placeholder, company.typed)
    if role in ("option", "link", "button", "text") and country_code(words):
        words = ""  # of the person, or one of a list
    concept, score = concept_of(role, element, company)
    withheld = not words and bool(element.name or element.placeholder)
    if concept and (score >= SAID or not (words or (withheld and role != "field"))):
        return target_for(role, concept)
    if concept and words and (score >= MOSTLY_SAID or role == "field"):
        return target_for(role, {"concept": concept, "words": [words]})
    return target_for(role, {"words": [words]}) if words else None


def concept_of(role: Role, element: Element, company: Company) -> tuple[str, float]:
    """The concept that an element means without doubt, with its score (0 to 1); empty where there is none."""
    seen = [_as_seen(role, one) for one in company.elements]
    own = _as_seen(role, element)
    elements = [one for one in seen if one != own] if role == "field" else []
    placed = tuple(replace(one, index=at, form=0) for at, one in enumerate((*elements, own)))
    view = PageView("", language=company.language, elements=placed)
    if role == "field" and element.type == "password":
        return "password", 1.0
    ranked = sorted(_scores(role, view, placed[-1]), reverse=True)
    best, name = ranked[0] if ranked else (0.0, "")
    after = ranked[1][0] if len(ranked) > 1 else 0.0
    if best >= ENOUGH and best - after >= MARGIN:
        return name, best
    if role == "field" and (known := kinds_of(view).of(placed[-1])):
        kinds = {kind: concept for concept, kind in KINDS.items()}
        return kinds.get(known.kind, ""), known.probability if known.kind in kinds else 0.0
    return "", 0.0


def is_search(element: Element) -> bool:
    """Whether a field looks for something."""
    said = {**meanings_of(element.name or element.placeholder, ""), **meanings_of_name(element.ident)}
    return element.role == "searchbox" or element.type == "search" or set(said) == {"search"}


def sayable(text: str, typed: Typed, longest: int = LONGEST, *, codes: bool = True) -> str:
    """A text as a flow may hold it, in one line; empty for one with personal data in it, and for one without words.

    codes: six digits count as personal, as they do in all but addresses.
    """
    said = plain(text)
    if (
        not any(map(str.isalpha, said))
        or len(said) > longest
        or any(typed.is_in(one, codes=codes) for one in (text, said))
    ):
        return ""
    return "" if any(found.search(unquote(said)) for found in (EMAIL, PHONE)) else said


def _as_seen(role: Role, element: Element) -> Element:
    fitting = element.role if role == "field" and element.role else LOOKED_AT.get(role, role)
    return replace(element, role=fitting, index=0, form=0)


def _scores(role: Role, view: PageView, element: Element) -> Iterable[tuple[float, str]]:
    for name in _concepts(role):
        for candidate in rank(target_for(role, name), view):
            if candidate.element is element:
                yield candidate.score, name


@cache
def _concepts(role: Role) -> tuple[str, ...]:
    others = concept_names() - OF_FIELDS - (ONLY_PRESSED if role in ("heading", "text") else ONLY_SAID)
    return tuple(sorted(OF_FIELDS if role == "field" else others | {"security-check"}))


def target_for(role: Role, meaning: Any) -> Target:
    """The target of that role and meaning: a concept's name, or `Words`."""
    plain = meaning.model_dump(exclude_none=True) if isinstance(meaning, Words) else meaning
    return _TARGET.validate_python({role: plain})
