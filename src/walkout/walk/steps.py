"""The steps of a page that do not send: click, choose, fill, tick."""

from collections.abc import Callable

from walkout.errors import CannotActError, NotInListError
from walkout.flow.asks import typed_form
from walkout.flow.steps import (
    ChooseStep,
    ClickStep,
    Doing,
    FillStep,
    Step,
    TickStep,
    UploadStep,
    target_of,
    value_in,
)
from walkout.flow.targets import LinkTarget, Target, describe
from walkout.resolve.match import Ambiguous, Candidate, Found
from walkout.resolve.resolve import resolve
from walkout.walk import texts
from walkout.walk.choosing import choose, refuse_secret_field
from walkout.walk.finding import ask_about, find, find_or_ask, wanted
from walkout.walk.notices import keep_text
from walkout.walk.person import Pause
from walkout.walk.recognise import recognise
from walkout.walk.session import Filled, Result, Session

TRIES = 2
LEADING = ("link", "menuitem")


def take(session: Session, step: Doing) -> Result:
    """Do one step; ask where its target is in doubt or does not take the action."""
    match step:
        case ClickStep() if step.otherwise == "next-way":
            return _click_or_leave(session, step)
        case ClickStep():
            return _act(session, step, lambda found: _click(session, step.click, found))
        case TickStep():
            return _act(session, step, lambda found: _tick(session, step.tick, found))
        case FillStep():
            return _act(session, step, lambda found: _fill(session, step, found))
        case ChooseStep():
            return _act(session, step, lambda found: _choose(session, step, found))
        case UploadStep():
            return _act(session, step, lambda found: _upload(session, step, found))


def _click_or_leave(session: Session, step: ClickStep) -> Result:
    match = find(session, step.click)
    if isinstance(match, str):
        return match
    if isinstance(match, Found):
        return _act(session, step, lambda found: _click(session, step.click, found), match.candidate)
    if isinstance(match, Ambiguous):
        picked = ask_about(session, step.click, match)
        return _act(session, step, lambda found: _click(session, step.click, found), picked)
    session.say(
        "way-left",
        f"{wanted(step.click)}: not on this page, so the next way in is tried",
        target=describe(step.click),
    )
    return "next-way"


def _act(
    session: Session,
    step: Doing,
    act: Callable[[Candidate], None],
    first: Candidate | Result | None = None,
) -> Result:
    """Find, then act; what changed between look and act is looked at again before the person is asked."""
    tried = 0
    while True:
        found = first if first is not None else find_or_ask(session, target_of(step))
        first = None
        if not isinstance(found, Candidate):
            if found == "again":
                continue
            return found
        try:
            act(found)
        except CannotActError as error:
            if _has_moved(session):
                return "moved"
            tried += 1
            if tried < TRIES and not isinstance(error, NotInListError):
                continue
            if not isinstance(error, NotInListError):
                session.picks.drop(session.page, target_of(step))
            answer = ask_how(session, step, error)
            if answer != "again":
                return answer
            continue
        _tell(session, step, found)
        return "done"


def _has_moved(session: Session) -> bool:
    """Whether the window shows another page of the flow: a click that failed late has done its work."""
    page = session.place().page
    return page is not None and page.page != session.page


def ask_how(session: Session, step: Step, error: CannotActError) -> Result:
    """Ask the person about a step whose target is found but does not take the act."""
    title = f"“{wanted(target_of(step))}”: {error.what}."
    lines: tuple[str, ...] = (error.remedy,) if error.remedy else ()
    of_country = isinstance(error, NotInListError) and isinstance(step, ChooseStep) and step.choose.value == "country"
    if of_country:
        title, lines = texts.COUNTRY_MISSING
        listed = resolve(LinkTarget(link="country-not-listed"), session.look())
        if isinstance(listed, Found):
            lines = (f"The page itself offers “{listed.element.name}”: press that in the window.", *lines)
    pause = Pause(
        "country-missing" if of_country else "cannot-act",
        title,
        lines,
        (texts.AGAIN, texts.DONE_BY_ME, texts.SKIP, texts.BACK, texts.STOP),
        session.page,
    )
    answer = session.ask(pause, recognise(session.plan.flow, session.look()))
    match answer.choice:
        case "skip":
            return "skipped"
        case "back" | "moved" | "done-by-me" as result:
            return result
        case _:
            return "again"


