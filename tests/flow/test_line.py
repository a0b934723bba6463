"""LINE, from its webhook to its API, through a running server."""

import asyncio
import json

import pytest
from linebot.v3.messaging import ReplyMessageRequest

from tests.bots.line import events as shapes
from tests.fakes.line import LOADING, PUSH, REPLY, Fault
from tests.flow.running import LINE_SECRET, World, quiet, until
from tests.flow.said import line_event, line_person, line_text

ANSWERED = {
    "a number": line_text(),
    "a question": line_text("無視したらどうなる?"),
    "a command": line_text("/help"),
    "a sticker": line_event("message", message=shapes.WITHOUT_TEXT[0]),
    "a picture": line_event("message", message=shapes.WITHOUT_TEXT[1]),
    "a voice": line_event("message", message=shapes.WITHOUT_TEXT[3]),
    "a follow": line_event("follow", follow={"isUnblocked": False}),
    "a button": line_event("postback", postback={"data": "abcd:ask:ignored_call"}),
    "an old button of somebody else's": line_event("postback", postback={"data": "strange"}),
    "joining a group": line_event("join", shapes.FROM_GROUP),
    "a group that calls the bot": line_text("番号番 0120-397-972", shapes.FROM_GROUP),
    "a bad number in a group": line_text("ここへ 03-1234-5678", shapes.FROM_GROUP),
    "an edit": line_event(
        "messageEdited",
        shapes.FROM_GROUP,
        message={"type": "text", "id": "990", "quoteToken": "q", "text": "番号番 110"},
    ),
    "10,000 digits": line_text("0" * 5000),
    "200 numbers": line_text(" ".join(f"0901234{number:04d}" for number in range(200))),
    "HTML and odd marks": line_text("<b>0120-397-972</b>\u202e\u200f😀"),
}
SILENT = {
    "chatter in a group": line_text("おはよう", shapes.FROM_GROUP),
    "an ordinary number in a group": line_text("0120-397-972 に電話して", shapes.FROM_GROUP),
    "a sticker in a group": line_event("message", shapes.FROM_GROUP, message=shapes.WITHOUT_TEXT[0]),
    "standby": line_text(mode="standby", replyToken=None),
    "unsend": line_event("unsend", replyToken=None, unsend={"messageId": "501"}),
    "unfollow": line_event("unfollow", replyToken=None),
    "leave": line_event("leave", shapes.FROM_GROUP, replyToken=None),
    "a new member": line_event("memberJoined", shapes.FROM_GROUP, joined={"members": [line_person(1)]}),
    "a member gone": line_event(
        "memberLeft", shapes.FROM_GROUP, replyToken=None, left={"members": [line_person(1)]}
    ),
    "a read receipt": line_event("accountLink", link={"result": "ok", "nonce": "n"}),
    "an event of the future": line_event("telepathy", shapes.FROM_GROUP, thought={"about": "numbers"}),
    "a message of the future": line_event("message", message={"type": "hologram", "id": "1"}),
    "no source": line_event("beacon", source={"type": "nowhere"}),
}


async def test_every_kind_of_event_is_answered_or_passed_over(world: World) -> None:
    """What is for the bot is answered once, within LINE's limits and by LINE's own models; the rest is not."""
    bot = await world.bot()

    for event in [*ANSWERED.values(), *SILENT.values()]:
        assert await bot.line(event) == 200
    await until(lambda: len(world.line.sent) >= len(ANSWERED), "all are answered")
    await quiet(lambda: len(world.line.calls))

    replied = {call.body["replyToken"]: call for call in world.line.calls if call.path == REPLY}
    assert {event["replyToken"] for event in ANSWERED.values()} == set(replied)
    assert len(ANSWERED) == world.line.count(REPLY)
    assert world.line.violations == []
    for call in replied.values():
        body = ReplyMessageRequest.from_dict(call.body)
        assert body
        assert 1 <= len(body.messages) <= 5


async def test_one_delivery_with_events_of_many(world: World) -> None:
    """One broken event among others costs none of them its answer."""
    bot = await world.bot()

    assert await bot.line(line_text(), {"type": 7}, line_event("message", message="x"), line_text()) == 200
    await until(lambda: len(world.line.sent) == 2, "both are answered")


