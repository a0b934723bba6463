"""Telegram, from its webhook or by polling, to its API, through a running server."""

import time

import pytest
import telegram as ptb

from tests.bots.telegram import updates as shapes
from tests.fakes.telegram import Fault
from tests.flow.running import TELEGRAM_SECRET, World, quiet, until
from tests.flow.said import telegram_text

GROUP = shapes.GROUP
STICKER = {
    "file_id": "f",
    "file_unique_id": "u",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}


def fresh(update: bytes, number: int) -> bytes:
    """The same update with an id of its own."""
    return update.replace(b'"update_id":900', f'"update_id":{number}'.encode(), 1)


ANSWERED = {
    "a number": telegram_text(),
    "a command": telegram_text("/start"),
    "a question": telegram_text("無視したらどうなる?"),
    "a sticker": shapes.written(sticker=STICKER),
    "a photo's caption": shapes.written(caption="0120-397-972", photo=[]),
    "a contact": shapes.written(contact={"phone_number": "+81120397972", "first_name": "A"}),
    "a button": shapes.pressed("abcd:ask:ignored_call"),
    "an odd button": shapes.pressed("strange"),
    "an edit": shapes.update(edited_message=shapes.message("110", edit_date=1, message_id=888)),
    "being added to a group": shapes.membership("left", "member"),
    "a command in a group": shapes.written(
        "/check 0120397972", GROUP, entities=[{"type": "bot_command", "offset": 0, "length": 6}]
    ),
    "a topic": shapes.written("番号番 110", GROUP, message_thread_id=5, is_topic_message=True),
    "a bad number in a group": shapes.written("03-1234-5678 に電話", GROUP),
    "4,000 digits": telegram_text("0" * 4000),
    "200 numbers": telegram_text(" ".join(f"0901234{number:04d}" for number in range(200))),
    "HTML": telegram_text("<b>&lt;script&gt;</b> 0120-397-972 \u202e"),
}
SILENT = {
    "chatter in a group": shapes.written("おはよう", GROUP),
    "another bot's command": shapes.written("/check@OtherBot 110", GROUP),
    "a bot": shapes.written("0120-397-972", sender=shapes.BOT | {"id": 99}),
    "leaving": shapes.membership("member", "left"),
    "a channel": shapes.update(
        channel_post=shapes.message("110", {"id": -1, "type": "channel", "title": "N"})
    ),
    "a poll": shapes.update(poll={"id": "1", "question": "?"}),
    "the future": shapes.update(telepathy={"about": "numbers"}),
    "no date": shapes.update(message={"message_id": 1, "chat": {"id": 1}}),
}


async def test_every_kind_of_update_is_answered_or_passed_over(world: World) -> None:
    """What is for the bot is answered within Telegram's limits and by PTB's own models; the rest is not."""
    bot = await world.bot()

    for number, update in enumerate([*ANSWERED.values(), *SILENT.values()], 5000):
        assert await bot.telegram(fresh(update, number)) == 200
    await until(lambda: len(world.telegram.sent()) >= len(ANSWERED), "all are answered")
    sent = await quiet(lambda: len(world.telegram.sent()))

    assert world.telegram.violations == []
    assert sent >= len(ANSWERED)
    assert len(world.telegram.of("answerCallbackQuery")) == 2
    assert 5 in [message.get("message_thread_id") for message in world.telegram.sent()]
    for message in world.telegram.sent():
        markup = ptb.InlineKeyboardMarkup.de_json(message.get("reply_markup", {"inline_keyboard": []}), None)
        assert markup.inline_keyboard is not None


@pytest.mark.parametrize("name", SILENT)
async def test_silence_is_silence(world: World, name: str) -> None:
    """Each kind of update that is not for the bot leads to no message."""
    bot = await world.bot()

    await bot.telegram(SILENT[name])
    await bot.telegram(telegram_text("/help"))
    await until(world.telegram.sent, "the help is sent")

    assert await quiet(lambda: len(world.telegram.sent())) == 1


async def test_what_is_refused_is_not_worked_on(world: World) -> None:
    """A missing or wrong secret is 401, no JSON 400, too much 413; nothing is answered."""
    bot = await world.bot()

    assert await bot.telegram(telegram_text(), None) == 401
    assert await bot.telegram(telegram_text(), TELEGRAM_SECRET + "x") == 401
    assert await bot.telegram(b"{") == 400
    assert await bot.telegram(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}") == 400
    assert await bot.telegram(b" " * 1_000_001) == 413
    assert await quiet(lambda: len(world.telegram.sent())) == 0


async def test_a_repeated_update_is_answered_once(world: World) -> None:
    """The same update_id again changes nothing."""
    bot = await world.bot()
    update = telegram_text()

    for _ in range(3):
        assert await bot.telegram(update) == 200

    await until(world.telegram.sent, "it is answered")
    assert await quiet(lambda: len(world.telegram.sent())) == 1


