"""The linter: each rule keeps a promise, so each is broken here once."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from walkout.flow.load import check_flow, find_flow

TEXT = Path(__file__).with_name("objection.yaml").read_text("utf-8")
ENDS = TEXT[TEXT.index("  - page: received") : TEXT.index("  - page: refused")]
SEND = "      - send: {button: submit}\n"
CHOOSE = "      - choose: {field: country-of-residence, value: country}\n"
EMAIL = "- fill: {field: email, value: email}"


@pytest.fixture
def findings_of(tmp_path: Path):
    """The findings of meta/facebook with pieces replaced, as (line's text, what)."""

    def linting(*pieces: tuple[str, str]) -> list[tuple[str, str]]:
        text = TEXT
        for old, new in pieces:
            assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in the flow"
            text = text.replace(old, new)
        path = tmp_path / "flow.yaml"
        path.write_text(text, "utf-8")
        findings, loaded = check_flow(path)
        assert loaded is not None, findings
        return [(text.splitlines()[finding.line - 1].strip(), finding.what) for finding in findings]

    return linting


SLIPS = {
    1: {
        "two sending steps": (SEND, SEND + SEND, "sends twice"),
        "sending step not last": (CHOOSE, SEND + CHOOSE, "must be the last"),
        "click that submits": ("- send: {button: submit}", "- click: {button: submit}", "write it as `send`"),
        "click with the words": (
            "- send: {button: submit}",
            "- click: {button: {words: [Go, SEND.]}}",
            "write it as `send`",
        ),
        "click on the code": ("- send: {button: submit}", "- click: {button: confirm-code}", "write it as `send`"),
    },
    3: {
        "fill without a concept": (EMAIL, EMAIL.replace("email,", "{words: [E-mail]},"), "named by a concept"),
        "concept with a near one": (EMAIL, EMAIL.replace("email,", "emial,"), "email"),
        "unknown in known_by": ("{heading: policy-updates}", "{heading: policy-update}", "policy-updates"),
        "unknown in unless": ("unless: [{field: one-time-code}]", "unless: [{field: one-time-cod}]", "one-time-code"),
        "value not in needs": ("[country, email, reason]", "[country, email]", "`needs` does not name it"),
        "field twice": ("- fill: {field: impact,", "- fill: {field: email,", "fills 'email' twice"),
        "two pages alike": ("{heading: policy-updates}", "{heading: privacy-policy}", "just what 'notice'"),
    },
    4: {
        "no confirmation": (ENDS, "", "no page has `outcome: submitted`"),
        "confirmation by a button": ("{text: request-received}", "{button: close}", "known by a text or heading"),
    },
    5: {
        "password": (EMAIL, EMAIL.replace("email,", "password,"), "'password' is the person's to type"),
        "code": (EMAIL, EMAIL.replace("email,", "one-time-code,"), "'one-time-code' is the person's to type"),
    },
    6: {"needs unused": ("impact, value: reason", "impact, value: email", "'reason', which no step uses")},
}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        pytest.param(*slip, id=name, marks=pytest.mark.promise(promise))
        for promise, slips in SLIPS.items()
        for name, slip in slips.items()
    ],
)
def test_each_rule_refuses_what_breaks_a_promise(findings_of, old, new, told):
    """The slip is found, and the finding stands at a line of the place where it is."""
    found = findings_of((old, new))
    assert any(told in what for _, what in found), found


@pytest.mark.promise(1)
def test_the_flow_without_a_slip_has_no_finding(findings_of):
    """What these tests start from is good, so that each finding is of the slip."""
    assert findings_of() == []


