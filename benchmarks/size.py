"""How the cost of a look grows with the page: pages of 1,000, 10,000 and 100,000 elements, made by this script.

    python -m benchmarks.size [--plot FILE.svg]

Each page has the shapes of real ones in equal parts: paragraphs with links, labelled fields, buttons, lists, headings.
"""

import statistics
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Page

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, machine, report, table
from benchmarks._plot import Line, plotted
from benchmarks._rehearsal import browser_running, fresh_page
from benchmarks.look import INSIDE
from walkout.browser.look import look_at, look_script
from walkout.dryrun.site import HEADERS, Reply
from walkout.flow.targets import FieldTarget, LinkTarget
from walkout.resolve.resolve import resolve

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
ADDRESS = "https://large.example/"
# Ten elements each, so that a page of N of them has ten times N.
BLOCK = """<section><h3>Part {n}</h3><p>Some text of part {n}, with a <a href="/a{n}">link to {n}</a> in it.</p>
<div><label for="f{n}">Field {n}</label><input id="f{n}" name="field{n}"></div><button type="button">Press {n}</button>
<ul><li>One thing of {n}</li></ul></section>"""
GOAL_AT, GOAL_MS = 10_000, 200


def main() -> None:
    parser = arguments("Time one look at pages of growing size.")
    parser.add_argument("--times", type=int, default=5, help="how many looks at each (default: 5)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the curves, as SVG")
    options = parser.parse_args()
    blocked: dict[int, float] = {}
    whole: dict[int, float] = {}
    with browser_running() as browser:
        where = machine(browser=browser.version)
        for size in SIZES:
            with fresh_page(browser, _answer) as page:
                page.goto(f"{ADDRESS}{size}", wait_until="load")
                blocked[size], whole[size] = _measured(page, options.times)
    rows = [
        [f"{size:,}", f"{blocked[size]:.0f}", f"{whole[size]:.0f}", f"{1000 * whole[size] / size:.1f}"]
        for size in SIZES
    ]
    text = table(["elements", "in the page ms", "look and resolve ms", "per 1,000 ms"], rows)
    met = "met" if blocked[GOAL_AT] <= GOAL_MS else "NOT met"
    text += (
        f"\nthe page is blocked for {blocked[GOAL_AT]:.0f} ms at {GOAL_AT:,} elements; goal at most {GOAL_MS}: {met}"
    )
    report(text, {"in_page_ms": blocked, "look_and_resolve_ms": whole}, where, options.out)
    if options.plot:
        lines = (Line("look and resolve", list(whole.items())), Line("in the page", list(blocked.items())))
        options.plot.write_text(
            plotted("Cost of a look by size of the page", "elements", "ms", lines, log=True), "utf-8"
        )


def _measured(page: Page, times: int) -> tuple[float, float]:
    """Medians in ms: how long the page is blocked, and a look with a link and a field resolved."""
    handle = page.evaluate_handle(look_script())
    inside, whole = [], []
    for _ in range(times):
        inside.append(handle.evaluate(INSIDE))
        begun = perf_counter()
        view = look_at(page).view
        resolve(LinkTarget(link="right-to-object"), view)
        resolve(FieldTarget(field="email"), view)
        whole.append((perf_counter() - begun) * 1000)
    return statistics.median(inside), statistics.median(whole)


def _answer(_method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Reply | None:
    if not url.removeprefix(ADDRESS).isdigit():
        return None
    blocks = "".join(BLOCK.format(n=n) for n in range(int(url.removeprefix(ADDRESS)) // 10))
    return Reply(200, HEADERS, f"<!doctype html><html lang=en><title>Large</title><body>{blocks}".encode())


if __name__ == "__main__":
    main()
