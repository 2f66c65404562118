"""Pointing at an element in a browser: what is caught, where, and that the page gets nothing of it."""

import pytest
from playwright.sync_api import Error as PlaywrightError

from .conftest import HOME, whole

ELSEWHERE = "https://elsewhere.example"
LISTEN = """<script>
  window.heard = [];
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'submit', 'auxclick', 'focusin'])
    addEventListener(type, event => {
      heard.push(type); event.preventDefault(); event.stopImmediatePropagation();
    }, true);
</script>"""
SIZE = "style='display:block; width:200px; height:60px'"
PAGES = {
    "a link": f"<a href='/x' {SIZE}>Object</a>",
    "a child of the link": f"<a href='/x' {SIZE}><b id=here {SIZE}>Object</b></a>",
    "an open shadow root": (
        f"<div id=host></div><script>host.attachShadow({{mode: 'open'}}).innerHTML = `<button {SIZE}>Object</button>`"
        "</script>"
    ),
    "what fills a slot": (
        f"<div id=host><b id=here {SIZE}>Object</b></div><script>"
        "host.attachShadow({mode: 'open'}).innerHTML = `<button><slot></slot></button>`</script>"
    ),
    "words that fill a slot": (
        f"<div id=here {SIZE}>Object</div><script>"
        f"here.attachShadow({{mode: 'open'}}).innerHTML = `<button {SIZE}><slot></slot></button>`</script>"
    ),
    "the label of a field": f"<label id=here for=mail {SIZE}>Object</label><input id=mail>",
    "a field that is switched off": f"<button disabled {SIZE}>Object</button>",
}


def click(page, x, y, times=1):
    """The mouse goes there and clicks. What is caught is never told to be done, so nobody waits for it."""
    page.mouse.move(x, y)
    for _ in range(times):
        page.mouse.down()
        page.mouse.up()


def centre(locator):
    box = locator.bounding_box()
    return box["x"] + min(box["width"], 180) / 2, box["y"] + box["height"] / 2


def pointed_at(here, pointing):
    """What lies around the click, once it was caught."""
    here.window.wait(50)
    assert pointing.poll() == "clicked"
    here.look()
    return [(one.role, one.name) for one in pointing.around()]


@pytest.mark.parametrize("kind", PAGES)
def test_the_element_around_the_click_is_meant(stage, kind):
    """A click on an element, a child, a label, into a shadow root or a slot means the element around it."""
    here = stage({f"{HOME}/": whole(LISTEN + PAGES[kind])})
    spot = here.page.locator("#here, a, button").last
    if kind == "a child of the link":
        spot = here.page.locator("#here")
    with here.window.point() as pointing:
        click(here.page, *centre(spot))
        role, name = next(one for one in pointed_at(here, pointing) if one[0] != "text")
    assert name == ("" if "slot" in kind else "Object")
    assert role == {"a link": "link", "a child of the link": "link", "the label of a field": "textbox"}.get(
        kind, "button"
    )
    assert here.page.evaluate("heard") == []


@pytest.mark.parametrize("origin", [HOME, ELSEWHERE])
def test_a_click_in_a_frame_is_caught(stage, origin):
    """An element in a frame, of this origin or another one, is pointed at as any other, and its frame is known."""
    pages = {
        f"{HOME}/": whole(f"{LISTEN}<p>Above</p><iframe src='{origin}/inner' width=400 height=200></iframe>"),
        f"{origin}/inner": whole(LISTEN + PAGES["a link"]),
    }
    here = stage(pages)
    frame = here.page.frames[1]
    with here.window.point() as pointing:
        click(here.page, *centre(frame.locator("a")))
        assert pointed_at(here, pointing) == [("link", "Object")]
        assert here.window.look().frames[pointing.around()[0].frame].origin == origin
    assert here.page.evaluate("heard") == []
    assert frame.evaluate("heard") == []


def test_a_frame_that_comes_while_she_points_is_watched(stage):
    """A frame that the page adds after the beginning catches the click as well."""
    pages = {f"{HOME}/": whole("<p>Above</p>"), f"{ELSEWHERE}/inner": whole(LISTEN + PAGES["a link"])}
    here = stage(pages)
    with here.window.point() as pointing:
        here.page.evaluate(
            f"document.body.insertAdjacentHTML('beforeend', '<iframe src={ELSEWHERE}/inner width=400></iframe>')"
        )
        link = here.page.frame_locator("iframe").locator("a")
        link.wait_for()
        assert pointing.poll() is None
        click(here.page, *centre(link))
        assert pointed_at(here, pointing) == [("link", "Object")]
    assert here.page.frames[1].evaluate("heard") == []


