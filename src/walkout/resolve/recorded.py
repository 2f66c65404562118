"""An element as it was recorded, with what stood around it, so that it can be found again on a later page."""

from dataclasses import asdict, dataclass
from typing import Any

from walkout.view import NOWHERE, Box, Element, Option, PageView

AROUND = 3
QUIET_ROLES = ("text", "heading")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An element's own evidence, and its neighbours.

    before, after: the names of the elements next to it in the order of the page, the nearest first. order: its place in
    that order, -1 where it is not known. of: how many elements the page had. twins: how many others of them, texts
    aside, had the same name; -1 where it is not known.
    """

    element: Element
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    order: int = -1
    of: int = 0
    twins: int = -1

    def to_plain(self) -> dict[str, Any]:
        """As plain data for a file; what an element does not have is left out."""
        plain = asdict(self)
        given = {part: value for part, value in plain["element"].items() if value != DEFAULTS[part]}
        if "box" in given:
            given["box"] = self.element.box._asdict()
        if "options" in given:
            given["options"] = [option._asdict() for option in self.element.options]
        return {**plain, "element": given}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Recorded":
        """The record that `to_plain` wrote, also after a way through JSON. Raises TypeError for anything else."""
        given = {**DEFAULTS, **plain["element"]}
        given["box"] = Box(**given["box"]) if "box" in plain["element"] else NOWHERE
        given["options"] = tuple(Option(**option) for option in given["options"])
        parts: dict[str, Any] = {**plain, "element": Element(**given)}
        parts |= {part: tuple(plain[part]) for part in ("before", "after") if part in plain}
        return cls(**parts)


DEFAULTS = asdict(Element(-1, -1, "", ""))


def record(element: Element, view: PageView) -> Recorded:
    """Record an element of a view. Raises StopIteration if the view does not hold it."""
    place = (element.frame, element.index)
    order = next(at for at, one in enumerate(view.elements) if (one.frame, one.index) == place)
    before, after = around(view.elements, order)
    same = sum(one.name == element.name and one.role not in QUIET_ROLES for one in view.elements)
    twins = same - (element.role not in QUIET_ROLES)
    return Recorded(element, before, after, order, len(view.elements), twins)


def around(elements: tuple[Element, ...], at: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the nearest elements before and after a place that have one."""
    before = [one.name for one in reversed(elements[max(0, at - 2 * AROUND) : at]) if one.name]
    after = [one.name for one in elements[at + 1 : at + 1 + 2 * AROUND] if one.name]
    return tuple(before[:AROUND]), tuple(after[:AROUND])
