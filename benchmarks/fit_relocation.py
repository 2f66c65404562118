"""Learn the weights of relocation from benchmark sets, and say how they do on sites that they were not learned from.

    python -m benchmarks.fit_relocation RECORDS_DIR PAGES_DIR --out src/walkout/resolve/weights/relocation.json

Needs numpy and scipy (`pip install scikit-learn` brings both), which walkout itself does not. Each recorded element is
a choice among the page's elements and "gone", so what is learned is a conditional logit: log odds for each feature,
held to the sign that it can only have (likeness speaks for, difference against) and pulled towards 0, which keeps few
sites from teaching much. An element that is there is also shown without itself, as gone, for few are. Every site counts
the same however many elements it has, up to a root.
"""

import argparse
import json
import pickle
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks import relocate_pages, relocate_records
from benchmarks._logit import PULL, Choices, Logit
from benchmarks._plot import Line, plotted
from benchmarks._saved_pages import showing
from walkout.resolve.likeness import Page
from walkout.resolve.match import Found
from walkout.resolve.recorded import Recorded
from walkout.resolve.relocate import Weights, candidates, decided, features_of
from walkout.view import PageView

# No answer is given that is less sure, and of those that are given so many of all may be wrong (with, without a place).
LEAST, MOST_WRONG = 0.4, (0.001, 0.01)
TINY = 1e-9
THRESHOLDS = (0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)
Right = list[frozenset[int]]
MADE = (
    "log odds for each feature, learned by benchmarks/fit_relocation.py (conditional logit, signs held, pull {pull}) "
    "from {sites} sites; `gone`: those of being gone; `enough`: the confidence from which on one is found; `unplaced`: "
    "of records without their place in the page"
)


class Task(Choices):
    """Recorded elements of one page and a later page, whose elements `right` and the features are of."""

    def __init__(self, kind: str, name: str, site: str, page: Page, records: list[Recorded], right: Right) -> None:
        super().__init__(site, records, features_of(records, page), right)
        self.kind, self.name, self.page = kind, name, page


@dataclass(frozen=True)
class Answer:
    """What is said of one record. there: it is on the page. sure: from 0 (nothing is said) to 1."""

    kind: str
    unplaced: bool
    there: bool
    sure: float
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the weights of relocation.")
    parser.add_argument("records", type=Path, help="the folder of relocate-records")
    parser.add_argument("pages", type=Path, help="the folder of relocate-pages")
    parser.add_argument("--looks", type=Path, metavar="FILE", help="where the looks at the pages are kept")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the weights to a file")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the share answered against the share wrong")
    options = parser.parse_args()
    try:
        import_module("scipy.optimize")
    except ImportError:
        sys.exit("fitting needs scipy: pip install scikit-learn")
    tasks = [*record_tasks(options.records), *page_tasks(options.pages, options.looks)]
    logit = Logit(tasks)
    sites = sorted(set(logit.sites))
    left_out = {site: Weights(*logit.fit(but=site), 0, 0) for site in sites}
    said = {site: [a for one in tasks if one.site == site for a in answers_of(one, left_out[site])] for site in sites}
    unseen = list(chain.from_iterable(said.values()))
    learned = Weights(*logit.fit(), *chosen(unseen))
    inside = dict.fromkeys(sites, learned)
    for site, weights in left_out.items():
        others = chain.from_iterable(answers for other, answers in said.items() if other != site)
        left_out[site] = Weights(weights.features, weights.gone, weights.gone_unplaced, *chosen(list(others)))
    print("in-sample     ", figures(tasks, inside), flush=True)
    print("sites not seen", figures(tasks, left_out), flush=True)
    if options.plot:
        seen = [answer for one in tasks for answer in answers_of(one, learned)]
        lines = [
            Line(f"{kind}, {name}", curve(answers, kind))
            for kind in ("records", "pages")
            for name, answers in (("sites not seen", unseen), ("in-sample", seen))
        ]
        title = "Recorded elements on later pages: answered against wrong"
        options.plot.write_text(plotted(title, "answered, % of all", "wrong, % of all", lines), "utf-8")
    if options.out:
        options.out.write_text(json.dumps(as_plain(learned, len(sites)), indent=1) + "\n", "utf-8")


