"""Fit the weights of `walkout.resolve.kinds` on a folder of labelled forms, and say how they do on sites not seen.

Needs scikit-learn (with numpy and scipy), which nothing else here does. The pages' looks are kept in a file between
runs, for looking at them takes minutes.
"""

import argparse
import json
import pickle
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

try:
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
except ImportError:
    sys.exit("fitting needs scikit-learn, which walkout itself does not: pip install scikit-learn")

from benchmarks._plot import Line, plotted
from benchmarks.fields import answer_in_set, seen
from walkout.resolve.clues import KINDS, PURPOSE, SPOKEN, Clue
from walkout.resolve.kinds import SIGNS_IN, clues_in, likeliest, names_of, settled_chances, worded_chances
from walkout.view import Element
from walkout.words.normal import normal

WEIGHTS = Path(__file__).parents[1] / "src" / "walkout" / "resolve" / "weights" / "fields.json"
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
FOLDS, SMALLEST = 10, 0.05
ASKED_FIRST = ("email", "country", "one-time-code")
# Copies of the examples that lack one source of clues, so that no source is leant on alone.
LACKING: Sequence[tuple[float, tuple[str, ...]]] = (
    (1.0, ()),
    (0.3, ("label", "around")),
    (0.3, ("ident", "class")),
    (0.3, ("autocomplete",)),
    (0.2, ("after ", "before ")),
)
# A clue's weight for all kinds may grow freely; one for a single kind has to earn it.
LOOSE, TIGHT, NEIGHBOURS = 0.02, 0.4, 0.5
# What one would say without examples, and holds where there are few.
BY_HAND: Mapping[tuple[str, str], float] = {
    **{("any", f"{source} all"): 3.0 for source in ("label", "placeholder", "above")},
    **{("any", f"{source} all"): 1.5 for source in ("ident",)},
    **{("any", f"{source} most"): 1.0 for source in ("label", "placeholder", "above", "ident")},
    ("any", "autocomplete all"): 3.0,
    **{(kind, "autocomplete all"): 2.5 for kind in KINDS if kind not in ("username", "email", "password", "other")},
    ("email", "type email"): 3.0,
    ("password", "type password"): 4.5,
    ("email", "type password"): -5.0,
    ("username", "type password"): -3.0,
    ("phone", "type tel"): 1.5,
    ("birthday", "type date"): 2.0,
    ("birthday-day", "list days"): 4.0,
    ("birthday-month", "list months"): 4.0,
    ("birthday-year", "list years"): 4.0,
    ("birthday-year", "list few years"): -2.0,
    **{(kind, "company takes a card"): -4.0 for kind in ("birthday-day", "birthday-month", "birthday-year")},
    **{(kind, "company asks for a birthday"): 1.0 for kind in ("birthday-day", "birthday-month", "birthday-year")},
    ("country", "list countries"): 5.0,
    ("dialling-code", "list dialling codes"): 5.0,
    ("one-time-code", "boxes"): 3.0,
    ("one-time-code", "type password"): -2.5,
    ("password", "boxes"): -4.0,
    ("dialling-code", "list other things"): -4.0,
    ("other", "another"): 8.0,
    ("full-name", "label part"): -1.0,
    ("email", "either"): 5.0,
    ("username", "lone before password"): 3.5,
    ("one-time-code", "inputmode numeric"): 0.5,
    ("one-time-code", "company takes a card"): -7.0,
    ("other", "type search"): 3.0,
    ("other", "role searchbox"): 2.0,
    **{("other", f"{source} payment-card"): 1.5 for source in ("label", "placeholder", "above", "ident")},
    **{("other", f"{source} other-code"): 1.5 for source in ("label", "placeholder", "above", "ident")},
    ("other", "autocomplete payment-card"): 2.0,
}
Weights = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Example:
    """A labelled field."""

    site: str
    page: str
    number: str
    element: Element
    clues: tuple[Clue, ...]
    truth: str


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit what tells the kinds of fields.")
    parser.add_argument("folder", type=Path, help="holds truth.json and pages/")
    parser.add_argument("--looks", type=Path, metavar="FILE", help="where the looks at the pages are kept")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong on sites not seen")
    parser.add_argument(
        "--curve", type=Path, metavar="FILE", help="write what each threshold does on sites not seen, as JSON"
    )
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the share answered against the share wrong")
    options = parser.parse_args()
    examples = list(read(options.folder, options.looks))
    folds = GroupKFold(FOLDS).split(examples, groups=[example.site for example in examples])
    crossed: dict[int, dict[str, float]] = {}
    for train, held in folds:
        weights = fit([examples[at] for at in train])
        crossed |= {int(at): judged(examples[at], weights) for at in held}
    final = fit(examples)
    inside = {at: judged(example, final) for at, example in enumerate(examples)}
    figures = {"cross-validated by site": told(examples, crossed), "in-sample": told(examples, inside)}
    print(json.dumps(figures, indent=1))
    if options.wrong:
        list_wrong(examples, crossed)
    if options.curve:
        options.curve.write_text(json.dumps(curve(examples, crossed), indent=1) + "\n", "utf-8")
    if options.plot:
        lines = [
            Line(
                f"{name}, from sure (left) to guessed (right)",
                sorted((100 * one["answered"], 100 * one["wrong"]) for one in curve(examples, by)),
            )
            for name, by in (("sites not seen", crossed), ("in-sample", inside))
        ]
        options.plot.write_text(
            plotted(
                "What fields ask for: answered against wrong",
                "answered, % of those that ask for something",
                "wrong, % of all",
                lines,
            ),
            "utf-8",
        )
    about = [
        f"Fitted by benchmarks/fit_fields.py on {len(examples)} fields of {len({one.site for one in examples})} sites.",
        "A weight is added to a kind's logit where the clue is there; those of `any` to the kind of which it speaks.",
        "Made by a program: do not edit, fit anew.",
    ]
    rounded = {kind: {name: round(value, 2) for name, value in sorted(of.items())} for kind, of in final.items()}
    WEIGHTS.write_text(
        json.dumps({"about": about, "figures": figures, "weights": rounded}, indent=1, ensure_ascii=False) + "\n",
        "utf-8",
    )


