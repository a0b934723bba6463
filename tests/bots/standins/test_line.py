"""What LINE would be sent for what a tester does: a webhook event in, the adapter's own messages out."""

import asyncio
from typing import Any

import msgspec
import pytest

from bots.line.parse import Incoming, parse
from bots.standins.line import LineSide, event_of
from bots.web.frames import Frame
from core.messages import Button, Card, Message, Reply, Text
from tests.bots.web.scripted import ScriptedBot, said
from tests.fakes.line_schema import check_messages

CONVERSATION = "0123456789abcdef"


def frame(**fields: Any) -> Frame:
    usual = {"kind": "said", "id": "a1", "room": "private", "conversation": CONVERSATION, "text": "110"}
    return Frame(**{**usual, **fields})


def read(frame: Frame) -> Message:
    incoming = parse(msgspec.json.encode(event_of(frame, 5.5)), 0.0)
    assert isinstance(incoming, Incoming)
    return incoming.message


def test_a_text_is_a_message_event() -> None:
    assert read(frame()) == Message(
        platform="line", conversation=CONVERSATION, sender=CONVERSATION, message_id="a1", time=5.5, text="110"
    )


def test_entering_is_following_and_in_the_group_joining() -> None:
    assert read(frame(kind="entered", text="")).happening == "met"
    assert read(frame(kind="entered", text="", room="group")).happening == "joined"


def test_a_press_is_a_postback() -> None:
    message = read(frame(kind="pressed", text="", button="m:more:1"))
    assert (message.happening, message.button) == ("pressed", "m:more:1")


def test_what_a_button_says_is_said() -> None:
    assert read(frame(chosen=True)).text == "110"


@pytest.mark.parametrize(
    ("text", "addressed", "left"),
    [
        ("おはよう", False, "おはよう"),
        ("😀@番号番 110は?", True, "😀  110は?"),
        ("110は? @Bangoban", True, "110は?"),
    ],
)
def test_in_the_group_a_mention_addresses_the_bot(text: str, addressed: bool, left: str) -> None:
    message = read(frame(room="group", text=text))
    assert (message.group, message.addressed, message.text) == (True, addressed, left)


def test_two_people_in_one_group_are_two_senders_of_one_conversation() -> None:
    hanako, taro = read(frame(room="group", person="hanako")), read(frame(room="group", person="taro"))
    assert hanako.conversation == taro.conversation
    assert hanako.sender != taro.sender


async def test_what_comes_out_is_what_line_takes() -> None:
    card = Card(title="110", verdict="official", headline="警察です", buttons=(Button("x", "press", "m:x:"),))
    reply = Reply(parts=(card, Text("はい")), text="x", choices=(Button("次", "say", "次"),), language="en")
    shown = await LineSide(ScriptedBot({"110": reply}))(frame(), 5.0)
    assert [message["type"] for message in shown.messages] == ["flex", "text"]
    assert "quickReply" in shown.messages[1]
    assert shown.language == "en"
    assert check_messages(shown.messages) == []


async def test_the_bot_hears_of_a_platform_that_no_real_person_is_on() -> None:
    """A made-up id that happens to be somebody's opens nothing of theirs."""
    bot = ScriptedBot()
    await LineSide(bot)(frame(room="group", person="taro", text="@番号番 110"), 5.0)
    (message,) = bot.asked
    assert (message.platform, message.conversation) == ("web/line", CONVERSATION)
    assert message.sender == f"{CONVERSATION}/taro"


async def test_silence_is_no_message() -> None:
    assert (await LineSide(ScriptedBot())(frame(room="group"), 5.0)).messages == []


async def test_a_failure_of_the_bot_is_passed_on() -> None:
    with pytest.raises(ValueError, match="oh"):
        await LineSide(ScriptedBot({"110": ValueError("oh")}))(frame(), 5.0)


async def test_however_slow_the_bot_there_is_one_answer() -> None:
    """The sign that an answer is coming is no message."""
    bot = ScriptedBot({"110": said("はい")})
    bot.open.clear()
    side = LineSide(bot)
    answering = asyncio.create_task(side(frame(), 5.0))
    await asyncio.sleep(0.4)
    bot.open.set()
    assert [message["text"] for message in (await answering).messages] == ["はい"]
