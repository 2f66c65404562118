"""`walkout run meta`: which flow of a service is a person's, by where she lives and which accounts she has."""

from dataclasses import dataclass

import typer
from rich.panel import Panel
from rich.text import Text

from walkout.commands.console import on_terminal, plain_console
from walkout.errors import BadUsageError
from walkout.flow.load import FlowFile, load_flow
from walkout.flow.model import Account
from walkout.shipped_files import flow_files
from walkout.words.countries import EEA, country_code, display_name

ACCOUNTS: dict[str, tuple[Account, ...]] = {
    "1": ("facebook",),
    "2": ("instagram",),
    "3": ("facebook", "instagram"),
    "4": ("none",),
    "5": (),
}
QUESTION = (
    "Which accounts do you have?\n"
    "  1 = Facebook   2 = Instagram   3 = both   4 = none\n"
    "  5 = I only manage a Facebook Page (of a shop, an association …)"
)
A_PAGE = (
    "A Facebook Page cannot object, it is reported: only people can. Sign in with your own profile, or object to "
    "what Meta has from elsewhere about you."
)
LINKED = (
    "If both are in the same Accounts Centre, one objection covers both, it is reported. If they are not, run the "
    "other one as well: walkout run {other}"
)
REGIONS = {"EEA": EEA, "UK": {"GB"}, "CH": {"CH"}, "BR": {"BR"}}


@dataclass(frozen=True)
class Proposal:
    """The flow that fits, why, and what else there is: flows that may be run as well."""

    file: FlowFile
    lines: tuple[str, ...]
    others: tuple[str, ...]


def is_service(name: str) -> bool:
    """Whether that is a service with flows, such as `meta`, and no flow."""
    return "/" not in name and any(path.parent.name == name for path in flow_files())


def region_of(country: str) -> str:
    """The region of a country as flows name them: EEA, UK, CH, BR; empty elsewhere."""
    return next((region for region, countries in REGIONS.items() if country in countries), "")


def propose(service: str, country: str, accounts: tuple[Account, ...]) -> Proposal:
    """The flow for someone who lives there and has these accounts; none: she only manages a Page.

    Raises BadUsageError where the service has no such flow.
    """
    files = [load_flow(path) for path in flow_files() if path.parent.name == service]
    region = region_of(country)
    where = display_name(country, "en")
    wanted = accounts or ("none",)
    rights = [file for file in files if file.flow.kind == "objection" and region in file.flow.regions]
    fitting = [file for file in rights if set(file.flow.accounts) & set(wanted)] if region else []
    fitting = fitting or [file for file in files if file.flow.kind == "request"]
    if not fitting:
        raise BadUsageError(f"{service} has no flow for {where}", remedy="`walkout list` shows all flows.")
    file = fitting[0]
    lines = [_what_to_expect(file, where, region)]
    if not accounts:
        lines.append(A_PAGE)
    if len(fitting) > 1:
        lines.append(LINKED.format(other=fitting[1].flow.flow))
    guides = (one for one in files if one.flow.kind == "guide" and set(one.flow.accounts) & set(wanted))
    return Proposal(file, tuple(lines), tuple(f"walkout run {one.flow.flow}: {one.flow.title}" for one in guides))


def choose_flow(service: str, country: str | None, account: tuple[Account, ...] | None) -> FlowFile | None:
    """Ask where she lives and which accounts she has, and propose a flow; None where she does not want it.

    country: what the profile knows. Raises BadUsageError without a terminal.
    """
    if not on_terminal():
        flows = ", ".join(f"{path.parent.name}/{path.stem}" for path in flow_files() if path.parent.name == service)
        raise BadUsageError(
            f"which flow of {service} is yours has to be asked, and there is no terminal",
            remedy=f"Name one: {flows}.",
        )
    console = plain_console()
    code = country or _ask_country()
    accounts = account if account is not None else _ask_accounts()
    proposal = propose(service, code, accounts)
    text = Text(f"{proposal.file.flow.title}\n", style="bold")
    text.append("\n".join(proposal.lines))
    if proposal.others:
        text.append("\n\nWhat people are advised to do besides:\n", style="bold")
        text.append("\n".join(proposal.others))
    console.print(Panel(text, title=f"For you: {proposal.file.flow.flow}", title_align="left", padding=(0, 2)))
    return proposal.file if typer.confirm("Shall this be walked now?", default=True) else None


def _what_to_expect(file: FlowFile, where: str, region: str) -> str:
    flow = file.flow
    begins = {
        "objection": f"You live in {where}, where this is a right: {flow.right}.",
        "request": (
            f"You live in {where}. "
            + ("" if region else "No right to object to this is known there. ")
            + "This form is a request, and it may be refused."
        ),
        "guide": flow.right,
    }[flow.kind]
    if flow.expect is None:
        return begins
    return f"{begins}\n{flow.expect.claim} (Source: {flow.expect.source}, {flow.expect.date})"


def _ask_country() -> str:
    while True:
        code = country_code(typer.prompt("In which country do you live?"))
        if code:
            return code
        typer.echo("No country is known by that name. Any language will do, or a code such as DE.")


def _ask_accounts() -> tuple[Account, ...]:
    typer.echo(QUESTION)
    while True:
        answer = typer.prompt("Number").strip()
        if answer in ACCOUNTS:
            return ACCOUNTS[answer]
        typer.echo(f"Please type one of {', '.join(ACCOUNTS)}.")
