"""`walkout new`: a commented flow to begin with."""

from datetime import datetime
from pathlib import Path

from walkout.commands.import_recording import write_flow
from walkout.errors import ExitCode
from walkout.record.report import to_complete
from walkout.record.starting import starting_flow


def new(name: str, out: Path) -> int:
    """Write the flow `service/flow` below a folder. Raises BadUsageError where there is one already."""
    text = starting_flow(name, datetime.now().astimezone().year)
    path = write_flow(out, name, text)
    print(f"{path}\n{len(to_complete(text))} places in it are marked TODO. Then: walkout lint {path}")
    return ExitCode.DONE
