"""Which flows from elsewhere the person has agreed to run, by hash: a changed file is asked about anew."""

import json

from walkout.flow.load import FlowFile
from walkout.settings import private_folder, settings, write_private


def is_trusted(file: FlowFile) -> bool:
    """Whether she has agreed to just this file."""
    return file.sha256 in _trusted()


def trust(file: FlowFile) -> None:
    """Remember that she has agreed."""
    private_folder(settings().data_dir)
    known = {**_trusted(), file.sha256: file.flow.flow}
    write_private(settings().trusted_flows_file, json.dumps(known, indent=1, sort_keys=True))


def _trusted() -> dict[str, str]:
    try:
        known = json.loads(settings().trusted_flows_file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
