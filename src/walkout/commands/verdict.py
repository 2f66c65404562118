"""How a walk ended and what comes next, in the words of the terminal and of the guide's last card."""

from datetime import date

from rich.panel import Panel
from rich.text import Text

from walkout.flow.load import FlowFile
from walkout.home.ended import advice
from walkout.walk.outcome import Outcome
from walkout.words.speech import _, say_date


def verdict(file: FlowFile, outcome: Outcome, deadline: date | None) -> Panel:
    """How the walk ended, and what comes next."""
    good = outcome.name == "submitted"
    text = Text()
    text.append(f"{verdict_line(outcome)}\n", style="bold green" if good else "bold")
    text.append(coming(file, outcome))
    if deadline is not None and good:
        text.append(
            "\n"
            + _(
                "An answer is due by {deadline} (Art. 12(3) GDPR). `walkout status` reminds you.",
                deadline=say_date(deadline),
            )
        )
    return Panel(text, padding=(0, 2))


def verdict_line(outcome: Outcome) -> str:
    """The same in one line, with a sign before it."""
    match outcome.name:
        case "submitted":
            return "✓ " + _("Done: the page confirmed that it has received your request.")
        case "changed":
            return "✓ " + _("Done, by you: {why}.", why=outcome.why)
        case "arrived":
            return "✓ " + _("This is the place. What you do here is up to you; the window stays open.")
        case "already-objected":
            return "✓ " + _("Nothing more to do: {why}.", why=outcome.why)
        case "unable-to-process":
            return "✗ " + _("The service says that it cannot process this request: {why}.", why=outcome.why)
        case "try-later":
            return "! " + _("Not sent, the service takes no requests now: {why}.", why=outcome.why)
        case "unconfirmed" | "locked":
            return "! " + _("Sent, but not confirmed: {why}.", why=outcome.why)
        case "refused" | "unavailable":
            return "✗ " + _("The service does not take this request: {why}.", why=outcome.why)
        case _:
            return "✗ " + _("Not sent: {why}.", why=outcome.why)


def coming_in_window(file: FlowFile, outcome: Outcome) -> str:
    """The same as in the terminal, but for what would be typed there."""
    return advice(outcome.name) or coming(file, outcome)


def coming(file: FlowFile, outcome: Outcome) -> str:
    """What she can do next, as it is told in the terminal."""
    own = _(file.flow.next) if file.flow.next else ""
    match outcome.name:
        case "submitted":
            return own or _("The service has one month to answer.")
        case "changed" | "arrived":
            return own or _("Nothing was sent to anybody.")
        case "already-objected":
            return _("The service says that it has your objection. Keep its e-mail as proof, if you have one.")
        case "unable-to-process":
            return _(
                "Add evidence (`walkout evidence add`) and ask again. Where you have a right to object, you can also "
                "complain to your supervisory authority (Art. 77 GDPR)."
            )
        case "try-later":
            return _("Wait some hours, then run this again. Trying more often makes such a block longer.")
        case "unconfirmed" | "locked":
            return _("Look for an e-mail from the service: without its confirmation the request may not count.")
        case "unavailable":
            return _(
                "`walkout run {service}` proposes what there is where you live. If you have a right to object there, "
                "you can complain to your supervisory authority (Art. 77 GDPR).",
                service=file.flow.flow.partition("/")[0],
            )
        case "refused":
            return _("You can complain to your supervisory authority (Art. 77 GDPR) if you think that this is wrong.")
        case _:
            return _("Nothing was sent. Run this again when you like; it begins anew.")
