"""The walks that the home page starts."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from walkout.commands.dry_run import behind_guide
from walkout.commands.evidence import open_evidence
from walkout.commands.facts import asked_browser
from walkout.commands.home_desk import Desk
from walkout.commands.run import walk_now
from walkout.commands.terminal import TerminalPerson
from walkout.dryrun.rehearse import Rehearsal, fixture_of, rehearse
from walkout.flow.steps import ValueName
from walkout.flow.values import known_values
from walkout.home import ended
from walkout.home.state import Notice, Offer, Rehearsed

SLOWLY_MS = 300  # before each act, so that a person can follow


def walk_it(
    desk: Desk, offer: Offer, answers: Mapping[ValueName, str], browser: str | None, terminal: TerminalPerson
) -> Notice:
    """Walk a flow for real. What the page has asked is not asked again.

    answers: to the flow's questions. terminal: the second view, next to the guide.

    Raises WalkoutError, and KeyboardInterrupt after Ctrl-C.
    """
    file = offer.file
    wanted = {"prompts", "screenshots"} & {*file.flow.needs, *file.flow.takes}
    store = open_evidence(ask=desk.profile.ask) if wanted else None
    values = known_values(file, desk.profile.shown, store).with_answers(answers)
    desk.walking = file.flow
    walked = walk_now(file, desk.profile.shown, values, browser=browser, terminal=terminal)
    if walked.outcome.name == "interrupted":
        raise KeyboardInterrupt
    known = walked.known
    receipt = f"/receipt/{known.id}" if known is not None else ""
    return ended.walked(walked.outcome.name, walked.outcome.why, receipt, known.deadline if known else None)


def rehearse_it(desk: Desk, offer: Offer, browser: str | None) -> Notice:
    """Rehearse a flow on its stand-in pages, slowly enough to watch. Raises WalkoutError."""
    folder = fixture_of(offer.file.flow.flow, None)
    rehearsal = Rehearsal(offer.file, folder, headed=True, slow_ms=SLOWLY_MS)
    guide = partial(behind_guide, offer.file, SLOWLY_MS)
    outcome = rehearse(rehearsal, asked_browser(browser), lambda _event: None, guide=guide).outcome
    good = outcome.name in ("submitted", "changed", "arrived")
    desk.rehearsals[offer.key] = Rehearsed(good, outcome.why, datetime.now().astimezone())
    return ended.rehearsed(good, outcome.why)
