"""How fast one chat may be written to, so that Telegram need not say that it is too much.

Source: Telegram's Bot FAQ, "My bot is hitting limits": no more than 20 messages a minute in a group, and about one
a second in any other chat, short bursts aside. Its limit over all chats is for mass notifications, and is not
guessed here: where it is reached, Telegram says so, and for how long.
"""

import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple


class Limit(NamedTuple):
    """At most so many messages in any so many seconds."""

    most: int
    seconds: float


GROUP = Limit(20, 60.0)
PRIVATE = Limit(30, 30.0)


class Pace:
    """Counts what each chat gets. Chats that nothing is sent to are forgotten after a minute or two."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._recent: dict[int, deque[float]] = {}
        self._before: dict[int, deque[float]] = {}
        self._since = clock()

    def take(self, chat: int) -> float:
        """How many seconds to wait before the chat may get another message; with 0 it counts as sent now."""
        now = self._clock()
        if now - self._since > GROUP.seconds:
            self._recent, self._before, self._since = {}, self._recent, now
        limit = GROUP if chat < 0 else PRIVATE
        if chat not in self._recent:
            self._recent[chat] = self._before.get(chat) or deque(maxlen=limit.most)
        sent = self._recent[chat]
        if len(sent) == limit.most and (wait := sent[0] + limit.seconds - now) > 0:
            return wait
        sent.append(now)
        return 0.0
