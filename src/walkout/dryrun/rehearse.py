"""One rehearsal: the whole walk on a fixture site with a scripted person. It can never count as a submission."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from walkout.browser.find import Browser
from walkout.browser.interception import Interception
from walkout.browser.session import RunningBrowser, rehearsal_browser, rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.dryrun.scripted import PICTURE, ScriptedPerson, stand_ins
from walkout.dryrun.site import Site, load_site, site_info
from walkout.errors import BadFlowError, BadProfileError, BadUsageError
from walkout.flow.asks import checked_answer
from walkout.flow.load import FlowFile
from walkout.flow.plan import Plan, make_plan
from walkout.flow.steps import ValueName, is_built_in
from walkout.shipped_files import fixture_folders
from walkout.walk.memory import Memory, NoMemory
from walkout.walk.outcome import Outcome
from walkout.walk.person import Event, Person
from walkout.walk.records import NoRecords, Records
from walkout.walk.session import Patience, Reach, Session
from walkout.walk.walk import walk
from walkout.words.reasons import make_reason

# Puts the scripted person behind a guide in the window.
Guide = Callable[[BrowserWindow, Person], Person]
PATIENCE = Patience(recognise_s=8, find_s=4, poll_ms=20)


@dataclass(frozen=True)
class Rehearsal:
    """What to rehearse: the flow, and on which fixture in which language with which faults."""

    file: FlowFile
    folder: Path
    language: str = "en"
    way: str | None = None
    faults: tuple[str, ...] = ()
    headed: bool = False
    slow_ms: int = 0


@dataclass(frozen=True)
class Result:
    """How it ended, the addresses outside of the fixture that were asked for and refused, and the site as it is now."""

    outcome: Outcome
    refused: tuple[str, ...]
    site: Site


def fixture_of(flow: str, variant: str | None) -> Path:
    """The folder of a flow's fixture: that variant's, or the first one. Raises BadUsageError where there is none."""
    folders = {site_info(folder).variant: folder for folder in fixture_folders(flow)}
    if not folders:
        raise BadUsageError(f"there is no fixture site for {flow}", remedy="docs/fixtures.md tells how to make one.")
    if variant is None:
        return next(iter(folders.values()))
    if variant not in folders:
        raise BadUsageError(
            f"{flow} has no fixture variant {variant!r}", remedy=f"The variants are: {', '.join(folders)}."
        )
    return folders[variant]


def check_rehearsal(rehearsal: Rehearsal) -> Plan:
    """Find out at once whether it can be set up: the plan that it will have. Raises BadUsageError, BadFlowError."""
    return _set_up(rehearsal)[1]


def _set_up(rehearsal: Rehearsal) -> tuple[Site, Plan]:
    site = load_site(rehearsal.folder, language=rehearsal.language, faults=rehearsal.faults)
    return site, plan_for(rehearsal.file, site, rehearsal.way)


def plan_for(file: FlowFile, site: Site, way: str | None = None, values: Mapping[ValueName, str] | None = None) -> Plan:
    """The plan of the rehearsal's person on a site; `values` instead of hers. Raises BadUsageError."""
    standing: dict[ValueName, str] = {**stand_ins(file.flow), **_standing_in(file, site), **(values or {})}

    def reason(country: str, language: str) -> str:
        return make_reason(country, language, "")

    if "reason" in file.flow.needs:
        standing.setdefault("reason", reason(standing["country"], site.language))
    made = reason if "reason" not in (values or {}) else None
    return make_plan(file, standing, way, made, language=site.language, attachments=(PICTURE,))


def _standing_in(file: FlowFile, site: Site) -> dict[ValueName, str]:
    """The fixture's own values, checked as a person's answers are. Raises BadFlowError."""
    where = f"the fixture {site.info.variant} of {site.info.flow}, `stands_in`"
    standing = dict(site.stands_in)
    for name, value in standing.items():
        ask = file.flow.question(name)
        if ask is None and not is_built_in(name):
            raise BadFlowError(f"{name!r} is no value and no question of the flow", where=where)
        if ask is not None:
            try:
                standing[name] = checked_answer(ask, value)
            except BadProfileError as error:
                raise BadFlowError(f"{name!r}: {error.what}", where=where, remedy=error.remedy) from error
    return standing


def rehearse(
    rehearsal: Rehearsal,
    browser: Browser,
    tell: Callable[[Event], None],
    records: Records | None = None,
    memory: Memory | None = None,
    guide: Guide | None = None,
) -> Result:
    """Walk the flow on its fixture site, in a browser of its own.

    memory: what is known of its pages from before, and who looks on. guide: who tells and asks in the window.
    Raises BadUsageError, BadFlowError, CannotStartError.
    """
    check_rehearsal(rehearsal)
    with rehearsal_browser(browser, headed=rehearsal.headed, slow_ms=rehearsal.slow_ms) as running:
        return rehearse_in(running, rehearsal, tell, records, memory, guide=guide)


def rehearse_in(
    running: RunningBrowser,
    rehearsal: Rehearsal,
    tell: Callable[[Event], None],
    records: Records | None = None,
    memory: Memory | None = None,
    reach: Reach = "end",
    not_again: frozenset[str] = frozenset(),
    guide: Guide | None = None,
) -> Result:
    """Walk the flow on its fixture site, in a browser that runs already. reach, not_again: see Session.

    Raises BadUsageError, BadFlowError.
    """
    site, plan = _set_up(rehearsal)
    answers = Interception(site.answer)
    with rehearsal_page(running, answers, rehearsal.language) as page:
        window = BrowserWindow(page.context, page, plan.flow.origins)
        person: Person = ScriptedPerson(window, site, plan.values.get("email", ""), tell)
        if guide is not None:
            person = guide(window, person)
        session = Session(
            plan, window, person, records or NoRecords(), PATIENCE, memory or NoMemory(), reach, not_again
        )
        outcome = walk(session)
    if answers.broken is not None:
        raise answers.broken
    return Result(outcome, tuple(answers.refused), site)
