"""The loop: where am I, what does the flow say for this page, do it or ask, and look again."""

from math import ceil
from typing import NoReturn

from walkout.errors import PageUnreachableError, UnsafePlaceError, WindowClosedError
from walkout.flow.model import PageOfOutcome, PageOfPerson, PageOfSteps, SendStep, Way, role_of, target_of
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.view import origin_of
from walkout.walk import texts
from walkout.walk.finding import wanted
from walkout.walk.outcome import Outcome, WalkEnded
from walkout.walk.person import Choice, Pause, PauseKind
from walkout.walk.recognise import Place, nearest
from walkout.walk.sending import review_and_send, sent_by_her, tells_of_sending
from walkout.walk.session import Result, Session
from walkout.walk.steps import preflight, take

MOST_VISITS = 4
SILENT_S = 3.0


def walk(session: Session) -> Outcome:
    """Walk the plan's flow until a page says how it ended, or the person stops.

    Raises LedgerError where the ledger cannot be written; before the sending step nothing is sent then. Everything
    else that can happen to a walk is an outcome.
    """
    try:
        for way in session.plan.ways:
            _follow(session, way)
            if session.sent:
                session.end("needs-person", "another way in would load the form anew")
        session.end("needs-person", "none of the flow's ways in led to the form")
    except WalkEnded as ended:
        return ended.outcome
    except WindowClosedError as error:
        return _cut_short(session, error.what)
    except UnsafePlaceError as error:
        session.say("unsafe-place", str(error))
        try:
            session.end("unsafe", error.what)
        except WalkEnded as ended:
            return ended.outcome


def _cut_short(session: Session, what: str) -> Outcome:
    try:
        session.end("stopped", what)
    except WalkEnded as ended:
        return ended.outcome


def _follow(session: Session, way: Way) -> None:
    """Walk one way in, until the walk ends or the next way is wanted."""
    session.way, session.page = way.way, ""
    session.say("way-opened", f"way in: {way.title}", address=way.start)
    if not _open(session, way):
        return
    leaving: Place | None = None
    while True:
        place = _where(session, leaving)
        page = place.page
        if page is None or place.is_as(leaving):
            result = _ask_where(session, place, way)
        else:
            session.page = page.page
            session.visits[page.page] = session.visits.get(page.page, 0) + 1
            session.say("page-recognised", f"this is the page “{page.page}”", address=place.view.address.split("?")[0])
            if session.at_form and not session.sent and tells_of_sending(page):
                sent_by_her(session)
            session.at_form = isinstance(page, PageOfSteps) and any(isinstance(step, SendStep) for step in page.steps)
            match page:
                case PageOfOutcome():
                    _end_on(session, page)
                case PageOfPerson():
                    result = _wait_for_person(session, page, place)
                case PageOfSteps():
                    result = _do(session, page, place)
        if result == "next-way":
            return
        leaving = place if result == "done" else None


def _open(session: Session, way: Way) -> bool:
    """Open the way's start; False where the person would rather try the next way."""
    while True:
        try:
            session.window.open(way.start)
        except PageUnreachableError:
            if _ask_offline(session, way) == "next-way":
                return False
            continue
        return True


def _where(session: Session, leaving: Place | None) -> Place:
    """Look until the place is one that the flow knows and is not the one being left, or patience is over."""
    over, silent = session.until(session.patience.recognise_s), session.until(SILENT_S)
    wait, told = 10, False
    while True:
        place = session.place()
        for message in session.window.dialogs:
            session.say("page-asked", f"the page asked “{texts.short(message, 200)}”; it was answered no")
        session.window.dialogs.clear()
        settled = place.view.ready and (place.looks_like_ours or place.offline)
        if settled or (place.page is not None and place.view.ready and not place.is_as(leaving)) or over():
            return place
        if session.heed() == "back":
            return session.place()
        if silent() and not told:
            told = True
            session.say("looking", "looking for a page that the flow knows …")
        session.window.wait(wait)
        wait = min(wait * 2, session.patience.poll_ms * 3)


def _do(session: Session, page: PageOfSteps, place: Place) -> Result:
    """All steps of a page. `done` means that the page should move now."""
    if session.visits[page.page] > MOST_VISITS:
        session.visits[page.page] = 0
        title = f"The page “{page.page}” has come back {MOST_VISITS} times."
        result = _ask(session, "not-moving", title, place, (texts.AGAIN, texts.DONE_BY_ME, texts.NEXT_WAY))
        if result != "again":
            return result
    result, hers = preflight(session, page)
    if result != "done":
        return result
    for step in page.steps:
        if target_of(step) in hers:
            continue
        wish = session.heed()
        if wish == "back":
            return "back"
        if wish == "skip" and not isinstance(step, SendStep):
            session.say("step-skipped", "this step was skipped, as you asked")
            continue
        result = review_and_send(session, page, step) if isinstance(step, SendStep) else take(session, step)
        if result not in ("done", "skipped", "done-by-me"):
            return result
    return "done"


