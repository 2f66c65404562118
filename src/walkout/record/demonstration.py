"""Make a flow of a demonstration: what somebody was seen to do in a window, with a look at each page as it was then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from walkout.errors import BadFlowError
from walkout.flow.model import Flow, Page, PageOfOutcome, PageOfPerson, PageOfSteps, WaitForPerson
from walkout.flow.steps import ChooseStep, FillStep, SendStep, Step, UploadStep, ValueName, target_of, value_in
from walkout.flow.targets import FieldTarget, Target, TextTarget
from walkout.record.beginning import flow_shown, start_shown
from walkout.record.counting import counted, step_name, typed_in
from walkout.record.doing import Decided, Part, in_words
from walkout.record.evidence import Known, Sighted, evidence_for, headings_of, texts_of
from walkout.record.met import Met, met_places
from walkout.record.pages import AFTERWARDS, EARLIER, ERRANDS, NAMES, RECEIVED, page_name
from walkout.record.places import beginnings, main_heading
from walkout.record.questions import Questions
from walkout.record.report import Drafted, Report
from walkout.record.steps import SEND
from walkout.view import PageView
from walkout.walk.recognise import recognise
from walkout.watched import WatchedAct

NO_SEND = "The demonstration stops before it is sent. TODO: check that the button says so."
NO_CONFIRMATION = (
    "TODO: nobody has seen what the page says when it has arrived; add its words:",
    'known_by: [{text: {concept: request-received, words: ["…"]}}]',
)
GUIDE = "a guide only clicks its way; what changes something is left to the person"


@dataclass(frozen=True)
class Demonstration:
    """What was seen. confirmed: the look that she marked as the confirmation. last: the look when it was stopped."""

    acts: tuple[WatchedAct, ...]
    decided: Decided = field(default_factory=Decided)
    confirmed: PageView | None = None
    last: PageView | None = None


@dataclass(frozen=True)
class Shown:
    """The flow of a demonstration, with the looks at each of its pages.

    doubts: what a person should settle. sends, begins, values: by the acts' numbers, what sends, with what a page
    begins, and what a field was given.
    """

    drafted: Drafted
    views: dict[str, tuple[PageView, ...]]
    doubts: tuple[str, ...] = ()
    sends: frozenset[int] = frozenset()
    begins: frozenset[int] = frozenset()
    values: Mapping[int, ValueName] = field(default_factory=dict)


def shown(demonstration: Demonstration, name: str, today: date) -> Shown:
    """The flow. name: `service/flow`. Raises BadFlowError, whose place is a step, where nothing of it can be one."""
    return _Maker(demonstration).made(name, today)


class _Maker:
    """The pages of one flow while they are made."""

    def __init__(self, demonstration: Demonstration) -> None:
        self.all = demonstration
        self.typed = typed_in(demonstration.acts)
        self.counted = counted(demonstration.acts, demonstration.decided.dropped)
        self.report = Report(left=list(self.counted.left))
        self.met = met_places(self.counted, self.typed, demonstration.decided, self.report)
        self.sighted, self.questions = Sighted(), Questions()
        self.comments: dict[str, list[str]] = {}
        self.doubts: list[str] = []
        self.sent: set[int] = set()
        self.values: dict[int, ValueName] = {}
        self.views: dict[str, tuple[PageView, ...]] = {}

    def made(self, name: str, today: date) -> Shown:
        if not self.met:
            raise BadFlowError("nothing was done that a flow could do", where="step 1", remedy="Record it anew.")
        sends = [at for at, one in enumerate(self.met) if one.sends and not one.hers]
        stops_at = None if sends else self._last_form()
        last = sends[-1] if sends else stops_at if stops_at is not None else len(self.met) - 1
        begin = self._begin(last)
        if stops_at is not None:
            self.met[stops_at].add_send = True
        kept = self._kept(begin, last, guide=not sends and stops_at is None)
        end = self._end(kept, guide=not sends and stops_at is None)
        pages = self._pages(kept, end, sent_from=last)
        start = start_shown(self.met[begin].place, self.typed, self.report)
        flow = flow_shown(name, start, pages, self.questions, self._origins(kept), today)
        self._recognised(flow)
        self.comments[""] = ["Recorded by doing it once. Nobody has walked it yet.", "Complete what is marked TODO."]
        self.comments["regions"] = ["TODO: where it is for; ALL is everywhere"]
        self.report.in_order()
        return Shown(
            Drafted(flow, self.comments, self.report),
            self.views,
            tuple(self.doubts),
            frozenset(self.sent),
            beginnings(self.counted),
            self.values,
        )

    # --- which places count ---

    def _last_form(self) -> int | None:
        forms = [at for at, one in enumerate(self.met) if one.gives and not one.hers]
        return forms[-1] if forms else None

    def _begin(self, last: int) -> int:
        opened = [at for at, one in enumerate(self.met[: last + 1]) if one.place.opened is not None]
        return opened[-1] if opened else 0

    def _kept(self, begin: int, last: int, *, guide: bool) -> list[Met]:
        kept = []
        for at, one in enumerate(self.met):
            if at < begin and not one.hers and not one.cookies:
                self._leave(one, EARLIER)
            elif at > last and not one.hers and not guide:
                self._leave(one, AFTERWARDS)
            elif guide and not (one.hers or one.cookies) and any(part.sends != "no" for part in one.parts):
                self._leave(one, GUIDE)
            elif one.steps or one.hers:
                kept.append(one)
            else:
                self._leave(one, "")
        return kept

    def _leave(self, met: Met, why: str) -> None:
        for part in met.parts:
            self.report.leave(step_name(part.act), part.act.kind, why or part.why)

    def _end(self, kept: Sequence[Met], *, guide: bool) -> PageView | None:
        """The look at which it ends: the one that she marked, else the last one where it is another page."""
        if self.all.confirmed is not None:
            return self.all.confirmed
        last = self.all.last
        if last is None:
            return None
        seen = self.met[-1].place.views[-1]
        moved = last.born != seen.born or main_heading(last) != main_heading(seen)
        received = self.sighted.there(TextTarget(text=RECEIVED), last)
        if guide:
            return last
        return last if received or (moved and not kept[-1].hers) else None

    # --- pages ---

    def _pages(self, kept: list[Met], end: PageView | None, sent_from: int) -> list[Page]:
        names: set[str] = set()
        for one in kept:
            one.name = _free(self._wanted_name(one, sent_from), names | {"received", "arrived"})
            names.add(one.name)
        pages = [self._page(one, kept, end, sent_from) for one in kept]
        guide = not any(one.sends or one.add_send for one in kept)
        pages.append(self._outcome(kept, end, guide=guide))
        return pages

    def _wanted_name(self, met: Met, sent_from: int) -> str:
        if met.cookies:
            return "cookies"
        if met.hers:
            errand = self._errand(met, sent_from)
            return NAMES.get(errand, "code")
        if met.sends or met.add_send:
            return "form"
        headings = headings_of(met.place.first, self.typed, main_heading(met.place.first))
        named = next(headings, None) or (target_of(met.steps[0].step) if met.steps and met.steps[0].step else None)
        return page_name(named) if named is not None else "page"

    def _errand(self, met: Met, sent_from: int) -> str:
        after = self.met.index(met) > sent_from
        if met.hers == "one-time-code":
            return "enter-the-code" if after else "enter-the-login-code"
        return ERRANDS.get(met.hers, "sign-in")

    def _page(self, met: Met, kept: Sequence[Met], end: PageView | None, sent_from: int) -> Page:
        known = self._known(met, kept, end)
        self.views[met.name] = tuple(met.place.views)
        common = {"page": met.name, "known_by": known.known_by, "unless": known.unless}
        if met.cookies == "accept":
            self._carry(met, "wait for the person: decide-on-cookies")
            return PageOfPerson(**common, covers=True, wait_for_person=WaitForPerson(to="decide-on-cookies"))
        if met.hers:
            errand = self._errand(met, sent_from)
            self._carry(met, f"wait for the person: {errand}")
            return PageOfPerson(**common, wait_for_person=WaitForPerson(to=errand))
        return PageOfSteps(**common, covers=bool(met.cookies), steps=tuple(self._steps(met)))

    def _steps(self, met: Met) -> Iterable[Step]:
        last: Step | None = None
        for part in met.parts:
            if part.step is None:
                self.report.leave(step_name(part.act), part.act.kind, part.why)
                continue
            step = _with_question(part.step, part, self.questions)
            if step is None:
                self.report.leave(step_name(part.act), part.act.kind, "the flow has as many questions as it may")
                continue
            if step == last:
                self.report.leave(step_name(part.act), part.act.kind, "it is pressed already")
                continue
            self.report.carry(step_name(part.act), met.name, in_words(part))
            if part.doubt:
                self.doubts.append(f"{step_name(part.act)}: {part.doubt}")
                self.comments.setdefault(met.name, []).append(f"TODO: {step_name(part.act)}: {part.doubt}")
            if part.sends == "yes":
                self.sent.add(part.act.number)
            if isinstance(step, ChooseStep | FillStep | UploadStep):
                self.values[part.act.number] = value_in(step).value
            last = step
            yield step
        if met.add_send:
            self.comments.setdefault(met.name, []).append(NO_SEND)
            yield SendStep(send=SEND)

    def _carry(self, met: Met, what: str) -> None:
        for part in met.parts:
            self.report.carry(step_name(part.act), met.name, what)

    # --- evidence ---

    def _known(self, met: Met, kept: Sequence[Met], end: PageView | None) -> Known:
        wanted = list(self._evidence(met))
        if met.cookies and self.sighted.on_all(TextTarget(text="cookies"), met.place.views):
            return Known((TextTarget(text="cookies"), *wanted[:1]))
        others = [one for one in self.met if one is not met and not one.cookies]
        views = [view for one in others for view in one.place.views] + ([end] if end is not None else [])
        of_others = [target for one in kept if one is not met for target in self._evidence(one)]
        if end is not None:
            of_others += [TextTarget(text=RECEIVED), *headings_of(end, self.typed, main_heading(end))]
        known = evidence_for(wanted, met.place.views, views, of_others, self.sighted)
        if known is None:
            targets = tuple(dict.fromkeys(wanted)) or (FieldTarget(field=met.hers or "email"),)
            known = Known(targets[:1], certain=False)
        if not known.certain:
            self.doubts.append(f"page {met.name}: nothing tells it from another page that was seen")
            self.comments.setdefault(met.name, []).append("TODO: say by what it is known; nothing seen tells it apart.")
        return known

    def _evidence(self, met: Met) -> Iterable[Target]:
        if met.hers:
            yield FieldTarget(field=met.hers)
        for part in met.steps:
            if part.target is not None:
                yield part.target
        yield from headings_of(met.place.first, self.typed, main_heading(met.place.first))

    def _outcome(self, kept: Sequence[Met], end: PageView | None, *, guide: bool) -> PageOfOutcome:
        name = "arrived" if guide else "received"
        if end is None:
            if guide:
                raise BadFlowError("it does not show where it ends", where=step_name(self.all.acts[-1]))
            self.comments[name] = list(NO_CONFIRMATION)
            return PageOfOutcome(page=name, known_by=(TextTarget(text=RECEIVED),), outcome="submitted")
        self.views[name] = (end,)
        others = [view for one in self.met for view in one.place.views if view is not end]
        of_others = [target for one in kept for target in self._evidence(one)]
        known: Known | None = None
        for wanted in self._of_the_end(end, guide=guide):
            found = evidence_for(wanted, [end], others, of_others, self.sighted)
            known = found if known is None or (found is not None and found.certain) else known
            if known is not None and known.certain:
                break
        if known is None or not known.certain:
            self.doubts.append(f"page {name}: nothing that it says tells it from the pages before")
            self.comments[name] = list(NO_CONFIRMATION)
            known = known or Known((TextTarget(text=RECEIVED),))
        return PageOfOutcome(
            page=name, known_by=known.known_by, unless=known.unless, outcome="arrived" if guide else "submitted"
        )

    def _of_the_end(self, end: PageView, *, guide: bool) -> Iterable[list[Target]]:
        """What may tell the last page, the best first: what confirmations say anywhere, its heading, its texts."""
        if not guide:
            yield [TextTarget(text=RECEIVED)]
        yield [*headings_of(end, self.typed, main_heading(end))]
        yield [*texts_of(end, self.typed)]

    def _origins(self, kept: Sequence[Met]) -> list[str]:
        found = []
        for one in kept:
            for act in one.place.acts:
                frames = act.view.frames
                found += [act.view.origin, *([frames[act.element.frame].origin] if act.element and frames else [])]
        return list(dict.fromkeys(found))

    def _recognised(self, flow: Flow) -> None:
        """Every look at a page must be that page and no other."""
        for name, views in self.views.items():
            for view in views:
                place = recognise(flow, view)
                taken = [page.page for page in place.fitting if page.page != name]
                if place.page is None or place.page.page != name:
                    told = f"is taken for {', '.join(taken)}" if taken else "is not recognised"
                    self.doubts.append(f"page {name}: a look at it {told}")
                    break


def _with_question(step: Step, part: Part, questions: Questions) -> Step | None:
    """The step of an act, whose value is the name under which its question is asked; None where no more may be."""
    if part.ask is None or part.target is None or not isinstance(step, ChooseStep | FillStep):
        return step
    name = questions.taken(part.target, part.ask)
    if name is None:
        return None
    given = value_in(step).model_copy(update={"value": name})
    return ChooseStep(choose=given) if isinstance(step, ChooseStep) else FillStep(fill=given)


def _free(wanted: str, taken: set[str]) -> str:
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
