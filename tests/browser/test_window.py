"""The window acts only where it may, and on what it saw: pinned origins, changed elements, tabs, dialogs, crashes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error as PlaywrightError

from walkout.errors import CannotActError, PageUnreachableError, UnsafePlaceError, WindowClosedError
from walkout.view import Element

from .conftest import FORM, HOME, Stage, Walked, whole

Open = Callable[..., Stage]
EMAIL = "anna.fill@example.org"
FIELD = "<label>Email <input type=email id=email></label>"


def typed(stage: Stage) -> list[str]:
    """What the fields of all frames hold."""
    held = "() => [...document.querySelectorAll('input, textarea')].map(field => field.value)"
    return [value for frame in stage.page.frames for value in frame.evaluate(held)]


def refuses(stage: Stage, element: Element) -> UnsafePlaceError:
    """Filling is refused for the place, and nothing was typed anywhere."""
    with pytest.raises(UnsafePlaceError) as refused:
        stage.window.fill(element, EMAIL)
    assert EMAIL not in typed(stage)
    assert EMAIL not in str(refused.value)
    return refused.value


FOREIGN = {
    "another host": "https://evil.example/",
    "http": "http://www.facebook.com/",
    "another port": "https://www.facebook.com:8443/",
    "host that begins alike": "https://www.facebook.com.example/",
    "host with a slip": "https://www.faceboook.com/",
    "host with a foreign letter": "https://www.xn--fcebook-8va.com/",
    "user name": "https://www.facebook.com@evil.example/",
    "subdomain": "https://m.facebook.com/",
    "parent domain": "https://facebook.com/",
}


@pytest.mark.promise(2)
@pytest.mark.parametrize("address", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_page_gets_nothing(stage: Open, address: str) -> None:
    """On a page that is not exactly on a pinned origin nothing is typed, and the error names the place that it is."""
    shown = stage({address: whole(FIELD)})
    error = refuses(shown, shown.see("textbox"))
    assert address.replace("www.facebook.com@", "").rstrip("/") in error.what
    with pytest.raises(UnsafePlaceError):
        shown.window.click(shown.see("textbox"))


EMBEDDED = {
    "foreign frame": {f"{HOME}/": "<iframe src='https://evil.example/'></iframe>", "https://evil.example/": FIELD},
    "pinned frame in a foreign page": {
        "https://evil.example/": f"<iframe src='{HOME}/'></iframe>",
        f"{HOME}/": FIELD,
    },
    "pinned frame in a foreign frame": {
        f"{HOME}/": "<iframe src='https://evil.example/'></iframe>",
        "https://evil.example/": f"<iframe src='{HOME}/inner'></iframe>",
        f"{HOME}/inner": FIELD,
    },
    "text of the page's own": {f"{HOME}/": f'<iframe srcdoc="{FIELD}"></iframe>'},
    "blob": {
        f"{HOME}/": "<iframe id=f></iframe><script>"
        f"f.src = URL.createObjectURL(new Blob(['{FIELD}'], {{type: 'text/html'}}))</script>"
    },
    "data": {f"{HOME}/": f'<iframe src="data:text/html,{FIELD}"></iframe>'},
}


@pytest.mark.promise(2)
@pytest.mark.parametrize("pages", EMBEDDED.values(), ids=EMBEDDED)
def test_a_frame_gets_nothing_unless_all_around_it_is_pinned(stage: Open, pages: dict[str, str]) -> None:
    """A field in a frame is filled only where the frame, those around it and the page lie on pinned origins."""
    shown = stage({address: whole(body) for address, body in pages.items()})
    while not any(one.role == "textbox" for one in shown.look().elements):
        shown.window.wait(20)
    refuses(shown, shown.see("textbox"))


@pytest.mark.promise(2)
def test_a_frame_on_a_pinned_origin_is_filled(stage: Open) -> None:
    """A field in a frame of a pinned origin in a pinned page is filled, also where the origins are two of the list."""
    inner = "https://help.facebook.com/"
    pages = {f"{HOME}/": whole(f"<iframe src='{inner}'></iframe>"), inner: whole(FIELD)}
    shown = stage(pages, origins=(HOME, "https://help.facebook.com"))
    shown.window.fill(shown.see("textbox"), EMAIL)
    assert typed(shown) == [EMAIL]


@pytest.mark.promise(2)
def test_a_frame_that_takes_the_focus_gets_nothing(stage: Open) -> None:
    """An embedded foreign page that takes the keyboard's focus all the time does not get what is typed beside it."""
    thief = "https://ads.example/"
    grabs = "<input id=x><script>setInterval(() => x.focus(), 0); onblur = () => x.focus()</script>"
    shown = stage({f"{HOME}/": whole(f"{FIELD}<iframe src='{thief}'></iframe>"), thief: whole(grabs)})
    for _ in range(10):
        shown.page.frames[1].locator("#x").click()
        shown.window.fill(shown.see("textbox", "Email"), EMAIL)
        assert typed(shown) == [EMAIL, ""]


