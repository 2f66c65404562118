"""Recordings of other programs become flows: by meaning, with nothing that was typed, and with a word on each step."""

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from walkout import cli
from walkout.commands.import_recording import drafts, import_recording
from walkout.errors import BadFlowError, BadUsageError, ExitCode
from walkout.flow.load import check_flow, flow_files, load_flow
from walkout.flow.model import Flow, PageOfOutcome, PageOfPerson, PageOfSteps
from walkout.flow.steps import target_of
from walkout.flow.targets import describe
from walkout.record.flow_writer import flow_text
from walkout.record.importing import read_recordings
from walkout.record.pages import draft
from walkout.record.report import Drafted
from walkout.record.starting import starting_flow

TODAY = date(2026, 5, 4)
FORM = "https://www.example.org/forms/objection"
RECORDINGS = Path(__file__).parents[2].parent / "shared" / "bench" / "recordings"
REAL = sorted(RECORDINGS.glob("*/*"))

# --- recordings as those programs write them ---


def devtools(*steps: dict[str, Any], title: str = "Object") -> str:
    return json.dumps({"title": title, "steps": [{"type": "navigate", "url": FORM}, *steps]})


def on(kind: str, *selectors: str, **more: Any) -> dict[str, Any]:
    return {"type": kind, "target": "main", "selectors": [[one] for one in selectors], **more}


def led_to(path: str) -> list[dict[str, str]]:
    return [{"type": "navigation", "url": f"https://www.example.org{path}", "title": ""}]


def selenium(*commands: tuple[str, ...], url: str = "https://www.example.org", name: str = "object") -> str:
    return json.dumps({"url": url, "tests": [test(name, *commands)]})


def test(name: str, *commands: tuple[str, ...]) -> dict[str, Any]:
    listed = []
    for command, target, value, *others in ((*one, "", "")[: max(3, len(one))] for one in commands):
        listed.append({"command": command, "target": target, "value": value, "targets": [[one, ""] for one in others]})
    return {"name": name, "commands": listed}


test.__test__ = False  # type: ignore[attr-defined]


def codegen(*lines: str) -> str:
    body = "\n".join(f"    {line}" for line in (f'page.goto("{FORM}")', *lines))
    return (
        f"from playwright.sync_api import expect\n\n\ndef run(playwright):\n    page = playwright.new_page()\n{body}\n"
    )


SUFFIXES: dict[Callable[..., str], str] = {devtools: ".json", selenium: ".side", codegen: ".py"}


@pytest.fixture
def drafted(tmp_path: Path) -> Callable[..., Drafted]:
    """Makes the flow of a recording's text."""

    def making(text: str, suffix: str, number: int = 0) -> Drafted:
        path = tmp_path / f"recording{suffix}"
        path.write_text(text, "utf-8")
        return draft(read_recordings(path)[number], "recording", TODAY)

    return making


def linted(drafted: Drafted, folder: Path) -> Flow:
    """The flow as its file has it, which the linter has nothing to say against."""
    path = folder / "flow.yaml"
    path.write_text(flow_text(drafted.flow, drafted.comments), "utf-8")
    findings, file = check_flow(path)
    assert not findings
    assert file is not None
    assert file.flow == drafted.flow
    return file.flow


def done(flow: Flow) -> dict[str, list[str]]:
    """What is done on each page, in short."""
    told: dict[str, list[str]] = {}
    for page in flow.pages:
        match page:
            case PageOfSteps():
                told[page.page] = [
                    f"{next(iter(type(step).model_fields))} {describe(target_of(step))}" for step in page.steps
                ]
            case PageOfPerson():
                told[page.page] = [page.wait_for_person.to]
            case PageOfOutcome():
                told[page.page] = [page.outcome]
    return told


# --- a whole recording of each kind ---

