"""A hostile page and the guide: it cannot press or read it, learn what is not yet typed, or hide what is wrong.

Each page does its worst from its first line on, before anything of it is drawn.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from walkout.browser.own_page import HOME as OWN
from walkout.guide.editing import Editing
from walkout.walk import texts
from walkout.walk.person import Answer, Pause

from .conftest import HOME, Stage, whole
from .panel_eyes import SECRET, Guided, errand, review

pytestmark = [pytest.mark.guide, pytest.mark.promise(8)]
FORM = '<main><h1>Form</h1><label>Code <input id="code"></label> <button id="send">Submit</button></main>'
SCRIPTS = Path(__file__).parent / "hostile"
PAUSED = Pause("paused", *texts.PAUSED, (texts.GO_ON, texts.BACK, texts.STOP))
# Every way by which a page may come to know of the panel's inside, and what it knows by it.
SPY = (SCRIPTS / "spy.js").read_text("utf-8")
HOST = "[...document.querySelectorAll('div')].filter(one => one.popover === 'manual')"
# The tools that a script needs, spoilt in the page's own world.
SPOILT = (SCRIPTS / "spoilt.js").read_text("utf-8")
NAMES = "".join(
    f'<img name="{name}"><form id="{name}"></form><iframe name="{name}" hidden></iframe>'
    for name in (
        *(
            "walkoutGuide",
            "tell",
            "createElement",
            "documentElement",
            "querySelectorAll",
            "activeElement",
            "body",
            "head",
        ),
        *("visibilityState", "addEventListener", "createElementNS", "JSON", "performance", "innerWidth"),
    )
)


@pytest.fixture
def hostile(stage: Callable[..., Stage]) -> Callable[..., Guided]:
    """A window with the guide over a page that runs this script from its first line on."""

    def make(script: str = "", body: str = FORM, others: dict[str, str] | None = None) -> Guided:
        page = f"<!doctype html><script>{script}</script><meta charset=utf-8><title>T</title><body>{body}</body>"
        made = stage({f"{HOME}/": page, **(others or {})}, go=False)
        guided = Guided(made.window, made.page)
        made.window.open(f"{HOME}/")
        return guided

    return make


def test_a_page_sees_nothing_of_it(hostile: Callable[..., Guided]) -> None:
    """No global, node, event, selection, animation or measurement leads a page into the panel or to its words."""
    shown = hostile(SPY)

    def use_it() -> None:
        eyes, keys = shown.eyes, shown.page.keyboard
        eyes.press("more")
        eyes.press("fold")
        eyes.press("unfold")
        for key in ("Tab", "Tab", "ArrowDown", "Alt+Shift+KeyG", "Alt+Shift+KeyG", "Control+KeyA", "Control+KeyC"):
            keys.press(key)

    def spy() -> None:
        shown.page.evaluate("spy('Please read what will be sent')")

    shown.watch(review(), spy, use_it, spy)
    assert shown.page.evaluate("leaks") == []
    assert shown.page.evaluate("heard.length") > 0, "the spy hears nothing at all"


@pytest.mark.promise(1)
def test_scripted_events_press_nothing(hostile: Callable[..., Guided]) -> None:
    """No event that a script makes up, on the panel or at its place, with keys or pointers, is her word."""
    shown = hostile()

    def attack() -> None:
        box = shown.eyes.box(data_id="send")
        assert box is not None
        shown.page.evaluate(
            """([x, y, hosts]) => {
              const [host] = HOSTS;
              host.tabIndex = 0; host.autofocus = true; host.focus(); host.click();
              const at = {bubbles: true, composed: true, cancelable: true, clientX: x, clientY: y, detail: 1};
              const key = {...at, key: 'Enter', code: 'Enter', keyCode: 13};
              const jump = {...at, key: 'G', code: 'KeyG', altKey: true, shiftKey: true};
              for (const on of [host, document, window, document.elementFromPoint(x, y), document.body]) {
                for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
                  on.dispatchEvent(new (type.startsWith('p') ? PointerEvent : MouseEvent)(type, at));
                for (const type of ['keydown', 'keypress', 'keyup'])
                  for (const how of [key, jump, {...key, key: ' '}]) on.dispatchEvent(new KeyboardEvent(type, how));
                on.dispatchEvent(new Event('submit', at));
              }
            }""".replace("HOSTS", HOST),
            [box["x"] + 20, box["y"] + 10],
        )

    shown.watch(review(), attack, lambda: None)


@pytest.mark.promise(1)
def test_every_global_called_presses_nothing(hostile: Callable[..., Guided]) -> None:
    """Whatever function a page finds and calls with what the panel would say, nothing is pressed."""
    shown = hostile()
    call = """() => {
      const told = JSON.stringify({press: 'send', card: 1});
      for (const name of Object.getOwnPropertyNames(window)) {
        // Playwright's own, which is there only where web sockets are refused: a rehearsal.
        if (/^(alert|confirm|prompt|print|close|open|stop|location|find)$|^__playwright/.test(name)) continue;
        const one = window[name];
        if (typeof one !== 'function') continue;
        for (const what of [told, 'send', {press: 'send'}]) { try { one(what); } catch {} }
      }
      for (const name of ['tell', 'walkoutGuide', 'tellGuide']) { try { window[name](told); } catch {} }
    }"""
    shown.watch(review(), lambda: shown.page.evaluate(call), lambda: None)


def test_spoilt_tools_do_not_reach_it(hostile: Callable[..., Guided]) -> None:
    """A page that spoils every prototype and global of its own world has the guide as any other."""
    shown = hostile(SPOILT)
    assert shown.ask(PAUSED, lambda: shown.eyes.press("go-on")) == Answer("go-on")


def test_names_in_the_page_do_not_reach_it(hostile: Callable[..., Guided]) -> None:
    """Elements that are named as the tools that the panel uses do not come in between."""
    shown = hostile(body=NAMES + FORM)
    assert shown.ask(PAUSED, lambda: None, lambda: shown.eyes.press("go-on")) == Answer("go-on")


def test_timers_and_styles_do_not_reach_it(hostile: Callable[..., Guided]) -> None:
    """A page that clears every timer and hides, moves and dims all elements by style keeps nobody from the guide."""
    style = (
        "* { display: none !important; opacity: 0 !important; visibility: hidden !important;"
        " position: static !important; transform: translateX(-9000px) !important; transition: all 9s !important;"
        " pointer-events: none !important;"
        " zoom: .01 !important; filter: opacity(0) !important; clip-path: circle(0) !important }"
    )
    shown = hostile()

    def attack() -> None:
        shown.page.evaluate(
            """style => {
              for (let number = 0; number < 99999; number++) { clearTimeout(number); cancelAnimationFrame(number); }
              const [host] = HOSTS;
              host.style.cssText = style.replace(/^..|.$/g, '');
              host.hidden = true; host.inert = false;
              const made = document.createElement('style');
              made.textContent = 'html, body { display: block }' + style.replace('*', 'div, body > *');
              document.head.append(made);
            }""".replace("HOSTS", HOST),
            style,
        )

    assert shown.ask(PAUSED, attack, lambda: None, lambda: shown.eyes.press("go-on")) == Answer("go-on")


@pytest.mark.parametrize(
    "once",
    [
        "for (const one of HOSTS) one.remove()",
        "for (const one of HOSTS) one.hidePopover()",
        "for (const one of HOSTS) document.body.append(one)",
        "document.documentElement.replaceChildren(document.createElement('body'))",
        "document.documentElement.replaceWith(document.createElement('html'))",
        "document.open(), document.write('<p>other</p>'), document.close()",
    ],
)
def test_taken_away_it_comes_back(hostile: Callable[..., Guided], once: str) -> None:
    """A page that takes the panel away once has it back, and it can be pressed."""
    shown = hostile()
    attack = lambda: shown.page.evaluate(f"() => {{ {once.replace('HOSTS', HOST)} }}")  # noqa: E731
    assert shown.ask(PAUSED, attack, lambda: None, lambda: shown.eyes.press("go-on")) == Answer("go-on")
    assert not shown.told("guide-covered")


COVER = """
  const cover = document.createElement('div');
  cover.popover = 'manual';
  cover.style.cssText = 'margin:0;border:0;inset:0;width:100vw;height:100vh;background:white;PASSES';
  cover.textContent = 'You have won. Press the button.';
  HOLE
  const on = () => {
    try { document.documentElement.append(cover); cover.hidePopover(); } catch {}
    try { cover.showPopover(); } catch {}
  };
  on();
