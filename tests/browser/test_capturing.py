"""A captured page shows the same to a look as the page itself, and has nothing of it that runs or was typed."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser as RunningBrowser

from walkout.browser.captured import CapturedPage, document
from walkout.browser.capturing import capture
from walkout.browser.interception import Interception
from walkout.browser.look import look_at
from walkout.browser.session import rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.dryrun.site import load_site
from walkout.flow.targets import parse_target
from walkout.record.deeds import About, Deed
from walkout.record.drafted_site import draft_site
from walkout.record.personal import Personal
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.shipped_files import shipped_folder
from walkout.view import Element, PageView
from walkout.watched import WatchedAct

from .conftest import FORM, HOME, Stage, whole

BENCH = Path(__file__).parents[2].parent / "shared" / "bench"
SAVED = (
    sorted((BENCH / "fields" / "pages").glob("*.html"))[::23]
    + sorted((BENCH / "object-link" / "pages").glob("*.html"))[::63]
)
CHARSET = [("charset", "utf-8")]
MARKS = ("data-field", "data-leads", "data-sends", "data-list", "data-countries")
TYPED = "Grünschnabel-Geheim"


def drafted(captured: CapturedPage, folder: Path) -> Path:
    """The site of one captured page."""
    act = WatchedAct(1, "open", captured.view, address=captured.address)
    return draft_site(
        [captured], [Deed(0, act, 0)], About("example/page", "A page", "2026-11-29"), Personal((TYPED,))
    ).write(folder)


@contextmanager
def shown(running: RunningBrowser, folder: Path, address: str) -> Iterator[BrowserWindow]:
    """A window in which the drafted site shows its first page."""
    language = re.search(r'^languages: \["(.*)"\]', (folder / "site.yaml").read_text("utf-8"), re.MULTILINE)
    site = load_site(folder, language=language[1] if language else "en")
    with rehearsal_page(running, Interception(site.answer), "en") as page:
        window = BrowserWindow(page.context, page, ())
        window.open(address.partition("?")[0].partition("#")[0])
        yield window


def seen(view: PageView) -> list[tuple[object, ...]]:
    """What a look tells of what people see, but for what fields hold and the words that say it is a rehearsal."""
    return [
        (
            one.role, one.tag, one.name, one.name_from, one.type, one.placeholder, one.hint, one.heading, one.region,
            one.context, one.required, one.disabled, one.options_shown, one.form >= 0, one.submits,
        )
        for one in view.elements
        if one.visible and one.name != "Rehearsal page: not the real site"
    ]  # fmt: skip


def body_of(folder: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(folder.glob("*.html")))


def what_runs(html: str) -> list[str]:
    """What of it runs, tells of where it comes from, or is nobody's to see, but for the rehearsal's own marks."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            own = attrs in ([("src", "recorded.js")],) or ("type", "application/json") in attrs
            found.extend([tag] if tag in ("script", "base", "meta", "object") and not own and attrs != CHARSET else [])
            found.extend(name for name, _ in attrs if name.startswith(("on", "data-")) and name not in MARKS)
            found.extend(name for name, _ in attrs if name in ("nonce", "integrity", "srcset", "ping"))
            found.extend(value for name, value in attrs if value and (value.startswith("javascript:")))

        def handle_comment(self, data: str) -> None:
            found.append("a comment")

    Reader().feed(html)
    return found


