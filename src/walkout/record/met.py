"""The places of a demonstration with what their acts mean: whose a page is, what sends, which is a banner."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from walkout.flow.lint import OF_THE_PERSON
from walkout.flow.targets import concept_in, meaning_of
from walkout.record.counting import GIVING, Counted
from walkout.record.cutting import COOKIES
from walkout.record.doing import Decided, Part, as_sending, part_of, sending
from walkout.record.imported import Typed
from walkout.record.naming import concept_meant
from walkout.record.places import Place, places_of
from walkout.record.report import Report

AGAIN = "it was pressed again later, or led nowhere"


@dataclass
class Met:
    """A place and what its acts mean. hers: the concept of the field that makes it the person's."""

    place: Place
    parts: list[Part]
    hers: str = ""
    cookies: str = ""
    add_send: bool = False
    name: str = ""

    @property
    def steps(self) -> list[Part]:
        return [part for part in self.parts if part.step is not None]

    @property
    def sends(self) -> bool:
        return any(part.sends == "yes" for part in self.parts)

    @property
    def gives(self) -> bool:
        return any(part.step is not None and part.act.kind in GIVING for part in self.parts)


def met_places(counting: Counted, typed: Typed, decided: Decided, report: Report) -> list[Met]:
    """The places of a demonstration with what was done there."""
    places, left = places_of(counting)
    report.left += left
    met = [_met(place, [part_of(act, typed, decided) for act in place.acts]) for place in places]
    for one, after in pairwise(met):
        if after.hers == "password" and not one.hers and _is_address_alone(one):
            one.hers = "login-name"
    for one in met:
        one.parts = list(_with_sending(one, decided))
        first = one.parts[0].act
        concept = concept_meant(first.element, first.view, typed) if first.kind == "click" and first.element else ""
        one.cookies = concept if concept in COOKIES and len(one.parts) == 1 else ""
    return met


def _met(place: Place, parts: list[Part]) -> Met:
    hers = [part.hers for part in parts if part.hers]
    return Met(place, parts, next((one for one in OF_THE_PERSON if one in hers), ""))


def _is_address_alone(met: Met) -> bool:
    given = [part for part in met.parts if part.act.kind in GIVING]
    concepts = [concept_in(meaning_of(part.target)) for part in given if part.target is not None]
    return len(given) == 1 and concepts in (["email"], ["login-name"])


def _with_sending(met: Met, decided: Decided) -> Iterable[Part]:
    """The parts, of which the last one may send; what means sending before it was of no avail."""
    gives = False
    for at, part in enumerate(met.parts):
        gives = gives or part.act.kind in GIVING
        sends = "no" if met.hers else sending(part, gives=gives, decided=decided)
        is_last = not any(later.step is not None for later in met.parts[at + 1 :])
        if sends == "no" or part.step is None:
            yield part
        elif not is_last:
            yield replace(part, step=None, why=AGAIN) if sends == "yes" else part
        else:
            yield replace(as_sending(part), sends=sends)
