"""The guide's panel in the window: it lives through what pages do, gets out of the way, and takes keys alone."""

from collections.abc import Callable
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError

from walkout.walk import texts
from walkout.walk.person import Answer, Event, Pause

from .conftest import HOME, Stage, whole
from .panel_eyes import Eyes, Guided, errand, review

pytestmark = pytest.mark.guide
FORM = '<main><h1>Form</h1><label>Code <input id="code"></label> <button id="send">Submit</button></main>'
LONG = f"<div style='height:1500px'>Words</div>{FORM}<div style='height:1500px'>Words</div>"
PAUSED = Pause("paused", *texts.PAUSED, (texts.GO_ON, texts.BACK, texts.STOP))


@pytest.fixture
def guide(stage: Callable[..., Stage]) -> Callable[..., Guided]:
    """A window with the guide over a page with this body; `head`: of the page, `others`: further pages."""

    def make(body: str = FORM, *, head: str = "", others: dict[str, str] | None = None) -> Guided:
        made = stage({f"{HOME}/": whole(body, head=head), **(others or {})}, go=False)
        guided = Guided(made.window, made.page)
        made.window.open(f"{HOME}/")
        return guided

    return make


def test_a_press_in_the_window_is_her_answer(guide: Callable[..., Guided]) -> None:
    """The main button of each question's card is the answer to it, and each further one as well."""
    shown = guide()
    assert shown.ask(review(), lambda: shown.eyes.press("send")) == Answer("send")
    assert shown.ask(PAUSED, lambda: shown.eyes.press("go-on")) == Answer("go-on")
    more = (lambda: shown.eyes.press("more"), lambda: shown.eyes.press("back"))
    assert shown.ask(PAUSED, *more) == Answer("back")


def test_between_questions_she_can_wish(guide: Callable[..., Guided]) -> None:
    """While the walk works she can pause and stop it in the window, and reads what it did and why."""
    shown = guide()
    shown.person.tell(Event("step-done", "pressed “Next”", {"page": "notice", "why": "it says “next”"}))
    while not shown.panel.is_ready:
        shown.window.wait(20)
        shown.panel.tick()
    assert "Pressed “Next”" in shown.eyes.text()
    assert "it says “next”" in shown.eyes.text()
    shown.eyes.press("pause")
    shown.window.wait(20)
    assert shown.person.wish() == "pause"
    assert shown.person.wish() is None


def test_a_pick_is_numbered_in_the_page_as_on_the_card(guide: Callable[..., Guided]) -> None:
    """Of two that could be meant both are marked with their numbers, and the pressed one is the answer."""
    shown = guide("<button>Next</button><br><br><br><button>Next</button>")
    two = tuple(one for one in shown.window.look().elements if one.role == "button")
    pause = Pause("ambiguous", "2 could be meant", (), (texts.POINT, texts.STOP), picks=("this", "that"), about=two)

    def look() -> None:
        for number in (0, 1):
            (label,) = (one for one in shown.eyes.nodes() if one["nodeName"] == "B" and _says(one, str(number + 1)))
            mark = shown.eyes.box_of(label)
            button = shown.page.locator("button").nth(number).bounding_box()
            assert mark is not None
            assert button is not None
            assert abs(mark["x"] - button["x"]) < 30
            assert abs(mark["y"] - button["y"]) < 30
        shown.eyes.press("pick:1")

    assert shown.ask(pause, look) == Answer("pick", pick=1)


def test_it_lives_through_loads(guide: Callable[..., Guided]) -> None:
    """The question is still there, and can be answered, after a reload, a change of route, and in another site."""
    other = "https://elsewhere.example/"
    shown = guide(others={other: whole(FORM)})
    acts = (
        lambda: shown.page.reload(),
        lambda: shown.page.evaluate("history.pushState({}, '', '/other')"),
        lambda: shown.page.evaluate("document.body.replaceChildren()"),
        lambda: shown.page.evaluate("document.open(), document.write('<h1>New</h1>'), document.close()"),
        lambda: shown.page.goto(other),
        lambda: shown.eyes.press("go-on"),
    )
    assert shown.ask(PAUSED, *acts) == Answer("go-on")


def test_it_follows_into_tabs(guide: Callable[..., Guided]) -> None:
    """In a tab that the page opens the guide asks there, and no longer in the first one; once it is closed, it does."""
    shown = guide(others={f"{HOME}/next": whole(FORM)})

    def open_tab() -> None:
        with shown.page.expect_popup() as opened:
            shown.page.evaluate("window.open('/next')")
        opened.value.wait_for_load_state()

    def in_the_tab() -> None:
        assert shown.eyes.ids() == []
        second = shown.page.context.pages[-1]
        assert "go-on" in Eyes(second).ids()
        second.close()

    def in_the_first() -> None:
        shown.eyes.press("go-on")

    assert shown.ask(PAUSED, open_tab, in_the_tab, in_the_first) == Answer("go-on")


