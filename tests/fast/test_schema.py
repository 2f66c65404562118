"""`walkout schema`: what an editor is told of flow files agrees with what the loader takes."""

import copy
import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from walkout.commands.lint import schema
from walkout.flow.model import Flow
from walkout.shipped_files import flow_files

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}


def fits(value, part, whole) -> bool:
    """Whether a value fits a part of the schema: the keywords that the flow's schema has, and no other."""
    if "$ref" in part:
        return fits(value, whole["$defs"][part["$ref"].rpartition("/")[2]], whole)
    known = {"title", "description", "default", "$defs", "$schema", "type", "format", *RULES}
    assert part.keys() <= known, f"the test does not know {part.keys() - known}"
    if "type" in part and not isinstance(value, TYPES[part["type"]]):
        return False
    return all(rule(value, part, whole) for key, rule in RULES.items() if key in part)


def some(counts):
    return lambda value, part, whole: counts(
        [fits(value, one, whole) for one in part.get("oneOf") or part.get("anyOf")].count(True)
    )


def each_key(value, part, whole) -> bool:
    return all(fits(value[key], inner, whole) for key, inner in part["properties"].items() if key in value)


RULES = {
    "oneOf": some(lambda count: count == 1),
    "anyOf": some(lambda count: count >= 1),
    "properties": each_key,
    "required": lambda value, part, whole: set(part["required"]) <= value.keys(),
    "additionalProperties": lambda value, part, whole: value.keys() <= part["properties"].keys(),
    "items": lambda value, part, whole: all(fits(one, part["items"], whole) for one in value),
    "minItems": lambda value, part, whole: len(value) >= part["minItems"],
    "maxItems": lambda value, part, whole: len(value) <= part["maxItems"],
    "minLength": lambda value, part, whole: len(value) >= part["minLength"],
    "maxLength": lambda value, part, whole: len(value) <= part["maxLength"],
    "pattern": lambda value, part, whole: re.search(part["pattern"], value) is not None,
    "enum": lambda value, part, whole: value in part["enum"],
    "minimum": lambda value, part, whole: value >= part["minimum"],
    "maximum": lambda value, part, whole: value <= part["maximum"],
    "const": lambda value, part, whole: value == part["const"],
}


OBJECTION = Path(__file__).with_name("objection.yaml")


@pytest.fixture
def told(capsys) -> dict:
    """The schema as the command prints it."""
    assert schema() == 0
    return json.loads(capsys.readouterr().out)


def data_of(path) -> dict:
    """A flow as an editor sees it: dates are text, a year alone is a number."""
    return json.loads(json.dumps(YAML(typ="safe").load(path.read_text("utf-8")), default=str))


@pytest.mark.parametrize("path", flow_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_flows_fit_the_schema(told, path):
    """An editor with the schema complains of no flow that comes with walkout."""
    assert fits(data_of(path), told, told)


def part_of(flow, place):
    """A part of a flow's data. A page is named by its name."""
    for part in place:
        pages = isinstance(part, str) and isinstance(flow, list)
        flow = next(page for page in flow if page["page"] == part) if pages else flow[part]
    return flow


PLACES = [
    (),
    ("ways", 0),
    ("verified",),
    ("sources", 0),
    ("pages", "sign-in"),
    ("pages", "sign-in", "wait_for_person"),
    ("pages", "sign-in", "known_by", 0),
    ("pages", "notifications", "steps", 0),
    ("pages", "form", "steps", 0, "choose"),
    ("pages", "form", "steps", 3, "send"),
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: ".".join(map(str, place)) or "flow")
def test_a_strange_key_anywhere_does_not_fit(told, place):
    """At every depth the schema refuses a key that the format does not know, as the loader does."""
    flow = data_of(OBJECTION)
    part_of(flow, place)["strange"] = "key"
    assert not fits(flow, told, told)
    with pytest.raises(ValueError, match="validation error"):
        Flow.model_validate(flow)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("pages", "sign-in", "wait_for_person", "to"), "log-in"),
        (("pages", "sign-in", "wait_for_person", "at_most"), "an hour"),
        (("pages", "form", "steps", 1, "fill", "value"), "someone@example.org"),
        (("pages", "unavailable", "outcome"), "success"),
        (("pages", "sign-in", "page"), "Sign In"),
        (("pages", "sign-in", "known_by"), []),
        (("flow",), "facebook"),
        (("needs",), ["phone"]),
        (("origins",), []),
        (("pages",), []),
    ],
)
def test_a_wrong_value_fits_neither_schema_nor_loader(told, place, value):
    """Schema and loader agree on what is wrong."""
    flow = copy.deepcopy(data_of(OBJECTION))
    around = part_of(flow, place[:-1])
    assert place[-1] in around
    around[place[-1]] = value
    assert not fits(flow, told, told)
    with pytest.raises(ValueError, match="validation error"):
        Flow.model_validate(flow)


@pytest.mark.parametrize("key", ["flow", "title", "right", "regions", "origins", "ways", "verified", "pages"])
def test_what_must_be_there_must_be_there(told, key):
    """Schema and loader agree on what may not be missing."""
    flow = data_of(OBJECTION)
    del flow[key]
    assert not fits(flow, told, told)
    with pytest.raises(ValueError, match="validation error"):
        Flow.model_validate(flow)


def test_the_schema_says_which_one_it_is(told):
    """Editors know the kind of schema and the name of what it describes."""
    assert told["$schema"].startswith("https://json-schema.org/")
    assert told["title"] == "walkout flow"
