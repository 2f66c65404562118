"""The decision: is one element meant without doubt, several, or none?"""

from collections.abc import Iterable

from walkout.flow.targets import Role, Target, Words, concept_in, meaning_of, role_of
from walkout.resolve.groups import groups_of
from walkout.resolve.kinds import kinds_of
from walkout.resolve.match import Ambiguous, Candidate, Found, Match, Missing
from walkout.resolve.reading import Reading, reading
from walkout.resolve.score import ROLES, weigh
from walkout.resolve.wording import flat
from walkout.view import Box, Element, PageView
from walkout.words.lexicon import known_language

ENOUGH, MARGIN, NEAREST = 0.6, 0.1, 5
NEVER_NESTED = frozenset(("a", "button", "input", "select", "textarea"))


def resolve(target: Target, view: PageView) -> Match:
    """Which element of the view does the target mean?

    Found: its score is at least ENOUGH and ahead of every other by MARGIN. Ambiguous: several are that good.
    For a text or heading it is enough that it is there, so the best one is Found. What a form as a whole tells of its
    fields may raise a doubt or settle one, and never turns what the words find into another find.
    """
    match = _decided(target, rank(target, view))
    if role_of(target) == "field" and isinstance(match, Found):
        by_words = _decided(target, rank(target, view, by_form=False))
        if isinstance(by_words, Found) and by_words.element != match.element:
            return Ambiguous((match.candidate, by_words.candidate))
    return match


def _decided(target: Target, ranked: list[Candidate]) -> Match:
    role = role_of(target)
    good = [candidate for candidate in ranked if candidate.score >= ENOUGH]
    if not good:
        return Missing(tuple(one for one in ranked[:NEAREST] if one.score > 0))
    if role in ("text", "heading") or len(ranked) == 1:
        return Found(good[0])
    others = [one for one in ranked[1:] if not _lead_to_one_place(one.element, good[0].element)]
    rivals = [one for one in others if one.score > good[0].score - MARGIN or _is_twin(one, good[0])]
    if rivals:
        return Ambiguous((good[0], *rivals))
    return Found(good[0], others[0].score if others else 0.0)


def _is_twin(one: Candidate, best: Candidate) -> bool:
    """Whether the two say the same, and only their place on the page tells them apart: what is meant may as well stand
    in the navigation."""
    same = one.element.role == best.element.role and flat(one.element.name) == flat(best.element.name)
    return same and one.score >= ENOUGH and one.element.region in ("navigation", "banner", "complementary")


def is_there(target: Target, view: PageView) -> bool:
    """Whether the view shows the target at all, be it once or several times."""
    return not isinstance(resolve(target, view), Missing)


def rank(target: Target, view: PageView, *, by_form: bool = True) -> list[Candidate]:
    """Everything for which there is any evidence, the best first; a score of 0 where more speaks against it.

    by_form: what a form as a whole tells of its fields counts.
    """
    role, meaning = role_of(target), meaning_of(target)
    read = reading(view)
    kinds = kinds_of(view) if by_form and role == "field" and concept_in(meaning) else None

    def weighed(element: Element) -> Candidate | None:
        language = known_language(view.language_of(element))
        known = kinds.of(element) if kinds else None
        return weigh(role, meaning, read.heard(role, meaning, language), element, language, known)

    ranked = sorted(
        (one for one in map(weighed, _candidates(role, meaning, read, view)) if one is not None),
        key=lambda one: (-one.score, one.element.frame, one.element.index),
    )
    return _without_wrappers(ranked)


def _candidates(role: Role, meaning: str | Words, read: Reading, view: PageView) -> Iterable[Element]:
    """The elements worth weighing. A text must state one of the phrases.

    A question with radio buttons is a field only by words: nothing that walkout has a concept for is asked like that.
    """
    if role == "text":
        return read.that_state(meaning)
    if role == "field" and isinstance(meaning, Words):
        return (*(element for element in view.elements if element.role in ROLES[role]), *groups_of(view))
    return (element for element in view.elements if element.role in ROLES[role])


def _without_wrappers(ranked: list[Candidate]) -> list[Candidate]:
    """Leave out what only wraps, or lies within, a better candidate that says the same: they are one to the person."""
    kept: list[Candidate] = []
    for candidate in ranked:
        if not any(are_one(candidate.element, better.element) for better in kept):
            kept.append(candidate)
    return kept


def are_one(one: Element, other: Element) -> bool:
    """Whether one wraps the other, or both lead to one place: to the person they are one."""
    if one.frame != other.frame or one.name != other.name or one.role == "radio":
        return False
    if _lead_to_one_place(one, other):
        return True
    if one.tag == other.tag and one.tag in NEVER_NESTED:
        return False  # one lies over the other, and they are two
    return _within(one.box, other.box) or _within(other.box, one.box)


def _lead_to_one_place(one: Element, other: Element) -> bool:
    """Two links with the same address: a page may say it twice, in other words or for small and large windows, and it
    is the same which of them is pressed. Where a script leads on, the words and the sentence must be the same too."""
    if one.role != "link" or other.role != "link" or not one.href or one.href != other.href:
        return False
    return not leads_by_script(one) or (one.name, one.context) == (other.name, other.context)


def leads_by_script(link: Element) -> bool:
    """Whether a link has no address of its own."""
    return link.href.endswith("#") or link.href.startswith("javascript:")


def _within(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - 1
        and inner.y >= outer.y - 1
        and inner.x + inner.width <= outer.x + outer.width + 1
        and inner.y + inner.height <= outer.y + outer.height + 1
        and inner.width > 0
    )
