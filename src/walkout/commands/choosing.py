"""`walkout run meta`: which flow of a service is a person's, by where she lives and which accounts she has."""

import typer
from rich.panel import Panel
from rich.text import Text

from walkout.commands.console import on_terminal, plain_console
from walkout.errors import BadUsageError
from walkout.flow.choosing import Proposal, propose
from walkout.flow.load import FlowFile, load_flow
from walkout.flow.model import Account
from walkout.shipped_files import flow_files
from walkout.words.countries import country_code, display_name
from walkout.words.speech import N_, _, spoken_language

ACCOUNTS: dict[str, tuple[Account, ...]] = {
    "1": ("facebook",),
    "2": ("instagram",),
    "3": ("facebook", "instagram"),
    "4": ("none",),
    "5": (),
}
QUESTION = (
    N_("Which accounts do you have?"),
    N_("1 = Facebook   2 = Instagram   3 = both   4 = none"),
    N_("5 = I only manage a Facebook Page (of a shop, an association …)"),
)
A_PAGE = N_(
    "A Facebook Page cannot object, it is reported: only people can. Sign in with your own profile, or object to "
    "what Meta has from elsewhere about you."
)
LINKED = N_(
    "If both are in the same Accounts Centre, one objection covers both, it is reported. If they are not, run the "
    "other one as well: walkout run {other}"
)


def is_service(name: str) -> bool:
    """Whether that is a service with flows, such as `meta`, and no flow."""
    return "/" not in name and any(path.parent.name == name for path in flow_files())


def propose_of(service: str, country: str, accounts: tuple[Account, ...]) -> Proposal:
    """The flow of a shipped service for someone who lives there and has these accounts. Raises BadUsageError."""
    return propose(
        service, [load_flow(path) for path in flow_files() if path.parent.name == service], country, accounts
    )


def lines_of(proposal: Proposal) -> tuple[str, ...]:
    """Why this flow, and what can be expected of it."""
    lines = [_what_to_expect(proposal)]
    if not proposal.accounts:
        lines.append(_(A_PAGE))
    if proposal.also is not None:
        lines.append(_(LINKED, other=proposal.also.flow.flow))
    return tuple(lines)


def choose_flow(service: str, country: str | None, account: tuple[Account, ...] | None) -> FlowFile | None:
    """Ask where she lives and which accounts she has, and propose a flow; None where she does not want it.

    country: what the profile knows. Raises BadUsageError without a terminal.
    """
    if not on_terminal():
        flows = ", ".join(f"{path.parent.name}/{path.stem}" for path in flow_files() if path.parent.name == service)
        raise BadUsageError(
            _("which flow of {service} is yours has to be asked, and there is no terminal", service=service),
            remedy=_("Name one: {flows}.", flows=flows),
        )
    console = plain_console()
    code = country or _ask_country()
    accounts = account if account is not None else _ask_accounts()
    proposal = propose_of(service, code, accounts)
    text = Text(f"{_(proposal.file.flow.title)}\n", style="bold")
    text.append("\n".join(lines_of(proposal)))
    if proposal.guides:
        text.append("\n\n" + _("What people are advised to do besides:") + "\n", style="bold")
        text.append("\n".join(f"walkout run {one.flow.flow}: {_(one.flow.title)}" for one in proposal.guides))
    console.print(
        Panel(text, title=_("For you: {flow}", flow=proposal.file.flow.flow), title_align="left", padding=(0, 2))
    )
    return proposal.file if typer.confirm(_("Shall this be walked now?"), default=True) else None


def _what_to_expect(proposal: Proposal) -> str:
    flow, region, where = proposal.file.flow, proposal.region, display_name(proposal.country, spoken_language())
    begins = {
        "objection": _("You live in {where}, where this is a right: {right}.", where=where, right=_(flow.right)),
        "request": _("You live in {where}. This form is a request, and it may be refused.", where=where)
        if region
        else _(
            "You live in {where}. No right to object to this is known there. This form is a request, and it may be "
            "refused.",
            where=where,
        ),
        "guide": _(flow.right),
    }[flow.kind]
    if flow.expect is None:
        return begins
    claim, source, day = _(flow.expect.claim), _(flow.expect.source), flow.expect.date
    return f"{begins}\n" + _("{claim} (Source: {source}, {day})", claim=claim, source=source, day=day)


def _ask_country() -> str:
    while True:
        code = country_code(typer.prompt(_("In which country do you live?")))
        if code:
            return code
        typer.echo(_("No country is known by that name. Any language will do, or a code such as DE."))


def _ask_accounts() -> tuple[Account, ...]:
    typer.echo("\n  ".join(_(line) for line in QUESTION))
    while True:
        answer = typer.prompt(_("Number")).strip()
        if answer in ACCOUNTS:
            return ACCOUNTS[answer]
        typer.echo(_("Please type one of {numbers}.", numbers=", ".join(ACCOUNTS)))
