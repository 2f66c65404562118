"""A conditional logit over recorded elements: each is a choice among the page's elements and "gone"."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib import import_module
from itertools import chain
from typing import Any

from walkout.resolve.likeness import ALONE, Features
from walkout.resolve.recorded import Recorded

PULL = 0.3
HIDDEN, HIDDEN_UNPLACED = 0.1, 0.001
LIKEST = 25
FROM_TWO, PLACES, TINY = 2, 2, 1e-300
AGAINST = ("unlike", "lost")


class Choices:
    """Recorded elements of one page.

    told: for each record the features of every candidate. right: for each, which candidates are right; none: gone.
    """

    def __init__(
        self, site: str, records: list[Recorded], told: list[list[Features]], right: list[frozenset[int]]
    ) -> None:
        self.site, self.records, self.told, self.right = site, records, told, right


class Logit:
    """The features of all cases in one matrix: a row for each candidate, and of those only the likest of each case."""

    def __init__(self, tasks: Sequence[Choices]) -> None:
        import numpy as np

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
        self.matrix = import_module("scipy.sparse").csr_matrix(
            (values, columns, ends), shape=(len(good), len(self.names))
        )
        self.good = np.array(good)
        self.case: Any = np.repeat(np.arange(len(sizes)), sizes)
        self.starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
        self.placed = np.array([record.order >= 0 for one in tasks for record in one.records])
        self.there = np.bincount(self.case[self.good], minlength=len(sizes)) > 0
        # What counts in bits has a longer span than what is a share, so its weight is held the shorter.
        self.pulls = PULL * np.array([1.0 if name.endswith(AGAINST) else ALONE**2 for name in self.names])
        self.start = np.zeros(len(self.names) + 2)
        self.start = self._solved("")

    def fit(self, but: str = "") -> tuple[dict[str, float], float, float]:
        """What all sites teach, but one: log odds for each feature, of being gone, and of that without a place."""
        found = [round(float(one), PLACES) for one in (self._solved(but) if but else self.start)]
        named = zip(self.names, found[:-2], strict=True)
        return {name: weight for name, weight in named if weight}, found[-2], found[-1]

    def _solved(self, but: str) -> Any:
        import numpy as np

        of = Counter(self.sites)
        counts = np.array([0.0 if site == but else of[site] ** -0.5 for site in self.sites])
        counts *= np.count_nonzero(counts) / counts.sum()
        shown_without = counts * self.there * np.where(self.placed, HIDDEN, HIDDEN_UNPLACED)

        def cost(parameters: Any) -> Any:
            odds, gone = self.matrix @ parameters[:-2], np.where(self.placed, *parameters[-2:])
            top = np.maximum(np.maximum.reduceat(odds, self.starts), gone)
            shares, gone_share = np.exp(odds - top[self.case]), np.exp(gone - top)
            right = np.bincount(self.case, shares * self.good, minlength=len(counts))
            wrong = np.bincount(self.case, shares * ~self.good, minlength=len(counts)) + gone_share
            wanted = np.maximum(np.where(self.there, right, gone_share), TINY)
            losses = (
                -np.log(wanted / (right + wrong)) * counts
                - np.log(np.maximum(gone_share, TINY) / wrong) * shown_without
            )
            chosen = np.where(self.there[self.case], self.good * shares / wanted[self.case], 0)
            slope = (shares / (right + wrong)[self.case] - chosen) * counts[self.case]
            slope += shares * ~self.good / wrong[self.case] * shown_without[self.case]
            slope_gone = (gone_share / (right + wrong) - ~self.there) * counts + (
                gone_share / wrong - 1
            ) * shown_without
            pulled = (self.pulls * parameters[:-2] ** 2).sum()
            slopes_gone = slope_gone[self.placed].sum(), slope_gone[~self.placed].sum()
            return losses.sum() + pulled, np.append(
                self.matrix.T @ slope + 2 * self.pulls * parameters[:-2], slopes_gone
            )

        signs = [(None, 0) if name.endswith(AGAINST) else (0, None) for name in self.names]
        best = import_module("scipy.optimize").minimize(
            cost,
            self.start,
            jac=True,
            method="L-BFGS-B",
            bounds=[*signs, (None, None), (None, None)],
            options={"maxiter": 5000, "maxfun": 50_000, "ftol": 1e-12, "gtol": 1e-7},
        )
        return best.x


def names_of(tasks: Sequence[Choices]) -> list[str]:
    """The features that more than one site has: what one site alone has teaches only that site."""
    sites = defaultdict(set)
    for one in tasks:
        for name in set(chain.from_iterable(chain.from_iterable(one.told))):
            sites[name].add(one.site)
    return sorted(name for name, having in sites.items() if len(having) >= FROM_TWO)


def likest(told: Sequence[Features], right: frozenset[int]) -> list[int]:
    """The candidates worth learning from: the right ones and those with the most in common with the record."""
    common = [sum(value for name, value in one.items() if not name.endswith(AGAINST)) for one in told]
    return sorted({*right, *sorted(range(len(told)), key=lambda at: -common[at])[:LIKEST]})