def test_a_click_before_any_move_is_caught(stage):
    """A click of a mouse that lay there already is no click for the page either."""
    here = stage({f"{HOME}/": whole(LISTEN + PAGES["a link"])})
    here.page.mouse.move(*centre(here.page.locator("a")))
    with here.window.point() as pointing:
        here.page.mouse.down()
        here.page.mouse.up()
        here.window.wait(50)
        assert pointing.poll() == "clicked"
    assert here.page.evaluate("heard") == []


def test_a_second_click_is_not_for_the_page(stage):
    """Who clicks once more while the first click is being looked at presses nothing on the page."""
    here = stage({f"{HOME}/": whole(LISTEN + PAGES["a link"])})
    with here.window.point() as pointing:
        x, y = centre(here.page.locator("a"))
        click(here.page, x, y)
        here.window.wait(100)
        press_unheard(here, x, y)
        assert pointing.poll() == "clicked"
    assert not {"mousedown", "click"} & set(here.page.evaluate("heard"))


def press_unheard(here, x, y):
    """A click that the browser may leave unanswered."""
    mouse = here.page.context.new_cdp_session(here.page)
    for type_ in ("mousePressed", "mouseReleased"):
        mouse.send("Input.dispatchMouseEvent", {"type": type_, "x": x, "y": y, "button": "left", "clickCount": 1})


def test_a_page_cannot_point_by_itself(stage):
    """Clicks and keys that the page's scripts make up are not hers."""
    here = stage({f"{HOME}/": whole(PAGES["a link"])})
    with here.window.point() as pointing:
        here.page.evaluate("""() => {
          const link = document.querySelector('a');
          link.addEventListener('click', event => event.preventDefault());
          link.click();
          for (const type of ['mousemove', 'mousedown', 'mouseup', 'click'])
            link.dispatchEvent(new MouseEvent(type, {bubbles: true, clientX: 20, clientY: 20}));
          link.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}));
        }""")
        here.window.wait(50)
        assert pointing.poll() is None
        assert pointing.around() == ()


def test_escape_gives_up(stage):
    """The Escape key in the window ends the pointing without an element."""
    here = stage({f"{HOME}/": whole(PAGES["a link"])})
    with here.window.point() as pointing:
        here.page.keyboard.press("Escape")
        here.window.wait(50)
        assert pointing.poll() == "given-up"
        assert pointing.around() == ()


@pytest.mark.parametrize("how", ["clicked", "given-up", "nothing"])
def test_afterwards_the_mouse_is_the_pages_again(stage, how):
    """However the pointing ends, a click after it is an ordinary one."""
    here = stage({f"{HOME}/": whole(LISTEN + PAGES["a link"])})
    spot = centre(here.page.locator("a"))
    with here.window.point():
        if how == "clicked":
            click(here.page, *spot)
        elif how == "given-up":
            here.page.keyboard.press("Escape")
        here.window.wait(50)
    here.page.evaluate("heard.length = 0")
    here.page.mouse.click(*spot)
    assert "click" in here.page.evaluate("heard")


def test_what_is_gone_by_then_is_nothing(stage):
    """An element that the page takes away after the click is not made up for by another one."""
    here = stage({f"{HOME}/": whole(PAGES["a link"] + "<a href='/y'>Other</a>")})
    with here.window.point() as pointing:
        click(here.page, *centre(here.page.locator("a").first))
        here.window.wait(50)
        here.page.evaluate("document.querySelector('a').remove()")
        here.look()
        assert pointing.around() == ()


def test_a_page_that_goes_away_ends_nothing_badly(stage):
    """A tab that is closed while she points can be left in order."""
    here = stage({f"{HOME}/": whole(PAGES["a link"])})
    with here.window.point() as pointing:
        here.page.close()
        assert pointing.poll() is None
    with pytest.raises(PlaywrightError):
        here.page.evaluate("1")
