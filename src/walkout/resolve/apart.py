"""Can an element be told from its neighbours, so that a record of it will not be taken for another one's?"""

import re

from walkout.resolve.match import Ambiguous, Found
from walkout.resolve.recorded import Recorded
from walkout.resolve.relocate import relocate
from walkout.resolve.resolve import are_one, leads_by_script
from walkout.view import ITSELF, Element, PageView

SAID = ("role", "name", "href", "heading", "region", "ident", "placeholder", "hint", "type", "autocomplete")
LEADING = 30


def not_told_from(recorded: Recorded, element: Element, view: PageView) -> tuple[Element, ...] | None:
    """The elements of the view for which its record may be taken, none where it is too bare; None: it can be told.

    By its place alone it is not told: the next list may be longer.
    """
    twins = tuple(one for one in view.elements if one.visible and one != element and _are_twins(element, one, view))
    if twins:
        return twins
    match = relocate(recorded, view)
    if isinstance(match, Found):
        return None if match.element == element else (match.element,)
    candidates = match.candidates if isinstance(match, Ambiguous) else ()
    return tuple(one.element for one in candidates if one.element != element)


def _are_twins(one: Element, other: Element, view: PageView) -> bool:
    """Whether both say the same, stand in the same place and lead to the same, and are not one to the person."""
    if _said(one) != _said(other) or (are_one(one, other) and not leads_by_script(one)):
        return False
    return _before(one, view) == _before(other, view)


def _before(element: Element, view: PageView) -> str:
    """The nearest words before it that its twins do not say."""
    at = view.elements.index(element)
    before = (one.name for one in reversed(view.elements[:at]) if one.name and _said(one) != _said(element))
    return next(before, "")


def _said(element: Element) -> tuple[object, ...]:
    return (element.frame, _leading(element), *(getattr(element, part) for part in SAID))


def _leading(element: Element) -> str:
    """The words of its block before it, without its twins next to it; of a field, all its context.

    A look keeps so many characters of them that where they begin says nothing.
    """
    before, itself, _ = element.context.partition(ITSELF)
    if not itself or not element.name:
        return element.context
    return re.sub(rf"(\W*{re.escape(element.name)})*\W*$", "", before)[-LEADING:]
