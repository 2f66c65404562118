"""The window that a walk sees and acts in. Every act is checked again at its moment: element, place and origin."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

from playwright.sync_api import BrowserContext, Dialog, ElementHandle, FilePayload, Page
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Frame as PlaywrightFrame
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from walkout.browser.look import Look, UnreadableError, look_at
from walkout.browser.marking import marked_picture, node_of
from walkout.browser.own_page import Answer, OwnPage
from walkout.browser.panel import Panel
from walkout.browser.pointing import Pointing
from walkout.errors import CannotActError, PageUnreachableError, UnsafePlaceError, WindowClosedError
from walkout.flow.plan import Attachment
from walkout.view import Element, Mark, PageView, origin_of

ACT_MS = 5_000
LOOKS = 20
LOAD_MS = 30_000
# Fields that the browser draws itself take a whole value, and nothing that is typed. No keyboard has a part in that.
PICKED = ("date", "month", "week", "time", "datetime-local", "color", "range")
# Types into one element and nowhere else: a keyboard would type into whatever has the focus, and a frame that a page
# embeds from elsewhere can take the focus at any moment. Within this call it cannot.
FILL = """(node, value) => {
  node.focus();
  if (node.getRootNode().activeElement !== node) return;
  if (node.isContentEditable) node.ownerDocument.getSelection().selectAllChildren(node);
  else node.select();
  node.ownerDocument.execCommand(value ? 'insertText' : 'delete', false, value);
}"""

# Pages scroll as a whole, or a part of them does; the tallest one is meant.
SCROLL = """() => {
  const scrolls = one => one.scrollHeight > one.clientHeight + 4 && one.clientHeight > 200;
  const parts = [...document.querySelectorAll('main, main *, [role=main], [role=dialog], body > div, body > div > div')]
    .filter(one => scrolls(one) && /auto|scroll/.test(getComputedStyle(one).overflowY));
  const part = [document.scrollingElement, ...parts].filter(one => one && scrolls(one))
    .sort((one, other) => other.scrollHeight - one.scrollHeight)[0];
  if (!part) return false;
  const before = part.scrollTop;
  part.scrollTo({top: before + part.clientHeight * 0.9, behavior: 'instant'});
  if (part.scrollTop > before) return true;
  part.scrollTo({top: 0, behavior: 'instant'});
  return false;
}"""


@cache
def _mask_style() -> str:
    return files("walkout.browser").joinpath("mask.css").read_text("utf-8")


class BrowserWindow:
    """One window of a browser, pinned to the origins of a flow. It follows the page into tabs that the page opens.

    All methods raise WindowClosedError once the person has closed the window or the browser has gone.
    """

    def __init__(self, context: BrowserContext, page: Page, origins: tuple[str, ...]) -> None:
        self._context, self._pages, self._origins = context, [page], origins
        self._look: Look | None = None
        self._panel: Panel | None = None
        self.dialogs: list[str] = []
        self._follow(page)

    def add_panel(self, words: Mapping[str, str]) -> Panel | None:
        """The guide's panel over this window's pages; None where the browser cannot have one. words: its controls'."""
        try:
            self._panel = Panel(self._page(), words)
        except PlaywrightError as error:
            self._closed_or(error)
        return self._panel

    def mark(self, elements: Sequence[Element], labels: Sequence[str]) -> None:
        """Mark elements of the newest look in the window, each with what stands at it, where there is a panel."""
        if self._panel is None:
            return
        nodes = [
            (node, label) for one, label in zip(elements, labels, strict=True) if (node := node_of(self._looked(), one))
        ]
        self._panel.mark(nodes)

    def own_page(self, path: str, answer: Answer) -> OwnPage:
        """A page of walkout's own in a tab beside; see `own_page`. Raises CannotActError."""
        with self._told():
            return OwnPage(self._context, path, answer)

    def show_file(self, file: Path) -> None:
        """Show a file of this machine in a tab beside. Raises CannotActError."""
        with self._told():
            self._context.new_page().goto(file.absolute().as_uri())

    def look(self) -> PageView:
        """One look at the page as it is now. A page that moves under the look is looked at again.

        A page that cannot be looked at is an empty view that is not ready; an embedded frame that cannot is left out.
        """
        for tried in range(LOOKS):
            page = self._page()
            try:
                self._look = look_at(page, self._look, all_frames=tried < LOOKS // 2)
            except UnreadableError:
                self.wait(50)
                continue
            except PlaywrightError as error:
                self._closed_or(error)
                self.wait(50)
                continue
            return self._look.view
        return PageView(self._page().url, ready=False)

    def paragraphs(self, around: Element | None = None) -> tuple[str, ...]:
        """The visible text of the newest look's page, block by block: see `Look.paragraphs`. Raises CannotActError."""
        with self._told():
            return self._looked().paragraphs(around)

    def open(self, address: str) -> None:
        """Go to an address. Raises PageUnreachableError."""
        try:
            self._page().goto(address, wait_until="domcontentloaded", timeout=LOAD_MS)
        except PlaywrightError as error:
            self._closed_or(error)
            raise PageUnreachableError(
                f"{origin_of(address)} does not answer", remedy="Check the network, then try again."
            ) from error

    def click(self, element: Element) -> None:
        """Click an element. Raises CannotActError, UnsafePlaceError."""
        with self._node(element) as (_, node):
            node.click(timeout=ACT_MS)

    def try_click(self, element: Element) -> None:
        """All the checks of a click, without it. Raises CannotActError, UnsafePlaceError."""
        with self._node(element) as (_, node):
            node.click(timeout=ACT_MS, trial=True)

    def fill(self, element: Element, value: str) -> None:
        """Put a value into a text field and see that it is held. Raises CannotActError, UnsafePlaceError."""
        with self._node(element) as (look, node):
            node.wait_for_element_state("editable", timeout=ACT_MS)
            if element.type in PICKED:
                node.fill(value, timeout=ACT_MS)
            else:
                node.evaluate(FILL, value)
            if not look.held(element, node, value):
                raise CannotActError(f"the field {element.name!r} does not keep what is typed into it")

    def select(self, element: Element, option: int) -> None:
        """Select an option of a native select by its number. Raises CannotActError, UnsafePlaceError."""
        wanted = element.options[option]
        with self._node(element, show=True) as (look, node):
            node.select_option(index=option, timeout=ACT_MS)
            if not look.held(element, node, wanted.value):
                raise CannotActError(f"the list {element.name!r} does not keep the choice")

    def holds(self, element: Element, value: str) -> bool:
        """Whether a field holds (or a combobox shows) just this value. What else it may hold is not told."""
        look = self._looked()
        with self._told():
            self._check_origin(look, element)
            held = look.holds(element, value)
        if held is None:
            raise _changed(element)
        return held

    def upload(self, element: Element, files: tuple[Attachment, ...]) -> None:
        """Put files into a field for files. Raises CannotActError, UnsafePlaceError."""
        payload = [FilePayload(name=one.name, mimeType=one.media_type, buffer=one.content) for one in files]
        with self._node(element) as (look, node):
            node.set_input_files(payload, timeout=ACT_MS)
            if not look.held(element, node, "\n".join(one.name for one in files)):
                raise CannotActError(f"the field {element.name!r} does not keep the files")

    @contextmanager
    def point(self) -> Iterator[Pointing]:
        """Bring the window to the front and let the person point at an element; no click reaches the page meanwhile.

        Raises CannotActError.
        """
        with self._told():
            page = self._page()
            page.bring_to_front()
            pointing = Pointing(page, self._looked)
        try:
            yield pointing
        finally:
            pointing.end()

    def scroll(self) -> bool:
        """One screen further down. False at the end; the page is back at its top then."""
        with self._told():
            return bool(self._page().evaluate(SCROLL))

    def press_escape(self) -> None:
        """Close an open list."""
        with self._told():
            self._page().keyboard.press("Escape")

    def back(self) -> None:
        """Go one page back in the window's history."""
        with self._told():
            self._page().go_back(wait_until="commit", timeout=ACT_MS)

    def wait(self, milliseconds: int) -> None:
        """Let the page go on for a while."""
        try:
            self._page().wait_for_timeout(milliseconds)
        except PlaywrightError as error:
            self._closed_or(error)

    def picture(self, private: tuple[str, ...]) -> bytes:
        """A PNG of what the window shows, masked: fields, pictures, the site's frame, texts with a `private` value."""
        page = self._page()
        masks = [frame.get_by_text(text) for frame in page.frames for text in private if text]
        with self._told(), self._panel.hidden() if self._panel else nullcontext():
            return page.screenshot(
                style=_mask_style(),
                mask=masks,
                mask_color="#5b6472",
                animations="disabled",
                scale="css",
                timeout=ACT_MS,
            )

    def marked(self, marks: tuple[Mark, ...], private: tuple[str, ...]) -> bytes:
        """A PNG of the parts of the page that show elements of the last look, each marked; masked as `picture` is."""
        look = self._looked()
        with self._told():
            return marked_picture(self._page(), look, marks, lambda: self.picture(private))

    def _page(self) -> Page:
        """The newest tab that is still open. Raises WindowClosedError where none is."""
        while self._pages and self._pages[-1].is_closed():
            self._pages.pop()
        if not self._pages:
            raise WindowClosedError("the browser window was closed")
        return self._pages[-1]

    def _follow(self, page: Page) -> None:
        page.on("popup", self._opened)
        page.on("dialog", self._dialog)
        page.on("crash", self._crashed)

    def _opened(self, page: Page) -> None:
        self._pages.append(page)
        self._follow(page)
        if self._panel is not None:
            with suppress(PlaywrightError):
                self._panel.follow(page)

    def _crashed(self, page: Page) -> None:
        """A page that has crashed is gone. Where a guide is and it was the last one, an empty one takes its place, so
        that the person can be asked; it is not loaded again, as nobody knows what that would do."""
        with suppress(PlaywrightError):
            if self._panel is not None:
                self._panel.lose(page)
                if all(one is page or one.is_closed() for one in self._pages):
                    self._opened(self._context.new_page())
            page.close()

    def _dialog(self, dialog: Dialog) -> None:
        """A dialog of the page would halt everything. Leaving a page is allowed; any other question gets a no."""
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            self.dialogs.append(dialog.message)
            dialog.dismiss()

    @contextmanager
    def _node(self, element: Element, *, show: bool = False) -> Iterator[tuple[Look, ElementHandle]]:
        """The live element, after the checks: it is what it was at the look, and lies on a pinned origin."""
        look = self._looked()
        with self._told():
            node = look.reach(element, show=show)
            if node is None:
                raise _changed(element)
            self._check_origin(look, element)
            if self._panel is not None:
                self._panel.make_way(node)
            yield look, node

    def _looked(self) -> Look:
        if self._look is None:
            raise CannotActError("the page has not been looked at")
        return self._look

    def _check_origin(self, look: Look, element: Element) -> None:
        """The frame that holds the element, those around it and the window itself must be on pinned origins.

        The addresses are the browser's own word, not the page's. A handle dies with its document, so that nothing
        can move between this check and the act; an element that was taken into another document is not reached.
        """
        places = [self._page().url]
        frame: PlaywrightFrame | None = look.frames[element.frame]
        while frame is not None:
            places.append(frame.url)
            frame = frame.parent_frame
        for place in places:
            if origin_of(place) not in self._origins:
                raise UnsafePlaceError(
                    f"this page is on {origin_of(place)}, none of the flow's places ({', '.join(self._origins)})",
                    remedy="Nothing was typed there. Do not enter anything by hand, unless you know the address.",
                )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Playwright's errors in our words."""
        try:
            yield
        except PlaywrightTimeout as error:
            raise CannotActError(
                "the element is covered, moving or not ready for it",
                remedy="Does a question of the page lie over it? Please answer or close that in the window.",
            ) from error
        except UnreadableError as error:
            raise CannotActError("the page does not let itself be looked at") from error
        except PlaywrightError as error:
            self._closed_or(error)
            raise CannotActError("the page changed at that moment") from error

    def _closed_or(self, error: PlaywrightError) -> None:
        """Tell a closed window from other errors. Raises WindowClosedError, or returns."""
        gone = "has been closed" in error.message or "Connection closed" in error.message
        if not gone:
            return
        try:
            self._page()
        except WindowClosedError:
            raise WindowClosedError("the browser window was closed") from error
        if not self._context.pages:
            raise WindowClosedError("the browser window was closed") from error


def _changed(element: Element) -> CannotActError:
    return CannotActError(f"{element.role} {element.name!r} has changed since the look")
