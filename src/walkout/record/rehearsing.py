"""The rehearsal of a recorded flow on the site of its own recording: without it a recording is not finished."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from walkout.browser.session import RunningBrowser
from walkout.dryrun.rehearse import Rehearsal, Result, rehearse_in
from walkout.flow.load import FlowFile
from walkout.walk.person import Event


@dataclass(frozen=True)
class Rehearsed:
    """How a recorded flow went on its recorded site. told: the events of the walk, in order."""

    result: Result
    expected: str
    told: tuple[Event, ...]

    @property
    def done(self) -> bool:
        """Whether the recording may be called finished."""
        return self.result.outcome.name == self.expected

    @property
    def why_not(self) -> str:
        """What keeps it from being finished, with the page of the flow and the last step; empty where it is."""
        if self.done:
            return ""
        outcome = self.result.outcome
        pages = [str(one.data["page"]) for one in self.told if one.data.get("page")]
        page = outcome.page or (pages[-1] if pages else "")
        where = f"on or after the page {page!r}" if page else "before any page that the flow knows"
        went = [one.text for one in self.told if one.event not in ("person-asked", "person-answered")]
        last = went[-1] if went else ""
        after = f" The last that went well: {last}." if last else ""
        return f"The rehearsal ended {where} with {outcome.name!r}: {outcome.why}.{after}"

    def verified(self, today: date) -> str:
        """The day for `verified: {fixtures: …}` of the flow, or `never`."""
        return today.isoformat() if self.done else "never"


def rehearse_recording(
    running: RunningBrowser,
    file: FlowFile,
    folder: Path,
    language: str,
    *,
    way: str | None = None,
    expected: str = "submitted",
) -> Rehearsed:
    """Walk the flow on the site in that folder at once.

    running: a browser for rehearsals, see `rehearsal_browser`. way: the only way in that was recorded, of several.
    Raises BadUsageError, BadFlowError where the two do not fit together at all.
    """
    told: list[Event] = []
    result = rehearse_in(running, Rehearsal(file, folder, language, way), told.append)
    return Rehearsed(result, expected, tuple(told))