def test_it_lives_through_a_crash(guide: Callable[..., Guided]) -> None:
    """Where the only page crashes, the guide goes on asking, on an empty page that is not loaded again."""
    shown = guide()

    def crash() -> None:
        with suppress(PlaywrightError):
            shown.page.goto("chrome://crash", timeout=2000)

    def then() -> None:
        page = shown.page.context.pages[-1]
        assert page.url == "about:blank"
        Eyes(page).press("go-on")

    assert shown.ask(PAUSED, crash, then) == Answer("go-on")


def test_what_she_did_to_it_stays(guide: Callable[..., Guided]) -> None:
    """Folded stays folded and moved stays moved after a reload; the key brings it back, and arrows move it."""
    shown = guide()
    eyes, keys = shown.eyes, shown.page.keyboard
    places: list[object] = []

    def move() -> None:
        places.append(eyes.box(class_="card"))
        _focus(shown, "grip")
        for _ in range(3):
            keys.press("ArrowDown")
        places.append(eyes.box(class_="card"))
        shown.page.reload()

    def fold() -> None:
        places.append(eyes.box(class_="card"))
        eyes.press("fold")
        shown.page.reload()

    def unfold() -> None:
        assert eyes.box(class_="card") is None
        keys.press("Alt+Shift+KeyG")
        places.append(eyes.box(class_="card"))

    shown.watch(PAUSED, move, fold, unfold)
    first, moved, reloaded, unfolded = places
    assert isinstance(first, dict)
    assert isinstance(moved, dict)
    assert moved["y"] >= first["y"] + 60
    assert reloaded == moved == unfolded


def test_it_can_be_dragged(guide: Callable[..., Guided]) -> None:
    """Dragging its head moves it."""
    shown = guide()
    places: list[dict[str, float]] = []

    def drag() -> None:
        box, mouse = shown.eyes.box(class_="card"), shown.page.mouse
        assert box is not None
        mouse.move(box["x"] + 150, box["y"] + 25)
        mouse.down()
        mouse.move(box["x"] - 150, box["y"] + 125, steps=4)
        mouse.up()
        after = shown.eyes.box(class_="card")
        assert after is not None
        places.extend((box, after))

    shown.watch(PAUSED, drag)
    assert places[1]["x"] == pytest.approx(places[0]["x"] - 300, abs=2)
    assert places[1]["y"] == pytest.approx(places[0]["y"] + 100, abs=2)


def test_keys_alone_do_everything(guide: Callable[..., Guided]) -> None:
    """From the page, a key leads into the guide and back, Tab through its buttons, and Enter presses."""
    shown = guide()
    keys = shown.page.keyboard

    def go_there() -> None:
        shown.page.focus("#code")
        keys.press("Alt+Shift+KeyG")
        assert shown.eyes.focus() == "title"
        keys.press("Escape")
        assert shown.eyes.focus() == ""
        keys.press("Alt+Shift+KeyG")
        _focus(shown, "send")
        keys.press("Enter")

    assert shown.ask(review(), go_there) == Answer("send")


def test_focus_goes_to_a_question_and_never_away_from_her_typing(guide: Callable[..., Guided]) -> None:
    """A question takes the keyboard to its title, not while she types, and not where she acts in the page."""
    shown = guide()
    seen: list[str] = []
    shown.watch(review(), lambda: seen.append(shown.eyes.focus()))
    shown.page.focus("#code")
    shown.watch(review(), lambda: seen.append(shown.eyes.focus()))
    shown.page.evaluate("document.activeElement.blur()")
    shown.watch(errand(), lambda: seen.append(shown.eyes.focus()))
    assert seen == ["title", "", ""]


def test_what_changed_is_read_aloud(guide: Callable[..., Guided]) -> None:
    """A live region says each question and each step, but no value that will be sent."""
    shown = guide()
    heard: list[str] = []
    shown.watch(review(), lambda: heard.append(shown.eyes.live()))
    shown.person.tell(Event("step-done", "pressed “Next”", {}))
    heard.append(shown.eyes.live())
    assert heard[0].startswith("Please read what will be sent")
    assert "typed@example.org" not in heard[0]
    assert heard[1] == "Pressed “Next”"


