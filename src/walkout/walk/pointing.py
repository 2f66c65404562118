"""The person points at a target in the window, where the walk has not found it without doubt."""

from typing import Literal

from walkout.errors import CannotActError
from walkout.flow.targets import Target, role_of
from walkout.resolve.match import Candidate, Evidence
from walkout.resolve.recorded import QUIET_ROLES
from walkout.resolve.score import ROLES
from walkout.view import Element, Pointed
from walkout.walk import texts
from walkout.walk.person import Answer, Pause
from walkout.walk.recognise import recognise
from walkout.walk.session import Session
from walkout.words.names import role_words
from walkout.words.speech import N_, _

BY_HER = (Evidence(N_("you pointed at it"), 1.0),)


def point_at(session: Session, target: Target, wanted: str) -> Candidate | Literal["moved"] | None:
    """The element of the newest look that she clicks; None where she gives up. `moved`: the page has gone on by itself.

    What is not of the wanted kind, or cannot be acted on, is told, and she points anew. wanted: in words.
    """
    while True:
        try:
            done, around = _wait_for_click(session, wanted)
        except CannotActError as error:
            session.say("not-pointed", _("{what}; nothing was pointed at", what=error.what))
            return None
        if done != "clicked":
            return done
        element = _meant(target, around)
        hindrance = _hindrance(session, target, element)
        if element is None or hindrance:
            session.say(
                "not-pointed",
                _("{hindrance} Please point at “{wanted}” once more.", hindrance=hindrance, wanted=wanted),
            )
            continue
        candidate = Candidate(element, 1.0, BY_HER)
        others = session.picks.add(session.page, target, candidate, session.view, session.masker.mask)
        session.say("pointed", _("you pointed at the {element}", element=texts.describe_candidate(candidate)))
        answer = "go-on" if others is None else _ask_whether_once(session, candidate, others).choice
        if answer == "go-on":
            return candidate
        session.picks.drop(session.page, target)
        if answer != "point":
            return "moved" if answer == "moved" else None


def _wait_for_click(session: Session, wanted: str) -> tuple[Literal["clicked", "moved"] | None, tuple[Element, ...]]:
    """What came of it, and after a click the elements of the newest look around its place, the innermost first."""
    title, lines = texts.POINTING
    pause = Pause(
        "point", _(title, wanted=wanted), tuple(_(line) for line in lines), (texts.POINT_AT_NOTHING,), session.page
    )
    here = recognise(session.plan.flow, session.look())
    with session.window.point() as pointing:

        def ends() -> bool:
            return pointing.poll() is not None or session.view.born != here.view.born

        answer = session.ask(pause, here, ends)
        done: Pointed | None = pointing.poll()
        if answer.choice == "moved" and done == "clicked":
            session.look()
            return "clicked", pointing.around()
    return "moved" if answer.choice == "moved" and done is None else None, ()


def _meant(target: Target, around: tuple[Element, ...]) -> Element | None:
    """The nearest element that one acts on; for a target that is words, the nearest of all. None: there is none."""
    quiet = () if role_of(target) in QUIET_ROLES else QUIET_ROLES
    return next((one for one in around if one.role not in quiet), around[0] if around else None)


def _hindrance(session: Session, target: Target, element: Element | None) -> str:
    """Why the walk cannot take it, in words; empty where it can."""
    role = role_of(target)
    if element is None:
        return _("There is nothing there that could be meant.")
    if element.role not in ROLES[role]:
        there, kind = texts.describe(element), role_words(role)
        if role == "option":
            return _("That is the {element}, but an {role} is wanted.", element=there, role=kind)
        return _("That is the {element}, but a {role} is wanted.", element=there, role=kind)
    if element.disabled or not element.visible:
        return _("The page does not let the {element} be used now.", element=texts.describe(element))
    origin = session.view.frames[element.frame].origin
    if origin not in session.plan.flow.origins:
        return _("That is part of {origin}, which is none of the flow's places.", origin=origin)
    return ""


def _ask_whether_once(session: Session, candidate: Candidate, others: tuple[Element, ...]) -> Answer:
    """It cannot be told from others: shall it be taken this once?"""
    title, why = texts.not_to_be_told(candidate.element, others)
    choices = (texts.ONCE, texts.POINT_AGAIN, texts.BACK_TO_QUESTION, texts.STOP)
    pause = Pause("not-to-be-told", title, why, choices, session.page, about=(candidate.element,))
    return session.ask(pause, recognise(session.plan.flow, session.view))
