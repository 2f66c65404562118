"""The loop: where am I, what does the flow say for this page, do it or ask, and look again."""

from math import ceil
from typing import NoReturn, assert_never

from walkout.errors import PageUnreachableError, UnsafePlaceError, WindowClosedError
from walkout.flow.model import Errand, Page, PageOfOutcome, PageOfPerson, PageOfReturn, PageOfSteps, Way
from walkout.flow.steps import ChooseStep, FillStep, SendStep, UploadStep, target_of
from walkout.flow.targets import role_of
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.view import Element
from walkout.walk import texts
from walkout.walk.asking import ask, ask_offline, ask_where
from walkout.walk.ending import end_on
from walkout.walk.finding import find
from walkout.walk.outcome import Outcome, WalkEnded
from walkout.walk.person import Pause
from walkout.walk.preflight import lacks_value, preflight
from walkout.walk.recognise import Place
from walkout.walk.sending import AFTER_SENDING, NOT_FURTHER, review_and_send, sent_by_her, tells_of_sending
from walkout.walk.session import Result, Session
from walkout.walk.steps import take
from walkout.words.lexicon import known_language
from walkout.words.names import in_words
from walkout.words.reasons import reason_languages
from walkout.words.speech import _, _n, say_language

MOST_VISITS, MOST_REOPENED = 4, 2
SIGNING_IN: tuple[Errand, ...] = ("sign-in", "enter-the-login-code", "decide-on-the-login")
SCROLLS_AFTER_S = 1.5
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
                session.end("needs-person", _("another way in would load the form anew"))
        session.end("needs-person", _("none of the flow's ways in led to the form"))
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
    session.say("way-opened", _("way in: {title}", title=_(way.title)), address=way.start)
    if not _open(session, way):
        return
    leaving: Place | None = None
    signing_in, reopened = False, 0
    while True:
        place = _where(session, leaving)
        page = place.page
        if page is None and signing_in and not (session.sent or place.offline or place.looks_like_ours):
            result: Result = "start-anew"  # the login has led elsewhere
        elif page is None or place.is_as(leaving):
            result = ask_where(session, place, way)
        else:
            result = _at(session, page, place, way)
        if result == "start-anew":
            reopened += 1
            if reopened > MOST_REOPENED:
                session.say("way-left", _("this way in leads elsewhere again and again, so the next one is tried"))
                return
            session.say("way-reopened", _(texts.ASTRAY), address=way.start)
            if not _open(session, way):
                return
        if result == "next-way":
            return
        signing_in = isinstance(page, PageOfPerson) and page.wait_for_person.to in SIGNING_IN
        leaving = place if result == "done" else None


def _at(session: Session, page: Page, place: Place, way: Way) -> Result:
    """Do what the flow says for a page."""
    session.page = page.page
    session.visits[page.page] = session.visits.get(page.page, 0) + 1
    session.memory.saw(page, place.view, session.way)
    session.say(
        "page-recognised",
        _("this is the page “{page}”", page=in_words(page.page)),
        address=place.view.address.split("?")[0],
    )
    if session.at_form and not session.sent and tells_of_sending(page):
        sent_by_her(session)
    session.at_form = isinstance(page, PageOfSteps) and any(isinstance(step, SendStep) for step in page.steps)
    for line in session.told_by(page):
        session.say("page-told", line)
        session.keep_step(line)
    if isinstance(page, PageOfOutcome):
        end_on(session, page)
    match page:
        case PageOfSteps():
            return _do(session, page, place)
        case PageOfPerson():
            return _wait_for_person(session, page, place)
        case PageOfReturn():
            return ask_where(session, place, way) if session.sent else "start-anew"
        case _:
            assert_never(page)


def _open(session: Session, way: Way) -> bool:
    """Open the way's start; False where the person would rather try the next way."""
    while True:
        try:
            session.window.open(way.start)
        except PageUnreachableError:
            if ask_offline(session, way) == "next-way":
                return False
            continue
        return True