def test_time_left_is_shown(guide: Callable[..., Guided]) -> None:
    """The card for the code counts down, and tells of spam and of the page's own way to a new code."""
    shown = guide()
    seen: list[str] = []
    shown.watch(errand(), lambda: seen.append(shown.eyes.text()))
    assert "59:5" in seen[0]
    assert "spam" in seen[0]
    assert "new code" in seen[0]


@pytest.mark.parametrize("size", [(1280, 900), (640, 450), (360, 640)], ids=str)
def test_it_never_covers_what_is_meant(guide: Callable[..., Guided], size: tuple[int, int]) -> None:
    """What is marked is in sight and not under the card, wherever it stands, in wide and narrow windows."""
    shown = guide()
    shown.page.set_viewport_size({"width": size[0], "height": size[1]})
    for across, down in product((0, 0.5, 1), (0, 0.5, 1)):
        style = f"position:absolute;left:calc((100% - 120px) * {across});top:calc(60px + {down} * 2000px);width:120px"
        shown.page.evaluate(
            "style => { document.body.innerHTML = "
            "`<div style='height:2400px'></div><button style='${style}'>Go</button>`; scrollTo(0, 0); }",
            style,
        )
        (button,) = (one for one in shown.window.look().elements if one.role == "button")
        there, card = _places(shown, review([button]))
        assert 0 <= there["y"] <= size[1] - there["height"], f"out of sight at {across}, {down}"
        assert card is not None
        assert not _overlap(there, card), f"covered at {across}, {down}"


def test_it_stays_usable_over_a_modal_dialog(guide: Callable[..., Guided]) -> None:
    """Over a dialog that makes the rest of the page inert, the guide is seen and pressed; so it is after the dialog."""
    shown = guide(FORM + "<dialog><p>Cookies?</p><button>No</button></dialog>")
    opened = lambda: shown.page.evaluate("document.querySelector('dialog').showModal()")  # noqa: E731
    assert shown.ask(PAUSED, opened, lambda: shown.eyes.press("go-on")) == Answer("go-on")
    closed = lambda: shown.page.evaluate("document.querySelector('dialog').close()")  # noqa: E731
    assert shown.ask(PAUSED, closed, lambda: shown.eyes.press("go-on")) == Answer("go-on")
    assert not shown.told("guide-covered")


def test_it_needs_nothing_of_a_strict_page(guide: Callable[..., Guided]) -> None:
    """A page whose policy allows no script, no style and no trusted type has the guide as any other."""
    policy = "default-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'; sandbox allow-same-origin"
    strict = f'<meta http-equiv="content-security-policy" content="{policy}">'
    shown = guide(head=strict)
    assert shown.ask(PAUSED, lambda: shown.eyes.press("go-on")) == Answer("go-on")


def test_frames_have_no_panel(guide: Callable[..., Guided]) -> None:
    """A page inside of the page has no panel."""
    shown = guide(f"{FORM}<iframe src='{HOME}/inner'></iframe>", others={f"{HOME}/inner": whole("<p>Inner</p>")})
    shown.watch(PAUSED, lambda: None)
    assert shown.eyes.ids().count("go-on") == 1


def test_without_the_guide_nothing_is_added(stage: Callable[..., Stage]) -> None:
    """Where the guide is off, the page is as it would be without walkout."""
    plain = stage({f"{HOME}/": whole(FORM)})
    plain.look()
    assert Eyes(plain.page).nodes() == []
    assert plain.page.evaluate("document.documentElement.children.length") == 2


def test_pictures_do_not_show_it(guide: Callable[..., Guided]) -> None:
    """A picture for the receipt shows the page without the guide, and the guide is there again afterwards."""
    shown = guide()
    pictures: list[bytes] = []
    shown.watch(review(), lambda: pictures.append(shown.window.picture(())), lambda: None)
    shown.panel.end()
    assert pictures[0] == shown.window.picture(())


def _places(shown: Guided, pause: Pause) -> tuple[dict[str, float], dict[str, float] | None]:
    """Where the page's button and the card are, while she is asked."""
    boxes: list[tuple[dict[str, float], dict[str, float] | None]] = []

    def look() -> None:
        there = shown.page.locator("button").bounding_box()
        assert there is not None
        boxes.append((dict(there), shown.eyes.box(class_="card")))

    shown.watch(pause, look)
    return boxes[0]


def _focus(shown: Guided, button: str) -> None:
    """Go to a button with the Tab key, from the guide's title."""
    if not shown.eyes.focus():
        shown.page.keyboard.press("Alt+Shift+KeyG")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            if shown.eyes.focus() == button:
                return
            shown.page.keyboard.press(key)
    raise AssertionError(f"no key leads to {button}")


def _says(node: dict[str, Any], words: str) -> bool:
    return [child["nodeValue"] for child in node.get("children", ())] == [words]


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )
