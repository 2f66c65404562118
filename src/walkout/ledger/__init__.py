"""The ledger: the person's submissions, their deadlines, and what is known of each after a crash."""

from walkout.ledger.ledger import Ledger
from walkout.ledger.walks import Event, Recheck, State, Walk, WalkId, deadline_for

__all__ = ["Event", "Ledger", "Recheck", "State", "Walk", "WalkId", "deadline_for"]
