"""Which flow of a service is a person's, by where she lives and which accounts she has."""

from dataclasses import dataclass
from typing import Literal

from walkout.errors import BadUsageError
from walkout.flow.load import FlowFile
from walkout.flow.model import Account, Flow
from walkout.words.countries import EEA
from walkout.words.speech import _

REGIONS = {"EEA": EEA, "UK": {"GB"}, "CH": {"CH"}, "BR": {"BR"}}
Fit = Literal["fits", "elsewhere", "unknown"]


@dataclass(frozen=True)
class Proposal:
    """The flow that fits, by the country's code and the accounts; none: she only manages a Page.

    region: as flows name it; empty where no right is known. also: another one to run if her accounts are not linked.
    guides: what people with these accounts are advised to do besides.
    """

    file: FlowFile
    country: str
    region: str
    accounts: tuple[Account, ...]
    also: FlowFile | None
    guides: tuple[FlowFile, ...]


def region_of(country: str) -> str:
    """The region of a country as flows name them: EEA, UK, CH, BR; empty elsewhere."""
    return next((region for region, countries in REGIONS.items() if country in countries), "")


def fit_of(flow: Flow, country: str | None) -> Fit:
    """Whether a flow is for people of that country; unknown: the country is not known, and it matters."""
    if "ALL" in flow.regions:
        return "fits"
    if not country:
        return "unknown"
    return "fits" if region_of(country) in flow.regions else "elsewhere"


def propose(service: str, files: list[FlowFile], country: str, accounts: tuple[Account, ...]) -> Proposal:
    """The flow for someone who lives there and has these accounts, of the service's files.

    Raises BadUsageError where the service has no such flow.
    """
    wanted = accounts or ("none",)
    rights = [file for file in files if file.flow.kind == "objection" and fit_of(file.flow, country) == "fits"]
    fitting = [file for file in rights if set(file.flow.accounts) & set(wanted)]
    fitting = fitting or [file for file in files if file.flow.kind == "request"]
    if not fitting:
        raise BadUsageError(
            _("{service} has no flow for {country}", service=service, country=country),
            remedy=_("`walkout list` shows all flows."),
        )
    guides = tuple(one for one in files if one.flow.kind == "guide" and set(one.flow.accounts) & set(wanted))
    also = fitting[1] if len(fitting) > 1 else None
    return Proposal(fitting[0], country, region_of(country), accounts, also, guides)
