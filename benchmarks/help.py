"""`walkout --help` against a bare `import typer`, in turn, each in a process of its own; and what its imports cost."""

import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path
from time import perf_counter

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, in_turn, machine, report, spread, table, verdict

GOAL, LISTED = 1.5, 6
SCRIPT = shutil.which("walkout", path=str(Path(sys.executable).parent))
WALKOUT = [*([SCRIPT] if SCRIPT else [sys.executable, "-c", "from walkout.cli import main; main()"]), "--help"]
TYPER = [sys.executable, "-c", "import typer"]


def timed(command: list[str]) -> float:
    """Seconds that a command takes, its process included."""
    begun = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def imports() -> list[tuple[str, float]]:
    """The modules that `import walkout.cli` spends most in, each with its own milliseconds, the slowest first."""
    command = [sys.executable, "-X", "importtime", "-c", "import walkout.cli"]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stderr.splitlines()
    parts = [line.removeprefix("import time:").split("|") for line in lines[1:] if line.count("|") == 2]
    costs = [(name.strip(), int(own) / 1000) for own, _, name in parts if own.strip().isdigit()]
    return sorted(costs, key=lambda cost: -cost[1])


def main() -> None:
    parser = arguments("Time `walkout --help` against `python -c 'import typer'`.")
    parser.add_argument("--pairs", type=int, default=20, help="how many of each (default: 20)")
    options = parser.parse_args()
    for command in (TYPER, WALKOUT):
        timed(command)  # both read from the disk's cache, and have their bytecode
    bare, helped = in_turn(partial(timed, TYPER), partial(timed, WALKOUT), options.pairs)
    one, other = spread(bare), spread(helped)
    ratio = other.median / one.median
    rows = [
        [name, *(f"{value * 1000:.0f}" for value in (it.median, it.lower, it.upper)), told]
        for name, it, told in (("import typer", one, ""), ("walkout --help", other, f"{ratio:.2f}"))
    ]
    costs = imports()
    ours = sum(cost for name, cost in costs if name.partition(".")[0] == "walkout")
    slowest = ", ".join(f"{name} {cost:.1f}" for name, cost in costs[:LISTED])
    text = table(["", "median ms", "25 %", "75 %", "ratio"], rows)
    text += f"\n{options.pairs} pairs; {verdict(ratio, GOAL)}"
    text += f"\nimports: {len(costs)} modules, of which walkout's own {ours:.1f} ms; the slowest in ms: {slowest}"
    figures = {"pairs": options.pairs, "typer_s": one, "help_s": other, "ratio": ratio, "own_imports_ms": ours}
    report(text, figures, machine(), options.out)


if __name__ == "__main__":
    main()
