"""The smallest evidence that tells a page from all others that were seen, tried on every look at each of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from walkout.flow.targets import FieldTarget, Target, concept_in, meaning_of, role_of
from walkout.record.imported import Typed
from walkout.record.meaning import sayable, target_for
from walkout.record.naming import name_of
from walkout.resolve.resolve import is_there
from walkout.view import PageView

MOST_TARGETS, MOST_CANDIDATES, MOST_UNLESS = 3, 12, 3
# Words are of one language, and a heading may change by the day: two concepts say a page better than its words do.
COSTS = {"field": 1.0, "heading": 1.1, "option": 1.3, "button": 1.4, "link": 1.4, "text": 1.6}
WORDS_COST = 1.5
PASSWORD = FieldTarget(field="password")


@dataclass(frozen=True)
class Known:
    """What a page is known by, and what must not be on it. certain: no other page that was seen is taken for it."""

    known_by: tuple[Target, ...]
    unless: tuple[Target, ...] = ()
    certain: bool = True


@dataclass
class Sighted:
    """Whether targets are seen on views; each is looked for once."""

    seen: dict[tuple[Target, int], bool] = field(default_factory=dict)
    views: list[PageView] = field(default_factory=list)

    def there(self, target: Target, view: PageView) -> bool:
        key = (target, id(view))
        if key not in self.seen:
            self.seen[key] = is_there(target, view)
            self.views.append(view)  # its id is good as long as it lives
        return self.seen[key]

    def on_all(self, target: Target, views: Iterable[PageView]) -> bool:
        return all(self.there(target, view) for view in views)

    def fits(self, known_by: Sequence[Target], view: PageView) -> bool:
        return all(self.there(target, view) for target in known_by)


def evidence_for(
    wanted: Sequence[Target],
    views: Sequence[PageView],
    others: Sequence[PageView],
    of_others: Sequence[Target],
    sighted: Sighted,
) -> Known | None:
    """The smallest evidence for the page that `views` show, and none of `others`; None where nothing is on all views.

    wanted: what may be evidence, the most telling first. of_others: what the other pages are known by, for what the
    page must not show. Where nothing tells it apart, the best there is, which is not certain.
    """
    usable = [target for target in dict.fromkeys(wanted) if sighted.on_all(target, views)]
    usable = sorted(usable, key=cost)[:MOST_CANDIDATES]
    if not usable:
        return None
    sets = sorted(_sets(usable), key=lambda targets: sum(map(cost, targets)))
    for targets in sets:
        if not any(sighted.fits(targets, view) for view in others):
            return Known(targets, _never_seen(targets, views, sighted))
    absent = [target for target in of_others if not any(sighted.there(target, view) for view in views)]
    for targets in sets:
        left = [view for view in others if sighted.fits(targets, view)]
        unless = _that_tell(absent, left, sighted)
        if unless is not None:
            return Known(targets, tuple(dict.fromkeys((*unless, *_never_seen(targets, views, sighted)))))
    return Known(tuple(usable[:MOST_TARGETS]), certain=False)


def cost(target: Target) -> float:
    """How much a target is worth as evidence: the less the better."""
    return COSTS.get(role_of(target), 2.0) + (0 if concept_in(meaning_of(target)) else WORDS_COST)


def headings_of(view: PageView, typed: Typed, main: str) -> Iterator[Target]:
    """The main heading of a view as evidence."""
    for element in view.elements:
        if element.role == "heading" and element.visible and element.name == main:
            meant = name_of(element, view, typed, "heading")
            if meant.target is not None:
                yield meant.target
            words = sayable(element.name, typed)
            if words:
                yield target_for("heading", {"words": [words]})
            return


def texts_of(view: PageView, typed: Typed) -> Iterator[Target]:
    """The headings and texts of a view by their words, the shortest first: for a page that says its piece."""
    said = {one.name for one in view.elements if one.role in ("heading", "text") and one.visible and one.name}
    for name in sorted(said, key=len)[:40]:
        words = sayable(name, typed)
        if words and len(words) > 3:
            yield target_for("text", {"words": [words]})


def _sets(usable: Sequence[Target]) -> Iterator[tuple[Target, ...]]:
    for size in range(1, MOST_TARGETS + 1):
        yield from combinations(usable, size)


def _that_tell(absent: Sequence[Target], left: Sequence[PageView], sighted: Sighted) -> tuple[Target, ...] | None:
    """The fewest targets of which each view that is left shows one; None where there are none such."""
    for size in range(1, MOST_UNLESS + 1):
        for targets in combinations(absent, size):
            if all(any(sighted.there(target, view) for target in targets) for view in left):
                return targets
    return None


def _never_seen(known_by: Sequence[Target], views: Sequence[PageView], sighted: Sighted) -> tuple[Target, ...]:
    """A page whose fields are evidence is not one where a password is asked for: a login asks for an address, too."""
    has_fields = any(role_of(target) == "field" for target in known_by) and PASSWORD not in known_by
    if not has_fields or any(sighted.there(PASSWORD, view) for view in views):
        return ()
    return (PASSWORD,)
