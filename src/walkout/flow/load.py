"""Read a flow file: YAML as plain data, then the model, then the linter. Errors name the file, line and key."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent, ScalarEvent
from ruamel.yaml.nodes import Node

from walkout.errors import BadFlowError
from walkout.flow.lint import Finding, lint
from walkout.flow.model import Flow
from walkout.flow.steps import VALUE_NAMES
from walkout.shipped_files import flow_files, shipped_folder

LARGEST_BYTES = 256 * 1024
DEEPEST = 30  # mappings and lists within each other
Loc = tuple[int | str, ...]


@dataclass(frozen=True)
class FlowFile:
    """A flow, with the file it was read from and that file's SHA-256 (hex)."""

    flow: Flow
    path: Path
    sha256: str

    @property
    def is_shipped(self) -> bool:
        return self.path.resolve().is_relative_to(shipped_folder("flows").resolve())


def find_flow(name: str) -> Path:
    """The file of a shipped flow (`meta/facebook`), or of a path to a flow file. Raises BadFlowError."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        if path.is_file():
            return path
        raise BadFlowError(
            "there is no such flow file", where=name, remedy="Check the path; `walkout list` shows the flows."
        )
    known = {f"{file.parent.name}/{file.stem}": file for file in flow_files()}
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise BadFlowError(f"there is no flow named {name!r}", remedy=f"{hint}The flows are: {', '.join(known)}.")


def load_flow(path: Path) -> FlowFile:
    """Read and check a flow file. Raises BadFlowError with every finding, one a line."""
    findings, loaded = check_flow(path)
    if loaded is None or findings:
        lines = [f"{path}:{finding}" for finding in findings]
        raise BadFlowError(
            "\n".join(lines),
            remedy="docs/flows.md tells the format; `walkout schema` helps an editor check it.",
        )
    return loaded


def check_flow(path: Path) -> tuple[list[Finding], FlowFile | None]:
    """All findings of a flow file in order of line, and the flow if it could be read at all."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFlowError(f"cannot be read ({error.strerror})", where=str(path)) from error
    if len(raw) > LARGEST_BYTES:
        return [Finding(1, "", f"the file is larger than {LARGEST_BYTES // 1024} KiB, which no flow needs to be")], None
    try:
        data = plain_data(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return [Finding(1, "", "the file is not UTF-8 text")], None
    except YAMLError as error:
        return [_yaml_finding(error)], None
    if not isinstance(data, dict):
        return [Finding(1, "", "a flow is a mapping that begins with `flow: service/name`")], None
    try:
        flow = Flow.model_validate(data)
    except ValidationError as error:
        return sorted({_finding(details, data) for details in _telling(error.errors())}), None
    findings = lint(flow, lambda *loc: line_of(data, loc), _service_hosts(flow.service))
    return findings, FlowFile(flow, path, hashlib.sha256(raw).hexdigest())


class _Constructor(RoundTripConstructor):
    """Tells the line of a value that looks like a date or number and is none."""

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            raise MarkedYAMLError(problem=f"no such value ({error})", problem_mark=node.start_mark) from error


def plain_data(text: str) -> Any:
    """The data of a YAML text, with line numbers kept. Aliases and tags are refused: a flow is plain data.

    Raises YAMLError.
    """
    try:
        _refuse_marks(text)
        reader = YAML(typ="rt")
        reader.Constructor = _Constructor
        return reader.load(text)
    except RecursionError:
        raise YAMLError("it is nested too deeply") from None


def _refuse_marks(text: str) -> None:
    depth = 0
    for event in YAML(typ="rt").parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > DEEPEST:
            raise MarkedYAMLError(problem="it is nested too deeply", problem_mark=event.start_mark)
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor is not None):
            raise MarkedYAMLError(
                problem="anchors and aliases are not allowed in a flow", problem_mark=event.start_mark
            )
        tag = getattr(event, "tag", None)
        if tag is not None and not (isinstance(event, ScalarEvent) and str(tag) == "!"):
            raise MarkedYAMLError(problem=f"the tag {tag} is not allowed in a flow", problem_mark=event.start_mark)


