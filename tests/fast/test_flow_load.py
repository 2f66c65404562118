"""Reading flow files: what is wrong is told with file, line, key and what is allowed; nothing in a file can run."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkout.errors import BadFlowError
from walkout.flow.load import LARGEST_BYTES, check_flow, find_flow, load_flow
from walkout.shipped_files import flow_files

FLOW = """\
flow: somewhere/account
title: Object to something
right: GDPR Art. 21(1)
regions: [EU]
origins: [https://www.somewhere.example]
ways:
  - way: form
    title: the form
    start: https://www.somewhere.example/form
needs: [email]
verified: {live: never, fixtures: 2026-11-22}
sources:
  - claim: There is a form.
    source: An article
    date: 2024-06
pages:
  - page: sign-in
    known_by: [{field: password}]
    wait_for_person: {to: sign-in, at_most: 30m}
  - page: form
    known_by: [{field: email}]
    steps:
      - fill: {field: email, value: email}
      - send: {button: submit}
  - page: received
    known_by: [{text: request-received}]
    outcome: submitted
"""


@pytest.fixture
def write(tmp_path: Path):
    """Writes the flow above with one piece replaced, and gives its path."""

    def writing(old: str = "", new: str = "") -> Path:
        assert FLOW.count(old) == 1 or not old, f"{old!r} is not once in the flow"
        path = tmp_path / "flow.yaml"
        path.write_text(FLOW.replace(old, new) if old else new or FLOW, "utf-8")
        return path

    return writing


def line(text: str, start: str = FLOW) -> int:
    """The line of the first place where that text stands."""
    return start[: start.index(text)].count("\n") + 1


def finding_of(path: Path):
    findings, _ = check_flow(path)
    assert len(findings) == 1, findings
    return findings[0]


def test_the_flow_of_these_tests_is_good(write):
    """Without a slip there is no finding, and the version is the file's own hash."""
    path = write()
    file = load_flow(path)
    assert file.flow.flow == "somewhere/account"
    assert len(file.sha256) == 64
    assert load_flow(write("title: the form", "title: The form")).sha256 != file.sha256


@pytest.mark.parametrize("path", flow_files(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_shipped_flows_are_good(path):
    """Every flow that comes with walkout has no finding and is found by its name."""
    assert check_flow(path)[0] == []
    assert find_flow(f"{path.parent.name}/{path.stem}") == path
    assert load_flow(path).is_shipped


def test_a_strangers_flow_is_not_a_shipped_one(write):
    """A file elsewhere is never taken for one that came with walkout, whatever it calls itself."""
    assert not load_flow(write("flow: somewhere/account", "flow: other/facebook")).is_shipped


@pytest.mark.parametrize(
    ("old", "new", "key", "near", "allowed"),
    [
        ("right: GDPR", "rigth: GDPR", "rigth", "right", "origins"),
        ("title: the form", "titel: the form", "titel", "title", "start"),
        ("live: never", "life: never", "life", "live", "fixtures"),
        ("source: An", "sorce: An", "sorce", "source", "claim"),
        ("known_by: [{field: password}]", "known_bye: [{field: password}]", "known_bye", "known_by", "unless"),
        ("at_most: 30m", "at_moost: 30m", "at_moost", "at_most", "to"),
        ("email, value: email", "email, vlaue: email", "vlaue", "value", "field"),
        ("- send: {button: submit}", "- send: {button: submit}\n        otherwize: ask", "otherwize", "", "send"),
    ],
    ids=["flow", "way", "verified", "source", "page", "wait_for_person", "fill", "step"],
)
def test_a_typo_in_a_key_is_told_at_its_line_with_what_is_allowed(write, old, new, key, near, allowed):
    """At any depth the finding has the line of the slip, the key, the near one, and those that may stand there."""
    path = write(old, new)
    findings, loaded = check_flow(path)
    assert loaded is None
    finding = next(one for one in findings if one.key == key)
    assert finding.line == line(key, path.read_text("utf-8"))
    assert f"unknown key {key!r}" in finding.what
    assert (f"did you mean {near!r}?" in finding.what) == bool(near)
    within = finding.what.rpartition("allowed: ")[2]
    assert allowed in within
    assert key not in within


def test_a_key_of_another_place_is_not_offered(write):
    """What is allowed is what may stand just there: keys of a page are not offered in a `fill`."""
    finding = next(
        one for one in check_flow(write("email, value: email", "email, vlaue: email"))[0] if one.key == "vlaue"
    )
    assert "known_by" not in finding.what


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("at_most: 30m", "at_most: 30 minutes", "at_most"),
        ("outcome: submitted", "outcome: success", "'submitted', 'already-objected'"),
        ("to: sign-in", "to: log-in", "'sign-in'"),
        ("value: email", "value: erika@example.org", "never written in a flow"),
        ("page: received", "page: Received It", "lower-case words"),
        ("regions: [EU]", "regions: [Europe]", "regions"),
        ("regions: [EU]", "regions: EU", "regions"),
        ("flow: somewhere/account", "flow: somewhere", "flow"),
        ("title: Object to something\n", "", "'title' is missing"),
        ("date: 2024-06", "date: June", "date"),
        ("known_by: [{field: email}]", "known_by: []", "known_by"),
        ("{button: submit}", "{button: submit, link: submit}", "exactly one of the keys link, button"),
        ("- send: {button: submit}", "- press: {button: submit}", "exactly one of the keys click, choose"),
        ("outcome: submitted", "ends: submitted", "exactly one of the keys steps, wait_for_person, return_to, outcome"),
        ("outcome: submitted", "outcome: submitted\n    steps: []", "exactly one of the keys"),
        ("page: received", "page: form", "two pages share a name: form"),
        ("flow: somewhere/account", "1: x\nflow: somewhere/account", "keys are words"),
    ],
)
def test_a_wrong_value_is_told_with_its_line_and_what_is_allowed(write, old, new, told):
    """A value that is not allowed is one finding, in words, somewhere within the part that holds it."""
    path = write(old, new)
    finding = finding_of(path)
    assert told in finding.what
    assert abs(finding.line - line(old)) <= 10
    assert "Traceback" not in finding.what
    assert "validation error" not in finding.what


@pytest.mark.parametrize("old", ["at_most: 30m", "outcome: submitted", "to: sign-in", "value: email", "date: 2024-06"])
def test_a_wrong_value_is_told_at_its_own_line(write, old):
    """The line is that of the value, not of the page or flow around it."""
    key = old.partition(":")[0]
    assert finding_of(write(old, f"{key}: Something Else")).line == line(old)


def test_two_ways_of_one_name_are_refused(write):
    """A way is chosen by its name, so no two share one."""
    twice = "ways:\n  - {way: form, title: the form, start: https://www.somewhere.example/}"
    assert "two ways share a name" in finding_of(write("ways:", twice)).what


@pytest.mark.promise(8)
@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("needs: [email]", "needs: [email]\nneeds: [email]", "duplicate key"),
        ("needs: [email]", "needs: &all [email]", "anchors and aliases"),
        ("needs: [email]", "needs: *all", "anchors and aliases"),
        ("title: Object", "title: !!python/object/apply:os.system ['true']\nx: Object", "the tag"),
        ("title: Object", "title: !mine Object", "the tag"),
        ("title: Object", "title: !!binary aGVsbG8=\nx: Object", "the tag"),
        ("right: GDPR", "\tright: GDPR", "not readable as YAML"),
        ("right: GDPR", "right: [GDPR", "not readable as YAML"),
        ("2026-11-22", "2026-13-41", "month must be in 1..12"),
        ("title: Object to something", f"title: {'1' * 5000}", "no such value"),
    ],
)
def test_yaml_that_is_more_than_plain_data_is_refused_at_its_line(write, old, new, told):
    """Duplicate keys, anchors, aliases, tags and values that are none are findings with a line, and nothing runs."""
    finding = finding_of(write(old, new))
    assert told in finding.what
    assert abs(finding.line - line(old)) <= 1
    assert len(finding.what) < 400


