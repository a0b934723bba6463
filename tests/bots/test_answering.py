"""An answer is never missing."""

import pytest
import structlog

from bots.answering import surely
from core.messages import Message, Reply
from tests.core.talk import product

SECRET = "何か秘密の文"


async def broken(_: Message) -> Reply | None:
    raise ValueError(SECRET)


def message(*, group: bool = False, addressed: bool = True) -> Message:
    return Message(platform="test", conversation="C", time=0.0, text=SECRET, group=group, addressed=addressed)


@pytest.mark.parametrize(("group", "addressed"), [(False, True), (True, True)])
async def test_an_error_becomes_an_answer(group: bool, addressed: bool) -> None:
    """Who asked is told that it did not work, and where to turn; the log holds no text."""
    with structlog.testing.capture_logs() as logs:
        reply = await surely(broken, product().texts["ja"])(message(group=group, addressed=addressed))

    assert reply
    assert "#9110" in reply.text
    assert logs[0]["error"] == "ValueError"
    assert SECRET not in str(logs)


async def test_a_group_that_asked_nothing_is_left_alone() -> None:
    """An error over chatter is logged and nothing else."""
    with structlog.testing.capture_logs() as logs:
        reply = await surely(broken, product().texts["ja"])(message(group=True, addressed=False))

    assert reply is None
    assert len(logs) == 1