def read(folder: Path, looks: Path | None) -> Iterator[Example]:
    """The labelled fields; a site is what a page's name begins with."""
    if looks and looks.exists():
        pages = pickle.loads(looks.read_bytes())
    else:
        pages = [(name, view, dict(numbered)) for name, view, numbered in seen(folder)]
        if looks:
            looks.write_bytes(pickle.dumps(pages))
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    for name, view, numbered in pages:
        clues = clues_in(view)
        elements = {(element.frame, element.index): element for element in view.elements}
        for place, number in numbered.items():
            if number in truth[name] and place in clues:
                yield Example(site_of(name), name, number, elements[place], clues[place], truth[name][number])


def site_of(name: str) -> str:
    """The site of a page's file; "brand" and "brandstore", "brand-mobile" are one."""
    first = normal(name.partition(".")[0].partition("_")[0].partition("-")[0])
    for ending in ("store", "com", "id", "calendar"):
        first = first.removesuffix(ending) if len(first) > len(ending) + 3 else first
    return first


def judged(example: Example, weights: Weights) -> dict[str, float]:
    """How likely each kind is, by weights that are being fitted."""
    return settled_chances(example.clues, worded_chances(example.clues, weights), weights)


def fit(examples: Sequence[Example]) -> Weights:
    """Maximum likelihood with a penalty on what is far from the weights one would give by hand."""
    rows: list[tuple[list[tuple[str, str]], float, bool]] = []
    for example in examples:
        label = _label(example)
        if not label:
            continue
        for worth, lacking in LACKING:
            clues = [clue for clue in example.clues if not (lacking and clue.name.startswith(lacking))]
            for kind in KINDS:
                names = [name for clue in clues for name in names_of(clue, kind)]
                pairs = [("any", name) for name in names] + [(kind, name) for name in (*names, "always")]
                rows.append((pairs, worth, kind == label))
    counted = Counter(pair for pairs, _, _ in rows for pair in set(pairs))
    known = dict.fromkeys((*BY_HAND, *(pair for pair, count in counted.items() if count > len(LACKING))))
    weights = _solve(rows, {pair: at for at, pair in enumerate(known)})
    weights[SIGNS_IN] = _fit_signing_in(examples)
    return weights


def _fit_signing_in(examples: Sequence[Example]) -> dict[str, float]:
    """Whether a form is there to sign in, learnt from the fields that are worded as an e-mail address."""
    known = [example for example in examples if example.truth in ("email", "username") and _purposes(example)]
    known = [example for example in known if is_worded_email(example.clues)]
    names = sorted({name for example in known for name in _purposes(example)})
    matrix = np.array([[name in _purposes(example) for name in names] for example in known], dtype=float)
    model = LogisticRegression(C=0.3, max_iter=500).fit(matrix, [example.truth == "username" for example in known])
    fitted = {name: float(value) for name, value in zip(names, model.coef_[0], strict=True) if abs(value) >= SMALLEST}
    return {"always": float(model.intercept_[0]), **fitted}


def is_worded_email(clues: Sequence[Clue]) -> bool:
    """Whether a field says that it takes an e-mail address, be it among other things."""
    spoken = [set(clue.said) for clue in clues if clue.name in SPOKEN and clue.said]
    if spoken:
        return any("email" in said for said in spoken)
    return any(
        clue.name in ("type email", "ident", "autocomplete") and "email" in (clue.said or ["email"]) for clue in clues
    )


def _purposes(example: Example) -> set[str]:
    return {clue.name for clue in example.clues if clue.name.startswith(PURPOSE)}


def penalty_of(kind: str, name: str) -> float:
    """How much a weight has to earn its size."""
    if kind == "any":
        return LOOSE
    return NEIGHBOURS if name.startswith(("after ", "before ")) else TIGHT


