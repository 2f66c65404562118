"""What must not be in anything that a recording writes: what was typed, and who the account belongs to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from walkout.browser.captured import CapturedPage
from walkout.flow.lint import EMAIL, PHONE
from walkout.masking import CODE, SHORT, Masker
from walkout.record.imported import KNOWN_BY, parts_of
from walkout.resolve.meanings import meanings_of
from walkout.words.countries import country_code

Place = tuple[int, int, str]
YOUR_NAME, YOUR_EMAIL, YOUR_PHONE = "your name", "your e-mail address", "your phone number"
PART_OF_EMAIL, TYPED, CHOSEN = "a part of your e-mail address", "what you typed", "what you chose"
# Signs that nobody sees, and that keep a text from being found.
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]")
# What gives a person away whoever she is, the longest first.
SHAPES = (
    ("an e-mail address", EMAIL),
    # As a site shows that it knows one: a•••@e••••••.org
    ("an e-mail address", re.compile(r"[\w.+…•*·-]*[…•*·][\w.+…•*·-]*@[\w.…•*·-]+|[\w.+-]+@[\w.-]*[…•*·][\w.…•*·-]*")),
    ("a phone number", re.compile(r"\+?[\d(][\d ()*•·-]*[*•·]{2,}[\d ()*•·-]*\d|[*•·]{2,}[ -]?\d{2,4}(?!\w)")),
    ("a phone number", PHONE),
    ("a phone number", re.compile(r"(?<![\w.,/-])0[1-9]\d{1,4}[ /-]?\d{2,4}(?:[ /-]?\d{2,4}){1,4}(?![\w])")),
    ("a number", re.compile(r"(?<![\w.,])\d(?:[ .-]?\d){8,}(?!\w)|(?<![\w.,])\d{7,}(?!\w)")),
    ("an address of a machine", re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])")),
    ("a reference", re.compile(r"(?<![\w-])(?=[A-Z0-9-]*[A-Z])(?=[A-Z0-9-]*\d{3})[A-Z0-9][A-Z0-9-]{7,}(?![\w-])")),
    ("a code", CODE),
)
# What is said of something that could be several, the first that fits.
KINDS = (
    *(YOUR_NAME, YOUR_EMAIL, YOUR_PHONE, PART_OF_EMAIL, TYPED, CHOSEN),
    *dict.fromkeys(what for what, _ in SHAPES),
)
# What a site says before the name of who has signed in, in the languages that are most spoken.
_GREETED = (
    r"hello|hi|hey|welcome(?: back)?|hallo|guten (?:tag|morgen|abend)|willkommen(?: zurück)?|bonjour|bienvenue|salut|"
    r"hola|bienvenid[oa]|ciao|benvenut[oa]|olá|bem-vind[oa]|hej|hei|välkommen|velkommen|tervetuloa|cześć|witaj|ahoj|"
    r"vítej(?:te)?|szia|üdv(?:özöljük)?|bun[aă] ziua|γεια σου|здравей(?:те)?|bok|pozdrav|labas|sveiki|tere"
)
_NAME = r"[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){0,3}"
GREETING = re.compile(rf"(?i:^\s*(?:{_GREETED})),?\s+(?P<name>{_NAME})\s*[!.,]?\s*$")
OWNED = (
    re.compile(rf"(?i:^(?:profile picture of|profile photo of|photo of|picture of|profilbild von|photo de profil de|"
               rf"foto del perfil de|account of|google account:|konto von|compte de|signed in as|logged in as|"
               rf"angemeldet als|connecté en tant que)\s+)(?P<name>{_NAME})"),
    re.compile(rf"^(?P<name>{_NAME})['’]s (?:profile|account|avatar|timeline)"),
)  # fmt: skip
# The words of a class or id on an element whose text is the name of the account.
HOLDS_NAME = re.compile(r"(?i)(?:^|[\s_-])(?:user|account|profile|display|member|full)[_-]?name(?:$|[\s_-])")
# Words that follow a greeting and are nobody's name.
NOBODY = frozenset(
    (
        "back",
        "there",
        "you",
        "everyone",
        "all",
        "again",
        "world",
        "friend",
        "guest",
        "home",
        "user",
        "account",
        "profile",
    )
)
ABOUT_HER = frozenset(("title", "alt", "aria-label"))


@dataclass(frozen=True)
class Personal:
    """typed: into fields. names: what was typed as a name, or is known as one. chosen: entries of lists."""

    typed: tuple[str, ...] = field(default=(), repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    chosen: tuple[str, ...] = field(default=(), repr=False)

    def places(self, text: str, *, repeats: bool = True) -> list[Place]:
        """Where in a text it stands, and what it is, in words: start, end, words. They do not overlap.

        repeats: the text may be one by which a page repeats what was chosen; countries are found in any.
        """
        if not text:
            return []
        found = self._masker.places(text)
        found += [(one.start(), one.end(), what) for what, shape in SHAPES for one in shape.finditer(text)]
        if repeats and text.strip() in self.chosen:
            found.append((0, len(text), CHOSEN))
        return list(_apart(found))

    def is_in(self, text: str) -> bool:
        """Whether what was typed, or her name, is in the text; shapes do not count."""
        return bool(text) and bool(self._masker.places(text))

    def values_in(self, text: str) -> list[tuple[int, int]]:
        """Where what was typed, or her name, stands in the text: start and end."""
        return [(start, end) for start, end, _ in self._masker.places(text)]

    @cached_property
    def _masker(self) -> Masker:
        kinds = [(_kind(value, part), part) for value in self.typed for part in _parts(value[:KNOWN_BY])]
        kinds += [(YOUR_NAME, part) for name in self.names for part in _parts(name)]
        kinds += [(CHOSEN, chosen) for chosen in self.chosen if country_code(chosen)]
        return Masker({f"{kind}:{number}": part for number, (kind, part) in enumerate(dict.fromkeys(kinds))})

    @cached_property
    def of_lists(self) -> "Personal":
        """The same without what was chosen: for the entries of lists, which all can choose from."""
        return Personal(self.typed, self.names) if self.chosen else self

    def with_names(self, names: Iterable[str]) -> "Personal":
        known = tuple(dict.fromkeys((*self.names, *names)))
        return self if known == self.names else Personal(self.typed, known, self.chosen)


def _parts(value: str) -> Iterator[str]:
    """A value and its words, as they are and as capitals are written; short ones in each letter case.

    A masker takes short ones as they are, and knows no letter of which the capital is two.
    """
    parts = [value.strip(), *parts_of(value)]
    for part in dict.fromkeys((*parts, *(part.replace("ß", "ss") for part in parts))):
        yield from (part, part.upper(), part.lower(), part.title()) if len(part) < SHORT else (part,)


def _kind(value: str, part: str) -> str:
    if EMAIL.fullmatch(value.strip()):
        return YOUR_EMAIL if part == value.strip() else PART_OF_EMAIL
    return YOUR_PHONE if re.fullmatch(r"\+?[\d ()/-]{6,}", value.strip()) else TYPED


def _apart(found: list[Place]) -> Iterator[Place]:
    """Of places that overlap, one over all of them, named by the longest."""
    open_place: list[Place] = []
    for place in sorted(found):
        if open_place and place[0] >= max(end for _, end, _ in open_place):
            yield _whole(open_place)
            open_place = []
        open_place.append(place)
    if open_place:
        yield _whole(open_place)


def _whole(places: list[Place]) -> Place:
    longest = max(places, key=lambda place: (place[1] - place[0], -KINDS.index(place[2])))
    return places[0][0], max(end for _, end, _ in places), longest[2]


def names_on(page: CapturedPage) -> Iterator[str]:
    """The names that a page shows of who has signed in: in greetings, at her picture, in her account's menu."""
    for frame in page.frames:
        for node in frame.body.all():
            texts = [node.attrs.get(name, "") for name in ABOUT_HER]
            texts += [child for child in node.children if isinstance(child, str)]
            found = [name for text in texts if (name := _name_in(text))]
            said = " ".join(node.text.split())
            if HOLDS_NAME.search(f"{node.attrs.get('class', '')} {node.attrs.get('id', '')}") and _may_be_name(said):
                found.append(said)
            host = urlsplit(frame.address).hostname or ""
            yield from (
                name for name in found if not {part.lower() for part in name.split()} & {*NOBODY, *host.split(".")}
            )


def _name_in(text: str) -> str:
    said = " ".join(text.split())
    for shape in (GREETING, *OWNED):
        found = shape.search(said) if len(said) < 200 else None
        if found and _may_be_name(found["name"]):
            return found["name"].strip(" .,")
    return ""


def _may_be_name(text: str) -> bool:
    """Whether a text can be the name of a person: no word in small letters, and nothing that a page says otherwise."""
    words = text.split()
    return (
        1 <= len(words) <= 4
        and len(text) >= 3
        and all(word[0].isupper() for word in words)
        and not meanings_of(text, "")
    )
