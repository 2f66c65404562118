"""The head of a flow that is made from a recording: where it begins, what it is called, and its origins."""

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from ruamel.yaml import YAML

from walkout.errors import BadFlowError
from walkout.flow.model import Flow, Page, PageOfSteps, Source, Verified, Way
from walkout.flow.steps import VALUE_NAMES, ChooseStep, FillStep, UploadStep, value_in
from walkout.record.cutting import Stretch
from walkout.record.imported import Act, Recording, web_address
from walkout.record.meaning import sayable
from walkout.record.names import slug
from walkout.record.questions import Questions
from walkout.record.report import Report
from walkout.shipped_files import shipped_folder
from walkout.view import origin_of

NOT_WEB = "walkout opens only https addresses of hosts with a name (of http ones those without a port)"
RIGHT = "TODO: the right that it rests on, such as GDPR Art. 21(1)"
NO_RIGHT = "TODO: none, where it is a setting of the account"
MOST_ORIGINS = 10
SECOND_LEVEL = ("co", "com", "org", "net", "gov", "ac")


def beginning(stretches: Sequence[Stretch], first_send: int) -> int:
    """Which stretch the way in opens: the last address before anything is sent, with something done after it.

    Raises BadFlowError, whose place is a step, where there is none.
    """
    opened = [
        at for at, one in enumerate(stretches[: first_send + 1]) if one.opened and web_address(one.opened.address)
    ]
    useful = [at for at in opened if stretches[at].acts]
    if useful:
        return useful[-1]
    if not any(one.opened for one in stretches):
        placed = [at for at, one in enumerate(stretches) if any(web_address(act.address) for act in one.acts)]
        if placed:
            return placed[0]
    acts = [act for one in stretches for act in ((one.opened,) if one.opened else ()) + tuple(one.acts)]
    at = stretches[opened[-1]].opened if opened else next((act for act in acts if act.kind == "open"), None)
    step = (at or acts[0]).step if acts else "step 1"
    if opened:
        what = "it only opens an address: nothing is done there that a flow could do, or know a page by"
        raise BadFlowError(what, where=step, remedy="Record what is clicked or filled in there, too.")
    raise BadFlowError(f"it does not say where it begins: {NOT_WEB}", where=step, remedy="Record it on the web.")


def start_of(stretch: Stretch, recording: Recording, report: Report) -> str:
    """The address of the way in. What was typed is never in it. Raises BadFlowError."""
    act = stretch.opened or next(act for act in stretch.acts if web_address(act.address))
    address = web_address(act.address)
    _note_changes(act, report)
    if not sayable(address, recording.typed, longest=300, codes=False):
        parts = urlsplit(address)
        address = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
        report.note(f"{act.step}: the path of the address may hold what is yours, and was left out.")
    if not sayable(address, recording.typed, longest=300, codes=False):
        raise BadFlowError("the address holds what was typed", where=act.step, remedy="Write the flow by hand.")
    if stretch.opened is not None:
        report.carry(act.step, "", f"way in: {address}")
    return address


def _note_changes(act: Act, report: Report) -> None:
    if act.address.startswith("http:"):
        report.note(f"{act.step}: the address is written with https, as nothing is typed without it.")
    if re.search(r"[?#]", act.address):
        report.note(f"{act.step}: what follows ? or # in the address was left out, as it may be yours.")


def origins_of(start: str, recording: Recording, report: Report) -> tuple[str, ...]:
    """The hosts on which something was done: each exact, and https."""
    found = [start]
    for act in recording.acts:
        found += [web_address(act.address) if act.kind != "open" else "", web_address(act.leads_to)]
    hosts = dict.fromkeys(origin_of(one) for one in found if one)
    origins = tuple(one for one in hosts if sayable(one, recording.typed, codes=False))[:MOST_ORIGINS]
    if len(origins) > 1:
        report.note(f"{len(origins)} origins: {', '.join(origins)}. Take out what is not the service's own.")
    return origins


def flow_of(
    recording: Recording,
    start: str,
    origins: tuple[str, ...],
    pages: Sequence[Page],
    questions: Questions,
    name: str,
    today: date,
) -> Flow:
    """The flow, with what a person has to complete marked TODO. name: of a recording without a title."""
    guide = not any(getattr(page, "outcome", "") == "submitted" for page in pages)
    title = sayable(recording.title, recording.typed)
    steps = [step for page in pages if isinstance(page, PageOfSteps) for step in page.steps]
    used = {value_in(step).value for step in steps if isinstance(step, ChooseStep | FillStep | UploadStep)}
    by = f"A recording made with {recording.recorder}"
    return Flow(
        flow=f"{service_of(origins)}/{slug(title) or slug(sayable(name, recording.typed)) or 'recorded'}",
        title=title if len(title) >= 3 else f"Recorded at {urlsplit(start).hostname}",
        kind="guide" if guide else "objection",
        right=NO_RIGHT if guide else RIGHT,
        regions=("ALL",),
        origins=origins,
        ways=(Way(way="recorded", title="the address where the recording begins", start=start),),
        needs=tuple(value for value in VALUE_NAMES if value in used),
        asks=questions.used(used),
        verified=Verified(live="never", fixtures="never"),
        sources=(Source(claim="The pages, and what is done there.", source=by, date=today.isoformat()),),
        pages=tuple(pages),
    )


def service_of(origins: Sequence[str]) -> str:
    """The service of a flow: one whose hosts are known to be these, else the name in the first host."""
    hosts = {urlsplit(one).hostname or "" for one in origins}
    for path in sorted(shipped_folder("flows").glob("*/service.yaml")):
        if hosts <= set(YAML(typ="safe").load(path.read_text("utf-8"))["hosts"]):
            return path.parent.name
    labels = (urlsplit(origins[0]).hostname or "").split(".")
    at = -3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL else -2
    return slug(labels[at]) or "service"
