"""Find the recorded elements of sites that changed: attribute records in, predictions for the set's `score.py` out.

    python -m benchmarks.relocate_records DIR --out predictions.json

The predictions are each site's xpaths in the order of its targets, null where none is found without doubt.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._sets import arguments
from walkout.resolve.match import Found
from walkout.resolve.recorded import Recorded
from walkout.resolve.relocate import relocate_all
from walkout.view import Box, Element, PageView

ROLES = {"a": "link", "button": "button", "input": "textbox", "select": "combobox", "textarea": "textbox"}
Raw = Mapping[str, Any]


def main(words: Sequence[str] | None = None) -> None:
    options = arguments(
        "Find the recorded elements of sites that changed among the elements of the later pages.", words
    )
    said = {site.name: predicted(*read(site)) for site in sites(options.folder)}
    options.out.write_text(json.dumps(said, indent=1) + "\n", "utf-8")


def sites(root: Path) -> list[Path]:
    return sorted(one for one in root.iterdir() if (one / "targets.json").exists())


def read(site: Path) -> tuple[list[Recorded], PageView, list[str]]:
    """The records, the page as it is now, and the xpaths of the page's elements in their order."""
    targets = json.loads((site / "targets.json").read_text("utf-8"))
    candidates = json.loads((site / "candidates.json").read_text("utf-8"))
    view = PageView("", elements=tuple(element(raw, at) for at, raw in enumerate(candidates)))
    return [Recorded(element(raw, -1)) for raw in targets], view, [raw["xpath"] for raw in candidates]


def element(raw: Raw, index: int) -> Element:
    """One attribute record as a look would tell it, as far as it goes."""
    tag = raw["tag"].lower()
    place = raw["location"]
    return Element(
        frame=0,
        index=index,
        tag=tag,
        role=ROLES.get(tag, "button" if raw["isButton"] else "generic"),
        name=" ".join(raw["visibleText"])[:300] or raw["alt"] or "",
        ident=f"{raw['id'] or ''} {raw['name'] or ''}".strip(),
        classes=" ".join(raw["classList"]),
        path=raw["xpath"].lower().strip("/").replace("[1]", ""),
        href=raw["href"] or "",
        context=" ".join(raw["neighborText"]),
        box=Box(place["x"], place["y"], place["width"], place["height"]),
    )


def predicted(records: list[Recorded], view: PageView, paths: list[str]) -> list[str | None]:
    matches = relocate_all(records, view)
    return [paths[match.element.index] if isinstance(match, Found) else None for match in matches]


if __name__ == "__main__":
    main()
