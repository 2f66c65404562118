"""What a walk needs of a browser window. `walkout.browser.window` is the one that drives a real browser."""

from typing import Protocol

from walkout.view import Element, PageView


class Window(Protocol):
    """A window pinned to a flow's origins.

    Elements are those of the last look. All methods raise WindowClosedError once the window has gone; those that act
    raise CannotActError where the element has changed, UnsafePlaceError where it does not lie on a pinned origin.
    """

    dialogs: list[str]

    def look(self) -> PageView: ...

    def open(self, address: str) -> None: ...

    def click(self, element: Element) -> None: ...

    def try_click(self, element: Element) -> None: ...

    def fill(self, element: Element, value: str) -> None: ...

    def select(self, element: Element, option: int) -> None: ...

    def holds(self, element: Element, value: str) -> bool: ...

    def press_escape(self) -> None: ...

    def back(self) -> None: ...

    def wait(self, milliseconds: int) -> None: ...

    def picture(self, private: tuple[str, ...]) -> bytes: ...
