"""What stands in for a platform's server."""

import re

import pytest

from bots.standins.recorder import Hand, Recorder, UnknownCallError

BESIDE = re.compile("/typing|/profile/.*")


async def test_a_call_is_kept_and_answered_as_told() -> None:
    recorder = Recorder({"/profile/1": {"language": "ja"}})
    told = await recorder.post(recorder.head("/profile/1", "GET"), b"", 1.0)
    sent = await recorder.post(recorder.head("/send"), b'{"text": "x"}', 1.0)
    assert (told.status, told.body, sent.body) == (200, b'{"language":"ja"}', b"{}")
    assert recorder.bodies("/send", BESIDE) == [{"text": "x"}]


async def test_a_call_that_the_page_does_not_show_is_an_error() -> None:
    """Never left out: an adapter that sends something new is noticed."""
    recorder = Recorder()
    await recorder.post(recorder.head("/typing"), b"{}", 1.0)
    assert recorder.bodies("/send", BESIDE) == []
    await recorder.post(recorder.head("/sendPhoto"), b"{}", 1.0)
    with pytest.raises(UnknownCallError, match="sendPhoto"):
        recorder.bodies("/send", BESIDE)


async def test_nothing_is_tried_twice_here() -> None:
    hand = Hand("a1", b"{}", 5.0)
    assert await hand.attempt()
    assert await hand.retract()
    assert await hand.divert()
    with pytest.raises(RuntimeError):
        await hand.pause(1.0)
