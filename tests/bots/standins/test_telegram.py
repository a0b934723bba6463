"""What Telegram would be sent for what a tester does: an update in, the adapter's own messages out."""

from typing import Any

import msgspec
import pytest

from bots.standins.telegram import ME, TelegramSide, said_by, update_of
from bots.telegram.parse import Incoming, parse
from bots.web.frames import Frame
from core.messages import Button, Card, Message, Reply, Text
from tests.bots.web.scripted import ScriptedBot, said
from tests.fakes.bot_api import violations

CONVERSATION = "0123456789abcdef"


def frame(**fields: Any) -> Frame:
    usual = {"kind": "said", "id": "a1", "room": "private", "conversation": CONVERSATION, "text": "110"}
    return Frame(**{**usual, **fields})


def read(frame: Frame) -> Message:
    incoming = parse(msgspec.json.encode(update_of(frame, 5.4)), ME, 5.4)
    assert isinstance(incoming, Incoming)
    return incoming.message


def test_a_text_is_a_message() -> None:
    message = read(frame())
    assert (message.happening, message.text, message.time, message.group) == ("said", "110", 5.0, False)


def test_entering_is_start_and_in_the_group_being_added() -> None:
    assert read(frame(kind="entered", text="")).text == "/start"
    assert read(frame(kind="entered", text="", room="group")).happening == "joined"


def test_a_press_is_a_callback_query() -> None:
    message = read(frame(kind="pressed", text="", button="m:more:1"))
    assert (message.happening, message.button) == ("pressed", "m:more:1")


def test_what_a_button_says_is_a_callback_query_too_where_it_fits() -> None:
    assert "callback_query" in update_of(frame(chosen=True), 5.0)
    assert read(frame(chosen=True)).text == "110"
    assert "message" in update_of(frame(chosen=True, text="あ" * 22), 5.0)


def test_a_buttons_data_tells_what_it_says() -> None:
    assert said_by("say:無視したら?") == "無視したら?"
    assert said_by("m:more:1") == ""


@pytest.mark.parametrize(
    ("text", "addressed", "left"),
    [
        ("おはよう", False, "おはよう"),
        ("😀@番号番 110は?", True, "😀 110は?"),
        ("/check 110", True, "/check 110"),
    ],
)
def test_in_the_group_a_mention_or_a_command_addresses_the_bot(text: str, addressed: bool, left: str) -> None:
    message = read(frame(room="group", text=text))
    assert (message.group, message.addressed, message.text) == (True, addressed, left)


def test_two_people_in_one_group_are_two_senders_of_one_conversation() -> None:
    hanako, taro = read(frame(room="group", person="hanako")), read(frame(room="group", person="taro"))
    assert hanako.conversation == taro.conversation
    assert hanako.sender != taro.sender


async def test_what_comes_out_is_what_telegram_takes() -> None:
    card = Card(title="110", verdict="official", headline="警察です", buttons=(Button("x", "press", "m:x:"),))
    reply = Reply(parts=(card, Text("はい")), text="x", choices=(Button("次", "say", "次"),), language="en")
    shown = await TelegramSide(ScriptedBot({"110": reply}))(frame(), 5.0)
    (message,) = shown.messages
    assert message["text"].startswith("<b>110</b>")
    assert shown.language == "en"
    assert violations("sendMessage", dict(message), later=False) == []


async def test_a_reply_points_to_the_message_that_it_answers() -> None:
    reply = Reply(parts=(Text("はい"),), text="はい", quote=True)
    asked = frame(room="group", text="@番号番 110")
    shown = await TelegramSide(ScriptedBot({"110": reply}))(asked, 5.0)
    pointed = shown.messages[0]["reply_parameters"]["message_id"]
    assert pointed == update_of(asked, 5.0)["message"]["message_id"]


async def test_both_sides_of_a_page_are_one_person_under_two_platforms() -> None:
    """So a button of one side is known on the other; and no real person is meant."""
    bot = ScriptedBot()
    await TelegramSide(bot)(frame(), 5.5)
    assert bot.asked == [
        Message(
            platform="web/telegram",
            conversation=CONVERSATION,
            sender=CONVERSATION,
            message_id="a1",
            time=5.5,
            text="110",
        )
    ]


@pytest.mark.parametrize(("person", "admin"), [("hanako", True), ("taro", False)])
async def test_who_made_the_group_administers_it(person: str, admin: bool) -> None:
    bot = ScriptedBot()
    await TelegramSide(bot)(frame(room="group", text="/watch off", person=person), 5.0)
    assert bot.asked[0].admin is admin


async def test_fifty_messages_in_a_second_wait_for_nothing() -> None:
    """The page has a pace of its own; Telegram's would make a tester wait for half a minute."""
    side = TelegramSide(ScriptedBot({"110": said("はい")}))
    for number in range(50):
        assert (await side(frame(id=f"a{number}"), 5.0)).messages


async def test_silence_is_no_message() -> None:
    assert (await TelegramSide(ScriptedBot())(frame(room="group"), 5.0)).messages == []
