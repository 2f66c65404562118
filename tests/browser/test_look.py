"""One look at a page: accessible names in all their forms, what is seen and what is not, and never what fields hold."""

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest

from walkout.view import Element, PageView

from .conftest import HOME, Stage, whole

Show = Callable[[str], PageView]
Open = Callable[..., Stage]
FRAME = f"{HOME}/frame"


def only(view: PageView, role: str) -> Element:
    found = [one for one in view.elements if one.role == role]
    assert len(found) == 1, [one.name for one in found]
    return found[0]


def texts(view: PageView) -> str:
    """All that a view tells, as one text."""
    return json.dumps(asdict(view), ensure_ascii=False)


NAMES = {
    "label-for": ('<label for="f">Email</label><input id="f">', "Email", "label"),
    "label-around": ("<label>Email <input></label>", "Email", "label"),
    "two-labels": ('<label for="f">Your</label><label for="f">email</label><input id="f">', "Your email", "label"),
    "labelledby": (
        '<p id="a">Email</p><p id="b">address</p><div><input aria-labelledby="a b"></div>',
        "Email address",
        "aria-labelledby",
    ),
    "labelledby-before-label": (
        '<p id="a">Email</p><label>Wrong <input aria-labelledby="a"></label>',
        "Email",
        "aria-labelledby",
    ),
    "labelledby-nobody": ('<label>Email <input aria-labelledby="gone"></label>', "Email", "label"),
    "aria-label": ('<label>Wrong <input aria-label="Email"></label>', "Email", "aria-label"),
    "title": ('<input title="Email">', "Email", "title"),
    "placeholder": ('<input placeholder="Email">', "Email", "placeholder"),
    "nothing": ("<input>", "", ""),
    "spaces-and-hyphens": ("<label>E&shy;mail&nbsp;\n  address <input></label>", "Email address", "label"),
}


@pytest.mark.parametrize(("body", "name", "source"), NAMES.values(), ids=NAMES)
def test_names_of_fields(show: Show, body: str, name: str, source: str) -> None:
    """A field has the name that a screen reader would read, with the place it comes from."""
    field = only(show(body), "textbox")
    assert (field.name, field.name_from) == (name, source)


CONTEXTS = {
    "table": "<table><tr><td>Email address</td><td><input></td></tr></table>",
    "list": "<dl><dt>Email address</dt><dd><input></dd></dl>",
    "above": "<div><div>Email address</div><div><div><input></div></div></div>",
    "heading": "<h3>Email address</h3><input>",
}


@pytest.mark.parametrize("body", CONTEXTS.values(), ids=CONTEXTS)
def test_the_text_before_a_field_without_a_name(show: Show, body: str) -> None:
    """A field that no label is tied to has the text before it as its context."""
    assert only(show(body), "textbox").context == "Email address"


def test_the_context_is_not_the_one_of_the_field_before(show: Show) -> None:
    """A text belongs to the first field after it only."""
    view = show("<p>Email address</p><input name=first><input name=second>")
    assert [one.context for one in view.elements if one.role == "textbox"] == ["Email address", ""]


def test_the_legend_names_a_group_of_choices(show: Show) -> None:
    """Radio buttons have their own label as name and the question of their group as context."""
    view = show(
        "<fieldset><legend>Is it about AI?</legend><label><input type=radio name=q>Yes</label>"
        "<label><input type=radio name=q>No</label></fieldset>"
    )
    radios = [one for one in view.elements if one.role == "radio"]
    assert [(one.name, one.context) for one in radios] == [("Yes", "Is it about AI?"), ("No", "Is it about AI?")]


BUTTONS = {
    "button": "<button>Send</button>",
    "nested": '<div role="button" tabindex=0><div><span>Send</span></div></div>',
    "input": '<input type="submit" value="Send">',
    "image": '<input type="image" alt="Send" width=20 height=20>',
    "image-inside": '<button><img alt="Send" width=20 height=20></button>',
    "svg-title": '<button><svg width=20 height=20><title>Send</title><path d="M0 0h9v9"/></svg></button>',
    "svg-label": '<button><svg aria-label="Send" role="img" width=20 height=20></svg></button>',
    "aria": '<button aria-label="Send">➤</button>',
}


