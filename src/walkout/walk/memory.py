"""What is remembered of a flow's pages, and who looks on while they are walked: a baseline is read and written so."""

from collections.abc import Iterable
from typing import Protocol

from walkout.flow.model import Page
from walkout.flow.targets import Target
from walkout.resolve.match import Match
from walkout.resolve.recorded import Recorded
from walkout.view import PageView


class Memory(Protocol):
    """Records of elements from earlier walks, and a witness of this one. None of its methods touches the page.

    wants_pictures: it is to be given a picture of each page, with the targets marked.
    """

    wants_pictures: bool

    def records(self, page: str, target: Target, view: PageView) -> Iterable[Recorded]:
        """What is known of a target of that page from before, in the view's language."""
        ...

    def saw(self, page: Page, view: PageView, way: str) -> None:
        """The walk has recognised a page."""
        ...

    def lost(self, view: PageView, way: str) -> None:
        """The walk of a way in does not know this page."""
        ...

    def resolved(self, page: str, target: Target, match: Match, view: PageView) -> None:
        """A target of that page was looked for, for the last time before the walk goes on or asks."""
        ...

    def pictured(self, page: str, targets: tuple[Target, ...], png: bytes) -> None:
        """A masked picture of the page, in which what was found for these targets is marked by their numbers from 1."""
        ...


class NoMemory:
    """Nothing is known from before, and nobody looks on."""

    wants_pictures = False

    def records(self, page: str, target: Target, view: PageView) -> Iterable[Recorded]:  # noqa: ARG002 - a protocol's
        return ()

    def saw(self, page: Page, view: PageView, way: str) -> None: ...

    def lost(self, view: PageView, way: str) -> None: ...

    def resolved(self, page: str, target: Target, match: Match, view: PageView) -> None: ...

    def pictured(self, page: str, targets: tuple[Target, ...], png: bytes) -> None: ...
