"""Saved pages of a benchmark set, shown in a real browser with scripts and network off, and looked at as a walk looks.

The `data-bench` attributes that number the elements are read here alone; the look does not tell them.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks._rehearsal import browser_running
from walkout.browser.interception import Interception
from walkout.browser.look import Look, look_at
from walkout.dryrun.site import HEADERS, Reply
from walkout.view import Element, PageView

ADDRESS = "https://saved.example/page"
NUMBERS = "(page, count) => Array.from({length: count}, (_, index) => page.node(index).getAttribute('data-bench'))"


@dataclass(frozen=True)
class SavedPage:
    """One page as the look sees it. numbers: the set's number of each element of the view, None where it has none."""

    view: PageView
    numbers: tuple[str | None, ...]

    def number_of(self, element: Element) -> str | None:
        """The set's number of an element; None where it has none."""
        return self.numbers[self.view.elements.index(element)]

    def by_number(self) -> dict[str, Element]:
        """The elements that the set numbers."""
        return {number: one for number, one in zip(self.numbers, self.view.elements, strict=True) if number}


ShowPage = Callable[[Path], SavedPage]


@contextmanager
def showing() -> Iterator[ShowPage]:
    """A browser, and how to show it a saved page."""
    with browser_running() as browser:
        yield lambda file: _show(browser, file)


def _show(browser: Browser, file: Path) -> SavedPage:
    body = file.read_bytes()

    def answer(_method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Reply | None:
        return Reply(200, HEADERS, body) if url == ADDRESS else None

    context = browser.new_context(
        locale="en", java_script_enabled=False, service_workers="block", viewport={"width": 1280, "height": 900}
    )
    try:
        context.route("**/*", Interception(answer))
        page = context.new_page()
        page.goto(ADDRESS, wait_until="domcontentloaded")
        look = look_at(page, all_frames=False)
        return SavedPage(look.view, tuple(_numbers(look)))
    finally:
        context.close()


def _numbers(look: Look) -> Iterator[str | None]:
    for frame, handle in enumerate(look.handles):
        yield from handle.evaluate(NUMBERS, sum(one.frame == frame for one in look.view.elements))
