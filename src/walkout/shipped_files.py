"""Where the flows and fixtures lie that come with walkout: inside the installed package, or in the checkout."""

import re
from pathlib import Path


def shipped_folder(kind: str) -> Path:
    """The folder of `flows` or `fixtures`: package data where there is any, else the checkout's own folder."""
    here = Path(__file__).resolve().parent
    packed = here / "shipped" / kind
    return packed if packed.is_dir() else here.parents[1] / kind


def flow_files() -> list[Path]:
    """All shipped flow files, sorted by name."""
    return sorted(path for path in shipped_folder("flows").glob("*/*.yaml") if path.name != "service.yaml")


def fixture_folders(flow: str) -> list[Path]:
    """The fixture folders of a flow such as `meta/facebook`, the default variant first.

    A fixture's folder is named `<service>/<flow>-<variant>`, and its `site.yaml` names the flow. The default is one
    that extends no other.
    """
    service, name = flow.split("/")
    folders = (shipped_folder("fixtures") / service).glob(f"{name}-*")
    found = [path for path in folders if _site_of(path / "site.yaml") == flow]
    return sorted(found, key=lambda path: (_extends(path / "site.yaml"), len(path.name), path.name))


def _site_of(file: Path) -> str:
    """The flow that a fixture's file says it is for; a cheap look, as the file is read in earnest later."""
    if not file.is_file():
        return ""
    named = re.search(r"^site:\s*(\S+)", file.read_text("utf-8"), re.MULTILINE)
    return named[1] if named else ""


def _extends(file: Path) -> bool:
    return re.search(r"^extends:", file.read_text("utf-8"), re.MULTILINE) is not None
