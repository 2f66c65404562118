"""What the ledger knows of a walk: its state, which states may follow, and when an answer is due."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NewType

from walkout.errors import LedgerError
from walkout.words.speech import _

WalkId = NewType("WalkId", str)


class State(StrEnum):
    """How far a walk is known to have come."""

    BEGUN = "begun"
    SENDING = "sending"
    UNCONFIRMED = "sent-unconfirmed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    STOPPED = "stopped"

    @property
    def final(self) -> bool:
        return not FOLLOWING[self]

    @property
    def maybe_sent(self) -> bool:
        """The service may have the person's submission; a second one should be thought over."""
        return self in MAYBE_SENT


# From `sending` there is no way to `stopped`: once the click may have happened, nothing can say it did not.
# `sending` after `sending` or `sent-unconfirmed` is a second agreed click, as after a form that came back
# with a complaint; it is an event, and the walk stays in the state that says more.
FOLLOWING: dict[State, tuple[State, ...]] = {
    State.BEGUN: (State.SENDING, State.STOPPED, State.REFUSED),
    State.SENDING: (State.SENDING, State.UNCONFIRMED, State.CONFIRMED, State.REFUSED),
    State.UNCONFIRMED: (State.SENDING, State.UNCONFIRMED, State.CONFIRMED, State.REFUSED),
    State.CONFIRMED: (),
    State.REFUSED: (),
    State.STOPPED: (),
}
MAYBE_SENT = (State.SENDING, State.UNCONFIRMED, State.CONFIRMED)


@dataclass(frozen=True)
class Recheck:
    """Why a submission should be looked at again: what it was based on has changed.

    at: when that was found. since: the day from which on the person should read the text again.
    """

    at: datetime
    reason: str
    since: date


@dataclass(frozen=True, kw_only=True)
class Walk:
    """One real walk. Times are aware. `running`: the process that walks is alive. rechecks: those that the person has
    not settled, the oldest first."""

    id: WalkId
    flow: str
    version: str
    way: str
    state: State
    running: bool
    begun_at: datetime
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    deadline: date | None = None
    note: str = ""
    receipt: Path | None = None
    rechecks: tuple[Recheck, ...] = ()

    @property
    def broken_off(self) -> bool:
        """The process died before the sending step: nothing was sent."""
        return self.state is State.BEGUN and not self.running

    @property
    def unknown(self) -> bool:
        """The process died around the sending click: it may have been sent."""
        return self.state is State.SENDING and not self.running

    def overdue(self, today: date) -> bool:
        """An answer was due before `today`, and the ledger knows of none."""
        return self.state.maybe_sent and self.deadline is not None and today > self.deadline


@dataclass(frozen=True)
class Event:
    """One line of the append-only record."""

    at: datetime
    state: State
    what: str


def next_state(walk: WalkId, now: State, wanted: State) -> State:
    """The state after a wish for `wanted`. Raises LedgerError, which names both, where it may not follow."""
    if wanted not in FOLLOWING[now]:
        raise LedgerError(
            _("a walk that is {state} cannot become {wanted}", state=now.value, wanted=wanted.value),
            where=_("walk {id}", id=walk[:8]),
            remedy=_("`walkout status` shows what is known of it."),
        )
    return State.UNCONFIRMED if (now, wanted) == (State.UNCONFIRMED, State.SENDING) else wanted


def deadline_for(sent: datetime) -> date:
    """The last day for the answer to a request sent then: one month (Art. 12(3) GDPR).

    The month ends on the same date of the next month, or on that month's last day where it has no such
    date; on a Saturday or Sunday it ends on the Monday after (Art. 3(2)(c) and 3(4) of Regulation 1182/71).
    Public holidays, which would put it off further, are not considered. The day is that of `sent`'s own zone.
    """
    year, month = (sent.year + 1, 1) if sent.month == 12 else (sent.year, sent.month + 1)
    last = date(year, month, min(sent.day, calendar.monthrange(year, month)[1]))
    return last + timedelta(days={5: 2, 6: 1}.get(last.weekday(), 0))
