"""A walk on changed pages: what it acted on, held against the truth marks, and what it asked about."""

from dataclasses import dataclass

from playwright.sync_api import Browser as RunningBrowser

from benchmarks.mutations.pages import MutatedPages, Pick, Served, any_kinds, mutated_site
from benchmarks.mutations.person import Act, TruthfulPerson, UnhurriedSession, WatchedWindow
from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_page
from walkout.drift.baseline import baseline_file, load_baseline
from walkout.drift.observer import Observer
from walkout.dryrun.rehearse import plan_for
from walkout.dryrun.scripted import PICTURE
from walkout.dryrun.site import Site, site_info
from walkout.flow.load import FlowFile
from walkout.flow.model import PageOfSteps
from walkout.flow.plan import Plan
from walkout.flow.steps import ChooseStep, FillStep, ValueName, target_of, value_in
from walkout.flow.targets import meaning_of
from walkout.masking import Masker
from walkout.shipped_files import fixture_folders
from walkout.walk.outcome import Outcome
from walkout.walk.records import NoRecords
from walkout.walk.session import Patience
from walkout.walk.walk import walk
from walkout.words.countries import find_country
from walkout.words.lexicon import languages

PATIENCE = Patience(recognise_s=2.0, find_s=1.2, poll_ms=20, pause_ms=50)


@dataclass(frozen=True)
class Walk:
    """Which walk: the flow, its fixture, the language and the way in, and the seed of all changes."""

    file: FlowFile
    variant: str
    language: str
    way: str
    seed: str


@dataclass(frozen=True)
class Seen:
    """What a walk did on one served page.

    found: it went on, or ended as it should, without asking. asked: the questions that a person has to judge, or that
    it left for another way. wrong: acts on what was not meant, and values that arrived where they should not.
    """

    served: Served
    found: bool
    asked: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True)
class Watched:
    """A walk that is over, page by page."""

    outcome: Outcome
    pages: tuple[Seen, ...]
    refused: tuple[str, ...]


def watch(running: RunningBrowser, one: Walk, choose: Pick = any_kinds, patience: Patience = PATIENCE) -> Watched:
    """Walk on changed pages, and hold what was done against the truth."""
    flow = one.file.flow
    folder = next(f for f in fixture_folders(flow.flow) if site_info(f).variant == one.variant)
    site, pages, answer = mutated_site(folder, one.language, flow, one.seed, choose)
    plan = plan_for(one.file, site, one.way)
    answers = Interception(answer)
    person = TruthfulPerson(site, pages, plan)
    with rehearsal_page(running, answers, one.language) as page:
        window = WatchedWindow(page, flow.origins, person.note)
        person.takes(window)
        known = load_baseline(baseline_file(one.file.path), flow.flow)
        session = UnhurriedSession(plan, window, person, NoRecords(), patience, Observer(known, Masker()))
        outcome = walk(session)
    if answers.broken is not None:
        raise answers.broken
    wrong = [*_wrong_acts(person), *_wrong_sends(site, pages, person, plan)]
    return Watched(outcome, _judged(pages, person, outcome, site, wrong), tuple(answers.refused))


def _judged(
    pages: MutatedPages, person: TruthfulPerson, outcome: Outcome, site: Site, wrong: list[tuple[int, str]]
) -> tuple[Seen, ...]:
    last = len(pages.served) - 1
    seen = []
    for number, served in enumerate(pages.served):
        asked = [what for page, what in person.asked if page == number]
        if number == last and outcome.name != site.info.outcome and not asked:
            asked = [f"ended {outcome.name}: {outcome.why}"]
        left_out = served.needs - {"submit"} - {concept for page, concept in person.done if page == number}
        if served.expect == "there" and not asked and left_out and number in {page for page, _ in person.reviews}:
            asked = [f"sent without {', '.join(sorted(left_out))}"]
        told = tuple(what for page, what in wrong if page == number)
        seen.append(Seen(served, not asked, tuple(asked), told))
    return tuple(seen)


def _wrong_acts(person: TruthfulPerson) -> list[tuple[int, str]]:
    """Acts of the walk on what was not meant."""
    return [(act.page, _told(act)) for act in person.acts if not act.hers and not _is_right(act, person)]


def _told(act: Act) -> str:
    target = act.target or "an unknown target"
    return f"{act.verb} for {target} on {act.element.role} “{act.element.name}” ({act.truth or 'unmarked'})"


def _is_right(act: Act, person: TruthfulPerson) -> bool:
    concept = act.target.partition(":")[2]
    if act.element.role == "option" and concept == "country-of-residence":
        return any(find_country(person.country, [("", act.element.name)], one) == [0] for one in languages())
    return concept in act.truth.split() if concept else bool(act.truth)


def _wrong_sends(site: Site, pages: MutatedPages, person: TruthfulPerson, plan: Plan) -> list[tuple[int, str]]:
    """Requests that arrived without a review, and values that arrived in another field than the one she agreed to."""
    requests = [sent for sent in site.sent if sent.does == "take-request"]
    last = len(pages.served) - 1
    wrong = [(last, "sent without a review")] * max(0, len(requests) - len(person.reviews))
    wrong += [(last, f"sent to a trap: {sent.path}") for sent in site.sent if sent.does == "trap"]
    names = _values(plan)
    for sent, (page, agreed) in zip(requests, person.reviews, strict=False):
        # A review shows the country by its name; what is sent is its code.
        told = {name: person.country if name == "country" else value for name, value in agreed.items()}
        for name, value in sent.fields:
            concept, fixed = pages.concepts.get(name, ("", ""))
            right = fixed or told.get(names[concept], "") if concept in names or fixed else ""
            if name == "Field_file":
                right = f"{PICTURE.name} {PICTURE.media_type} {len(PICTURE.content)}"
            if " ".join(value.split()) != " ".join(right.split()):
                wrong.append((page, f"sent a wrong value in {name} ({concept or 'no field of the flow'})"))
    return wrong


def _values(plan: Plan) -> dict[str, ValueName]:
    """Concept → the person's value that belongs into its field."""
    steps = [step for page in plan.flow.pages if isinstance(page, PageOfSteps) for step in page.steps]
    return {
        str(meaning_of(target_of(step))): value_in(step).value
        for step in steps
        if isinstance(step, ChooseStep | FillStep)
    }
