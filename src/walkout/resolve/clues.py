"""The clues to what a field asks for: each is a fact about it or its form, before anything is weighed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import repeat

from walkout.resolve.forms import Form
from walkout.resolve.meanings import Said, Saying, meanings_of, meanings_of_name
from walkout.view import Element
from walkout.words.countries import is_country_list
from walkout.words.lexicon import base_language

KINDS = (
    "email",
    "username",
    "password",
    "one-time-code",
    "phone",
    "country",
    "given-name",
    "family-name",
    "middle-name",
    "full-name",
    "postal-code",
    "province",
    "street",
    "street-2",
    "city",
    "birthday",
    "birthday-day",
    "birthday-month",
    "birthday-year",
    "dialling-code",
    "other",
)
AUTOCOMPLETE: Mapping[str, str] = {
    **{kind: kind for kind in ("email", "username", "one-time-code", "given-name", "family-name", "postal-code")},
    "new-password": "password",
    "current-password": "password",
    "password": "password",
    "name": "full-name",
    "tel": "phone",
    "tel-national": "phone",
    "tel-local": "phone",
    "country": "country",
    "country-name": "country",
    "additional-name": "middle-name",
    "address-level1": "province",
    "address-level2": "city",
    "street-address": "street",
    "address-line1": "street",
    "address-line2": "street-2",
    "address-line3": "street-2",
    "bday": "birthday",
    "bday-day": "birthday-day",
    "bday-month": "birthday-month",
    "bday-year": "birthday-year",
    "organization": "company",
    "organization-title": "company",
    "tel-country-code": "dialling-code",
    "tel-extension": "something-else",
    "honorific-prefix": "something-else",
    "sex": "something-else",
}
GUESS_BY = {"autocomplete": 2.0, "label": 2.0, "placeholder": 1.5, "above": 1.5, "ident": 0.8}
SHAPES: Mapping[str, tuple[str, ...]] = {
    "type email": ("email",),
    "type tel": ("phone",),
    "type search": ("search",),
    "list months": ("birthday-month",),
    "list days": ("birthday-day",),
    "list years": ("birthday-year",),
    "list few years": ("payment-card",),
    "list countries": ("country",),
    "list dialling codes": ("dialling-code",),
}
CARD = frozenset(
    f"cc-{part}"
    for part in (
        *("name", "given-name", "additional-name", "family-name"),
        *("number", "type", "csc", "exp", "exp-month", "exp-year"),
    )
)
# Whose birthday it is, if not that of the person who fills in the form.
ANOTHER = re.compile(r"(?<![a-z])(bab(y|ies)|child(ren)?|kids?|spouse|partner)(?![a-z])", re.IGNORECASE)
PURPOSE = "form "
SPOKEN = ("label", "placeholder", "above")
EITHER = frozenset(("email", "phone", "username"))
DATES = ("birthday", "birthday-day", "birthday-month", "birthday-year")
DECIDED_BY_COMPANY = frozenset((*DATES, "payment-card", "given-name", "family-name", "full-name", "one-time-code"))
DIALLING = re.compile(r"\+\W?\d|\(\d{1,4}\)")
MONTHS_OR_MORE, DAYS, YEAR = (12, 13, 14), range(1, 32), re.compile(r"(19|20)\d\d")
# In a list of months the first and the last are said so in most languages, as a number or by how they begin.
MONTH = re.compile(r"^(0?1|jan|gen|ene|sty|led|tammi|jaan|sau|siij|ιαν|яну|ean|led|jann)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clue:
    """A fact about a field. said: the meanings it speaks for, where it is about words; else it speaks by its name."""

    name: str
    what: str
    said: Said | None = None


def clues_of(element: Element, form: Form, language: str) -> tuple[Clue, ...]:
    """All that a field itself and the form around it tell."""
    said = _of_card(tuple(_own(element, language)))
    if _of_another(element):
        said = tuple(map(_not_hers, said))
    own = (*map(_as_part, said, repeat(_part_of_date(element, language))), *_shape(element, language))
    return (*own, *_beside(element, form, own))


def first_guess(element: Element, language: str) -> str:
    """What a field seems to ask for by itself, for its neighbours to know: roughly, and without weights that were
    fitted."""
    if element.type == "password":
        return "password"
    worth: dict[str, float] = {}
    for clue in _own(element, language):
        for meaning, saying in (clue.said or {}).items():
            if meaning == "password" and saying.share < 0.5:
                continue  # a remark; most that ask for one are of that type
            worth[meaning] = worth.get(meaning, 0.0) + GUESS_BY.get(clue.name, 0.0) * (0.5 + saying.share)
        if _takes_either(clue):
            worth["email"] = worth.get("email", 0.0) + 10.0
    for clue in _shape(element, language):
        for meaning in SHAPES.get(clue.name, ()):
            worth[meaning] = worth.get(meaning, 0.0) + 1.0
    return max(worth, key=lambda meaning: worth[meaning]) if worth else "nothing"


def _own(element: Element, language: str) -> Iterator[Clue]:
    labelled = element.name_from not in ("", "placeholder")
    if labelled:
        yield from _words("label", "its label says", element.name, language)
    yield from _words("placeholder", "its placeholder says", element.placeholder, language)
    if element.context and element.context != element.name:
        source, what = ("around", "the text around it says") if labelled else ("above", "the text before it says")
        yield from _words(source, what, element.context, language)
    if element.hint != element.name:
        yield from _words("hint", "its description says", element.hint, language)
    if element.options:
        yield from _words("first", "its list begins with", element.options[0].label, language)
    yield from _named(element, language)
    token = _token(element)
    if token:
        meaning = "payment-card" if token.startswith("cc-") else AUTOCOMPLETE[token]
        yield Clue("autocomplete", "its autocomplete is", {meaning: Saying(1.0, token)})


def _token(element: Element) -> str:
    """What its autocomplete says that it is, of what has a meaning here."""
    token = element.autocomplete.lower().split()[-1:]
    return token[0] if token and (token[0] in AUTOCOMPLETE or token[0] in CARD) else ""


def _part_of_date(element: Element, language: str) -> str:
    listed = list_kind(element.options_shown, language) if element.options else ""
    return {"days": "birthday-day", "months": "birthday-month", "years": "birthday-year"}.get(listed, "")


def _as_part(clue: Clue, part: str) -> Clue:
    """What speaks of a birthday at a list of months speaks of its month."""
    if not part or not clue.said or "birthday" not in clue.said or part in clue.said:
        return clue
    return replace(clue, said={part: clue.said["birthday"]})


def _of_another(element: Element) -> bool:
    return bool(ANOTHER.search(element.ident) or ANOTHER.search(element.context))


def _not_hers(clue: Clue) -> Clue:
    """What speaks of a birthday, where it is that of another person, speaks of something else."""
    if not clue.said or not any(date in clue.said for date in DATES):
        return clue
    return replace(clue, said={"something-else" if one in DATES else one: how for one, how in clue.said.items()})


def _of_card(own: tuple[Clue, ...]) -> tuple[Clue, ...]:
    """A "security code" is that of a payment card where the field's name or autocomplete says so."""
    if not any("payment-card" in (clue.said or ()) for clue in own if clue.name in ("ident", "autocomplete")):
        return own
    return tuple(
        replace(clue, said={"payment-card": clue.said["one-time-code"]})
        if clue.said and "one-time-code" in clue.said and "payment-card" not in clue.said
        else clue
        for clue in own
    )


