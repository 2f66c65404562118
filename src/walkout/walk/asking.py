"""Questions about the page as a whole: it is not known, does not move, is out of reach or in a strange place."""

from walkout.errors import PageUnreachableError
from walkout.flow.model import Way
from walkout.view import origin_of
from walkout.walk import texts
from walkout.walk.finding import wanted
from walkout.walk.person import Choice, Pause, PauseKind
from walkout.walk.recognise import Place, nearest
from walkout.walk.session import Result, Session
from walkout.words.names import in_words
from walkout.words.speech import _, say_list


def ask_where(session: Session, place: Place, way: Way) -> Result:
    """Ask the person about a page that is not known, or that does not move."""
    view = place.view
    lines: tuple[str, ...]
    session.page = "" if place.page is None else session.page
    if place.offline:
        return ask_offline(session, way, place)
    if place.looks_like_ours:
        title = _("This looks like a page of the form, but it is on {origin}.", origin=view.origin)
        session.say("unsafe-place", title)
        lines = (
            _("The flow's places are: {origins}.", origins=", ".join(session.plan.flow.origins)),
            _("Nothing is typed here. Do not enter anything yourself unless you are sure of this address."),
        )
        kind: PauseKind = "unsafe-place"
    elif place.page is not None:
        title, kind = _(texts.NOT_MOVING), "not-moving"
        lines = tuple(_("The page says: {said}", said=session.masker.mask(said)) for said in _alerts(place)[:3])
    else:
        session.memory.lost(view, way.way)
        title, kind = _(texts.UNKNOWN), "unknown-page"
        lines = (
            _what_it_could_be(session, place),
            _("Do what it wants, in the window; the walk goes on once it knows the page again."),
            _("Did you close the notice, or come here by mistake? Then open the way in again."),
        )
    return ask(session, kind, title, place, (texts.AGAIN, texts.START_ANEW, texts.NEXT_WAY), lines)


def _what_it_could_be(session: Session, place: Place) -> str:
    """The pages that an unknown place could be, or the one that it is nearest to, with what that one lacks."""
    if place.fitting:
        return _("It could be: {names}.", names=say_list([in_words(page.page) for page in place.fitting], "or"))
    near = nearest(session.plan.flow, place.view)
    if near is not None:
        page, lacking = near
        return _(
            "It is like the page “{page}”, but lacks {lacking}.",
            page=in_words(page.page),
            lacking=say_list(list(map(wanted, lacking))),
        )
    title = texts.short(place.view.title.strip(), 80)
    return _("Its title is “{title}”.", title=session.masker.mask(title)) if title else _("It has no title.")


def _alerts(place: Place) -> list[str]:
    return [e.name for e in place.view.elements if e.region in ("alert", "status") and e.visible and e.name]


def ask_offline(session: Session, way: Way, place: Place | None = None) -> Result:
    """Before anything was sent, the way can be started again; after it, only the person may load the page anew."""
    title, told = texts.spoken(texts.OFFLINE)
    lines: tuple[str, ...] = (_("Look whether {place} opens in another browser.", place=origin_of(way.start)), *told)
    if session.sent:
        lines = (
            *lines,
            _("The request may have been sent: load the page again yourself, and do not send twice."),
        )
        return ask(session, "offline", title, place, (texts.AGAIN,), lines)
    result = ask(session, "offline", title, place, (texts.AGAIN, texts.NEXT_WAY), lines)
    if result == "again" and not session.sent:
        try:
            session.window.open(way.start)
        except PageUnreachableError:
            return "again"
    return result


def ask(
    session: Session,
    kind: PauseKind,
    title: str,
    place: Place | None,
    choices: tuple[Choice, ...],
    lines: tuple[str, ...] = (),
) -> Result:
    answer = session.ask(Pause(kind, title, lines, (*choices, texts.BACK, texts.STOP), session.page), place)
    match answer.choice:
        case "start-anew":
            return "start-anew"
        case "next-way":
            session.say("way-left", _("the next way in is tried, as you asked"))
            return "next-way"
        case "back" | "moved" as result:
            return result
        case "done-by-me":
            return "done"
        case _:
            return "again"
