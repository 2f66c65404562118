"""What the fields of real forms ask for: predictions on a folder of saved pages, in the format of its own score.

The folder has `truth.json` and `pages/`; each page numbers its fields in an attribute that only this script reads.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

if not __package__:
    sys.path[0] = str(Path(__file__).parents[1])

from benchmarks._saved_pages import showing
from benchmarks._sets import arguments
from walkout.resolve.kinds import Field, kinds_of, named
from walkout.view import Element, PageView

BY_MAIL = re.compile(r"mail", re.IGNORECASE)
Numbered = Mapping[tuple[int, int], str]


def main(words: Sequence[str] | None = None) -> None:
    options = arguments("Say what each field of a folder of saved forms asks for.", words)
    said = {
        name: {
            number: answer_in_set(view.elements[at], field.chances) for at, number, field in fields_in(view, numbered)
        }
        for name, view, numbered in seen(options.folder)
    }
    options.out.write_text(json.dumps(said, indent=1) + "\n", "utf-8")


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
    with showing() as show:
        for name in names:
            page = show(folder / "pages" / name)
            yield name, page.view, {(one.frame, one.index): number for number, one in page.by_number().items()}


if __name__ == "__main__":
    main()