def _named(element: Element, language: str) -> Iterator[Clue]:
    for source, what, names in (
        ("ident", "its id or name has", element.ident),
        ("class", "its class has", element.classes),
    ):
        said: dict[str, Saying] = {}
        for name in names.split():
            for meaning, saying in meanings_of_name(name).items():
                if meaning not in said or said[meaning].share < saying.share:
                    said[meaning] = saying
        if not said and source == "ident":
            said = dict(meanings_of(re.sub(r"[\W_\d]+", " ", names), language))
        if said:
            yield Clue(source, what, said)


def _words(source: str, what: str, text: str, language: str) -> Iterator[Clue]:
    said = meanings_of(text, language) if text else {}
    if said:
        yield Clue(source, what, said)
    elif text and any(letter.isalpha() for letter in text):
        yield Clue(f"{source}-unknown", f"{what} something else")


def _shape(element: Element, language: str) -> Iterator[Clue]:
    type_ = element.type if element.tag == "input" else element.tag
    yield Clue(f"type {type_}", f"it is a field of the type {type_}")
    if element.role not in ("textbox", "combobox"):
        yield Clue(f"role {element.role}", f"it is a {element.role}")
    if element.inputmode and element.inputmode != "text":
        yield Clue(f"inputmode {element.inputmode}", f"its keyboard is for {element.inputmode}")
    if 0 < element.maxlength <= 10:
        yield Clue(f"maxlength {element.maxlength}", f"it takes {element.maxlength} characters")
    elif element.maxlength > 10:
        yield Clue("maxlength more", "it takes more than a few characters")
    if element.options:
        kind = list_kind(element.options_shown, language)
        yield Clue(f"list {kind}", f"it is a list of {kind}")
    signs = (element.name, element.placeholder, element.ident, element.context)
    if not any(signs) and not _token(element):
        yield Clue("nameless", "nothing names it")


