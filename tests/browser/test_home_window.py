"""The window of the home page: what comes from elsewhere does nothing there, learns nothing, and nothing leaves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route
from playwright.sync_api import Error as PlaywrightError

from walkout.browser.home_window import Asked, LocalPages, home_context
from walkout.commands.home import Front
from walkout.commands.home_desk import Desk
from walkout.flow.load import load_flow
from walkout.home.asked import ORIGIN
from walkout.home.state import Counts
from walkout.settings import settings
from walkout.shipped_files import flow_files

pytestmark = pytest.mark.guide
EMAIL = "alexandra.muster@example.org"
ELSEWHERE = "https://www.facebook.com"
# What a page can try that knows the address: forms to every place, scripts, frames, pictures, a second window.
HOSTILE = f"""<body><script>
const posts = ['/leave', '/forget', '/start', '/you', '/trust', '/unlock'];
const fields = {{token: '', flow: 'meta/facebook', how: 'walk', everything: 'yes', sure: 'yes', again: 'yes'}};
for (const path of posts) {{
  fetch('{ORIGIN}' + path, {{method: 'POST', mode: 'no-cors', credentials: 'include',
    body: new URLSearchParams(fields)}}).catch(() => 0);
  const frame = document.createElement('iframe');
  frame.name = path;
  document.body.append(frame);
  const form = document.createElement('form');
  Object.assign(form, {{method: 'post', action: '{ORIGIN}' + path, target: path}});
  for (const [name, value] of Object.entries(fields)) {{
    const field = document.createElement('input');
    Object.assign(field, {{type: 'hidden', name, value}});
    form.append(field);
  }}
  document.body.append(form);
  form.submit();
}}
new Image().src = '{ORIGIN}/leave';
navigator.sendBeacon('{ORIGIN}/leave', new URLSearchParams(fields));
fetch('{ORIGIN}/you').then((answer) => answer.text()).then((text) => {{ window.stolen = text; }})
  .catch(() => {{ window.stolen = 'refused'; }});
</script><form method="post" action="{ORIGIN}/forget" id="whole">
<input name="token" value=""><input name="everything" value="yes"><input name="sure" value="yes">
<button>Win</button></form>"""


class Watched:
    """The home page of a person whose data lies in a folder of the test, with all that was asked of it."""

    def __init__(self) -> None:
        self.desk = Desk([load_flow(path) for path in flow_files()])
        self.front = Front(self.desk)
        self.asked: list[Asked] = []
        self.given: list[bool] = []
        self.pages = LocalPages(ORIGIN, self._answer)
        self.front.counts = lambda: Counts(self.pages.answered, self.pages.refused, self.pages.left)

    def _answer(self, asked: Asked) -> Any:
        given = self.front.given(asked)
        self.asked.append(asked)
        self.given.append(given is not None)
        return given


@pytest.fixture
def home(own: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    """With values kept in an encrypted file."""
    monkeypatch.setenv("WALKOUT_PASSPHRASE", "four words and more")
    settings.cache_clear()
    Desk([]).profile.save({"country": "DE", "email": EMAIL}, "four words and more")
    return Watched()


@pytest.fixture
def context(running: Browser, home: Watched) -> Iterator[BrowserContext]:
    context = home_context(running, home.pages)
    yield context
    context.close()


def of_the_whole_page(request: Request) -> bool:
    return request.method == "POST" and request.is_navigation_request() and request.frame.parent_frame is None


def front_page(context: BrowserContext) -> Page:
    return context.pages[0]


@pytest.mark.promise(8)
def test_a_page_from_elsewhere_gets_nothing(context: BrowserContext, home: Watched) -> None:
    """Forms, scripts, frames, pictures and beacons of a hostile page are refused; nothing is done, nothing is read."""
    hostile = context.new_page()

    def show(route: Route) -> None:
        route.fulfill(status=200, headers={"content-type": "text/html"}, body=HOSTILE)

    context.route(f"{ELSEWHERE}/**", show)
    before = len(home.asked)
    hostile.goto(f"{ELSEWHERE}/prize", wait_until="load")
    hostile.wait_for_function("window.stolen !== undefined")
    assert hostile.evaluate("window.stolen") == "refused"
    with hostile.expect_event("requestfailed", of_the_whole_page):
        hostile.locator("#whole button").click(no_wait_after=True)
    tried = home.asked[before:]
    assert {one.method for one in tried} >= {"GET", "POST"}
    assert [one for one in tried if one.top and one.method == "POST"], "the form as a whole was tried"
    assert not any(home.given[before:])
    assert not home.front.over
    assert home.desk.profile.shown.email == EMAIL
    assert front_page(context).url == f"{ORIGIN}/"


@pytest.mark.promise(6, 9)
def test_nothing_leaves_the_window(context: BrowserContext, home: Watched) -> None:
    """Addresses typed by hand, scripts and pictures find nothing, and the page counts them truly."""
    page = context.new_page()
    with pytest.raises(PlaywrightError):
        page.goto("https://www.example.org/")
    front = front_page(context)
    for script in ("fetch('https://www.example.org/')", "new Image().src = 'https://www.example.org/p'"):
        front.evaluate(f"() => {{ {script}; }}")
    with front.expect_event("requestfailed"):
        front.evaluate(
            "() => { new WebSocket('wss://www.example.org/'); new Image().src = 'https://www.example.org/q'; }"
        )
    front.goto(f"{ORIGIN}/")
    told = " ".join(front.locator("footer").inner_text().split())
    assert "Requests that left this window: 0" in told
    assert f"refused: {home.pages.refused}" in told
    assert home.pages.refused >= 3
    assert home.pages.made == home.pages.answered + home.pages.refused


@pytest.mark.promise(6)
def test_a_frame_or_another_tab_cannot_read_the_values(context: BrowserContext, home: Watched) -> None:
    """Even a page of the same address cannot be framed, and a script's request for one is refused."""
    front = front_page(context)
    front.goto(f"{ORIGIN}/you")
    assert front.locator("#email").input_value() == EMAIL
    read = front.evaluate("fetch('/you').then((answer) => answer.text()).catch(() => 'refused')")
    assert read == "refused"
    front.evaluate("document.body.append(Object.assign(document.createElement('iframe'), {src: '/you'}))")
    front.goto(f"{ORIGIN}/")
    assert not [one for one, given in zip(home.asked, home.given, strict=True) if given and not one.top]


