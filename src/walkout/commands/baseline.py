"""Write the baseline of a flow from a rehearsal of all its ways in."""

from datetime import datetime
from pathlib import Path

from walkout.browser.find import Browser
from walkout.browser.session import rehearsal_browser
from walkout.drift.baseline import baseline_file, load_baseline, save_baseline
from walkout.drift.check import FixtureCheck, FlowCheck, check_fixture
from walkout.drift.pictures import keep_pictures
from walkout.dryrun.site import site_info
from walkout.errors import BadFlowError
from walkout.flow.load import FlowFile
from walkout.settings import settings


def write_baseline(
    file: FlowFile, folder: Path, language: str, ways: tuple[str, ...], browser: Browser, *, headed: bool = False
) -> FlowCheck:
    """Rehearse each way to its end and keep what its pages look like, beside the flow; pictures stay on this machine.

    Raises BadFlowError where a way does not end as its site says, or the file cannot be written: nothing is kept then.
    """
    check = FixtureCheck(file, folder, language, ways, pictures=True, upto="end")
    today = datetime.now().astimezone().date()
    with rehearsal_browser(browser, headed=headed) as running:
        result = check_fixture(running, check, today)
    expected = site_info(folder).outcome
    for way in result.ways:
        if way.outcome.name != expected:
            raise BadFlowError(
                f"the way in {way.way!r} ended {way.outcome.name} and not {expected}: {way.outcome.why}",
                where=str(file.path),
                remedy="A baseline is written of what works. `walkout check` and `walkout explain` show what is wrong.",
            )
    path = baseline_file(file.path)
    baseline = load_baseline(path, file.flow.flow)
    known = baseline.at(check.source, language)
    seen = known.with_ways(result.seen) if known and ways else result.seen
    save_baseline(path, baseline.with_seen(check.source, language, seen))
    keep_pictures(settings().pictures_folder, file.flow.flow, check.source, language, result.pictures)
    return result
