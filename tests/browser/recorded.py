"""A person's recording in tests: she acts in a window, and each page is captured just before it is left."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

from walkout.browser.captured import CapturedPage
from walkout.browser.capturing import capture
from walkout.browser.look import look_at
from walkout.browser.window import BrowserWindow
from walkout.flow.plan import Attachment
from walkout.flow.steps import ValueName
from walkout.record.deeds import Deed
from walkout.view import Element, PageView
from walkout.watched import ActKind, WatchedAct

MOST_LOOKS = 400


@dataclass
class Demonstration:
    """What she does, as deeds, and the pages."""

    page: Page
    window: BrowserWindow
    deeds: list[Deed] = field(default_factory=list)
    pages: list[CapturedPage] = field(default_factory=list)
    at: int = 0

    def open(self, address: str) -> None:
        self.window.open(address)
        view = self.window.look()
        self.deeds.append(Deed(self.at, WatchedAct(len(self.deeds) + 1, "open", view, address=address), self.at))

    def press(self, role: str, name: str, *, sends: bool = False, kind: ActKind = "click", leads: bool = True) -> None:
        element = self._before(role, name)
        view = self.window.look()
        self._did(kind, element, view, leads_to=self.at + 1 if leads else None, sends=sends)
        self.window.click(element)
        if leads:
            self._arrive(view)

    def fill(self, role: str, name: str, text: str, value: ValueName | None = None, *, secret: bool = False) -> None:
        element = self._before(role, name)
        self._did("fill", element, self.window.look(), typed="" if secret else text, secret=secret, value=value)
        self.window.fill(element, text)

    def choose(self, name: str, entry: str, value: ValueName | None = None) -> None:
        element = self._before("combobox", name)
        if element.options:
            number = next(at for at, one in enumerate(element.options) if one.label == entry)
            self._did("choose", element, self.window.look(), typed=entry, value=value)
            self.window.select(element, number)
            return
        self.window.click(element)
        if element.tag == "input":
            self.window.fill(element, entry[:3])
        option = self._see("option", entry)
        self._did("choose", element, self.window.look(), typed=entry, value=value)
        self.window.click(option)

    def tick(self, role: str, name: str) -> None:
        element = self._before(role, name)
        self._did("tick", element, self.window.look())
        self.window.click(element)

    def upload(self, name: str, file: Attachment) -> None:
        element = self._before("file", name)
        self._did("upload", element, self.window.look(), typed=file.name, value="screenshots")
        self.window.upload(element, (file,))

    def end(self) -> None:
        self._capture()

    def _before(self, role: str, name: str) -> Element:
        element = self._see(role, name)
        self._capture()
        return element

    def _capture(self) -> None:
        self.pages[self.at :] = [capture(self.page, look_at(self.page))]

    def _see(self, role: str, name: str) -> Element:
        for _ in range(MOST_LOOKS):
            found = [one for one in self.window.look().elements if (one.role, one.name) == (role, name) and one.visible]
            if found:
                return found[0]
            self.window.wait(20)
        raise AssertionError(f"there is no {role} {name!r}")

    def _arrive(self, before: PageView) -> None:
        """Wait until the page is another one."""
        self.at += 1
        for _ in range(MOST_LOOKS):
            view = self.window.look()
            if view.ready and view.elements and _said(view) != _said(before):
                return
            self.window.wait(20)
        raise AssertionError("the page does not lead on")

    def _did(self, kind: ActKind, element: Element, view: PageView, **more: object) -> None:
        of_deed = {name: more.pop(name) for name in ("leads_to", "sends", "value") if name in more}
        act = WatchedAct(len(self.deeds) + 1, kind, view, element, address=view.address, **more)  # type: ignore[arg-type]
        self.deeds.append(Deed(self.at, act, **of_deed))  # type: ignore[arg-type]


def _said(view: PageView) -> object:
    return view.title, [one.name for one in view.elements if one.role in ("heading", "text") and one.visible]