@pytest.mark.parametrize("body", BUTTONS.values(), ids=BUTTONS)
def test_names_of_buttons(show: Show, body: str) -> None:
    """A button has its text, its picture's alternative text or its value as name."""
    assert only(show(body), "button").name == "Send"


LINKS = {
    "text": '<a href="/x">right to <b>object</b></a>',
    "picture": '<a href="/x"><img alt="right to object" width=20 height=20></a>',
    "svg": '<a href="/x"><svg width=20 height=20><title>right to object</title><path d="M0 0h9v9"/></svg></a>',
    "svg-link": '<svg width=99 height=30><a href="/x"><text y=20>right to object</text></a></svg>',
}


@pytest.mark.parametrize("body", LINKS.values(), ids=LINKS)
def test_names_of_links(show: Show, body: str) -> None:
    """A link has its text or its picture's alternative text as name, and its whole address."""
    link = only(show(body), "link")
    assert (link.name, link.href) == ("right to object", f"{HOME}/x")


@pytest.mark.parametrize(
    ("href", "same"), [("#part", True), ("/?x=1#part", True), ("/other#part", False), ("/", False), ("//x.y/#a", False)]
)
def test_links_that_only_scroll(show: Show, href: str, same: bool) -> None:
    """A link to a part of the same page is told apart from one that leads away."""
    assert only(show(f'<a href="{href}">object</a>'), "link").same_page is same


def test_a_combobox_made_of_a_button(show: Show) -> None:
    """A button that opens a list is a combobox; what it shows is not its name."""
    view = show('<p id=l>Country</p><button aria-haspopup="listbox" aria-labelledby="l">Germany</button>')
    assert only(view, "combobox").name == "Country"
    assert "Germany" not in texts(view)


def test_an_editable_block_is_a_field(show: Show) -> None:
    """An element whose text can be edited is a text field."""
    field = only(show('<div contenteditable aria-label="Reason"><p>mine</p></div>'), "textbox")
    assert (field.name, field.tag) == ("Reason", "div")


def test_open_shadow_roots_are_looked_into(show: Show) -> None:
    """Fields in nested open shadow roots are seen, with the labels that lie in them."""
    view = show(
        "<div id=host></div><script>const outer = host.attachShadow({mode: 'open'});"
        "outer.innerHTML = '<p>Please fill in</p><div id=inner></div>';"
        "outer.getElementById('inner').attachShadow({mode: 'open'}).innerHTML ="
        " '<p id=l>Email</p><input aria-labelledby=l>';</script>"
    )
    assert only(view, "textbox").name == "Email"
    assert "Please fill in" in [one.name for one in view.elements]


FRAMES = {"same origin": FRAME, "other origin": "https://forms.example.org/"}


@pytest.mark.parametrize("address", FRAMES.values(), ids=FRAMES)
def test_frames_are_looked_into(stage: Open, address: str) -> None:
    """The fields of an embedded page are seen, and the view says which address they are on."""
    top = whole(f'<h1>Form</h1><iframe src="{address}" width=400 height=200></iframe>')
    shown = stage({f"{HOME}/": top, address: whole("<label>Email <input></label>", language="de")})
    field = shown.see("textbox", "Email")
    view = shown.look()
    assert view.frames[field.frame].address == address
    assert (view.language, view.language_of(field)) == ("en", "de")


HIDDEN_FRAMES = {
    "display": "style='display: none'",
    "visibility": "style='visibility: hidden'",
    "pixel": "width=1 height=1 style='border: 0'",
    "hidden": "hidden",
}


@pytest.mark.parametrize("how", HIDDEN_FRAMES.values(), ids=HIDDEN_FRAMES)
def test_hidden_frames_are_not_looked_at(stage: Open, how: str) -> None:
    """A frame that a person cannot see has no part in the view."""
    top = whole(f'<h1>Form</h1><iframe src="{FRAME}" {how}></iframe>')
    view = stage({f"{HOME}/": top, FRAME: whole("<label>Email <input></label>")}).look()
    assert len(view.frames) == 1
    assert [one.role for one in view.elements] == ["heading"]


