"""The head of a flow that was demonstrated: where it begins, its origins, values and questions."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from walkout.errors import BadFlowError
from walkout.flow.model import Flow, Page, PageOfSteps, Source, Verified, Way
from walkout.flow.steps import VALUE_NAMES, ChooseStep, FillStep, UploadStep, value_in
from walkout.record.counting import step_name
from walkout.record.head import MOST_ORIGINS, NO_RIGHT, NOT_WEB, RIGHT
from walkout.record.imported import Typed, web_address
from walkout.record.meaning import sayable
from walkout.record.places import Place
from walkout.record.questions import Questions
from walkout.record.report import Report
from walkout.view import origin_of

SOURCE = "A demonstration recorded with walkout"


def start_shown(place: Place, typed: Typed, report: Report) -> str:
    """The address of the way in. Nothing that was typed is in it, and no query. Raises BadFlowError."""
    act = place.opened or place.acts[0]
    address = web_address(act.address or act.view.address)
    if not address:
        raise BadFlowError(f"it does not begin on the web: {NOT_WEB}", where=step_name(act))
    if not sayable(address, typed, longest=300, codes=False):
        parts = urlsplit(address)
        address = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
        report.note(f"{step_name(act)}: the path of the address may hold what is yours, and was left out.")
    if not sayable(address, typed, longest=300, codes=False):
        raise BadFlowError("the address holds what was typed", where=step_name(act), remedy="Write the flow by hand.")
    if urlsplit(act.address).query or urlsplit(act.address).fragment:
        report.note(f"{step_name(act)}: what follows ? or # in the address was left out, as it may be yours.")
    if place.opened is not None:
        report.carry(step_name(act), "", f"way in: {address}")
    return address


def flow_shown(
    name: str,
    start: str,
    pages: Sequence[Page],
    questions: Questions,
    origins: Sequence[str],
    today: date,
) -> Flow:
    """The flow, with what a person has to complete marked TODO."""
    guide = not any(getattr(page, "outcome", "") == "submitted" for page in pages)
    steps = [step for page in pages if isinstance(page, PageOfSteps) for step in page.steps]
    used = {value_in(step).value for step in steps if isinstance(step, ChooseStep | FillStep | UploadStep)}
    hosts = dict.fromkeys([origin_of(start), *(one for one in origins if one.startswith("https:"))])
    return Flow(
        flow=name,
        title=f"TODO: what it is for ({name.split('/')[1].replace('-', ' ')})",
        kind="guide" if guide else "objection",
        right=NO_RIGHT if guide else RIGHT,
        regions=("ALL",),
        origins=tuple(hosts)[:MOST_ORIGINS],
        ways=(Way(way="recorded", title="the address where the demonstration begins", start=start),),
        needs=tuple(value for value in VALUE_NAMES if value in used),
        asks=questions.used(used),
        verified=Verified(live="never", fixtures="never"),
        sources=(Source(claim="The pages, and what is done there.", source=SOURCE, date=today.isoformat()),),
        pages=tuple(pages),
    )
