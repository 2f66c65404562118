"""Draw every state of the home page: in a wide and a narrow window, light and dark.

    .venv/bin/python -m docs.pictures.home FOLDER [NAME]...

For looking at them one by one. No display is needed.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.home_states import STATES

from walkout.browser.find import lean_browser

WIDTHS = (1280, 360)


def main(folder: Path, names: list[str]) -> None:
    """One picture of each state, width and colour scheme: `<state>-<width>-<scheme>.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lean_browser().path)
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
                for name in names or STATES:
                    page.set_content(STATES[name]().html)
                    page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
