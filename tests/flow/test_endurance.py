"""Kills, restarts, SIGTERM, two processes, Redis gone and back: nothing is lost, nothing is said twice."""

import asyncio
from collections import Counter

import pytest

from tests.bots.line.events import delivery, sign
from tests.fakes.line import PUSH, REPLY, FakeLine, Fault
from tests.fakes.telegram import Fault as TelegramFault
from tests.flow.running import LINE_SECRET, RunningBot, World, quiet, until
from tests.flow.said import line_person, line_text, telegram_text
from tests.servers import RedisServer

STORES = ["embedded", "redis"]
RESTARTED = 45.0  # seconds within which all is answered after a restart


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> dict[str, str]:
    """Settings for each kind of store."""
    if request.param == "embedded":
        return {}
    server: RedisServer = request.getfixturevalue("redis")
    return {"REDIS_URL": server.url}


def answers(line: FakeLine) -> Counter[str]:
    """How often each reply token, or each chat pushed to, got its answer."""
    return Counter(sent.to for sent in line.sent)


@pytest.mark.parametrize("after", [0.0, 0.3, 0.9])
async def test_sigterm_while_content_is_read_in(world: World, after: float) -> None:
    """It ends at once, and not with an abort."""
    bot = await world.bot(DATA_DIR=str(world.folder / "new"))  # nothing is kept in it: reading takes seconds
    await asyncio.sleep(after)
    started = asyncio.get_running_loop().time()

    assert await bot.terminated() == 0
    assert asyncio.get_running_loop().time() - started < 3


async def test_killed_right_after_the_200(world: World, store: dict[str, str]) -> None:
    """Thirty people are promised an answer, the process is killed at once: each gets exactly one."""
    bot = await world.bot(**store)
    events = [line_text() for _ in range(30)]

    assert await bot.line(*events) == 200
    await bot.killed()
    await bot.start()

    await until(lambda: len(answers(world.line)) == 30, "all are answered", RESTARTED)
    assert await quiet(lambda: len(world.line.sent)) == 30
    assert set(answers(world.line).values()) == {1}


@pytest.mark.parametrize("taken", [True, False])
async def test_killed_in_the_middle_of_a_reply(world: World, store: dict[str, str], taken: bool) -> None:
    """Whether LINE took the reply or not, after the restart there is one answer, and no push."""
    bot = await world.bot(**store)
    world.line.fail(REPLY, Fault(delay=30, taken=taken))

    await bot.line(line_text())
    await until(lambda: world.line.calls, "the reply is under way")
    await bot.killed()
    await bot.start()

    await until(lambda: world.line.sent and world.line.count(REPLY) == 2, "it is tried again", RESTARTED)
    await quiet(lambda: len(world.line.calls))
    assert ["reply"] == [sent.way for sent in world.line.sent]


@pytest.mark.parametrize("taken", [True, False])
async def test_killed_between_a_token_that_is_gone_and_the_push(
    world: World, store: dict[str, str], taken: bool
) -> None:
    """Whether LINE took the push or not, after the restart the answer has been pushed once."""
    bot = await world.bot(**store)
    world.line.fail(PUSH, Fault(delay=30, taken=taken))
    body = delivery(line_text())  # its token is none that works

    await bot.line_raw(body, sign(LINE_SECRET, body))
    await until(lambda: world.line.count(PUSH), "the push is under way")
    await bot.killed()
    await bot.start()

    await until(lambda: world.line.sent and world.line.count(PUSH) >= 2, "it is pushed again", RESTARTED)
    await quiet(lambda: len(world.line.calls))
    assert ["push"] == [sent.way for sent in world.line.sent]


async def test_telegram_after_a_kill(world: World, store: dict[str, str]) -> None:
    """Telegram's messages are answered at least once."""
    bot = await world.bot(**store)

    for chat in range(1, 11):
        assert await bot.telegram(telegram_text(chat=chat)) == 200
    await bot.killed()
    await bot.start()

    await until(
        lambda: len({message["chat_id"] for message in world.telegram.sent()}) == 10, "all", RESTARTED
    )


async def test_sigterm_finishes_what_is_in_hand(world: World, store: dict[str, str]) -> None:
    """A call under way is finished, the exit status is 0; what waits is answered after the next start."""
    bot = await world.bot(**store)
    world.line.fail(REPLY, Fault(delay=1.0, taken=True))
    me = line_person(9)
    first, second = line_text(source=me), line_text("無視したらどうなる?", source=me)

    await bot.line(first, second)
    await until(lambda: world.line.calls, "the first call is under way")
    status = await bot.terminated()
    sent_before = set(answers(world.line))
    await bot.start()
    await until(lambda: len(world.line.sent) == 2, "the second is answered", RESTARTED)

    assert status == 0
    assert first["replyToken"] in sent_before
    assert answers(world.line) == {first["replyToken"]: 1, second["replyToken"]: 1}


async def test_two_processes_on_one_redis(world: World, redis: RedisServer) -> None:
    """Each event reaches both processes at the same moment: it is answered once, a person's in order."""
    one, two = [await world.bot(REDIS_URL=redis.url) for _ in range(2)]
    people = [[line_text(source=line_person(person)) for _ in range(3)] for person in range(8)]

    for events in zip(*people, strict=True):
        await asyncio.gather(*(bot.line(*events) for bot in (one, two)))
    await until(lambda: len(answers(world.line)) == 24, "all are answered")

    assert await quiet(lambda: len(world.line.sent)) == 24
    tokens = [sent.to for sent in world.line.sent]
    for events in people:
        places = [tokens.index(event["replyToken"]) for event in events]
        assert places == sorted(places)


