"""What the parts of one walk share: plan, window, person and records, and what is known so far."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Literal, NoReturn

from walkout.errors import CannotActError
from walkout.flow.model import Page
from walkout.flow.plan import Plan
from walkout.flow.steps import ValueName
from walkout.flow.targets import FieldTarget, Target
from walkout.masking import Masker
from walkout.resolve.match import Found, Match, elements_of
from walkout.resolve.recall import resolve_with
from walkout.resolve.resolve import is_there, resolve
from walkout.view import Mark, PageView
from walkout.walk import texts
from walkout.walk.memory import Memory, NoMemory
from walkout.walk.outcome import Name, Outcome, WalkEnded
from walkout.walk.person import Answer, Event, Pause, PauseKind, Person
from walkout.walk.picks import Picks
from walkout.walk.recognise import Place, recognise
from walkout.walk.records import Records
from walkout.walk.window import Window
from walkout.words.countries import display_name
from walkout.words.days import days_as_written
from walkout.words.lexicon import known_language

Result = Literal["done", "done-by-me", "skipped", "back", "next-way", "start-anew", "moved", "again"]
# How far a walk goes: to its end, up to the step that sends, or up to where anything personal would be typed.
Reach = Literal["end", "sending", "typing"]


STOPPED_AT: dict[PauseKind, Name] = {
    "missing": "needs-person",
    "ambiguous": "needs-person",
    "not-to-be-told": "needs-person",
    "cannot-act": "needs-person",
    "unknown-page": "needs-person",
    "not-moving": "needs-person",
    "offline": "needs-person",
    "unsafe-place": "unsafe",
    "solve-the-check": "needs-person",
    "country-missing": "needs-person",
}
NO_END_AFTER_SENDING: tuple[Name, ...] = (
    "stopped",
    "interrupted",
    "needs-person",
    "unsafe",
    "unavailable",
    "try-later",
)
# Of the frames around elements in pictures.
FOUND, COULD_BE = "#117733", "#aa3311"
OF_THE_WAY = ("next-way", "start-anew")


@dataclass(frozen=True)
class Patience:
    """How long a walk waits for the page before it asks the person: seconds, and milliseconds between two looks.

    pause_ms: between two looks while she is asked, which may last an hour on a heavy page.
    """

    recognise_s: float = 20.0
    find_s: float = 6.0
    poll_ms: int = 40
    pause_ms: int = 250


@dataclass(frozen=True)
class Filled:
    """A field that the walk has filled: the target, its label, what it must hold or show, and the page of the flow."""

    target: FieldTarget
    value_name: ValueName
    label: str
    holds: str = field(repr=False)
    page: str = ""


@dataclass
class Session:
    """One walk's state. `sent` is true from the moment that the sending click may have been made.

    at_form: the newest page that was recognised is one that sends. not_again: pages at which a walk that ends before
    sending ends before typing, as another walk has filled them in.
    """

    plan: Plan
    window: Window
    person: Person
    records: Records
    patience: Patience = Patience()
    memory: Memory = field(default_factory=NoMemory)
    reach: Reach = "end"
    not_again: frozenset[str] = frozenset()
    way: str = ""
    page: str = ""
    sent: bool = False
    at_form: bool = False
    filled: dict[ValueName, Filled] = field(default_factory=dict)
    visits: dict[str, int] = field(default_factory=dict)
    picks: Picks = field(default_factory=Picks)
    view: PageView = field(default_factory=lambda: PageView(""))
    _masker: Masker = field(default_factory=Masker, repr=False)
    _masked_for: tuple[int, frozenset[str]] = (0, frozenset())
    _spoken: frozenset[str] = frozenset(("en",))

    @property
    def masker(self) -> Masker:
        """Masks the plan's values, and those that the person has changed since."""
        if self._masked_for != (id(self.plan), self._spoken):
            known = dict(self._masker.values)
            for name, value in shown_values(self.plan.values, self._spoken).items():
                if known.get(name, value) != value:
                    known[f"{name}:before-{len(known)}"] = known[name]
                known[name] = value
            self._masked_for, self._masker = (id(self.plan), self._spoken), Masker(known)
        return self._masker

    def told_by(self, page: Page) -> list[str]:
        """What the flow has to say of this page as the newest look shows it."""
        return [told.say for told in page.tell if is_there(told.when, self.view)]

    def look(self) -> PageView:
        """Look at the page. Only elements of the newest look can be acted on; it stays at hand as `view`."""
        self.view = self.window.look()
        self._spoken |= {known_language(frame.language) for frame in self.view.frames}
        return self.view

    def place(self) -> Place:
        """Look, and recognise the page of the flow."""
        return recognise(self.plan.flow, self.look())

    def say(self, event: str, text: str, **data: object) -> None:
        """Tell the person, with every personal value masked."""
        mask = self.masker.mask
        told = {key: mask(value) if isinstance(value, str) else value for key, value in data.items()}
        where = {"way": self.way, "page": self.page}
        self.person.tell(Event(event, mask(text), {**{k: v for k, v in where.items() if v}, **told}))

    def hint(self, name: ValueName) -> str:
        """A masked form of a value that the person recognises, for the receipt."""
        ask = self.plan.flow.question(name)
        return ask.hint if ask is not None else Masker({name: self.plan.values[name]}).hint(name)

    def keep_step(self, text: str) -> None:
        """Write a step into the receipt, masked."""
        self.records.step(self.page, self.masker.mask(text))

    def match(self, target: Target, view: PageView, page: str | None = None, *, by_meaning: bool = False) -> Match:
        """What a target means. What she picked for it on this page of the flow comes first, while it is there.

        by_meaning: what is remembered of it from earlier walks does not count.
        """
        page = self.page if page is None else page
        picked = self.picks.find(page, target, view)
        if picked is not None or by_meaning:
            return picked or resolve(target, view)
        return resolve_with(target, view, self.memory.records(page, target, view))

    def ask(self, pause: Pause, at: Place | None, ends: Callable[[], bool] = lambda: False) -> Answer:
        """Ask the person. Stopping ends the walk; `back` is done here; the rest is the caller's.

        at: the place she is asked at. Once the window shows another page of the flow, or `ends`, the answer is `moved`.
        After a sending step nothing is offered that would load the form anew.
        """
        if self.sent:
            pause = replace(pause, choices=tuple(one for one in pause.choices if one.name not in OF_THE_WAY))
        self.say("person-asked", pause.title, kind=pause.kind, choices=[choice.name for choice in pause.choices])
        answer = self.person.ask(pause, self._moved_from(at, ends))
        self.say("person-answered", answer.choice, kind=pause.kind)
        if answer.choice in ("stop", "interrupt"):
            self._look_whether_she_sent()
        if answer.choice == "stop":
            self.end(STOPPED_AT.get(pause.kind, "stopped"), pause.title)
        if answer.choice == "interrupt":
            self.end("interrupted", "you interrupted the walk")
        if answer.choice == "back":
            self.go_back()
        if answer.choice in OF_THE_WAY:
            self.picks.drop_last()
        return answer

    def _look_whether_she_sent(self) -> None:
        """Who was at the form and is now on a page that nobody knows may have pressed its button herself."""
        if self.sent or not self.at_form or self.place().page is not None:
            return
        self.records.sending()
        self.sent = True
        self.say("sending-unknown", "the window has left the form: if you have sent it yourself, it may have arrived")

    def heed(self) -> Literal["skip", "back"] | None:
        """Do what the person asked for between two steps."""
        match self.person.wish():
            case "pause":
                return "back" if self.pause() == "back" else None
            case "back":
                self.go_back()
                return "back"
            case "skip":
                return "skip"
            case "stop":
                self.end("stopped", "you stopped the walk")
            case "interrupt":
                self.end("interrupted", "you interrupted the walk")
            case None:
                pass
        return None

    def pause(self) -> str:
        """Wait until the person says go on."""
        title, lines = texts.PAUSED
        return self.ask(Pause("paused", title, lines, (texts.GO_ON, texts.BACK, texts.STOP), self.page), None).choice

    def go_back(self) -> None:
        """One page back; then the walk waits, as it would only go forward again at once."""
        self.picks.drop_last()
        try:
            self.window.back()
        except CannotActError:
            self.say("cannot-go-back", "There is no page to go back to.")
        self.pause()

    def end(self, name: Name, why: str) -> NoReturn:
        """End the walk. After a sending step, no ending but a seen confirmation or refusal is certain."""
        if self.sent and name in NO_END_AFTER_SENDING:
            name, why = "unconfirmed", f"the request was sent, but no confirmation was seen; {why}"
        raise WalkEnded(Outcome(name, self.masker.mask(why).rstrip("."), self.way, self.page))

    def now(self) -> float:
        """Seconds on a clock that only goes on."""
        return monotonic()

    def until(self, seconds: float) -> Callable[[], bool]:
        """A clock that says whether the seconds are over."""
        end = self.now() + seconds
        return lambda: self.now() > end

    def _moved_from(self, at: Place | None, ends: Callable[[], bool]) -> Callable[[], bool]:
        def moved() -> bool:
            self.window.wait(self.patience.pause_ms)
            if ends():
                return True
            if at is None:
                return False
            now = self.place()
            known = now.page is not None and now.view.ready and not now.is_as(at)
            return known or (now.offline and not at.offline)

        return moved

    def remember(self, matches: Mapping[Target, Match], view: PageView) -> None:
        """Tell what looks on how targets of this page were found in the newest look."""
        for target, match in matches.items():
            self.memory.resolved(self.page, target, match, view)
        if not self.memory.wants_pictures:
            return
        marks = tuple(
            Mark(element, str(number), FOUND if isinstance(match, Found) else COULD_BE)
            for number, match in enumerate(matches.values(), 1)
            for element in elements_of(match)
        )
        try:
            png = self.window.marked(marks, self._private())
        except CannotActError:
            return
        self.memory.pictured(self.page, tuple(matches), png)

    def _private(self) -> tuple[str, ...]:
        """The texts that a picture must not show. Of choices it shows none, as one that lacks would be the one."""
        shown = shown_values({name: text for name, text in self.plan.values.items() if name != "country"}, self._spoken)
        choices = (choice for ask in self.plan.flow.asks if ask.ask in self.plan.values for choice in ask.choices)
        return tuple(dict.fromkeys((*shown.values(), *choices)))

    def keep_picture(self) -> None:
        """Keep a masked picture of the page, if pictures are kept. A picture that fails is no reason to stop."""
        if not self.records.keeps_pictures:
            return
        try:
            png = self.window.picture(self._private())
        except CannotActError:
            self.say("no-picture", "No picture could be taken of this page.")
            return
        self.records.picture(self.page, png)


def shown_values(values: Mapping[ValueName, str], spoken: Iterable[str]) -> dict[str, str]:
    """The values as pages in those languages show them: a country by its name, as its code is a word in some; a day in
    the ways in which days are written."""
    spoken = tuple(spoken)
    shown: dict[str, str] = {name: value for name, value in values.items() if name != "country"}
    if country := values.get("country"):
        shown |= {f"country:{language}": display_name(country, language) for language in spoken}
    for name, value in values.items():
        shown |= {f"{name}:{number}": day for number, day in enumerate(days_as_written(value, spoken))}
    return shown
