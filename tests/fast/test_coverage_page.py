"""docs/coverage.md is made from the files; whoever changes them makes it anew."""

from pathlib import Path

import pytest

from walkout.dryrun.site import site_info
from walkout.shipped_files import fixture_folders, flow_files

PAGE = Path(__file__).parents[2] / "docs" / "coverage.md"
SITES = [folder for path in flow_files() for folder in fixture_folders(f"{path.parent.name}/{path.stem}")]


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: folder.name)
def test_the_page_has_every_site_and_fault_as_it_is_now(folder: Path) -> None:
    """Regions, dates, ways, languages and every fault with its outcome stand there; else run docs/coverage.py."""
    text = PAGE.read_text("utf-8")
    info = site_info(folder)
    (row,) = [line for line in text.splitlines() if f"| `{folder.name}` |" in line]
    for part in (", ".join(info.regions), info.date, ", ".join(info.ways), f"| {len(info.languages)} |"):
        assert part in row
    section = text.partition(f"### {folder.name}\n")[2].partition("\n### ")[0]
    for name, fault in info.faults.items():
        (line,) = [one for one in section.splitlines() if one.startswith(f"| `{name}`")]
        assert fault.description in line
        assert line.endswith(f"| {fault.outcome} |")