DEVTOOLS = devtools(
    {"type": "setViewport", "width": 800, "height": 600},
    on("click", "aria/right to object", "p > a", assertedEvents=led_to("/login")),
    on("change", "aria/Email address or phone number", "#user", value="erika@example.org"),
    on("change", "aria/Password", "#pass", value="hunter2-and-more"),
    {"type": "keyDown", "key": "Enter", "assertedEvents": led_to("/forms/objection")},
    {"type": "keyUp", "key": "Enter"},
    on("click", "aria/Country of residence", "select#country"),
    on("change", "aria/Country of residence", "select#country", value="IE"),
    on("click", "label:nth-of-type(2)", "text/Email address"),
    on("change", "aria/Email address", "#mail", value="erika@example.org"),
    on("change", "aria/Please tell us how this processing impacts you", "textarea", value="I was born in 1980."),
    on("change", "aria/Phone number", "#tel", value="+49 30 1234567"),
    on("click", "aria/I confirm that this is true", "label > input[type='checkbox']"),
    on("click", 'aria/Send[role="button"]', assertedEvents=led_to("/forms/code")),
    on("change", "aria/Enter the code", "#code", value="123456"),
    on("click", "aria/Confirm", assertedEvents=led_to("/forms/done")),
    on("waitForElement", 'aria/We have got it, thank you[role="heading"]'),
)


def test_a_devtools_recording_becomes_a_flow(drafted, tmp_path):
    """Link, login, form, sending, code and confirmation each become a page that names meanings."""
    flow = linted(drafted(DEVTOOLS, ".json"), tmp_path)
    assert done(flow) == {
        "right-to-object": ["click link:right-to-object"],
        "sign-in": ["sign-in"],
        "form": [
            "choose field:country-of-residence",
            "fill field:email",
            "fill field:impact",
            "fill field:phone",
            "tick field:I confirm that this is true",
            "send button:submit",
        ],
        "code": ["enter-the-code"],
        "received": ["submitted"],
    }
    assert [ask.ask for ask in flow.asks] == ["phone"]
    assert (flow.flow, flow.origins, flow.needs) == (
        "example/object",
        ("https://www.example.org",),
        ("country", "email", "reason"),
    )
    assert describe(flow.page("received").known_by[0]) == "text:request-received | We have got it, thank you"


def test_every_step_is_told_once(drafted):
    """The report names each step of the recording, carried over or left with a reason, and none in both."""
    report = drafted(DEVTOOLS, ".json").report
    carried, left = {one.step for one in report.carried}, {one.step for one in report.left}
    assert carried | left == {f"step {number}" for number in range(1, 19)}
    assert not carried & left
    assert all(one.why for one in report.left)
    assert {one.step for one in report.left} == {"step 2", "step 7", "step 8", "step 10"}


def test_a_selenium_project_becomes_a_flow(drafted, tmp_path):
    """Ids and names say what a field is for; the words of an xpath say what a button says."""
    text = selenium(
        ("open", "/forms/objection"),
        ("click", "id=firstname"),
        ("type", "id=firstname", "Erika", "name=first"),
        ("type", "name=email", "erika@example.org"),
        ("select", "id=country", "label=Ireland"),
        ("click", "css=.btn", "", "xpath=//button[contains(.,'Send it off')]"),
        ("assertText", "css=h1", "Thank you, Erika"),
        ("assertText", "css=p", "Thank you for contacting us"),
    )
    flow = linted(drafted(text, ".side"), tmp_path)
    assert done(flow) == {
        "form": [
            "fill field:first-name",
            "fill field:email",
            "choose field:country-of-residence",
            "send button:Send it off",
        ],
        "received": ["submitted"],
    }


