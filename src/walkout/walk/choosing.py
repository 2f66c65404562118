"""Choose a value in a list (native, mounted elsewhere, or one that must be typed into) or among radio buttons."""

import re

from walkout.errors import CannotActError, NotInListError
from walkout.flow.asks import typed_form
from walkout.flow.steps import ValueName
from walkout.resolve.groups import GROUP, chosen_in, members_of
from walkout.resolve.match import Candidate
from walkout.view import Element, PageView
from walkout.walk.picks import same_again
from walkout.walk.session import Session
from walkout.words.countries import display_name, find_country
from walkout.words.normal import normal

SETTLED_LOOKS = 4
# What `autocomplete` says of a field for a secret.
SECRET_FIELD = re.compile(r"(current|new)-password|one-time-code|cc-.+")


def choose(session: Session, candidate: Candidate, name: ValueName) -> str:
    """Choose the person's value in a list of the newest look. Returns what the field holds or shows from then on.

    Raises CannotActError where no option, or more than one, is that value.
    """
    element = candidate.element
    value = typed_form(session.plan.flow.question(name), session.plan.values[name])
    refuse_secret_field(element)
    language = session.view.language_of(element)
    if element.role == GROUP:
        return _press_the_one(session, element, name, value, language)
    if element.options:
        options = [(option.value, option.label) for option in element.options]
        number = _only(_fitting(name, value, options, language), element, name, len(options))
        session.window.select(element, number)
        return element.options[number].value
    before = frozenset(_mark(option) for option in _options(session.view))
    session.window.click(element)
    shown, fitting = _wait_for_option(session, name, value, language, before)
    count = len(shown)
    if not fitting and element.tag == "input":
        now = same_again(candidate, session.look())
        if now is not None:
            session.window.fill(now.element, display_name(value, language) if name == "country" else value)
            shown, fitting = _wait_for_option(session, name, value, language, frozenset())
    if len(fitting) != 1:
        session.window.press_escape()
    chosen = shown[_only(fitting, element, name, max(count, len(shown)))]
    try:
        session.window.click(chosen)
    except CannotActError:
        session.window.press_escape()  # a list that stays open would hide its options from the next try
        raise
    return chosen.name


def _press_the_one(session: Session, group: Element, name: ValueName, value: str, language: str) -> str:
    """Press the radio button that says the value."""
    members = members_of(group, session.view)
    number = _only(_fitting(name, value, [("", one.name) for one in members], language), group, name, len(members))
    if not members[number].checked:
        session.window.click(members[number])
        over = session.until(session.patience.find_s / 2)
        while chosen_in(group, session.look()) != members[number].name:
            if over():
                raise CannotActError(f"the answer to “{group.name}” is not kept")
            session.window.wait(session.patience.poll_ms)
    return members[number].name


def refuse_secret_field(element: Element) -> None:
    """No value goes into a field that says of itself that it is for a secret. Raises CannotActError."""
    if element.type == "password" or any(map(SECRET_FIELD.fullmatch, element.autocomplete.lower().split())):
        raise CannotActError(
            f"the page's “{element.name or element.placeholder}” is a field for a password, a code or a card",
            remedy="walkout types nothing there. If it is the right field, fill it in yourself, in the window.",
        )


def _wait_for_option(
    session: Session, name: ValueName, value: str, language: str, before: frozenset[object]
) -> tuple[list[Element], list[int]]:
    """The options shown and the numbers of those that fit, as soon as one fits or the list has settled."""
    over = session.until(session.patience.find_s)
    looks_alike, last = 0, -1
    while True:
        shown = [option for option in _options(session.look()) if _mark(option) not in before]
        fitting = _fitting(name, value, [("", option.name) for option in shown], language)
        looks_alike = looks_alike + 1 if shown and len(shown) == last else 0
        last = len(shown)
        if fitting or looks_alike >= SETTLED_LOOKS or over():
            return shown, fitting
        session.window.wait(session.patience.poll_ms)


def _options(view: PageView) -> list[Element]:
    return [
        element for element in view.elements if element.role == "option" and element.visible and not element.disabled
    ]


def _mark(option: Element) -> object:
    return option.frame, option.name, option.box


def _fitting(name: ValueName, value: str, options: list[tuple[str, str]], language: str) -> list[int]:
    if name == "country":
        return find_country(value, options, language)
    return [number for number, (_, label) in enumerate(options) if normal(label) == normal(value)]


def _only(fitting: list[int], element: Element, name: ValueName, count: int) -> int:
    if len(fitting) == 1:
        return fitting[0]
    if not fitting and count:
        raise NotInListError(f"none of the {count} entries of “{element.name}” is your {name}")
    which = f"{len(fitting)} are" if fitting else "none is"
    raise CannotActError(
        f"of the {count} entries of “{element.name}”, {which} your {name}",
        remedy="Look in the list yourself, and choose it in the window.",
    )
