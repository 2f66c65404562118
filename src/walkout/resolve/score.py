"""Weigh one element against one target: each kind of target has its own evidence."""

from functools import lru_cache

from walkout.flow.targets import Role, Words, concept_in
from walkout.resolve.kinds import Field, likeliest
from walkout.resolve.match import Candidate, Evidence
from walkout.resolve.wording import Wording, flat, is_ruled_out, is_stated, judge, wording
from walkout.view import ITSELF, Element
from walkout.words.countries import is_country_list

ROLES: dict[Role, dict[str, float]] = {
    "link": {"link": 0.0, "button": -0.08, "menuitem": 0.0},
    "button": {"button": 0.0, "link": -0.15, "menuitem": -0.1, "tab": -0.15},
    "field": {
        "textbox": 0.0,
        "combobox": 0.0,
        "spinbutton": 0.0,
        "searchbox": -0.3,
        "checkbox": 0.0,
        "switch": 0.0,
        "file": 0.0,
        "radiogroup": 0.0,
    },
    "option": {"radio": 0.0, "option": 0.0, "button": -0.05, "checkbox": -0.05, "tab": -0.1},
    "heading": {"heading": 0.0},
    "text": {"text": 0.0, "heading": 0.0},
    "ticked": {"checkbox": 0.0, "switch": 0.0, "radio": 0.0},
    "unticked": {"checkbox": 0.0, "switch": 0.0, "radio": 0.0},
}
# A weak word is as good as the phrase that it stands in.
SURE, IN_SENTENCE = 0.6, 0.8
BYSTANDERS = {"navigation": -0.15, "contentinfo": -0.2, "search": -0.3, "banner": -0.1, "complementary": -0.1}
AUTOCOMPLETE = {
    "email": {"email"},
    "country-of-residence": {"country", "country-name"},
    "one-time-code": {"one-time-code"},
    "password": {"current-password"},
    "first-name": {"given-name"},
    "last-name": {"family-name"},
    "full-name": {"name"},
    "phone": {"tel", "tel-national"},
}
TYPES = {"email": {"email"}, "password": {"password"}, "phone": {"tel"}, "search": {"search"}}
LONG_ANSWERS = {"impact", "other-information", "prompts"}
KINDS = {
    **{
        name: name
        for name in ("email", "one-time-code", "password", "phone", "full-name", "middle-name", "postal-code")
    },
    **{name: name for name in ("province", "street", "street-2", "city", "dialling-code", "birthday")},
    **{name: name for name in ("birthday-day", "birthday-month", "birthday-year")},
    "country-of-residence": "country",
    "first-name": "given-name",
    "last-name": "family-name",
    "login-name": "username",
}
LIKELY, UNLIKELY, TOLD, WHOLE_FORM, LISTED = 0.9, 0.05, 0.6, 0.7, 0.85
LISTS = {"country-of-residence"}
FILES = {"screenshots"}


def weigh(
    role: Role, meaning: str | Words, words: Wording, element: Element, language: str, known: Field | None = None
) -> Candidate | None:
    """An element's score for a target, or None where it cannot be meant at all. words: those of the meaning.

    known: what the fields of its page tell of it.
    """
    fitting = ROLES[role].get(element.role)
    if fitting is None or not element.visible or element.disabled:
        return None
    name = concept_in(meaning)
    field = role == "field"
    if role in ("ticked", "unticked") and element.checked != (role == "ticked"):
        return None
    if field:
        evidence = _field(name, words, element, language, known)
    else:
        evidence = _spoken(role, meaning, words, element, language)
    if not evidence:
        return None
    if fitting:
        evidence.append(Evidence(f"it is a {element.role}", fitting))
    if role not in ("text", "heading") and element.region in BYSTANDERS:
        evidence.append(Evidence(f"it stands in the page's {element.region}", BYSTANDERS[element.region]))
    return Candidate(element, combine(evidence), tuple(evidence))


def combine(evidence: list[Evidence]) -> float:
    """Reasons for an element add up as independent chances do; reasons against are taken off."""
    doubt = 1.0
    against = 0.0
    for reason in evidence:
        if reason.weight > 0:
            doubt *= 1 - min(reason.weight, 0.99)
        else:
            against += reason.weight
    return max(0.0, 1 - doubt + against)


def _spoken(role: Role, meaning: str | Words, words: Wording, element: Element, language: str) -> list[Evidence]:
    said = flat(element.name)
    if is_ruled_out(words, said, language):
        return []
    reason = judge(words, said, language, stated=is_stated(meaning, role))
    if reason is None or (role in ("text",) and reason.weight < 0.6):
        return []
    evidence = [Evidence(f"it {reason.what}", reason.weight)]
    if role in ("link", "button") and reason.weight < SURE:
        sentence = _sentence(meaning, element)
        if sentence:
            evidence.append(Evidence(f"it is a part of “{sentence}” in its sentence", IN_SENTENCE))
    if element.same_page:
        evidence.append(Evidence("it only scrolls within the page", -0.4))
    return evidence