async def test_a_flood_wait_holds_up_that_chat_alone(world: World) -> None:
    """While one chat waits as told, another is answered; then the first is too."""
    bot = await world.bot()
    flood = Fault(429, "Too Many Requests: retry after 2", {"retry_after": 2})
    world.telegram.fail("sendMessage", flood)
    start = time.monotonic()

    await bot.telegram(telegram_text(chat=1))
    await until(world.telegram.sent, "the first is tried")
    await bot.telegram(telegram_text(chat=2))
    await until(lambda: len(world.telegram.sent()) == 2, "the second is answered")
    other = time.monotonic() - start
    await until(lambda: len(world.telegram.sent()) == 3, "the first is answered")

    assert [1, 2, 1] == [message["chat_id"] for message in world.telegram.sent()]
    assert other < 2 <= time.monotonic() - start


async def test_a_migrated_group_is_followed(world: World) -> None:
    """A group that became a supergroup is answered under its new id."""
    bot = await world.bot()
    moved = Fault(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100777})
    world.telegram.fail("sendMessage", moved)

    await bot.telegram(shapes.written("番号番 110", GROUP))

    await until(lambda: len(world.telegram.sent()) == 2, "it is sent again")
    assert world.telegram.sent()[1]["chat_id"] == -100777


async def test_polling(world: World) -> None:
    """Without a public address updates are fetched: the webhook goes first, and its address is off."""
    world.telegram.updates = [{"update_id": 1, "message": shapes.message("0120-397-972")}]
    bot = await world.bot(TELEGRAM_MODE="polling", TELEGRAM_WEBHOOK_SECRET="")

    await until(world.telegram.sent, "it is answered")

    assert await quiet(lambda: len(world.telegram.sent())) == 1
    assert len(world.telegram.of("deleteWebhook")) == 1
    assert await bot.telegram(telegram_text()) == 404


async def test_the_webhook_is_set_at_start(world: World) -> None:
    """With PUBLIC_URL Telegram is told the address, the secret, and which updates."""
    await world.bot(PUBLIC_URL="https://bot.example")

    await until(lambda: world.telegram.of("setWebhook"), "the webhook is set")

    told = world.telegram.of("setWebhook")[0]
    assert told["url"] == "https://bot.example/telegram/webhook"
    assert told["secret_token"] == TELEGRAM_SECRET
    assert "callback_query" in told["allowed_updates"]
    assert not told.get("drop_pending_updates")


async def test_a_group_that_moves_keeps_its_settings(world: World) -> None:
    """A group that chose English and becomes a supergroup is answered in English there."""
    bot = await world.bot()
    group, moved = shapes.GROUP | {"id": -77, "type": "group"}, shapes.GROUP | {"id": -100777}

    await bot.telegram(fresh(shapes.written("/language en", group), 7001))
    await until(lambda: len(world.telegram.delivered) == 1, "the language is chosen")
    await bot.telegram(fresh(shapes.written(None, moved, migrate_from_chat_id=-77), 7002))
    await bot.telegram(fresh(shapes.written("/check", moved), 7003))

    await until(lambda: len(world.telegram.delivered) == 2, "it is answered")
    assert world.telegram.delivered[1]["chat_id"] == -100777
    assert "Please send the number" in world.telegram.delivered[1]["text"]


async def test_typed_in_another_chat(world: World) -> None:
    """Letter by letter: what to type, and then the card; the link below it opens the bot with that number."""
    bot = await world.bot()

    for place, typed in enumerate(("", "0120", "0120397972")):
        await bot.telegram(fresh(shapes.typed(typed), 7100 + place))
    await until(lambda: len(world.telegram.of("answerInlineQuery")) == 3, "all are answered")

    *before, found = world.telegram.of("answerInlineQuery")
    assert ["button" in told for told in before] == [True, True]
    (result,) = found["results"]
    assert "0120-397-972" in result["input_message_content"]["message_text"]
    link = result["reply_markup"]["inline_keyboard"][-1][0]["url"]
    start = link.partition("?start=")[2]
    await bot.telegram(telegram_text(f"/start {start}"))
    await until(world.telegram.sent, "the link is answered")
    assert "だれの番号" in world.telegram.sent()[0]["text"]


async def test_nothing_of_what_is_typed_waits_behind_an_answer(world: World) -> None:
    """While a person's private chat waits out a flood, what they type elsewhere is answered."""
    bot = await world.bot()
    world.telegram.fail("sendMessage", Fault(429, "", {"retry_after": 3}))

    await bot.telegram(telegram_text(chat=7001))
    await until(world.telegram.sent, "the message is tried")
    await bot.telegram(fresh(shapes.typed("0120397972"), 7200))
    await until(lambda: world.telegram.of("answerInlineQuery"), "what is typed is answered")

    assert world.telegram.delivered == []
