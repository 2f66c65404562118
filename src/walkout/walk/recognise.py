"""Where am I? The page of the flow that a view shows: one, none, or several."""

from dataclasses import dataclass

from walkout.flow.model import Flow, Page
from walkout.flow.targets import Target
from walkout.resolve.resolve import is_there
from walkout.view import PageView


@dataclass(frozen=True)
class Place:
    """What a view is, in terms of a flow. `fitting`: the pages that it could be; it is known when that is just one."""

    view: PageView
    fitting: tuple[Page, ...]
    pinned: bool

    @property
    def page(self) -> Page | None:
        """The page of the flow, if it is one without doubt and lies on a pinned origin."""
        return self.fitting[0] if len(self.fitting) == 1 and self.pinned else None

    @property
    def looks_like_ours(self) -> bool:
        """Whether a page on a foreign origin shows what a page of the flow shows."""
        return bool(self.fitting) and not self.pinned

    @property
    def offline(self) -> bool:
        return self.view.address.startswith("chrome-error:")

    def is_as(self, other: "Place | None") -> bool:
        """Whether the other place is the same page of the flow in the same document."""
        return other is not None and self.fitting == other.fitting and self.view.born == other.view.born


def nearest(flow: Flow, view: PageView) -> tuple[Page, tuple[Target, ...]] | None:
    """The page of which most is there, and what it lacks; None where nothing of any page is there."""
    lacks = {page.page: tuple(t for t in page.known_by if not is_there(t, view)) for page in flow.pages}
    partly = [page for page in flow.pages if len(lacks[page.page]) < len(page.known_by)]
    if not partly:
        return None
    best = min(partly, key=lambda page: len(lacks[page.page]) / len(page.known_by))
    return best, lacks[best.page]


def recognise(flow: Flow, view: PageView) -> Place:
    """All of `known_by` must be there and none of `unless`. Of several pages that fit, one that lies over the others is
    the one, or else one that asks for all that the others ask for, and more."""
    seen: dict[Target, bool] = {}

    def there(target: Target) -> bool:
        if target not in seen:
            seen[target] = is_there(target, view)
        return seen[target]

    fitting = [page for page in flow.pages if all(map(there, page.known_by)) and not any(map(there, page.unless))]
    covering = [page for page in fitting if page.covers]
    if covering:
        return Place(view, tuple(covering), view.origin in flow.origins)
    special = [page for page in fitting if all(set(page.known_by) >= set(other.known_by) for other in fitting)]
    return Place(view, tuple(special if len(special) == 1 else fitting), view.origin in flow.origins)
