"""The window of the home page: cut off from the network, without a profile, answered from this process alone."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, Request, Route, WebSocketRoute
from playwright.sync_api import Error as PlaywrightError

from walkout.browser.find import Browser, has_display
from walkout.browser.session import RunningBrowser, rehearsal_browser
from walkout.errors import CannotStartError
from walkout.words.speech import _

POLL_MS = 50


@dataclass(frozen=True)
class Asked:
    """A request as the browser made it. headers: names in small letters. top: the main frame goes to another page."""

    method: str
    address: str
    headers: Mapping[str, str]
    body: bytes | None = field(repr=False)
    top: bool = True


@dataclass(frozen=True)
class Given:
    """What is given for it."""

    status: int
    headers: Mapping[str, str]
    body: str = field(repr=False)


@dataclass
class LocalPages:
    """A route handler: answers what asks for an address of `origin`, if `answer` has something for it, and refuses the
    rest. No request is let go on.

    made: the requests that the browser tells of. refused: those that were refused here, or stopped by the browser
    as the pages' own policy wants it. broken: the first error of `answer`, for the caller to raise.
    """

    origin: str
    answer: Callable[[Asked], Given | None]
    made: int = 0
    answered: int = 0
    refused: int = 0
    broken: Exception | None = None
    _asked: set[Request] = field(default_factory=set, repr=False)

    @property
    def left(self) -> int:
        """The requests of the window that were neither answered here nor refused."""
        return max(0, self.made - self.answered - self.refused)

    def count(self, _request: Request) -> None:
        """A listener for requests."""
        self.made += 1

    def count_stopped(self, request: Request) -> None:
        """A listener for requests that failed. One that was never asked for here, the browser has stopped."""
        if request not in self._asked:
            self.refused += 1

    def __call__(self, route: Route) -> None:
        self._asked.add(route.request)
        self.answered += 1  # a page that shows the number counts itself
        try:
            given = self._given(route.request)
            if given is None:
                self.answered -= 1
                self.refused += 1
                route.abort("blockedbyclient")
            else:
                route.fulfill(status=given.status, headers=dict(given.headers), body=given.body)
        except PlaywrightError:
            return  # the page left before it had its answer
        except Exception as error:  # noqa: BLE001 - raised here it would only break Playwright's own loop
            self.broken = self.broken or error
            route.abort()

    def refuse_socket(self, socket: WebSocketRoute) -> None:
        """A handler for web sockets, of which there are none."""
        self.made += 1
        self.refused += 1
        socket.close()

    def _given(self, request: Request) -> Given | None:
        if not request.url.startswith(f"{self.origin}/"):
            return None
        asked = Asked(request.method, request.url, request.headers, request.post_data_buffer, _is_top(request))
        return self.answer(asked)


class HomeWindow:
    """The open window."""

    def __init__(self, context: BrowserContext, pages: LocalPages) -> None:
        self._context, self._pages = context, pages

    def wait(self, over: Callable[[], bool]) -> bool:
        """Let the person use the window until `over`. False: she has closed it. Raises what broke an answer."""
        while not over():
            if self._pages.broken is not None:
                raise self._pages.broken
            try:
                if not self._context.pages:
                    return False
                self._context.pages[-1].wait_for_timeout(POLL_MS)
            except PlaywrightError:
                if not _is_open(self._context):
                    return False
        return True


@contextmanager
def home_window(browser: Browser, pages: LocalPages) -> Iterator[HomeWindow]:
    """A window on the local pages. It keeps nothing on the disk, and its browser finds no network.

    Raises CannotStartError: no display, or the browser does not start.
    """
    if not has_display():
        raise CannotStartError(
            _("there is no display to open a window on"),
            remedy=_("Run this on a desktop. `walkout --help` shows what can be done without."),
        )
    with rehearsal_browser(browser, headed=True) as running:
        yield HomeWindow(home_context(running, pages), pages)


def home_context(running: RunningBrowser, pages: LocalPages) -> BrowserContext:
    """A context in a browser that finds no network, with the first of the local pages open in it."""
    context = running.new_context(
        no_viewport=True,
        color_scheme="null",  # as her system has it
        reduced_motion="null",
        forced_colors="null",
        contrast="null",
        service_workers="block",
        accept_downloads=False,
    )
    context.route("**/*", pages)
    context.route_web_socket("**/*", pages.refuse_socket)
    context.on("request", pages.count)
    context.on("requestfailed", pages.count_stopped)
    context.new_page().goto(f"{pages.origin}/")
    return context


def _is_top(request: Request) -> bool:
    """Whether a whole window goes there, and no frame in it and no script."""
    try:
        return request.is_navigation_request() and request.frame.parent_frame is None
    except PlaywrightError:
        return False  # a frame that is not there yet, or no longer


def _is_open(context: BrowserContext) -> bool:
    browser = context.browser
    return browser is not None and browser.is_connected() and bool(context.pages)
