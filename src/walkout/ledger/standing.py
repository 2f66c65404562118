"""How a request stands, and what the person may do next: what is known, for whoever puts it into words."""

from datetime import date
from enum import Enum, auto
from typing import assert_never

from walkout.ledger.walks import State, Walk


class Standing(Enum):
    """How far a walk came."""

    GOING_ON = auto()
    BROKEN_OFF = auto()  # before anything was sent
    BEING_SENT = auto()
    MAYBE_SENT = auto()  # nobody knows
    UNCONFIRMED = auto()
    CONFIRMED = auto()
    REFUSED = auto()
    STOPPED = auto()


class NextStep(Enum):
    """What the person may do now."""

    GO_ON = auto()
    COMPLAIN = auto()  # the answer is overdue
    NO_ANSWER = auto()  # the same, and nobody knows whether the request arrived
    RECHECK = auto()  # what it was based on has changed
    START_ANEW = auto()
    LOOK_FOR_MAIL = auto()
    LOOK_FOR_CODE = auto()
    WAIT = auto()
    READ_ANSWER = auto()


def standing_of(walk: Walk) -> Standing:
    """How far the walk came."""
    match walk.state:
        case State.BEGUN:
            return Standing.GOING_ON if walk.running else Standing.BROKEN_OFF
        case State.SENDING:
            return Standing.BEING_SENT if walk.running else Standing.MAYBE_SENT
        case State.UNCONFIRMED:
            return Standing.UNCONFIRMED
        case State.CONFIRMED:
            return Standing.CONFIRMED
        case State.REFUSED:
            return Standing.REFUSED
        case State.STOPPED:
            return Standing.STOPPED
        case _:
            assert_never(walk.state)


def next_step(walk: Walk, today: date) -> NextStep:
    """What the person may do now; first what cannot wait."""
    if walk.running:
        return NextStep.GO_ON
    if walk.overdue(today):
        return NextStep.COMPLAIN if walk.state is State.CONFIRMED else NextStep.NO_ANSWER
    if walk.rechecks:
        return NextStep.RECHECK
    return {
        State.BEGUN: NextStep.START_ANEW,
        State.STOPPED: NextStep.START_ANEW,
        State.SENDING: NextStep.LOOK_FOR_MAIL,
        State.UNCONFIRMED: NextStep.LOOK_FOR_CODE,
        State.CONFIRMED: NextStep.WAIT,
        State.REFUSED: NextStep.READ_ANSWER,
    }[walk.state]
