"""`walkout list`: the flows that come with walkout."""

import json as json_format

from rich.table import Table
from rich.text import Text

from walkout.commands.console import plain_console
from walkout.dryrun.site import SiteInfo, site_info
from walkout.flow.load import FlowFile, load_flow
from walkout.shipped_files import fixture_folders, flow_files


def list_flows(json: bool) -> int:
    """Print the flows, their ways in, and their fixtures. Raises BadFlowError."""
    files = [load_flow(path) for path in flow_files()]
    if json:
        print(json_format.dumps([_as_data(file) for file in files], indent=1, ensure_ascii=False))
        return 0
    console = plain_console()
    for file in files:
        console.print(_told(file))
    console.print(
        "\n`walkout dry-run FLOW` rehearses one, `walkout run FLOW` walks it, `walkout show FLOW` tells more.",
        style="dim",
    )
    return 0


def _told(file: FlowFile) -> Table:
    flow = file.flow
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", width=12)
    table.add_column()
    table.add_row(Text(""), Text(""))
    table.add_row(Text("flow"), Text(flow.flow, style="bold"))
    table.add_row("what", flow.title)
    table.add_row("right", f"{flow.right} ({', '.join(flow.regions)})")
    table.add_row("ways in", ", ".join(way.way for way in flow.ways))
    table.add_row(
        "fixtures",
        "; ".join(f"{info.variant} ({', '.join(info.languages)})" for info in _infos(file)) or "none",
    )
    table.add_row("verified", f"live: {flow.verified.live}; fixtures: {flow.verified.fixtures}")
    return table


def _as_data(file: FlowFile) -> dict[str, object]:
    flow = file.flow
    return {
        "flow": flow.flow,
        "title": flow.title,
        "right": flow.right,
        "regions": flow.regions,
        "origins": flow.origins,
        "ways": [way.way for way in flow.ways],
        "needs": flow.needs,
        "takes": flow.takes,
        "asks": [ask.model_dump(mode="json") for ask in flow.asks],
        "version": file.sha256,
        "verified": flow.verified.model_dump(mode="json"),
        "fixtures": [
            {
                "variant": info.variant,
                "languages": info.languages,
                "faults": {name: fault.description for name, fault in info.faults.items()},
            }
            for info in _infos(file)
        ],
    }


def _infos(file: FlowFile) -> list[SiteInfo]:
    return [site_info(folder) for folder in fixture_folders(file.flow.flow)]
