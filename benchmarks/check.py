"""Many checks with shared browsers against one dry run after another, each a process with a browser of its own.

Both meet the same flows on the same fixtures, by the same ways in; counted are pages a minute. A dry run goes on to the
confirmation, so it walks more pages for its start: what is compared is how many pages each gets through.
"""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import machine
from walkout.dryrun.site import site_info
from walkout.flow.load import load_flow
from walkout.shipped_files import fixture_folders, flow_files

GOAL, WORKERS = 4.0, 2
WALKOUT = str(Path(sys.executable).with_name("walkout"))


def main() -> None:
    rehearsals = list(every_way())
    seconds, pages = timed_dry_runs(rehearsals)
    alone = 60 * pages / seconds
    print(f"{len(rehearsals)} dry runs, one process each: {pages} pages in {seconds:.1f} s, {alone:.0f} a minute")
    seconds, pages = timed_check()
    together = 60 * pages / seconds
    print(f"check --all, {WORKERS} workers: {pages} pages in {seconds:.1f} s, {together:.0f} a minute")
    print(f"{together / alone:.1f} times as many (goal: {GOAL:.0f}); {machine()}")
    sys.exit(together < GOAL * alone)


def every_way() -> list[list[str]]:
    """The arguments of a dry run for each flow, fixture and way in."""
    found = []
    for file in flow_files():
        flow = load_flow(file).flow.flow
        for info in map(site_info, fixture_folders(flow)):
            language = "en" if "en" in info.languages else info.languages[0]
            found += [[flow, "--variant", info.variant, "--way", way, "--lang", language] for way in info.ways]
    return found


def timed_dry_runs(rehearsals: list[list[str]]) -> tuple[float, int]:
    """Seconds and pages of all dry runs, one after another."""
    begun, pages = perf_counter(), 0
    for arguments in rehearsals:
        done = subprocess.run(
            [WALKOUT, "dry-run", *arguments, "--json"], capture_output=True, text=True, check=False
        ).stdout
        pages += sum(json.loads(line)["event"] == "page-recognised" for line in done.splitlines())
    return perf_counter() - begun, pages


def timed_check() -> tuple[float, int]:
    """Seconds and pages of one check of everything."""
    begun = perf_counter()
    command = [WALKOUT, "check", "--all", "--json", "--workers", str(WORKERS)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    pages = sum(len(way["pages"]) for one in told for way in one.get("ways", ()))
    return perf_counter() - begun, pages


if __name__ == "__main__":
    main()
