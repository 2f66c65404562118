"""`walkout` alone: the home page in a window, and from there the walks, one after the other."""

import secrets
from collections.abc import Callable

from walkout.browser.home_window import Asked, Given, LocalPages, home_window
from walkout.commands.console import on_terminal, plain_console
from walkout.commands.facts import asked_browser
from walkout.commands.home_desk import Desk
from walkout.commands.home_walks import rehearse_it, walk_it
from walkout.commands.terminal import TerminalPerson
from walkout.errors import ExitCode, WalkoutError, WindowClosedError
from walkout.flow.load import find_flow, load_flow
from walkout.home import drawing, ended
from walkout.home.asked import ORIGIN, Page, Redirect, Refused, Reply, Start, request_of
from walkout.home.respond import respond
from walkout.home.state import Counts, Notice, State
from walkout.shipped_files import flow_files
from walkout.words.speech import _

HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    # With `no-referrer` the browser would not say which page sent a form.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


def home(flows: tuple[str, ...], browser: str | None) -> int:
    """Show the home page until its window is closed. flows: files from elsewhere to show as well. Returns DONE.

    Raises BadFlowError, CannotStartError.
    """
    files = [load_flow(path) for path in flow_files()]
    more = [load_flow(find_flow(flow)) for flow in flows]
    known = {file.path for file in files}
    desk = Desk([*files, *(file for file in more if file.path not in known)])
    terminal = TerminalPerson(plain_console(), desk.checked, reads=on_terminal())
    while True:
        wish = _shown(desk, browser)
        if wish is None:
            return ExitCode.DONE
        desk.notice = _walked(desk, wish, browser, terminal)
        plain_console().print(" ".join((desk.notice.text, desk.notice.more)).strip(), markup=False)


def _shown(desk: Desk, browser: str | None) -> Start | None:
    """Show the page until she wants a walk; None: she has closed the window."""
    front = Front(desk)
    pages = LocalPages(ORIGIN, front.given)
    front.counts = lambda: Counts(pages.answered, pages.refused, pages.left)
    with home_window(asked_browser(browser), pages) as window:
        plain_console().print(_("The home page is open in a window. Close the window to end."), markup=False)
        window.wait(lambda: front.over)
    return front.start


def _walked(desk: Desk, wish: Start, browser: str | None, terminal: TerminalPerson) -> Notice:
    """Walk or rehearse, and say how it went. An error that can be told is told on the page."""
    offer = desk.offer(wish.flow)
    try:
        if wish.how == "rehearse":
            return rehearse_it(desk, offer, browser)
        return walk_it(desk, offer, wish.answers, browser, terminal)
    except WindowClosedError:
        return Notice("open", _("You have closed the window."), _("What is known of it is told below."))
    except WalkoutError as error:
        return ended.could_not(error.what, error.remedy)


class Front:
    """Between the window and the desk, for as long as one window is open. Its token is in every form of its pages."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._token = desk, secrets.token_urlsafe(32)
        self.counts: Callable[[], Counts] = Counts
        self.over = False
        self.start: Start | None = None

    def given(self, asked: Asked) -> Given | None:
        """What the window is given for a request; None: it is refused."""
        request = request_of(asked.method, asked.address, asked.body, asked.headers, top=asked.top)
        reply = self._done(respond(request, self._state()))
        if isinstance(reply, Refused):
            return None
        page = drawing.forward(self._state(), reply) if isinstance(reply, Redirect) else reply
        if not isinstance(reply, Redirect):
            self._desk.notice = None  # it was told
        return Given(page.status, {**HEADERS, "content-security-policy": page.csp}, page.html)

    def _done(self, reply: Reply) -> Page | Redirect | Refused:
        """Do what is wished for; the page to show then."""
        if isinstance(reply, Page | Redirect | Refused):
            return reply
        if isinstance(reply, Start):
            self.over, self.start = True, reply
            title = self._desk.offer(reply.flow).file.flow.title
            return drawing.opening(self._state(), title, reply.how)
        done = self._desk.do(reply, self._state())
        if done is None:
            self.over = True
            return drawing.goodbye(self._state())
        return done

    def _state(self) -> State:
        return self._desk.state(self._token, self.counts())