HONEYPOTS = {
    "display": "<div style='display: none'>FIELD</div>",
    "visibility": "<div style='visibility: hidden'>FIELD</div>",
    "opacity": "<div style='opacity: 0'>FIELD</div>",
    "off-screen": "<div style='position: absolute; left: -9999px'>FIELD</div>",
    "above": "<div style='position: absolute; top: -9999px'>FIELD</div>",
    "pixel": "<div><style>input {width: 1px; height: 1px; padding: 0; border: 0}</style>FIELD</div>",
    "aria-hidden": "<div aria-hidden=true>FIELD</div>",
    "hidden": "<div hidden>FIELD</div>",
    "closed": "<details><summary>More</summary>FIELD</details>",
    "no-height": "<div style='height: 0; overflow: hidden'>FIELD</div>",
    "clip-path": "<div style='position: absolute; clip-path: inset(50%)'>FIELD</div>",
    "clip": "<div style='position: absolute; clip: rect(0 0 0 0)'>FIELD</div>",
    "cut-itself": "<div><style>input {clip-path: circle(0)}</style>FIELD</div>",
}
HIDDEN_LINKS = {
    "pixel": "position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0)",
    "no-height": "height: 0; overflow: hidden",
    "clip-path": "position: absolute; clip-path: inset(50%)",
}


@pytest.mark.parametrize("body", HONEYPOTS.values(), ids=HONEYPOTS)
def test_fields_that_nobody_sees_are_not_visible(show: Show, body: str) -> None:
    """A field that is hidden from people, by whichever means, is never taken for one to fill."""
    assert not only(show(body.replace("FIELD", "<label>Email <input></label>")), "textbox").visible


@pytest.mark.parametrize("style", HIDDEN_LINKS.values(), ids=HIDDEN_LINKS)
def test_links_and_buttons_that_nobody_sees_are_not_visible(show: Show, style: str) -> None:
    """A link or button for robots or screen readers alone is not one that a person could mean."""
    view = show(f"<div style='{style}'><a href='/elsewhere'>right to object</a><button>Send</button></div>")
    assert not only(view, "link").visible
    assert not only(view, "button").visible


def test_what_is_cut_a_little_is_visible(show: Show) -> None:
    """A box with rounded or cut corners shows what is in it."""
    view = show(
        "<div style='clip-path: inset(5% round 8px)'><label>Email <input></label></div>"
        "<div style='clip-path: polygon(0 0, 100% 0, 100% 100%, 0 90%); height: 90px'><button>Send</button></div>"
    )
    assert only(view, "textbox").visible
    assert only(view, "button").visible


def test_a_field_below_the_fold_is_visible(show: Show) -> None:
    """What is seen after scrolling, in the page or in a box of it, counts as seen."""
    view = show(
        "<div style='height: 3000px'>text</div><label>Email <input></label>"
        "<div style='height: 90px; overflow: auto'><div style='height: 500px'></div><button>Send</button></div>"
    )
    assert only(view, "textbox").visible
    assert only(view, "button").visible


def test_a_box_drawn_by_its_label_is_visible(show: Show) -> None:
    """A box to tick whose real input is transparent is seen by its label."""
    assert only(show("<label><input type=checkbox style='opacity: 0'> I agree</label>"), "checkbox").visible


DISABLED = {
    "attribute": "<button disabled>Send</button>",
    "fieldset": "<fieldset disabled><button>Send</button></fieldset>",
    "aria": '<div role="button" aria-disabled="true">Send</div>',
}


@pytest.mark.parametrize("body", DISABLED.values(), ids=DISABLED)
def test_what_is_disabled_is_told(show: Show, body: str) -> None:
    """A control that cannot be used is told as such, also where it is its group that is disabled."""
    assert only(show(body), "button").disabled


