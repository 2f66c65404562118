"""Peak memory of the Python process of a dry run, without the browser and the driver; and what its imports hold of it.

Resident memory in MB (a million bytes): on Linux VmHWM of the process itself, elsewhere `ru_maxrss`.
"""

import subprocess
import sys
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._figures import arguments, machine, report, spread, table, verdict

GOAL = 120.0
IMPORTS = (
    "playwright.sync_api",
    "pydantic",
    "pydantic_settings",
    "babel.core",
    "rich.console",
    "ruamel.yaml",
    "rapidfuzz.process",
    "typer",
)
# Runs in the process that is measured; the peak is the last line that it prints.
PEAK = """
import sys
def peak():
    if sys.platform == "linux":
        lines = open("/proc/self/status").read().splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
"""
DRY_RUN = """
from walkout.cli import main
sys.argv = ["walkout", "dry-run", "meta/facebook", "--quiet"]
try:
    main()
except SystemExit as end:
    if end.code:
        raise
print(peak())
"""


def peak(code: str) -> float:
    """The peak of a Python process that runs the code."""
    done = subprocess.run([sys.executable, "-c", PEAK + code], check=True, capture_output=True, text=True)
    return int(done.stdout.splitlines()[-1]) / 1e6


def main() -> None:
    parser = arguments("Measure the peak memory of the Python process of a dry run.")
    parser.add_argument("--times", type=int, default=5, help="how many dry runs (default: 5)")
    options = parser.parse_args()
    walked = spread([peak(DRY_RUN) for _ in range(options.times)])
    bare = peak("print(peak())")
    alone = {name: peak(f"import {name}\nprint(peak())") - bare for name in IMPORTS}
    rows = [["a dry run of meta/facebook", f"{walked.median:.0f}"], ["Python alone", f"{bare:.0f}"]]
    rows += [[f"  and import {name}", f"+{more:.0f}"] for name, more in alone.items()]
    text = f"{table(['', 'peak MB'], rows)}\nmedian of {options.times}; {verdict(walked.median, GOAL)}"
    figures = {"times": options.times, "dry_run_mb": walked, "python_mb": bare, "imports_mb": alone}
    report(text, figures, machine(), options.out)


if __name__ == "__main__":
    main()