SHAPES = {
    "labels": """<form><label>Email <input name=e type=email value="{typed}" required></label>
        <label for=w>Why?</label><textarea id=w>{typed}</textarea><p id=h>Be short.</p>
        <label style="display: none" for=n>Name</label><input id=n placeholder="Your name">
        <input aria-label=Other aria-describedby=h><button disabled>Send</button></form>""",
    "hidden": """<p>Seen <span style="display: none">{typed}</span></p>
        <div style="display: none"><a href=/x>Away</a></div>
        <div style="visibility:hidden"><button>Ghost</button><b style="visibility:visible"><a href=/y>Back</a></b></div>
        <input style="opacity:0" aria-label=Trap><div style="position:absolute;left:-999px"><input aria-label=Far></div>
        <div style="width:1px;height:1px;overflow:hidden"><input aria-label=Tiny></div>""",
    "boxes": """<style>.b {opacity: 0; position: absolute}</style>
        <label><input type=checkbox class=b checked>I agree</label><fieldset><legend>Is it about AI?</legend>
        <label><input type=radio name=r value=y checked>Yes</label><label><input type=radio name=r value=n>No</label>
        </fieldset><div role=switch aria-checked=true tabindex=0>News</div>""",
    "select": """<label>Country <select><option value="">Choose<option value=DE>Germany<option value=FR selected>France
        </select></label><input list=cities aria-label=City><datalist id=cities><option value=Bonn></datalist>""",
    "combobox": """<p id=c>Country</p><div role=combobox tabindex=0 aria-haspopup=listbox aria-labelledby=c>
        <span>{typed}</span></div><button aria-haspopup=listbox aria-label=Topic>{typed}</button>""",
    "editable": "<h2>Reason</h2><div contenteditable aria-label='Your reason'>{typed} <b>and more</b></div>",
    "icons": """<a href=/home aria-label=Home><svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg></a>
        <button aria-label=Menu style="width: 24px; height: 24px; background: #333"></button>
        <a href=/p><img alt=Photo src=/p.png></a>""",
    "dialog": """<main><h1>Page</h1><a href=/x>Under</a></main><div role=dialog aria-label=Cookies><h2>Cookies</h2>
        <button>Decline</button></div><dialog id=d><h2>Sure?</h2><button>Yes</button></dialog>
        <script>d.showModal()</script>""",
    "shadow": """<x-form><b slot=title>Object</b></x-form><script>
        document.querySelector("x-form").attachShadow({mode: "open"}).innerHTML = `<h1><slot name=title></slot></h1>
        <form><label>Email <input></label><button onclick=alert(1)>Send</button></form>`</script>""",
    "drawn-late": """<div id=root></div><script>root.innerHTML = `<h1>Form</h1><form action=/s onsubmit=go()>
        <label>Email<input name=email></label><button>Submit</button></form><!-- {typed} -->`</script>""",
    "files": """<label for=f>Add a screenshot</label><input type=file id=f style="display: none">
        <label>Another <input type=file hidden></label><input type=file aria-label=Ghost style="display: none">""",
    "unfolded": """<details open><summary>More</summary><a href=/a>Seen</a></details>
        <details><summary>Less</summary><a href=/b>Unseen</a></details><input type=image alt=Go>""",
    "deep": "<div>" * 90 + "<button>Deep</button>" + "</div>" * 90,
    "links": """<p>You have the <a href="javascript:go()" onclick="go()">right to object</a> to this, see
        <a href="/faq?who={typed}#a" data-user="{typed}">our answers</a> and <a href="#here">below</a>.</p>""",
    "nested-lists": """<nav><ul><li><a href=/a>A</a><li><ul><li><a href=/b>B</a></ul></ul></nav>
        <table><tr><td>Email<td><input><tr><th>Name<td><input></table>""",
}


@pytest.mark.promise(6)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_look_sees_the_same_on_the_captured_page(
    stage: Callable[..., Stage], running: RunningBrowser, tmp_path: Path, shape: str
) -> None:
    """Roles, names and evidence are the same; scripts, handlers, data and what was typed are gone."""
    page = stage({f"{HOME}/form": whole(SHAPES[shape].replace("{typed}", TYPED))})
    before = page.look()
    captured = capture(page.page, look_at(page.page))
    folder = drafted(captured, tmp_path)
    assert what_runs(body_of(folder)) == []
    assert TYPED not in body_of(folder)
    with shown(running, folder, captured.address) as window:
        after = window.look()
    assert seen(before)
    assert seen(after) == [tuple(_without(part) for part in one) for one in seen(before)]


def _without(part: object) -> object:
    return part.replace(TYPED, "[you typed]") if isinstance(part, str) else part


@pytest.mark.parametrize("place", [f"{HOME}/inner", "https://frames.example.org/inner", "srcdoc"])
def test_frames_are_captured_as_pages_of_their_own(
    stage: Callable[..., Stage], running: RunningBrowser, tmp_path: Path, place: str
) -> None:
    """What stands in an embedded frame is captured, of another origin too, and is looked at in its frame again."""
    inner = whole("<form><label>Email <input></label><button>Send</button></form>")
    how = f"srcdoc='{inner}'" if place == "srcdoc" else f"src='{place}?token=abcdef0123456789abcdef'"
    pages = {f"{HOME}/form": whole(f"<h1>Object</h1><iframe width=600 height=300 title=Form {how}></iframe>")}
    page = stage(pages | {f"{place}?token=abcdef0123456789abcdef": inner})
    page.page.frame_locator("iframe").get_by_role("button").wait_for()
    before = page.look()
    folder = drafted(capture(page.page), tmp_path)
    assert "abcdef" not in body_of(folder)
    with shown(running, folder, f"{HOME}/form") as window:
        window._page().frame_locator("iframe").get_by_role("button").wait_for()
        after = window.look()
    assert seen(after) == seen(before)
    assert [one.origin for one in after.frames] == [one.origin for one in before.frames]


