"""The guide in the window, put together: panel, cards, forms and the view beside it."""

from collections.abc import Callable, Mapping

from walkout.browser.own_page import OwnPage
from walkout.browser.window import BrowserWindow
from walkout.flow.model import Flow
from walkout.flow.steps import ValueName
from walkout.guide.editing import Editing
from walkout.guide.person import Beside, Check, EditValue, Elsewhere, GuidePerson
from walkout.walk.person import Answer, Event, Pause, Person, Wish
from walkout.words.speech import _, spoken_language


def guided(flow: Flow, window: BrowserWindow, beside: Beside, check: Check, *, badge: str = "") -> GuidePerson | None:
    """The person at the window, with `beside` as her second view; None where the browser has no way for a panel."""
    panel = window.add_panel(controls())
    if panel is None:
        return None
    return GuidePerson(flow, window, panel, beside, check, _editor(window), badge=badge)


def controls() -> Mapping[str, str]:
    """The words of the panel's own controls."""
    return {
        "guide": _("walkout's guide"),
        "lang": spoken_language(),
        "move": _("Move the guide (drag it, or use the arrow keys)"),
        "fold": _("Fold the guide"),
        "more": _("Something else"),
    }


class Alone:
    """A second view that only looks on: a person who answers by herself, such as the scripted one.

    rest: called once a question is shown, so that whoever looks on can read it.
    """

    def __init__(self, person: Person, rest: Callable[[], None]) -> None:
        self._person, self._rest = person, rest

    def tell(self, event: Event) -> None:
        self._person.tell(event)

    def wish(self) -> Wish | None:
        return self._person.wish()

    def ask(self, pause: Pause, moved: Callable[[], bool], _elsewhere: Elsewhere) -> Answer:
        self._rest()
        return self._person.ask(pause, moved)


class _EditForm:
    """A form for a value in a tab of its own."""

    def __init__(self, page: OwnPage, editing: Editing) -> None:
        self._page, self._editing = page, editing

    def poll(self) -> str | None:
        """What she has typed, once she has taken it; empty where she has closed it or leaves it as it was."""
        if self._page.is_busy:
            return None
        return "" if self._page.is_closed and self._editing.typed is None else self._editing.typed

    def close(self) -> None:
        self._page.close()


def _editor(window: BrowserWindow) -> EditValue:
    def edit(name: ValueName, field: str, value: str, wrong: Callable[[str], str]) -> _EditForm:
        editing = Editing(name, field, value, wrong)
        return _EditForm(window.own_page("/change", editing.answer), editing)

    return edit
