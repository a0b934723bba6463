"""How fast one chat is written to."""

from bots.telegram.pace import GROUP, PRIVATE, Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sent_within(pace: Pace, clock: Clock, chat: int, seconds: float) -> int:
    """How many messages a chat gets in that time, as many as it may."""
    end, sent = clock.now + seconds, 0
    while clock.now < end:
        wait = pace.take(chat)
        sent += not wait
        clock.now += wait
    return sent


def test_a_group() -> None:
    """A group gets twenty messages at once, and no more than twenty in any minute."""
    clock = Clock()
    pace = Pace(clock)
    assert [pace.take(-5) for _ in range(20)] == [0.0] * 20
    assert pace.take(-5) == 60.0
    clock.now += 59
    assert pace.take(-5) == 1.0
    clock.now += 1
    assert pace.take(-5) == 0.0
    assert sent_within(Pace(clock), clock, -6, 600) <= 200


def test_a_private_chat() -> None:
    """A private chat gets a burst, and in the long run one message a second."""
    clock = Clock()
    assert sent_within(Pace(clock), clock, 5, 300) <= 300 + PRIVATE.most


def test_each_chat_by_itself() -> None:
    """A chat that must wait holds up no other."""
    pace = Pace(Clock())
    while not pace.take(-5):
        pass
    assert [pace.take(chat) for chat in (-6, 5, -7)] == [0.0] * 3


def test_what_a_minute_forgets() -> None:
    """A chat that went on meanwhile keeps its count when old ones are forgotten."""
    clock = Clock()
    pace = Pace(clock)
    clock.now += GROUP.seconds - 1
    while not pace.take(-5):
        pass
    clock.now += 2  # the count's own minute is over, the messages' is not
    assert pace.take(-5) == 58.0
