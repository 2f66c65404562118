"""What was done in a recording, and what it did: the acts with the pages that they were done on and led to."""

from collections.abc import Sequence
from dataclasses import dataclass

from walkout.flow.steps import ValueName
from walkout.record.personal import Personal
from walkout.walk.outcome import Name as OutcomeName
from walkout.watched import WatchedAct

NAMES: tuple[ValueName, ...] = ("first-name", "last-name")


@dataclass(frozen=True)
class Deed:
    """An act of a recording, and what it did.

    page: the number of the captured page that it was done on, from 0. leads_to: that of the page it led to, None where
    it led nowhere; of the act `open`, the page that the address showed. sends: it is what sends the request. value:
    what a field was given, where it is known.
    """

    page: int
    act: WatchedAct
    leads_to: int | None = None
    sends: bool = False
    value: ValueName | None = None


@dataclass(frozen=True)
class About:
    """flow: as `company/flow`. on: the day, as 2026-11-29. outcome: what the recorded flow ends with."""

    flow: str
    title: str
    on: str
    outcome: OutcomeName = "submitted"
    ways: tuple[str, ...] = ()


def personal_of(deeds: Sequence[Deed]) -> Personal:
    """What was typed and chosen in a recording, which must not be in what is written."""
    given = [deed for deed in deeds if deed.act.typed.strip()]
    chosen = tuple(deed.act.typed.strip() for deed in given if deed.act.kind == "choose")
    typed = tuple(deed.act.typed.strip() for deed in given if deed.act.kind not in ("choose", "tick"))
    names = tuple(deed.act.typed.strip() for deed in given if deed.value in NAMES)
    return Personal(typed, names, chosen)
