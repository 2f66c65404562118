"""Make a flow of a recording: its pages, what sends, and how it ends."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from walkout.errors import BadFlowError
from walkout.flow.model import Errand, Page, PageOfOutcome, PageOfPerson, PageOfSteps, WaitForPerson
from walkout.flow.steps import ChooseStep, ClickStep, FillStep, Step, is_built_in, target_of, value_in
from walkout.flow.targets import (
    ButtonTarget,
    FieldTarget,
    HeadingTarget,
    Target,
    TextTarget,
    Words,
    concept_in,
    describe,
    meaning_of,
)
from walkout.record.cutting import Stretch, searches, stretches
from walkout.record.head import NOT_WEB, beginning, flow_of, origins_of, start_of
from walkout.record.imported import Recording, web_address
from walkout.record.meaning import Company, sayable
from walkout.record.names import slug
from walkout.record.questions import Questions
from walkout.record.report import Drafted, Report
from walkout.record.steps import Understood, is_address_alone, person_of, understand

RECEIVED = "request-received"
ERRANDS: dict[str, Errand] = {"one-time-code": "enter-the-code", "security-check": "solve-the-check"}
NAMES = {"sign-in": "sign-in", "solve-the-check": "check"}
EARLIER = "the walk begins later, at the address that was opened then"
AFTERWARDS = "it comes after the sending, where the walk ends"
ONLY_ONCE = "a flow opens an address only at its beginning"
ONLY_CLICKS = "a guide only clicks its way; what changes something is left to the person"
INTRODUCTION = (
    "Complete what is marked TODO, read `walkout show` as the person will, and rehearse it: docs/upkeep.md.",
)


def draft(recording: Recording, name: str, today: date) -> Drafted:
    """A flow made from the recording. name: what to call it, in any spelling, where the recording has no title.

    Raises BadFlowError, whose place is a step, where nothing of it can be carried over.
    """
    return _Maker(recording).made(name, today)


class _Maker:
    """The pages of one flow, and what becomes of each step, while they are made."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.report = Report(left=list(recording.left))
        self.pages: list[Page] = []
        self.comments: dict[str, list[str]] = {}
        self.questions = Questions()
        self.seen: tuple[Target, ...] = ()  # what was looked for last, where nothing was done any more
        self.stretches, left = stretches(recording)
        self.report.left += left
        self.companies = [Company(one.elements, recording.typed, recording.language) for one in self.stretches]
        self.persons = [person_of(*pair) for pair in zip(self.stretches, self.companies, strict=True)]
        for at, after in enumerate(self.persons[1:]):
            if after == FieldTarget(field="password") and is_address_alone(self.stretches[at], self.companies[at]):
                self.persons[at] = self.persons[at] or FieldTarget(field="login-name")

    def made(self, name: str, today: date) -> Drafted:
        if not self.stretches:
            self._refuse()
        sends = [at for at in range(len(self.stretches)) if self._sends(at)]
        begin = beginning(self.stretches, sends[0] if sends else len(self.stretches) - 1)
        start = start_of(self.stretches[begin], self.recording, self.report)
        stops_at = None if sends else self._last_form(begin)
        guide = not sends and stops_at is None
        last = len(self.stretches) - 1 if guide else sends[-1] if stops_at is None else stops_at
        for at, one in enumerate(self.stretches[: last + 1]):
            if at < begin and self.persons[at] is None and not one.cookies:
                self._leave(one, EARLIER)
            else:
                self._page(at, opens=at == begin, add_send=at == stops_at)
        end = self._arrived() if guide else self._received(last)
        self._without_twins(end)
        origins = origins_of(start, self.recording, self.report)
        flow = flow_of(self.recording, start, origins, self.pages, self.questions, name, today)
        by = f"Taken from a recording ({self.recording.recorder}). Nobody has walked it yet."
        self.comments |= {"": [by, *INTRODUCTION], "regions": ["TODO: where it is for; ALL is everywhere"]}
        return Drafted(flow, self.comments, self.report)

    def _sends(self, at: int) -> bool:
        if self.persons[at] is not None or self.stretches[at].cookies:
            return False
        return understand(self.stretches[at], self.companies[at], Report(), Questions()).sends

    def _last_form(self, begin: int) -> int | None:
        """The page on which to send, where the recording stops before that; None where it fills in nothing."""
        forms = [
            at
            for at, one in enumerate(self.stretches)
            if at >= begin and one.gives and self.persons[at] is None and not searches(one.acts)
        ]
        return forms[-1] if forms else None

    # --- pages ---

    def _page(self, at: int, *, opens: bool, add_send: bool) -> None:
        stretch, person = self.stretches[at], self.persons[at]
        if stretch.opened is not None and not opens:
            self.report.leave(stretch.opened.step, "open", ONLY_ONCE)
        if stretch.cookies:
            self._banner(stretch)
            return
        if person is not None:
            self._person(stretch, person, sent=False)
            return
        page = understand(stretch, self.companies[at], self.report, self.questions, add_send=add_send)
        known_by = (*self._heading(stretch), *page.known_by)[:8]
        for act, target in page.seen:
            self.report.carry(act.step, "", f"known by {describe(target)}")
        self.seen = () if page.steps else known_by
        if page.steps:
            name = self._named("form" if page.sends else page_name(target_of(page.steps[0][1])))
            self.pages.append(PageOfSteps(page=name, known_by=known_by, steps=tuple(step for _, step in page.steps)))
            self.comments[name] = list(dict.fromkeys(page.comments))
            self._carried(page, name)

    def _heading(self, stretch: Stretch) -> tuple[Target, ...]:
        headings = (sayable(act.heading, self.recording.typed) for act in stretch.acts)
        heading = next(filter(None, headings), "")
        return (HeadingTarget(heading=Words(words=(heading,))),) if heading else ()

    def _carried(self, page: Understood, name: str) -> None:
        for act, step in page.steps:
            if act is not page.added:
                self.report.carry(act.step, name, _told(step))
            if act.in_frame:
                self.report.note(f"{act.step}: in an embedded document, whose address has to be one of `origins`.")

    def _person(self, stretch: Stretch, field: Target, *, sent: bool) -> None:
        concept = concept_in(meaning_of(field))
        errand = ERRANDS.get(concept, "sign-in")
        if concept == "one-time-code" and not sent:
            errand = "enter-the-login-code"
        name = self._named(NAMES.get(errand, "code"))
        self.pages.append(PageOfPerson(page=name, known_by=(field,), wait_for_person=WaitForPerson(to=errand)))
        for act in stretch.acts:
            self.report.carry(act.step, name, f"wait for the person: {errand}")

    def _banner(self, stretch: Stretch) -> None:
        """A cookie banner: to decline is walkout's, all else is the person's decision."""
        button = ButtonTarget.model_validate({"button": stretch.cookies})
        known_by, name = (TextTarget(text="cookies"), button), self._named("cookies")
        if stretch.cookies == "decline-cookies":
            page: Page = PageOfSteps(page=name, known_by=known_by, covers=True, steps=(ClickStep(click=button),))
        else:
            wait = WaitForPerson(to="decide-on-cookies")
            page = PageOfPerson(page=name, known_by=known_by, covers=True, wait_for_person=wait)
        self.pages.append(page)
        self.report.carry(stretch.acts[0].step, name, describe(button))

    def _leave(self, stretch: Stretch, why: str) -> None:
        for act in ([stretch.opened] if stretch.opened else []) + stretch.acts:
            opens_nothing = act.kind == "open" and not web_address(act.address)
            self.report.leave(act.step, act.kind, NOT_WEB if opens_nothing else why)

    # --- the end of the walk ---

    def _received(self, last: int) -> PageOfOutcome:
        """The confirmation: by what was looked for after sending, and by what such pages say in any language."""
        known: list[Target] = []
        reached = True
        for at, one in list(enumerate(self.stretches))[last + 1 :]:
            person = self.persons[at]
            reached = reached and one.opened is None
            if not reached:
                self._leave(one, AFTERWARDS)
            elif person is not None:
                self._person(one, person, sent=True)
            else:
                known += self._confirming(one, self.companies[at])
        name = self._named("received")
        if not known:
            self.comments[name] = [
                "TODO: if the page says something else when it has arrived, add its words:",
                'known_by: [{text: {concept: request-received, words: ["…"]}}]',
            ]
        end = PageOfOutcome(page=name, known_by=(known or [TextTarget(text=RECEIVED)])[:1], outcome="submitted")
        self.pages.append(end)
        return end

    def _confirming(self, stretch: Stretch, company: Company) -> Iterable[Target]:
        looked_for = [act for act in stretch.acts if act.kind == "see"]
        self._leave(replace(stretch, acts=[act for act in stretch.acts if act.kind != "see"]), AFTERWARDS)
        for act, target in understand(Stretch(looked_for), company, self.report, self.questions).seen:
            meaning = meaning_of(target)
            words = meaning.words if isinstance(meaning, Words) else ()
            known = TextTarget(text=Words(concept=RECEIVED, words=words) if words else RECEIVED)
            self.report.carry(act.step, "received", f"known by {describe(known)}")
            yield known

    def _arrived(self) -> PageOfOutcome:
        """Where a guide ends: at what was looked for last, or where the last thing that was pressed is to be seen."""
        name = "arrived"
        for page in [page for page in self.pages if isinstance(page, PageOfSteps)]:
            if not all(isinstance(step, ClickStep) for step in page.steps):
                self._drop(page, ONLY_CLICKS)
        pressing = [page for page in self.pages if isinstance(page, PageOfSteps) and not page.covers]
        if not self.seen and not pressing:
            self._refuse()
        known = self.seen or (self._last_press(pressing[-1], name),)
        end = PageOfOutcome(page=name, known_by=known, outcome="arrived")
        self.pages.append(end)
        return end

    def _last_press(self, page: PageOfSteps, name: str) -> Target:
        """The last thing that was pressed: where it leads is not recorded, so the person presses it."""
        *before, last = page.steps
        at = self.pages.index(page)
        self.pages[at : at + 1] = [page.model_copy(update={"steps": tuple(before)})] if before else []
        self.comments[name] = [
            "The recording ends with a click on this, and does not say where that leads: it is left to the person.",
            "TODO: to go on, make it a page with `steps`, and say by what the next page is known.",
        ]
        pressed = [one for one in self.report.carried if one.page == page.page][-1]
        self.report.carried[self.report.carried.index(pressed)] = replace(
            pressed, page=name, what=f"known by {describe(target_of(last))}"
        )
        return target_of(last)

    def _refuse(self) -> None:
        """Raises BadFlowError for a recording of which nothing is left."""
        if self.pages:
            first = self.report.carried[0].step
            raise BadFlowError("all that it does is the person's own, such as signing in", where=first)
        # What a person has done says more than what a program has waited for.
        done = [one for one in self.report.left if one not in self.recording.left and one.why != EARLIER]
        left = done or self.report.left
        if not left:
            raise BadFlowError("the recording has no step", where="step 1", remedy="Record it anew.")
        raise BadFlowError(
            f"nothing of it can be carried over; the first is {left[0].what}: {left[0].why}",
            where=left[0].step,
            remedy="Write the flow by hand: `walkout new service/name` begins one.",
        )

    # --- what the linter asks for ---

    def _without_twins(self, end: PageOfOutcome) -> None:
        """Pages that are known by the same cannot be told apart: one is kept, and it is the one that ends the walk."""
        known: dict[frozenset[Target], Page] = {frozenset(end.known_by): end}
        for page in [one for one in self.pages if one is not end]:
            first = known.setdefault(frozenset(page.known_by), page)
            if first is not page:
                self._drop(page, f"it is known by just what the page {first.page!r} is known by", same=first)

    def _drop(self, page: Page, why: str, same: Page | None = None) -> None:
        self.pages.remove(page)
        self.comments.pop(page.page, None)
        merged = same is not None and _doing(same) == _doing(page)
        for one in [one for one in self.report.carried if one.page == page.page]:
            self.report.carried.remove(one)
            if merged and same is not None:
                self.report.carry(one.step, same.page, one.what)
            else:
                self.report.leave(one.step, one.what, why)

    def _named(self, wanted: str) -> str:
        taken = {page.page for page in self.pages} | {"arrived", "received"} - {wanted}
        names = (wanted if number == 1 else f"{wanted}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)


def _told(step: Step) -> str:
    """A step in one line, with the question that it needs."""
    told = f"{next(iter(type(step).model_fields))} {describe(target_of(step))}"
    if isinstance(step, ChooseStep | FillStep) and not is_built_in(value_in(step).value):
        return f"{told}, asked for by the question {value_in(step).value!r}"
    return told


def _doing(page: Page) -> object:
    return page.steps if isinstance(page, PageOfSteps) else getattr(page, "wait_for_person", None)


def page_name(target: Target) -> str:
    """What to call a page by what is pressed there."""
    meaning = meaning_of(target)
    return concept_in(meaning) or slug(meaning.words[0] if isinstance(meaning, Words) else "") or "page"
