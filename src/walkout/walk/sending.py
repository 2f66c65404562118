"""The step that sends: check, review, the person's word, the ledger, and only then the click."""

from collections import Counter

from walkout.errors import BadProfileError, CannotActError, UnsafePlaceError
from walkout.flow.model import Errand, Page, PageOfOutcome, PageOfPerson, PageOfSteps
from walkout.flow.steps import ChooseStep, Doing, FillStep, SendStep, UploadStep, ValueName, target_of, value_in
from walkout.flow.targets import describe
from walkout.resolve.groups import GROUP, chosen_in
from walkout.resolve.match import Candidate, Found
from walkout.view import Element, PageView, origin_of
from walkout.walk import texts
from walkout.walk.finding import find, find_or_ask, wanted
from walkout.walk.person import Answer, Pause, ReviewRow
from walkout.walk.picks import same_again
from walkout.walk.recognise import Place, recognise
from walkout.walk.session import Filled, Result, Session
from walkout.walk.steps import TRIES, ask_how, take
from walkout.words.countries import display_name

NOT_FURTHER = "the step that sends is next, and a check goes no further"
AFTER_SENDING: tuple[Errand, ...] = ("enter-the-code", "enter-the-code-again", "ask-for-a-new-code", "open-the-link")


def review_and_send(session: Session, page: PageOfSteps, step: SendStep) -> Result:
    """Show what will be sent and where to, and send it at the person's word.

    What she agreed to is what is sent: the fields are checked after her word once more, and put right and shown again
    where they hold anything else.
    """
    if session.reach != "end":
        find(session, step.send, by_meaning=True)
        session.end("arrived", NOT_FURTHER)
    note = ""
    while True:
        result = put_right(session, page)
        if result != "done":
            return result
        # What sends is known by its meaning alone: a record may lead to what stands there now.
        found = find_or_ask(session, step.send, session.view, by_meaning=True)
        if not isinstance(found, Candidate):
            return sent_by_her(session) if found == "done-by-me" else found
        _check_destination(session, found)
        try:
            session.window.try_click(found.element)
        except CannotActError as error:
            session.picks.drop(session.page, step.send)
            result = ask_how(session, step, error)
            if result == "again":
                continue
            return sent_by_her(session) if result == "done-by-me" else result
        session.keep_picture()
        here = recognise(session.plan.flow, session.view)
        answer = session.ask(_review(session, page, here, found.element, note), here)
        note = ""
        match answer.choice:
            case "send":
                if _send(session, page, step, found):
                    return "done"
                note = "The page changed while you were reading, so please read it once more."
            case "change":
                result = _change(session, page, answer)
                if result != "done":
                    return result
            case "moved":
                return _moved_on(session)
            case "back" | "again":
                return "back"
            case _:
                pass
        here = session.place()
        if here.page is not None and here.page != page:
            return _moved_on(session)


def put_right(session: Session, page: PageOfSteps) -> Result:
    """See that each filled field of the page holds what it should; fill again what does not.

    What the page changes again and again is the person's to judge; what she takes upon herself is not looked at again.
    """
    tried: Counter[ValueName] = Counter()
    while True:
        view = session.look()
        wrong = next((filled for filled in _filled_on(session, page) if not _holds(session, view, filled)), None)
        if wrong is None:
            return "done"
        label = texts.short(wrong.label)
        tried[wrong.value_name] += 1
        if tried[wrong.value_name] > TRIES:
            tried.clear()
            keeps_not = CannotActError(f"the page changes what is put into “{label}”")
            result = ask_how(session, _step_of(page, wrong), keeps_not)
        else:
            session.say("field-put-right", f"{label} did not hold your value any more", target=describe(wrong.target))
            result = take(session, _step_of(page, wrong))
        if not _stays(session, wrong, result):
            return result


def _filled_on(session: Session, page: PageOfSteps) -> list[Filled]:
    targets = {target_of(step) for step in page.steps}
    return [filled for filled in session.filled.values() if filled.target in targets]


def _holds(session: Session, view: PageView, filled: Filled) -> bool:
    match = session.match(filled.target, view, filled.page)
    try:
        if isinstance(match, Found) and match.element.role == GROUP:
            return chosen_in(match.element, view) == filled.holds
        return isinstance(match, Found) and session.window.holds(match.element, filled.holds)
    except CannotActError:
        return False


def _review(session: Session, page: PageOfSteps, here: Place, button: Element, note: str) -> Pause:
    title, lines = texts.REVIEW
    rows = tuple(
        ReviewRow(filled.label, filled.value_name, _shown(session, filled.value_name), ask.answered if ask else "")
        for filled in session.filled.values()
        for ask in [session.plan.flow.question(filled.value_name)]
    )
    hers = tuple(
        f"“{wanted(target_of(step))}” is as it stands in the window: please look there."
        for step in page.steps
        if isinstance(step, ChooseStep | FillStep | UploadStep)
        and not value_in(step).optional
        and target_of(step) not in {f.target for f in session.filled.values()}
    )
    warnings = (*session.told_by(page), *_too_short(session, page), *_still_wanted(session, button))
    return Pause(
        "review",
        title,
        (*((note,) if note else ()), *warnings, *hers, *lines),
        (texts.SEND, texts.CHANGE, texts.BACK, texts.STOP),
        session.page,
        rows=rows,
        to=here.view.origin,
    )


