"""Find the link to the objection form on each page of a folder of saved privacy policies, or say that there is none.

    python -m benchmarks.object_link DIR --out predictions.json

DIR has a folder `pages`; the predictions name the link by its `data-bench` number, null where none is found without
doubt: {"page.html": "a17"}.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._saved_pages import SavedPage, showing
from benchmarks._sets import arguments
from walkout.flow.targets import LinkTarget
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve

TARGET = LinkTarget(link="right-to-object")


def main(words: Sequence[str] | None = None) -> None:
    options = arguments("Find the link to the objection form on saved policy pages.", words)
    with showing() as show:
        said = {file.name: predicted(show(file)) for file in sorted((options.folder / "pages").glob("*.html"))}
    options.out.write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def predicted(page: SavedPage) -> str | None:
    """The number of the link that is found without doubt, else None."""
    match = resolve(TARGET, page.view)
    return page.number_of(match.element) if isinstance(match, Found) else None


if __name__ == "__main__":
    main()
