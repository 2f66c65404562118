"""How tests see the guide's panel and press it: by the browser's own tools, as a page's scripts cannot.

Keys and clicks come from the browser's input, so they are trusted as a person's are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from walkout.browser.panel import Panel, Standing
from walkout.browser.window import BrowserWindow
from walkout.commands.guide import controls, guided
from walkout.errors import BadProfileError
from walkout.flow.load import find_flow, load_flow
from walkout.flow.steps import ValueName
from walkout.guide.person import Elsewhere, GuidePerson
from walkout.view import Element
from walkout.walk import texts
from walkout.walk.person import Answer, Event, Pause, ReviewRow, Wish

from ..guide_states import Shown
from ..guide_states import page as page_below

MOST_POLLS = 400
SECRET = "secret-that-was-never-typed@example.org"
Box = dict[str, float]


@dataclass
class Beside:
    """The second view: it hears everything, and answers nothing."""

    window: BrowserWindow
    events: list[Event] = field(default_factory=list)

    def tell(self, event: Event) -> None:
        self.events.append(event)

    def wish(self) -> Wish | None:
        return None

    def ask(self, pause: Pause, moved: Callable[[], bool], elsewhere: Elsewhere) -> Answer:
        for _ in range(MOST_POLLS):
            answer = elsewhere()
            if answer is not None:
                return answer
            if moved():
                return Answer("moved")
        raise AssertionError(f"nobody answered: {pause.title}")


class Eyes:
    """What of the panel can be seen in a tab, its closed root included. root: `open`, where a test has opened it."""

    def __init__(self, page: Page, root: str = "closed") -> None:
        self._page, self._root = page, root
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.send("DOM.enable")
        # Where the page begins on the screen, where a test looks at a real window.
        self.offset = (0, 0)

    def nodes(self) -> list[dict[str, Any]]:
        """All elements inside of such roots."""
        document = self._cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        return list(_inside(document, self._root, False))

    def node(self, **attributes: str) -> dict[str, Any]:
        """The only element of the panel with these attributes (`data_id="send"`)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        found = [one for one in self.nodes() if wanted.items() <= _attributes(one).items()]
        assert len(found) == 1, f"{len(found)} of {wanted}"
        return found[0]

    def ids(self) -> list[str]:
        """The ids of all its buttons, in their order."""
        return [_attributes(one)["data-id"] for one in self.nodes() if one["nodeName"] == "BUTTON"]

    def text(self) -> str:
        """All words in it."""
        return "\n".join(_words(one) for one in self.nodes() if "card" in _attributes(one).get("class", "").split())

    def live(self) -> str:
        """What is read aloud."""
        return _words(self.node(class_="live"))

    def box(self, **attributes: str) -> Box | None:
        """Where an element is in the window; None where it is not drawn."""
        return self.box_of(self.node(**attributes))

    def box_of(self, node: Mapping[str, Any]) -> Box | None:
        """The same of one of `nodes`."""
        try:
            quads = self._cdp.send("DOM.getContentQuads", {"backendNodeId": node["backendNodeId"]})["quads"]
        except PlaywrightError:  # the browser's way to say that it is not drawn
            return None
        if not quads:
            return None
        x, y, right, _, _, bottom, *_ = quads[0]
        return {"x": x, "y": y, "width": right - x, "height": bottom - y}

    def press(self, button: str) -> None:
        """Click a button as a person does."""
        box = self.box(data_id=button)
        assert box is not None, f"{button} is not to be seen"
        self._page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def focus(self) -> str:
        """The id of what has the keyboard inside of the panel; empty where nothing has."""
        for one in self.nodes():
            if "data-id" in _attributes(one) and self._is_focused(one):
                return _attributes(one)["data-id"]
        return ""

    def _is_focused(self, node: Mapping[str, Any]) -> bool:
        told = self._cdp.send("DOM.resolveNode", {"backendNodeId": node["backendNodeId"]})["object"]["objectId"]
        does = "function () { return this.getRootNode().activeElement === this && this.ownerDocument.hasFocus(); }"
        answer = self._cdp.send(
            "Runtime.callFunctionOn", {"objectId": told, "functionDeclaration": does, "returnByValue": True}
        )
        return bool(answer["result"]["value"])


