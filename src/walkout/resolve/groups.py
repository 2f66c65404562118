"""Radio buttons that answer one question, as one field: its label is the question, its options are the answers."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from walkout.view import Element, Option, PageView

GROUP = "radiogroup"


def groups_of(view: PageView) -> tuple[Element, ...]:
    """The page's groups of two radio buttons or more, each as an element that stands where its first button is.

    It has the role `radiogroup`, the label of the group as its name, and the buttons' names as its options. It is no
    element of the page: what is done in it is done to its buttons.
    """
    return tuple(_as_field(members) for members in _groups(view) if len(members) > 1)


def members_of(group: Element, view: PageView) -> tuple[Element, ...]:
    """The buttons of a group that the view holds, in the order of its options; none where it is another group now."""
    for members in _groups(view):
        if _as_field(members) == replace(group, filled=any(one.checked for one in members)):
            return members
    return ()


def chosen_in(group: Element, view: PageView) -> str:
    """The name of the one button of a group that is pressed; empty where there is none, or several."""
    pressed = [one.name for one in members_of(group, view) if one.checked]
    return pressed[0] if len(pressed) == 1 else ""


def _groups(view: PageView) -> Iterator[tuple[Element, ...]]:
    radios = (one for one in view.elements if one.role == "radio" and one.visible)
    for _, members in groupby(radios, key=_belongs_to):
        yield tuple(members)


def _belongs_to(radio: Element) -> object:
    """What the buttons of a group share: the browser knows them by their `name`, which is the last part of `ident`."""
    shared = radio.ident.rpartition(" ")[2] if radio.tag == "input" else radio.context
    return radio.frame, radio.form, radio.tag, shared


def _as_field(members: tuple[Element, ...]) -> Element:
    first = members[0]
    return replace(
        first,
        role=GROUP,
        name=first.context,
        name_from="group" if first.context else "",
        context="",
        options=tuple(Option(one.name, one.name) for one in members),
        required=any(one.required for one in members),
        disabled=all(one.disabled for one in members),
        filled=any(one.checked for one in members),
        checked=False,
    )
