"""What all benchmarks share: medians and quartiles, a small table, and which machine it was."""

import argparse
import json
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class Spread:
    """The middle of a series and its quartiles, in the unit of the series."""

    median: float
    lower: float
    upper: float


def spread(series: Sequence[float]) -> Spread:
    """Median and quartiles. Raises StatisticsError for fewer than two values."""
    lower, median, upper = statistics.quantiles(series, n=4, method="inclusive")
    return Spread(median, lower, upper)


def in_turn(first: Callable[[], float], second: Callable[[], float], pairs: int) -> tuple[list[float], list[float]]:
    """Two things measured in turn; which of a pair goes first changes from pair to pair."""
    ones: list[float] = []
    others: list[float] = []
    for number in range(pairs):
        if number % 2:
            others.append(second())
            ones.append(first())
        else:
            ones.append(first())
            others.append(second())
    return ones, others


def verdict(figure: float, most: float) -> str:
    """A figure against its goal, in words."""
    return f"goal at most {most:g}: {'met' if figure <= most else 'NOT met'}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they need: the first one to the left, the others to the right."""
    lines = [head, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def machine(**more: str) -> dict[str, str]:
    """Cores, Python, system and the time of measuring; `more` such as the browser's version."""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **more,
    }


def arguments(about: str) -> argparse.ArgumentParser:
    """The options that every benchmark has."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the figures to a file, as JSON")
    return parser


def report(text: str, figures: dict[str, object], where: dict[str, str], out: Path | None) -> None:
    """Print the table and the machine; write the figures to `out` if that is wanted."""
    print(text)
    print(" · ".join(f"{name} {value}" for name, value in where.items()), flush=True)
    if out:
        told = {name: asdict(value) if isinstance(value, Spread) else value for name, value in figures.items()}
        out.write_text(json.dumps({"machine": where, **told}, indent=1) + "\n", "utf-8")
