"""What watching adds to a click, measured in the page: on a real page, and on a made one of thousands of controls.

A click is timed by the page itself, from the moment at which the browser took the press to that at which the page is
free again, with and without the watching. So a look that is under way at a press counts, and so does the telling.
"""

import statistics
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, machine, report, table, verdict
from benchmarks._rehearsal import browser_running, fresh_page
from walkout.browser.interception import SiteAnswer
from walkout.browser.recording import Watching
from walkout.dryrun.site import HEADERS, Reply

SAVED = Path(__file__).parents[2] / "shared" / "bench"
ADDRESS = "https://heavy.example/"
MOST_MS = 20
CONTROLS = 1500
# A press and a click, each from when the browser took it to when the page is free again, the watching's work included.
CLOCK = """<script>
  window.times = [];
  let spent = 0;
  const {port1, port2} = new MessageChannel();
  const clock = event => setTimeout(() => port2.postMessage([event.timeStamp, event.type]), 1);
  port1.onmessage = ({data: [begun, type]}) => {
    spent += performance.now() - begun;
    if (type === 'click') { times.push(spent); spent = 0; }
  };
  addEventListener('pointerdown', clock, true);
  addEventListener('click', event => { event.preventDefault(); clock(event); }, true);
</script>"""
# The page changes at each press, so that no look is up to date at the next.
RESTLESS = """<script>
  setInterval(() => { document.body.dataset.beat = performance.now(); }, 40);
</script>"""


# Where on the screen something lies that can be pressed.
PLACES = """() => [...document.querySelectorAll('button, a[href], input, label, select, [role=button]')]
  .map(one => one.getBoundingClientRect())
  .filter(({width, height}) => width > 4 && height > 4)
  .filter(({x, y, width, height}) => x > 0 && y > 0 && x + width < innerWidth && y + height < innerHeight)
  .map(({x, y, width, height}) => [x + width / 2, y + height / 2])"""
# Between two clicks: so little that no new look is ready yet, and so much that it is.
PAUSES = (60, 150, 500)


def main() -> None:
    parser = arguments("Measure what watching a person adds to a click, in the page.")
    parser.add_argument("--times", type=int, default=30, help="how many clicks on each page, each way (default: 30)")
    options = parser.parse_args()
    rows, figures, worst = [], {}, 0.0
    with browser_running() as browser:
        where = machine(browser=browser.version)
        for name, body in pages():
            plain, _ = clicks(browser, body, options.times, watched=False)
            times, costs = clicks(browser, body, options.times, watched=True)
            own, idle = [sum(one) for one in costs["clicks"]], costs["idle"]
            added = statistics.median(times) - statistics.median(plain)
            rows.append([name, *map("{:.1f}".format, (statistics.median(plain), statistics.median(times), added))])
            rows[-1] += map("{:.1f}".format, (statistics.median(own), max(own), max(idle)))
            figures[name] = {"plain": plain, "watched": times, "own": own, "idle": idle}
            worst = max(worst, added, max(own) + max(idle))
    text = table(["ms a click", "plain", "watched", "added", "own work", "at most", "idle piece at most"], rows)
    text += f"\nadded at most {worst:.1f} ms, where a click falls on the longest idle piece; {verdict(worst, MOST_MS)}"
    report(text, {"times": options.times, "added": worst, **figures}, where, options.out)


def pages() -> Iterator[tuple[str, str]]:
    """The real pages that lie beside the checkout, and made ones."""
    for name, file in (
        ("a policy", SAVED / "meta-policy" / "2025-11-24.html"),
        ("a checkout", SAVED / "fields" / "pages" / "google_store_checkout.html"),
    ):
        if file.exists():
            yield name, file.read_text("utf-8")
    yield f"a form of {CONTROLS} controls", made_form()
    yield "the same, which always changes", made_form() + RESTLESS


def made_form() -> str:
    """A page of many controls: each with a label, every third in a group with a text."""
    kinds = (
        "<input type=text>",
        "<input type=checkbox>",
        "<select><option>One<option>Two</select>",
        "<button type=button>Go</button>",
    )
    rows = (
        f"<fieldset><legend>Group {number}</legend><p>What number {number} is about.</p>"
        f"<label>Control {number} {kinds[number % len(kinds)]}</label></fieldset>"
        for number in range(CONTROLS)
    )
    style = "<style>fieldset { display: inline-block }</style>"
    return f"<!doctype html><title>Many</title>{style}<main>{''.join(rows)}</main>"


def clicks(browser: Browser, body: str, times: int, *, watched: bool) -> tuple[list[float], dict[str, list[Any]]]:
    """The milliseconds of each click, as the page itself sees them, and the watching's own count of its work."""
    costs: dict[str, list[Any]] = {"clicks": [], "idle": []}
    with fresh_page(browser, answer_with(body + CLOCK)) as page:
        watching = Watching(page.context) if watched else None
        page.goto(ADDRESS, wait_until="load")
        page.wait_for_timeout(1500)
        places = page.evaluate(PLACES)
        for number in range(times):
            if watching:
                costs["idle"] += watching.costs()["idle"]
            page.mouse.click(*places[number * 7 % len(places)])
            page.wait_for_function("count => window.times.length > count", arg=number)
            if watching:
                told = watching.costs()
                costs["clicks"].append(told["acts"])
                costs["idle"] += told["idle"]
                watching.poll()
            page.wait_for_timeout(PAUSES[number % len(PAUSES)])
        return list(map(float, page.evaluate("window.times"))), costs


def answer_with(body: str) -> SiteAnswer:
    """A site that has one page."""

    def answer(_method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Reply | None:
        return Reply(200, HEADERS, body.encode()) if url == ADDRESS else None

    return answer


if __name__ == "__main__":
    main()
