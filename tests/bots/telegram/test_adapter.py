"""An update in hand: answered once, whatever Telegram does meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from bots.metrics import Metrics
from bots.telegram.adapter import Patience, Telegram
from bots.telegram.client import TelegramClient
from bots.telegram.shapes import Me
from core.messages import Button, Card, Judged, Message, Reply, Text
from core.stores import Event, Work
from tests.bots.telegram.updates import BOT, GROUP, membership, message, pressed, typed, update, written
from tests.fakes.telegram import FakeTelegram, Fault

DELAYS = (1.0, 2.0, 3.0)
PATIENCE = Patience(delays=DELAYS, arrival_delays=(0.0,), arrival=0.3, typing_after=0.02)
SECRET = "hook-secret"
NOW = 1764000005.0  # seconds after what the tests' messages are dated
REPLY = Reply(parts=(Text("a <b> & c"),), text="a <b> & c")
KEY = (Button("more", "press", "a:b:c"),)


class FakeJob:
    """An event in hand that notes its pauses."""

    def __init__(self, payload: bytes, accepted: float = 0.0) -> None:
        self.work = Work(Event("1", "7001", payload), accepted=accepted)
        self.pauses: list[float] = []

    async def attempt(self) -> bool:
        return True

    async def retract(self) -> bool:
        return True

    async def divert(self) -> bool:
        return True

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)


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
        self.now = NOW
        self.adapter = Telegram(client, self.core.answer, metrics, patience=PATIENCE, clock=lambda: self.now)
        self.adapter.me = Me(1234, "BangobanBot")
        self.job = FakeJob(b"")

    async def play(self, payload: bytes, accepted: float = 0.0) -> str:
        self.job = FakeJob(payload, accepted)
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
    """A token that Telegram refuses is tried for some minutes, in which it may be replaced; then what to do is
    logged, and the bot is not well.
    """
    stage.adapter.ready = True
    stage.fake.fail("sendMessage", *[Fault(401, "Unauthorized")] * 4)
    with capture_logs() as logs:
        assert await stage.play(written("110")) == "refused"
    assert stage.job.pauses == list(DELAYS)
    assert "@BotFather" in logs[0]["event"]
    assert not stage.adapter.ready


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
            "allowed_updates": [
                "message",
                "edited_message",
                "callback_query",
                "inline_query",
                "my_chat_member",
            ],
            "drop_pending_updates": False,
        }
    ]


@pytest.mark.parametrize(("url", "mode"), [(None, "webhook"), ("https://bot.example.jp", "polling")])
async def test_start_without_webhook(stage: Stage, url: str | None, mode: str) -> None:
    """Without an address, or when polling, no webhook is set."""
    await stage.adapter.start(url, SECRET, mode)
    assert stage.fake.of("setWebhook") == []
    assert stage.adapter.ready


async def test_start_while_telegram_is_down(stage: Stage) -> None:
    """The bot starts all the same: what failed is logged with what to do, and done in the background."""
    stage.fake.fail("getMe", Fault(502), Fault(401, "Unauthorized"), Fault(delay=0.5))
    stage.fake.fail("setWebhook", Fault(400, "Bad Request: bad webhook: An HTTPS URL must be provided"))
    with capture_logs() as logs:
        await stage.adapter.start("https://bot.example.jp", SECRET, "webhook")
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


async def test_moved_groups_take_their_settings_along(stage: Stage) -> None:
    """Where a send tells that the group moved, the core is told too, and so it is by the group's own message."""
    stage.fake.fail("sendMessage", Fault(400, "Bad Request: upgraded", {"migrate_to_chat_id": -1007}))
    await stage.play(written("/check 110", GROUP))
    stage.core.reply = None
    await stage.play(update(message=message(chat=GROUP | {"id": -1007}) | {"migrate_from_chat_id": -100500}))
    moves = [(heard.moved_from, heard.conversation) for heard in stage.core.heard if heard.moved_from]
    assert moves == [("-100500", "-1007")] * 2


async def test_an_answer_that_comes_late_shows_what_it_answers(stage: Stage) -> None:
    """After a minute other things were said in the chat: the answer is a reply to its message."""
    stage.now += 61
    await stage.play(written("110"))
    assert stage.fake.sent()[0]["reply_parameters"]["message_id"] == 55


async def test_an_edit_that_changes_nothing_is_nodded_at(stage: Stage) -> None:
    """An edit without a new answer gets a sign that it was seen; what was not said to the bot gets none."""
    stage.core.reply = None
    edit = message("0120-397-972 です", edit_date=1764000002)
    assert await stage.play(update(edited_message=edit)) == "silent"
    assert await stage.play(update(edited_message=edit | {"chat": GROUP})) == "silent"
    assert await stage.play(written("110")) == "silent"
    assert stage.fake.of("setMessageReaction") == [
        {"chat_id": 7001, "message_id": 55, "reaction": [{"type": "emoji", "emoji": "👌"}]}
    ]
    assert stage.fake.sent() == []


