"""What several commands ask: which browser, what a flow is, and what it may touch."""

from ruamel.yaml import YAML

from walkout.browser.find import Browser, find_browser, lean_browser
from walkout.flow.load import FlowFile
from walkout.receipt.record import FlowFacts
from walkout.settings import settings
from walkout.shipped_files import shipped_folder


def facts_of(file: FlowFile) -> FlowFacts:
    """The flow's name, title, right, version, places, and what its service is called."""
    flow = file.flow
    return FlowFacts(
        flow=flow.flow,
        title=flow.title,
        right=flow.right,
        version_hash=file.sha256,
        service_title=service_title(flow.service),
        origins=flow.origins,
    )


def service_title(service: str) -> str:
    """What people call a service; its short name where walkout knows no other."""
    path = shipped_folder("flows") / service / "service.yaml"
    return str(YAML(typ="safe").load(path.read_text("utf-8"))["title"]) if path.is_file() else service


def asked_browser(asked: str | None, *, lean: bool = False) -> Browser:
    """The browser of `--browser`, else of the settings, else the one that is found. lean: for work without a window.

    Raises CannotStartError.
    """
    kept = settings().browser
    return (lean_browser if lean else find_browser)(asked or (str(kept) if kept else None))
