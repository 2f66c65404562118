"""Write the table of tests at the end of docs/promises.md anew, from the marks in tests/.

.venv/bin/python docs/promise_tests.py
"""

import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "promises.md"
HEADING = "## Which tests hold which promise"
MARK = re.compile(r"\bpromise\(([0-9, ]+)\)")


def files_of_promises() -> dict[int, list[str]]:
    """Promise → the files in tests/ that have a test with its mark."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for file in (ROOT / "tests").rglob("test_*.py"):
        for marked in MARK.findall(file.read_text("utf-8")):
            for number in marked.split(","):
                found[int(number)].add(file.relative_to(ROOT / "tests").as_posix())
    return {number: sorted(found[number]) for number in range(1, 11)}


def table() -> str:
    rows = (
        f"| {number} | {', '.join(f'`{file}`' for file in files) or 'none yet'} |"
        for number, files in files_of_promises().items()
    )
    return "\n".join(("| promise | files in `tests/` |", "|---:|---|", *rows))


def main() -> None:
    before, _, _ = PAGE.read_text("utf-8").partition(HEADING)
    told = "Made by `.venv/bin/python docs/promise_tests.py` from the marks."
    PAGE.write_text(f"{before.rstrip()}\n\n{HEADING}\n\n{told}\n\n{table()}\n", "utf-8")


if __name__ == "__main__":
    main()