async def test_a_group_is_written_to_at_its_pace(stage: Stage) -> None:
    """The twenty-first message within a minute waits for its turn, as a pause of its own job."""
    for _ in range(20):
        await stage.play(written("/check 110", GROUP))
        assert stage.job.pauses == []
    task = asyncio.create_task(stage.play(written("/check 110", GROUP)))
    await asyncio.sleep(0.05)
    assert len(stage.fake.sent()) == 20
    assert 59 < stage.job.pauses[0] <= 60
    task.cancel()


async def test_typed(stage: Stage) -> None:
    """What is typed elsewhere is answered with results, personal and kept briefly, and no message."""
    card = Card(title="0120-397-972", headline="said to be")
    stage.core.reply = Reply(
        parts=(card,), text="x", numbers=(Judged(e164="+81120397972", verdict="claimed"),)
    )
    assert await stage.play(typed("0120397972"), accepted=stage.now - 1) == "answered"
    (told,) = stage.fake.of("answerInlineQuery")
    assert (told["inline_query_id"], told["is_personal"], told["cache_time"]) == ("88001", True, 30)
    assert [result["title"] for result in told["results"]] == ["0120-397-972"]
    assert stage.fake.sent() == []
    assert stage.fake.violations == []


async def test_typed_too_long_ago(stage: Stage) -> None:
    """What was typed half a minute ago is typed on by now: it is left."""
    assert await stage.play(typed("0120397972"), accepted=stage.now - 26) == "silent"
    assert stage.fake.calls == []


async def test_typed_while_telegram_is_in_trouble(stage: Stage) -> None:
    """An answer to what is typed is tried once: the next letter asks anew."""
    stage.fake.fail("answerInlineQuery", Fault(400, "Bad Request: query is too old"), Fault(502))
    assert [await stage.play(typed("0120")) for _ in range(3)] == ["refused", "lost", "answered"]
    assert len(stage.fake.of("answerInlineQuery")) == 3


@pytest.fixture
async def newer(stage: Stage) -> Stage:
    """With a Bot API that can show a message to one member of a group."""
    stage.fake.later = True
    await stage.adapter.start(None, "", "webhook")
    async with asyncio.timeout(5):
        while not stage.adapter.answers_alone:  # noqa: ASYNC110 - it is no event of ours
            await asyncio.sleep(0.01)
    return stage


async def test_a_button_in_a_group_is_answered_to_who_pressed_it(newer: Stage) -> None:
    """Where the Bot API has it, the group is not disturbed by one member's further questions."""
    await newer.play(pressed("a:b:c", GROUP), accepted=newer.now - 1)
    assert newer.fake.sent()[0]["ephemeral_message_parameters"] == {
        "receiver_user_id": 7001,
        "callback_query_id": "44001",
    }
    assert newer.fake.violations == []


async def test_a_command_that_nobody_else_saw(newer: Stage) -> None:
    """Its answer is seen by nobody else either, and refers to it."""
    await newer.play(written("/help", GROUP, message_id=0, ephemeral_message_id=31))
    (sent,) = newer.fake.sent()
    assert sent["ephemeral_message_parameters"] == {"receiver_user_id": 7001}
    assert sent["reply_parameters"] == {"ephemeral_message_id": 31}
    assert newer.fake.violations == []


@pytest.mark.parametrize(
    ("payload", "waited"),
    [
        (pressed("a:b:c"), 1.0),
        (pressed("a:b:c", GROUP), 13.0),
        (written("/check 110", GROUP), 1.0),
        (written("110"), 1.0),
    ],
)
async def test_answered_to_all(newer: Stage, payload: bytes, waited: float) -> None:
    """In private chats, to what all saw, and too late to be shown to one alone, the answer is an ordinary one."""
    await newer.play(payload, accepted=newer.now - waited)
    assert "ephemeral_message_parameters" not in newer.fake.sent()[0]


async def test_refused_to_one_alone(newer: Stage) -> None:
    """Where Telegram refuses to show it to one alone, it is an ordinary message: no answer is lost."""
    newer.fake.fail("sendMessage", Fault(400, "Bad Request: PARTICIPANT_ID_INVALID"))
    assert await newer.play(pressed("a:b:c", GROUP), accepted=newer.now - 1) == "answered"
    first, second = newer.fake.sent()
    assert "ephemeral_message_parameters" in first
    assert second == {name: value for name, value in first.items() if name != "ephemeral_message_parameters"}


async def test_an_older_bot_api(stage: Stage) -> None:
    """With a Bot API that has no such messages nothing of them is sent: it would know no such field."""
    await stage.adapter.start(None, "", "webhook")
    await stage.play(pressed("a:b:c", GROUP), accepted=stage.now - 1)
    assert "ephemeral_message_parameters" not in stage.fake.sent()[0]
    assert stage.fake.violations == []