async def test_what_is_refused_is_not_worked_on(world: World) -> None:
    """A missing or wrong signature is 401, no JSON 400, too much 413; nothing is answered."""
    bot = await world.bot()
    body = shapes.delivery(line_text())
    huge = b'{"events":[' + b" " * 1_000_001 + b"]}"
    deep = b'{"events":' + b"[" * 100_000 + b"]" * 100_000 + b"}"

    assert await bot.line_raw(body, None) == 401
    assert await bot.line_raw(body, shapes.sign("other", body)) == 401
    assert await bot.line_raw(b"{", shapes.sign(LINE_SECRET, b"{")) == 400
    assert await bot.line_raw(huge, shapes.sign(LINE_SECRET, huge)) == 413
    assert await bot.line_raw(deep, shapes.sign(LINE_SECRET, deep)) == 400
    empty = shapes.delivery()
    assert await bot.line_raw(empty, shapes.sign(LINE_SECRET, empty)) == 200
    assert await quiet(lambda: len(world.line.calls)) == 0


async def test_a_redelivery_is_answered_once(world: World) -> None:
    """The same webhookEventId again, alone or at the same moment, changes nothing."""
    bot = await world.bot()
    event = line_text()

    await bot.line(event, event)
    await bot.line(event | {"deliveryContext": {"isRedelivery": True}})

    await until(lambda: world.line.sent, "it is answered")
    assert await quiet(lambda: world.line.count(REPLY)) == 1


async def test_a_person_is_answered_in_order(world: World) -> None:
    """A slow first answer is not overtaken by the second of the same person; another person does not wait."""
    bot = await world.bot()
    released = asyncio.Event()
    world.line.fail(REPLY, Fault(until=released, taken=True))
    me = line_person(77)
    first, second, other = line_text("0120-397-972", me), line_text("無視したらどうなる?", me), line_text()

    await bot.line(first)
    await until(lambda: world.line.calls, "the first call is under way")
    await bot.line(second, other)
    await until(lambda: len(world.line.sent) == 2, "the other is answered")
    assert await quiet(lambda: len(world.line.sent)) == 2
    assert world.line.sent[-1].to == other["replyToken"]
    released.set()
    await until(lambda: len(world.line.sent) == 3, "all are answered")

    follow_up = next(sent for sent in world.line.sent if sent.to == second["replyToken"])
    assert "アコム" in json.dumps(follow_up.messages, ensure_ascii=False)


async def test_a_token_that_is_gone_is_pushed_once(world: World) -> None:
    """Where the reply token no longer works the answer is pushed to the chat it came from, with a retry key."""
    bot = await world.bot()
    event = line_text()
    body = shapes.delivery(event)

    await bot.line_raw(body, shapes.sign(LINE_SECRET, body))
    await until(lambda: world.line.sent, "it is pushed")

    assert await quiet(lambda: len(world.line.sent)) == 1
    assert world.line.sent[0].way == "push"
    assert world.line.sent[0].to == event["source"]["userId"]


async def test_the_push_can_be_switched_off(world: World) -> None:
    """With LINE_PUSH_FALLBACK=off nothing is pushed."""
    bot = await world.bot(LINE_PUSH_FALLBACK="off")
    body = shapes.delivery(line_text())

    await bot.line_raw(body, shapes.sign(LINE_SECRET, body))

    await until(lambda: world.line.count(REPLY) == 1, "the reply is tried")
    assert await quiet(lambda: world.line.count(PUSH)) == 0


@pytest.mark.parametrize(
    "fault", [Fault(status=500), Fault(status=429), Fault(drop=True), Fault(status=500, taken=True)]
)
async def test_a_fault_is_no_double_answer(world: World, fault: Fault) -> None:
    """After a fault the answer arrives once; one whose outcome is unclear is never pushed."""
    bot = await world.bot()
    world.line.fail(REPLY, fault)

    await bot.line(line_text())

    await until(lambda: world.line.sent and world.line.count(REPLY) == 2, "it is tried again")
    await quiet(lambda: len(world.line.calls))
    assert ["reply"] == [sent.way for sent in world.line.sent]


async def test_a_slow_answer_shows_that_it_comes(world: World) -> None:
    """No loading animation is spent on an answer that is there at once."""
    bot = await world.bot()

    await bot.line(line_text())
    await until(lambda: world.line.sent, "it is answered")

    assert world.line.count(LOADING) == 0
