"""Every card of the guide, with invented values: for the tests that look at them, and for the gallery.

A card is made when it is asked for, in the language that is spoken then, by the guide's own person from what a walk
asks and tells. The page below it is an invented form in that language.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import get_args

from walkout.commands.run import LEFT_OPEN, WHOLE
from walkout.commands.verdict import coming_in_window, verdict_line
from walkout.errors import WalkoutError
from walkout.flow.load import FlowFile, find_flow, load_flow
from walkout.flow.model import Errand
from walkout.flow.steps import ValueName
from walkout.flow.values import checked_for
from walkout.guide import cards
from walkout.guide.editing import Editing
from walkout.guide.person import Elsewhere, GuidePerson
from walkout.masking import Masker
from walkout.resolve.match import Ambiguous, Candidate, Missing
from walkout.view import Element
from walkout.walk import texts
from walkout.walk.outcome import Name, Outcome
from walkout.walk.person import Answer, Event, Pause, PauseKind, ReviewRow, Wish
from walkout.words.clues import clue_words
from walkout.words.names import in_words
from walkout.words.reasons import make_reason
from walkout.words.speech import _, say_list, spoken_language

SENT_AT = datetime(2026, 11, 20, 12, 6, tzinfo=UTC)
PLACE = "https://www.facebook.com"
EMAIL = "alexandra.muster@example.org"
FIELDS = {
    "en": ("Country of residence", "Email address", "Please tell us how this processing impacts you.", "Submit"),
    "de": (
        "Land des Wohnsitzes",
        "E-Mail-Adresse",
        "Bitte erläutere uns, welche Auswirkungen diese Datenverarbeitung auf dich hat.",
        "Einreichen",
    ),
    "el": (
        "Χώρα διαμονής",
        "Διεύθυνση email",
        "Εξηγήστε μας πώς σας επηρεάζει αυτή η επεξεργασία.",
        "Υποβολή",
    ),
    "fi": ("Asuinmaa", "Sähköpostiosoite", "Kerro meille, miten tämä tietojen käsittely vaikuttaa sinuun.", "Lähetä"),
}
COUNTRIES = {"en": "Ireland", "de": "Deutschland", "el": "Ελλάδα", "fi": "Suomi"}
SENTENCES = {
    "en": "My pictures show my children, who cannot object themselves.",
    "de": "Meine Bilder zeigen meine Kinder, die selbst nicht widersprechen können.",
    "el": "Οι φωτογραφίες μου δείχνουν τα παιδιά μου, που δεν μπορούν να εναντιωθούν τα ίδια.",
    "fi": "Kuvissani on lapsiani, jotka eivät itse voi vastustaa.",
}
PAGE = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>Example</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><style>
:root {{ color-scheme: light dark }}
body {{ font: 16px/1.5 system-ui, sans-serif; margin: 0; padding: 24px; background: light-dark(#e9edf2, #10141a) }}
main {{ max-width: 560px; padding: 24px; background: light-dark(#fff, #1a2027); border-radius: 8px }}
h1 {{ font-size: 22px; margin: 0 0 16px }} label {{ display: block; margin: 12px 0 4px }}
input, textarea, button {{ font: inherit; width: 100%; padding: 8px; box-sizing: border-box }}
button {{ width: auto; padding: 10px 24px; margin-top: 16px }}
</style><main><h1>Example Social</h1>
<label for="country">{0}</label><input id="country"><label for="email">{1}</label><input id="email">
<label for="why">{2}</label><textarea id="why" rows="3"></textarea>
<button id="send">{3}</button> <button id="other">{3}</button></main></html>"""


