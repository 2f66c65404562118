"""The walk against a plain Playwright script that does the same on the same fixture, in turn, in one process.

Timed is the automated part: from the first navigation until the confirmation is seen, less what the person does. Her
part (typing the code from the inbox) is done by the same lines in both. Before each walk, what the tool remembers of
pages that it saw is forgotten, as a walk is the only one of its process; each run has a context of its own.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, Page

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import Spread, arguments, in_turn, machine, report, spread, table, verdict
from benchmarks._rehearsal import browser_running, fresh_page
from walkout.browser.window import BrowserWindow
from walkout.dryrun.rehearse import PATIENCE, fixture_of
from walkout.dryrun.scripted import STAND_INS
from walkout.dryrun.site import Site, load_site
from walkout.flow.load import find_flow, load_flow
from walkout.flow.plan import Plan, make_plan
from walkout.flow.steps import ValueName
from walkout.resolve.score import lists_countries
from walkout.resolve.wording import flat
from walkout.walk.person import Answer, Event, Pause, Wish
from walkout.walk.records import NoRecords
from walkout.walk.session import Session
from walkout.walk.walk import walk
from walkout.words.reasons import make_reason

FLOW, WAY, GOAL, WISH = "meta/facebook", "notification", 1.5, 1.15
VARIANTS = ("eu-2024", "eu-2024-native")
VALUES: dict[ValueName, str] = {**STAND_INS, "reason": make_reason(STAND_INS["country"], "en", "")}
PAGE_MEMORY = (flat, lists_countries)


@dataclass
class HerPart:
    """The person at the page: she types the code that was mailed, and the time that it takes her is kept apart."""

    page: Page
    site: Site
    seconds: float = 0.0

    def enter_code(self) -> None:
        begun = perf_counter()
        mail = self.site.inbox.latest(VALUES["email"])
        if mail is None:
            raise RuntimeError("no code was mailed")
        self.page.get_by_label("6-digit code").fill(mail.code)
        self.page.get_by_role("button", name="Confirm").click()
        self.seconds += perf_counter() - begun

    def tell(self, event: Event) -> None:
        """As `--quiet` does: nothing is shown."""

    def wish(self) -> Wish | None:
        return None

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:  # noqa: ARG002 - she never waits
        match pause.kind:
            case "review":
                return Answer("send")
            case "enter-the-code":
                self.enter_code()
                return Answer("go-on")
            case _:
                return Answer("stop")


def by_walkout(plan: Plan, page: Page, her: HerPart) -> None:
    """The walk of a dry run."""
    window = BrowserWindow(page.context, page, plan.flow.origins)
    outcome = walk(Session(plan, window, her, NoRecords(), PATIENCE))
    if outcome.name != "submitted":
        raise RuntimeError(f"the walk ended as {outcome.name}: {outcome.why}")


def by_hand(variant: str, page: Page, her: HerPart) -> None:
    """What one would write for just this page: the same acts, found by role and label."""
    page.goto("https://www.facebook.com/notifications", wait_until="domcontentloaded")
    page.get_by_role("link", name="We're planning new AI features for you").click()
    page.get_by_role("link", name="right to object").click()
    country = page.get_by_role("combobox", name="Country of residence")
    if variant == "eu-2024-native":
        country.select_option(label="Germany")
    else:
        country.click()
        page.get_by_role("option", name="Germany", exact=True).click()
    page.get_by_label("Email address").fill(VALUES["email"])
    page.get_by_label("Tell us how this processing impacts you").fill(VALUES["reason"])
    page.get_by_role("button", name="Submit").click()
    page.get_by_label("6-digit code").wait_for()
    her.enter_code()
    page.get_by_role("heading", name="We've received your request").wait_for()


def timed(browser: Browser, folder: Path, do: Callable[[Page, HerPart], None], hers: list[float]) -> float:
    """Seconds of one run, less those of her part, which are added to `hers`."""
    site = load_site(folder, seed=1)
    for memory in PAGE_MEMORY:
        memory.cache_clear()
    with fresh_page(browser, site.answer) as page:
        her = HerPart(page, site)
        begun = perf_counter()
        do(page, her)
        seconds = perf_counter() - begun
    if len(site.sent) != 2:
        raise RuntimeError(f"{len(site.sent)} posts reached the site, not two")
    hers.append(her.seconds)
    return seconds - her.seconds


def compare(browser: Browser, plan: Plan, variant: str, pairs: int) -> tuple[list[list[str]], dict[str, object]]:
    """Rows of the table and figures for one variant of the fixture."""
    folder = fixture_of(FLOW, variant)
    her_plain: list[float] = []
    her_walk: list[float] = []
    plain, walked = in_turn(
        partial(timed, browser, folder, partial(by_hand, variant), her_plain),
        partial(timed, browser, folder, partial(by_walkout, plan), her_walk),
        pairs,
    )
    one, other = spread(plain), spread(walked)
    ratio = other.median / one.median
    with_hers = spread([a + b for a, b in zip(walked, her_walk, strict=True)]).median
    with_hers /= spread([a + b for a, b in zip(plain, her_plain, strict=True)]).median
    paired = spread([b / a for a, b in zip(plain, walked, strict=True)])
    rows = [
        [variant, who, *(f"{value * 1000:.0f}" for value in (it.median, it.lower, it.upper, series[0])), told]
        for who, it, series, told in (("plain script", one, plain, ""), ("walkout", other, walked, f"{ratio:.2f}"))
    ]
    figures = {"plain_s": one, "walkout_s": other, "ratio": ratio, "of_pairs": paired, "ratio_with_her_part": with_hers}
    return rows, {f"{variant} {name}": figure for name, figure in figures.items()}


def main() -> None:
    parser = arguments(f"Time the automated part of a dry run of {FLOW} against a plain script.")
    parser.add_argument("--pairs", type=int, default=20, help="how many of each (default: 20)")
    options = parser.parse_args()
    plan = make_plan(load_flow(find_flow(FLOW)), VALUES, WAY)
    rows: list[list[str]] = []
    figures: dict[str, object] = {"pairs": options.pairs}
    with browser_running() as browser:
        where = machine(browser=browser.version)
        for variant in VARIANTS:
            more, measured = compare(browser, plan, variant, options.pairs)
            rows += more
            figures |= measured
    ratios = [float(str(figures[f"{variant} ratio"])) for variant in VARIANTS]
    head = ["variant", "", "median ms", "25 %", "75 %", "first", "ratio"]
    text = f"{table(head, rows)}\n{options.pairs} pairs; {verdict(max(ratios), GOAL)}, {verdict(max(ratios), WISH)}"
    with_hers = ", ".join(f"{figures[f'{variant} ratio_with_her_part']:.2f}" for variant in VARIANTS)
    text += f"\nwith the person's part: {with_hers}; ratios within the pairs (median, 25 %, 75 %): {of_pairs(figures)}"
    report(text, figures, where, options.out)


def of_pairs(figures: dict[str, object]) -> str:
    """What is left of the noise of a busy machine when each walk is held against the script run right beside it."""
    spreads = [it for name, it in figures.items() if name.endswith("of_pairs") and isinstance(it, Spread)]
    return ", ".join(f"{it.median:.2f} ({it.lower:.2f} to {it.upper:.2f})" for it in spreads)


if __name__ == "__main__":
    main()
