"""The group watch through a running server, on both platforms: never two warnings for one message."""

import asyncio
import time
from typing import Any

import msgspec
import pytest

from tests.bots.line import events as shapes
from tests.bots.telegram import updates
from tests.flow.running import RunningBot, World, quiet, until
from tests.flow.said import line_event, line_text
from tests.servers import RedisServer

SCAMS = (
    "警視庁の者です。あなたの口座が犯罪に使われています。逮捕を避けるため本日中に全額を指定口座へ振り込み、誰にも言わないでください",
    "母さん俺だけど会社の鞄を電車に忘れた。今日の3時までに200万振り込んでほしい、父さんには内緒で",
    "使わない通帳とキャッシュカードを1冊5万円で買い取ります。暗証番号も一緒に、DMください",
    "【佐川急便】住所不明のため荷物を保管しています。本日中にこちらで更新し手数料をカードで支払ってください sgw.example",
)
GROUP = updates.GROUP


class LinePlace:
    """A LINE group, and what is said in it."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def say(self, bot: RunningBot, text: str, who: int = 1, *, edit_of: str = "") -> dict[str, Any]:
        event = line_text(text, self._source(who))
        if edit_of:
            event["type"] = "messageEdited"
            event["message"]["id"] = edit_of
        assert await bot.line(event) == 200
        return event

    async def press(self, bot: RunningBot, data: str, who: int = 1) -> None:
        assert await bot.line(line_event("postback", self._source(who), postback={"data": data})) == 200

    def said(self) -> list[str]:
        return [
            message["text"] for sent in self.world.line.sent for message in sent.messages if "text" in message
        ]

    def buttons(self) -> dict[str, str]:
        """Label and data of the buttons last offered."""
        for sent in reversed(self.world.line.sent):
            items = sent.messages[-1].get("quickReply", {}).get("items", [])
            if items:
                return {item["action"]["label"]: item["action"]["data"] for item in items}
        return {}

    def permit(self, who: int) -> None:
        """LINE does not tell who administers a group."""

    @staticmethod
    def _source(who: int) -> dict[str, Any]:
        return {"type": "group", "groupId": shapes.GROUP, "userId": f"U{who:032x}"}


class TelegramPlace:
    """A Telegram group, and what is said in it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._next = 70_000

    async def say(self, bot: RunningBot, text: str, who: int = 1, *, edit_of: str = "") -> dict[str, Any]:
        self._next += 1
        written = updates.message(
            text,
            GROUP,
            sender=self._person(who),
            message_id=int(edit_of or self._next),
            date=int(time.time()),
        )
        kind = (
            {"edited_message": {**written, "edit_date": int(time.time()) + 1}}
            if edit_of
            else {"message": written}
        )
        assert await bot.telegram(updates.update(self._next, **kind)) == 200
        return {"message": {"id": str(written["message_id"])}}

    async def press(self, bot: RunningBot, data: str, who: int = 1) -> None:
        self._next += 1
        under = updates.message("warning", GROUP, sender=updates.BOT, date=int(time.time()))
        query = {
            "id": str(self._next),
            "from": self._person(who),
            "message": under,
            "chat_instance": "1",
            "data": data,
        }
        assert await bot.telegram(updates.update(self._next, callback_query=query)) == 200

    def said(self) -> list[str]:
        return [str(message["text"]) for message in self.world.telegram.sent()]

    def buttons(self) -> dict[str, str]:
        """Label and data of the buttons last offered."""
        for message in reversed(self.world.telegram.sent()):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            if rows:
                return {key["text"]: key["callback_data"] for row in rows for key in row}
        return {}

    def permit(self, who: int) -> None:
        """Make somebody an administrator."""
        self.world.telegram.statuses[who] = "administrator"

    @staticmethod
    def _person(who: int) -> dict[str, Any]:
        return updates.PERSON | {"id": who}


Place = LinePlace | TelegramPlace


@pytest.fixture(params=[LinePlace, TelegramPlace], ids=["line", "telegram"])
def place(request: pytest.FixtureRequest, world: World) -> Place:
    made: Place = request.param(world)
    return made


async def count(place: Place) -> int:
    """How many messages the bot has sent once no more come."""
    return await quiet(lambda: len(place.said()), 0.6)