async def test_a_dead_process_hands_its_events_on(world: World, redis: RedisServer) -> None:
    """What a killed process had in hand is answered by the other."""
    one = await world.bot(REDIS_URL=redis.url)
    world.line.fail(REPLY, *(Fault(delay=60) for _ in range(5)))
    await one.line(*(line_text() for _ in range(5)))
    await until(lambda: len(world.line.calls) == 5, "all are under way")

    await world.bot(REDIS_URL=redis.url)
    await one.killed()

    await until(lambda: len(answers(world.line)) == 5, "the other answers", RESTARTED)
    assert await quiet(lambda: len(world.line.sent)) == 5


async def test_redis_gone_and_back(world: World, redis: RedisServer) -> None:
    """With Redis gone answers go on and /healthz says so; back again, it is taken up."""
    bot = await world.bot(REDIS_URL=redis.url)
    await bot.line(line_text())
    await until(lambda: len(world.line.sent) == 1, "with Redis")

    redis.kill()
    assert await bot.line(line_text(), line_text()) == 200
    await until(lambda: len(world.line.sent) == 3, "without Redis")
    gone = await bot.health()
    redis.start()
    await until(lambda: is_up(bot), "Redis is taken up again")
    await bot.line(line_text())
    await until(lambda: len(world.line.sent) == 4, "with Redis again")

    assert gone["http"] == 200
    assert gone["status"] == "degraded"
    assert gone["parts"]["redis"] == "down"
    assert await quiet(lambda: len(world.line.sent)) == 4


@pytest.mark.parametrize("end", ["terminated", "killed"])
async def test_ended_while_redis_is_gone(world: World, redis: RedisServer, end: str) -> None:
    """What was accepted while Redis was away is answered after the next start, with Redis still away."""
    bot = await world.bot(REDIS_URL=redis.url)
    redis.kill()
    world.line.fail(REPLY, *[Fault(429)] * 2, Fault(delay=30))
    me = line_person(9)
    events = [line_text(source=me), line_text(source=me), line_text()]

    assert await bot.line(*events) == 200
    await until(lambda: world.line.calls, "work has begun")
    await getattr(bot, end)()
    await bot.start()

    await until(lambda: len(answers(world.line)) == 3, "all are answered", RESTARTED)
    assert await quiet(lambda: len(world.line.sent)) == 3
    assert set(answers(world.line)) == {event["replyToken"] for event in events}


async def test_redis_that_hangs_holds_up_no_webhook(world: World, redis: RedisServer) -> None:
    """While Redis hangs the webhook answers within LINE's two seconds, and people get their answer."""
    bot = await world.bot(REDIS_URL=redis.url)
    redis.stop()

    async with asyncio.timeout(2.0):
        assert await bot.line(line_text()) == 200
    await until(lambda: world.line.sent, "it is answered")
    redis.go_on()

    assert await quiet(lambda: len(world.line.sent), 1.5) == 1


async def test_started_without_redis(world: World, redis: RedisServer) -> None:
    """Where Redis cannot be reached at start, the bot starts degraded and answers."""
    redis.kill()
    bot = await world.bot(REDIS_URL=redis.url)

    await bot.line(line_text())
    await until(lambda: world.line.sent, "it is answered")

    assert (await bot.health())["status"] == "degraded"


async def test_a_refused_token_shows_in_health(world: World) -> None:
    """A platform that does not know our token is down, until a call goes through."""
    bot = await world.bot(TELEGRAM_BOT_TOKEN="1234:wrong")
    world.line.fail(REPLY, Fault(401))

    before = (await bot.health())["parts"]
    await bot.line(line_text())
    await until(lambda: world.line.calls, "it is tried")
    await quiet(lambda: len(world.line.calls))
    refused = await bot.health()
    await bot.line(line_text())
    await until(lambda: world.line.sent, "another is answered")

    assert (before["line"], before["telegram"], before["inbox"]) == ("ok", "down", "ok")
    assert (refused["http"], refused["status"], refused["parts"]["line"]) == (200, "degraded", "down")
    assert (await bot.health())["parts"]["line"] == "ok"


async def test_a_platform_that_is_down_holds_up_no_other(world: World) -> None:
    """With LINE hanging, Telegram's people are answered at once."""
    bot = await world.bot()
    world.line.fail(REPLY, *(Fault(delay=30) for _ in range(300)))
    await bot.line(*(line_text() for _ in range(300)))

    await bot.telegram(telegram_text())
    async with asyncio.timeout(5):
        await until(world.telegram.sent, "it is answered")


async def test_telegram_down_is_waited_for(world: World) -> None:
    """Errors of Telegram's server are waited out, and the answer is sent once."""
    bot = await world.bot()
    world.telegram.fail("sendMessage", TelegramFault(502, "Bad Gateway"), TelegramFault(drop=True))

    await bot.telegram(telegram_text())

    await until(lambda: len(world.telegram.sent()) == 3, "it is sent at the third try")
    assert await quiet(lambda: len(world.telegram.sent())) == 3


async def is_up(bot: RunningBot) -> bool:
    """Whether the bot's health is ok again."""
    return bool((await bot.health())["status"] == "ok")
