"""Before anything is typed on a page: is every field of it there, without doubt?"""

from collections.abc import Iterable
from typing import Literal, cast

from walkout.flow.model import PageOfSteps
from walkout.flow.steps import (
    ChooseStep,
    ClickStep,
    FillStep,
    SendStep,
    Step,
    UploadStep,
    target_of,
    value_in,
)
from walkout.flow.targets import Target, describe
from walkout.resolve.match import Ambiguous, Candidate, Found, Missing, elements_of
from walkout.view import PageView
from walkout.walk import texts
from walkout.walk.finding import find_all, wanted
from walkout.walk.person import Pause
from walkout.walk.pointing import point_at
from walkout.walk.recognise import recognise
from walkout.walk.session import Result, Session
from walkout.words.speech import N_, _, say_list


def preflight(session: Session, page: PageOfSteps) -> tuple[Result, frozenset[Target]]:
    """Before anything is typed, find every field of the page; where some are not found, tell of all and ask.

    Returns `done` and the targets that the person takes upon herself, or what she wants instead.
    """
    steps = [
        step for step in page.steps if not isinstance(step, ClickStep | SendStep) and not lacks_value(session, step)
    ]
    fields = tuple(map(target_of, steps))
    optional = frozenset(target_of(step) for step in steps if is_optional(step))
    seen: PageView | None = session.view  # the look by which the page was recognised
    while fields:
        matches, seen = find_all(session, fields, seen, optional), None
        if matches == "back":
            return "back", frozenset()
        if isinstance(matches, str):
            continue
        absent = frozenset(one for one in optional if isinstance(matches[one], Missing))
        troubled = {
            target: match for target, match in matches.items() if not isinstance(match, Found) and target not in absent
        }
        if not troubled:
            found = [describe(target) for target in fields if target not in absent]
            text = _("every field of this page was found ({count}); nothing has been typed yet", count=len(found))
            session.say("preflight", text, fields=found)
            for target in absent:
                session.say("step-skipped", _("{target}: not on this page, and it need not be", target=wanted(target)))
            return "done", absent
        for target, match in troubled.items():
            told = N_("{target}: could be several") if isinstance(match, Ambiguous) else N_("{target}: is not there")
            session.say("field-troubled", _(told, target=wanted(target)), target=describe(target))
        answer = session.ask(_untyped(session, troubled), recognise(session.plan.flow, session.view))
        if answer.choice == "point":
            moved = _point_at_each(session, troubled)
            if moved:
                return moved, frozenset()
        if answer.choice == "done-by-me":
            missing = frozenset(target for target, match in troubled.items() if isinstance(match, Missing))
            return "done", missing
        if answer.choice in ("back", "moved", "next-way"):
            return cast(Result, answer.choice), frozenset()
    return "done", frozenset()


def _point_at_each(session: Session, targets: Iterable[Target]) -> Literal["moved"] | None:
    """Let her point at one after the other, until she gives up."""
    for target in targets:
        pointed = point_at(session, target, wanted(target))
        if not isinstance(pointed, Candidate):
            return pointed
    return None


def is_optional(step: Step) -> bool:
    """Whether the walk goes on where the step's field is not on the page."""
    return isinstance(step, ChooseStep | FillStep | UploadStep) and value_in(step).optional


def lacks_value(session: Session, step: Step) -> bool:
    """Whether the step is for a value that the person has not given, and need not give."""
    return is_optional(step) and value_in(cast(ChooseStep, step)).value not in session.plan.values


def _untyped(session: Session, troubled: dict[Target, Ambiguous | Missing]) -> Pause:
    names = say_list([_("“{target}”", target=wanted(target)) for target in troubled])
    lines = tuple(
        line
        for target, match in troubled.items()
        for title, more in [texts.describe_match(match, wanted(target))]
        for line in (title, *more)
    )
    return Pause(
        "missing" if all(isinstance(match, Missing) for match in troubled.values()) else "ambiguous",
        _("Not every field of this page was found without doubt: {names}. Nothing has been typed.", names=names),
        lines,
        (texts.POINT, texts.AGAIN, texts.MINE, texts.NEXT_WAY, texts.BACK, texts.STOP),
        session.page,
        about=tuple(one for match in troubled.values() for one in elements_of(match)),
    )
