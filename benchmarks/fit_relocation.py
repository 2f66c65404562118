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
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks import relocate_pages, relocate_records
from benchmarks._saved_pages import showing
from walkout.resolve.likeness import Features, Page
from walkout.resolve.match import Found
from walkout.resolve.recorded import Recorded
from walkout.resolve.relocate import Weights, candidates, decided, features_of
from walkout.view import PageView

PULL = 0.1
HIDDEN, HIDDEN_UNPLACED = 0.1, 0.01
ENOUGH, ENOUGH_UNPLACED = 0.7, 0.87
LIKEST = 25
IN_BITS = 64.0
DOUBT, GONE = 0.0, 1.0
FROM_TWO, PLACES, TINY = 2, 2, 1e-300
AGAINST = ("unlike", "lost")
MADE = (
    "log odds for each feature, learned by benchmarks/fit_relocation.py (conditional logit, signs held, pull {pull}) "
    "from {sites} sites; `gone`: those of being gone; `enough`: the confidence from which on one is found; `unplaced`: "
    "of records without their place in the page"
)


@dataclass(frozen=True)
class Task:
    """Recorded elements of one page and a later page. right: for each, the places in `page` that are right."""

    kind: str
    site: str
    name: str
    records: list[Recorded]
    page: Page
    told: list[list[Features]]
    right: list[frozenset[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn the weights of relocation.")
    parser.add_argument("records", type=Path, help="the folder of relocate-records")
    parser.add_argument("pages", type=Path, help="the folder of relocate-pages")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the weights to a file")
    options = parser.parse_args()
    try:
        import_module("scipy.optimize")
    except ImportError:
        sys.exit("fitting needs scipy: pip install scikit-learn")
    tasks = [*record_tasks(options.records), *page_tasks(options.pages)]
    design = Design(tasks)
    learned = design.fit()
    print("in-sample      ", figures(tasks, {task.site: learned for task in tasks}), flush=True)
    left_out = {site: design.fit(but=site) for site in set(design.sites)}
    print("cross-validated", figures(tasks, left_out), flush=True)
    if options.out:
        options.out.write_text(json.dumps(as_plain(learned, len(left_out)), indent=1) + "\n", "utf-8")


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


def page_tasks(root: Path) -> Iterator[Task]:
    with showing() as show:
        for pair in relocate_pages.pairs(root):
            truth = json.loads((pair / "truth.json").read_text("utf-8"))
            old, new = show(pair / "old.html"), show(pair / "new.html")
            yield page_task(pair.name, truth, old, new)


def page_task(name: str, truth: dict[str, str | None], old: Any, new: Any) -> Task:
    asked, records = relocate_pages.recorded(truth, old)
    right = [frozenset(at for at, n in enumerate(new.numbers) if n and n == truth[one]) for one in asked]
    return task("pages", name.split("_")[0], name, records, new.view, right)


def task(kind: str, site: str, name: str, records: list[Recorded], view: PageView, right: list[frozenset[int]]) -> Task:
    page = Page(view, candidates(records, view))
    place = {at: number for number, at in enumerate(page.at)}
    mapped = [frozenset(place[at] for at in one if at in place) for one in right]
    return Task(kind, site, name, records, page, features_of(records, page), mapped)


def names_of(tasks: Sequence[Task]) -> list[str]:
    """The features that more than one site has: what one site alone has teaches only that site."""
    sites = defaultdict(set)
    for one in tasks:
        for name in set(chain.from_iterable(chain.from_iterable(one.told))):
            sites[name].add(one.site)
    return sorted(name for name, having in sites.items() if len(having) >= FROM_TWO)


class Design:
    """The features of all cases in one matrix: a row for each candidate, and of those only the likest of each case."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        import numpy as np

        csr_matrix = import_module("scipy.sparse").csr_matrix

        self.names = names_of(tasks)
        column = {name: at for at, name in enumerate(self.names)}
        values: list[float] = []
        columns: list[int] = []
        ends, good, sizes, sites = [0], [], [], []
        for one in tasks:
            for told, right in zip(one.told, one.right, strict=True):
                rows = likest(told, right)
                for at in rows:
                    filled = [(column[name], value) for name, value in told[at].items() if name in column and value]
                    columns += [at for at, _ in filled]
                    values += [value for _, value in filled]
                    ends.append(len(values))
                    good.append(at in right)
                sizes.append(len(rows))
                sites.append(one.site)
        self.sites = sites
        self.matrix = csr_matrix((values, columns, ends), shape=(len(good), len(self.names)))
        self.good = np.array(good)
        self.case: Any = np.repeat(np.arange(len(sizes)), sizes)
        self.starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self.placed = np.array([record.order >= 0 for one in tasks for record in one.records])
        self.there = np.bincount(self.case[self.good], minlength=len(sizes)) > 0

    def fit(self, but: str = "", pull: float = PULL) -> Weights:
        """The weights that all sites teach, but one."""
        import numpy as np

        minimize = import_module("scipy.optimize").minimize

        of = Counter(self.sites)
        counts = np.array([0.0 if site == but else of[site] ** -0.5 for site in self.sites])
        counts *= np.count_nonzero(counts) / counts.sum()
        counts *= np.where(self.there, 1.0, GONE)
        shown_without = counts * self.there * np.where(self.placed, HIDDEN, HIDDEN_UNPLACED)

        def cost(parameters: Any) -> Any:
            odds, gone = self.matrix @ parameters[:-2], np.where(self.placed, *parameters[-2:])
            top = np.maximum(np.maximum.reduceat(odds, self.starts), gone)
            shares, gone_share = np.exp(odds - top[self.case]), np.exp(gone - top)
            right = np.bincount(self.case, shares * self.good, minlength=len(counts))
            wrong = np.bincount(self.case, shares * ~self.good, minlength=len(counts)) + gone_share
            wanted = np.maximum(np.where(self.there, right, gone_share), TINY)
            doubted = 1 / ((1 - DOUBT) * wanted / (right + wrong) + DOUBT)  # one over the likelihood with doubt
            losses = (
                np.log(doubted) * counts
                - np.log(np.maximum(gone_share, TINY) / wrong) * shown_without
            )
            trust = (1 - DOUBT) * wanted / (right + wrong) * doubted * counts
            chosen = np.where(self.there[self.case], self.good * shares / wanted[self.case], 0)
            slope = (shares / (right + wrong)[self.case] - chosen) * trust[self.case]
            slope += shares * ~self.good / wrong[self.case] * shown_without[self.case]
            slope_gone = (gone_share / (right + wrong) - ~self.there) * trust + (
                gone_share / wrong - 1
            ) * shown_without
            pulled = (pulls * parameters[:-2] ** 2).sum()
            slopes_gone = slope_gone[self.placed].sum(), slope_gone[~self.placed].sum()
            return losses.sum() + pulled, np.append(self.matrix.T @ slope + 2 * pulls * parameters[:-2], slopes_gone)

        pulls = np.array([pull * (1 if name.endswith(AGAINST) else IN_BITS) for name in self.names])
        signs = [(None, 0) if name.endswith(AGAINST) else (0, None) for name in self.names]
        start = np.zeros(len(signs) + 2)
        best = minimize(
            cost,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=[*signs, (None, None), (None, None)],
            options={"maxiter": 5000, "maxfun": 50000, "ftol": 1e-12, "gtol": 1e-8},
        )
        gone = round(float(best.x[-2]), PLACES), round(float(best.x[-1]), PLACES)
        rounded = {name: round(float(w), PLACES) for name, w in zip(self.names, best.x[:-2], strict=True)}
        return Weights({name: w for name, w in rounded.items() if w}, *gone, ENOUGH, ENOUGH_UNPLACED)


def likest(told: Sequence[Features], right: frozenset[int]) -> list[int]:
    """The candidates worth learning from: the right ones and those with the most in common with the record."""
    common = [sum(value for name, value in one.items() if not name.endswith(AGAINST)) for one in told]
    return sorted({*right, *sorted(range(len(told)), key=lambda at: -common[at])[:LIKEST]})


def figures(tasks: Sequence[Task], weights: dict[str, Weights]) -> dict[str, dict[str, int]]:
    """How many are right, wrong and left open, for each set, those that are there and those that are gone."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for one in tasks:
        for right, match in zip(one.right, decided(one.records, one.page, one.told, weights[one.site]), strict=True):
            if isinstance(match, Found):
                verdict = "right" if any(one.page.elements[at] is match.element for at in right) else "wrong"
            else:
                verdict = "open"
            counts[f"{one.kind} {'kept' if right else 'gone'}"][verdict] += 1
    return {kind: dict(count) for kind, count in counts.items()}


def as_plain(weights: Weights, sites: int) -> dict[str, Any]:
    made = MADE.format(pull=PULL, sites=sites)
    return {
        "made": made,
        "enough": weights.enough,
        "enough_unplaced": weights.enough_unplaced,
        "gone": weights.gone,
        "gone_unplaced": weights.gone_unplaced,
        "features": dict(weights.features),
    }


if __name__ == "__main__":
    main()
