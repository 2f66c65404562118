"""Cut what was done into pages: a page ends where an act leads on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from walkout.flow.lint import SENDING, means_sending
from walkout.record.imported import Act, Kind, Left, Recording, web_address
from walkout.record.meaning import Company, concept_of, is_search, target_of_element
from walkout.record.selectors import HOLD_TEXT
from walkout.view import Element

GIVES: tuple[Kind, ...] = ("fill", "choose", "upload")
COOKIES = ("decline-cookies", "accept")
ENTRY = "it is an entry of a list: which one is the person's, and walkout chooses hers"
CURSOR = "it only puts the cursor into a field, which walkout does by itself"
AGAIN = "it is for the same field as a step before"


@dataclass
class Stretch:
    """What was done on one page. opened: the act that opened its address, where it was opened so.

    cookies: the concept of the button with which a banner was answered, where that is all that was done.
    """

    acts: list[Act] = field(default_factory=list)
    opened: Act | None = None
    cookies: str = ""

    @property
    def elements(self) -> tuple[Element, ...]:
        return tuple(act.element for act in self.acts if act.element is not None)

    @property
    def gives(self) -> bool:
        """Whether something was typed, chosen or uploaded."""
        return any(act.kind in GIVES for act in self.acts)


def stretches(recording: Recording) -> tuple[list[Stretch], list[Left]]:
    """The pages of a recording in their order, and the acts that need no step of a flow."""
    acts, left = _needed(recording.acts)
    company = Company(tuple(act.element for act in acts if act.element is not None), recording.typed)
    found = [Stretch()]
    for before, act in zip((None, *acts), acts, strict=False):
        if act.kind == "open":
            found.append(Stretch(opened=act))
            continue
        # What is looked for after a click is on the page that it led to.
        if before is not None and before.kind != "open" and _is_new_page(before, act, company):
            found.append(Stretch())
        found[-1].acts.append(act)
    apart = [part for one in found for part in _without_banner(one, company)]
    return [one for one in apart if one.acts or one.opened], left


def _without_banner(stretch: Stretch, company: Company) -> tuple[Stretch, ...]:
    """A page of its own for the banner that was answered first, and the page below it."""
    act = next(iter(stretch.acts), None)
    if act is None or act.kind != "click" or act.element is None or act.element.role not in ("", "button"):
        return (stretch,)
    concept = concept_of("button", act.element, company)[0]
    if concept not in COOKIES:
        return (stretch,)
    return Stretch([act], stretch.opened, concept), Stretch(stretch.acts[1:])


def _is_new_page(before: Act, act: Act, company: Company) -> bool:
    if before.kind == "click" and act.kind == "see":
        return True
    return _leads_on(before, company) or _is_elsewhere(before, act)


def _leads_on(act: Act, company: Company) -> bool:
    if act.leads_to or act.opens_window or act.kind in ("enter", "submit"):
        return True
    if act.kind != "click" or act.element is None:
        return False
    if act.element.role == "link":
        return True
    return concept_of("button", act.element, company)[0] in ("next", "sign-in") or means_submit(act, company)


def _is_elsewhere(before: Act, act: Act) -> bool:
    if before.heading and act.heading and before.heading != act.heading:
        return True
    there, here = web_address(before.address), web_address(act.address)
    return bool(there and here and there != here and not act.in_frame and not before.in_frame)


def means_submit(act: Act, company: Company) -> bool:
    """Whether a click is on a button that sends, by a part of its words: too many sending steps do no harm."""
    if act.element is None:
        return False
    target = target_of_element("button", act.element, company)
    return concept_of("button", act.element, company)[0] in SENDING or (target is not None and means_sending(target))


def _needed(acts: Iterable[Act]) -> tuple[list[Act], list[Left]]:
    kept: list[Act] = []
    left: list[Left] = []
    for act, after in _with_next(acts):
        before = kept[-1] if kept else None
        if act.kind == "lead":
            if before is not None and before.kind not in ("open", "see"):
                kept[-1] = replace(before, leads_to=act.address or "elsewhere")
            left.append(Left(act.step, "an address that was waited for", "walkout knows a page by what is on it"))
        elif act.kind == "click" and act.element is not None and act.element.role == "option":
            left.append(Left(act.step, "click", ENTRY))
            if before is not None and before.element is not None and before.kind in ("click", "fill"):
                kept[-1] = replace(before, kind="choose")
        elif act.kind == "click" and _only_focuses(act, after):
            left.append(Left(act.step, "click", CURSOR))
        elif act.kind in GIVES and before is not None and before.kind in GIVES and _same(before, act):
            left.append(Left(act.step, act.kind, AGAIN))
        else:
            kept.append(_as_ticked(act))
    return kept, left


def _with_next(acts: Iterable[Act]) -> Iterator[tuple[Act, Act | None]]:
    listed = list(acts)
    yield from zip(listed, (*listed[1:], None), strict=False)


def _only_focuses(act: Act, after: Act | None) -> bool:
    """A click into a field, or on the label of the field that is filled in next."""
    element = act.element
    if element is None or act.leads_to:
        return False
    if after is not None and after.kind in (*GIVES, "tick") and _same(act, after):
        return True
    if element.role == "combobox":
        return not (after is not None and after.element is not None and after.element.role == "option")
    return element.role in HOLD_TEXT or element.role == "file"


def _same(one: Act, other: Act) -> bool:
    """Whether two acts are on the same field, as far as the recording tells."""
    here, there = one.element, other.element
    if here is None or there is None:
        return False
    if here.ident and there.ident:
        return bool(set(here.ident.split()) & set(there.ident.split()))
    return bool(here.name or here.placeholder) and (here.name, here.placeholder) == (there.name, there.placeholder)


def _as_ticked(act: Act) -> Act:
    """A click on a box, or on its label, ticks it."""
    element = act.element
    if act.kind != "click" or element is None or act.leads_to:
        return act
    is_box = element.role in ("checkbox", "radio", "switch") or (element.tag == "label" and not element.role)
    return replace(act, kind="tick") if is_box else act


def searches(acts: Iterable[Act]) -> bool:
    """Whether all that is filled in is something to look for."""
    given = [act.element for act in acts if act.kind in GIVES and act.element is not None]
    return bool(given) and all(map(is_search, given))
