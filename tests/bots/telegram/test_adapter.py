"""An update in hand: answered once, whatever Telegram does meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bots.metrics import Metrics
from bots.telegram.adapter import Patience, Telegram
from bots.telegram.client import TelegramClient
from bots.telegram.parse import Me
from core.messages import Button, Card, Message, Reply, Text
from core.stores import Event, Work
from tests.bots.telegram.updates import BOT, GROUP, membership, pressed, update, written
from tests.fakes.telegram import FakeTelegram, Fault

DELAYS = (1.0, 2.0, 3.0)
PATIENCE = Patience(delays=DELAYS, arrival_delays=(0.0,), arrival=0.3, typing_after=0.02)
SECRET = "hook-secret"
REPLY = Reply(parts=(Text("a <b> & c"),), text="a <b> & c")
KEY = (Button("more", "press", "a:b:c"),)


class FakeJob:
    """An event in hand that notes its pauses."""

    def __init__(self, payload: bytes) -> None:
        self.work = Work(Event("1", "7001", payload))
        self.pauses: list[float] = []

    async def attempt(self) -> bool:
        return True

    async def retract(self) -> bool:
        return True

    async def divert(self) -> bool:
        return True

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)


class Core:
    """Answers every message with `reply`, after `seconds`."""

    def __init__(self) -> None:
        self.reply: Reply | None = REPLY
        self.seconds = 0.0
        self.heard: list[Message] = []

    async def answer(self, message: Message) -> Reply | None:
        self.heard.append(message)
        await asyncio.sleep(self.seconds)
        return self.reply


class Stage:
    """The adapter between a core and a fake Telegram."""

    def __init__(self, fake: FakeTelegram, client: TelegramClient, metrics: Metrics) -> None:
        self.fake = fake
        self.core = Core()
        self.adapter = Telegram(client, self.core.answer, metrics, patience=PATIENCE, clock=lambda: 5.0)
        self.adapter.me = Me(1234, "BangobanBot")
        self.job = FakeJob(b"")

    async def play(self, payload: bytes) -> str:
        self.job = FakeJob(payload)
        return await self.adapter.handle(self.job)

    async def acknowledged(self, times: int) -> None:
        """Wait until so many buttons are."""
        async with asyncio.timeout(5):
            while len(self.fake.of("answerCallbackQuery")) < times:  # noqa: ASYNC110 - a plain list grows
                await asyncio.sleep(0.005)

    def texts(self) -> list[str]:
        return [str(message["text"]) for message in self.fake.sent()]


@pytest.fixture
async def stage(fake: FakeTelegram, client: TelegramClient, metrics: Metrics) -> AsyncIterator[Stage]:
    on = Stage(fake, client, metrics)
    yield on
    await on.adapter.close()


async def test_answer(stage: Stage) -> None:
    """A message is answered in its chat, escaped, without a preview of links."""
    assert await stage.play(written("110")) == "answered"
    assert stage.fake.sent() == [
        {
            "chat_id": 7001,
            "text": "a &lt;b&gt; &amp; c",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
    ]
    assert stage.fake.violations == []


async def test_silence(stage: Stage) -> None:
    """Where the core says nothing, nothing is sent."""
    stage.core.reply = None
    assert await stage.play(written("hello", GROUP)) == "silent"
    assert stage.fake.calls == []


@pytest.mark.parametrize(
    ("payload", "outcome", "why"),
    [
        (update(telepathy={}), "unread", "kind"),
        (b"[]", "unread", "broken"),
        (written(chat=GROUP, new_chat_members=[BOT]), "unread", "message kind"),
        (written("/check@OtherBot 110", GROUP), "silent", "other bot"),
        (written("110", GROUP, sender=BOT), "silent", "bot"),
        (membership("member", "left"), "silent", "no concern"),
    ],
)
async def test_not_for_the_bot(
    stage: Stage, metrics: Metrics, payload: bytes, outcome: str, why: str
) -> None:
    """What is not for the bot does not reach the core, and is counted."""
    assert await stage.play(payload) == outcome
    assert stage.core.heard == []
    labels = {"platform": "telegram", "why": why}
    assert metrics.registry.get_sample_value("bangoban_unread_total", labels) == 1


async def test_topic_and_quote(stage: Stage) -> None:
    """An answer in a group goes to the topic, and shows with its first message what it answers."""
    card = Card(title="x", buttons=KEY)
    stage.core.reply = Reply(parts=(card, card), text="x", quote=True)
    await stage.play(
        written("/check", GROUP | {"is_forum": True}, message_thread_id=12, is_topic_message=True)
    )
    first, second = stage.fake.sent()
    assert first["message_thread_id"] == second["message_thread_id"] == 12
    assert first["reply_parameters"] == {"message_id": 55, "allow_sending_without_reply": True}
    assert "reply_parameters" not in second


async def test_nothing_to_quote(stage: Stage) -> None:
    """The greeting on joining a group quotes nothing."""
    stage.core.reply = Reply(parts=(Text("hello"),), text="hello", quote=True)
    assert await stage.play(membership("left", "member")) == "answered"
    assert "reply_parameters" not in stage.fake.sent()[0]


async def test_button(stage: Stage) -> None:
    """A pressed button is acknowledged and answered."""
    assert await stage.play(pressed("ab12:ask:hours")) == "answered"
    await stage.acknowledged(1)
    assert stage.fake.of("answerCallbackQuery") == [{"callback_query_id": "44001"}]
    assert len(stage.fake.sent()) == 1


async def test_slow_acknowledgement(stage: Stage) -> None:
    """Neither the answer nor whoever comes next waits for it, and the end does not either."""
    stage.fake.fail("answerCallbackQuery", Fault(delay=3600))
    async with asyncio.timeout(2):
        assert await stage.play(pressed("ab12:ask:hours")) == "answered"
        await stage.acknowledged(1)
        await stage.adapter.close()


async def test_button_pressed_long_ago(stage: Stage) -> None:
    """An acknowledgement that comes too late does not keep the answer from being sent, nor does silence."""
    stage.fake.fail("answerCallbackQuery", Fault(400, "Bad Request: query is too old"))
    assert await stage.play(pressed("ab12:ask:hours")) == "answered"
    stage.core.reply = None
    assert await stage.play(pressed("ab12:ask:hours")) == "silent"
    await stage.acknowledged(2)


async def test_typing(stage: Stage) -> None:
    """Only an answer that takes long shows that the bot is typing, in the same topic."""
    await stage.play(written("110"))
    stage.core.seconds = 0.1
    await stage.play(
        written("110", GROUP, reply_to_message={"from": BOT}, message_thread_id=12, is_topic_message=True)
    )
    assert stage.fake.of("sendChatAction") == [
        {"chat_id": -100500, "message_thread_id": 12, "action": "typing"}
    ]


async def test_no_typing_unless_spoken_to(stage: Stage) -> None:
    """A group that did not speak to the bot does not see it type."""
    stage.core.seconds = 0.06
    await stage.play(written("hello", GROUP))
    assert stage.fake.of("sendChatAction") == []


async def test_flood_wait(stage: Stage) -> None:
    """A flood wait pauses this job for as long as Telegram says, five minutes at most."""
    stage.fake.fail("sendMessage", *(Fault(429, "", {"retry_after": wait}) for wait in (7, 9000)))
    assert await stage.play(written("110")) == "answered"
    assert stage.job.pauses == [7, 300]


@pytest.mark.parametrize("fault", [Fault(500), Fault(502), Fault(drop=True), Fault(200, body=b"<html>")])
async def test_trouble_that_passes(stage: Stage, fault: Fault) -> None:
    """Trouble at Telegram is waited out, longer each time."""
    stage.fake.fail("sendMessage", fault, fault)
    assert await stage.play(written("110")) == "answered"
    assert stage.job.pauses == [1.0, 2.0]


async def test_trouble_that_stays(stage: Stage) -> None:
    """Tries are bounded; a lost answer is logged without what it said, where, or the token."""
    stage.fake.fail("sendMessage", *[Fault(500, "Internal: 7001 said 0120397972")] * 4)
    with capture_logs() as logs:
        assert await stage.play(written("0120397972")) == "lost"
    assert len(stage.fake.sent()) == 4
    assert stage.job.pauses == list(DELAYS)
    assert [log["reason"] for log in logs] == ["NetworkError Internal"]


async def test_what_may_have_arrived_is_not_said_again_and_again(stage: Stage) -> None:
    """A send cut off may have arrived: it is tried twice more, and then left."""
    stage.fake.fail("sendMessage", *(Fault(drop=True) for _ in range(4)))

    assert await stage.play(written("110")) == "lost"
    assert len(stage.fake.sent()) == 3


async def test_parts_sent_are_not_sent_again(stage: Stage) -> None:
    """When a later message of an answer fails, the earlier ones are not repeated."""
    stage.core.reply = Reply(parts=tuple(Card(title=title, buttons=KEY) for title in "abc"), text="x")
    stage.fake.fail("sendMessage", Fault(), Fault(500), Fault(429, "", {"retry_after": 1}))
    assert await stage.play(written("110")) == "answered"
    assert stage.texts() == [f"<b>{title}</b>" for title in "abbbc"]


async def test_migration(stage: Stage) -> None:
    """A chat that moved gets this and all further messages at its new place."""
    stage.core.reply = Reply(parts=tuple(Card(title=title, buttons=KEY) for title in "ab"), text="x")
    stage.fake.fail("sendMessage", Fault(400, "Bad Request: upgraded", {"migrate_to_chat_id": -1007}))
    assert await stage.play(written("/check 110", GROUP)) == "answered"
    assert [message["chat_id"] for message in stage.fake.sent()] == [-100500, -1007, -1007]
    assert stage.job.pauses == []


@pytest.mark.parametrize(
    "description", ["Forbidden: bot was blocked by the user", "Forbidden: bot was kicked"]
)
async def test_blocked(stage: Stage, description: str) -> None:
    """Where the bot may not write it does not try again."""
    stage.fake.fail("sendMessage", Fault(403, description))
    assert await stage.play(written("110")) == "blocked"
    assert len(stage.fake.sent()) == 1


async def test_token_refused(stage: Stage) -> None:
    """A token that Telegram refuses is logged with what to do."""
    stage.fake.fail("sendMessage", Fault(401, "Unauthorized"))
    with capture_logs() as logs:
        assert await stage.play(written("110")) == "refused"
    assert "@BotFather" in logs[0]["event"]


async def test_refused_html(stage: Stage) -> None:
    """A message whose markup is refused goes once more as plain text, and then no more."""
    stage.fake.fail("sendMessage", Fault(400, "Bad Request: can't parse entities: byte 5"))
    assert await stage.play(written("110")) == "answered"
    again = stage.fake.sent()[1]
    assert (again["text"], "parse_mode" in again) == ("a <b> & c", False)
    stage.fake.fail("sendMessage", *[Fault(400, "Bad Request: chat not found")] * 2)
    assert await stage.play(written("110")) == "refused"
    assert len(stage.fake.sent()) == 4


async def test_refused_keyboard(stage: Stage) -> None:
    """A message whose keyboard is refused goes once more without it."""
    stage.core.reply = Reply(parts=(Text("x"),), text="x", choices=KEY)
    stage.fake.fail("sendMessage", Fault(400, "Bad Request: BUTTON_URL_INVALID"))
    assert await stage.play(written("110")) == "answered"
    assert ["reply_markup" in message for message in stage.fake.sent()] == [True, False]
    assert stage.fake.sent()[1]["parse_mode"] == "HTML"


async def test_topic_gone(stage: Stage) -> None:
    """An answer to a topic that is gone goes to the group."""
    stage.fake.fail("sendMessage", Fault(400, "Bad Request: message thread not found"))
    payload: dict[str, Any] = {"message_thread_id": 12, "is_topic_message": True}
    assert await stage.play(written("/check 110", GROUP, **payload)) == "answered"
    assert ["message_thread_id" in message for message in stage.fake.sent()] == [True, False]
    assert stage.fake.sent()[1]["parse_mode"] == "HTML"


async def test_start_with_webhook(stage: Stage) -> None:
    """At its start the bot learns its name, and has the updates that it reads sent to its address."""
    stage.adapter.me = Me()
    await stage.adapter.start("https://bot.example.jp", SECRET, "webhook")
    assert (stage.adapter.me, stage.adapter.ready) == (Me(1234, "BangobanBot"), True)
    assert stage.fake.of("setWebhook") == [
        {
            "url": "https://bot.example.jp/telegram/webhook",
            "secret_token": SECRET,
            "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
            "drop_pending_updates": False,
        }
    ]


@pytest.mark.parametrize(("url", "mode"), [(None, "webhook"), ("https://bot.example.jp", "polling")])
async def test_start_without_webhook(stage: Stage, url: str | None, mode: str) -> None:
    """Without an address, or when polling, no webhook is set."""
    await stage.adapter.start(url, SECRET, mode)
    assert [call.method for call in stage.fake.calls] == ["getMe"]
    assert stage.adapter.ready


async def test_start_while_telegram_is_down(stage: Stage) -> None:
    """The bot starts all the same: what failed is logged with what to do, and done in the background."""
    stage.fake.fail("getMe", Fault(502), Fault(401, "Unauthorized"), Fault(delay=0.5))
    stage.fake.fail("setWebhook", Fault(400, "Bad Request: bad webhook: An HTTPS URL must be provided"))
    with capture_logs() as logs:
        await stage.adapter.start("http://bot.example.jp", SECRET, "webhook")
        assert not stage.adapter.ready
        async with asyncio.timeout(5):
            while not stage.adapter.ready:  # noqa: ASYNC110 - it is no event of ours
                await asyncio.sleep(0.01)
    assert [log["do"].split()[1] for log in logs] == ["the", "TELEGRAM_BOT_TOKEN", "PUBLIC_URL:"]


async def test_a_group_command_right_after_the_start(stage: Stage) -> None:
    """A command that names the bot is heard, also when it comes before the bot has learned its name."""
    stage.adapter.me = Me()
    stage.fake.fail("getMe", Fault(delay=0.05))
    start = asyncio.create_task(stage.adapter.start(None, "", "webhook"))
    assert await stage.play(written("/check@BangobanBot 110", GROUP)) == "answered"
    await start


async def test_private_chats_do_not_wait_for_the_name(stage: Stage) -> None:
    """While the bot does not know its name, private messages are answered at once, group ones a little later."""
    stage.adapter.me = Me()
    async with asyncio.timeout(PATIENCE.arrival / 2):
        assert await stage.play(written("110")) == "answered"
    assert await stage.play(written("hello", GROUP)) == "answered"
    assert [heard.addressed for heard in stage.core.heard] == [True, False]
