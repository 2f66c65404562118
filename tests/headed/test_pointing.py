"""Pointing with a real mouse: what is meant by a click, and that the page gets nothing of it."""

import os
import subprocess
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from playwright.sync_api import Frame, Page

from walkout.browser.find import find_browser
from walkout.browser.session import rehearsal_browser
from walkout.browser.window import BrowserWindow

from .conftest import SECONDS

pytestmark = pytest.mark.headed
HOME, ELSEWHERE = "https://www.facebook.com", "https://elsewhere.example"
SIZE = "style='display:block; width:200px; height:60px'"
LISTEN = """<script>
  window.heard = [];
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'auxclick'])
    addEventListener(type, event => { heard.push(type); event.preventDefault(); event.stopPropagation(); }, true);
</script>"""
MADE_UP = """<script>
  setInterval(() => { for (const type of ['mousemove', 'mousedown', 'mouseup', 'click'])
    document.querySelector('i').dispatchEvent(new MouseEvent(type, {bubbles: true, composed: true})); }, 5);
</script>"""
LINK = f"<a href='/x' {SIZE}>Object</a>"
PAGES = {
    "a link": LINK,
    "a child of the link": f"<a href='/x' {SIZE}><b {SIZE}>Object</b></a>",
    "a shadow root": (
        f"<div id=host></div><script>host.attachShadow({{mode: 'open'}}).innerHTML = `<a href='/x' {SIZE}>Object</a>`"
        "</script>"
    ),
    "a page that makes clicks up": f"<i>Other</i>{LINK}{MADE_UP}",
    "a page that listens first": LISTEN + LINK,
    "a frame": f"<iframe src='{HOME}/inner' width=400 height=200></iframe>",
    "a frame from elsewhere": f"<iframe src='{ELSEWHERE}/inner' width=400 height=200></iframe>",
}


class Screen:
    """A real window that shows a page of the test, and the mouse and keys of a person."""

    def __init__(self, page: Page, display: str) -> None:
        self.page, self.environment = page, {**os.environ, "DISPLAY": display}
        self.window = BrowserWindow(page.context, page, (HOME,))

    def show(self, body: str) -> Frame:
        """Show a page. Returns the frame in which the link is."""
        pages = {f"{HOME}/": body, f"{HOME}/inner": LISTEN + LINK, f"{ELSEWHERE}/inner": LISTEN + LINK}
        self.page.context.route(
            "**/*",
            lambda route: route.fulfill(
                body=f"<!doctype html><title>Test</title>{pages.get(route.request.url, '')}", content_type="text/html"
            ),
        )
        self.page.goto(f"{HOME}/")
        self.page.evaluate("""() => {
          window.pressed = [];
          document.addEventListener('click', event => { if (event.isTrusted) pressed.push(event.target.tagName); });
        }""")
        return self.page.frames[-1]

    def where(self, frame: Frame) -> tuple[str, str]:
        """The place of the link on the screen."""
        box = frame.locator("a").bounding_box()
        left, top = self.page.evaluate("[screenX + outerWidth - innerWidth, screenY + outerHeight - innerHeight]")
        assert box is not None
        return str(round(left + box["x"] + 30)), str(round(top + box["y"] + box["height"] / 2))

    def xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True)

    def wait_for(self, true: Callable[[], object], what: str) -> None:
        end = monotonic() + SECONDS
        while not true():
            assert monotonic() < end, f"waited {SECONDS} s for {what}"
            self.window.wait(20)


@pytest.fixture(scope="module")
def screen(display: str) -> Iterator[Screen]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DISPLAY", display)
        with rehearsal_browser(find_browser(), headed=True) as running:
            yield Screen(running.new_context(no_viewport=True).new_page(), display)


@pytest.mark.parametrize("kind", PAGES)
def test_a_real_click_is_caught_wherever_it_falls(screen: Screen, kind: str) -> None:
    """The link under the mouse is meant, and neither page nor frame gets anything of the click."""
    frame = screen.show(PAGES[kind])
    with screen.window.point() as pointing:
        screen.xdotool("mousemove", *screen.where(frame), "click", "1")
        screen.wait_for(lambda: pointing.poll() == "clicked", "the click")
        view = screen.window.look()
        (link,) = [one for one in pointing.around() if one.role == "link"]
    assert (link.name, view.frames[link.frame].address) == ("Object", frame.url)
    assert screen.page.evaluate("pressed") == []
    assert frame.evaluate("window.heard || []") == []
    assert screen.page.url == f"{HOME}/"


def test_a_double_click_presses_nothing(screen: Screen) -> None:
    """Who clicks twice by habit has pointed once, and pressed nothing."""
    frame = screen.show(PAGES["a page that listens first"])
    with screen.window.point() as pointing:
        screen.xdotool("mousemove", *screen.where(frame))
        clicks = subprocess.Popen(["xdotool", "click", "--repeat", "2", "--delay", "250", "1"], env=screen.environment)
        screen.wait_for(lambda: pointing.poll() == "clicked", "the click")
    assert clicks.wait(SECONDS) == 0
    screen.window.wait(0)
    assert not {"mousedown", "click"} & set(frame.evaluate("heard"))


def test_escape_in_the_window_gives_up(screen: Screen) -> None:
    """The Escape key of the window ends it, and the next click is the page's again."""
    frame = screen.show(LINK)
    place = screen.where(frame)
    with screen.window.point() as pointing:
        screen.xdotool("mousemove", *place)
        screen.xdotool("key", "Escape")
        screen.wait_for(lambda: pointing.poll() == "given-up", "the key")
    screen.xdotool("click", "1")
    screen.wait_for(lambda: screen.page.url == f"{HOME}/x", "the link's page")