"""
AGAIN = "setInterval(on, 30);"
TAKE = "setInterval(() => { for (const one of HOSTS) one.remove(); }, 20);"
TAKE_AT_ONCE = """
new MutationObserver(() => { for (const one of HOSTS) one.remove(); })
  .observe(document, {childList: true, subtree: true});
for (const one of HOSTS) one.remove();
"""


@pytest.mark.promise(1)
@pytest.mark.parametrize(
    "attack",
    [COVER + AGAIN, COVER.replace("PASSES", "pointer-events:none") + AGAIN, TAKE, TAKE_AT_ONCE],
    ids=["covers", "covers and lets clicks through", "takes it away", "takes it away at once"],
)
def test_kept_away_it_says_so_and_takes_no_press(hostile: Callable[..., Guided], attack: str) -> None:
    """A page that keeps the panel from her sight again and again is told of beside it, and no press counts any more."""
    shown = hostile()
    boxes: list[dict[str, float]] = []

    def begin() -> None:
        box = shown.eyes.box(data_id="send")
        assert box is not None
        boxes.append(box)
        shown.page.evaluate(f"() => {{ {attack.replace('HOSTS', HOST).replace('HOLE', '')} }}")

    presses: list[str] = []

    def moved() -> bool:
        shown.window.wait(40)
        if not boxes:
            if shown.panel.is_ready:
                begin()
            return False
        shown.page.mouse.click(boxes[0]["x"] + 20, boxes[0]["y"] + 10)
        presses.append(shown.standing)
        return presses.count("covered") > 3

    assert shown.person.ask(review(), moved) == Answer("moved")
    assert len(shown.told("guide-covered")) == 1


@pytest.mark.promise(1)
def test_a_press_counts_only_while_all_of_it_is_seen(hostile: Callable[..., Guided]) -> None:
    """A page that covers everything but the button, so that she presses what she cannot read, gets nothing of it."""
    shown = hostile()
    keep: list[bool] = []

    def attack() -> None:
        box = shown.eyes.box(data_id="send")
        assert box is not None
        hole = (
            "cover.style.clipPath = `polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, "
            + ", ".join(
                f"{box['x'] + x * box['width']}px {box['y'] + y * box['height']}px"
                for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))
            )
            + ")`;"
        )
        script = COVER.replace("HOLE", hole).replace("PASSES", "pointer-events:none")
        shown.page.evaluate(f"() => {{ {script} }}")
        shown.window.wait(300)
        shown.page.mouse.click(box["x"] + 20, box["y"] + 10)
        shown.window.wait(100)
        keep.append(True)

    assert shown.ask(review(), attack, ends=lambda: bool(keep)) == Answer("moved")


@pytest.mark.promise(1)
def test_keys_meant_for_the_page_send_nothing(hostile: Callable[..., Guided]) -> None:
    """A page that moves the focus about while she presses Enter and Space does not get her to send."""
    shown = hostile(
        "setInterval(() => { const [host] = HOSTS; if (!host) return; host.tabIndex = 0; host.autofocus = true;"
        " host.focus(); }, 10);".replace("HOSTS", HOST)
    )

    def type_on() -> None:
        for key in ("Enter", "Space", "Enter", "a", "Enter"):
            shown.page.keyboard.press(key)
            shown.window.wait(30)

    shown.watch(review(), type_on, lambda: None)


@pytest.mark.promise(1)
def test_a_press_just_when_a_question_comes_is_none(hostile: Callable[..., Guided]) -> None:
    """A click that was under way when the question came up answers nothing."""
    shown = hostile()
    boxes: list[dict[str, float]] = []

    def find() -> None:
        box = shown.eyes.box(data_id="send")
        assert box is not None
        boxes.append(box)

    shown.watch(review(), find)
    pressed: list[bool] = []

    def moved() -> bool:
        if not pressed:
            shown.page.mouse.click(boxes[0]["x"] + 20, boxes[0]["y"] + 10)
            pressed.append(True)
        shown.window.wait(50)
        return shown.panel.is_ready

    assert shown.person.ask(review(), moved) == Answer("moved")


@pytest.mark.promise(1)
def test_leaving_at_the_review_takes_her_word_with_it(hostile: Callable[..., Guided]) -> None:
    """A press on a card that is no longer the one she is asked with is no answer to the next question."""
    shown = hostile(others={f"{HOME}/other": whole(FORM)})

    def leave() -> None:
        shown.eyes.press("send")
        shown.panel.show({**shown.panel._card})
        shown.page.goto(f"{HOME}/other")

    shown.watch(review(), leave, lambda: None)


@pytest.mark.promise(6)
def test_what_she_types_into_a_form_of_its_own_no_page_hears(hostile: Callable[..., Guided]) -> None:
    """A value is changed in a tab of walkout's own, and the page hears no key of it, before it is put into the form."""
    shown = hostile(
        SPY
        + "window.open = null; setInterval(() => { window.focus(); document.querySelector('input')?.focus(); }, 10);"
    )

    def change() -> None:
        shown.eyes.press("change:email")

    def type_it() -> None:
        own = _own(shown)
        assert own.evaluate("[window.opener, document.referrer, origin]") == [None, "", OWN]
        own.keyboard.press("Control+KeyA")
        own.keyboard.type("no address")
        own.keyboard.press("Enter")
        own.wait_for_selector("[role=alert]")
        own.keyboard.press("Control+KeyA")
        own.keyboard.type(SECRET)
        own.keyboard.press("Enter")

    polls: list[int] = []

    def moved() -> bool:
        shown.window.wait(40)
        polls.append(1)
        if shown.panel.is_ready and not getattr(shown, "began", False):
            shown.began = True  # type: ignore[attr-defined]
            change()
        elif len(shown.page.context.pages) > 1 and not getattr(shown, "typed", False):
            shown.typed = True  # type: ignore[attr-defined]
            type_it()
        return False

    assert shown.person.ask(review(), moved) == Answer("change", value_name="email", value=SECRET)
    assert shown.page.evaluate("keys") == []
    assert shown.page.evaluate("leaks") == []
    assert len(shown.page.context.pages) == 1
    assert not [one for one in shown.beside.events if SECRET in str(one)]