@pytest.mark.parametrize(
    ("variant", "faults"),
    [
        ("facebook-eu-2024", ()),
        ("facebook-eu-2024", ("iframe",)),
        ("facebook-eu-2024", ("shadow",)),
        ("facebook-eu-2024-native", ()),
        ("instagram-eu-2024", ()),
    ],
)
def test_the_targets_of_a_form_are_found_on_both(
    running: RunningBrowser, tmp_path: Path, variant: str, faults: tuple[str, ...]
) -> None:
    """What a flow looks for on a form is found on the captured form, as on the form itself."""
    address = FORM if variant.startswith("facebook") else "https://help.instagram.com/contact/233964459562201"
    site = load_site(shipped_folder("fixtures") / "meta" / variant, faults=faults)
    with rehearsal_page(running, Interception(site.answer), "en") as page:
        page.goto(address)
        before = look_at(page).view
        folder = drafted(capture(page), tmp_path)
    with shown(running, folder, address) as window:
        after = window.look()
    for wanted in ("field:country-of-residence", "field:email", "field:impact", "button:submit"):
        one, other = (resolve(parse_target(wanted), view) for view in (before, after))
        assert isinstance(one, Found)
        assert isinstance(other, Found), wanted
        assert _evidence(one.element) == _evidence(other.element)


def _evidence(element: Element) -> tuple[object, ...]:
    ident = re.sub(r"\d{6,}|n\d+", "#", element.ident)
    return element.role, element.name, ident, element.classes, element.path, element.heading, element.context


def test_a_large_page_is_captured_whole(stage: Callable[..., Stage], running: RunningBrowser, tmp_path: Path) -> None:
    """A page of some thousands of elements is captured whole."""
    rows = "".join(f"<li><a href='/post/{number}?k={number}'>Post {number}</a></li>" for number in range(4000))
    page = stage({f"{HOME}/feed": whole(f"<h1>Feed</h1><ul>{rows}</ul>")})
    before = page.look()
    folder = drafted(capture(page.page), tmp_path)
    with shown(running, folder, f"{HOME}/feed") as window:
        assert seen(window.look()) == seen(before)


@pytest.mark.skipif(not SAVED, reason="no saved pages lie beside the checkout (../shared/bench)")
def test_real_pages_are_captured_as_a_look_sees_them(
    stage: Callable[..., Stage], running: RunningBrowser, tmp_path: Path
) -> None:
    """Of saved pages of real sites, the captured page has the same fields, buttons and links, by role and name."""
    told = []
    for number, path in enumerate(SAVED):
        page = stage({f"{HOME}/page": path.read_text("utf-8", "replace")})
        before = page.look()
        folder = drafted(capture(page.page), tmp_path / str(number))
        assert what_runs(body_of(folder)) == [], path.name
        with shown(running, folder, f"{HOME}/page") as window:
            after = window.look()
        told.append((path.name, _controls(before), _controls(after)))
    assert [(name, one) for name, one, other in told if one != other] == []


def _controls(view: PageView) -> list[tuple[str, str]]:
    roles = ("textbox", "combobox", "checkbox", "radio", "button", "link", "file", "searchbox", "heading")
    example = re.compile(r"[\w.+-]+@[\w.-]+")
    return [
        (one.role, example.sub("name@example.org", one.name))
        for one in view.elements
        if one.visible and one.role in roles
    ]


def test_a_captured_page_is_a_file_that_can_be_opened_by_hand(stage: Callable[..., Stage]) -> None:
    """The markup of a capture is a whole HTML file with the title and language of the page."""
    page = stage({f"{HOME}/form": whole("<h1>Objet &amp; droit</h1>", language="fr")})
    html = document(capture(page.page).frames[0])
    assert html.startswith('<!doctype html>\n<html lang="fr">')
    assert "<title>Test</title>" in html
    assert "<h1>Objet &amp; droit</h1>" in html