def test_the_options_of_a_list(show: Show) -> None:
    """A native list has its options, what is sent and what is shown."""
    field = only(
        show(
            "<label>Country <select><option value=''>Choose</option><option value=DE>Germany</option></select></label>"
        ),
        "combobox",
    )
    assert [(option.value, option.label) for option in field.options] == [("", "Choose"), ("DE", "Germany")]


def test_what_a_button_sends(show: Show) -> None:
    """A button that sends a form is told from one that does not, with the address that the form goes to."""
    view = show(
        "<form action='https://elsewhere.example/x'><button>Send</button><button type=button>Back</button></form>"
    )
    sends = {one.name: (one.submits, one.sends_to, one.form) for one in view.elements if one.role == "button"}
    assert sends["Send"] == (True, "https://elsewhere.example/x", 0)
    assert sends["Back"][0] is False


def test_a_very_long_text_is_cut(show: Show) -> None:
    """A text of a million characters is cut, and does not keep the rest of the page from being seen."""
    view = show(f"<p>{'word ' * 200_000}</p><button>Send</button>")
    assert len(only(view, "text").name) <= 600
    assert only(view, "button").name == "Send"


def test_a_page_of_five_thousand_elements(show: Show) -> None:
    """All of five thousand elements are seen, in their order."""
    view = show("".join(f"<button>Number {number}</button>" for number in range(5000)))
    assert [one.name for one in view.elements] == [f"Number {number}" for number in range(5000)]


SECRETS = (
    "anna.held@example.org",
    "My own held reason",
    "held in a list",
    "held in an editor",
    "HeldCombo",
    "held-code",
)
FILLED = """
<form><label>Email <input type=email value="anna.held@example.org"></label>
<label>Reason <textarea>My own held reason</textarea></label>
<label>Code <input value="held-code"> for you</label>
<label>Why <select><option>a</option><option selected>b</option></select></label>
<p>Editor: <span contenteditable>held in an editor</span> <a href="/help">Help</a></p>
<div contenteditable role=textbox aria-label=Editor><p>held in an editor</p></div>
<p id=c>Country</p><div role=combobox tabindex=0 aria-labelledby="c shown" id=shown>HeldCombo</div>
<button aria-haspopup=listbox aria-labelledby=c>HeldCombo</button> <button aria-labelledby="c shown">Open</button>
<input role=combobox list=many value="held in a list" aria-label=Many><datalist id=many><option>x</option></datalist>
<div role=combobox aria-label=Typed><input value="held in a list"></div>
<div role=searchbox contenteditable aria-label=Search>held in an editor</div>
<a href="/terms">Terms</a></form>
<div id=host></div>
<script>host.attachShadow({mode: 'open'}).innerHTML = '<p>In here <textarea>My own held reason</textarea></p>'</script>
"""


@pytest.mark.promise(6)
def test_the_look_never_carries_what_fields_hold(stage: Open) -> None:
    """Not one value of any kind of field is anywhere in a view, but whether each field holds something."""
    shown = stage(
        {
            f"{HOME}/": whole(f"{FILLED}<iframe src='{FRAME}' width=300 height=200></iframe>"),
            FRAME: whole("<label>Framed <input value='anna.held@example.org'></label>"),
        }
    )
    view = shown.look()
    told = texts(view)
    assert [secret for secret in SECRETS if secret in told] == []
    held = {one.name: one.filled for one in view.elements if one.role == "textbox" and one.tag == "input"}
    assert held == {"Email": True, "Code for you": True, "Framed": True}


@pytest.mark.promise(6)
def test_the_look_does_not_carry_what_is_typed(stage: Open) -> None:
    """What the tool has typed itself is not in the next look."""
    shown = stage({f"{HOME}/": whole("<label>Reason <textarea></textarea></label>")})
    shown.window.fill(shown.see("textbox"), "My own held reason")
    view = shown.look()
    assert "My own held reason" not in texts(view)
    assert only(view, "textbox").filled


