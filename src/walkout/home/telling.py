"""What the home page says of a request: how it stands, when an answer is due, and what to do."""

from datetime import date

from walkout.flow.choosing import region_of
from walkout.home.state import Tone
from walkout.ledger.standing import NextStep, Standing, next_step, standing_of
from walkout.ledger.walks import State, Walk
from walkout.words.speech import _, _n, say_date

AUTHORITIES = {
    "EEA": "https://www.edpb.europa.eu/about-edpb/about-edpb/members_en",
    "UK": "https://ico.org.uk/make-a-complaint/",
    "CH": "https://www.edoeb.admin.ch/",
    "BR": "https://www.gov.br/anpd/",
}
COMPLAINTS = (NextStep.COMPLAIN, NextStep.NO_ANSWER, NextStep.READ_ANSWER)
LATE = (NextStep.COMPLAIN, NextStep.NO_ANSWER, NextStep.RECHECK)


def standing(walk: Walk) -> str:
    """How far the request came."""
    return {
        Standing.GOING_ON: _("Going on now"),
        Standing.BROKEN_OFF: _("Broken off before sending"),
        Standing.BEING_SENT: _("Being sent now"),
        Standing.MAYBE_SENT: _("May have been sent: nobody knows"),
        Standing.UNCONFIRMED: _("Sent, but no confirmation was seen"),
        Standing.CONFIRMED: _("Sent and confirmed"),
        Standing.REFUSED: _("Refused by the service"),
        Standing.STOPPED: _("Stopped before sending"),
    }[standing_of(walk)]


def tone_of(walk: Walk, today: date) -> Tone:
    """Which colour a request has; its words say the same."""
    if next_step(walk, today) in LATE:
        return "open"
    match walk.state:
        case State.CONFIRMED:
            return "good"
        case State.REFUSED:
            return "bad"
        case State.SENDING | State.UNCONFIRMED:
            return "open"
        case _:
            return "dry"


def to_do(walk: Walk, today: date) -> str:
    """What the person may do now, in a sentence or two."""
    return {
        NextStep.GO_ON: _("Go on in the window of the service."),
        NextStep.COMPLAIN: _(
            "The answer is overdue. You can complain to your data protection authority (GDPR Art. 77); "
            "your receipt is your proof."
        ),
        NextStep.NO_ANSWER: _(
            "There was no answer. Start it again or, if you know that it was sent, complain to your data "
            "protection authority (GDPR Art. 77)."
        ),
        NextStep.RECHECK: _(
            "A text that this request rests on has changed since. Read what changed; then object again, or say that "
            "it is fine."
        ),
        NextStep.START_ANEW: _("Nothing was sent. You can start anew whenever you like."),
        NextStep.LOOK_FOR_MAIL: _("Look for an e-mail from the service. If there is none, start it again."),
        NextStep.LOOK_FOR_CODE: _(
            "Look in your e-mail, also in spam, for a code or a confirmation. If there is none, start it again."
        ),
        NextStep.WAIT: _("There is nothing to do now. Wait for the answer."),
        NextStep.READ_ANSWER: _(
            "Read the answer. You may write back, or complain to your data protection authority (GDPR Art. 77)."
        ),
    }[next_step(walk, today)]


def may_walk_again(walk: Walk, today: date) -> bool:
    """Whether what to do next may be to walk again."""
    again = (
        NextStep.NO_ANSWER,
        NextStep.RECHECK,
        NextStep.START_ANEW,
        NextStep.LOOK_FOR_MAIL,
        NextStep.LOOK_FOR_CODE,
    )
    return next_step(walk, today) in again


def authority(walk: Walk, today: date, country: str | None) -> str:
    """Where she finds whom to complain to, if that is what she may do; empty where it is not, or is not known."""
    return AUTHORITIES.get(region_of(country or ""), "") if next_step(walk, today) in COMPLAINTS else ""


def when(walk: Walk) -> str:
    """When it was sent, or begun."""
    if walk.sent_at is None:
        return _("Begun on {day}.").format(day=say_date(walk.begun_at.astimezone().date()))
    words = _("Perhaps sent on {day}.") if walk.state is State.SENDING else _("Sent on {day}.")
    return words.format(day=say_date(walk.sent_at.astimezone().date()))


def due(walk: Walk, today: date) -> str:
    """By when an answer is due, and how far off that is; empty where none is awaited."""
    if walk.deadline is None or not walk.state.maybe_sent:
        return ""
    days, day = (walk.deadline - today).days, say_date(walk.deadline)
    if days < 0:
        late = _n("{count} day ago", "{count} days ago", -days)
        return _("An answer was due by {day}, {late}.").format(day=day, late=late)
    if days == 0:
        return _("An answer is due today, {day}.").format(day=day)
    return _("An answer is due by {day}, {left}.").format(day=day, left=_n("in {count} day", "in {count} days", days))
