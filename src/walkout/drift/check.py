"""One check of a flow: walk its ways up to the step that sends, and tell what differs from the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from walkout.browser.session import RunningBrowser
from walkout.drift.baseline import Baseline, Seen, baseline_file, load_baseline
from walkout.drift.compare import PageDrift, TargetDrift, compare
from walkout.drift.lost import whereabouts
from walkout.drift.observer import NotedTexts, Observer, Picture
from walkout.drift.pictures import compressed
from walkout.dryrun.rehearse import Rehearsal, rehearse_in
from walkout.dryrun.scripted import STAND_INS
from walkout.dryrun.site import site_info
from walkout.flow.load import FlowFile
from walkout.flow.model import Flow, PageOfSteps
from walkout.flow.steps import SendStep
from walkout.masking import Masker
from walkout.walk.outcome import Name, Outcome

Verdict = Literal["same", "moved", "needs-person", "cannot-check"]
# From the best to what is told first.
VERDICTS: tuple[Verdict, ...] = ("same", "moved", "cannot-check", "needs-person")
REACHED: tuple[Name, ...] = ("arrived", "submitted", "changed")
NO_BASELINE = "there is no baseline of this yet"


@dataclass(frozen=True)
class FixtureCheck:
    """What to check: a flow on a fixture site, in a language.

    ways: only these ways in, or all that the site has. upto: "sending", or "end" to see all pages for a new baseline.
    against: the variant whose baseline is compared with, where the site stands for what has become of it.
    """

    file: FlowFile
    folder: Path
    language: str = "en"
    ways: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    pictures: bool = False
    upto: Literal["sending", "end"] = "sending"
    against: str = ""

    @property
    def source(self) -> str:
        return f"fixture {self.against or site_info(self.folder).variant}"


@dataclass(frozen=True)
class WayCheck:
    """One way in: how its walk ended, and its pages before and now.

    before: how it ended when the baseline was written, empty where it has none of this way. unreachable: its start did
    not answer.
    """

    way: str
    outcome: Outcome
    pages: tuple[PageDrift, ...]
    before: str = ""
    unreachable: bool = False

    @property
    def verdict(self) -> Verdict:
        if self.unreachable:
            return "cannot-check"
        if any(map(_is_lost, self._targets)) or (self.before and any(page.needs_person for page in self.pages)):
            return "needs-person"
        if self.outcome.name not in REACHED and self.outcome.name != self.before:
            return "needs-person"
        if not self.before:
            return "cannot-check"
        return "same" if all(page.state == "same" for page in self.pages) else "moved"

    @property
    def _targets(self) -> list[TargetDrift]:
        return [target for page in self.pages for target in page.targets]


@dataclass(frozen=True)
class FlowCheck:
    """What one check has found. seen: what there is now, of which a new baseline can be made."""

    flow: str
    title: str
    source: str
    language: str
    ways: tuple[WayCheck, ...]
    seen: Seen
    baseline_date: date | None
    pictures: Mapping[str, tuple[Picture, ...]] = field(default_factory=dict, repr=False)

    @property
    def verdict(self) -> Verdict:
        """The worst of its ways."""
        return max((way.verdict for way in self.ways), key=VERDICTS.index, default="cannot-check")

    @property
    def pages_walked(self) -> int:
        return sum(len(self.seen.ways.get(way.way, ())) for way in self.ways)


def check_fixture(running: RunningBrowser, check: FixtureCheck, today: date) -> FlowCheck:
    """Walk the ways of a flow on its fixture site, in a browser that runs already. Stand-in values are typed there.

    Raises BadUsageError, BadFlowError.
    """
    flow = check.file.flow
    baseline = load_baseline(baseline_file(check.file.path), flow.flow)
    masker = Masker({"email": STAND_INS["email"]})
    # A baseline is written of what is found by its meaning, without the help of the one before.
    observer = Observer(baseline if check.upto == "sending" else None, masker, wants_pictures=check.pictures)
    outcomes: dict[str, Outcome] = {}
    noted = NotedTexts(observer)
    info = site_info(check.folder)
    for way in check.ways or info.ways:
        rehearsal = Rehearsal(check.file, check.folder, check.language, way, check.faults)
        # A form that several ways lead to is filled in once.
        arrived = frozenset(one.page for one in outcomes.values() if one.name == "arrived")
        result = rehearse_in(running, rehearsal, observer.told, noted, observer, check.upto, arrived)
        outcomes[way] = result.outcome
        if check.upto == "end" and outcomes[way].name != info.outcome:
            break  # of this no baseline is made
    return checked(check.file, check.source, check.language, baseline, observer, outcomes, today)


def checked(
    file: FlowFile,
    source: str,
    language: str,
    baseline: Baseline,
    observer: Observer,
    outcomes: Mapping[str, Outcome],
    today: date,
) -> FlowCheck:
    """What the walks that an observer has seen tell, against the baseline."""
    for way, outcome in outcomes.items():
        observer.ended(way, outcome.name)
    before, now = baseline.at(source, language), observer.seen(today)
    ways = []
    for way, outcome in outcomes.items():
        arrived = _sending(file.flow) if outcome.name in REACHED else frozenset()
        pages = compare(before or Seen(date=today, ways={}, pages={}), now, observer.resolutions, way, arrived)
        if before and way in observer.lost_on:
            pages += whereabouts(file.flow, before, observer, way)
        ended = before.ends.get(way, "") if before else ""
        ways.append(WayCheck(way, outcome, tuple(pages), ended, way in observer.unreachable))
    pictures = {
        page: tuple(replace(one, image=compressed(one.image)) for one in kept)
        for page, kept in observer.pictures.items()
    }
    found = file.flow
    return FlowCheck(
        found.flow, found.title, source, language, tuple(ways), now, before.date if before else None, pictures
    )


def _sending(flow: Flow) -> frozenset[str]:
    """The pages that send."""
    steps = {page.page: page.steps for page in flow.pages if isinstance(page, PageOfSteps)}
    return frozenset(name for name, told in steps.items() if any(isinstance(step, SendStep) for step in told))


def _is_lost(target: TargetDrift) -> bool:
    return target.state in ("ambiguous", "missing")
