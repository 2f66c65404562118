"""A browser as a rehearsal opens it, and a fresh context of it for every run: the same for both sides."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, WebSocketRoute, sync_playwright

from walkout.browser.find import find_browser, sandbox_in_rehearsal
from walkout.browser.interception import Interception, SiteAnswer
from walkout.browser.session import OFFLINE


@contextmanager
def browser_running() -> Iterator[Browser]:
    """One browser process, without a window, with the options of a dry run."""
    browser = find_browser()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=browser.path,
            channel=None if browser.path else "chromium",
            args=list(OFFLINE),
            chromium_sandbox=sandbox_in_rehearsal(browser),
        )
        try:
            yield running
        finally:
            running.close()


@contextmanager
def fresh_page(browser: Browser, answer: SiteAnswer) -> Iterator[Page]:
    """A page in a context of its own, as a dry run makes it; every request is answered by `answer` or refused."""
    context = browser.new_context(
        locale="en", service_workers="block", viewport={"width": 1100, "height": 900}, accept_downloads=False
    )
    try:
        context.route("**/*", Interception(answer))
        context.route_web_socket("**/*", _refuse)
        yield context.new_page()
    finally:
        context.close()


def _refuse(socket: WebSocketRoute) -> None:
    socket.close()