def _inside(node: Mapping[str, Any], kind: str, inside: bool) -> Iterator[dict[str, Any]]:
    if inside and node["nodeType"] == 1:
        yield dict(node)
    for root in node.get("shadowRoots", ()):
        yield from _inside(root, kind, inside or root.get("shadowRootType") == kind)
    for child in node.get("children", ()):
        yield from _inside(child, kind, inside)


def _attributes(node: Mapping[str, Any]) -> dict[str, str]:
    flat = node.get("attributes", [])
    return dict(zip(flat[::2], flat[1::2], strict=True))


def _words(node: Mapping[str, Any]) -> str:
    if node["nodeType"] == 3:
        return str(node["nodeValue"])
    return " ".join(filter(None, map(_words, node.get("children", ()))))


class Guided:
    """A window with the guide over a page, and how a test asks in it."""

    def __init__(self, window: BrowserWindow, page: Page) -> None:
        self.window, self.page = window, page
        self.beside = Beside(window)
        made = guided(load_flow(find_flow("meta/facebook")).flow, window, self.beside, checked)
        assert made is not None
        self.person: GuidePerson = made
        self.panel: Panel = made._panel  # type: ignore[assignment]
        self.eyes = Eyes(page)

    def ask(self, pause: Pause, *acts: Callable[[], object], ends: Callable[[], bool] = lambda: False) -> Answer:
        """Ask, and do these acts one after the other, each once the panel takes presses or is known to be kept away."""
        left = list(acts)

        def moved() -> bool:
            self.window.wait(40)
            if left and (self.panel.is_ready or self.standing == "covered"):
                left.pop(0)()
            return ends()

        return self.person.ask(pause, moved)

    @property
    def standing(self) -> Standing:
        return "covered" if self.panel._covered else "there"

    def watch(self, pause: Pause, *acts: Callable[[], object]) -> None:
        """Ask, do these acts, and go on as soon as the last is done: `moved` is the answer, or else a press counted."""
        done: list[bool] = []
        answer = self.ask(pause, *acts, lambda: done.append(True), ends=lambda: bool(done))
        assert answer.choice == "moved", f"{answer.choice} was taken for the person's word"

    def told(self, event: str) -> list[Event]:
        return [one for one in self.beside.events if one.event == event]


def checked(name: ValueName, text: str) -> str:
    """A check of the test's own: an e-mail address has an @."""
    if name == "email" and "@" not in text:
        raise BadProfileError("this is no e-mail address.", remedy="It has an @.")
    return text


def review(about: Sequence[Element] = ()) -> Pause:
    """The question before sending."""
    title, lines = texts.REVIEW
    rows = (ReviewRow("Email address", "email", "typed@example.org"),)
    choices = (texts.SEND, texts.CHANGE, texts.BACK, texts.STOP)
    return Pause("review", title, lines, choices, "form", rows, "https://www.facebook.com", about=tuple(about))


def errand(about: Sequence[Element] = ()) -> Pause:
    """The question for the code, which she answers in the page."""
    title, lines = texts.ERRANDS["enter-the-code"]
    return Pause(
        "enter-the-code", title, lines, (texts.GO_ON, texts.BACK, texts.STOP), "code", minutes=60, about=tuple(about)
    )


def open_panel(page: Page) -> Panel:
    """The guide's panel over the invented page."""
    page.set_content(page_below())
    return Panel(page, controls())


def show_card(page: Page, panel: Panel, eyes: Eyes, shown: Shown) -> None:
    """Show a card as the guide does, and wait until it is there."""
    panel.mark([])
    panel._hers["folded"] = False
    page.mouse.move(0, 0)
    panel.show(shown.card)
    panel._draw()
    nodes = [(page.query_selector(one), label) for one, label in zip(shown.marks, shown.labels, strict=True)]
    panel.mark([(node, label) for node, label in nodes if node is not None])
    for button in shown.press:
        eyes.press(button)
    page.mouse.move(0, 0)
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
