"""A page that is only looked at: nothing is typed or pressed in it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page

from walkout.browser.find import Browser
from walkout.browser.interception import Interception, SiteAnswer
from walkout.browser.look import Look, look_at
from walkout.browser.marking import marked_picture
from walkout.browser.session import rehearsal_browser, rehearsal_page, visitor_page
from walkout.errors import PageUnreachableError
from walkout.view import Element, Mark, PageView


@dataclass(frozen=True)
class StillPage:
    """A page that was looked at once."""

    _page: Page
    _look: Look

    @property
    def view(self) -> PageView:
        return self._look.view

    def paragraphs(self, around: Element | None = None) -> tuple[str, ...]:
        """The visible text, block by block: see `Look.paragraphs`."""
        return self._look.paragraphs(around)

    def picture(self, width: int, height: int) -> bytes:
        """The top left part of the page of that size in CSS pixels, as a PNG."""
        self._page.set_viewport_size({"width": width, "height": height})
        return self._page.screenshot()

    def marked_picture(self, marks: Sequence[Mark]) -> bytes:
        """The parts of the page with these elements, marked, as a PNG."""
        return marked_picture(self._page, self._look, marks)


@contextmanager
def live_page(browser: Browser, address: str, *, headed: bool, language: str) -> Iterator[StillPage]:
    """A page as a visitor sees it who is not signed in. Raises CannotStartError, PageUnreachableError."""
    with visitor_page(browser, headed=headed, language=language) as page:
        yield _opened(page, address)


@contextmanager
def answered_page(
    browser: Browser, address: str, answer: SiteAnswer, *, scripts: bool, headed: bool, language: str
) -> Iterator[StillPage]:
    """A page that is answered from here, without network. scripts: whether its own run.

    Raises CannotStartError, PageUnreachableError.
    """
    with answered_pages(browser, answer, scripts=scripts, headed=headed, language=language) as opened:
        yield opened(address)


@contextmanager
def answered_pages(
    browser: Browser, answer: SiteAnswer, *, scripts: bool, headed: bool, language: str
) -> Iterator[Callable[[str], StillPage]]:
    """How to open such pages one after another in one window; each ends the one before.

    Raises CannotStartError, and where a page is opened PageUnreachableError.
    """
    with (
        rehearsal_browser(browser, headed=headed) as running,
        rehearsal_page(running, Interception(answer), language, scripts=scripts) as page,
    ):
        yield lambda address: _opened(page, address)


def _opened(page: Page, address: str) -> StillPage:
    try:
        page.goto(address, wait_until="load")
    except PlaywrightError as error:
        raise PageUnreachableError(
            f"{address} cannot be opened", remedy="Is the address right? A fixture site answers only its own addresses."
        ) from error
    return StillPage(page, look_at(page, all_frames=False))