def record_tasks(root: Path) -> Iterator[Task]:
    for site in relocate_records.sites(root):
        records, view, paths = relocate_records.read(site)
        gold = json.loads((site / "gold.json").read_text("utf-8"))
        kin = {path.lower(): at for at, path in enumerate(paths)}
        right = [frozenset(at for path, at in kin.items() if _kin(path, want.lower())) for want in gold]
        yield task("records", site.name, site.name, records, view, right)


def _kin(one: str, other: str) -> bool:
    """Whether one is the other, its parent or its child."""
    return one == other or one.rpartition("/")[0] == other or other.rpartition("/")[0] == one


def page_tasks(root: Path, looks: Path | None) -> Iterator[Task]:
    if looks and looks.exists():
        seen = pickle.loads(looks.read_bytes())
    else:
        with showing() as show:
            seen = [(pair, show(pair / "old.html"), show(pair / "new.html")) for pair in relocate_pages.pairs(root)]
        if looks:
            looks.write_bytes(pickle.dumps(seen))
    for pair, old, new in seen:
        yield page_task(pair.name, json.loads((pair / "truth.json").read_text("utf-8")), old, new)


def page_task(name: str, truth: dict[str, str | None], old: Any, new: Any) -> Task:
    asked, records = relocate_pages.recorded(truth, old)
    right = [frozenset(at for at, n in enumerate(new.numbers) if n and n == truth[one]) for one in asked]
    return task("pages", name.split("_")[0], name, records, new.view, right)


def task(kind: str, site: str, name: str, records: list[Recorded], view: PageView, right: list[frozenset[int]]) -> Task:
    page = Page(view, candidates(records, view))
    place = {at: number for number, at in enumerate(page.at)}
    mapped = [frozenset(place[at] for at in one if at in place) for one in right]
    return Task(kind, name, site, page, records, mapped)


def chosen(answers: Sequence[Answer]) -> tuple[float, float]:
    """The confidence from which on an element with a place, and one without, is found: the lowest with few wrong."""

    def lowest(unplaced: bool) -> float:
        own = [one for one in answers if one.unplaced == unplaced]
        wrong = sorted((one.sure for one in own if not one.right), reverse=True)
        allowed = int(MOST_WRONG[unplaced] * len(own))
        known = wrong[allowed] if len(wrong) > allowed else 0.0
        return max(LEAST, round(known + 0.005, 2))

    return lowest(False), lowest(True)


def answers_of(task: Task, weights: Weights) -> list[Answer]:
    """What would be said of each record if nothing but what rules it out kept it back."""
    open_to_all = replace(weights, enough=0.0, enough_unplaced=0.0)
    matches = decided(task.records, task.page, task.told, open_to_all)
    answers = []
    for record, right, match in zip(task.records, task.right, matches, strict=True):
        found = match.element if isinstance(match, Found) else None
        sure = match.candidate.score if isinstance(match, Found) else 0.0
        is_right = found is None or any(task.page.elements[at] is found for at in right)
        answers.append(Answer(task.kind, record.order < 0, bool(right), sure, is_right))
    return answers


def figures(tasks: Sequence[Task], weights: Mapping[str, Weights]) -> dict[str, dict[str, int]]:
    """How many are right, wrong and left open, for each set, those that are there and those that are gone."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tasks:
        with_threshold = weights[one.site]
        for answer in answers_of(one, with_threshold):
            enough = with_threshold.enough_unplaced if answer.unplaced else with_threshold.enough
            verdict = "open" if answer.sure < max(enough, TINY) else "right" if answer.right else "wrong"
            counts[f"{one.kind} {'kept' if answer.there else 'gone'}"][verdict] += 1
    return {kind: dict(sorted(count.items())) for kind, count in counts.items()}


def curve(answers: Sequence[Answer], kind: str) -> list[tuple[float, float]]:
    """The share answered and the share wrong, in per cent of a set's records, from threshold to threshold."""
    own = [one for one in answers if one.kind == kind]
    points = []
    for least in THRESHOLDS:
        given = [one.right for one in own if one.sure >= least]
        points.append((100 * len(given) / len(own), 100 * given.count(False) / len(own)))
    return sorted(set(points))


def as_plain(weights: Weights, sites: int) -> dict[str, Any]:
    return {
        "made": MADE.format(pull=PULL, sites=sites),
        "enough": weights.enough,
        "enough_unplaced": weights.enough_unplaced,
        "gone": weights.gone,
        "gone_unplaced": weights.gone_unplaced,
        "features": dict(weights.features),
    }


if __name__ == "__main__":
    main()
