"""The time of a rehearsal: real, or standing still until it is moved."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time in UTC. With `start` it stands still there; without, it runs as the real one does.

    Both can be moved, so that an hour passes in no time.
    """

    def __init__(self, start: datetime | None = None) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError("the start of a clock needs a time zone")
        self._start = start
        self._moved = timedelta()

    def now(self) -> datetime:
        """The time, with its zone."""
        return (self._start or datetime.now(UTC)) + self._moved

    def move(self, by: timedelta) -> None:
        """Let that time pass. Raises ValueError for a time that is negative: it does not run backwards."""
        if by < timedelta():
            raise ValueError("time does not run backwards")
        self._moved += by