FORM = "<h1>Form</h1><label>Email <input></label><button>Send</button>"
SABOTAGE = {
    "array": "for (const name of ['map', 'push', 'filter', 'includes', Symbol.iterator]) Array.prototype[name] = null",
    "to-json": "Array.prototype.toJSON = function () { return 'spoilt' }",
    "json": "JSON.stringify = () => 'spoilt'",
    "json-shape": "JSON.stringify = () => '[1, 2]'",
    "json-parts": 'JSON.stringify = () => \'{"title": "", "language": "", "ready": true, "born": 1, "headings": [""],'
    ' "elements": [{"role": 7, "tag": "a", "heading": 0}]}\'',
    "json-huge": "const s = JSON.stringify; JSON.stringify = x => s(x).replaceAll('Send', 'Send'.repeat(100000))",
    "attributes": "Element.prototype.getAttribute = () => { throw new Error('no') }",
    "attribute-kinds": "Element.prototype.getAttribute = () => ({})",
    "selectors": "document.querySelector = Element.prototype.closest = () => null",
    "map": "Map = Set = undefined",
    "visibility": "Element.prototype.checkVisibility = () => { throw null }",
    "boxes": "Element.prototype.getBoundingClientRect = () => ({x: 'a', y: NaN, width: {}, height: []})",
    "title": "Object.defineProperty(document, 'title', {get: () => ({})})",
    "time": "Object.defineProperty(performance, 'timeOrigin', {get: () => 'now'})",
    "role": "document.querySelector('input').setAttribute('role', '__proto__')",
    "clobbered": "document.body.innerHTML += '<form><input name=tagName><input name=shadowRoot><input name=children>'"
    " + '<input name=getAttribute><input name=closest><input name=childNodes></form>'",
}


@pytest.mark.promise(8)
@pytest.mark.parametrize("script", SABOTAGE.values(), ids=SABOTAGE)
def test_a_page_that_spoils_the_tools_does_not_stop_the_tool(stage: Open, script: str) -> None:
    """A page that redefines what scripts are written with is seen in its right form, or as empty and not ready; nothing
    breaks in the tool."""
    body = f"<label>Code <input value='held-code'></label>{FORM}<script>{script}</script>"
    shown = stage({f"{HOME}/": whole(body)}, go=False)
    shown.page.goto(f"{HOME}/", wait_until="commit")
    shown.page.wait_for_load_state()
    view = shown.look()
    assert "held-code" not in texts(view)
    if view.ready:
        assert all(isinstance(part, str) for one in view.elements for part in (one.role, one.name, one.ident))
    else:
        assert view.elements == ()


def test_a_spoilt_frame_does_not_hide_the_page(stage: Open) -> None:
    """An embedded page that cannot be looked at is left out, and the rest of the page is seen."""
    frame = f"{FORM}<script>JSON.stringify = () => 'spoilt'</script>"
    top = whole("<button>Next</button><iframe src='https://ads.example.com/' width=300 height=200></iframe>")
    view = stage({f"{HOME}/": top, "https://ads.example.com/": whole(frame)}).look()
    assert [one.name for one in view.elements] == ["Next"]
    assert view.ready


def test_a_page_that_renders_itself_anew_all_the_time(stage: Open) -> None:
    """A page whose elements are replaced every few milliseconds is seen whole in each look."""
    draw = f"setInterval(() => {{ app.innerHTML = '{FORM}' }}, 5)"
    shown = stage({f"{HOME}/": whole(f"<div id=app></div><script>{draw}</script>")})
    shown.page.wait_for_selector("button")
    for _ in range(20):
        assert [one.role for one in shown.look().elements] == ["heading", "text", "textbox", "button"]


def test_a_page_that_moves_on_under_the_look(stage: Open) -> None:
    """A look at a page that leads on by itself again and again tells of one document, never of a mixture."""
    pages = {
        f"{HOME}/{number}": whole(
            f"<h1>Page {number}</h1><button>Button {number}</button>"
            f"<script>setTimeout(() => location.href = '/{number + 1}', 3)</script>"
        )
        for number in range(25)
    }
    shown = stage({**pages, f"{HOME}/25": whole("<h1>Page 25</h1><button>Button 25</button>")})
    view = shown.look()
    while "Page 25" not in texts(view):
        view = shown.look()
        numbers = {one.name.split()[-1] for one in view.elements}
        assert len(numbers) <= 1, numbers
