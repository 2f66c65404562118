"""Pages on which a walk ends, and what each of them counts for."""

from typing import NoReturn, assert_never

from walkout.errors import WindowClosedError
from walkout.flow.model import PageOfOutcome
from walkout.flow.targets import role_of
from walkout.resolve.match import Found
from walkout.resolve.resolve import resolve
from walkout.walk import texts
from walkout.walk.session import Session
from walkout.words.speech import _


def end_on(session: Session, page: PageOfOutcome) -> NoReturn:
    """End the walk on a page that says how it ended. A confirmation counts only for what was sent on this walk."""
    said = _words_of(session, page)
    quoted = _("the page says: “{said}”", said=texts.short(said, 200))
    match page.outcome:
        case "submitted" if session.sent:
            mask = session.masker.mask
            session.records.confirmed(mask(said), mask(session.view.address.split("?")[0]))
            session.say("confirmation-seen", quoted)
            _keep_last_picture(session)
            session.end("submitted", _("the confirmation was seen"))
        case "submitted":
            session.end("needs-person", _("the page says that a request was received, but this walk has sent nothing"))
        case "refused" | "unable-to-process" as outcome:
            session.records.refused(session.masker.mask(said))
            _keep_last_picture(session)
            session.end(outcome, quoted)
        case "already-objected" | "changed" | "arrived" as outcome:
            _keep_last_picture(session)
            session.end(outcome, quoted if said else _("this is the place that the flow leads to"))
        case "unavailable" | "try-later" as outcome:
            session.end(outcome, quoted)
        case "locked" if not session.sent:
            session.end("needs-person", _("the page takes no code any more, but this walk has sent nothing"))
        case "locked":
            session.end("locked", _("the page takes no code any more: “{said}”", said=texts.short(said, 200)))
        case _:
            assert_never(page.outcome)


def _keep_last_picture(session: Session) -> None:
    """What was seen stays seen, even if the window closes at this moment."""
    try:
        session.keep_picture()
    except WindowClosedError:
        session.say("no-picture", _("The window was closed before a picture was taken."))


def _words_of(session: Session, page: PageOfOutcome) -> str:
    """What the page says, of all that it is known by."""
    matches = [resolve(target, session.view) for target in page.known_by if role_of(target) in ("text", "heading")]
    return " ".join(match.element.name for match in matches if isinstance(match, Found))
