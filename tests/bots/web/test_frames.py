"""What the page sends, read into Messages."""

import json
from typing import Any

import pytest

from bots.web.frames import LONGEST_FRAME, Refused, message_of, read_frame
from core.messages import Message


def frame(**fields: Any) -> str:
    """A good frame, with these fields other than usual."""
    usual = {"kind": "said", "id": "a1", "room": "private", "conversation": "0123456789abcdef", "text": "110"}
    return json.dumps(usual | fields)


def read(**fields: Any) -> Message:
    return message_of(read_frame(frame(**fields)), 5.0)


def test_a_private_text_is_a_message_to_the_bot() -> None:
    assert read() == Message(
        platform="web",
        conversation="0123456789abcdef",
        sender="0123456789abcdef",
        message_id="a1",
        time=5.0,
        text="110",
    )


def test_entering_a_private_chat_is_meeting_the_bot_and_entering_the_group_is_its_joining() -> None:
    assert read(kind="entered", text="").happening == "met"
    assert read(kind="entered", text="", room="group").happening == "joined"


def test_a_pressed_button_is_addressed_to_the_bot_in_the_group_too() -> None:
    message = read(kind="pressed", text="", button="m:more:1", room="group")
    assert (message.happening, message.button, message.addressed) == ("pressed", "m:more:1", True)


@pytest.mark.parametrize(
    ("text", "addressed", "left"),
    [
        ("おはよう", False, "おはよう"),
        ("@番号番 110は?", True, "110は?"),
        ("110は? @Bangoban", True, "110は?"),
        ("＠番号番 110は?", True, "110は?"),
        ("@bangobanana 110", False, "@bangobanana 110"),
        ("/check 110", True, "/check 110"),
        ("番号番 110", False, "番号番 110"),
    ],
)
def test_in_the_group_a_mention_or_a_command_addresses_the_bot(text: str, addressed: bool, left: str) -> None:
    """The prefix 番号番 is found by the core itself, as on every platform."""
    message = read(room="group", text=text)
    assert (message.group, message.addressed, message.text) == (True, addressed, left)


def test_a_mention_in_private_stays_text() -> None:
    assert read(text="@番号番 110").text == "@番号番 110"


def test_two_people_in_one_group_are_two_senders_of_one_conversation() -> None:
    hanako, taro = read(room="group", person="hanako"), read(room="group", person="taro")
    assert hanako.conversation == taro.conversation
    assert hanako.sender != taro.sender


@pytest.mark.parametrize(
    ("data", "why", "frame_id"),
    [
        (None, "unreadable", ""),
        ("", "unreadable", ""),
        ("no json", "unreadable", ""),
        ("[1]", "unreadable", ""),
        ("{}", "unreadable", ""),
        ("[" * 60_000, "unreadable", ""),
        ('{"kind":"said","x":' + "[" * 30_000 + "]" * 30_000 + "}", "unreadable", ""),
        (frame(kind="shouted"), "unknown_kind", "a1"),
        (frame(room="cellar"), "unreadable", "a1"),
        (frame(conversation="short"), "unreadable", "a1"),
        (frame(conversation="../../etc/passwd-and-more"), "unreadable", "a1"),
        (frame(person="jiro"), "unreadable", "a1"),
        (frame(text=110), "unreadable", "a1"),
        (frame(text="\ud800"), "unreadable", ""),
        (frame(id="<b>"), "unreadable", "<b>"),
        (frame(text="あ" * 5_001), "too_long", "a1"),
        (frame(kind="pressed", button="あ" * 22), "too_long", "a1"),
        ("x" * (LONGEST_FRAME + 1), "too_long", ""),
    ],
)
def test_a_bad_frame_is_refused_with_its_reason(data: str | None, why: str, frame_id: str) -> None:
    with pytest.raises(Refused) as refused:
        read_frame(data)
    assert (refused.value.why, refused.value.frame_id) == (why, frame_id)


def test_the_longest_text_fits_though_every_character_is_escaped() -> None:
    assert read_frame(frame(text="😀" * 5_000)).text == "😀" * 5_000
