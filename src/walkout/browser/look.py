"""One look at a page: the in-page script `look.js` run in every visible frame, read into a `PageView`."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import ElementHandle, JSHandle, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame as PlaywrightFrame

from walkout.view import Box, Element, Frame, Option, PageView


@cache
def look_script() -> str:
    """The script that gathers the evidence of one document."""
    return files("walkout.browser").joinpath("look.js").read_text("utf-8")


@dataclass(frozen=True)
class Look:
    """A view, and the handles by which its elements are acted on: one for each frame of the view."""

    view: PageView
    handles: tuple[JSHandle, ...]

    def node(self, element: Element) -> ElementHandle | None:
        """The live element, or None. Raises Playwright's error where its document has gone."""
        handle = self.handles[element.frame]
        return handle.evaluate_handle("(look, index) => look.nodes[index]", element.index).as_element()

    def again(self, element: Element) -> Element | None:
        """The element's evidence as it is now; None where it is not in the document any more."""
        told = self.handles[element.frame].evaluate("(look, index) => look.again(index)", element.index)
        return None if told is None else _element(json.loads(told), element.frame, element.index)

    def drop(self) -> None:
        """Let the page forget the look."""
        for handle in self.handles:
            try:
                handle.dispose()
            except PlaywrightError:
                continue  # its document has gone, and the handle with it


def look_at(page: Page) -> Look:
    """Look at all frames of a page that a person can see. Raises Playwright's error where the page moves meanwhile."""
    frames: list[Frame] = []
    elements: list[Element] = []
    handles: list[JSHandle] = []
    title, language, ready, born = "", "", True, 0.0
    for frame in page.frames:
        if frame != page.main_frame and not _is_shown(frame):
            continue
        handle = frame.evaluate_handle(look_script())
        told = json.loads(handle.evaluate("look => look.json"))
        if frame == page.main_frame:
            title, language, ready, born = told["title"], told["language"], told["ready"], told["born"]
        number = len(frames)
        frames.append(Frame(frame.url, told["language"]))
        handles.append(handle)
        elements += [_element(record, number, index) for index, record in enumerate(told["elements"])]
    return Look(PageView(page.url, title, language, ready, born, tuple(frames), tuple(elements)), tuple(handles))


def _is_shown(frame: PlaywrightFrame) -> bool:
    try:
        owner = frame.frame_element()
        box = owner.bounding_box()
        return owner.is_visible() and box is not None and box["width"] > 1 and box["height"] > 1
    except PlaywrightError:
        return False  # the frame has gone


def _element(record: dict[str, Any], frame: int, index: int) -> Element:
    record["box"] = Box(*record["box"])
    record["options"] = tuple(Option(value, label) for value, label in record.get("options", ()))
    return Element(frame=frame, index=index, **record)
