"""Heals: for each target that drifted, a change of the flow or of its baseline that a person can accept or refuse."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import Literal

from walkout.drift.baseline import Baseline, Seen
from walkout.drift.check import FlowCheck
from walkout.drift.compare import PageDrift
from walkout.drift.kept_picks import KeptPick
from walkout.drift.telling import page_lines, target_words
from walkout.flow.edit import added_words, with_words
from walkout.flow.load import FlowFile
from walkout.flow.model import Page, PageOfOutcome, PageOfSteps
from walkout.flow.steps import SendStep, target_of
from walkout.flow.targets import Target, describe
from walkout.settings import private_folder, write_private

Kind = Literal["evidence", "words", "page"]


@dataclass(frozen=True)
class Proposal:
    """One change to accept or refuse.

    kind: `evidence` renews what is recorded of a target; `words` makes the flow know a target by new words, and renews
    its record; `page` renews what else is recorded of a page. baseline: the SHA-256 (hex) of the baseline that it was
    made from; it is good for no other. by_hand: only a person may accept it. of_way: the page is new on its way in, or
    gone from it.
    """

    flow: str
    page: str
    kind: Kind
    why: tuple[str, ...]
    baseline: str
    target: str = ""
    words: str = ""
    by_hand: bool = False
    of_way: bool = False

    @property
    def id(self) -> str:
        """The same for the same proposal on another day."""
        told = (self.flow, self.page, self.kind, self.target, self.words, *self.why)
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def propose(file: FlowFile, check: FlowCheck, baseline: Baseline) -> list[Proposal]:
    """What would heal the drifts of a check: of each page once, in the order of the walk."""
    told: set[tuple[str, bool]] = set()
    proposals: list[Proposal] = []
    for way in check.ways:
        for page in way.pages:
            of_way = (page.page, page.state in ("new", "gone"))
            if of_way in told or page.state == "same" or not way.before:
                continue
            told.add(of_way)
            proposals += _of_page(file, page, baseline.sha256)
    return proposals


def from_picks(flow: str, picks: Iterable[KeptPick], baseline: Baseline) -> list[Proposal]:
    """What a person has pointed at on her walks, as proposals that only a person may accept."""
    return [
        Proposal(
            flow,
            one.page,
            "words",
            (f"on {one.day} you pointed at “{one.recorded.element.name}” for {one.target}",),
            baseline.sha256,
            one.target,
            one.recorded.element.name,
            by_hand=True,
        )
        for one in picks
        if one.flow == flow and one.recorded.element.name
    ]


def _of_page(file: FlowFile, page: PageDrift, sha256: str) -> Iterator[Proposal]:
    flow = file.flow.flow
    if page.state in ("new", "gone"):
        yield Proposal(flow, page.page, "page", tuple(page_lines(page, known=True)), sha256, by_hand=True, of_way=True)
        return
    for target in page.targets:
        if target.state not in ("moved", "new"):
            continue
        name = target.now.element.name if target.now and target.by_record else ""
        yield Proposal(
            flow,
            page.page,
            "words" if name else "evidence",
            (target_words(target),),
            sha256,
            target.target,
            name,
            page.state == "lost" or _is_hers(file.flow.page(page.page), target.target),
        )
    others = replace(page, targets=())
    rest = tuple(page_lines(others, known=True))
    if rest and page.state != "lost":
        yield Proposal(flow, page.page, "page", rest, sha256, by_hand=others.needs_person)


def _is_hers(page: Page, target: str) -> bool:
    """Whether a target sends, or tells how the walk ended: no program changes that by itself."""
    if isinstance(page, PageOfOutcome):
        return True
    steps = page.steps if isinstance(page, PageOfSteps) else ()
    return any(isinstance(step, SendStep) and describe(step.send) == target for step in steps)


def healed_text(text: str, file: FlowFile, accepted: Iterable[Proposal]) -> str:
    """The flow's text with the words of the accepted proposals."""
    for one in accepted:
        if one.kind == "words":
            text = with_words(text, one.page, _target(file.flow.page(one.page), one.target), one.words)
    return text


def _target(page: Page, wanted: str) -> Target:
    targets = [*page.known_by, *(target_of(step) for step in (page.steps if isinstance(page, PageOfSteps) else ()))]
    return next(target for target in targets if describe(target) == wanted)


def diff(before: str, after: str, name: str, *, now: str = "healed") -> str:
    """Two texts of a file as a unified diff."""
    lines = unified_diff(before.splitlines(True), after.splitlines(True), f"{name} (before)", f"{name} ({now})")
    return "".join(lines)


def renewed(old: Seen, new: Seen, file: FlowFile, accepted: Sequence[Proposal]) -> Seen:
    """What was seen before, with what the accepted proposals renew from the walk of the healed flow."""
    pages = dict(old.pages)
    for one in accepted:
        now = new.pages.get(one.page)
        if now is None:
            pages.pop(one.page, None)
        elif one.kind == "page" or one.page not in pages:
            targets = pages[one.page].targets if one.page in pages else now.targets
            pages[one.page] = now.model_copy(update={"targets": targets})
    for one in accepted:
        if one.kind == "page" or one.page not in new.pages:
            continue
        name = (
            describe(added_words(_target(file.flow.page(one.page), one.target), one.words)) if one.words else one.target
        )
        old_page, now = pages[one.page], new.pages[one.page]
        parts = {}
        for part in ("targets", "known_by"):
            kept = {key: record for key, record in getattr(old_page, part).items() if key != one.target}
            newest = getattr(now, part)
            parts[part] = {**kept, name: newest[name]} if name in newest else kept
        pages[one.page] = old_page.model_copy(update=parts)
    if not any(one.of_way for one in accepted):
        return Seen(date=new.date, ways=old.ways, ends=old.ends, pages=pages)
    ways = {**old.ways, **new.ways}
    used = {name for way in ways.values() for name in way}
    pages = {name: page for name, page in {**new.pages, **pages}.items() if name in used}
    return Seen(date=new.date, ways=ways, ends={**old.ends, **new.ends}, pages=pages)


class Refused:
    """The proposals that a person has refused on this machine; they are not made again."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: set[str] = set()
        if file.is_file():
            try:
                self._known = set(json.loads(file.read_text("utf-8")))
            except (OSError, ValueError, TypeError):
                self._known = set()  # refusing once more costs a word

    def __contains__(self, proposal: Proposal) -> bool:
        return proposal.id in self._known

    def add(self, proposal: Proposal) -> None:
        """Remember a refusal. Raises CannotStartError, OSError."""
        self._known.add(proposal.id)
        private_folder(self._file.parent)
        write_private(self._file, json.dumps(sorted(self._known)))