def _too_short(session: Session, page: PageOfSteps) -> list[str]:
    """Warnings of values that the service is known to refuse as too short."""
    asked = [value_in(step) for step in page.steps if isinstance(step, FillStep)]
    return [
        texts.TOO_SHORT.format(field=texts.short(session.filled[one.value].label), has=length, least=one.at_least)
        for one in asked
        if one.at_least
        and one.value in session.filled
        and (length := len(session.plan.values[one.value])) < one.at_least
    ]


def _still_wanted(session: Session, button: Element) -> list[str]:
    """Fields of the form that the page marks as required, that hold nothing, and that the walk does not fill."""
    matches = [session.match(filled.target, session.view, filled.page) for filled in session.filled.values()]
    ours = {(match.element.frame, match.element.index) for match in matches if isinstance(match, Found)}
    return [
        (texts.STILL_WANTED if _tells_what_it_holds(element) else texts.MAY_BE_WANTED).format(
            field=texts.short(element.name or element.placeholder or element.context)
        )
        for element in session.view.elements
        if element.required
        and element.visible
        and not (element.filled or element.checked or element.disabled)
        and element.role in ("textbox", "checkbox", "file", "spinbutton", "combobox")
        and (element.frame, element.form) == (button.frame, button.form)
        and (element.frame, element.index) not in ours
    ]


def _tells_what_it_holds(element: Element) -> bool:
    """Whether a look sees if the field holds something; what a list built of other elements holds is only drawn."""
    return element.role != "combobox" or element.tag in ("select", "input")


def _shown(session: Session, name: ValueName) -> str:
    """A value as the person reads it: a country by its name, in the language of the page."""
    value = session.plan.values[name]
    if name == "screenshots":
        return ", ".join(f"{one.name} ({len(one.content) // 1024 + 1} KB)" for one in session.plan.attachments)
    if name != "country":
        return value
    return f"{display_name(value, session.view.language or 'en')} ({value})"


def _check_destination(session: Session, found: Candidate) -> None:
    """A form on the right page may still be sent elsewhere. Raises UnsafePlaceError."""
    place = found.element.sends_to
    origin = texts.short(origin_of(place))
    if place and origin not in session.plan.flow.origins:
        raise UnsafePlaceError(
            f"this form would be sent to {origin}, which is not one of the flow's places",
            remedy="Nothing was sent. Do not send it by hand either.",
        )


def _send(session: Session, page: PageOfSteps, step: SendStep, seen: Candidate) -> bool:
    """Send what was agreed to. False where the page is no longer what the person has seen; then nothing is sent.

    seen: the button at the review, which she may have pointed at herself.
    """
    view = session.look()
    match = session.match(step.send, view, by_meaning=True)
    button = match.candidate if isinstance(match, Found) else same_again(seen, view)
    if button is None or button.element.name != seen.element.name:
        return False
    if not all(_holds(session, view, filled) for filled in _filled_on(session, page)):
        return False
    _check_destination(session, button)
    try:
        session.window.try_click(button.element)
    except CannotActError:
        return False
    session.records.agreed(view.origin)
    session.records.sending()
    session.sent = True
    name = texts.short(button.element.name, 60)
    try:
        session.window.click(button.element)
    except CannotActError:
        session.say("sending-unknown", f"the page changed while “{name}” was pressed: it may have been sent")
        return True
    session.records.sent()
    session.keep_step(f"sent by button “{name}”, at the person's word")
    session.say("sent", f"sent to {view.origin} by “{name}”", to=view.origin, button=name, why=button.why)
    return True


def _change(session: Session, page: PageOfSteps, answer: Answer) -> Result:
    """Put a changed value into the page, and what changes with it."""
    name = answer.value_name
    if name is None or not answer.value.strip():
        return "done"
    before = session.plan.values
    try:
        session.plan = session.plan.with_value(name, answer.value)
    except BadProfileError as error:
        session.say("not-changed", f"{error.what}; nothing was changed")
        return "done"
    for filled in _filled_on(session, page):
        if before[filled.value_name] == session.plan.values[filled.value_name]:
            continue
        result = take(session, _step_of(page, filled))
        if not _stays(session, filled, result):
            return result
    return "done"


def _stays(session: Session, filled: Filled, result: Result) -> bool:
    """Whether the walk stays with the form. For what the person takes upon herself it does not vouch any more."""
    if result in ("skipped", "done-by-me"):
        session.filled.pop(filled.value_name, None)
    return result in ("done", "again", "skipped", "done-by-me")


def _step_of(page: PageOfSteps, filled: Filled) -> Doing:
    return next(step for step in page.steps if not isinstance(step, SendStep) and target_of(step) == filled.target)


def tells_of_sending(page: Page) -> bool:
    """Whether only a form that was sent leads to this page."""
    if isinstance(page, PageOfPerson):
        return page.wait_for_person.to in AFTER_SENDING
    return isinstance(page, PageOfOutcome) and page.outcome in ("submitted", "locked")


def _moved_on(session: Session) -> Result:
    """The page went on while she was reading. Any end that it shows may come of her own press of the button."""
    page = recognise(session.plan.flow, session.view).page
    if page is not None and (tells_of_sending(page) or isinstance(page, PageOfOutcome)):
        return sent_by_her(session)
    return "moved"


def sent_by_her(session: Session) -> Result:
    """The form was not sent by the walk, yet the page went on: she has pressed the button herself."""
    session.sent = True
    session.records.sending()
    session.records.sent()
    session.say("sent", "the page went on by itself: you have sent the form in the window", to=session.view.origin)
    return "done"
