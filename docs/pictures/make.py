"""Make docs/pictures/review.png: a rehearsal at the moment before sending, the window beside the terminal.

    .venv/bin/python docs/pictures/make.py

The walk, the page and the terminal's words are walkout's own, on fixture pages and with invented values; nothing is
drawn or cropped by hand. It needs a browser and no display.
"""

import io
import sys
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI

from walkout.browser.find import Browser, find_browser, sandbox_in_rehearsal
from walkout.browser.interception import Interception
from walkout.browser.session import rehearsal_browser, rehearsal_page
from walkout.browser.window import BrowserWindow
from walkout.commands.terminal import TerminalPerson, _keys
from walkout.dryrun.rehearse import PATIENCE, fixture_of
from walkout.dryrun.scripted import STAND_INS
from walkout.dryrun.site import load_site
from walkout.flow.load import find_flow, load_flow
from walkout.flow.plan import make_plan
from walkout.flow.steps import ValueName
from walkout.walk.person import Answer, Event, Pause, Wish
from walkout.walk.records import NoRecords
from walkout.walk.session import Session
from walkout.walk.walk import walk
from walkout.words.reasons import make_reason

FLOW, LANGUAGE, OWN_SENTENCE = "meta/facebook", "en", "I share photos of my children there."
TARGET = Path(__file__).with_name("review.png")
PAGE_SIZE = ViewportSize(width=660, height=900)
SHEET = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; padding: 20px; background: #8a94a3; display: inline-flex; gap: 20px; align-items: flex-start; }}
img, pre {{ border-radius: 8px; box-shadow: 0 3px 14px #0007; }}
pre {{ margin: 0; padding: 16px; background: #14161a; color: #e4e6ea;
       font: 13px/17px "DejaVu Sans Mono", Menlo, monospace; }}
</style><img src="data:image/png;base64,{window}"><pre>{terminal}</pre>"""


class Sitter:
    """Is told what a person is told, in a terminal of 80 columns, and stops at the review, once a picture is taken."""

    def __init__(self, take_picture: Callable[[], bytes]) -> None:
        self.console = Console(record=True, width=80, force_terminal=True, highlight=False, file=io.StringIO())
        self.window = b""
        self._take_picture = take_picture
        self._terminal = TerminalPerson(self.console, lambda _name, text: text)

    def tell(self, event: Event) -> None:
        self._terminal.tell(event)

    def show(self, pause: Pause) -> None:
        """Show a pause as the terminal does."""
        self._terminal._show(pause, _keys(pause.choices))

    def wish(self) -> Wish | None:
        return None

    def ask(self, pause: Pause, moved: Callable[[], bool]) -> Answer:  # noqa: ARG002 - she answers at once
        if pause.kind != "review":
            raise SystemExit(f"the rehearsal stopped before the review: {pause.title}")
        self.window = self._take_picture()
        sys.stdin = io.StringIO("q\n")  # what she types: stop
        with self._terminal.listening():
            return self._terminal.ask(pause, lambda: False)


def rehearse_until_review(browser: Browser) -> Sitter:
    """Walk the flow on its fixture site to the review."""
    file = load_flow(find_flow(FLOW))
    site = load_site(fixture_of(FLOW, None), language=LANGUAGE)
    values: dict[ValueName, str] = {**STAND_INS, "reason": make_reason(STAND_INS["country"], LANGUAGE, OWN_SENTENCE)}
    plan = make_plan(file, values)
    answers = Interception(site.answer)
    with rehearsal_browser(browser) as running, rehearsal_page(running, answers, LANGUAGE) as page:
        window = BrowserWindow(page.context, page, plan.flow.origins)
        page.set_viewport_size(PAGE_SIZE)
        sitter = Sitter(lambda: page.screenshot(full_page=True))
        walk(Session(plan, window, sitter, NoRecords(), PATIENCE))
    return sitter


def compose(browser: Browser, sitter: Sitter) -> bytes:
    """Both on one sheet, as a PNG."""
    terminal = sitter.console.export_html(theme=MONOKAI, inline_styles=True, code_format="{code}")
    sheet = SHEET.format(window=b64encode(sitter.window).decode("ascii"), terminal=terminal.rstrip())
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=browser.path, chromium_sandbox=sandbox_in_rehearsal(browser)
        )
        page = running.new_page(viewport={"width": 1500, "height": 1000})
        page.set_content(sheet)
        png = page.locator("body").screenshot()
        running.close()
    return png


def main() -> None:
    browser = find_browser(None)
    TARGET.write_bytes(compose(browser, rehearse_until_review(browser)))
    print(TARGET)


if __name__ == "__main__":
    main()
