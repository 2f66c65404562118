"""The lists that a page draws by itself, from which something was chosen in a recording."""

from collections.abc import Sequence
from dataclasses import dataclass

from walkout.record.deeds import Deed
from walkout.record.personal import Personal
from walkout.view import Element, PageView
from walkout.words.countries import country_code
from walkout.words.territories import labels_in

MOSTLY = 0.8
# A list of fewer countries was shortened by what somebody typed, and would tell of it.
FEWEST_COUNTRIES = 20
STAND_INS = ("First entry", "Second entry", "Third entry")


@dataclass(frozen=True)
class DrawnList:
    """What a list offers: countries by their codes, or the words of its entries."""

    countries: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


def is_drawn(deed: Deed) -> bool:
    """Whether something was chosen from a list that is no native select."""
    element = deed.act.element
    return deed.act.kind == "choose" and element is not None and not element.options and element.tag != "select"


def drawn_list(deed: Deed, views: Sequence[PageView], personal: Personal, language: str) -> DrawnList:
    """The list that a deed chose from, as the views show it; all countries, where it is one of countries.

    Entries that were looked for by typing tell what was typed: others stand in for them.
    """
    shown = max((_options(view) for view in (deed.act.view, *views)), key=len, default=())
    codes = [code for name in shown if (code := country_code(name, language))]
    if deed.value == "country" or (shown and len(codes) >= MOSTLY * len(shown)):
        few = len(set(codes)) < FEWEST_COUNTRIES
        return DrawnList(countries=tuple(sorted(labels_in("en") if few else set(codes))))
    typed = deed.act.element is not None and _is_typed_into(deed.act.element)
    entries = tuple(dict.fromkeys(name for name in shown if not personal.of_lists.is_in(name)))
    return DrawnList(entries=STAND_INS if typed or len(entries) < len(set(shown)) or len(entries) < 2 else entries)


def _options(view: PageView) -> tuple[str, ...]:
    return tuple(one.name for one in view.elements if one.role == "option" and one.visible and one.name)


def _is_typed_into(element: Element) -> bool:
    return element.tag in ("input", "textarea")