@pytest.mark.promise(2)
def test_a_field_that_hands_on_the_focus_gets_nothing(stage: Open) -> None:
    """Where a field gives the focus to another field, neither gets the value, and the person can be asked."""
    hands_on = "<label>Other <input id=other></label><script>email.onfocus = () => other.focus()</script>"
    shown = stage({f"{HOME}/": whole(FIELD + hands_on)})
    with pytest.raises(CannotActError):
        shown.window.fill(shown.see("textbox", "Email"), EMAIL)
    assert typed(shown) == ["", ""]


@pytest.mark.promise(2)
def test_a_page_that_moved_away_gets_nothing(stage: Open) -> None:
    """Where the window is on another page by the time of the act, nothing is typed there."""
    shown = stage({f"{HOME}/": whole(FIELD), "https://evil.example/": whole(FIELD), f"{HOME}/next": whole(FIELD)})
    for address in ("https://evil.example/", f"{HOME}/next"):
        shown.window.open(f"{HOME}/")
        field = shown.see("textbox")
        shown.page.goto(address)
        with pytest.raises((CannotActError, UnsafePlaceError)):
            shown.window.fill(field, EMAIL)
        assert typed(shown) == [""]


@pytest.mark.promise(2)
def test_a_frame_that_moved_away_gets_nothing(stage: Open) -> None:
    """Where the frame of a field shows a foreign page by the time of the act, nothing is typed there."""
    inner = f"{HOME}/inner"
    top = whole(f"<iframe id=f src='{inner}'></iframe>")
    shown = stage({f"{HOME}/": top, inner: whole(FIELD), "https://evil.example/": whole(FIELD)})
    field = shown.see("textbox")
    shown.page.evaluate("f.src = 'https://evil.example/'")
    shown.page.wait_for_function("!f.contentDocument")
    shown.page.frames[1].wait_for_selector("input")
    with pytest.raises((CannotActError, UnsafePlaceError)):
        shown.window.fill(field, EMAIL)
    assert typed(shown) == [""]


CHANGES = {
    "another label": "document.querySelector('label').firstChild.data = 'Card number '",
    "another type": "email.type = 'password'",
    "removed": "email.remove()",
    "put elsewhere": "frame.contentDocument.body.append(email)",
    "disabled": "email.disabled = true",
    "hidden": "email.style.display = 'none'",
    "transparent": "email.style.opacity = 0",
    "read only": "email.readOnly = true",
    "in another form": "other.append(email)",
}