def _sentence(meaning: str | Words, element: Element) -> str:
    """The phrase that an element's words are a part of, in the text around it; empty where there is none.

    Of "you have the right to *object* to this" the link may be one word only. The same word elsewhere, as in a table
    of contents, is no part of it.
    """
    before, itself, after = element.context.partition(ITSELF)
    name = flat(element.name)
    if not itself or not name:
        return ""
    said = flat(f"{before}{element.name}{after}")
    start = said.find(name, len(flat(before)))
    for tongue in wording(meaning).tongues:
        if not any(hint.find(name) for hint in tongue.weak):
            continue
        for phrase in tongue.phrases:
            for found in phrase.pattern.every(said):
                if found.start() < start and start + len(name) <= found.end():
                    return found[0]
    return ""


def _field(name: str, words: Wording, element: Element, language: str, known: Field | None) -> list[Evidence]:
    labelled = element.name_from not in ("", "placeholder")
    said = flat(element.name) if labelled else ""
    if is_ruled_out(
        words, " ".join((said, flat(element.placeholder), flat(element.hint) if not labelled else "")), language
    ):
        return []
    evidence = _words_of_field(words, element, labelled, said, language)
    autocomplete = element.autocomplete.split()
    if AUTOCOMPLETE.get(name, set()).intersection(autocomplete):
        evidence.append(Evidence(f"its autocomplete is {autocomplete[-1]}", 0.9))
    if element.type in TYPES.get(name, ()):
        evidence.append(Evidence(f"its type is {element.type}", 0.7))
    if name in LISTS and element.options and lists_countries(element.options_shown, language):
        evidence.append(Evidence("it lists countries", LISTED))
    evidence += _by_kind(name, known, evidence)
    if not any(reason.weight > 0 for reason in evidence):
        return []
    return evidence + _misfits(name, element)


def _by_kind(name: str, known: Field | None, evidence: list[Evidence]) -> list[Evidence]:
    """What the whole form tells of the kind: for a field where words are not enough, and against what is another kind.

    Where words decide, it adds nothing to them: what two fields say is then what tells them apart.
    """
    kind = KINDS.get(name)
    if known is None or kind is None:
        return []
    # Where one signs in, an e-mail address is the user name; it is an e-mail address all the same.
    likely = max(known.worded[kind], known.chances[kind])
    if likely >= LIKELY and not any(reason.weight >= TOLD for reason in evidence):
        return [Evidence(f"{known.why(kind)}, as fields for a {kind} have it", WHOLE_FORM * likely)]
    other, sure = likeliest(known.chances)
    if kind == "country" and other == "dialling-code" and not any(reason.weight > LISTED for reason in evidence):
        return [Evidence("its countries are dialling codes", -0.5)]
    if other not in (kind, "other") and likely <= UNLIKELY and sure >= LIKELY:
        return [Evidence(f"it rather asks for a {other}", -0.5)]
    return []


def _words_of_field(words: Wording, element: Element, labelled: bool, said: str, language: str) -> list[Evidence]:
    evidence = []
    label = judge(words, said, language)
    if label:
        evidence.append(Evidence(f"its label {label.what}", label.weight))
    placeholder = judge(words, flat(element.placeholder), language)
    if placeholder:
        evidence.append(
            Evidence(f"its placeholder {placeholder.what}", placeholder.weight * (0.5 if labelled else 0.85))
        )
    # A box for one character has a label of its own ("Digit 1"); what all of them ask for is the label of their group.
    if not labelled or element.maxlength == 1:
        above = judge(words, flat(element.context), language)
        if above:
            evidence.append(Evidence(f"the text before it {above.what}", above.weight * 0.8))
    hint = judge(words, flat(element.hint), language)
    if hint:
        evidence.append(Evidence(f"its description {hint.what}", hint.weight * 0.4))
    return evidence


def _misfits(name: str, element: Element) -> list[Evidence]:
    if (element.role == "file") != (name in FILES):
        return [Evidence("it takes files" if element.role == "file" else "it takes no files", -0.9)]
    against = []
    if name in LONG_ANSWERS:
        if element.tag == "textarea":
            against.append(Evidence("it takes a long answer", 0.3))
        elif element.role == "combobox" or element.type in ("email", "password", "tel", "number", "date"):
            against.append(Evidence("it takes no long answer", -0.6))
    elif element.tag == "textarea":
        against.append(Evidence("it takes a long answer", -0.4))
    if name in LISTS and element.type in ("email", "password", "tel", "number"):
        against.append(Evidence(f"its type is {element.type}", -0.6))
    if name == "email" and (element.role == "combobox" or element.type in ("password", "tel", "number")):
        against.append(Evidence("it takes no e-mail address", -0.6))
    if element.role in ("checkbox", "switch"):
        against.append(Evidence("it is a box to tick", -0.5))
    return against


@lru_cache(maxsize=256)
def lists_countries(labels: tuple[str, ...], language: str) -> bool:
    """Whether a list's labels are names of countries, remembered for the next look."""
    return is_country_list(labels, language or None)