def test_a_codegen_script_becomes_a_flow(drafted, tmp_path):
    """Roles, labels, placeholders, embedded documents, a window that opens, lists, files and boxes are understood."""
    text = codegen(
        'page.get_by_role("button", name="Decline optional cookies").click()',
        "with page.expect_popup() as page1_info:",
        '    page.get_by_role("link", name="Object").click()',
        "page1 = page1_info.value",
        'expect(page1.get_by_role("heading", name="Your rights")).to_be_visible()',
        'page1.get_by_role("textbox", name="First name").fill("Erika")',
        'page1.get_by_role("combobox", name="Country").click()',
        'page1.get_by_role("option", name="Ireland").click()',
        'page1.locator(\'iframe[name="form"]\').content_frame.get_by_label("Email").fill("erika@example.org")',
        'page1.get_by_placeholder("Tell us why you are objecting").fill("""My own\nreason""")',
        'page1.get_by_label("Screenshots").set_input_files("erika.png")',
        'page1.get_by_text("Yes", exact=True).click()',
        'page1.get_by_role("button", name="Submit").click()',
        'expect(page1.get_by_text("We have received your request")).to_be_visible()',
        "page1.close()",
    )
    flow = linted(drafted(text, ".py"), tmp_path)
    assert done(flow) == {
        "cookies": ["click button:decline-cookies"],
        "object": ["click link:object"],
        "form": [
            "fill field:first-name",
            "choose field:country-of-residence",
            "fill field:email",
            "fill field:impact | Tell us why you are objecting",
            "upload field:screenshots",
            "tick option:yes",
            "send button:submit",
        ],
        "received": ["submitted"],
    }
    assert describe(flow.page("form").known_by[0]) == "heading:Your rights"


# --- shapes that are hard ---

SEND_WITH_ENTER = [
    (devtools, [on("change", "aria/Email", value="e@example.org"), {"type": "keyDown", "key": "Enter"}]),
    (selenium, [("open", "/"), ("type", "name=email", "e@example.org"), ("sendKeys", "name=email", "${KEY_ENTER}")]),
    (selenium, [("open", "/"), ("sendKeys", "name=email", "e@example.org${KEY_ENTER}")]),
    (selenium, [("open", "/"), ("type", "name=email", "e@example.org"), ("submit", "css=form")]),
    (codegen, ['page.get_by_label("Email").fill("e@example.org")', 'page.get_by_label("Email").press("Enter")']),
]
STOPS_BEFORE = [
    (devtools, [on("change", "aria/Email", value="e@example.org")]),
    (selenium, [("open", "/"), ("type", "name=email", "e@example.org")]),
    (codegen, ['page.fill("[name=email]", "e@example.org")']),
]


@pytest.mark.parametrize(("kind", "steps"), [*SEND_WITH_ENTER, *STOPS_BEFORE])
def test_what_was_sent_without_a_button_and_what_was_not_sent_is_sent_by_its_button(drafted, tmp_path, kind, steps):
    """A form that is sent with Enter, and one at which the recording stops, end with the step that asks the person."""
    made = drafted(kind(*steps), SUFFIXES[kind])
    assert done(linted(made, tmp_path))["form"] == ["fill field:email", "send button:submit"]
    assert any("TODO" in line for line in made.comments["form"])


def test_a_button_after_fields_sends_whatever_it_says(drafted, tmp_path):
    """What is pressed last after fields were filled in is a sending step, so that the person reads first."""
    text = codegen('page.get_by_label("Email").fill("e")', 'page.get_by_role("button", name="Los geht es").click()')
    assert done(linted(drafted(text, ".py"), tmp_path))["form"] == ["fill field:email", "send button:Los geht es"]


def test_next_leads_to_a_second_form(drafted, tmp_path):
    """A form in two parts is two pages, of which only the second sends."""
    text = codegen(
        'page.get_by_label("First name").fill("E")',
        'page.get_by_role("button", name="Next").click()',
        'page.get_by_label("Email").fill("e")',
        'page.get_by_role("button", name="Send").click()',
    )
    assert done(linted(drafted(text, ".py"), tmp_path)) == {
        "first-name": ["fill field:first-name", "click button:next"],
        "form": ["fill field:email", "send button:submit"],
        "received": ["submitted"],
    }


def test_two_forms_are_two_pages_that_send(drafted, tmp_path):
    """After a sending step another page begins, and it may send again."""
    text = codegen(
        'page.get_by_label("First name").fill("E")',
        'page.get_by_role("button", name="Send").click()',
        'page.get_by_label("Email").fill("e")',
        'page.get_by_role("button", name="Send").click()',
    )
    told = done(linted(drafted(text, ".py"), tmp_path))
    assert [steps[-1] for steps in told.values()] == ["send button:submit", "send button:submit", "submitted"]


