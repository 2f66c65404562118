"""The step that sends: check, review, the person's word, the ledger, and only then the click."""

from dataclasses import replace

from walkout.errors import CannotActError, UnsafePlaceError
from walkout.flow.model import Errand, PageOfOutcome, PageOfPerson, PageOfSteps, SendStep, describe, target_of
from walkout.resolve.match import Candidate, Found
from walkout.resolve.resolve import resolve
from walkout.view import PageView, origin_of
from walkout.walk import texts
from walkout.walk.finding import find_or_ask
from walkout.walk.person import Answer, Pause, ReviewRow
from walkout.walk.recognise import Place, recognise
from walkout.walk.session import Filled, Result, Session
from walkout.walk.steps import take

AFTER_SENDING: tuple[Errand, ...] = ("enter-the-code", "enter-the-code-again", "ask-for-a-new-code")


def review_and_send(session: Session, page: PageOfSteps, step: SendStep) -> Result:
    """Show what will be sent and where to, and send it at the person's word.

    What she agreed to is what is sent: the fields are checked after her word once more, and put right and shown again
    where they hold anything else.
    """
    note = ""
    while True:
        result = put_right(session, page)
        if result != "done":
            return result
        found = find_or_ask(session, step.send)
        if not isinstance(found, Candidate):
            return _sent_by_her(session) if found == "done-by-me" else found
        _check_destination(session, found)
        session.window.try_click(found.element)
        session.keep_picture()
        here = recognise(session.plan.flow, session.view)
        answer = session.ask(_review(session, here, note), here)
        note = ""
        match answer.choice:
            case "send":
                if _send(session, page, step):
                    return "done"
                note = "The page changed while you were reading, so please read it once more."
            case "change":
                _change(session, answer)
            case "moved":
                return _sent_by_her(session) if _is_beyond(session) else "moved"
            case "back" | "again":
                return "back"
            case _:
                continue


def put_right(session: Session, page: PageOfSteps) -> Result:
    """See that each filled field of the page holds what it should; fill again what does not."""
    while True:
        view = session.look()
        wrong = next((filled for filled in _filled_on(session, page) if not _holds(session, view, filled)), None)
        if wrong is None:
            return "done"
        label = texts.short(wrong.label)
        session.say("field-put-right", f"{label} did not hold your value any more", target=describe(wrong.target))
        step = next(step for step in page.steps if not isinstance(step, SendStep) and target_of(step) == wrong.target)
        result = take(session, step)
        if result != "done":
            return result


def _filled_on(session: Session, page: PageOfSteps) -> list[Filled]:
    targets = {target_of(step) for step in page.steps}
    return [filled for filled in session.filled.values() if filled.target in targets]


def _holds(session: Session, view: PageView, filled: Filled) -> bool:
    match = resolve(filled.target, view)
    return isinstance(match, Found) and session.window.holds(match.element, filled.holds)


def _review(session: Session, here: Place, note: str) -> Pause:
    title, lines = texts.REVIEW
    rows = tuple(
        ReviewRow(filled.label, filled.value_name, session.plan.values[filled.value_name])
        for filled in session.filled.values()
    )
    return Pause(
        "review",
        title,
        (note, *lines) if note else lines,
        (texts.SEND, texts.CHANGE, texts.BACK, texts.STOP),
        session.page,
        rows=rows,
        to=here.view.origin,
    )


def _check_destination(session: Session, found: Candidate) -> None:
    """A form on the right page may still be sent elsewhere. Raises UnsafePlaceError."""
    place = found.element.sends_to
    if place and origin_of(place) not in session.plan.flow.origins:
        raise UnsafePlaceError(
            f"this form would be sent to {origin_of(place)}, which is not one of the flow's places",
            remedy="Nothing was sent. Do not send it by hand either.",
        )


def _send(session: Session, page: PageOfSteps, step: SendStep) -> bool:
    """Send what was agreed to. False where the page is no longer what the person has seen; then nothing is sent."""
    view = session.look()
    match = resolve(step.send, view)
    if not isinstance(match, Found):
        return False
    if not all(_holds(session, view, filled) for filled in _filled_on(session, page)):
        return False
    _check_destination(session, match.candidate)
    try:
        session.window.try_click(match.element)
    except CannotActError:
        return False
    session.records.agreed(view.origin)
    session.records.sending()
    session.sent = True
    session.window.click(match.element)
    session.records.sent()
    name = texts.short(match.element.name, 60)
    session.keep_step(f"sent by button “{name}”, at the person's word")
    session.say("sent", f"sent to {view.origin} by “{name}”", to=view.origin, why=match.candidate.why)
    return True


def _change(session: Session, answer: Answer) -> None:
    """A changed value is put into the page by the next `put_right`."""
    name = answer.value_name
    if name is None or not answer.value.strip():
        return
    session.plan = session.plan.with_value(name, answer.value)
    filled = session.filled.get(name)
    if filled is not None:
        session.filled[name] = replace(filled, holds=answer.value)


def _is_beyond(session: Session) -> bool:
    """Whether the window shows a page that only a sent form leads to."""
    page = recognise(session.plan.flow, session.view).page
    if isinstance(page, PageOfPerson):
        return page.wait_for_person.to in AFTER_SENDING
    return isinstance(page, PageOfOutcome)


def _sent_by_her(session: Session) -> Result:
    """The page went on while she was reading: she has pressed the button herself, so it may have been sent."""
    session.records.sending()
    session.sent = True
    session.records.sent()
    session.say("sent", "the page went on by itself: you have sent the form in the window", to=session.view.origin)
    return "done"
