"""`walkout lint` and `walkout schema`: is a flow file well formed, and what may stand in one?"""

import json
from pathlib import Path

from walkout.errors import ExitCode
from walkout.flow.load import check_flow, find_flow
from walkout.flow.model import Flow
from walkout.shipped_files import flow_files


def lint(flows: tuple[str, ...]) -> int:
    """Print every finding as `file:line: what`; without names, those of all shipped flows. Raises BadFlowError."""
    paths: list[Path] = [find_flow(name) for name in flows] or flow_files()
    failed = 0
    for path in paths:
        findings, _ = check_flow(path)
        failed += bool(findings)
        for finding in findings:
            print(f"{path}:{finding}")
    print(f"{len(paths)} flow{'s' if len(paths) != 1 else ''} checked, {failed} with findings")
    return ExitCode.BAD_FLOW if failed else ExitCode.DONE


def schema() -> int:
    """Print the JSON Schema of flow files, for editors."""
    described = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Flow.model_json_schema(),
        "title": "walkout flow",
    }
    print(json.dumps(described, indent=2))
    return ExitCode.DONE
