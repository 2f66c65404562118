"""What a step means that acts on an element: tried on the very view, so that it finds this element and no other."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from walkout.flow.lint import OF_THE_PERSON
from walkout.flow.targets import Role, Target, Words, concept_in, meaning_of
from walkout.record.imported import Typed
from walkout.record.meaning import SAID, Company, concept_of, sayable, target_for, target_of_element
from walkout.resolve.match import Ambiguous, Found, elements_of
from walkout.resolve.resolve import ENOUGH, are_one, rank, resolve
from walkout.resolve.score import ROLES
from walkout.view import Element, PageView
from walkout.words.countries import country_code

MOST_FIELDS, LEAST_WORDS = 60, 3
ROLE_OF: dict[str, Role] = {
    **dict.fromkeys(("textbox", "combobox", "spinbutton", "searchbox", "file", "checkbox", "switch"), "field"),
    **dict.fromkeys(("radio", "option"), "option"),
    "link": "link",
    "heading": "heading",
}


@dataclass(frozen=True)
class Meant:
    """How an element is named in a flow.

    target: None where nothing that may be written tells it. rivals: other elements for which the target may be taken as
    well; with rivals a walk asks the person, and never guesses.
    """

    target: Target | None
    rivals: tuple[Element, ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the target finds the element, and nothing else."""
        return self.target is not None and not self.rivals


def role_for(element: Element) -> Role:
    """The role in which a step acts on an element."""
    return ROLE_OF.get(element.role, "button")


def name_of(element: Element, view: PageView, typed: Typed, role: Role | None = None) -> Meant:
    """The first of all ways to name the element that finds it on its view without doubt, else the first of them.

    A concept comes first, then a concept with the page's words, then the words alone.
    """
    best = Meant(None)
    for target in _ways_to_name(role or role_for(element), element, view, typed):
        match = resolve(target, view)
        if isinstance(match, Found) and is_that(match.element, element):
            return Meant(target)
        rivals = tuple(one for one in elements_of(match) if not is_that(one, element))
        meant = isinstance(match, Ambiguous) and len(rivals) < len(match.candidates)
        if meant and (best.target is None or len(rivals) < len(best.rivals)):
            best = Meant(target, rivals)
    return best


def named_so(element: Element, view: PageView, target: Target) -> Meant:
    """The element by a target that a person has given."""
    match = resolve(target, view)
    found = elements_of(match)
    rivals = tuple(one for one in found if not is_that(one, element))
    return Meant(target if len(rivals) < len(found) else None, rivals)


def is_that(one: Element, other: Element) -> bool:
    """Whether both are one element to the person."""
    return (one.frame, one.index) == (other.frame, other.index) or are_one(one, other)


def company_of(element: Element, view: PageView, typed: Typed) -> Company:
    """The fields among which a field stands; of anything else, it alone."""
    others = (
        one
        for one in view.elements
        if one.role in ROLES["field"] and one.visible and (one.frame, one.form) == (element.frame, element.form)
    )
    fields = tuple(others)[:MOST_FIELDS] if element.role in ROLES["field"] else ()
    elements = fields if any(one is element for one in fields) else (*fields, element)
    return Company(elements, typed, view.language_of(element))


def concept_meant(element: Element, view: PageView, typed: Typed, role: Role | None = None) -> str:
    """The concept that the element means without doubt; empty where there is none."""
    return concept_of(role or role_for(element), element, company_of(element, view, typed))[0]


def _ways_to_name(role: Role, element: Element, view: PageView, typed: Typed) -> Iterator[Target]:
    company = company_of(element, view, typed)
    concept, score = concept_of(role, element, company)
    spoken = _spoken(role, element, typed)
    if concept and role == "field" and not _is_said(target_for(role, concept), element, view):
        # What only the form as a whole makes likely is the last resort: its words say it better, or a person.
        yield from (target_for(role, Words(words=(words,))) for words in spoken)
    if concept and (score >= SAID or not spoken or concept in OF_THE_PERSON or role == "field"):
        yield target_for(role, concept)
    usual = target_of_element(role, element, company)
    if usual is not None and meaning_of(usual) != concept:
        yield usual
    for words in spoken:
        if concept and concept_in(meaning_of(usual) if usual else ""):
            yield target_for(role, Words(concept=concept, words=(words,)))
        yield target_for(role, Words(words=(words,)))


def _is_said(target: Target, element: Element, view: PageView) -> bool:
    """Whether the element itself says what it is, without what its form tells of it."""
    said = rank(target, view, by_form=False)
    return any(is_that(one.element, element) and one.score >= ENOUGH for one in said)


def _pieces(text: str, typed: Typed) -> Iterator[str]:
    """The parts of a text around what was typed, the longest first, where they are words without numbers."""
    parts = [part.strip(" \"'“”„.,:;!?()") for part in re.split(r"\[[a-z]+\]|[.!?]\s", typed.masked(text))]
    for part in sorted(parts, key=len, reverse=True):
        if len(part.split()) >= LEAST_WORDS and not any(map(str.isdigit, part)) and sayable(part, typed):
            yield part


def _spoken(role: Role, element: Element, typed: Typed) -> tuple[str, ...]:
    """The words by which it can be named: its name, and of a field its placeholder and what stands before it."""
    said = [element.name, *((element.placeholder, element.context, element.hint) if role == "field" else ())]
    words = dict.fromkeys(filter(None, (sayable(one, typed) for one in said[:2])))
    for around in said[2:]:
        # What stands around a field may tell of the person: a number is left out of it, as is what was typed.
        whole = sayable(around, typed) if not any(map(str.isdigit, around)) else ""
        words |= dict.fromkeys([whole] if whole else _pieces(around, typed))
    if role != "field":
        return tuple(one for one in words if not country_code(one))
    return tuple(words)
