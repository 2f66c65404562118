"""All benchmark sets of real pages: the predictions, their score, and beside it the best figure that is known.

    python -m benchmarks.sets [BENCH]

BENCH is the folder with the sets and their score.py; without one, the folder that lies beside the checkout. They are
the half that was developed against; how the rest is measured, its README says.
"""

import importlib
import importlib.util
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, machine, report, table

BESIDE = Path(__file__).parents[2] / "shared" / "bench"
Row = tuple[str, str, str]
Score = dict[str, Any]


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _fields(score: Score) -> list[Row]:
    exact = [f"{kind} {score['recall'].get(kind, '–')}" for kind in ("email", "country", "one-time-code")]
    precise = [f"{kind} {score['precision'].get(kind, '–')}" for kind in ("email", "country", "one-time-code")]
    return [
        ("right", _percent(score["right"]), "96.9 % (DuckDuckGo, in-sample)"),
        ("wrongly typed", _percent(score["wrongly_typed"]), "–"),
        ("recall", ", ".join(exact), "–"),
        ("precision", ", ".join(precise), "–"),
    ]


def _records(score: Score) -> list[Row]:
    return [
        ("right", _percent(score["right"]), "91.1 % (Similo)"),
        ("asks", _percent(score["abstained"]), "0 %"),
        ("wrong", _percent(score["wrong"]), "8.9 %"),
    ]


def _pages(score: Score) -> list[Row]:
    return [
        ("kept, right", _percent(score["kept_right"]), "94.1 % (same words, first hit)"),
        ("kept, asks", _percent(score["kept_abstained"]), "1.9 %"),
        ("kept, wrong", _percent(score["kept_wrong"]), "4.0 %"),
        ("gone, wrong", _percent(score["gone_wrong"]), "0 %"),
    ]


def _object_link(score: Score) -> list[Row]:
    found, wrong, missed = score.get("found", 0), score.get("wrong", 0), score.get("missed", 0)
    return [
        ("found", f"{found} of {found + wrong + missed}", "45 of 51 (first link with the word)"),
        ("wrong", str(wrong), "6"),
        ("falsely found", str(score.get("false_find", 0)), "0"),
    ]


SETS: dict[str, tuple[str, Callable[[Score], list[Row]]]] = {
    "fields": ("fields", _fields),
    "relocate-records": ("relocate_records", _records),
    "relocate-pages": ("relocate_pages", _pages),
    "object-link": ("object_link", _object_link),
}


def main() -> None:
    parser = arguments("Score all benchmark sets, beside the best known figures.")
    parser.add_argument("bench", nargs="?", type=Path, default=BESIDE, help="the folder with the sets")
    options = parser.parse_args()
    if not (options.bench / "score.py").is_file():
        print(f"skipped: no benchmark sets at {options.bench}")
        return
    scorer = _scorer(options.bench / "score.py")
    scores = {name: _scored(scorer, name, options.bench / name) for name in SETS if (options.bench / name).is_dir()}
    rows = [(name, *row) for name, score in scores.items() for row in SETS[name][1](score)]
    report(table(["set", "measure", "walkout", "best known"], rows), dict(scores), machine(), options.out)


def _scorer(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", file)
    if spec is None or spec.loader is None:
        raise ImportError(str(file))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _scored(scorer: ModuleType, name: str, folder: Path) -> Score:
    """Predict with the set's own script, then score what it wrote."""
    script = importlib.import_module(f"benchmarks.{SETS[name][0]}")
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "predictions.json"
        script.main([str(folder), "--out", str(out)])
        score: Score = getattr(scorer, name.replace("-", "_"))(folder, scorer.load(out))
    print(f"{name}: scored", flush=True)
    return score


if __name__ == "__main__":
    main()
