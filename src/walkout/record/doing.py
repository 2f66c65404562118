"""What each act of a demonstration means: a step of a flow, something that is the person's, or nothing, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from pydantic import TypeAdapter

from walkout.errors import BadUsageError
from walkout.flow.asks import Ask
from walkout.flow.lint import HIDDEN, OF_THE_PERSON, SENDING, means_sending
from walkout.flow.steps import SendStep, Step, ValueName
from walkout.flow.targets import Role, Target, Words, concept_in, meaning_of
from walkout.record.imported import Typed
from walkout.record.meaning import VALUES, is_search, target_for
from walkout.record.naming import Meant, concept_meant, name_of, named_so, role_for
from walkout.record.questions import question_for
from walkout.record.steps import ONWARD
from walkout.resolve.score import ROLES
from walkout.view import Element, PageView
from walkout.watched import WatchedAct
from walkout.words.lexicon import concept_names

NO_WORDS = "the page has no words for it that may be written"
CHECK = "the check that you are a person is yours"
SEARCH = "it is a search; begin at the page that it finds"
NO_BUTTON = "the form has no button that sends it, and a flow presses no keys"
NO_FILES = "walkout uploads only the screenshots that you collected"
NEVER_ASKED_FOR = "no flow may ask for it; fill it in yourself before you agree to send"
Sends = Literal["yes", "no", "perhaps"]
_STEP: TypeAdapter[Step] = TypeAdapter(Step)


@dataclass(frozen=True)
class Decided:
    """What the person has said of acts, by number: taken out, named in her words, sending or not, kept in doubt."""

    dropped: frozenset[int] = frozenset()
    names: Mapping[int, str] = field(default_factory=dict)
    sends: Mapping[int, bool] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """What one act means.

    step: of the flow; None where it is none, for the reason `why`, or where the person does it herself (`hers`: the
    concept of the field that makes the page hers). sends: whether it sends. ask: the question whose answer it gives.
    """

    act: WatchedAct
    step: Step | None = None
    meant: Meant = field(default_factory=lambda: Meant(None))
    why: str = ""
    hers: str = ""
    sends: Sends = "no"
    ask: Ask | None = None

    @cached_property
    def target(self) -> Target | None:
        return self.meant.target

    @property
    def doubt(self) -> str:
        """What she has to be asked; empty where nothing is in doubt."""
        if self.step is not None and self.meant.rivals:
            others = len(self.meant.rivals)
            return f"{others} more {'goes' if others == 1 else 'go'} by that: name it, or walks will ask there"
        if self.sends == "perhaps":
            return "does this send?"
        return ""


def part_of(act: WatchedAct, typed: Typed, decided: Decided = Decided()) -> Part:
    """What an act means, by itself. Whether it sends depends on what was filled in before: see `sending`."""
    element = act.element
    if element is None:
        return Part(act, why="the page does not say what this is")
    if act.secret:
        concept = concept_meant(element, act.view, typed)
        return Part(act, hers=concept if concept in OF_THE_PERSON else "password")
    match act.kind:
        case "fill" | "choose" | "upload":
            return _given(act, element, typed, decided)
        case "enter":
            return _entered(act, element, typed, decided)
        case _:
            return _pressed(act, element, typed, decided)


def sending(part: Part, *, gives: bool, decided: Decided) -> Sends:
    """Whether an act sends. gives: something was filled in before it on its page."""
    if part.act.number in decided.sends:
        return "yes" if decided.sends[part.act.number] else "no"
    element = part.act.element
    if part.step is None or part.target is None or element is None or part.act.kind not in ("click", "enter"):
        return "no"
    if means_sending(part.target) or concept_in(meaning_of(part.target)) in SENDING:
        return "yes"
    concept = concept_in(meaning_of(part.target))
    if not gives or element.role == "link" or concept in ONWARD:
        return "no"
    if part.act.kind == "enter" or element.submits:
        return "yes"
    return "perhaps"


def as_sending(part: Part) -> Part:
    """The same act as the step that sends."""
    return replace(part, step=SendStep(send=part.target), sends="yes") if part.target is not None else part


def in_words(part: Part) -> str:
    """An act as the terminal tells it: `choose *country of residence*`."""
    if part.hers:
        return f"this page is yours: {_plain(part.hers)}"
    if part.step is None:
        return f"{part.act.kind}: left out, {part.why}"
    verb = "send with" if part.sends == "yes" else next(iter(type(part.step).model_fields))
    named = spoken(part.target) if part.target is not None else ""
    value = getattr(getattr(part.step, verb, None), "value", "")
    goes = f" ← {'asked on each walk' if part.ask else f'your {value}'}" if value else ""
    return f"{verb} *{named}*{goes}"


def spoken(target: Target) -> str:
    """A target as a person would say it."""
    meaning = meaning_of(target)
    concept = concept_in(meaning)
    if not isinstance(meaning, Words):
        return _plain(concept)
    words = meaning.words[0]
    return f"{_plain(concept)} (“{words}”)" if concept else words


def _plain(name: str) -> str:
    return name.replace("-", " ")


def _name(act: WatchedAct, element: Element, typed: Typed, decided: Decided, role: Role | None = None) -> Meant:
    """How it is called: by her word where she has given one, else by what the page says."""
    role = role or role_for(element)
    if act.number not in decided.names:
        return name_of(element, act.view, typed, role)
    return named_so(element, act.view, target_said(decided.names[act.number], role))


def target_said(said: str, role: Role) -> Target:
    """What she calls it: a concept where there is one of that name, else the page's words. Raises BadUsageError."""
    before, colon, after = said.partition(":")
    words = (after if colon and before.strip() in ROLES else said).strip()
    name = words.lower().replace(" ", "-")
    if not words or HIDDEN.search(words):
        raise BadUsageError("that is no name", remedy="Say it in words, such as: country of residence.")
    return target_for(role, name if name in concept_names() else {"words": [words]})


