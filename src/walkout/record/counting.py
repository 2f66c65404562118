"""What of all that was done counts for a flow: one act for each field, and none that was taken back."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from walkout.record.imported import Gathered, Left, Typed
from walkout.record.selectors import HOLD_TEXT
from walkout.resolve.score import ROLES
from walkout.view import Element
from walkout.watched import ActKind, WatchedAct
from walkout.words.days import days_as_written
from walkout.words.lexicon import known_language

GIVING: tuple[ActKind, ...] = ("fill", "choose", "upload")
NEVER_STEPS: dict[ActKind, str] = {
    "drag": "walkout drags nothing; where the page has another way to do it, record that",
    "forward": "a flow knows a page where it meets it",
    "reload": "a flow knows a page where it meets it",
    "tab": "walkout follows into new tabs by itself",
}
CURSOR = "it only puts the cursor into a field, which walkout does by itself"
LATER = "what the field holds in the end counts"
OPENS_LIST = "it only opens the list, which walkout does by itself"
NOTHING = "the page does not say what this is"
BY_YOU = "you dropped it"
BACK = "you went back from where it led"


@dataclass(frozen=True)
class Counted:
    """The acts that count, in their order, and those that do not, with the reason. back: the numbers of acts before
    which she went back."""

    acts: tuple[WatchedAct, ...]
    left: tuple[Left, ...] = ()
    back: frozenset[int] = frozenset()


@dataclass
class _Counting:
    acts: list[WatchedAct] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    back: set[int] = field(default_factory=set)
    turned: bool = False

    def leave(self, act: WatchedAct, why: str) -> None:
        self.left.append(Left(step_name(act), act.kind, why))

    def keep(self, act: WatchedAct) -> None:
        self.acts.append(act)
        if self.turned:
            self.back.add(act.number)
        self.turned = False


def counted(acts: Sequence[WatchedAct], dropped: frozenset[int] = frozenset()) -> Counted:
    """The acts that count. dropped: the numbers of those that the person has taken out."""
    counting = _Counting()
    for act, after in zip(acts, (*acts[1:], None), strict=True):
        _count(counting, act, after, dropped)
    return Counted(tuple(counting.acts), tuple(counting.left), frozenset(counting.back))


def _count(counting: _Counting, act: WatchedAct, after: WatchedAct | None, dropped: frozenset[int]) -> None:
    before = counting.acts[-1] if counting.acts else None
    if act.kind == "back":
        counting.turned = True
        counting.leave(act, "a flow has no step back: it knows a page where it meets it")
    elif act.number in dropped:
        counting.leave(act, BY_YOU)
    elif act.kind in NEVER_STEPS:
        counting.leave(act, NEVER_STEPS[act.kind])
    elif act.kind == "open":
        counting.keep(act)
    elif act.element is None:
        counting.leave(act, NOTHING)
    elif (why := _only_helps(act, after)) is not None:
        counting.leave(act, why)
    elif act.kind == "click" and act.element.role == "option" and before is not None and _opened_list(before):
        counting.left.append(Left(step_name(act), "click", "it is the entry that was chosen"))
        counting.acts[-1] = replace(before, kind="choose", typed=act.typed or act.element.name)
    elif before is not None and _is_sent_by(before, act):
        counting.leave(act, "the Enter key has pressed it")
    else:
        _without_earlier(counting, act)
        if act.kind == "tick" and act.element.checked and act.element.role != "radio":
            counting.leave(act, "walkout ticks, and does not take a tick away")
        else:
            counting.keep(act)


def _only_helps(act: WatchedAct, after: WatchedAct | None) -> str | None:
    """Why a click does nothing of itself; None where it does."""
    element = act.element
    if act.kind != "click" or element is None or element.role not in ROLES["field"]:
        return None
    if after is not None and after.element is not None and same_field(act, after) and after.kind in (*GIVING, "tick"):
        return CURSOR if element.role in HOLD_TEXT else OPENS_LIST
    if element.role == "combobox":
        opens = after is not None and after.element is not None and after.element.role == "option"
        return None if opens else OPENS_LIST
    return CURSOR if element.role in HOLD_TEXT or element.role == "file" else None


def _opened_list(act: WatchedAct) -> bool:
    return act.kind in ("click", "fill") and act.element is not None and act.element.role in ("combobox", "textbox")


def _is_sent_by(before: WatchedAct, act: WatchedAct) -> bool:
    """Whether a click is the browser's own, by which the Enter key sends a form."""
    if before.kind != "enter" or act.kind != "click" or act.element is None or before.element is None:
        return False
    return act.element.submits and act.view.born == before.view.born and act.element.form == before.element.form


def _without_earlier(counting: _Counting, act: WatchedAct) -> None:
    """A field that is filled in again counts once, at its first place and as it is now."""
    for at, earlier in reversed(list(enumerate(counting.acts))):
        if earlier.kind in ("open", "enter") or earlier.view.born != act.view.born or earlier.tab != act.tab:
            return
        if earlier.kind == "click" and not (earlier.element and earlier.element.role in ROLES["field"]):
            return  # what was pressed may have led on
        gives = act.kind in (*GIVING, "tick") and earlier.kind in (*GIVING, "tick", "click")
        if gives and same_field(earlier, act):
            counting.leave(earlier, LATER)
            del counting.acts[at]
            return


def same_field(one: WatchedAct, other: WatchedAct) -> bool:
    """Whether two acts on one document are on the same field."""
    here, there = one.element, other.element
    if here is None or there is None or one.view.born != other.view.born or here.frame != there.frame:
        return False
    if here.ident and here.ident == there.ident and here.role == there.role:
        return here.role != "radio" or here.name == there.name
    return _said(here) == _said(there) and bool(any(_said(here)[1:]))


def _said(element: Element) -> tuple[str, ...]:
    return (element.role, element.name, element.placeholder, element.context)


def typed_in(acts: Iterable[WatchedAct]) -> Typed:
    """What was typed and chosen, only so that it can be kept out of all that is written."""
    gathered = Gathered()
    for act in acts:
        if act.kind != "tick" and act.typed:
            for value in (act.typed, *_as_written(act)):
                gathered.type(value)
    return Typed().of(gathered.values)


def _as_written(act: WatchedAct) -> tuple[str, ...]:
    """A day or an hour as pages write it; nothing of any other value."""
    hour = re.fullmatch(r"0?(\d{1,2}):(\d\d)", act.typed)
    if hour:
        return f"{int(hour[1])}:{hour[2]}", f"{(int(hour[1]) + 11) % 12 + 1}:{hour[2]}"
    return days_as_written(act.typed, {"en", known_language(act.view.language) or "en"})


def step_name(act: WatchedAct) -> str:
    """What the terminal and the report call an act."""
    return f"step {act.number}"