def _end_on(session: Session, page: PageOfOutcome) -> NoReturn:
    """End the walk on a page that says how it ended. A confirmation counts only for what was sent on this walk."""
    said = _words_of(session, page)
    match page.outcome:
        case "submitted" if session.sent:
            mask = session.masker.mask
            session.records.confirmed(mask(said), mask(session.view.address.split("?")[0]))
            session.say("confirmation-seen", f"the page says: “{texts.short(said, 200)}”")
            _keep_last_picture(session)
            session.end("submitted", "the confirmation was seen")
        case "submitted":
            session.end("needs-person", "the page says that a request was received, but this walk has sent nothing")
        case "refused":
            session.records.refused(session.masker.mask(said))
            _keep_last_picture(session)
            session.end("refused", f"the page says: “{texts.short(said, 200)}”")
        case "unavailable":
            session.end("unavailable", f"the page says: “{texts.short(said, 200)}”")
        case "locked" if not session.sent:
            session.end("needs-person", "the page takes no code any more, but this walk has sent nothing")
        case "locked":
            session.end("locked", f"the page takes no code any more: “{texts.short(said, 200)}”")


def _keep_last_picture(session: Session) -> None:
    """What was seen stays seen, even if the window closes at this moment."""
    try:
        session.keep_picture()
    except WindowClosedError:
        session.say("no-picture", "The window was closed before a picture was taken.")


def _words_of(session: Session, page: PageOfOutcome) -> str:
    """What the page says, of all that it is known by."""
    matches = [resolve(target, session.view) for target in page.known_by if role_of(target) in ("text", "heading")]
    return " ".join(match.element.name for match in matches if isinstance(match, Found))


def _wait_for_person(session: Session, page: PageOfPerson, place: Place) -> Result:
    """The person's own page: wait until it has moved on, by her doing or by itself."""
    errand = page.wait_for_person
    title, told = texts.ERRANDS[errand.to]
    lines: tuple[str, ...] = told
    session.keep_picture()
    ends = session.now() + errand.minutes * 60
    over = False
    while True:
        choices = (texts.GO_ON, texts.BACK, texts.STOP)
        minutes = None if over else max(1, ceil((ends - session.now()) / 60))
        answer = session.ask(Pause(errand.to, title, lines, choices, page.page, minutes=minutes), place)
        if answer.choice == "time-over":
            over = True
            lines = ("The time for this is over; the page may want you to begin it anew.", *lines)
            continue
        if answer.choice != "go-on":
            return "back" if answer.choice == "back" else "moved"
        now = _where(session, place)
        if not now.is_as(place):
            return "moved"
        session.say("not-moving", "the page is still the same")


def _ask_where(session: Session, place: Place, way: Way) -> Result:
    """Ask the person about a page that is not known, or that does not move."""
    view = place.view
    lines: tuple[str, ...]
    session.page = "" if place.page is None else session.page
    if place.offline:
        return _ask_offline(session, way, place)
    if place.looks_like_ours:
        title = f"This looks like a page of the form, but it is on {view.origin}."
        session.say("unsafe-place", title)
        lines = (
            f"The flow's places are: {', '.join(session.plan.flow.origins)}.",
            "Nothing is typed here. Do not enter anything yourself unless you are sure of this address.",
        )
        kind: PauseKind = "unsafe-place"
    elif place.page is not None:
        title, kind = texts.NOT_MOVING, "not-moving"
        lines = tuple(f"The page says: {session.masker.mask(said)}" for said in _alerts(place)[:3])
    else:
        title, kind = texts.UNKNOWN, "unknown-page"
        lines = (
            _what_it_could_be(session, place),
            "Do what it wants, in the window; the walk goes on once it knows the page again.",
        )
    return _ask(session, kind, title, place, (texts.AGAIN, texts.NEXT_WAY), lines)


def _what_it_could_be(session: Session, place: Place) -> str:
    """The pages that an unknown place could be, or the one that it is nearest to, with what that one lacks."""
    if place.fitting:
        return f"It could be: {' or '.join(page.page for page in place.fitting)}."
    near = nearest(session.plan.flow, place.view)
    if near is not None:
        page, lacking = near
        return f"It is like the page “{page.page}”, but lacks {' and '.join(map(wanted, lacking))}."
    return f"Its title is “{session.masker.mask(texts.short(place.view.title, 80))}”."


def _alerts(place: Place) -> list[str]:
    return [e.name for e in place.view.elements if e.region in ("alert", "status") and e.visible and e.name]


def _ask_offline(session: Session, way: Way, place: Place | None = None) -> Result:
    """Before anything was sent, the way can be started again; after it, only the person may load the page anew."""
    title, told = texts.OFFLINE
    lines: tuple[str, ...] = (f"Look whether {origin_of(way.start)} opens in another browser.", *told)
    if session.sent:
        lines = (
            *lines,
            "The request may have been sent: load the page again yourself, and do not send twice.",
        )
        return _ask(session, "offline", title, place, (texts.AGAIN,), lines)
    result = _ask(session, "offline", title, place, (texts.AGAIN, texts.NEXT_WAY), lines)
    if result == "again" and not session.sent:
        try:
            session.window.open(way.start)
        except PageUnreachableError:
            return "again"
    return result


def _ask(
    session: Session,
    kind: PauseKind,
    title: str,
    place: Place | None,
    choices: tuple[Choice, ...],
    lines: tuple[str, ...] = (),
) -> Result:
    answer = session.ask(Pause(kind, title, lines, (*choices, texts.BACK, texts.STOP), session.page), place)
    match answer.choice:
        case "next-way":
            session.say("way-left", "the next way in is tried, as you asked")
            return "next-way"
        case "back" | "moved" as result:
            return result
        case "done-by-me":
            return "done"
        case _:
            return "again"
