"""What a person does in a window is told act by act, whatever shape the page has, and no page can make acts up."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from playwright.sync_api import BrowserContext, Frame, Page
from playwright.sync_api import Error as PlaywrightError

from walkout.browser.find import find_browser
from walkout.browser.listening import Listening
from walkout.browser.recording import Watching
from walkout.browser.session import rehearsal_browser
from walkout.watched import WatchedAct

from .conftest import SECONDS

pytestmark = pytest.mark.headed
PAGES = Path(__file__).parent / "recording_pages"
HOME = "https://forms.example"
ANNA, CODE = "anna.muster@example.org", "Xq-493017-é"


class Person:
    """A window with one of the pages, watched, and the mouse and keys of a person."""

    def __init__(self, context: BrowserContext, watching: Watching) -> None:
        self.context, self.watching = context, watching
        self.acts: list[WatchedAct] = []

    @property
    def page(self) -> Page:
        return self.context.pages[-1]

    def place(self, selector: str, within: Frame | None = None) -> tuple[float, float]:
        box = (within or self.page.main_frame).locator(selector).first.bounding_box()
        assert box is not None
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def click(self, selector: str, within: Frame | None = None) -> None:
        self.page.mouse.click(*self.place(selector, within))

    def type(self, selector: str, text: str, within: Frame | None = None) -> None:
        self.click(selector, within)
        self.page.keyboard.type(text)

    def keys(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)

    def drag(self, selector: str, onto: str) -> None:
        self.page.mouse.move(*self.place(selector))
        self.page.mouse.down()
        self.page.mouse.move(*self.place(onto), steps=6)
        self.page.mouse.up()

    def chooses_files(self, selector: str) -> None:
        with self.page.expect_file_chooser() as chooser:
            self.click(selector)
        chooser.value.set_files(PAGES / "inner.html")

    def drops_file(self, selector: str) -> None:
        """As a file manager does: the browser's own drop, which no script can make."""
        x, y = self.place(selector)
        data = {"items": [], "files": [str(PAGES / "inner.html")], "dragOperationsMask": 1}
        session = self.context.new_cdp_session(self.page)
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": data})
        session.detach()

    def waits_for(self, true: Callable[[], object], what: str) -> None:
        for _ in range(SECONDS * 50):
            self.acts += self.watching.poll()
            if true():
                return
            self.context.pages[0].wait_for_timeout(20)
        raise AssertionError(f"waited {SECONDS} s for {what}; so far: {[told(act) for act in self.acts]}")

    def waits_for_quiet(self) -> None:
        self.waits_for(lambda: self.watching.quiet, "quiet")


class Desk(Person):
    """The same with the mouse and keys of the screen, which reach the browser's own parts, too."""

    def screen(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], check=True)

    def points(self, selector: str) -> None:
        left, top = self.page.evaluate("[screenX + outerWidth - innerWidth, screenY + outerHeight - innerHeight]")
        x, y = self.place(selector)
        self.screen("mousemove", str(round(left + x)), str(round(top + y)), "click", "1")

    def windows(self) -> int:
        """How many windows the screen shows; the list of a select is one."""
        listed = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", ""], capture_output=True, check=False)
        return len(listed.stdout.splitlines())

    def waits_for_acts(self, count: int) -> None:
        self.waits_for(lambda: len(self.acts) >= count, f"{count} acts")
        self.waits_for_quiet()


@pytest.fixture(scope="module")
def context(display: str) -> Iterator[BrowserContext]:
    with opened(display) as context:
        yield context