def _where(session: Session, leaving: Place | None) -> Place:
    """Look until the place is one that the flow knows and is not the one being left, or patience is over."""
    over, silent = session.until(session.patience.recognise_s), session.until(SILENT_S)
    scrolls_from = session.until(SCROLLS_AFTER_S)
    wait, told, more = 10, False, True
    while True:
        place = session.place()
        for message in session.window.dialogs:
            session.say(
                "page-asked", _("the page asked “{message}”; it was answered no", message=texts.short(message, 200))
            )
        session.window.dialogs.clear()
        settled = place.view.ready and (place.looks_like_ours or place.offline)
        if settled or (place.page is not None and place.view.ready and not place.is_as(leaving)) or over():
            return place
        if session.heed() == "back":
            return session.place()
        if silent() and not told:
            told = True
            session.say("looking", _("looking for a page that the flow knows …"))
        if place.page is None and more and scrolls_from():
            more = session.window.scroll()  # what is far down may be put into the page only when it is reached
        session.window.wait(wait)
        wait = min(wait * 2, session.patience.poll_ms * 3)


def _do(session: Session, page: PageOfSteps, place: Place) -> Result:
    """All steps of a page. `done` means that the page should move now."""
    if session.visits[page.page] > MOST_VISITS:
        session.visits[page.page] = 0
        title = _n(
            "The page “{page}” has come back {count} time.",
            "The page “{page}” has come back {count} times.",
            MOST_VISITS,
            page=in_words(page.page),
        )
        result = ask(session, "not-moving", title, place, (texts.AGAIN, texts.DONE_BY_ME, texts.NEXT_WAY))
        if result != "again":
            return result
    _speak_as_the_page(session, page)
    result, hers = preflight(session, page)
    if result != "done":
        return result
    only_looks = session.reach == "typing" or (session.reach == "sending" and page.page in session.not_again)
    if only_looks and any(isinstance(step, ChooseStep | FillStep | UploadStep) for step in page.steps):
        _only_look(session, page)
    for step in page.steps:
        if target_of(step) in hers or lacks_value(session, step):
            continue
        wish = session.heed()
        if wish == "back":
            return "back"
        if wish == "skip" and not isinstance(step, SendStep):
            session.say("step-skipped", _("this step was skipped, as you asked"))
            continue
        result = review_and_send(session, page, step) if isinstance(step, SendStep) else take(session, step)
        if result not in ("done", "skipped", "done-by-me"):
            return result
    return "done"


def _only_look(session: Session, page: PageOfSteps) -> NoReturn:
    """Look for what the page's other steps act on, and end: nothing is typed."""
    for step in page.steps:
        if not isinstance(step, ChooseStep | FillStep | UploadStep):
            find(session, target_of(step), by_meaning=isinstance(step, SendStep))
    session.end("arrived", _("values are asked for next, and this check types none here"))


def _speak_as_the_page(session: Session, page: PageOfSteps) -> None:
    """A reason that was made from a template is given in the language of the page that asks for it."""
    asked = any(isinstance(step, FillStep) and step.fill.value == "reason" for step in page.steps)
    language = known_language(session.view.language)
    if not asked or language not in reason_languages():
        return
    plan = session.plan.in_language(language)
    if plan is not session.plan:
        session.plan = plan
        session.say(
            "reason-language",
            _(
                "your reason is given in {language}, the language of this page; you review it first",
                language=say_language(language),
            ),
        )


def _wait_for_person(session: Session, page: PageOfPerson, place: Place) -> Result:
    """The person's own page: wait until it has moved on, by her doing or by itself."""
    errand = page.wait_for_person
    if session.reach != "end" and errand.to in (*AFTER_SENDING, "press-the-button"):
        session.end("arrived", _(NOT_FURTHER))
    title, told = texts.spoken(texts.ERRANDS[errand.to])
    lines: tuple[str, ...] = told
    session.keep_picture()
    ends = session.now() + errand.minutes * 60
    over = False
    while True:
        choices = (texts.GO_ON, texts.BACK, texts.STOP)
        minutes = None if over else max(1, ceil((ends - session.now()) / 60))
        about = _asked_for(session, page)
        answer = session.ask(Pause(errand.to, title, lines, choices, page.page, minutes=minutes, about=about), place)
        if answer.choice == "time-over":
            over = True
            lines = (_("The time for this is over; the page may want you to begin it anew."), *lines)
            continue
        if answer.choice != "go-on":
            return "back" if answer.choice == "back" else "moved"
        now = _where(session, place)
        if not now.is_as(place):
            return "moved"
        session.say("not-moving", _("the page is still the same"))


def _asked_for(session: Session, page: PageOfPerson) -> tuple[Element, ...]:
    """The fields and buttons by which the person's page is known: there she acts."""
    matches = [resolve(target, session.view) for target in page.known_by if role_of(target) in ("field", "button")]
    return tuple(match.element for match in matches if isinstance(match, Found))
