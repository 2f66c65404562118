"""Open a browser for a walk: with a lasting profile, attached to a running one, or without network for a rehearsal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from walkout.browser.driver import driver_trouble
from walkout.browser.find import Browser, has_display, sandbox_allowed, sandbox_in_rehearsal
from walkout.browser.interception import Interception
from walkout.browser.window import BrowserWindow
from walkout.errors import CannotStartError
from walkout.settings import private_folder
from walkout.words.speech import _

QUIET = ("--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync")
# Whatever is not answered from the fixtures finds no name server and a proxy that refuses.
OFFLINE = (
    *QUIET,
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    # WebRTC asks no proxy. Chromium goes by the first of these names, older ones by the second.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--dns-prefetch-disable",
    "--disable-quic",
)
START_MS = 60_000
RunningBrowser = PlaywrightBrowser


@contextmanager
def real_window(browser: Browser, profile: Path, origins: tuple[str, ...]) -> Iterator[BrowserWindow]:
    """The person's own browser with the profile folder of a service, which keeps her signed in.

    Raises CannotStartError: no display, the folder is in use, or the browser does not start.
    """
    if not has_display():
        raise CannotStartError(
            _("there is no display to open a window on"),
            remedy=_("Run this on a desktop. `walkout dry-run` rehearses without a display."),
        )
    with _locked(private_folder(profile)), _playwright() as playwright:
        context = _persistent(playwright, browser, profile)
        try:
            yield BrowserWindow(context, context.pages[0] if context.pages else context.new_page(), origins)
        finally:
            _close(context)


@contextmanager
def attached_window(endpoint: str, origins: tuple[str, ...]) -> Iterator[BrowserWindow]:
    """A new tab in a browser that is running already, by its CDP address. The browser stays open afterwards.

    Raises CannotStartError.
    """
    with _playwright() as playwright:
        try:
            running = playwright.chromium.connect_over_cdp(endpoint, timeout=START_MS)
        except PlaywrightError as error:
            raise CannotStartError(
                _("no browser answers at {endpoint}", endpoint=endpoint),
                remedy=_(
                    "Start it with --remote-debugging-port=9222 and a --user-data-dir, then use --attach "
                    "http://127.0.0.1:9222."
                ),
            ) from error
        context = running.contexts[0] if running.contexts else running.new_context()
        page = context.new_page()
        try:
            yield BrowserWindow(context, page, origins)
        finally:
            _close(page)


@contextmanager
def rehearsal_browser(browser: Browser, *, headed: bool = False, slow_ms: int = 0) -> Iterator[RunningBrowser]:
    """A browser that finds no network. Raises CannotStartError."""
    if headed and not has_display():
        raise CannotStartError(_("there is no display to open a window on"), remedy=_("Leave out --headed."))
    with _playwright() as playwright:
        running = _launch(playwright, browser, headed, slow_ms, OFFLINE)
        try:
            yield running
        finally:
            _close(running)


@contextmanager
def connected_browser(endpoint: str) -> Iterator[RunningBrowser]:
    """A browser elsewhere: of a Playwright server (`ws://…`), or one that answers by CDP (`http://…`, `ws://…/devtools/…`).

    It may be on a machine with a network, so what a rehearsal page refuses there is refused by interception alone.
    Raises CannotStartError.
    """
    with _playwright() as playwright:
        by_cdp = endpoint.startswith("http") or "/devtools/" in endpoint
        try:
            if by_cdp:
                running = playwright.chromium.connect_over_cdp(endpoint, timeout=START_MS)
            else:
                running = playwright.chromium.connect(endpoint, timeout=START_MS)
        except PlaywrightError as error:
            raise CannotStartError(
                _("no browser answers at {endpoint}", endpoint=endpoint),
                remedy=_(
                    "Give the address of a Playwright server (ws://…) of the same version, or of a browser that was "
                    "started with --remote-debugging-port (http://…)."
                ),
            ) from error
        try:
            yield running
        finally:
            _close(running)


@contextmanager
def visitor_page(browser: Browser, *, headed: bool, language: str) -> Iterator[Page]:
    """A page as a visitor sees it who is not signed in: with network, without a profile. Raises CannotStartError."""
    with _playwright() as playwright:
        running = _launch(playwright, browser, headed, slow_ms=0, options=QUIET)
        try:
            yield running.new_context(locale=language, accept_downloads=False).new_page()
        finally:
            _close(running)


@contextmanager
def visitor_window(browser: Browser, origins: tuple[str, ...], language: str) -> Iterator[BrowserWindow]:
    """A window that nobody sees, with network and without a profile, pinned to a flow's origins.

    Raises CannotStartError.
    """
    with visitor_page(browser, headed=False, language=language) as page:
        yield BrowserWindow(page.context, page, origins)


@contextmanager
def rehearsal_page(
    running: RunningBrowser, answers: Interception, language: str, *, scripts: bool = True
) -> Iterator[Page]:
    """A page in a fresh context without a profile: every request is answered by `answers` or refused.

    scripts: whether the page's own scripts run.
    """
    context = running.new_context(
        java_script_enabled=scripts,
        locale=language,
        service_workers="block",
        viewport={"width": 1100, "height": 900},
        accept_downloads=False,
    )
    try:
        context.route("**/*", answers)
        context.route_web_socket("**/*", answers.refuse_socket)
        context.on("requestfailed", answers.count_redirect)
        yield context.new_page()
    finally:
        _close(context)


def _launch(
    playwright: Playwright, browser: Browser, headed: bool, slow_ms: int, options: tuple[str, ...]
) -> RunningBrowser:
    try:
        return playwright.chromium.launch(
            executable_path=browser.path,
            channel=None if browser.path else "chromium",
            headless=not headed,
            slow_mo=slow_ms,
            args=list(options),
            chromium_sandbox=sandbox_in_rehearsal(browser),
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=START_MS,
        )
    except PlaywrightError as error:
        raise _does_not_start(browser, error) from error


def _persistent(playwright: Playwright, browser: Browser, profile: Path) -> BrowserContext:
    try:
        return playwright.chromium.launch_persistent_context(
            profile,
            executable_path=browser.path,
            channel=None if browser.path else "chromium",
            headless=False,
            no_viewport=True,
            args=list(QUIET),
            chromium_sandbox=sandbox_allowed(),
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=START_MS,
        )
    except PlaywrightError as error:
        raise _does_not_start(browser, error) from error


def _does_not_start(browser: Browser, error: PlaywrightError) -> CannotStartError:
    first = next((line.strip() for line in error.message.splitlines() if line.strip()), _("no reason told"))
    return CannotStartError(
        _("{name} does not start ({why})", name=browser.name, why=first),
        remedy=_("`walkout doctor` finds out why."),
    )


@contextmanager
def _playwright() -> Iterator[Playwright]:
    manager = sync_playwright()
    try:
        playwright = manager.start()
    except Exception as error:  # a driver that does not start is told by a bare Exception
        raise CannotStartError(
            _(
                "Playwright's driver does not start ({why})",
                why=driver_trouble() or type(error).__name__,
            ),
            remedy=_("`walkout doctor --install` installs what is missing."),
        ) from error
    try:
        yield playwright
    finally:
        playwright.stop()


@contextmanager
def _locked(profile: Path) -> Iterator[None]:
    lock = FileLock(profile.parent / f"{profile.name}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise CannotStartError(
            _("another walk of this service is running, and the two would share one browser profile"),
            where=str(profile),
            remedy=_("Finish or stop the other walk first, then start again."),
        ) from error
    try:
        yield
    finally:
        lock.release()


def _close(what: RunningBrowser | BrowserContext | Page) -> None:
    """Close what may have gone already."""
    try:
        what.close()
    except PlaywrightError:
        return