@contextmanager
def opened(display: str) -> Iterator[BrowserContext]:
    """A browser with one window."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DISPLAY", display)
        with rehearsal_browser(find_browser(), headed=True) as running:
            context = running.new_context(no_viewport=True)
            context.route(
                "**/*",
                lambda route: route.fulfill(body=body_of(route.request.url), content_type="text/html; charset=utf-8"),
            )
            context.new_page()
            yield context


def body_of(address: str) -> str:
    """The page at an address; routes of a page are the page itself."""
    name = address.split("/")[3].split("?")[0].split("#")[0]
    file = PAGES / f"{name}.html"
    return file.read_text("utf-8") if file.exists() else "<!doctype html><title>Empty</title>"


@contextmanager
def at(context: BrowserContext, name: str) -> Iterator[Desk]:
    """A person at one of the pages; all that she did is told once the block has ended."""
    for page in context.pages[1:]:
        page.close()
    context.pages[0].goto(f"{HOME}/{name}")
    watching = Watching(context)
    person = Desk(context, watching)
    try:
        person.waits_for_quiet()
        yield person
    finally:
        person.acts += watching.stop()


def told(act: WatchedAct) -> tuple[Any, ...]:
    """An act in short: what, on which element, and what it held."""
    name = act.element and act.element.name
    more: tuple[Any, ...] = (act.typed,) if act.typed else ()
    if act.onto:
        more += (act.onto.name,)
    return (act.kind, name, *more, *(["secret"] if act.secret else []))


def routes(person: Person) -> None:
    person.click("text=Object")
    person.type("#email", ANNA)
    person.click("text=Send")


def enter(person: Person) -> None:
    person.type("#more", "two")
    person.keys("Enter")
    person.type("#email", ANNA)
    person.keys("Enter")
    person.waits_for(lambda: "?email=" in person.page.url, "the next page")


def labels(person: Person) -> None:
    person.click("#agree span")
    person.click("text=France")
    person.click("#switch")
    person.keys("Space")
    person.click("#name-label")
    person.page.keyboard.type("Anna")


def lists(person: Person) -> None:
    person.page.focus("#country")
    person.keys("G", "e")
    person.type("#city", "Berlin")
    person.click("text=Next")


def typeahead(person: Person) -> None:
    person.type("#country", "Ge")
    person.click("text=Germany")
    person.click("text=Next")
    person.click("#country")
    person.keys("Control+a", "F", "ArrowDown", "Enter")
    person.click("text=Next")


def plain_typeahead(person: Person) -> None:
    person.type("#tags", "I")
    person.click("text=Iceland")
    person.click("text=Next")


def drawn_list(person: Person) -> None:
    person.click("#box")
    person.click("text=Germany")


def dates(person: Person) -> None:
    person.page.focus("#born")
    person.page.keyboard.type("04052001")
    person.click("#from")
    person.click("#next")
    person.click("text=14")


def uploads(person: Person) -> None:
    person.chooses_files("#proof")
    person.chooses_files("text=Add a picture")
    person.drops_file("#zone")


def frames(person: Person) -> None:
    near, far = person.page.frames[1:]
    person.waits_for(lambda: len(person.watching.page.frames) == 3, "frames")
    person.type("#email", "near", near)
    person.type("#email", "far", far)
    person.click("text=Inside", far)
    person.click("text=Outside")


def shadow(person: Person) -> None:
    person.type("input", ANNA)
    person.click("b")


def tabs(person: Person) -> None:
    for opener in ("text=Open a tab", "text=Open a pop-up"):
        with person.context.expect_page() as opened:
            person.click(opener)
        opened.value.wait_for_load_state()
        person.waits_for(lambda: sum(act.kind == "tab" for act in person.acts) % 2, "the tab in front")
        person.waits_for_quiet()
        person.click("text=Inside")
        opened.value.close()
        person.waits_for(lambda: sum(act.kind == "tab" for act in person.acts) % 2 == 0, "the tab behind")


def drag(person: Person) -> None:
    person.drag("#one", "#bin")
    person.drag("#knob", "#end")


def rerender(person: Person) -> None:
    person.type("#email", ANNA)
    person.click("text=Send")
    person.click("text=now")


def keys(person: Person) -> None:
    for selector, key in (
        ("#plain", "Enter"),
        ("#plain", "Space"),
        ("#drawn", "Enter"),
        ("#link", "Enter"),
        ("#box", "Space"),
    ):
        person.page.focus(selector)
        person.keys(key)
    person.type("#words", "three words here")


def ways(person: Person) -> None:
    """By the browser's own ways, long after the last act."""
    page = person.page
    goes = (lambda: page.goto(f"{HOME}/shadow"), lambda: page.goto(f"{HOME}/drag"), page.go_back, page.go_forward)
    for go in (*goes, page.reload):
        go()
        person.waits_for_quiet()


