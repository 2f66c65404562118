"""What the guide in the window costs: the walk of `walk.py` with its cards and marks, against the same without them.

Both sides walk in turn, in one process and one browser, and the person answers at once. With the guide off, nothing is
made of it: no session of the browser's tools, no script, no call; so that side is a walk as it was before the guide.
"""

import sys
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, in_turn, machine, report, spread, table, verdict
from benchmarks._rehearsal import browser_running
from benchmarks.walk import FLOW, VALUES, WAY, HerPart, by_walkout, timed
from walkout.browser.window import BrowserWindow
from walkout.commands.guide import Alone, guided
from walkout.dryrun.rehearse import PATIENCE, fixture_of
from walkout.flow.load import find_flow, load_flow
from walkout.flow.plan import Plan, make_plan
from walkout.walk.records import NoRecords
from walkout.walk.session import Session
from walkout.walk.walk import walk

VARIANT, GOAL = "eu-2024", 1.15


def with_guide(plan: Plan, page: Page, her: HerPart) -> None:
    """The same walk, told and asked in the window."""
    window = BrowserWindow(page.context, page, plan.flow.origins)
    person = guided(plan.flow, window, Alone(her, lambda: None), lambda _name, text: text)
    if person is None:
        raise RuntimeError("the browser has no way for a panel")
    outcome = walk(Session(plan, window, person, NoRecords(), PATIENCE))
    if outcome.name != "submitted":
        raise RuntimeError(f"the walk ended as {outcome.name}: {outcome.why}")


def main() -> None:
    parser = arguments(f"Time a dry run of {FLOW} with the guide in the window against one without.")
    parser.add_argument("--pairs", type=int, default=20, help="how many of each (default: 20)")
    options = parser.parse_args()
    plan = make_plan(load_flow(find_flow(FLOW)), VALUES, WAY)
    folder = fixture_of(FLOW, VARIANT)
    with browser_running() as browser:
        where = machine(browser=browser.version)
        without, beside = in_turn(
            partial(timed, browser, folder, partial(by_walkout, plan), []),
            partial(timed, browser, folder, partial(with_guide, plan), []),
            options.pairs,
        )
    one, other = spread(without), spread(beside)
    paired = spread([b / a for a, b in zip(without, beside, strict=True)])
    rows = [
        [who, *(f"{value * 1000:.0f}" for value in (it.median, it.lower, it.upper))]
        for who, it in (("without the guide", one), ("with the guide", other))
    ]
    ratio = other.median / one.median
    text = f"{table(['', 'median ms', '25 %', '75 %'], rows)}\n{options.pairs} pairs; ratio {ratio:.2f}, "
    text += f"within the pairs {paired.median:.2f} ({paired.lower:.2f} to {paired.upper:.2f}); {verdict(ratio, GOAL)}"
    report(text, {"without_s": one, "with_s": other, "ratio": ratio, "of_pairs": paired}, where, options.out)


if __name__ == "__main__":
    main()
