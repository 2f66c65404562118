"""Walks on fixture pages that are changed as sites change: how often what is meant is found, asked about, or mistaken.

    python -m benchmarks.mutate --pages 2000 --seed 1
    python -m benchmarks.mutate --seed 1 --only 57 --headed --slow 400     walk 57 again, to be watched

Each walk takes a flow, a variant, a language and a way by the seed and its number, and each page that it is served is
changed in one to three ways. The truth (`mutations/tree.py`) says which element is which.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from multiprocessing.util import Finalize
from pathlib import Path
from random import Random
from time import perf_counter
from unittest.mock import patch

from playwright.sync_api import Browser as RunningBrowser

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, machine, report, table
from benchmarks.mutations.kinds import NAMES
from benchmarks.mutations.watch import Seen, Walk, watch
from walkout.browser.find import find_browser, lean_browser
from walkout.browser.session import rehearsal_browser
from walkout.dryrun.site import site_info
from walkout.flow.load import load_flow
from walkout.shipped_files import fixture_folders, flow_files

GOAL_FOUND = 0.95
ACT_MS = 2_500  # a walk would let a dialog of the page cover its target for longer before it asks
BATCH, WORST, CAUSES = 32, 12, 25


@dataclass(frozen=True)
class Result:
    """What one walk did: its number, where it walked, how it ended, and page by page what it did there."""

    number: int
    where: str
    outcome: str
    pages: tuple[Seen, ...]
    refused: tuple[str, ...]


def walk_of(seed: int, number: int) -> Walk:
    """The walk of that number."""
    random = Random(f"{seed}:{number}")
    flows = [load_flow(path) for path in flow_files()]
    # The objections are what most of it is for; the short guides have one or two pages.
    weights = [6 if file.flow.kind == "objection" else 3 if file.flow.kind == "request" else 1 for file in flows]
    file = random.choices(flows, weights)[0]
    info = random.choice([site_info(folder) for folder in fixture_folders(file.flow.flow)])
    language = random.choice(("en", random.choice(info.languages))) if "en" in info.languages else info.languages[0]
    return Walk(file, info.variant, language, random.choice(info.ways), f"{seed}:{number}")


def name_of(walk: Walk) -> str:
    return f"{walk.file.flow.flow} {walk.variant} {walk.language} {walk.way}"


_running: RunningBrowser


def start_browser() -> None:
    """One browser for all walks of a worker."""
    global _running
    stack = ExitStack()
    _running = stack.enter_context(opened(headed=False, slow_ms=0))
    stack.enter_context(patch("walkout.browser.window.ACT_MS", ACT_MS))
    Finalize(None, stack.close, exitpriority=10)


def opened(*, headed: bool, slow_ms: int) -> AbstractContextManager[RunningBrowser]:
    """A browser for rehearsals."""
    return rehearsal_browser(find_browser() if headed else lean_browser(), headed=headed, slow_ms=slow_ms)


def walked(told: tuple[int, int]) -> Result:
    """One walk, in a worker."""
    return walked_in(_running, *told)


def walked_in(running: RunningBrowser, seed: int, number: int) -> Result:
    """One walk in a browser."""
    walk = walk_of(seed, number)
    try:
        over = watch(running, walk)
    except Exception as error:  # noqa: BLE001 - a fault of the engine's ends this walk, and not the others
        return Result(number, name_of(walk), f"broken off by {type(error).__name__}", (), ())
    return Result(number, name_of(walk), over.outcome.name, over.pages, over.refused)


def results(seed: int, pages: int, workers: int) -> Iterator[Result]:
    """Walks by their numbers until so many changed pages were served; the last walk is told whole."""
    served, number = 0, 0
    with ProcessPoolExecutor(workers, initializer=start_browser) as pool:
        while served < pages:
            for result in pool.map(walked, [(seed, number + more) for more in range(BATCH)]):
                if served < pages:
                    served += len(result.pages)
                    yield result
            number += BATCH


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def table_of(pages: Sequence[Seen]) -> str:
    """A row for each kind, and one for all."""
    head = [
        "kind",
        "pages",
        "there",
        "found",
        "",
        "alone",
        "found",
        "in doubt",
        "found",
        "gone",
        "asked",
        "went on",
        "WRONG",
    ]
    rows = [_row(kind, [one for one in pages if kind in one.served.kinds], kind) for kind in NAMES]
    return table(head, [*rows, _row("all", pages, "")])


def _row(name: str, pages: Sequence[Seen], kind: str) -> list[str]:
    there, doubt, gone = (
        [one for one in pages if one.served.expect == expect] for expect in ("there", "doubt", "gone")
    )
    alone = [one for one in there if one.served.kinds == (kind,)]
    found = sum(one.found for one in there)
    asked = sum(not one.found for one in gone)
    figures = [
        len(pages),
        len(there),
        found,
        share(found, len(there)),
        len(alone),
        share(sum(o.found for o in alone), len(alone)),
    ]
    figures += [
        len(doubt),
        sum(one.found for one in doubt),
        len(gone),
        asked,
        len(gone) - asked,
        sum(map(_is_wrong, pages)),
    ]
    return [name, *map(str, figures)]


def _is_wrong(one: Seen) -> bool:
    return bool(one.wrong)


def causes_of(results: Sequence[Result]) -> str:
    """Why it asked where the target was there: what it asked, on which page, after which changes."""
    found: Counter[tuple[str, str]] = Counter()
    example: dict[tuple[str, str], str] = {}
    for result in results:
        for one in result.pages:
            if one.served.expect == "there" and not one.found:
                what = one.asked[0].partition(" | ")[0]
                key = (one.served.place or one.served.page, what)
                found[key] += 1
                example.setdefault(key, f"{result.number} ({'+'.join(one.served.kinds)})")
    total = sum(found.values())
    rows = [
        [f"{place}: {what[:90]}", str(n), share(n, total), example[place, what]]
        for (place, what), n in found.most_common(CAUSES)
    ]
    return table(["asked where it is there", "pages", "share", "such as walk"], rows)


def worst_of(results: Sequence[Result]) -> list[str]:
    """The walks to look into first: wrong acts, then gone targets that it did not ask for."""
    lines = []
    for result in results:
        for one in result.pages:
            went_on = one.served.expect == "gone" and one.found
            if one.wrong or went_on:
                what = "WRONG " + "; ".join(one.wrong) if one.wrong else "went on, though it is gone"
                lines.append(f"{result.number}: {result.where}: {one.served.page} {'+'.join(one.served.kinds)}: {what}")
    return sorted(lines, key=lambda line: "WRONG" not in line)


def tell_one(result: Result) -> None:
    """All of one walk."""
    print(
        f"{result.number}: {result.where}: {result.outcome}; refused addresses: {', '.join(result.refused) or 'none'}"
    )
    for one in result.pages:
        served = one.served
        print(f"  {served.page} ({served.place}) {'+'.join(served.kinds)} in {served.language}: {served.expect}")
        for line in (*one.asked, *(f"WRONG {wrong}" for wrong in one.wrong)):
            print(f"    {line}")


def main() -> None:
    parser = arguments("Walk on fixture pages that are changed by a seed.")
    parser.add_argument("--pages", type=int, default=300, metavar="N", help="how many changed pages (default: 300)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="processes, each with one browser (default: 2)")
    parser.add_argument("--only", type=int, metavar="NUMBER", help="this walk alone")
    parser.add_argument("--headed", action="store_true", help="with --only: in a window")
    parser.add_argument("--slow", type=int, default=0, metavar="MS", help="with --only: wait so long after each act")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="with --only: write the pages as they were served")
    options = parser.parse_args()
    if options.only is not None:
        with (
            opened(headed=options.headed, slow_ms=options.slow) as running,
            patch("walkout.browser.window.ACT_MS", ACT_MS),
        ):
            result = walked_in(running, options.seed, options.only)
        tell_one(result)
        for number, one in enumerate(result.pages if options.keep else ()):
            (options.keep / f"{number}-{one.served.page}.html").write_text(one.served.html, "utf-8")
        return
    begun = perf_counter()
    found = []
    for result in results(options.seed, options.pages, options.workers):
        found.append(result)
        if not result.pages:
            print(f"{result.number}: {result.where}: {result.outcome}", file=sys.stderr, flush=True)
        if result.number % BATCH == 0:
            print(f"{sum(len(one.pages) for one in found)} pages", file=sys.stderr, flush=True)
        for line in worst_of([result]):
            print(line, file=sys.stderr, flush=True)
    pages = [one for result in found for one in result.pages]
    there = [one for one in pages if one.served.expect == "there"]
    known, wrong = sum(one.found for one in there), sum(map(_is_wrong, pages))
    rate = known / len(there)
    verdict = "" if rate >= GOAL_FOUND else "NOT "
    text = f"""{table_of(pages)}

{causes_of(found)}

look into these walks (--only NUMBER):
{chr(10).join(worst_of(found)[:WORST]) or "none"}

{len(found)} walks, {len(pages)} pages in {perf_counter() - begun:.0f} s: {wrong} wrong;
found where it is there: {share(known, len(there))} (goal {GOAL_FOUND:.0%}: {verdict}met)"""
    figures: dict[str, object] = {
        "seed": options.seed,
        "pages": len(pages),
        "wrong": wrong,
        "found": rate,
        "worst": worst_of(found),
    }
    report(text, figures, machine(), options.out)
    raise SystemExit(1 if wrong else 0)


if __name__ == "__main__":
    main()
