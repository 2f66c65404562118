"""The report of a check as one page that can be sent to a colleague: what moved, with pictures before and now."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from walkout.drift.check import FlowCheck
from walkout.drift.farm import Failed
from walkout.drift.observer import Picture
from walkout.drift.pictures import Pictures
from walkout.drift.telling import AS_ABOVE, MARKS, WORDS, told_once, way_words
from walkout.drift.wording_shown import as_html
from walkout.errors import BadUsageError
from walkout.settings import write_private


def write_report(file: Path, results: Sequence[FlowCheck | Failed], before: Sequence[Pictures]) -> None:
    """Write the page. before: for each result, the pictures that were kept with the baseline.

    Raises BadUsageError where the file cannot be written.
    """
    try:
        write_private(file.absolute(), report_page(results, before, datetime.now().astimezone()), lasting=False)
    except OSError as error:
        raise BadUsageError(
            f"the report cannot be written ({error.strerror})", where=str(file), remedy="Name a file in another folder."
        ) from error


def report_page(results: Sequence[FlowCheck | Failed], before: Sequence[Pictures], now: datetime) -> str:
    """The page's text: HTML that asks for nothing else."""
    return _template().render(
        checks=[(one, kept) for one, kept in zip(results, before, strict=True) if isinstance(one, FlowCheck)],
        failed=[one for one in results if isinstance(one, Failed)],
        now=now,
        marks=MARKS,
        words=WORDS,
        way_words=way_words,
        told_once=told_once,
        as_above=AS_ABOVE,
        as_html=as_html,
    )


def _source(picture: Picture) -> str:
    kind = "png" if picture.image.startswith(b"\x89PNG") else "webp"
    return f"data:image/{kind};base64,{b64encode(picture.image).decode('ascii')}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("walkout.drift", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"source": _source}
    return environment.get_template("report.html.j2")