@pytest.mark.promise(8)
@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"flow: \xff\xfe", "not UTF-8"),
        (b"", "a flow is a mapping"),
        (b"- flow: somewhere/account\n", "a flow is a mapping"),
        (b"just words", "a flow is a mapping"),
        (b"x: " + b"[" * 60 + b"]" * 60, "nested too deeply"),
        (b"x: " + b"a" * LARGEST_BYTES, "larger than 256 KiB"),
        (b"flow: a\x00b", "not readable as YAML"),
        (b"flow: a/b\n---\nflow: a/b\n", "another document"),
    ],
    ids=["bytes", "empty", "list", "words", "deep", "large", "nul", "two"],
)
def test_a_file_that_is_no_flow_at_all_is_one_finding(tmp_path, raw, told):
    """Bytes, lists, depths and sizes that no flow has are one finding each, never a crash."""
    path = tmp_path / "flow.yaml"
    path.write_bytes(raw)
    findings, loaded = check_flow(path)
    assert loaded is None
    assert told in findings[0].what


@pytest.mark.promise(8)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_slip_in_a_flow_file_is_a_crash(tmp_path, data):
    """Whatever is put in place of a piece of a flow, the answer is a list of findings or a flow."""
    start = data.draw(st.integers(0, len(FLOW)))
    end = data.draw(st.integers(start, min(len(FLOW), start + 20)))
    piece = data.draw(st.text("ab:-{}[]&*!|>%@\"'#,\n \t0129?~<\\", max_size=8) | st.text(max_size=4))
    path = tmp_path / "flow.yaml"
    path.write_bytes((FLOW[:start] + piece + FLOW[end:]).encode("utf-8", "surrogatepass"))
    findings, loaded = check_flow(path)
    assert findings or loaded
    assert all(finding.line >= 1 and finding.what for finding in findings)


def test_the_error_names_file_and_line_of_every_finding(write):
    """`load_flow` tells all findings at once, each with file and line, and a remedy."""
    path = write()
    path.write_text(FLOW.replace("right: GDPR", "rigth: GDPR").replace("at_most: 30m", "at_most: long"), "utf-8")
    with pytest.raises(BadFlowError) as error:
        load_flow(path)
    told = str(error.value)
    assert f"{path}:{line('right: GDPR')}: unknown key 'rigth'" in told
    assert f"{path}:{line('at_most')}: " in told
    assert "walkout schema" in error.value.remedy


def test_a_flow_that_does_not_exist_is_told_with_the_nearest(tmp_path):
    """A wrong name gets the near one and the list; a wrong path is told as such."""
    with pytest.raises(BadFlowError) as error:
        find_flow("meta/facebok")
    assert "Did you mean meta/facebook?" in error.value.remedy
    assert "meta/instagram" in error.value.remedy
    with pytest.raises(BadFlowError, match="no such flow file"):
        find_flow(str(tmp_path / "none.yaml"))


def test_a_flow_that_cannot_be_read_is_told(tmp_path):
    """A file that the system does not give is an error with its name."""
    with pytest.raises(BadFlowError) as error:
        check_flow(tmp_path)
    assert str(tmp_path) in error.value.where
