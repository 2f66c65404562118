"""Everybody can use the guide and read the receipt: by axe-core's rules, light and dark, wide and narrow."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from walkout.browser import panel_tab
from walkout.browser.panel import Panel
from walkout.words.speech import known_languages, speak

from ..guide_states import CARDS, FORMS
from ..home_states import RECEIPTS
from .panel_eyes import Eyes, open_panel, show_card

pytestmark = pytest.mark.guide
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(1280, 800, "light"), (360, 740, "dark")]
PAGES = {**FORMS, **RECEIPTS}
# The cards with the longest words on buttons and beside them.
WORDY = ("missing-something-else", "not-to-be-told", "end-submitted")


# What colours and sizes decide is looked at in both views, and all else in one.
OF_THE_VIEW = ["color-contrast", "target-size", "scrollable-region-focusable"]
# axe-core's findings, and whether it has looked into an open root: there it tells a path for each element.
LOOK = """async options => {
  const {violations, passes} = await axe.run(options);
  const inside = passes.some(rule => rule.nodes.some(node => node.target.some(Array.isArray)));
  return {inside, violations: violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)};
}"""
# Of what is drawn in the card: all whose words are wider than it.
CUT_OFF = """() => {
  const card = document.querySelector('[popover]').shadowRoot.querySelector('.card');
  return [...card.querySelectorAll('*')].filter(one => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
    .map(one => `${one.className}: ${one.textContent}`);
}"""


@dataclass(frozen=True)
class Seen:
    """A tab with the panel in it, whose root is open, so that axe-core can look into it."""

    page: Page
    panel: Panel
    eyes: Eyes


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: f"{view[0]}-{view[2]}")
def context(running: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    width, height, scheme = request.param
    context = running.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    yield context
    context.close()


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="module")
def seen(context: BrowserContext) -> Seen:
    return opened(context.new_page())


def opened(page: Page) -> Seen:
    """The panel's own script and style over a page; one word of the script is changed."""
    part = panel_tab._part
    script = part("panel.js")
    assert script.count("mode: 'closed'") == 1
    with pytest.MonkeyPatch.context() as patch:
        changed = {"panel.js": script.replace("mode: 'closed'", "mode: 'open'")}
        patch.setattr(panel_tab, "_part", lambda name: changed.get(name) or part(name))
        panel = open_panel(page)
    page.evaluate(Axe().axe_script)
    return Seen(page, panel, Eyes(page, "open"))


@pytest.mark.parametrize("name", CARDS)
def test_axe_finds_nothing_on_a_card(seen: Seen, name: str, request: pytest.FixtureRequest) -> None:
    """No rule of WCAG 2.2 AA and no best practice of axe-core is broken by a card, and nothing of it is cut off."""
    show_card(seen.page, seen.panel, seen.eyes, CARDS[name]())
    wide = "1280" in request.node.name
    only = {"type": "tag", "values": RULES} if wide else {"type": "rule", "values": OF_THE_VIEW}
    found = seen.page.evaluate(LOOK, {"runOnly": only})
    assert found["violations"] == []
    assert found["inside"], "axe-core has not looked into the panel"
    assert seen.page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_page_of_its_own(page: Page, name: str) -> None:
    """Nor is any of them by the page on which a value is changed, or by a receipt; nothing is out of the window."""
    page.set_content(PAGES[name]())
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} pixels are out of the window"


@pytest.mark.parametrize("language", known_languages())
def test_no_language_is_cut_off(running: Browser, language: str) -> None:
    """Whichever language is spoken, all words of a narrow card's buttons, table and dates fit into it."""
    page = running.new_page(viewport={"width": 360, "height": 740})
    speak(language)
    try:
        seen = opened(page)
        for name in WORDY:
            show_card(page, seen.panel, seen.eyes, CARDS[name]())
            assert page.evaluate(CUT_OFF) == [], name
    finally:
        speak("en")
        page.close()