def _label(example: Example) -> str:
    """The kind to learn from an example: the set's own, but for what it calls by one name or by two."""
    if any(clue.name == "list dialling codes" for clue in example.clues):
        return "dialling-code"
    if example.truth == "other" and any(
        clue.name in ("label", "ident") and "one-time-code" in (clue.said or ()) for clue in example.clues
    ):
        return ""  # some codes are other things in the set, and some are not
    if example.truth == "username" and is_worded_email(example.clues):
        return "email"  # by its words; what the form is for comes later
    return example.truth.split("|")[0]


def _solve(rows: Sequence[tuple[list[tuple[str, str]], float, bool]], columns: dict[tuple[str, str], int]) -> Weights:
    at_row, at_column = [], []
    for row, (pairs, _, _) in enumerate(rows):
        known = [columns[pair] for pair in pairs if pair in columns]
        at_row += [row] * len(known)
        at_column += known
    shape = (len(rows), len(columns))
    matrix = csr_matrix((np.ones(len(at_row)), (at_row, at_column)), shape=shape)
    worth = np.array([rows[at][1] for at in range(0, len(rows), len(KINDS))])
    truth = np.array([is_it for _, _, is_it in rows], dtype=float).reshape(-1, len(KINDS))
    penalty = np.array([penalty_of(*pair) for pair in columns])

    start = np.array([BY_HAND.get(pair, 0.0) for pair in columns])

    def loss(weights: Any) -> tuple[float, Any]:
        sums = (matrix @ weights).reshape(-1, len(KINDS))
        sums -= sums.max(axis=1, keepdims=True)
        logs = sums - np.log(np.exp(sums).sum(axis=1, keepdims=True))
        gap = ((np.exp(logs) - truth) * worth[:, None]).ravel()
        off = weights - start
        value = -(truth * logs).sum(axis=1) @ worth + (penalty * off**2).sum()
        return value, matrix.T @ gap + 2 * penalty * off

    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    weights: Weights = {"any": {}, **{kind: {} for kind in KINDS}}
    for (kind, name), column in columns.items():
        if abs(found[column]) >= SMALLEST:
            weights[kind][name] = float(found[column])
    return weights


def told(examples: Sequence[Example], by: dict[int, dict[str, float]]) -> dict[str, float | str]:
    """The share of right and of wrongly typed fields, how far the probabilities are to be believed, and of the kinds
    that matter most how many were found and how many of the finds were right."""
    answers = {at: answer_in_set(examples[at].element, of) for at, of in by.items()}
    right = sum(answers[at] in example.truth.split("|") for at, example in enumerate(examples))
    typed = sum(answers[at] not in ("other", *example.truth.split("|")) for at, example in enumerate(examples))
    surely = -sum(np.log(max(by[at][example.truth.split("|")[0]], 1e-9)) for at, example in enumerate(examples))
    share = {"right": right / len(examples), "wrongly typed": typed / len(examples), "log loss": surely / len(examples)}
    figures: dict[str, float | str] = {name: round(float(value), 4) for name, value in share.items()}
    for kind in ASKED_FIRST:
        meant = {at for at, example in enumerate(examples) if kind in example.truth.split("|")}
        found = {at for at, answer in answers.items() if answer == kind}
        figures[f"{kind}: recall"] = f"{len(meant & found)}/{len(meant)}"
        figures[f"{kind}: precision"] = f"{len(meant & found)}/{len(found)}"
    return figures


def curve(examples: Sequence[Example], by: dict[int, dict[str, float]]) -> list[dict[str, float]]:
    """What each threshold does: the share of the fields that are something that get an answer (answered), and the
    share of all fields that get a wrong one (wrong). Both from 0 to 1."""
    answers = []
    for at, chances in by.items():
        best, sure = likeliest(chances)
        answer = answer_in_set(examples[at].element, {**dict.fromkeys(chances, 0.0), best: 1.0})
        if answer != "other":
            answers.append((sure, answer in examples[at].truth.split("|")))
    something = sum(example.truth != "other" for example in examples)
    points = []
    for least in THRESHOLDS:
        given = [right for sure, right in answers if sure >= least]
        wrong = given.count(False)
        points.append(
            {
                "threshold": least,
                "answered": round(len(given) / something, 4),
                "wrong": round(wrong / len(examples), 4),
            }
        )
    return points


def list_wrong(examples: Sequence[Example], by: dict[int, dict[str, float]]) -> None:
    for at, example in enumerate(examples):
        answer = answer_in_set(example.element, by[at])
        if answer not in example.truth.split("|"):
            sure = ", ".join(f"{kind} {by[at][kind]:.2f}" for kind in sorted(by[at], key=lambda k: -by[at][k])[:3])
            print(f"{example.page} {example.number}: {example.truth}, not {answer} ({sure})")


if __name__ == "__main__":
    main()
