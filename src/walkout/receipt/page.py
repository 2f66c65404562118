"""The receipt as a page that can be printed and handed on."""

from base64 import b64encode
from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from walkout.receipt.record import Record

# outcome → (kind for the colour, heading, explanation)
OUTCOMES = {
    "": (
        "open",
        "Not finished",
        "The walk is still going on, or it broke off. What is known up to here follows.",
    ),
    "submitted": (
        "good",
        "Submitted and confirmed",
        "The request was sent and the service's confirmation was seen.",
    ),
    "unconfirmed": (
        "open",
        "Sent, not confirmed",
        "The request was sent, or may have been; no confirmation was seen.",
    ),
    "refused": (
        "bad",
        "Refused by the service",
        "The service's page said that it will not take the request.",
    ),
    "unavailable": ("bad", "Not available", "The service's page said that the form is not available."),
    "locked": ("bad", "Locked by the service", "The service takes no more tries for now."),
    "stopped": ("open", "Stopped", "The walk was stopped before it came to an end."),
}
OTHER = ("open", "Ended", "The walk ended without a submission that could be confirmed.")


def html_page(record: Record, pictures_in: Path | None) -> str:
    """The page. pictures_in: put that folder's pictures into the page itself; None: refer to files."""
    outcome = record.outcome.removeprefix("rehearsal-")
    kind, heading, explanation = OUTCOMES.get(outcome, OTHER)
    if record.dry_run:
        kind, explanation = (
            "dry",
            "This was a rehearsal against stand-in pages on the person's machine. Nothing was sent.",
        )
    return _template().render(
        record=record,
        kind=kind,
        heading=f"Rehearsal: {heading.lower()}" if record.dry_run else heading,
        explanation=explanation,
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
    return f"{value.day} {value:%B %Y, %H:%M:%S} (UTC{value:%z})"


def _day(value: date) -> str:
    return f"{value:%A}, {value.day} {value:%B %Y}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("walkout.receipt", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": _moment, "day": _day}
    return environment.get_template("receipt.html.j2")
