"""How a walk or a rehearsal ended, as the home page tells it afterwards."""

from datetime import date

from walkout.home.state import Notice, Tone
from walkout.words.speech import _, say_date

GOOD = ("submitted", "changed", "arrived", "already-objected")
OPEN = ("unconfirmed", "locked", "try-later", "stopped", "interrupted")


def walked(outcome: str, why: str, receipt: str, deadline: date | None) -> Notice:
    """After a real walk. outcome: its name. why: a sentence without its full stop. receipt: the path of its page."""
    tone: Tone = "good" if outcome in GOOD else "open" if outcome in OPEN else "bad"
    link = (receipt, _("Open the receipt")) if receipt else None
    more = _more(outcome, why)
    if outcome == "submitted" and deadline is not None:
        more = _("An answer is due by {day}. You are reminded of it here.").format(day=say_date(deadline))
    return Notice(tone, _heading(outcome), more, link)


def _heading(outcome: str) -> str:
    return {
        "submitted": _("Done: the page confirmed that it has received your request."),
        "changed": _("Done, by you."),
        "arrived": _("You have been at the place. What you did there is up to you."),
        "already-objected": _("Nothing more to do: the service has your objection already."),
        "unconfirmed": _("Sent, but no confirmation was seen."),
        "locked": _("Sent, but not confirmed: the page takes no more codes."),
        "refused": _("The service does not take this request."),
        "unavailable": _("The service does not offer this form at the moment."),
        "unable-to-process": _("The service says that it cannot process this request."),
        "try-later": _("Not sent: the service takes no requests now."),
        "unsafe": _("Stopped: this was not a page of the service. Nothing was typed there."),
    }.get(outcome, _("Not sent: the walk was stopped."))


def advice(outcome: str) -> str:
    """What she may do after such an end, without a terminal; empty where the outcome has none of its own."""
    complain = _("You can complain to your data protection authority (GDPR Art. 77), if you think that this is wrong.")
    return {
        "unconfirmed": _("Look for an e-mail from the service: without its confirmation the request may not count."),
        "locked": _("Look for an e-mail from the service: without its confirmation the request may not count."),
        "refused": complain,
        "unavailable": complain,
        "unable-to-process": _("Collect more of what its AI says about you, and ask again."),
        "try-later": _("Wait some hours. Trying more often makes such a block longer."),
    }.get(outcome, "")


def _more(outcome: str, why: str) -> str:
    told = f"{why[:1].upper()}{why[1:]}." if why else ""
    return " ".join(part for part in (told, advice(outcome)) if part)


def rehearsed(good: bool, why: str) -> Notice:
    """After a rehearsal."""
    if good:
        return Notice("dry", _("The rehearsal came to its end."), _("Nothing was sent to anybody. You can start now."))
    more = _("Nothing was sent to anybody.")
    return Notice(
        "dry", _("The rehearsal did not come to its end."), f"{why[:1].upper()}{why[1:]}. {more}" if why else more
    )


def could_not(what: str, remedy: str) -> Notice:
    """After an error that is told."""
    return Notice("bad", f"{what[:1].upper()}{what[1:]}.", remedy)