CASES: dict[str, tuple[Callable[[Person], None], list[tuple[Any, ...]]]] = {
    "routes": (routes, [("click", "Object"), ("fill", "Email", ANNA), ("click", "Send")]),
    "enter": (enter, [("fill", "More", "two\n"), ("fill", "Email", ANNA), ("enter", "Email")]),
    "labels": (
        labels,
        [("tick", "I agree"), ("tick", "France"), ("tick", "News"), ("tick", "News"), ("fill", "Name", "Anna")],
    ),
    "lists": (lists, [("choose", "Country", "Germany"), ("choose", "City", "Berlin"), ("click", "Next")]),
    "typeahead": (
        typeahead,
        [("choose", "Country", "Germany"), ("click", "Next"), ("choose", "Country", "France"), ("click", "Next")],
    ),
    "plain-typeahead": (plain_typeahead, [("choose", "Tag", "Iceland"), ("click", "Next")]),
    "drawn-list": (drawn_list, [("choose", "Country", "Germany")]),
    "dates": (dates, [("fill", "Born", "2001-04-05"), ("click", "From"), ("click", "Next month"), ("click", "14")]),
    "uploads": (
        uploads,
        [
            ("upload", "Evidence", "inner.html"),
            ("upload", "Picture", "inner.html"),
            ("upload", "Dropped", "inner.html"),
        ],
    ),
    "frames": (
        frames,
        [("fill", "Email", "near"), ("fill", "Email", "far"), ("click", "Inside"), ("click", "Outside")],
    ),
    "shadow": (shadow, [("fill", "Email", ANNA), ("click", "Send")]),
    "tabs": (
        tabs,
        [
            *[("click", "Open a tab"), ("tab", None), ("click", "Inside"), ("tab", None)],
            *[("click", "Open a pop-up"), ("tab", None), ("click", "Inside"), ("tab", None)],
        ],
    ),
    "drag": (drag, [("drag", "First", "Bin"), ("drag", "Knob", "End")]),
    "rerender": (rerender, [("fill", "Email", ANNA), ("click", "Send now")]),
    "keys": (
        keys,
        [
            *[("click", name) for name in ("Plain", "Plain", "Drawn", "Link")],
            *[("tick", "Box"), ("fill", "Words", "three words here")],
        ],
    ),
    "ways": (ways, [("open", None), ("open", None), ("back", None), ("forward", None), ("reload", None)]),
}


def test_the_browsers_own_parts_are_followed(display: str) -> None:
    """What is done in the list that the browser draws for a select, in its address bar and by its own keys is told."""
    with opened(display) as context, at(context, "lists") as person:
        before = person.windows()
        person.points("#country")
        person.waits_for(lambda: person.windows() > before, "the list")
        person.screen("key", "G", "Return")
        person.waits_for_acts(2)
        person.screen("key", "ctrl+l")
        # The first keys can come before the bar has the focus; blanks at its front do no harm.
        person.screen("type", f"   {HOME}/shadow\n")
        person.waits_for_acts(3)
        person.screen("key", "alt+Left")
        person.waits_for_acts(4)
        person.screen("key", "F5")
        person.waits_for_acts(5)
        person.page.evaluate("setTimeout(() => location.reload())")
        person.waits_for(lambda: not person.watching.quiet, "the page's own reload")
        person.waits_for_quiet()
    assert [(told(act), act.address.removeprefix(HOME)) for act in person.acts[1:]] == [
        (("choose", "Country", "Germany"), "/lists"),
        (("open", None), "/shadow"),
        (("back", None), "/shadow"),
        (("reload", None), "/lists"),
    ]


@pytest.mark.parametrize("name", CASES)
def test_what_is_done_is_told_whatever_the_shape(context: BrowserContext, name: str) -> None:
    """Each act is told once, in order, on the element that a person would name, which is in the view before the act."""
    do, expected = CASES[name]
    with at(context, name) as person:
        do(person)
    opened, *acts = person.acts
    assert (opened.kind, opened.address) == ("open", f"{HOME}/{name}")
    assert [told(act) for act in acts] == expected
    assert [act.number for act in person.acts] == list(range(1, len(acts) + 2))
    for act in acts:
        if act.element is not None:
            assert act.element in act.view.elements


def test_a_view_has_the_other_frames_too(context: BrowserContext) -> None:
    """An act in a frame comes with the window's own document first, then the frames, whatever their origin."""
    with at(context, "frames") as person:
        frames(person)
    far = next(act for act in person.acts if act.typed == "far")
    assert [frame.address for frame in far.view.frames] == [
        f"{HOME}/frames",
        f"{HOME}/inner",
        "https://elsewhere.example/inner",
    ]
    assert far.element is not None
    assert far.view.frames[far.element.frame].origin == "https://elsewhere.example"
    assert far.address == f"{HOME}/frames"
    assert {one.name for one in far.view.elements} >= {"Outside", "Inside"}


def test_a_route_is_the_address_of_the_next_act(context: BrowserContext) -> None:
    """Where a page changes its address without a load, the acts have the addresses at which they were done."""
    with at(context, "routes") as person:
        routes(person)
    assert [act.address for act in person.acts[1:]] == [f"{HOME}/routes"] + [f"{HOME}/routes/object"] * 2


def test_the_number_of_a_chosen_option_is_told(context: BrowserContext) -> None:
    """Of a native list, the number of the option is told, and its options are in the view."""
    with at(context, "lists") as person:
        lists(person)
    choice = person.acts[1]
    assert choice.element is not None
    assert choice.element.options[choice.chosen].label == "Germany"


