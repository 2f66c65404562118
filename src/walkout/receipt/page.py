"""The receipt as a page that can be printed and handed on."""

from base64 import b64encode
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from walkout.receipt.record import Record
from walkout.words.names import in_words
from walkout.words.speech import N_, _, say_clock, say_date, say_short_date, say_weekday, spoken_language

# outcome → (kind for the colour, heading, explanation)
OUTCOMES = {
    "": (
        "open",
        N_("Not finished"),
        N_("The walk is still going on, or it broke off. What is known up to here follows."),
    ),
    "submitted": (
        "good",
        N_("Submitted and confirmed"),
        N_("The request was sent and the service's confirmation was seen."),
    ),
    "unconfirmed": (
        "open",
        N_("Sent, not confirmed"),
        N_("The request was sent, or may have been; no confirmation was seen."),
    ),
    "refused": (
        "bad",
        N_("Refused by the service"),
        N_("The service's page said that it will not take the request."),
    ),
    "unavailable": ("bad", N_("Not available"), N_("The service's page said that the form is not available.")),
    "locked": ("bad", N_("Locked by the service"), N_("The service takes no more tries for now.")),
    "stopped": ("open", N_("Stopped"), N_("The walk was stopped before it came to an end.")),
}
OTHER = ("open", N_("Ended"), N_("The walk ended without a submission that could be confirmed."))

REHEARSED = {
    "": N_("Rehearsal: not finished"),
    "submitted": N_("Rehearsal: submitted and confirmed"),
    "unconfirmed": N_("Rehearsal: sent, not confirmed"),
    "refused": N_("Rehearsal: refused by the service"),
    "unavailable": N_("Rehearsal: not available"),
    "locked": N_("Rehearsal: locked by the service"),
    "stopped": N_("Rehearsal: stopped"),
}
REHEARSED_OTHERWISE = N_("Rehearsal: ended")


def html_page(record: Record, pictures_in: Path | None) -> str:
    """The page. pictures_in: put that folder's pictures into the page itself; None: refer to files."""
    outcome = record.outcome.removeprefix("rehearsal-")
    kind, heading, explanation = OUTCOMES.get(outcome, OTHER)
    if record.dry_run:
        kind, heading = "dry", REHEARSED.get(outcome, REHEARSED_OTHERWISE)
        explanation = N_("This was a rehearsal against stand-in pages on the person's machine. Nothing was sent.")
    return _template().render(
        record=record,
        kind=kind,
        heading=_(heading),
        explanation=_(explanation),
        lang=spoken_language(),
        sources={picture.file: _source(pictures_in, picture.file) for picture in record.pictures},
    )


def _source(folder: Path | None, file: str) -> str:
    if folder is None:
        return file
    try:
        return f"data:image/png;base64,{b64encode((folder / file).read_bytes()).decode('ascii')}"
    except OSError:
        return file


def _moment(value: datetime) -> str:
    return f"{say_date(value.date())}, {say_clock(value)} (UTC{value:%z})"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("walkout.receipt", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "moment": _moment,
        "day": say_weekday,
        "clock": say_clock,
        "short": lambda moment: say_short_date(moment.date()),
    }
    environment.globals |= {"_": _, "what": in_words}
    return environment.get_template("receipt.html.j2")
