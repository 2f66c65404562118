"""One look at a page: the in-page script `look.js` run in every visible frame, read into a `PageView`."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import ElementHandle, JSHandle, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame as PlaywrightFrame

from walkout.browser.told import Document, UnreadableError, all_of, document_of, json_of, read_told, view_of
from walkout.view import Element, PageView

LOOK = "page => page.look()"
REACH = "(page, [index, was, show]) => page.reach(index, was, show)"
HOLDS = "(page, [index, was, value]) => { const node = page.reach(index, was); return node && page.held(node, value); }"
HELD = "(page, [node, value]) => page.held(node, value)"
PARAGRAPHS = "(page, index) => page.paragraphs(index)"
ENCLOSING = "(page, key) => page.enclosing(key)"
SAME = ("role", "name", "href", "type", "form", "submits", "sends_to")


@cache
def look_script() -> str:
    """The script that looks at one document."""
    return files("walkout.browser").joinpath("look.js").read_text("utf-8")


@dataclass(frozen=True)
class Look:
    """A view, and for each frame of it the browser's frame and the handle by which its elements are acted on.

    The handle is the document's: it lasts from look to look, and dies when the frame moves to another document.
    """

    view: PageView
    frames: tuple[PlaywrightFrame, ...]
    handles: tuple[JSHandle, ...]

    def reach(self, element: Element, *, show: bool = False) -> ElementHandle | None:
        """The live element, if it can be used and is what it was at the look; else None. show: bring it into sight.

        Raises Playwright's error where its document has gone.
        """
        told = [element.index, _same(element), show]
        return self.handles[element.frame].evaluate_handle(REACH, told).as_element()

    def holds(self, element: Element, value: str) -> bool | None:
        """Whether a field holds (or a combobox shows) just this value; None where it is not to be reached."""
        held: bool | None = self.handles[element.frame].evaluate(HOLDS, [element.index, _same(element), value])
        return held

    def held(self, element: Element, node: ElementHandle, value: str) -> bool:
        """The same of a live element that was reached before, whatever it has become since."""
        return bool(self.handles[element.frame].evaluate(HELD, [node, value]))

    def paragraphs(self, around: Element | None = None) -> tuple[str, ...]:
        """The visible text, whole and block by block, without the site's frame and without what fields hold.

        It is that of the dialog or main part which holds the element; without one, of the main part of the window's
        own document. Raises UnreadableError, and Playwright's error where the document has gone.
        """
        frame, index = (around.frame, around.index) if around else (0, -1)
        told = json_of(self.handles[frame].evaluate(PARAGRAPHS, index))
        if not isinstance(told, list):
            raise UnreadableError("the text is not what the look wrote")
        try:
            return tuple(all_of(told, str))
        except TypeError as error:
            raise UnreadableError("the text is not what the look wrote") from error

    def enclosing(self, key: str) -> tuple[Element, ...]:
        """The elements around the node that was left in its document under the key, the innermost first.

        Raises Playwright's error where a document has gone.
        """
        for number, handle in enumerate(self.handles):
            places = handle.evaluate(ENCLOSING, key)
            if isinstance(places, list):
                listed = {one.index: one for one in self.view.elements if one.frame == number}
                return tuple(listed[place] for place in places if place in listed)
        return ()


def _same(element: Element) -> dict[str, str | int | bool]:
    return {part: getattr(element, part) for part in SAME}


def look_at(page: Page, before: Look | None = None, *, all_frames: bool = True) -> Look:
    """Look at all frames of a page that a person can see.

    before: the last look, whose scripts are used again where the document is still the same. all_frames: False leaves
    out embedded frames that cannot be looked at.
    Raises UnreadableError, and Playwright's error where the page moves meanwhile.
    """
    known = _still_there(before) if before else {}
    looked: list[tuple[PlaywrightFrame, JSHandle]] = []
    documents: list[Document] = []
    for frame in page.frames:
        if frame != page.main_frame and not _is_shown(frame):
            continue
        try:
            handle, told = _look_at_frame(frame, known.get(frame))
            documents.append(document_of(frame.url, told, len(documents)))
        except (PlaywrightError, UnreadableError):
            if frame == page.main_frame or all_frames:
                raise
            continue
        looked.append((frame, handle))
    return Look(
        view_of(page.url, documents), tuple(frame for frame, _ in looked), tuple(handle for _, handle in looked)
    )


def _still_there(before: Look) -> dict[PlaywrightFrame, JSHandle]:
    """The handles of the frames that have not moved to another address; asking a document that has gone costs time."""
    seen = zip(before.frames, before.handles, before.view.frames, strict=True)
    return {frame: handle for frame, handle, at in seen if frame.url == at.address}


def _look_at_frame(frame: PlaywrightFrame, known: JSHandle | None) -> tuple[JSHandle, dict[str, Any]]:
    """The handle of the frame's document and what the look tells; the document may have changed since `known`."""
    if known is not None:
        try:
            return known, read_told(known.evaluate(LOOK))
        except PlaywrightError:
            pass
    handle = frame.evaluate_handle(look_script())
    return handle, read_told(handle.evaluate(LOOK))


def _is_shown(frame: PlaywrightFrame) -> bool:
    try:
        owner = frame.frame_element()
        box = owner.bounding_box()
        return owner.is_visible() and box is not None and box["width"] > 1 and box["height"] > 1
    except PlaywrightError:
        return False  # the frame has gone