@pytest.mark.promise(3)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_field_that_changed_is_not_filled(stage: Open, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a field is not any more what it was at the look, nothing is typed, and the person can be asked."""
    monkeypatch.setattr("walkout.browser.window.ACT_MS", 300)
    shown = stage({f"{HOME}/": whole(f"{FIELD}<form id=other></form><iframe id=frame></iframe>")})
    field = shown.see("textbox")
    shown.page.evaluate(change)
    with pytest.raises(CannotActError):
        shown.window.fill(field, EMAIL)
    assert EMAIL not in typed(shown)


@pytest.mark.promise(2)
def test_a_field_that_was_put_into_a_frame_is_not_filled(stage: Open) -> None:
    """Where a field that else stayed the same was put into the document of a frame, nothing is typed there."""
    shown = stage({f"{HOME}/": whole("<input aria-label=Email id=email><iframe id=frame></iframe>")})
    field = shown.see("textbox")
    shown.page.evaluate("frame.contentDocument.body.append(email)")
    with pytest.raises((CannotActError, UnsafePlaceError)):
        shown.window.fill(field, EMAIL)
    assert typed(shown) == [""]


BUTTON_CHANGES = {
    "another name": "go.textContent = 'Buy'",
    "leads elsewhere": "go.closest('form').action = 'https://evil.example/'",
    "disabled": "go.disabled = true",
    "covered": "document.body.insertAdjacentHTML('beforeend', '<div style=\"position: fixed; inset: 0\"></div>')",
    "gone": "go.remove()",
}


@pytest.mark.promise(3)
@pytest.mark.parametrize("change", BUTTON_CHANGES.values(), ids=BUTTON_CHANGES)
@pytest.mark.parametrize("act", ["click", "try_click"])
def test_a_button_that_changed_is_not_pressed(
    stage: Open, act: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a button changed since the look, or something lies over it, it is not pressed, nor would it be."""
    monkeypatch.setattr("walkout.browser.window.ACT_MS", 300)
    shown = stage(
        {
            f"{HOME}/": whole(
                "<form action=/next><button id=go>Go</button></form><script>go.onclick = () => pressed = 1</script>"
            )
        }
    )
    button = shown.see("button")
    shown.page.evaluate(change)
    with pytest.raises(CannotActError):
        getattr(shown.window, act)(button)
    assert shown.page.evaluate("() => 'pressed' in window") is False


def test_trying_a_click_does_not_click(stage: Open) -> None:
    """All the checks of a click are made without the click."""
    shown = stage({f"{HOME}/": whole("<button onclick='document.title = 1'>Go</button>")})
    shown.window.try_click(shown.see("button"))
    assert shown.page.title() == "Test"
    shown.window.click(shown.see("button"))
    assert shown.page.title() == "1"


KEEPS = {
    "input": "<label>Value <input></label>",
    "prefilled": "<label>Value <input value='old@example.org'></label>",
    "textarea": "<label>Value <textarea>old\nlines</textarea></label>",
    "editable": "<div contenteditable aria-label=Value><p>old</p></div>",
    "in shadow": "<div id=h></div><script>h.attachShadow({mode: 'open'}).innerHTML ="
    " '<label>Value <input></label>'</script>",
    "controlled": "<label>Value <input id=c></label><script>let state = ''; c.oninput = event => { state = c.value };"
    " setInterval(() => { if (c.value !== state) c.value = state }, 1)</script>",
}


@pytest.mark.parametrize("body", KEEPS.values(), ids=KEEPS)
def test_a_value_replaces_what_a_field_held(stage: Open, body: str) -> None:
    """A field of any kind holds just the value afterwards, also where the page sets it by what it was told."""
    shown = stage({f"{HOME}/": whole(body)})
    shown.window.fill(shown.see("textbox"), EMAIL)
    shown.page.evaluate("() => new Promise(done => setTimeout(done, 20))")
    assert shown.window.holds(shown.see("textbox"), EMAIL)
    assert "old" not in shown.page.locator("input, textarea, [contenteditable]").evaluate(
        "f => f.value ?? f.textContent"
    )


def test_a_page_hears_of_what_is_typed(stage: Open) -> None:
    """Filling a field tells the page as typing would: an input event that the browser made, and a change afterwards."""
    heard = "<script>heard = []; for (const kind of ['input', 'change']) email.addEventListener(kind,"
    shown = stage(
        {f"{HOME}/": whole(f"{FIELD}<button>x</button>{heard} e => heard.push(kind + e.isTrusted))</script>")}
    )
    shown.window.fill(shown.see("textbox"), EMAIL)
    shown.window.click(shown.see("button"))
    assert shown.page.evaluate("heard") == ["inputtrue", "changetrue"]


EATS = {
    "too short": "<label>Value <input maxlength=5></label>",
    "digits only": "<label>Value <input type=number></label>",
    "cleared": "<label>Value <input oninput=\"this.value = ''\"></label>",
    "upper case": '<label>Value <input oninput="this.value = this.value.toUpperCase()"></label>',
}


@pytest.mark.parametrize("body", EATS.values(), ids=EATS)
def test_a_field_that_does_not_keep_the_value(stage: Open, body: str) -> None:
    """Where a field does not hold what was typed, that is told without telling the value."""
    shown = stage({f"{HOME}/": whole(body)})
    field = next(one for one in shown.look().elements if one.name == "Value" and one.role != "text")
    with pytest.raises(CannotActError) as told:
        shown.window.fill(field, EMAIL)
    assert EMAIL not in str(told.value)


def test_choosing_in_a_list(stage: Open) -> None:
    """An option of a native list is chosen by its number; a list that springs back is told."""
    body = "<label>Country <select {}><option value=''>-<option value=DE>A<option value=FR>France</select></label>"
    shown = stage({f"{HOME}/": whole(body.format("")), f"{HOME}/back": whole(body.format("onchange='value = \"\"'"))})
    shown.window.select(shown.see("combobox"), 2)
    assert shown.window.holds(shown.see("combobox"), "FR")
    assert not shown.window.holds(shown.see("combobox"), "DE")
    shown.window.open(f"{HOME}/back")
    with pytest.raises(CannotActError):
        shown.window.select(shown.see("combobox"), 1)


def test_a_new_tab_is_followed_and_left(stage: Open) -> None:
    """What a page opens in a new tab is looked at; when that tab closes, the page before is looked at again."""
    shown = stage({f"{HOME}/": whole(f"<a href='{HOME}/new' target=_blank>Open</a>"), f"{HOME}/new": whole(FIELD)})
    with shown.page.expect_popup() as opened:
        shown.window.click(shown.see("link"))
    opened.value.wait_for_load_state()
    assert shown.look().address == f"{HOME}/new"
    shown.window.fill(shown.see("textbox"), EMAIL)
    opened.value.close()
    assert shown.see("link", "Open").href == f"{HOME}/new"


@pytest.mark.promise(2)
def test_a_foreign_tab_gets_nothing(stage: Open) -> None:
    """A tab that the page opened on another origin is seen, and nothing is typed into it."""
    shown = stage(
        {
            f"{HOME}/": whole("<a href='https://evil.example/' target=_blank>Open</a>"),
            "https://evil.example/": whole(FIELD),
        }
    )
    with shown.page.expect_popup() as opened:
        shown.window.click(shown.see("link"))
    opened.value.wait_for_load_state()
    with pytest.raises(UnsafePlaceError):
        shown.window.fill(shown.see("textbox"), EMAIL)
    assert opened.value.evaluate("email.value") == ""


@pytest.mark.promise(8)
@pytest.mark.parametrize(
    ("ask", "answer"), [("confirm('Sure?')", False), ("prompt('Code?', 'x')", None), ("alert('Hi')", None)]
)
def test_questions_of_the_page_are_answered_no(stage: Open, ask: str, answer: object) -> None:
    """A dialog of the page is answered no, does not halt the walk, and is kept to be told."""
    shown = stage({f"{HOME}/": whole(f'<button onclick="said = {ask}">Go</button>')})
    shown.window.click(shown.see("button"))
    shown.page.wait_for_function("'said' in window")
    assert shown.page.evaluate("said ?? null") == answer
    assert shown.window.dialogs == [ask.split("'")[1]]


def test_a_page_that_asks_to_stay_is_left(stage: Open) -> None:
    """A page that wants to be asked before it is left is left all the same."""
    shown = stage(
        {
            f"{HOME}/": whole(f"{FIELD}<script>onbeforeunload = e => e.preventDefault()</script>"),
            f"{HOME}/x": whole("x"),
        }
    )
    shown.window.click(shown.see("textbox"))
    shown.window.open(f"{HOME}/x")
    assert shown.look().address == f"{HOME}/x"
    assert shown.window.dialogs == []


def test_a_window_that_was_closed(stage: Open) -> None:
    """Once the person has closed the window every call says so."""
    shown = stage({f"{HOME}/": whole(f"{FIELD}<button>Go</button>")})
    field, button = shown.see("textbox"), shown.see("button")
    shown.page.close()
    calls: list[Callable[[], object]] = [
        shown.window.look,
        lambda: shown.window.open(f"{HOME}/"),
        lambda: shown.window.click(button),
        lambda: shown.window.fill(field, EMAIL),
        lambda: shown.window.holds(field, EMAIL),
        lambda: shown.window.wait(1),
        lambda: shown.window.picture(()),
        shown.window.back,
        shown.window.press_escape,
    ]
    for call in calls:
        with pytest.raises(WindowClosedError):
            call()


def test_a_page_that_crashes(stage: Open) -> None:
    """A page whose process dies counts as a closed window, and does not hang the walk."""
    shown = stage({f"{HOME}/": whole(FIELD)})
    with pytest.raises(PlaywrightError):
        shown.page.goto("chrome://crash", timeout=5_000)
    with pytest.raises(WindowClosedError):
        all(shown.window.look() for _ in range(20))


def test_an_address_that_does_not_answer(stage: Open) -> None:
    """An address without an answer is told as such, by its origin only."""
    shown = stage({f"{HOME}/": whole("x")})
    with pytest.raises(PageUnreachableError) as told:
        shown.window.open("https://nobody.example/path?secret=1")
    assert "https://nobody.example" in told.value.what
    assert "secret" not in str(told.value)


@pytest.mark.promise(1)
@pytest.mark.promise(2)
def test_a_form_that_goes_elsewhere_is_not_sent(walked: Callable[..., Walked]) -> None:
    """A form on the right page that would be sent to another host is filled, but refused before the review."""
    form = whole(
        "<form method=post action='https://evil.example/take'><label>Country of residence <select><option value=DE>"
        "Germany<option value=FR>France<option value=IT>Italy</select></label><label>Email address <input type=email>"
        "</label><label>Tell us how this processing impacts you <textarea></textarea></label>"
        "<button>Submit</button></form>"
    )
    walk = walked(way="form", pages={FORM: form})
    assert (walk.outcome.name, walk.kinds, walk.site.sent) == ("unsafe", [], [])
    assert "https://evil.example" in walk.outcome.why
    assert walk.answers.refused == []
