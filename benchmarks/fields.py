"""What the fields of real forms ask for: predictions on a folder of saved pages, in the format of its own score.

The folder has `truth.json` and `pages/`; each page numbers its fields in an attribute that only this script reads.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._rehearsal import browser_running
from walkout.browser.interception import Interception
from walkout.browser.look import look_at
from walkout.dryrun.site import HEADERS, Reply
from walkout.resolve.kinds import Field, kinds_of, named
from walkout.view import Element, PageView

ADDRESS = "https://form.example/"
NUMBERS = "(page, count) => [...Array(count).keys()].map(index => page.node(index)?.getAttribute('data-bench') ?? '')"
BY_MAIL = re.compile(r"mail", re.IGNORECASE)
Numbered = Mapping[tuple[int, int], str]


def main() -> None:
    parser = argparse.ArgumentParser(description="Say what each field of a folder of saved forms asks for.")
    parser.add_argument("folder", type=Path, help="holds truth.json and pages/")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the predictions go, as JSON")
    options = parser.parse_args()
    said = {
        name: {
            number: answer_in_set(view.elements[at], field.chances) for at, number, field in fields_in(view, numbered)
        }
        for name, view, numbered in seen(options.folder)
    }
    options.out.write_text(json.dumps(said, indent=1) + "\n", "utf-8")
    print(f"{sum(map(len, said.values()))} fields of {len(said)} pages: {options.out}")


def fields_in(view: PageView, numbered: Numbered) -> Iterator[tuple[int, str, Field]]:
    """The numbered fields of a view: their place among its elements, their number, and what is known of them."""
    kinds = kinds_of(view)
    for at, element in enumerate(view.elements):
        field, number = kinds.of(element), numbered.get((element.frame, element.index))
        if field and number:
            yield at, number, field


def answer_in_set(element: Element, chances: Mapping[str, float]) -> str:
    """What a field asks for, as the set would say it.

    The set calls a list of dialling codes "country", and has no name for a code that was sent by e-mail.
    """
    kind = named(chances)
    if kind == "dialling-code":
        return "country"
    if kind == "one-time-code" and BY_MAIL.search(
        " ".join((element.name, element.ident, element.context, element.hint, element.heading))
    ):
        return "other"
    return kind


def seen(folder: Path) -> Iterator[tuple[str, PageView, Numbered]]:
    """Each page's name, its view, and the number that the folder gives to an element (frame, index)."""
    names = json.loads((folder / "truth.json").read_text("utf-8"))
    with browser_running() as browser:
        for name in names:
            view, numbered = look_at_file(browser, folder / "pages" / name)
            yield name, view, numbered


def look_at_file(browser: Browser, file: Path) -> tuple[PageView, Numbered]:
    """Look at a saved page in a browser that runs none of its scripts and reaches no network."""
    body = file.read_bytes()

    def answer(_method: str, url: str, _body: bytes | None, _headers: Mapping[str, str]) -> Reply | None:
        return Reply(200, HEADERS, body) if url == ADDRESS else None

    context = browser.new_context(
        java_script_enabled=False, service_workers="block", viewport={"width": 1100, "height": 900}
    )
    try:
        context.route("**/*", Interception(answer))
        page = context.new_page()
        page.goto(ADDRESS, wait_until="domcontentloaded")
        look = look_at(page, all_frames=False)
        numbered: dict[tuple[int, int], str] = {}
        for frame, handle in enumerate(look.handles):
            count = sum(element.frame == frame for element in look.view.elements)
            told = handle.evaluate(NUMBERS, count)
            numbered |= {(frame, index): number for index, number in enumerate(told) if number}
        return look.view, numbered
    finally:
        context.close()


if __name__ == "__main__":
    main()
