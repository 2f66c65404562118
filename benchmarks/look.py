"""One look at a real page, and its parts, against Playwright's own snapshot of the same page in the same run.

The page is a captured privacy policy beside the checkout, served under its real address; without it this is skipped.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Page

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, machine, report, spread, table
from benchmarks._rehearsal import browser_running, fresh_page
from walkout.browser.interception import SiteAnswer
from walkout.browser.look import LOOK, look_at, look_script
from walkout.drift.wording import Wording, difference, wording_of
from walkout.dryrun.site import HEADERS, Reply
from walkout.flow.load import find_flow, load_flow
from walkout.flow.model import Flow
from walkout.flow.targets import LinkTarget
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.resolve.wording import flat
from walkout.walk.recognise import recognise

PAGES = Path(__file__).parents[2] / "shared" / "bench" / "meta-policy"
ADDRESS = "https://www.facebook.com/privacy/policy/"
TARGET = LinkTarget(link="right-to-object")
INSIDE = "page => { const begun = performance.now(); page.look(); return performance.now() - begun; }"
WHOLE, IN_PAGE, CARRIED, READ = (
    "the whole look",
    "  in the page",
    "  in the page, and carried over",
    "  the rest: read into a view",
)
FIRST, AGAIN, RESOLVED = "recognise, first time", "recognise, again", "resolve right-to-object"
TEXT, COMPARED = "read the text", "compare it with the earlier page's, word by word"
SNAPSHOT = "Playwright's aria_snapshot"
Figures = dict[str, list[float]]


def main() -> None:
    parser = arguments("Time one look at the captured policy page, part by part.")
    parser.add_argument("--times", type=int, default=20, help="how many looks (default: 20)")
    options = parser.parse_args()
    pages = sorted(PAGES.glob("*.html"))
    if not pages:
        print("skipped: the captured policy page (shared/bench/meta-policy) does not lie beside the checkout")
        return
    flow = load_flow(find_flow("meta/facebook")).flow
    with browser_running() as browser, fresh_page(browser, answer_with(pages[-1])) as page:
        where = machine(browser=browser.version)
        with fresh_page(browser, answer_with(pages[0])) as earlier:
            earlier.goto(ADDRESS, wait_until="load")
            before = wording_of(look_at(earlier).paragraphs())
        page.goto(ADDRESS, wait_until="load")
        view = look_at(page).view
        match = resolve(TARGET, view)
        series = measured(page, flow, before, options.times)
    found = match.element.href if isinstance(match, Found) else type(match).__name__
    spreads = {name: spread(values) for name, values in series.items()}
    rows = [[name, *(f"{value:.1f}" for value in (it.median, it.lower, it.upper))] for name, it in spreads.items()]
    text = table(["", "median ms", "25 %", "75 %"], rows)
    text += f"\n{options.times} rounds on {pages[-1].name}, {len(view.elements)} elements; {TARGET.link}: {found}"
    text += (
        f"\na look takes {spreads[WHOLE].median / spreads[SNAPSHOT].median:.2f} of the time of Playwright's snapshot"
    )
    figures = {f"{name.strip()}, ms": it for name, it in spreads.items()}
    report(text, {"times": options.times, "elements": len(view.elements), **figures}, where, options.out)


def measured(page: Page, flow: Flow, before: Wording, times: int) -> Figures:
    """Milliseconds of each part, `times` times, one part after the other in every round. before: an earlier text."""
    handle = page.evaluate_handle(look_script())
    series: Figures = {
        name: [] for name in (WHOLE, IN_PAGE, CARRIED, READ, FIRST, AGAIN, RESOLVED, TEXT, COMPARED, SNAPSHOT)
    }
    last = look_at(page)
    for _ in range(times):
        flat.cache_clear()  # what was read in an earlier round is not to help this one
        with timed(series[WHOLE]):
            last = look_at(page, last)
        series[IN_PAGE].append(handle.evaluate(INSIDE))
        with timed(series[CARRIED]):
            handle.evaluate(LOOK)
        series[READ].append(series[WHOLE][-1] - series[CARRIED][-1])
        with timed(series[FIRST]):
            recognise(flow, last.view)
        with timed(series[AGAIN]):
            recognise(flow, last.view)
        with timed(series[RESOLVED]):
            resolve(TARGET, last.view)
        with timed(series[TEXT]):
            after = wording_of(last.paragraphs())
        with timed(series[COMPARED]):
            difference(before, after)
        with timed(series[SNAPSHOT]):
            page.aria_snapshot(mode="ai")
    return series


def answer_with(file: Path) -> SiteAnswer:
    """A site that has one page."""
    body = file.read_bytes()

    def answer(_method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Reply | None:
        return Reply(200, HEADERS, body) if url == ADDRESS else None

    return answer


@contextmanager
def timed(series: list[float]) -> Iterator[None]:
    """Add the milliseconds of the block to a series."""
    begun = perf_counter()
    yield
    series.append((perf_counter() - begun) * 1000)


if __name__ == "__main__":
    main()
