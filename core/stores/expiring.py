"""Tables in memory whose entries end by themselves."""

import time
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Expiring(Generic[Value]):
    """Entries end `ttl` seconds after they were put; what has ended makes room when another is put."""

    def __init__(self, ttl: float) -> None:
        self._ttl = ttl
        self._entries: dict[str, tuple[float, Value]] = {}  # the oldest first

    def get(self, key: str) -> Value | None:
        """What stands under this key."""
        entry = self._entries.get(key)
        return entry[1] if entry is not None and entry[0] > time.monotonic() else None

    def put(self, key: str, value: Value) -> None:
        """Set a value; its time begins anew."""
        now = time.monotonic()
        self._sweep(now)
        self._entries.pop(key, None)
        self._entries[key] = (now + self._ttl, value)

    def remove(self, key: str) -> bool:
        """Delete; whether there was something."""
        there = self.get(key) is not None
        self._entries.pop(key, None)
        return there

    def _sweep(self, now: float) -> None:
        while self._entries:
            oldest = next(iter(self._entries))
            if self._entries[oldest][0] > now:
                return
            del self._entries[oldest]


class Claims:
    """Who was the first to claim a key; claims end after `longest` seconds, or before."""

    def __init__(self, longest: float) -> None:
        self._claims = Expiring[tuple[str, float]](longest)

    def take(self, key: str, owner: str, seconds: float) -> bool:
        """Claim it for so many seconds; False where somebody else has."""
        now = time.monotonic()
        held = self._claims.get(key)
        if held is None or held[1] <= now:
            self._claims.put(key, (owner, now + seconds))
            return True
        return held[0] == owner


class Counts:
    """How often each key came in its current `window` seconds, which begin when it first comes."""

    def __init__(self, window: float) -> None:
        self._counts = Expiring[list[int]](window)

    def up(self, key: str) -> int:
        """Count once more; how many there are now."""
        count = self._counts.get(key)
        if count is None:
            count = [0]
            self._counts.put(key, count)
        count[0] += 1
        return count[0]

    def remove(self, key: str) -> None:
        """Begin anew."""
        self._counts.remove(key)