def _given(act: WatchedAct, element: Element, typed: Typed, decided: Decided) -> Part:
    if is_search(element):
        return Part(act, why=SEARCH)
    meant = _name(act, element, typed, decided, "field")
    if meant.target is None:
        return Part(act, why=NO_WORDS)
    concept = concept_in(meaning_of(meant.target))
    if concept in OF_THE_PERSON:
        return Part(act, meant=meant, hers=concept)
    value: ValueName | None = VALUES.get(concept)
    if act.kind == "upload" or value == "screenshots":
        if act.kind != "upload" or value != "screenshots":
            return Part(act, meant=meant, why=NO_FILES)
        return Part(act, _step("upload", meant.target, value), meant)
    ask = None
    if value is None:
        ask = question_for(meant.target, element, typed, listed=act.kind == "choose")
        if ask is None:
            return Part(act, meant=meant, why=NEVER_ASKED_FOR)
        value = ask.ask
    listed = act.kind == "choose" or value == "country"
    return Part(act, _step("choose" if listed else "fill", meant.target, value), meant, ask=ask)


def _step(verb: str, target: Target, value: ValueName) -> Step:
    meaning = target.model_dump(exclude_none=True)["field"]
    return _STEP.validate_python({verb: {"field": meaning, "value": value}})


def _entered(act: WatchedAct, element: Element, typed: Typed, decided: Decided) -> Part:
    """The Enter key in a field presses its form's button, which a flow can press, too."""
    if is_search(element):
        return Part(act, why=SEARCH)
    if element.tag == "textarea":
        return Part(act, why="it begins a line in the text")
    button = _button_of(element, act.view)
    if button is None:
        return Part(act, why=NO_BUTTON)
    meant = _name(act, button, typed, decided, "button")
    if meant.target is None:
        return Part(act, why=NO_BUTTON)
    return Part(replace(act, element=button), _act("click", meant.target), meant)


def _button_of(field_: Element, view: PageView) -> Element | None:
    buttons = [
        one
        for one in view.elements
        if one.submits and one.visible and field_.form >= 0 and (one.frame, one.form) == (field_.frame, field_.form)
    ]
    return buttons[0] if buttons else None


def _pressed(act: WatchedAct, element: Element, typed: Typed, decided: Decided) -> Part:
    ticks = act.kind == "tick" or element.role in ("radio", "checkbox", "switch")
    meant = _name(act, element, typed, decided)
    if meant.target is None:
        return Part(act, why=NO_WORDS)
    concept = concept_in(meaning_of(meant.target))
    if concept in OF_THE_PERSON:
        return Part(act, meant=meant, why=CHECK)
    return Part(act, _act("tick" if ticks else "click", meant.target), meant)


def _act(verb: str, target: Target) -> Step:
    return _STEP.validate_python({verb: target.model_dump(exclude_none=True)})
