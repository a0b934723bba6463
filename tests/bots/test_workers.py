"""Tasks that run as long as the bot does."""

import asyncio

from structlog.testing import capture_logs

from bots.workers import Workers


async def forever() -> None:
    await asyncio.Event().wait()


async def at_once() -> None:
    return


async def fail() -> None:
    raise ValueError("私の番号は090です")


async def test_a_failed_worker_is_seen_and_told_without_its_words() -> None:
    """Its part is dead from then on; whoever ended as intended, or still works, is not."""
    workers = Workers()
    with capture_logs() as lines:
        async with workers.at_work([("inbox", fail()), ("line", at_once()), ("telegram", forever())]):
            await asyncio.sleep(0.01)
            assert workers.dead == {"inbox"}
    assert [(line["part"], line["log_level"]) for line in lines] == [("inbox", "error")]
    assert "builtins.ValueError" in lines[0]["error"]
    assert "090" not in str(lines)


async def test_the_end_is_no_failure() -> None:
    """At the end of the bot its workers are ended, and nothing is said of it."""
    workers = Workers()
    with capture_logs() as lines:
        async with workers.at_work([("inbox", forever())]):
            await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert (workers.dead, lines) == (set(), [])
