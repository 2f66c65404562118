"""A page of walkout's own, in a tab of its own: answered from here, so that nothing of it touches a network.

Its address is under `.invalid`, a name that no server can have. It has no scripts: what is typed in it comes back as
the form's post, which is answered here as well. Pages of others have no way to it: another origin, another process, no
opener, and keys go to the tab that is in front.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import BrowserContext, Page, Route
from playwright.sync_api import Error as PlaywrightError

SETTLE_MS = 2000
HOME = "https://walkout.invalid"
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
# The HTML of a page: by its path, and what was typed into its form where one was sent; None: there is no such page.
Answer = Callable[[str, Mapping[str, str] | None], str | None]


class OwnPage:
    """One tab, in front of the others until it is closed. Raises Playwright's error where it cannot be opened."""

    def __init__(self, context: BrowserContext, path: str, answer: Answer) -> None:
        self._answer = answer
        self._replying = 0
        self._page: Page = context.new_page()
        self._page.route("**/*", self._reply)
        self._page.goto(f"{HOME}{path}", wait_until="domcontentloaded")
        self._page.bring_to_front()

    @property
    def is_closed(self) -> bool:
        return self._page.is_closed()

    @property
    def is_busy(self) -> bool:
        """Whether something that the tab has asked for is still being answered."""
        return self._replying > 0

    def close(self) -> None:
        """Close the tab, which she may have closed herself. One that is on its way to a page is waited for: Playwright
        may wait for ever for the end of a tab that is closed just then."""
        with suppress(PlaywrightError):
            self._page.wait_for_load_state("load", timeout=SETTLE_MS)
        with suppress(PlaywrightError):
            self._page.close()

    def _reply(self, route: Route) -> None:
        """Answer what the tab asks of walkout's own address, and refuse everything else."""
        request = route.request
        where = urlsplit(request.url)
        posted = dict(parse_qsl(request.post_data or "", keep_blank_values=True)) if request.method == "POST" else None
        self._replying += 1
        try:
            html = self._answer(where.path, posted) if request.url.startswith(f"{HOME}/") else None
            if html is None:
                route.abort("blockedbyclient")
            else:
                route.fulfill(status=200, headers=HEADERS, body=html)
        except PlaywrightError:
            return  # the tab was closed meanwhile
        finally:
            self._replying -= 1