def _beside(element: Element, form: Form, own: tuple[Clue, ...]) -> Iterator[Clue]:
    if any(map(_takes_either, own)):
        yield Clue("either", "it takes an e-mail address or something else")
    before, after = form.neighbours(element)
    guess = form.guesses[element.index]
    if any(clue.name == "type email" or "email" in (clue.said or ()) for clue in own):
        for purpose in form.purposes:
            yield Clue(f"{PURPOSE}{purpose}", f"its form {purpose}")
        yield from _as_user(own)
    lone = element.tag == "input" and guess not in ("email", "phone")
    if lone and after == "password" and "has one password" in form.purposes:
        yield Clue("lone before password", "it stands before the only password")
    if guess in DATES and _of_another(element):
        yield Clue("another", "it is about another person")
    if guess in DECIDED_BY_COMPANY:
        for company in form.company:
            yield Clue(f"company {company}", f"its form {company}")
    if element.index in form.boxes:
        yield Clue("boxes", "it is one of a row of boxes for one character each")
    yield Clue(f"after {before}", f"it comes after {before}")
    yield Clue(f"before {after}", f"it comes before {after}")


def _takes_either(clue: Clue) -> bool:
    said = clue.said or ()
    return clue.name in SPOKEN and "email" in said and len(EITHER & set(said)) > 1


def _as_user(own: tuple[Clue, ...]) -> Iterator[Clue]:
    """What speaks for a field worded as an e-mail address being the name by which one signs in."""
    if any("username" in (clue.said or ()) for clue in own if clue.name in ("autocomplete", "ident")):
        yield Clue(f"{PURPOSE}names it a user", "its name is that of a user")
    if any(map(_takes_either, own)):
        yield Clue(f"{PURPOSE}takes either", "it takes an e-mail address or something else")


@lru_cache(maxsize=512)
def list_kind(labels: tuple[str, ...], language: str) -> str:
    """What a native list offers: countries, dialling codes, months, days, years, or other things."""
    worded = [label for label in labels if label.strip(" -")]
    if not worded:
        return "nothing"
    if 2 * sum(bool(DIALLING.search(label)) for label in worded) > len(worded):
        return "dialling codes"
    numbers = [int(label) for label in worded if label.strip().isascii() and label.strip().isdigit()]
    if len(numbers) >= 28 and set(numbers) <= set(DAYS):
        return "days"
    years = sum(bool(YEAR.fullmatch(str(number))) for number in numbers)
    if years and len(numbers) * 10 >= len(worded) * 8 and years * 10 >= len(numbers) * 9:
        return "years" if len(numbers) > 25 else "few years"
    if len(worded) in MONTHS_OR_MORE and any(MONTH.match(label.strip()) for label in worded[:2]):
        return "months"
    if len(worded) > 3 and is_country_list(labels, base_language(language) or None):
        return "countries"
    return "many things" if 12 < len(worded) < 120 else "other things"
