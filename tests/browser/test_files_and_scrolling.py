"""Fields for files, and pages that put things into their place only when one has scrolled there."""

from collections.abc import Callable

import pytest

from walkout.errors import CannotActError, UnsafePlaceError
from walkout.flow.plan import Attachment
from walkout.flow.targets import FieldTarget
from walkout.resolve.match import Found, Missing
from walkout.resolve.resolve import resolve

from .conftest import HOME, Stage, whole

FILES = (Attachment("a.png", "image/png", b"one"), Attachment("b.jpg", "image/jpeg", b"two"))
SCREENSHOTS = FieldTarget(field="screenshots")
OPEN = '<label for="f">Upload screenshots</label><input id="f" type="file" multiple>'
STYLED = '<label for="f">Upload screenshots</label><input id="f" type="file" multiple style="display: none">'
HONEYPOT = (
    '<label for="f" style="display: none">Upload screenshots</label><input id="f" type="file" style="display: none">'
)


@pytest.mark.parametrize("field", [OPEN, STYLED], ids=["open", "styled"])
def test_files_are_put_into_the_field(stage: Callable[..., Stage], field: str) -> None:
    """A field for files is found by its label, be it hidden behind it or not, and holds just these files."""
    at = stage({f"{HOME}/": whole(f"<form>{field}</form>")})
    match = resolve(SCREENSHOTS, at.look())
    assert isinstance(match, Found)
    at.window.upload(match.element, FILES)
    held = at.page.evaluate("Promise.all([...f.files].map(async one => [one.name, one.type, await one.text()]))")
    assert held == [["a.png", "image/png", "one"], ["b.jpg", "image/jpeg", "two"]]
    assert at.window.holds(match.element, "a.png\nb.jpg")
    assert not at.window.holds(match.element, "a.png")


def test_a_hidden_field_for_files_is_never_filled(stage: Callable[..., Stage]) -> None:
    """What nobody sees, nobody is asked for."""
    assert isinstance(resolve(SCREENSHOTS, stage({f"{HOME}/": whole(HONEYPOT)}).look()), Missing)


def test_a_text_field_is_no_field_for_files(stage: Callable[..., Stage]) -> None:
    """A text field that asks about screenshots is not meant, and a field for files asks for nothing else."""
    view = stage(
        {f"{HOME}/": whole('<label>Screenshots<input></label><label>Email address<input type="file"></label>')}
    )
    assert isinstance(resolve(SCREENSHOTS, view.look()), Missing)
    assert isinstance(resolve(FieldTarget(field="email"), view.look()), Missing)


def test_a_field_that_takes_one_file_does_not_swallow_two(stage: Callable[..., Stage]) -> None:
    """What the field does not keep is told, and not taken for done."""
    at = stage({f"{HOME}/": whole('<label>Upload screenshots<input type="file"></label>')})
    match = resolve(SCREENSHOTS, at.look())
    assert isinstance(match, Found)
    with pytest.raises(CannotActError):
        at.window.upload(match.element, FILES)


@pytest.mark.promise(2)
def test_files_go_to_pinned_places_only(stage: Callable[..., Stage]) -> None:
    """On a page that is not one of the flow's places no file is handed over."""
    at = stage({"https://www.facebook.com.example/": whole(f"<form>{OPEN}</form>")})
    match = resolve(SCREENSHOTS, at.look())
    assert isinstance(match, Found)
    with pytest.raises(UnsafePlaceError):
        at.window.upload(match.element, FILES)
    assert at.page.evaluate("f.files.length") == 0


LONG = '<div style="height: 4000px"></div>'
WITHIN = '<main style="height: 600px; overflow-y: auto"><div style="height: 4000px"></div></main>'


@pytest.mark.parametrize("body", [LONG, WITHIN], ids=["the page", "a part of it"])
def test_scrolling_comes_to_an_end_and_back(stage: Callable[..., Stage], body: str) -> None:
    """The page, or the part of it that scrolls, is gone down screen by screen, and is back at its top at the end."""
    at = stage({f"{HOME}/": whole(body)})
    steps = [at.window.scroll() for _ in range(9)]
    assert steps[:4] == [True] * 4
    assert False in steps
    while at.window.scroll():
        pass
    assert at.page.evaluate("[scrollY, document.querySelector('main')?.scrollTop ?? 0]") == [0, 0]


def test_a_short_page_does_not_scroll(stage: Callable[..., Stage]) -> None:
    """Where there is nothing further down, nothing moves."""
    assert not stage({f"{HOME}/": whole("<p>short</p>")}).window.scroll()