@pytest.mark.promise(6)
def test_the_form_of_its_own_is_out_of_reach(hostile: Callable[..., Guided]) -> None:
    """A page cannot open, fetch, frame or post to the page on which values are changed."""
    shown = hostile()
    editing = Editing("email", "Email address", SECRET, lambda _: "")
    shown.window.own_page("/change", editing.answer)
    got = shown.page.evaluate(
        """async own => {
          const got = [];
          try { got.push(await (await fetch(own, {mode: 'no-cors'})).text()); } catch { got.push('refused'); }
          const frame = document.createElement('iframe');
          frame.src = own;
          document.body.append(frame);
          await new Promise(done => { frame.onload = frame.onerror = done; setTimeout(done, 500); });
          try { got.push(frame.contentDocument ? 'no page' : 'another origin'); } catch { got.push('refused'); }
          navigator.sendBeacon(own, 'value=stolen&does=keep');
          return got;
        }""",
        f"{OWN}/change",
    )
    shown.window.wait(100)
    assert SECRET not in str(got)
    assert got[0] == "refused"
    assert editing.typed is None


def test_the_card_for_the_code_has_no_place_for_it(hostile: Callable[..., Guided]) -> None:
    """The panel has no field at all: codes and passwords are typed into the page itself."""
    shown = hostile()
    seen: list[str] = []
    shown.watch(errand(), lambda: seen.extend(one["nodeName"] for one in shown.eyes.nodes()))
    assert seen
    assert not {"INPUT", "TEXTAREA", "SELECT", "FORM", "IFRAME"} & set(seen)


def _own(shown: Guided) -> Page:
    (own,) = (one for one in shown.page.context.pages if one.url.startswith(OWN))
    own.wait_for_selector("#value:focus")
    return own