def test_a_login_in_two_pages_is_the_persons(drafted, tmp_path):
    """An e-mail address alone before a password is a login, and neither page is walkout's."""
    text = codegen(
        'page.get_by_label("Email").fill("e")',
        'page.get_by_role("button", name="Next").click()',
        'page.get_by_label("Password").fill("p")',
        'page.get_by_role("button", name="Log in").click()',
        'page.get_by_role("link", name="Privacy settings").click()',
    )
    told = done(linted(drafted(text, ".py"), tmp_path))
    assert told == {"sign-in": ["sign-in"], "sign-in-2": ["sign-in"], "arrived": ["arrived"]}


def test_what_only_clicks_is_a_guide_that_leaves_the_last_click(drafted, tmp_path):
    """Where the last click leads is not recorded, so the walk ends where it is to be made."""
    text = codegen('page.get_by_text("Settings").click()', 'page.get_by_role("button", name="Turn off").click()')
    flow = linted(drafted(text, ".py"), tmp_path)
    assert flow.kind == "guide"
    assert done(flow)["arrived"] == ["arrived"]
    assert describe(flow.page("arrived").known_by[0]) == "button:Turn off"


def test_a_field_without_a_known_value_becomes_a_question(drafted, tmp_path):
    """A value that walkout does not keep is asked for at each walk, by the label's words and the kind of the field; the
    report and the flow's comments say so, and nothing that was typed is in it."""
    lines = ('page.get_by_label("Email").fill("e")', 'page.get_by_label("Shoe size").fill("43")')
    more = ('page.get_by_label("Colour").select_option("mauve")', 'page.get_by_label("Reason").fill("r")')
    made = drafted(codegen(*lines, *more, 'page.get_by_label("Date of birth").fill("1990-05-17")'), ".py")
    flow = linted(made, tmp_path)
    assert [(ask.ask, ask.question, ask.kind) for ask in flow.asks] == [
        ("shoe-size", "Shoe size", "text"),
        ("colour", "Colour", "text"),
        ("reason-2", "Reason", "text"),
        ("birthday", "Date of birth", "date"),
    ]
    steps = [one for one in done(flow)["form"] if "Shoe" in one or "Colour" in one]
    assert steps == ["fill field:Shoe size", "choose field:Colour"]
    assert flow.needs == ("email",)
    assert not made.report.left
    assert "fill field:Shoe size, asked for by the question 'shoe-size'" in [one.what for one in made.report.carried]
    assert any("the question 'shoe-size' asks for one" in line for line in made.comments["form"])
    text = flow_text(flow, made.comments)
    assert not [typed for typed in ("43", "mauve", "1990") if typed in text]


@pytest.mark.promise(6)
@pytest.mark.parametrize("label", ["Your PIN", "Credit card number", "Passphrase", "Security answer", "CVC"])
def test_no_question_is_made_of_a_field_for_a_secret(drafted, tmp_path, label):
    """A field for a PIN, a card or a passphrase is left out with the reason, whatever kind of field it is."""
    made = drafted(codegen('page.get_by_label("Email").fill("e")', f'page.get_by_label("{label}").fill("43")'), ".py")
    flow = linted(made, tmp_path)
    assert not flow.asks
    assert all(one == "fill field:email" or "send" in one for one in done(flow).get("form", ()))


def test_a_search_is_not_taken_for_a_form(drafted):
    """What is looked up is not sent to anybody; a recording of nothing else is refused with the step."""
    text = selenium(("open", "/"), ("type", "name=q", "privacy"), ("sendKeys", "name=q", "${KEY_ENTER}"))
    with pytest.raises(BadFlowError, match="it is a search") as refused:
        drafted(text, ".side")
    assert refused.value.where == "step 2"


