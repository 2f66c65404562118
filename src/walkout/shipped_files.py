"""Where the flows and fixtures lie that come with walkout: inside the installed package, or in the checkout."""

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

    A fixture's folder is named `<service>/<flow>-<variant>`.
    """
    service, name = flow.split("/")
    folders = (shipped_folder("fixtures") / service).glob(f"{name}-*")
    found = [path for path in folders if (path / "site.yaml").is_file()]
    return sorted(found, key=lambda path: (len(path.name), path.name))
