"""What is told and asked before a walk begins: what it may touch, whether it is a second one, how it is stopped."""

import sys

import typer
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from walkout.commands.facts import service_title
from walkout.commands.show import touches
from walkout.commands.trust import is_trusted, trust
from walkout.errors import BadUsageError
from walkout.flow.load import FlowFile
from walkout.ledger.walks import State, Walk
from walkout.words.speech import _, say_moment


def agreed_to(file: FlowFile, console: Console) -> bool:
    """A flow from elsewhere is shown in full before its first run, and again after every change of it."""
    if file.is_shipped or is_trusted(file):
        return True
    console.print(
        Panel(touches(file), title=_("This flow did not come with walkout. What it may touch:"), title_align="left")
    )
    if not sys.stdin.isatty():
        raise BadUsageError(
            _("a flow from elsewhere needs your word before its first run"), remedy=_("Run this in a terminal.")
        )
    if not typer.confirm(_("Do you want to run it?"), default=False):
        return False
    trust(file)
    return True


def once_more(earlier: Walk, console: Console) -> bool:
    """Warn of an earlier submission that may have arrived."""
    when = say_moment(earlier.sent_at.astimezone()) if earlier.sent_at else _("an earlier day")
    known = {
        State.SENDING: _(
            "Already sent on {when}: this request may have been sent; walkout was cut off at that moment. "
            "`walkout status` shows it.",
            when=when,
        ),
        State.UNCONFIRMED: _(
            "Already sent on {when}: this request was sent, but no confirmation was seen. `walkout status` shows it.",
            when=when,
        ),
        State.CONFIRMED: _(
            "Already sent on {when}: this request was sent, and the confirmation was seen. `walkout status` shows it.",
            when=when,
        ),
    }[earlier.state]
    console.print(Text(known, style="bold"))
    if not sys.stdin.isatty():
        raise BadUsageError(
            _("this request may have been sent already"), remedy=_("Run this in a terminal to send it again.")
        )
    return typer.confirm(_("Do you want to go through the form again?"), default=False)


def introduce(console: Console, file: FlowFile) -> None:
    """Say what the walk is for, what is not known of it, and how it is stopped."""
    flow = file.flow
    text = Text()
    text.append(f"{_(flow.title)}\n", style="bold")
    text.append(_("{right}. Nothing is sent before you have read it and said so.", right=_(flow.right)) + "\n")
    if flow.verified.live == "never":
        text.append(
            _(
                "Nobody of this project has seen the live pages of {service}: where the page differs from what is "
                "known, walkout asks you.",
                service=service_title(flow.service),
            )
            + "\n",
            style="bold",
        )
    text.append(
        _("At any time: p = pause, b = back, s = skip a step, q = stop (then Enter). Ctrl-C stops as well."),
        style="dim",
    )
    console.print(Panel(text, padding=(0, 2)))
