"""Looks on while a flow is walked, and knows afterwards what its pages looked like."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from walkout.drift.baseline import Baseline, FieldSeen, PageSeen, Seen, TextSeen, slim
from walkout.drift.wording import wording_of
from walkout.flow.model import Page
from walkout.flow.targets import Target, describe
from walkout.masking import Masker
from walkout.resolve.match import Ambiguous, Found, Match
from walkout.resolve.recall import is_by_record
from walkout.resolve.recorded import Recorded, record
from walkout.resolve.resolve import resolve
from walkout.resolve.score import ROLES
from walkout.view import Element, PageView
from walkout.walk.outcome import Name
from walkout.walk.person import Event
from walkout.walk.pointing import BY_HER
from walkout.walk.records import NoRecords
from walkout.words.lexicon import known_language

State = Literal["found", "by-record", "ambiguous", "missing"]


@dataclass(frozen=True)
class Resolved:
    """How a target was found; `by-record` also where the person pointed at it.

    record: what it is now, where it was found. others: the names of what else it may be.
    """

    state: State
    record: Recorded | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A masked picture of a page. targets: those whose numbers, from 1, are marked in it. image: a PNG, or as kept."""

    targets: tuple[str, ...]
    image: bytes = field(repr=False)


@dataclass
class Observer:
    """Is told of each page and target of a walk. It never touches the page.

    known: the baseline that the walk may go by. masker: takes the person's values out of all that is kept. private:
    the pages may show what is the person's alone, so of the elements nothing is kept but what they themselves say.
    """

    known: Baseline | None
    masker: Masker
    private: bool = False
    language: str = ""
    wants_pictures: bool = False
    ways: dict[str, list[str]] = field(default_factory=dict)
    ends: dict[str, str] = field(default_factory=dict)
    unreachable: set[str] = field(default_factory=set)
    lost_on: dict[str, PageView] = field(default_factory=dict)
    pages: dict[str, PageSeen] = field(default_factory=dict)
    resolutions: dict[tuple[str, str], Resolved] = field(default_factory=dict)
    pictures: dict[str, list[Picture]] = field(default_factory=dict)

    def records(self, page: str, target: Target, view: PageView) -> Iterable[Recorded]:
        if self.known is None:
            return ()
        return self.known.records(page, describe(target), known_language(view.language))

    def saw(self, page: Page, view: PageView, way: str) -> None:
        self.language = self.language or known_language(view.language)
        walked = self.ways.setdefault(way, [])
        if page.page not in walked:
            walked.append(page.page)
        if page.page in self.pages:
            return
        found = ((describe(target), resolve(target, view)) for target in page.known_by)
        known_by = {name: self.kept(match.element, view) for name, match in found if isinstance(match, Found)}
        self.pages[page.page] = PageSeen(
            address=_place(view.address),
            known_by=known_by,
            fields=self._fields(view),
        )

    def text_seen(self, page: str, paragraphs: tuple[str, ...]) -> None:
        """The text of a notice or policy."""
        wording = wording_of(paragraphs, self.masker)
        text = TextSeen(sha256=wording.sha256, paragraphs=wording.paragraphs)
        self.pages[page] = self.pages[page].model_copy(update={"text": text})

    def resolved(self, page: str, target: Target, match: Match, view: PageView) -> None:
        self.resolutions[page, describe(target)] = self._resolved(match, view)
        if page not in self.pages:
            return
        records = {
            name: one.record
            for (place, name), one in self.resolutions.items()
            if place == page and one.record is not None
        }
        fields = self._fields(view) or self.pages[page].fields
        self.pages[page] = self.pages[page].model_copy(update={"targets": records, "fields": fields})

    def pictured(self, page: str, targets: tuple[Target, ...], png: bytes) -> None:
        kept = self.pictures.setdefault(page, [])
        names = tuple(map(describe, targets))
        if not {target for one in kept for target in one.targets}.issuperset(names):
            kept.append(Picture(names, png))

    def seen(self, today: date) -> Seen:
        """All that was seen."""
        ways = {way: tuple(pages) for way, pages in self.ways.items()}
        return Seen(date=today, ways=ways, ends=self.ends, pages=self.pages)

    def lost(self, view: PageView, way: str) -> None:
        self.lost_on[way] = view

    def told(self, event: Event) -> None:
        """What the walk tells the person."""
        if event.event == "person-asked" and event.data.get("kind") == "offline":
            self.unreachable.add(str(event.data.get("way", "")))

    def ended(self, way: str, outcome: Name) -> None:
        """The walk of a way has ended so."""
        self.ends[way] = outcome

    def _resolved(self, match: Match, view: PageView) -> Resolved:
        if isinstance(match, Found):
            told = is_by_record(match) or match.candidate.evidence == BY_HER
            state: State = "by-record" if told else "found"
            return Resolved(state, self.kept(match.element, view))
        near = match.candidates if isinstance(match, Ambiguous) else match.nearest
        others = tuple(self.masker.mask(one.element.name) for one in near)
        return Resolved("ambiguous" if isinstance(match, Ambiguous) else "missing", None, others)

    def kept(self, element: Element, view: PageView) -> Recorded:
        """The record of an element, free of what is the person's."""
        mask, recorded = self.masker.mask, record(element, view)
        around = (lambda _: "") if self.private else mask
        masked = replace(
            element,
            name=mask(element.name),
            placeholder=mask(element.placeholder),
            hint=around(element.hint),
            heading=around(element.heading),
            context=around(element.context),
            href=_place(element.href),
            sends_to=_place(element.sends_to),
        )
        before, after = (() if self.private else tuple(map(mask, names)) for names in (recorded.before, recorded.after))
        return slim(replace(recorded, element=masked, before=before, after=after))

    def _fields(self, view: PageView) -> tuple[FieldSeen, ...]:
        fields = (one for one in view.elements if one.role in ROLES["field"] and one.visible and not one.disabled)
        return tuple(
            FieldSeen(
                label=self.masker.mask(one.name or one.placeholder or one.context), role=one.role, required=one.required
            )
            for one in fields
        )


def _place(address: str) -> str:
    """An address without its query, which may hold what is the person's."""
    return address.partition("?")[0].partition("#")[0]


class NotedTexts(NoRecords):
    """Hands the texts that a walk comes to on to its observer."""

    keeps_texts = True

    def __init__(self, observer: Observer) -> None:
        self._observer = observer

    def text_seen(self, page: str, language: str, address: str, paragraphs: tuple[str, ...]) -> str | None:  # noqa: ARG002
        self._observer.text_seen(page, paragraphs)
        return None