@pytest.mark.promise(2)
@pytest.mark.parametrize(
    ("origin", "told"),
    [
        ("http://www.facebook.com", "is not https"),
        ("ftp://www.facebook.com", "is not https"),
        ("www.facebook.com", "is not https"),
        ("https://www.facebook.com/", "one exact host"),
        ("https://www.facebook.com/help", "one exact host"),
        ("https://*.facebook.com", "one exact host"),
        ("https://WWW.facebook.com", "one exact host"),
        ("https://me@www.facebook.com", "one exact host"),
        ("https://www.facebook.com:443", "one exact host"),
        ("https://www.facebook.com:99999", "one exact host"),
        ("https://", "one exact host"),
        ("https://[::1", "one exact host"),
        ("https://www.facebook.com.example", "not known to belong to 'meta'"),
        ("https://faceboook.com", "not known to belong to 'meta'"),
        ("https://www.facebook.com:8443", ""),
        ("https://www.f\u0430cebook.com", "in ASCII"),
    ],
)
def test_an_origin_is_https_and_one_exact_host_of_the_service(findings_of, origin, told):
    """Anything that is not just `https://` and one host known to be the service's is refused."""
    found = findings_of(("origins: [https://www.facebook.com]", f'origins: [https://www.facebook.com, "{origin}"]'))
    assert [what for line, what in found if told in what] if told else not found
    if told:
        assert all(line.startswith("origins:") for line, _ in found)


@pytest.mark.promise(2)
@pytest.mark.parametrize(
    "start",
    [
        "https://www.facebook.com.example/x",
        "http://www.facebook.com/notifications",
        "https://www.facebook.com:99999/",
        "https://[x",
        "/notifications",
        "javascript:alert(1)",
        "https:www.facebook.com",
    ],
)
def test_a_way_starts_within_the_origins(findings_of, start):
    """A start on another origin, or that is no address, is told at its line."""
    found = findings_of(("start: https://www.facebook.com/notifications", f"start: '{start}'"))
    assert found == [(f"start: '{start}'", f"the way 'notification' starts outside of the flow's origins: {start}")]


@pytest.mark.promise(6)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Object to AI training", "title: Erika erika.mustermann@example.org objects"),
        ("source: Press articles", "source: Call +49 151 2345 6789, articles"),
        ("{text: not-available}", "{text: {words: ['Hello erika@example.org']}}"),
        ("start: https://www.facebook.com/notifications", "start: https://www.facebook.com/n?me=erika%40example.org"),
        ("Meta says that", "erika@example.org says that"),
    ],
)
def test_personal_data_written_in_a_flow_is_refused(findings_of, old, new):
    """An e-mail address or telephone number anywhere in the flow is a finding at that line."""
    found = findings_of((old, new))
    assert len(found) == 1
    assert "personal data is never written in a flow" in found[0][1]


@pytest.mark.promise(8)
@pytest.mark.parametrize("sign", ["\\n", "\\r", "\\e[2J", "\\t", "\\u202e", "\\u2066", "\\x9b"])
def test_nothing_in_a_flow_can_change_how_it_looks_on_a_terminal(findings_of, sign):
    """A stranger's flow is shown before its first run: line breaks and control characters in its texts are refused."""
    found = findings_of(("title: Object to AI training at Meta, Facebook account", f'title: "Object {sign} to it"'))
    assert [what for _, what in found] == [
        "a line break, control character or mark of direction is written here; use plain text"
    ]


@pytest.mark.promise(8)
def test_a_service_that_is_not_known_may_have_its_own_hosts(tmp_path, findings_of):
    """A stranger's service is linted like any other, but for its hosts, which nobody here can know."""
    text = TEXT.replace("flow: meta/facebook", "flow: elsewhere/account").replace(
        "www.facebook.com", "elsewhere.example"
    )
    path = tmp_path / "flow.yaml"
    path.write_text(text, "utf-8")
    assert check_flow(path)[0] == []


def test_findings_come_in_the_order_of_lines(findings_of, tmp_path):
    """Several slips are all told, in the order in which they stand in the file."""
    path = tmp_path / "flow.yaml"
    path.write_text(
        TEXT.replace("{heading: policy-updates}", "{heading: nonsense}").replace(
            "{text: not-available}", "{text: nothing}"
        ),
        "utf-8",
    )
    lines = [finding.line for finding in check_flow(path)[0]]
    assert len(lines) == 2
    assert lines == sorted(lines)


def test_known_hosts_are_plain_hosts():
    """The file that names a service's hosts has hosts, not addresses, and the shipped flows use no other."""
    folder = find_flow("meta/facebook").parent
    known = YAML(typ="safe").load((folder / "service.yaml").read_text("utf-8"))
    assert known["title"]
    assert all("/" not in host and host == host.lower() for host in known["hosts"])