@dataclass(frozen=True)
class Shown:
    """What the panel is told to show. marks: selectors of what is marked in the page. press: the buttons of the panel
    itself that are pressed then."""

    card: Mapping[str, object]
    marks: tuple[str, ...] = ()
    press: tuple[str, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands at each mark."""
        return tuple(map(str, range(1, len(self.marks) + 1))) if self.card["picks"] else ("",) * len(self.marks)


@dataclass
class _Recorder:
    """Stands in for panel, window and second view: keeps what is shown, and ends every question at once."""

    shown: list[Mapping[str, object]] = field(default_factory=list)

    def show(self, card: Mapping[str, object], *, fresh: bool = True) -> None:
        self.shown.append(card)

    def refresh(self) -> None: ...

    def pressed(self) -> str | None:
        return None

    def tick(self, clock: str = "") -> str:
        return "there"

    def mark(self, elements: Sequence[Element], labels: Sequence[str]) -> None: ...

    def tell(self, event: Event) -> None: ...

    def wish(self) -> Wish | None:
        return None

    def ask(self, pause: Pause, moved: Callable[[], bool], elsewhere: Elsewhere) -> Answer:
        return Answer("moved")


@cache
def flow_file(name: str = "meta/facebook") -> FlowFile:
    return load_flow(find_flow(name))


def fields() -> tuple[str, ...]:
    """What the page calls its fields and its button; in English where no other words are given."""
    return FIELDS.get(spoken_language(), FIELDS["en"])


def page() -> str:
    """The page below, in the language that is spoken."""
    return PAGE.format(*fields(), lang=spoken_language())


def _guide(badge: str = "") -> tuple[GuidePerson, _Recorder]:
    seen = _Recorder()
    person = GuidePerson(flow_file().flow, seen, seen, seen, lambda _, text: text, _no_form, badge=badge)  # type: ignore[arg-type]
    return person, seen


def _no_form(*_of: object) -> None: ...


def asked(pause: Pause, *, marks: tuple[str, ...] = (), press: tuple[str, ...] = (), badge: str = "") -> Shown:
    person, seen = _guide(badge)
    person.tell(Event("page-recognised", "", {"page": PAGES.get(pause.kind, "form")}))
    person.ask(pause, lambda: False)
    return Shown(seen.shown[-1], marks, press)


# On which page of the flow meta/facebook a question comes.
PAGES: Mapping[PauseKind, str] = {
    "sign-in": "sign-in",
    "missing": "policy",
    "ambiguous": "policy",
    "point": "policy",
    "enter-the-code": "code",
    "enter-the-code-again": "code-wrong",
    "ask-for-a-new-code": "code-expired",
}


def errand(kind: Errand) -> Shown:
    title, lines = texts.spoken(texts.ERRANDS[kind])
    choices = (texts.GO_ON, texts.BACK, texts.STOP)
    in_a_field = kind in ("enter-the-code", "enter-the-code-again", "enter-the-login-code")
    marks = ("#email",) if in_a_field else ("#send",) if kind == "press-the-button" else ()
    minutes = 60 if in_a_field else 4 if kind == "sign-in" else None
    return asked(Pause(kind, title, lines, choices, minutes=minutes), marks=marks)


def rows() -> tuple[ReviewRow, ...]:
    language = spoken_language() if spoken_language() in FIELDS else "en"
    labels = fields()
    named: tuple[ValueName, ...] = ("country", "email", "reason")
    values = (COUNTRIES[language], EMAIL, make_reason("DE", language, SENTENCES[language]))
    return tuple(ReviewRow(label, name, value) for label, name, value in zip(labels, named, values, strict=False))


def review(*warnings: str, press: tuple[str, ...] = (), badge: str = "") -> Shown:
    title, lines = texts.spoken(texts.REVIEW)
    choices = (texts.SEND, texts.CHANGE, texts.BACK, texts.STOP)
    pause = Pause("review", title, (*warnings, *lines), choices, "form", rows(), PLACE)
    return asked(pause, marks=("#send",), press=press, badge=badge)


def _warned() -> Shown:
    label = fields()[2]
    return review(
        _("“{target}” is as it stands in the window: please look there.", target=in_words("screenshots")),
        _(texts.TOO_SHORT, field=texts.short(label), has=12, least=30),
        _(texts.STILL_WANTED, field=fields()[0]),
    )


def element(number: int, role: str = "link") -> Element:
    name = fields()[3]
    heading, href = ("", "https://www.facebook.com/privacy/genai") if number else ("Example Social", "")
    return Element(0, number, "a", role, name, heading=heading, href=href)


def candidates() -> tuple[Candidate, ...]:
    return Candidate(element(0, "button"), 0.7, ()), Candidate(element(1), 0.7, ())


LOST = (texts.POINT, texts.AGAIN, texts.DONE_BY_ME, texts.SKIP, texts.BACK, texts.STOP)
STRANGE = (texts.AGAIN, texts.START_ANEW, texts.NEXT_WAY, texts.BACK, texts.STOP)


def _missing(press: tuple[str, ...] = ()) -> Shown:
    title, lines = texts.describe_match(Missing(candidates()), in_words("right-to-object"))
    return asked(Pause("missing", title, lines, LOST), press=press)


def _not_found_on_form() -> Shown:
    wanted = [in_words("email"), in_words("reason")]
    names = say_list([_("“{target}”", target=one) for one in wanted])
    lines = tuple(line for one in wanted for line in (texts.describe_match(Missing(), one)[0],))
    title = _("Not every field of this page was found without doubt: {names}. Nothing has been typed.", names=names)
    choices = (texts.POINT, texts.AGAIN, texts.MINE, texts.NEXT_WAY, texts.BACK, texts.STOP)
    return asked(Pause("missing", title, lines, choices))


def _ambiguous() -> Shown:
    title, lines = texts.describe_match(Ambiguous(candidates()), in_words("right-to-object"))
    about = tuple(one.element for one in candidates())
    return asked(Pause("ambiguous", title, (), LOST, picks=lines, about=about), marks=("#send", "#other"))


def _point() -> Shown:
    title, lines = texts.POINTING
    told = _(title, wanted=in_words("right-to-object"))
    return asked(Pause("point", told, tuple(map(_, lines)), (texts.POINT_AT_NOTHING,)))


def _not_to_be_told() -> Shown:
    title, why = texts.not_to_be_told(element(0, "button"), (element(0, "button"), element(0, "button")))
    choices = (texts.ONCE, texts.POINT_AGAIN, texts.BACK_TO_QUESTION, texts.STOP)
    return asked(Pause("not-to-be-told", title, why, choices), marks=("#send",))


def _cannot_act() -> Shown:
    title = _(
        "“{target}”: {what}.", target=in_words("country"), what=_("the element is covered, moving or not ready for it")
    )
    choices = (texts.AGAIN, texts.DONE_BY_ME, texts.SKIP, texts.BACK, texts.STOP)
    lines = (_("Does a question of the page lie over it? Please answer or close that in the window."),)
    return asked(Pause("cannot-act", title, lines, choices))


def _country_missing() -> Shown:
    title, lines = texts.spoken(texts.COUNTRY_MISSING)
    choices = (texts.AGAIN, texts.DONE_BY_ME, texts.SKIP, texts.BACK, texts.STOP)
    return asked(Pause("country-missing", title, lines, choices))


def _unknown_page() -> Shown:
    lines = (
        _(
            "It is like the page “{page}”, but lacks {lacking}.",
            page=in_words("form"),
            lacking=say_list([in_words("email"), in_words("reason")]),
        ),
        _("Do what it wants, in the window; the walk goes on once it knows the page again."),
        _("Did you close the notice, or come here by mistake? Then open the way in again."),
    )
    return asked(Pause("unknown-page", _(texts.UNKNOWN), lines, STRANGE))


def _unsafe_place() -> Shown:
    title = _("This looks like a page of the form, but it is on {origin}.", origin="https://facebook.example.org")
    lines = (
        _("The flow's places are: {origins}.", origins=", ".join(flow_file().flow.origins)),
        _("Nothing is typed here. Do not enter anything yourself unless you are sure of this address."),
    )
    return asked(Pause("unsafe-place", title, lines, STRANGE))


def _not_moving() -> Shown:
    lines = (_("The page says: {said}", said="Error 500"),)
    return asked(Pause("not-moving", _(texts.NOT_MOVING), lines, STRANGE))


def _offline() -> Shown:
    title, told = texts.spoken(texts.OFFLINE)
    lines = (_("Look whether {place} opens in another browser.", place=PLACE), *told)
    return asked(Pause("offline", title, lines, (texts.AGAIN, texts.NEXT_WAY, texts.BACK, texts.STOP)))


def _paused(press: tuple[str, ...] = ()) -> Shown:
    title, lines = texts.spoken(texts.PAUSED)
    return asked(Pause("paused", title, lines, (texts.GO_ON, texts.BACK, texts.STOP)), press=press)


def _read_on() -> Shown:
    return asked(texts.read_on())


def working(press: tuple[str, ...] = ()) -> Shown:
    """Between two questions: what was done last, why, and what before."""
    person, seen = _guide(badge=_("Rehearsal"))
    label = fields()[1]
    told = [
        _("way in: {title}", title=_(flow_file().flow.ways[0].title)),
        _("followed the link “{name}”", name=in_words("right-to-object")),
        _("typed your {value} into “{name}”", value=in_words("email"), name=label),
    ]
    data = {"page": "form", "why": clue_words(f"its label says “{label}”")}
    person._events = [Event("step-done", text, {}) for text in told[:-1]]
    person.tell(Event("step-done", told[-1], data))
    return Shown(seen.shown[-1], press=press)


def ended(name: Name) -> Shown:
    """The last card, for that outcome, as a walk makes it."""
    flow = {"changed": "meta/instagram-private", "arrived": "meta/facebook-old-posts"}.get(name, "meta/facebook")
    file = flow_file(flow)
    why = _("the page says: “{said}”", said="Example") if name in QUOTED else _("you stopped the walk")
    outcome = Outcome(name, why)
    sent = name in ("submitted", "unconfirmed", "locked")
    labels = fields()
    values = {row.value_name: row.value for row in rows()}
    hints = [Masker({name: value}).hint(name) for name, value in values.items()]
    card = cards.ending(
        verdict_line(outcome).lstrip("✓✗! "),
        coming_in_window(file, outcome),
        sent=dict(zip(labels, hints, strict=False)) if sent else {},
        when=SENT_AT if sent else None,
        due=date(2026, 12, 21) if sent else None,
        receipt=Path("/receipts/receipt.html"),
    )
    person, seen = _guide()
    person.show_ending(card, name in WHOLE, lambda: None)
    person.ask(texts.read_on(), lambda: False)
    return Shown(seen.shown[-1])


QUOTED: tuple[Name, ...] = ("already-objected", "refused", "unable-to-process", "unavailable", "try-later", "locked")


def edit(name: ValueName, posted: Mapping[str, str] | None = None) -> str:
    """The page on which a value is changed."""
    row = next(row for row in rows() if row.value_name == name)

    def wrong(text: str) -> str:
        try:
            checked_for(flow_file().flow)(name, text)
        except WalkoutError as error:
            return f"{error.what} {error.remedy}".strip()
        return ""

    return Editing(name, row.field, row.value, wrong).answer("/change", posted)


CARDS: dict[str, Callable[[], Shown]] = {
    **{kind: (lambda kind=kind: errand(kind)) for kind in get_args(Errand)},  # type: ignore[misc]
    "review": review,
    "review-rehearsed": lambda: review(badge=_("Rehearsal")),
    "review-with-warnings": _warned,
    "missing": _missing,
    "missing-something-else": lambda: _missing(press=("more",)),
    "missing-on-the-form": _not_found_on_form,
    "ambiguous": _ambiguous,
    "point": _point,
    "not-to-be-told": _not_to_be_told,
    "cannot-act": _cannot_act,
    "country-missing": _country_missing,
    "unknown-page": _unknown_page,
    "unsafe-place": _unsafe_place,
    "not-moving": _not_moving,
    "offline": _offline,
    "paused": _paused,
    "read-on": _read_on,
    "working": working,
    "working-something-else": lambda: working(press=("more",)),
    "folded": lambda: _paused(press=("fold",)),
    "folded-working": lambda: working(press=("fold",)),
    **{f"end-{name}": (lambda name=name: ended(name)) for name in LEFT_OPEN},  # type: ignore[misc]
}
FORMS: dict[str, Callable[[], str]] = {
    "edit-email": lambda: edit("email"),
    "edit-email-wrong": lambda: edit("email", {"does": "keep", "value": "alexandra"}),
    "edit-reason": lambda: edit("reason"),
}
