"""Find the links of saved policy pages on the same pages months later, or say that they are gone.

    python -m benchmarks.relocate_pages DIR --out predictions.json

DIR has a folder for each pair, with old.html, new.html and truth.json, of which only the numbers asked about are read.
The predictions name for each the `data-bench` number on the new page, null where none is found without doubt.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._saved_pages import SavedPage, showing
from benchmarks._sets import arguments
from walkout.resolve.match import Found
from walkout.resolve.recorded import Recorded, record
from walkout.resolve.relocate import relocate_all


def main(words: Sequence[str] | None = None) -> None:
    options = arguments("Find the links of saved policy pages on the same pages months later.", words)
    with showing() as show:
        said = {
            pair.name: predicted(
                json.loads((pair / "truth.json").read_text("utf-8")), show(pair / "old.html"), show(pair / "new.html")
            )
            for pair in pairs(options.folder)
        }
    options.out.write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def pairs(root: Path) -> list[Path]:
    return sorted(one for one in root.iterdir() if (one / "truth.json").exists())


def recorded(asked: Iterable[str], old: SavedPage) -> tuple[list[str], list[Recorded]]:
    """The numbers asked about that the look at the old page saw, and the records of their elements."""
    elements = old.by_number()
    seen = [number for number in asked if number in elements]
    return seen, [record(elements[number], old.view) for number in seen]


def predicted(asked: Iterable[str], old: SavedPage, new: SavedPage) -> dict[str, str | None]:
    """For each number of the old page that of the new one, None where none is found without doubt."""
    numbers, records = recorded(asked, old)
    said: dict[str, str | None] = dict.fromkeys(asked)
    for number, match in zip(numbers, relocate_all(records, new.view), strict=True):
        if isinstance(match, Found):
            said[number] = new.number_of(match.element)
    return said


if __name__ == "__main__":
    main()
