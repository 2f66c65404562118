"""The form around a field: what it is for, and what the fields beside it seem to ask for."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from walkout.resolve.meanings import meanings_of, meanings_of_name
from walkout.view import Element, PageView

FIELDS = frozenset(("textbox", "combobox", "spinbutton", "searchbox"))
PERSONAL = frozenset(
    (
        "given-name",
        "family-name",
        "full-name",
        "phone",
        "postal-code",
        "street",
        "city",
        "birthday",
        "country",
        "company",
    )
)
LINE, PLAIN, ROW = 60, 0.85, range(4, 9)
OFFERED = ("offers", "'s page offers", "has one field beside")
SENDS = ("sign-in", "sign-up", "newsletter")
DIGITS = re.compile(r"\d+")
Guess = Callable[[Element, str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form, or all fields of a document that stand in none. guesses: what each field seems to ask for by itself.

    purposes: what tells whether one signs in with it. company: what else it asks for that decides between kinds.
    boxes: the fields of rows of small boxes, one for each character.
    """

    fields: tuple[Element, ...]
    guesses: Mapping[int, str]
    purposes: tuple[str, ...]
    company: tuple[str, ...]
    places: Mapping[int, int]
    boxes: frozenset[int]

    def neighbours(self, element: Element) -> tuple[str, str]:
        """What the fields before and after it seem to ask for."""
        at = self.places[element.index]
        return self._guess(at - 1), self._guess(at + 1)

    def _guess(self, place: int) -> str:
        return self.guesses[self.fields[place].index] if 0 <= place < len(self.fields) else "the end"


def forms_of(view: PageView, guess: Guess) -> list[Form]:
    """The forms of a view."""
    fields: dict[tuple[int, int], list[Element]] = defaultdict(list)
    controls: dict[tuple[int, int], list[Element]] = defaultdict(list)
    for element in sorted(view.elements, key=lambda one: (one.frame, one.index)):
        if element.role in FIELDS:
            fields[element.frame, element.form].append(element)
        elif element.role in ("button", "checkbox", "link"):
            controls[element.frame, element.form].append(element)
    page = _offers(view) if fields else ()
    return [_form(own, controls[key], page, view, guess) for key, own in fields.items()]


def _form(fields: list[Element], controls: list[Element], page: Iterable[str], view: PageView, guess: Guess) -> Form:
    language = view.language_of(fields[0])
    guesses = {element.index: guess(element, language) for element in fields}
    asked = [guesses[element.index] for element in fields]
    purposes = {
        *page,
        *_by_fields(asked),
        *_by_passwords([element for element in fields if guesses[element.index] == "password"], language),
        *_by_controls(controls, language),
        *_by_names(fields),
    }
    for element in fields:
        purposes |= {f"stands under {one}" for one in meanings_of(element.heading, language, purposes=True)}
    places = {element.index: place for place, element in enumerate(fields)}
    return Form(tuple(fields), guesses, _settled(purposes), tuple(_company(asked)), places, _boxes(fields))


def _settled(purposes: set[str]) -> tuple[str, ...]:
    """The purposes, where what the form or its page merely offers counts by what its own button says."""
    sends = {one for one in SENDS if f"sends with {one}" in purposes}
    told = {one for one in purposes if not one.startswith(OFFERED)}
    if sends == {"sign-in"} and {"has no password", "stands under newsletter"} <= purposes:
        told = told - {"sends with sign-in"} | {"sends with newsletter"}  # one signs in to a list, too
    if sends == {"sign-up"} or sends == {"newsletter"}:
        return tuple(sorted(told - {"remembers"}))
    if not sends:
        told.add("sends with neither")
        if "has one field beside the password" in purposes and "has no password" in purposes:
            told.add(f"has one field and sends with {'next' if 'sends with next' in purposes else 'neither'}")
    offered = {one for one in purposes if one.startswith(OFFERED)}
    return tuple(sorted(told | ({f"sends with neither and {one}" for one in offered} if not sends else offered)))


def _company(asked: list[str]) -> Iterable[str]:
    if "payment-card" in asked:
        yield "takes a card"
    if "birthday" in asked or "birthday-day" in asked:  # a card has a month and a year
        yield "asks for a birthday"


def _by_fields(asked: list[str]) -> Iterable[str]:
    yield f"has {('no password', 'one password', 'several passwords')[min(asked.count('password'), 2)]}"
    personal = len(set(asked) & PERSONAL)
    yield f"asks for {('nothing else', 'one other thing', 'several other things')[min(personal, 2)]}"
    if sum(one != "password" for one in asked) == 1:
        yield "has one field beside the password"
    if {"email", "username"} <= set(asked):
        yield "asks for an e-mail address and a user name"


def _by_passwords(passwords: list[Element], language: str) -> Iterable[str]:
    for element in passwords:
        if "new-password" in element.autocomplete:
            yield "takes a new password"
        if "current-password" in element.autocomplete:
            yield "takes the current password"
        said = meanings_of(element.name, language).get("password")
        if said:
            yield "says password, no more" if said.share > PLAIN else "says more than password"


def _by_controls(controls: list[Element], language: str) -> Iterable[str]:
    for element in controls:
        if 0 < len(element.name) <= LINE:
            for meaning in meanings_of(element.name, language, purposes=True):
                if meaning == "next" and element.form >= 0 and not element.submits:
                    continue
                yield f"{'sends with' if element.submits else 'offers'} {meaning}"
        if element.role == "checkbox" and "remember" in meanings_of_name(element.ident):
            yield "remembers"


def _by_names(fields: list[Element]) -> Iterable[str]:
    for element in fields:
        for meaning in SENDS:
            if meaning in meanings_of_name(element.ident):
                yield f"has names of {meaning}"


def _offers(view: PageView) -> frozenset[str]:
    """What the headings, texts and links of the page say of its purpose."""
    said = {f"is called {one}" for one in meanings_of(view.title, view.language, purposes=True)}
    for element in view.elements:
        if element.role in ("heading", "link", "text") and element.visible and 0 < len(element.name) <= LINE:
            meant = meanings_of(element.name, view.language, purposes=True)
            said |= {f"'s page {'is headed' if element.role == 'heading' else 'offers'} {one}" for one in meant}
    return frozenset(said)


def _boxes(fields: list[Element]) -> frozenset[int]:
    """The fields of each row of four to eight boxes that take one character, or are named alike but for a digit."""
    rows: list[list[Element]] = [[]]
    for element in fields:
        if element.tag != "input" or (rows[-1] and not _is_next(rows[-1][-1], element)):
            rows.append([])
        if element.tag == "input":
            rows[-1].append(element)
    return frozenset(element.index for row in rows if len(row) in ROW for element in row)


def _is_next(one: Element, other: Element) -> bool:
    if one.type != other.type or one.maxlength != other.maxlength:
        return False
    if DIGITS.sub("", one.ident) != DIGITS.sub("", other.ident):
        return False
    numbered = one.ident != other.ident and DIGITS.sub("", one.name) == DIGITS.sub("", other.name)
    return one.maxlength == 1 or numbered
