"""How fast one open page may send."""

from collections import deque
from collections.abc import Callable


class Pace:
    """At most `most` messages within `seconds`.

    It is wider than the bot's own limit for one sender, so that a tester can see that one at work; it
    keeps a page in a loop from taking the whole bot.
    """

    def __init__(self, clock: Callable[[], float], most: int = 30, seconds: float = 10) -> None:
        self._clock = clock
        self._seconds = seconds
        self._times: deque[float] = deque([float("-inf")] * most, maxlen=most)

    def allows(self) -> bool:
        """Whether one more may come now; if so, it is counted."""
        now = self._clock()
        if now - self._times[0] < self._seconds:
            return False
        self._times.append(now)
        return True
