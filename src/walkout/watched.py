"""What a person was seen to do in a window: one act after the other, each with the look at the page just before it."""

from dataclasses import dataclass, field
from typing import Literal

from walkout.view import Element, PageView

ActKind = Literal[
    "open",  # an address was entered, or the window began at it
    "click",  # also a label, or a key that presses a button or link
    "fill",  # a text field has another content than before
    "choose",  # an option of a native select, or of a list that the page draws
    "tick",  # a box or radio button was turned
    "upload",  # files were put into a field, by its dialog or by dropping them
    "enter",  # the Enter key in a field
    "drag",  # something was dragged onto something else
    "back",  # the browser's own way back
    "forward",
    "reload",
    "tab",  # another tab or pop-up has come to the front, or one was closed
]


@dataclass(frozen=True)
class WatchedAct:
    """One act.

    number: of the acts of a recording, from 1. view: the page just before, with `element` among its elements, where the
    look knows it (None: nothing that a flow could mean). tab: the number of the window's tab, from 0. address: of the
    tab at that moment, or the one that was opened. typed: what a field held afterwards, or the option that was chosen,
    only so that it can be kept out of all that is written; empty for a secret. secret: a password or code, of which
    nothing but the fact was received. chosen: the number of the option in a native select, -1 for none. by_browser: the
    browser filled it in by itself. onto: what something was dragged onto.
    """

    number: int
    kind: ActKind
    view: PageView
    element: Element | None = None
    tab: int = 0
    address: str = ""
    typed: str = field(default="", repr=False)
    secret: bool = False
    chosen: int = -1
    by_browser: bool = False
    onto: Element | None = None