async def test_cooldown_cap_edits_and_a_restart_in_between(place: Place) -> None:
    """The same text once a day, three warnings an hour, an edit none, and a restart forgets nothing."""
    bot = await place.world.bot()

    first = await place.say(bot, SCAMS[0])
    await until(lambda: len(place.said()) == 1, "the warning")
    await place.say(bot, SCAMS[0], who=2)
    await place.say(bot, SCAMS[0] + "!", edit_of=first["message"]["id"])
    assert await count(place) == 1
    assert await bot.terminated() == 0
    await bot.start()
    await place.say(bot, SCAMS[0], who=3)
    await place.say(bot, "おはよう")
    assert await count(place) == 1
    for text in SCAMS[1:]:
        await place.say(bot, text, who=2)

    assert await count(place) == 3
    assert all("⚠️" in text and len(text.splitlines()) <= 4 for text in place.said())
    assert place.world.line.violations == place.world.telegram.violations == []


async def test_mute_and_modes(place: Place) -> None:
    """Who may sets the watch: an administrator on Telegram, two members on LINE."""
    bot = await place.world.bot()
    place.permit(1)

    await place.say(bot, "/watch off", who=2)
    await until(lambda: len(place.said()) == 1, "the refusal, or the question to the others")
    if isinstance(place, LinePlace):
        await place.press(bot, place.buttons()["賛成する"], who=1)
    else:
        await place.say(bot, "/watch off", who=1)
    await until(lambda: len(place.said()) == 2, "the change")
    await place.say(bot, SCAMS[0], who=2)

    assert await count(place) == 2
    assert "止めました" in place.said()[1]


async def test_a_false_alarm_is_silent_and_counted(place: Place) -> None:
    """The pattern is silent in that chat, and the operator sees its kind's count."""
    bot = await place.world.bot()
    await place.say(bot, SCAMS[0])
    await until(lambda: len(place.said()) == 1, "the warning")

    await place.press(bot, place.buttons()["まちがい"], who=2)
    await until(lambda: len(place.said()) == 2, "the apology")
    await place.say(bot, SCAMS[0].replace("警視庁", "大阪府警"))

    assert await count(place) == 2
    assert "bangoban_false_alarms_total{" in (await bot.page("/metrics"))[1]


async def test_two_processes_at_once_warn_once(place: Place, redis: RedisServer) -> None:
    """One message delivered to two processes, and the same text twice at once, are one warning."""
    one, two = [await place.world.bot(REDIS_URL=redis.url) for _ in range(2)]

    await asyncio.gather(
        *(place.say(bot, SCAMS[0], who=who) for who, bot in enumerate((one, two, one, two), 1))
    )
    await until(lambda: len(place.said()) >= 1, "the warning")

    assert await count(place) == 1, (place.said(), await one.health(), await two.health())


async def test_leaving_when_asked(world: World) -> None:
    """After its farewell the bot leaves, on both platforms."""
    bot = await world.bot()
    telegram, line = TelegramPlace(world), LinePlace(world)
    telegram.permit(1)

    await telegram.say(bot, "/leave", who=1)
    await until(lambda: world.telegram.of("leaveChat"), "Telegram's group is left")
    await line.say(bot, "/leave", who=1)
    await until(line.said, "the question to the others")
    await line.press(bot, line.buttons()["賛成する"], who=2)
    path = f"/v2/bot/group/{shapes.GROUP}/leave"
    await until(lambda: world.line.count(path) == 1, "LINE's group is left")

    assert world.telegram.of("leaveChat") == [{"chat_id": GROUP["id"]}]


async def test_a_message_taken_back_on_line_is_not_spoken_of(world: World) -> None:
    """Taking back says nothing, and the same text again stays silent."""
    bot = await world.bot()
    place = LinePlace(world)
    event = await place.say(bot, SCAMS[0])
    await until(lambda: len(place.said()) == 1, "the warning")

    unsend = line_event(
        "unsend", place._source(1), unsend={"messageId": event["message"]["id"]}, replyToken=None
    )
    assert await bot.line(unsend) == 200
    await place.say(bot, SCAMS[0], who=2)

    assert await count(place) == 1
    assert msgspec.json.encode(world.line.violations) == b"[]"