@pytest.mark.promise(6)
def test_no_value_is_ever_in_an_address(context: BrowserContext, home: Watched) -> None:
    """She fills in and saves by the form; of all addresses that the window asked for, none tells of her."""
    front = front_page(context)
    front.goto(f"{ORIGIN}/you")
    front.locator("#own_sentence").fill("My pictures show my children.")
    front.locator("button[value=preview]").click()
    front.locator("blockquote").wait_for()
    front.locator("button[value=save]").click()
    front.get_by_text("Your values are kept on this computer.").wait_for()
    assert home.desk.profile.shown.own_sentence == "My pictures show my children."
    assert not [one for one in home.asked if "@" in one.address or "pictures" in one.address or "?" in one.address]


def test_a_picture_comes_through_the_form(context: BrowserContext, home: Watched, tmp_path: Path) -> None:
    """A chosen picture is kept, sealed; its bytes come as text in the form, as files do not come through."""
    from PIL import Image

    Image.new("RGB", (40, 30), "navy").save(tmp_path / "answer.png")
    front = front_page(context)
    front.goto(f"{ORIGIN}/evidence")
    front.locator("#file").set_input_files(tmp_path / "answer.png")
    front.locator("#picture-form button").click()
    front.locator("li.card", has_text="A picture").wait_for()
    assert len(list(settings().evidence_folder.glob("*.sealed"))) == 1


@pytest.mark.parametrize("path", ["/", "/you", "/flow/meta/facebook", "/evidence", "/kept"])
def test_the_keyboard_reaches_everything(context: BrowserContext, path: str) -> None:
    """Tab comes by each link, field and button once, in the order of the page, and each shows that it has the focus."""
    front = front_page(context)
    front.goto(f"{ORIGIN}{path}")
    wanted = front.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]"
        ".filter(one => one.checkVisibility()).length"
    )
    seen: list[str] = []
    front.evaluate("[...document.querySelectorAll('*')].forEach((one, at) => one.setAttribute('data-at', at))")
    for _ in range(wanted):
        front.keyboard.press("Tab")
        at, outline = front.evaluate(
            "[document.activeElement.dataset.at, getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert outline != "none"
        seen.append(at)
    assert len(set(seen)) == wanted
    assert [int(at) for at in seen] == sorted(int(at) for at in seen)


def test_at_twice_the_size_and_in_a_narrow_window_it_fits(running: Browser, home: Watched) -> None:
    """A page of 360 pixels at 200 %, which is 180 pixels of the page's own, has no sideways scrolling."""
    context = home_context(running, home.pages)
    front = context.pages[0]
    front.set_viewport_size({"width": 320, "height": 400})
    for path in ("/", "/you", "/flow/meta/facebook", "/evidence", "/kept"):
        front.goto(f"{ORIGIN}{path}")
        assert front.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
    context.close()