def test_what_the_browser_fills_in_is_told_as_such(context: BrowserContext) -> None:
    """Fields that the browser's autofill has filled are fills by the browser, and a code among them stays a secret."""
    card = {
        "number": "4111111111111111",
        "name": "Anna Muster",
        "expiryMonth": "05",
        "expiryYear": "2030",
        "cvc": "123",
    }
    with at(context, "autofill") as person:
        session = context.new_cdp_session(person.page)
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        field = session.send("DOM.querySelector", {"nodeId": root, "selector": "#number"})["nodeId"]
        number = session.send("DOM.describeNode", {"nodeId": field})["node"]["backendNodeId"]
        session.send("Autofill.enable")
        # The browser does nothing before it has read the form.
        person.waits_for(
            lambda: (
                person.page.input_value("#number")
                or session.send("Autofill.trigger", {"fieldId": number, "card": card})
            ),
            "the browser's reading",
        )
        person.waits_for(lambda: len(person.acts) == 6, "the browser's filling")
        session.detach()
        person.type("#name", "!")
    *filled, mine = person.acts[1:]
    assert [told(act) for act in filled] == [
        ("fill", "Name on card", "Anna Muster"),
        ("fill", "Card number", "4111111111111111"),
        ("fill", "Month", "05"),
        ("fill", "Year", "2030"),
        ("fill", "Security code", "secret"),
    ]
    assert [act.by_browser for act in filled] == [True] * 5
    assert (mine.kind, mine.by_browser) == ("fill", False)


def test_a_page_that_breaks_ends_nothing(context: BrowserContext) -> None:
    """A tab that crashes, one that is closed and a frame that is taken away end neither the watching nor its order."""
    with at(context, "frames") as person:
        person.page.evaluate("near.remove()")
        with suppress(PlaywrightError):
            context.new_page().goto("chrome://crash")
        context.new_page().close()
        context.pages[1].close()
        person.click("text=Outside")
    assert ("click", "Outside") in [told(act) for act in person.acts]


@pytest.mark.promise(6)
def test_no_secret_leaves_its_page(context: BrowserContext) -> None:
    """Nothing that the script tells holds a typed password or code, whatever the page does with it."""
    heard: list[str] = []
    own = Listening._called

    def called(self: Listening, session: int, event: dict[str, Any]) -> None:
        heard.append(event["payload"])
        own(self, session, event)

    with patch.object(Listening, "_called", called), at(context, "secrets") as person:
        for field in "abcde":
            person.type(f"#{field}", CODE)
        person.type("#zip", "10115")
        person.click("#show")
        person.click("text=Weiter")
        person.waits_for(lambda: "?" in person.page.url, "the next page")
        person.waits_for_quiet()
        person.type("#a", CODE)
    names = ["Kennwort", "Anything", "Anything else", "Bestätigungscode", "More"]
    expected = [("fill", name, "secret") for name in names]
    expected += [
        ("fill", "Postal code", "10115"),
        ("click", "Show"),
        ("click", "Weiter"),
        ("fill", "Kennwort", "secret"),
    ]
    assert [told(act) for act in person.acts[1:]] == expected
    assert len(heard) > len(expected)
    said = " ".join(heard) + repr([(act.view, act.address, act.typed) for act in person.acts])
    assert "10115" in said
    for spelling in (CODE, CODE[:-1], "493017", "%C3%A9", r"\u00e9"):
        assert spelling not in said


@pytest.mark.promise(8)
def test_a_page_cannot_make_acts_up(context: BrowserContext) -> None:
    """Events that a page makes are no acts, and tools of the language that it has changed are not used."""
    with at(context, "hostile") as person:
        person.page.evaluate("tricks()")
        person.click("#button")
        person.page.evaluate("tricks()")
    assert [told(act) for act in person.acts[1:]] == [("click", "Send")]


@pytest.mark.promise(8)
def test_a_page_cannot_find_that_it_is_watched(context: BrowserContext) -> None:
    """A watched page has the globals and the document that it has unwatched, and none of its tools was used."""
    seen = "() => [Object.getOwnPropertyNames(window).sort(), document.documentElement.outerHTML, window.asked || 0]"
    for page in context.pages[1:]:
        page.close()
    page = context.pages[0]
    page.goto(f"{HOME}/hostile")
    page.mouse.click(5, 5)
    unwatched = page.evaluate(seen)
    with at(context, "hostile") as person:
        person.click("#button")
        person.page.goto(f"{HOME}/hostile")
        person.waits_for_quiet()
        person.page.mouse.click(5, 5)
        watched = person.page.evaluate(seen)
        reached = person.page.evaluate("[typeof watching, typeof tell, typeof globalThis.watching]")
    assert watched == unwatched
    assert reached == ["undefined"] * 3