def test_conditions_and_loops_are_left_with_all_that_is_in_them(drafted, tmp_path):
    """A flow is no program: what stands in a condition or a loop is told as left, and what stands beside is carried."""
    text = selenium(
        ("open", "/"),
        ("if", "${x} === 1"),
        ("click", "linkText=Elsewhere"),
        ("end", ""),
        ("click", "linkText=Privacy settings"),
    )
    made = drafted(text, ".side")
    assert [one.step for one in made.report.left] == ["step 2", "step 3", "step 4"]
    assert "Elsewhere" not in flow_text(linted(made, tmp_path), made.comments)


def test_each_test_of_a_project_is_a_flow_and_may_run_another(tmp_path):
    """A project with two tests gives two recordings; the steps of a test that is run are named within it."""
    inner, outer = test("inner", ("click", "linkText=Object")), test("outer", ("open", "/"), ("run", "inner"))
    path = tmp_path / "two.side"
    path.write_text(json.dumps({"url": "https://www.example.org", "tests": [inner, outer]}))
    recordings = read_recordings(path)
    assert [one.title for one in recordings] == ["inner", "outer"]
    assert [act.step for act in recordings[1].acts] == ["test 2, step 1", "test 2, step 2, its step 1"]


def test_the_way_begins_at_the_last_address_before_sending(drafted, tmp_path):
    """What was done on the way to an address that is opened by itself is left, and said so."""
    text = codegen(
        'page.get_by_role("link", name="Elsewhere").click()',
        'page.goto("https://help.example.org/form?token=abcdef#top")',
        'page.get_by_label("Email").fill("e")',
        'page.get_by_role("button", name="Send").click()',
    )
    made = drafted(text, ".py")
    flow = linted(made, tmp_path)
    assert flow.ways[0].start == "https://help.example.org/form"
    assert [one.step for one in made.report.left] == ["line 6", "line 7"]
    assert any("?" in note for note in made.report.notes)


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("http://www.example.org/form", "https://www.example.org/form"),
        ("/help/contact/123456", "https://www.example.org/help/contact/123456"),
        ("https://u:p@example.org:443/", "https://example.org/"),
    ],
)
def test_an_address_is_written_with_https_and_without_a_user(drafted, tmp_path, address, start):
    """Nothing is ever typed without https, and a user name in an address is the person's."""
    made = drafted(selenium(("open", address), ("click", "linkText=Object")), ".side")
    assert linted(made, tmp_path).ways[0].start == start


@pytest.mark.parametrize(
    "address",
    ["http://localhost:8080/", "file:///home/erika/form.html", "chrome://newtab", "https://192.168.0.1/", "https://[x"],
)
def test_an_address_that_is_not_on_the_web_is_refused_with_its_step(tmp_path, address):
    """A recording that begins nowhere on the web says so, and names the step."""
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"steps": [{"type": "navigate", "url": address}, on("click", "aria/Object")]}))
    with pytest.raises(BadFlowError) as refused:
        draft(read_recordings(path)[0], "one", TODAY)
    assert refused.value.where == "step 1"


# --- files that are broken ---

BROKEN = [
    ("a.json", "{", "a.json, line 1"),
    ("a.json", "[" * 100_000, "a.json"),
    ("a.json", '{"steps": 3}', "a.json"),
    ("a.json", '{"steps": [{"type": "navigate"}]}', "a.json, step 1"),
    ("a.json", '{"steps": [3]}', "a.json, step 1"),
    ("a.json", devtools({"type": "click"}), "a.json, step 2"),
    ("a.json", devtools(on("change", "aria/Email")), "a.json, step 2"),
    ("a.json", devtools({"type": "click", "selectors": [[3]]}), "a.json, step 2"),
    ("a.json", devtools({"type": "keyDown"}), "a.json, step 2"),
    ("a.json", devtools(*[on("click", "aria/Object")] * 1001), "a.json, step"),
    ("a.side", '{"tests": []}', "a.side"),
    ("a.side", '{"tests": [{"name": "x"}]}', "a.side, test 1"),
    ("a.side", '{"tests": [{"commands": [{"command": 3}]}]}', "a.side, step 1"),
    ("a.side", selenium(("if", "x")), "a.side, step 1"),
    ("a.side", selenium(("open", "/"), ("end", "")), "a.side, step 2"),
    ("a.side", selenium(("run", "object")), "a.side, step 1"),
    ("a.side", selenium(("open", "https://[")), "a.side, step 1"),
    ("a.py", "page.goto(", "a.py, line 1"),
    ("a.py", "import { test } from '@playwright/test';", "a.py, line 1"),
    ("a.py", "x = " + "(" * 5000 + ")" * 5000, "a.py"),
    ("a.py", "\x00", "a.py"),
    ("a.txt", "nothing", "a.txt"),
    ("a.json", devtools(), "a.json, step 1"),
    ("a.py", "pass\n", "a.py, step 1"),
    ("a.json", '{"steps": []}', "a.json, step 1"),
]