def line_of(data: Any, loc: Loc) -> int:
    """The line (from 1) of the deepest part of `loc` that is in the data.

    Pydantic puts the names of union members into a location; those that are no keys are passed over. Of two ways
    through the data that are as deep, the one that reaches the later part of `loc` is meant.
    """
    best = (0, 0, 1)
    stack: list[tuple[Any, int, tuple[int, int, int]]] = [(data, 0, best)]
    while stack:
        value, at, found = stack.pop()
        best = max(best, found, key=lambda one: one[:2])
        if at == len(loc):
            continue
        stack.append((value, at + 1, found))
        part = loc[at]
        if isinstance(value, CommentedMap) and part in value:
            stack.append((value[part], at + 1, (found[0] + 1, at + 1, value.lc.key(part)[0] + 1)))
        elif isinstance(value, CommentedSeq) and isinstance(part, int) and part < len(value):
            stack.append((value[part], at + 1, (found[0] + 1, at + 1, value.lc.item(part)[0] + 1)))
    return best[2]


def _yaml_finding(error: YAMLError) -> Finding:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Finding(mark.line + 1 if mark else 1, "", f"not readable as YAML: {problem}")


def _telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without those that only follow from others: a list whose sole entry is wrong is told to be too short as well."""
    places = [details["loc"] for details in errors]
    return [
        details
        for details in errors
        if details["type"] != "too_short" or not any(_lies_in(place, details["loc"]) for place in places)
    ]


def _lies_in(inner: Loc, outer: Loc) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def _finding(details: ErrorDetails, data: Any) -> Finding:
    loc = details["loc"]
    if loc[-1:] in (("asked",), ("built-in",)):  # which kind of name, not a key
        loc = loc[:-1]
    key = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    return Finding(line_of(data, loc), key, _in_words(details, loc, key))


def _in_words(details: ErrorDetails, loc: Loc, key: str) -> str:
    match details["type"]:
        case "extra_forbidden":
            allowed = list(_allowed_keys(loc[:-1]))
            near = get_close_matches(key, allowed, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            return f"unknown key {key!r}{hint} (allowed: {', '.join(allowed)})"
        case "invalid_key":
            return f"keys are words, and {loc[-2] if loc[-1] == '[key]' else loc[-1]!r} is none"
        case "missing":
            return f"the key {key!r} is missing"
        case "string_pattern_mismatch" | "string_type" | "string_too_long" if key == "value":
            known = f"{', '.join(VALUE_NAMES)}, or a question of `asks`"
            return f"{key!r} names one of the person's values, {known}; personal data is never written in a flow"
        case "string_pattern_mismatch" if key not in ("flow", "at_most", "regions", "date", "typed_as"):
            return f"{key!r} is a name: lower-case words joined by '-'"
        case _:
            return f"{key!r}: {details['msg'][:1].lower()}{details['msg'][1:]}"


def _allowed_keys(loc: Loc) -> Iterator[str]:
    """The keys of the model that a location leads to. In a union, the member's tag is the name of its sole key."""
    models: list[type[BaseModel]] = [Flow]
    for part in loc:
        holding = [model for model in models if part in model.model_fields]
        if not holding:
            continue
        if len(models) > 1:
            models = holding
        else:
            models = list(_models_in(holding[0].model_fields[str(part)].annotation)) or models
    for model in models:
        yield from model.model_fields


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


def _service_hosts(service: str) -> frozenset[str] | None:
    """The hosts that are known to belong to a service; None where walkout knows nothing of it."""
    path = shipped_folder("flows") / service / "service.yaml"
    if not path.is_file():
        return None
    return frozenset(YAML(typ="safe").load(path.read_text("utf-8"))["hosts"])
