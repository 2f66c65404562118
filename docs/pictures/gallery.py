"""Draw the gallery: each card of the guide, each state of the home page and the receipt, in every view.

    .venv/bin/python -m docs.pictures.gallery FOLDER [--only NAME]... [--language de]...

Views are four languages with long words, a wide and a narrow window, light and dark: FOLDER gets one picture of each,
`<language>/<name>-<width>-<scheme>.png`, for looking at them one by one. Without --language, docs/gallery gets one
sheet of each, reduced, and the page that shows them. No display is needed.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from tests.browser.panel_eyes import Eyes, open_panel, show_card
from tests.guide_states import CARDS, FORMS
from tests.home_states import RECEIPTS, STATES

from walkout.browser.find import lean_browser
from walkout.words.speech import speak

LANGUAGES = ("en", "de", "el", "fi")
WIDTHS, SCHEMES = (1280, 360), ("light", "dark")
HEIGHTS = {1280: 800, 360: 740}
TARGET = Path(__file__).parents[1] / "gallery"
# Of a wide window, as left, right and bottom: where the card is, and where the home page has its words.
PART_OF_CARD, PART_OF_PAGE = (860, 1280, 800), (120, 1160, 800)
SCALES = {"card": 0.42, "page": 0.34}
GAP, QUALITY, NARROW_BOTTOM = 8, 12, 900
HEAD = """# Gallery

Everything that walkout draws in a window, with invented values: in English, German, Greek and Finnish (whose words are
long), 1280 and 360 pixels wide, light and dark. In each sheet a row is a language; from the left: wide and light, wide
and dark, narrow and light, narrow and dark. Of a wide window the part
with the words is shown, and long pages are cut below. Made by `make gallery`, which also draws them in
full size, into `test-results/gallery`.
"""
PAGES: dict[str, Callable[[], str]] = {
    **FORMS,
    **{name: (lambda made=made: made().html) for name, made in STATES.items()},  # type: ignore[misc]
    **RECEIPTS,
}
CHAPTERS = {
    "The guide": CARDS,
    "A page to change a value": FORMS,
    "The home page, and a receipt": STATES,
    "Other receipts": RECEIPTS,
}
KNOWN = {**CARDS, **PAGES}


@dataclass(frozen=True)
class View:
    """One way to look at it."""

    language: str
    width: int
    scheme: str

    def file(self, folder: Path, name: str) -> Path:
        return folder / self.language / f"{name}-{self.width}-{self.scheme}.png"


def views(languages: Sequence[str]) -> list[View]:
    """All of them, in the order of a sheet."""
    return [View(language, width, scheme) for language in languages for width in WIDTHS for scheme in SCHEMES]


def draw(browser: Browser, view: View, names: Sequence[str], folder: Path) -> None:
    """All pictures of one view."""
    speak(view.language)
    (folder / view.language).mkdir(parents=True, exist_ok=True)
    size = {"width": view.width, "height": HEIGHTS[view.width]}
    page = browser.new_page(viewport=size, color_scheme=view.scheme)  # type: ignore[arg-type]
    with_guide: Page | None = None
    for name in names:
        file = view.file(folder, name)
        if name not in CARDS:
            page.set_content(PAGES[name]())
            page.screenshot(path=file, full_page=True)
            continue
        if with_guide is None:
            with_guide = browser.new_page(viewport=size, color_scheme=view.scheme)  # type: ignore[arg-type]
            panel, eyes = open_panel(with_guide), Eyes(with_guide)
        show_card(with_guide, panel, eyes, CARDS[name]())
        with_guide.screenshot(path=file)
    for one in (page, with_guide):
        if one is not None:
            one.close()


def sheet(folder: Path, name: str) -> Image.Image:
    """All views of one card or state, reduced: a row for each language."""
    rows = [[_reduced(view.file(folder, name), name in CARDS) for view in views([language])] for language in LANGUAGES]
    widths = [max(row[at].width for row in rows) for at in range(len(rows[0]))]
    heights = [max(one.height for one in row) for row in rows]
    whole = Image.new(
        "RGB", (sum(widths) + GAP * (len(widths) - 1), sum(heights) + GAP * (len(heights) - 1)), "#8a94a3"
    )
    y = 0
    for row, height in zip(rows, heights, strict=True):
        x = 0
        for one, width in zip(row, widths, strict=True):
            whole.paste(one, (x, y))
            x += width + GAP
        y += height + GAP
    return whole


def _reduced(file: Path, card: bool) -> Image.Image:
    with Image.open(file) as picture:
        whole = picture.convert("RGB")
    left, right, bottom = 0, whole.width, NARROW_BOTTOM
    if whole.width == max(WIDTHS):
        left, right, bottom = PART_OF_CARD if card else PART_OF_PAGE
    part = whole.crop((left, 0, right, min(whole.height, bottom)))
    scale = SCALES["card" if card else "page"]
    return part.resize((int(part.width * scale), int(part.height * scale)), Image.Resampling.LANCZOS)


def index() -> str:
    """The page that shows all sheets."""
    return HEAD + "".join(_chapter(title, tuple(names)) for title, names in CHAPTERS.items())


def _chapter(title: str, names: tuple[str, ...]) -> str:
    parts = [f"\n### {_titled(name)}\n\n![{_titled(name)}]({name}.webp)\n" for name in names]
    return f"\n## {title}\n" + "".join(parts)


def _titled(name: str) -> str:
    return name.replace("-", " ").capitalize()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", action="append", choices=KNOWN, metavar="NAME")
    parser.add_argument("--language", action="append")
    chosen = parser.parse_args()
    names: list[str] = chosen.only or list(KNOWN)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=lean_browser().path)
        for view in views(chosen.language or LANGUAGES):
            draw(browser, view, names, chosen.folder)
        browser.close()
    if chosen.language:
        return
    TARGET.mkdir(exist_ok=True)
    for name in names:
        sheet(chosen.folder, name).save(TARGET / f"{name}.webp", quality=QUALITY, method=6)
    (TARGET / "README.md").write_text(index(), "utf-8")


if __name__ == "__main__":
    main()