@pytest.mark.parametrize(("name", "text", "where"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_recording_is_refused_with_its_place(tmp_path, name, text, where):
    """The error names the file and, where there is one, the step or line, and says what is wrong and what to do."""
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(BadFlowError) as refused:
        import_recording(path, tmp_path, json=False)
    assert refused.value.where.startswith(f"{tmp_path}/{where}")
    assert refused.value.what
    assert refused.value.remedy or "deep" in refused.value.what


@pytest.mark.parametrize("raw", [b"\xff\xfe{", b"{" + b" " * 5_000_000])
def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path, raw):
    """Neither is read further."""
    path = tmp_path / "a.json"
    path.write_bytes(raw)
    with pytest.raises(BadFlowError, match=r"not UTF-8|larger than"):
        read_recordings(path)


def test_a_script_is_never_run(tmp_path, drafted):
    """What a script would do when it is run does not happen when it is read."""
    mark = tmp_path / "mark"
    with pytest.raises(BadFlowError):
        drafted(f"import pathlib\npathlib.Path({str(mark)!r}).touch()\n", ".py")
    assert not mark.exists()


# --- nothing that was typed is written ---


def running(*words: str) -> tuple[int, str]:
    """Runs `walkout` in this process: its exit code and all that it prints."""
    told = StringIO()
    before = sys.argv
    sys.argv = ["walkout", *words]
    try:
        with redirect_stdout(told), redirect_stderr(told), pytest.raises(SystemExit) as ended:
            cli.main()
    finally:
        sys.argv = before
    return int(ended.value.code or 0), told.getvalue()


def planted_devtools(value: str) -> str:
    return devtools(
        {"type": "navigate", "url": f"{FORM}/{value}?q={value}"},
        on("change", "aria/Password", value=f"{value}!"),
        {"type": "keyDown", "key": "Enter"},
        on("change", f"aria/Email {value}", f"#a[value='{value}']", f"text/{value}", value=value),
        *({"type": kind, "key": key} for key in value for kind in ("keyDown", "keyUp")),
        on("click", f"text/Hello {value}"),
        on("change", f"aria/{value}", value=value),
        {"type": "waitForExpression", "expression": f"x == '{value}'"},
        on("click", 'aria/Send[role="button"]'),
        on("waitForElement", f"aria/Thank you {value}"),
        title=f"Recording of {value}",
    )


def planted_selenium(value: str) -> str:
    return selenium(
        ("store", value, "mine"),
        ("open", f"/x/{value}"),
        ("type", "name=email", value),
        ("if", "true"),
        ("type", "id=password", value),
        ("end",),
        ("select", "id=country", f"label={value}"),
        ("assertValue", "name=email", value),
        ("click", f"linkText=Hello {value}"),
        ("sendKeys", "id=comment", f"{value}${{KEY_ENTER}}"),
        ("assertText", "css=h1", f"Thanks {value}"),
        ("echo", value),
        name=f"object {value}",
    )


def planted_codegen(value: str) -> str:
    return codegen(
        f"mine = {value!r}",
        f'page.goto("{FORM}" + {value!r})',
        f"page.goto({FORM + '/' + value!r})",
        f"page.get_by_label('Password').press_sequentially({value!r})",
        "page.get_by_role('button', name='Log in').click()",
        f"page.get_by_label('Email').fill({value!r})",
        f"page.get_by_label({value!r}).fill(value={value!r})",
        f"page.get_by_role('option', name={value!r}).click()",
        f"page.get_by_role('combobox').select_option({value!r})",
        f"for one in [{value!r}]:",
        f"    page.get_by_label(one).fill({value!r})",
        f"expect(page.get_by_label('Email')).to_have_value({value!r})",
        f"page.get_by_role('button', name={'Send as ' + value!r}).click()",
        f"expect(page.get_by_text({'Dear ' + value!r})).to_be_visible()",
    )


# Characters that no word of walkout's own is made of, and such as files and addresses spell in other ways.
VALUES = st.text(st.sampled_from("qxzjvkQXZ0189@+ \"'%&<>äß\\{}#:\n"), min_size=6, max_size=24).filter(
    lambda value: len(value.strip()) > 5 and len(set(value)) > 3 and any(map(str.isalpha, value))
)


def spellings(value: str) -> Iterable[str]:
    """The value as it could stand in a file or in what is printed."""
    for one in {value, value.strip(), " ".join(value.split())}:
        yield from {one, json.dumps(one)[1:-1], json.dumps(one, ensure_ascii=False)[1:-1], one.casefold()}


@pytest.mark.promise(6)
@pytest.mark.parametrize(
    ("planted", "suffix"), [(planted_devtools, ".json"), (planted_selenium, ".side"), (planted_codegen, ".py")]
)
@pytest.mark.parametrize("cut", [0, 3], ids=["whole", "broken"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(value=VALUES)
def test_nothing_that_was_typed_is_written_or_said(planted, suffix, cut, value):
    """A value that stands everywhere in a recording is in no flow, no report and no error that comes of it."""
    text = planted(value)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_text(text[: len(text) - cut] if cut else text, "utf-8")
        out = Path(folder) / "out"
        code, told = running("import", str(path), "--out", str(out), "--json")
        assert code in (ExitCode.DONE, ExitCode.BAD_FLOW)
        written = [told, *(f"{file} {file.read_text('utf-8')}" for file in out.rglob("*.yaml"))]
        assert cut or len(written) > 1
    for one in written:
        said = one.replace(str(folder), "").casefold()
        assert not [spelled for spelled in spellings(value) if spelled.casefold() in said]


@pytest.mark.promise(6)
@pytest.mark.parametrize("typed", ["Erika Mustermann", "erika.mustermann@example.org"])
def test_a_part_of_a_name_is_not_written_either(drafted, tmp_path, typed):
    """A page that greets by the first name of what was typed is not known by that greeting."""
    text = codegen(
        f'page.get_by_label("Name").fill("{typed}")',
        'page.get_by_role("button", name="Send").click()',
        'expect(page.get_by_text("Thank you, Erika")).to_be_visible()',
    )
    made = drafted(text, ".py")
    assert "erika" not in flow_text(linted(made, tmp_path), made.comments).lower()


@pytest.mark.promise(6)
def test_a_value_that_is_part_of_a_word_takes_the_word_with_it(drafted, tmp_path):
    """The words of a button that hold what was typed are left out, though the button is not."""
    text = codegen(
        'page.get_by_label("Email").fill("e@example.org")',
        'page.get_by_label("First name").fill("Erika")',
        'page.get_by_role("button", name="Send as ERIKA").click()',
    )
    made = drafted(text, ".py")
    assert "erika" not in flow_text(linted(made, tmp_path), made.comments).lower()


# --- the command, and the files of others ---


def test_the_command_writes_a_flow_and_tells_each_step(tmp_path):
    """`walkout import` writes DIR/service/flow.yaml, tells what became of each step, and which lines to complete."""
    path = tmp_path / "recording.json"
    path.write_text(DEVTOOLS)
    code, told = running("import", str(path), "--out", str(tmp_path / "flows"))
    file = tmp_path / "flows" / "example" / "object.yaml"
    assert code == ExitCode.DONE
    assert load_flow(file).flow.flow == "example/object"
    assert "✓ step 12: fill field:impact  (page form)" in told
    assert "- step 2: setViewport: " in told
    todo = next(number for number, line in enumerate(file.read_text().splitlines(), 1) if line.startswith("right:"))
    assert f"line {todo}: " in told


def test_a_flow_that_is_there_is_not_written_over(tmp_path):
    """A second import into the same folder is refused, and the file stays as it is."""
    path = tmp_path / "recording.json"
    path.write_text(DEVTOOLS)
    running("import", str(path), "--out", str(tmp_path))
    file = tmp_path / "example" / "object.yaml"
    file.write_text("mine")
    assert running("import", str(path), "--out", str(tmp_path))[0] == ExitCode.USAGE
    assert file.read_text() == "mine"


def test_tests_that_cannot_be_imported_are_told_beside_those_that_can(tmp_path):
    """Of a project, what can be imported is, and each other test is named with its step."""
    path = tmp_path / "a.side"
    good, bad = test("good", ("open", "/"), ("click", "linkText=Object")), test("bad", ("echo", "x"))
    path.write_text(json.dumps({"url": "https://www.example.org", "tests": [good, bad]}))
    code, told = running("import", str(path), "--out", str(tmp_path))
    assert code == ExitCode.DONE
    assert (tmp_path / "example" / "good.yaml").is_file()
    assert "not imported: test 2, step 1" in told


@pytest.mark.parametrize("path", flow_files(), ids=lambda path: path.stem)
def test_what_the_writer_writes_is_read_as_the_same_flow(tmp_path, path):
    """Every shipped flow, written anew, is the same flow and passes the linter."""
    flow = load_flow(path).flow
    written = tmp_path / "flow.yaml"
    written.write_text(flow_text(flow, {}))
    findings, file = check_flow(written)
    assert not findings
    assert file is not None
    assert file.flow == flow


@pytest.mark.parametrize("name", ["company/objection", "meta/mine"])
def test_a_new_flow_passes_the_linter(tmp_path, name):
    """`walkout new` writes a commented flow that the linter has nothing to say against."""
    code, told = running("new", name, "--out", str(tmp_path))
    assert code == ExitCode.DONE
    assert "TODO" in told
    assert load_flow(tmp_path / f"{name}.yaml").flow.flow == name


@pytest.mark.parametrize("name", ["company", "Company/x", "a/b/c", "../../etc/x", "a/" + "b" * 90])
def test_a_name_that_no_flow_can_have_is_refused(name):
    """A name is service and flow, and leads to no other folder."""
    with pytest.raises(BadUsageError):
        starting_flow(name, 2026)


@pytest.mark.skipif(not REAL, reason="no recordings lie beside the checkout (../shared/bench/recordings)")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem)
def test_a_real_recording_is_imported_or_names_the_step(tmp_path, path):
    """Each test of each file becomes a flow that passes the linter, or ends in an error that names a step."""
    drafted, refused = drafts(path)
    assert drafted or refused
    assert all("step" in error.where for error in refused)
    for recording, made in drafted:
        linted(made, tmp_path)
        told = {one.step for one in (*made.report.carried, *made.report.left)}
        assert len(told) == recording.steps


def test_a_button_that_seems_to_send_is_reviewed_even_alone(drafted, tmp_path):
    """A click on words of which a part means to send is a sending step, also where nothing was filled in before."""
    told = done(linted(drafted(codegen('page.get_by_role("button", name="Send it off").click()'), ".py"), tmp_path))
    assert told == {"form": ["send button:Send it off"], "received": ["submitted"]}


def test_words_that_only_hint_at_a_concept_stand_alone(drafted, tmp_path):
    """A concept of which the words say only a part would fit other links, too, so the words alone are written."""
    text = codegen('page.get_by_role("link", name="Privacy settings").click()', 'page.get_by_label("Email").fill("e")')
    assert done(linted(drafted(text, ".py"), tmp_path))["privacy-settings"] == ["click link:Privacy settings"]
