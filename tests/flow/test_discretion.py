"""What may not be told: no text, id, token or whole number in logs, metrics and errors."""

import asyncio
import json
import os
import re
import sys
from functools import partial

from tests.bots.line import events as line
from tests.fakes import telegram
from tests.fakes.line import REPLY, Fault
from tests.fakes.telegram import Fault as TelegramFault
from tests.flow.running import LINE_SECRET, LINE_TOKEN, ROOT, TELEGRAM_SECRET, World, quiet, until
from tests.flow.said import line_event, line_text, telegram_text
from tests.servers import RedisServer

TEXT = "これは秘密の相談です"


async def test_logs_and_metrics_hold_nothing_of_anybody(world: World) -> None:
    """After answers, faults, refusals and odd events, logs and metrics hold figures and outcomes alone."""
    bot = await world.bot()
    source = {"type": "user", "userId": "U" + "ab12" * 8}
    world.line.fail(REPLY, Fault(status=500), Fault(status=400))
    world.telegram.fail("sendMessage", TelegramFault(400, f"Bad Request: {TEXT}"), TelegramFault(drop=True))
    event = line_text(f"{TEXT} 0120-397-972", source)

    await bot.line(event, line_event("telepathy", source, thought=TEXT))
    await bot.line_raw(line.delivery(event), "wrong")
    await bot.telegram(telegram_text(f"{TEXT} 0120-397-972", chat=740015523))
    await bot.telegram(b"{" + TEXT.encode())
    await until(lambda: world.line.sent and len(world.telegram.sent()) >= 3, "both are answered")
    await quiet(lambda: len(world.line.calls))
    status, metrics = await bot.page("/metrics")
    await bot.terminated()

    told = world.logs() + metrics
    assert status == 200
    assert 'bangoban_events_total{outcome="answered",platform="line"}' in metrics
    assert told.count('"event":"event"') == 3
    hidden = [
        TEXT,
        "秘密",
        "397972",
        "397-972",
        "740015523",
        source["userId"],
        event["replyToken"],
        event["webhookEventId"],
    ]
    hidden += [LINE_SECRET, LINE_TOKEN, TELEGRAM_SECRET, telegram.TOKEN, telegram.TOKEN.partition(":")[2]]
    assert [] == [word for word in hidden if word in told]
    assert not re.search(r"U[0-9a-f]{32}", told)


async def test_a_groups_words_leave_no_trace_in_files(world: World, redis: RedisServer) -> None:
    """After they are worked on no file holds them, and others of the machine may read no file and no folder."""
    for settings in ({}, {"REDIS_URL": redis.url}):
        bot = await world.bot(**settings)
        before = silences(world)
        await bot.line(line_text(f"{TEXT} 0120-397-972", line.FROM_GROUP), line_text(TEXT, line.FROM_GROUP))
        await until(partial(worked_on, world, before + 2), "both are worked on")
        assert await bot.terminated() == 0

    kept = [path for folder in world.folder.glob("data-*") for path in (folder, *folder.rglob("*"))]
    assert {"bangoban.db", "outage-1.db"} <= {path.name for path in kept}
    assert [] == [str(path) for path in kept if path.stat().st_mode & 0o077]
    assert [] == [path.name for path in kept if path.is_file() and TEXT.encode() in path.read_bytes()]


def silences(world: World) -> int:
    return world.logs().count('"outcome":"silent"')


def worked_on(world: World, events: int) -> bool:
    return silences(world) == events


async def test_one_line_an_event(world: World) -> None:
    """Each event leaves one line, with platform, outcome and milliseconds."""
    bot = await world.bot()

    await bot.line(line_text(), line_text("おはよう", line.FROM_GROUP))
    await until(lambda: world.logs().count('"event":"event"') == 2, "both are logged")

    lines = [found for found in world.logs().splitlines() if '"event":"event"' in found]
    for found in lines:
        assert '"platform":"line"' in found
        assert re.search(r'"ms":\d', found)
    assert {"answered", "silent"} == {re.search(r'"outcome":"(\w+)"', found)[1] for found in lines}  # type: ignore[index]  # each line has one


async def test_an_answer_leads_to_its_log_lines(world: World) -> None:
    """The reference below an answer, on either platform, finds that event's lines, what went wrong in it included."""
    bot = await world.bot()
    world.line.fail(REPLY, Fault(status=500))

    await bot.line(line_text(f"{TEXT} 0120-397-972"))
    await bot.telegram(telegram_text(f"{TEXT} 0120-397-972"))
    await until(lambda: world.line.sent and world.telegram.sent(), "both are answered")
    await until(lambda: world.logs().count('"event":"event"') == 2, "both are logged")

    lines = [json.loads(found) for found in world.logs().splitlines() if '"ref"' in found]
    for answer in (world.line.sent[0].messages, world.telegram.sent()[-1]):
        (reference,) = set(re.findall(r"番号番 #([0-9A-Z]{4})", json.dumps(answer, ensure_ascii=False)))
        found = [line["event"] for line in lines if line["ref"] == reference]
        assert found == (["line call", "event"] if answer is world.line.sent[0].messages else ["event"])


async def test_a_greeting_shows_no_reference(world: World) -> None:
    """Nobody asks after a greeting: it is not made longer."""
    bot = await world.bot()

    await bot.line(line_text("こんにちは"))
    await bot.telegram(telegram_text("こんにちは"))
    await until(lambda: world.line.sent and world.telegram.sent(), "both are answered")

    assert "#" not in json.dumps([world.line.sent[0].messages, world.telegram.sent()])


async def test_admin_pages_are_not_there_yet(world: World) -> None:
    """Who sets their user and password is told so at the start, and the password is not told."""
    bot = await world.bot(ADMIN_USER="operator", ADMIN_PASSWORD="my-own-secret")

    assert (await bot.page("/admin"))[0] == 404
    assert "ADMIN_USER" in world.logs()
    assert "my-own-secret" not in world.logs()


async def test_wrong_settings_end_the_start(world: World) -> None:
    """A wrong setting is named with what to do: exit status 2, no traceback, no secret."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "LINE_CHANNEL_SECRET": "my-own-secret",
        "PORT": "http",
        "TELEGRAM_BOT_TOKEN": "no-token-at-all",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bots", "serve"),
        env=environment,
        cwd=world.folder,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()

    told = said.decode()
    assert process.returncode == 2
    for name in ("PORT", "TELEGRAM_BOT_TOKEN"):
        assert name in told
    assert "Traceback" not in told
    assert "no-token-at-all" not in told
    assert "my-own-secret" not in told