def _click(session: Session, target: Target, found: Candidate) -> None:
    """Click, unless that would send a form that the walk has filled: sending is a step of its own, after a review."""
    element = found.element
    # Any button of that form: one that is no submit button may send by script.
    may_send = (
        element.submits
        or element.role == "button"
        or (element.role in LEADING and session.picks.of(session.page, target) is not None)
    )
    if may_send and session.filled and _holds_filled_field(session, element.frame, element.form):
        raise CannotActError(
            f"this would send the form with your data, but the flow does not mark it as sending ({describe(target)})",
            remedy="The flow needs a `send` step here. Nothing was sent.",
        )
    keep_text(session, target, element)
    session.keep_picture()
    session.window.click(element)


def _holds_filled_field(session: Session, frame: int, form: int) -> bool:
    for filled in session.filled.values():
        match = session.match(filled.target, session.view, filled.page)
        if isinstance(match, Found) and (match.element.frame, match.element.form) == (frame, form):
            return True
    return False


def _tick(session: Session, target: Target, found: Candidate) -> None:
    if not found.element.checked:
        _click(session, target, found)


def _fill(session: Session, step: FillStep, found: Candidate) -> None:
    name = step.fill.value
    value = session.plan.values[name]
    refuse_secret_field(found.element)
    if found.element.type != "date":  # which takes every day as YYYY-MM-DD
        value = typed_form(session.plan.flow.question(name), value)
    if found.element.filled and session.window.holds(found.element, value):
        session.say("already-there", f"{wanted(step.fill.target)}: the page has filled in your {name} already")
    else:
        if found.element.filled and name not in session.filled:
            session.say("replaced", f"{wanted(step.fill.target)}: the page had something else there; it is replaced")
        session.window.fill(found.element, value)
    _remember(session, step, found, value)


def _upload(session: Session, step: UploadStep, found: Candidate) -> None:
    files = session.plan.attachments
    session.window.upload(found.element, files)
    _remember(session, step, found, "\n".join(file.name for file in files))


def _choose(session: Session, step: ChooseStep, found: Candidate) -> None:
    held = choose(session, found, step.choose.value)
    _remember(session, step, found, held)


def _remember(session: Session, step: FillStep | ChooseStep | UploadStep, found: Candidate, held: str) -> None:
    inner = value_in(step)
    element = found.element
    label = element.name or element.placeholder or wanted(inner.target)
    session.filled[inner.value] = Filled(inner.target, inner.value, label, held, session.page)
    origin = session.view.frames[element.frame].origin
    session.records.disclosed(session.masker.mask(label), inner.value, session.hint(inner.value), origin)


def _what_was_done(step: Doing, role: str, name: str) -> str:
    match step:
        case ClickStep():
            return f"followed the link “{name}”" if role == "link" else f"pressed “{name}”"
        case ChooseStep():
            return f"chose your {texts.in_words(step.choose.value)} in “{name}”"
        case FillStep():
            return f"typed your {texts.in_words(step.fill.value)} into “{name}”"
        case UploadStep():
            return f"put your screenshots into “{name}”"
        case TickStep():
            return f"ticked “{name}”"


def _tell(session: Session, step: Doing, found: Candidate) -> None:
    element = found.element
    name = texts.short(element.name or element.placeholder, 60)
    text = _what_was_done(step, element.role, name)
    session.keep_step(text)
    session.say(
        "step-done",
        text,
        step=next(iter(type(step).model_fields)),
        target=describe(target_of(step)),
        found=name,
        role=element.role,
        score=round(found.score, 2),
        why=found.why,
    )
