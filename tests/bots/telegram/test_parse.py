"""Telegram's updates as messages."""

from typing import Any

import pytest

from bots.telegram.parse import Incoming, Typed, parse
from bots.telegram.shapes import Me
from core.messages import Message
from tests.bots.telegram.updates import (
    BOT,
    GROUP,
    PERSON,
    membership,
    message,
    pressed,
    typed,
    update,
    written,
)

ME = Me(id=1234, username="BangobanBot")
FORUM = GROUP | {"is_forum": True}


def read(payload: bytes, me: Me = ME) -> Incoming:
    found = parse(payload, me, now=5.0)
    assert isinstance(found, Incoming), found
    return found


def entity(text: str, part: str, kind: str = "mention", **fields: Any) -> dict[str, Any]:
    """An entity over the first `part` of the text, counted as Telegram counts."""
    before = text[: text.index(part)]
    return {"type": kind, "offset": _units(before), "length": _units(part), **fields}


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_private_text() -> None:
    """A private text becomes a message that is spoken to the bot, with place, time and language."""
    assert read(written("0120-397-972")) == Incoming(
        Message(
            platform="telegram",
            conversation="7001",
            sender="7001",
            message_id="55",
            time=1764000000.0,
            text="0120-397-972",
            language="ja",
        ),
        chat_id=7001,
        message_id=55,
    )


def test_caption_is_text() -> None:
    """What stands under a picture is read like a text."""
    found = read(written(caption="0120-397-972", photo=[]))
    assert (found.message.happening, found.message.text) == ("said", "0120-397-972")


def test_start_keeps_its_argument() -> None:
    """/start in a private chat is said as it was sent."""
    assert read(written("/start from_poster")).message.text == "/start from_poster"


def test_edit() -> None:
    """An edited message says so, and bears the time of the edit."""
    found = read(update(edited_message=message("110", edit_date=1764000100))).message
    assert (found.edited, found.time, found.text) == (True, 1764000100.0, "110")


def test_moving_location_is_no_new_message() -> None:
    """A live location, edited every few seconds, is not answered again."""
    moved = message(location={"latitude": 35.0, "longitude": 139.0}, edit_date=1764000100)
    assert parse(update(edited_message=moved), ME, 0) == "no concern"


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("+81 120-397-972", "+81 120-397-972"),
        ("819012345678", "+819012345678"),
        ("0120397972", "0120397972"),
        ("110", "110"),
        ("", ""),
    ],
)
def test_contact(given: str, number: str) -> None:
    """A shared contact gives its number, with the + that Telegram leaves out of international ones."""
    found = read(written(contact={"phone_number": given, "first_name": "?"})).message
    assert (found.happening, found.contact, found.text) == ("contact", number, "")


@pytest.mark.parametrize(
    "kind", ["sticker", "photo", "voice", "video", "document", "location", "dice", "poll"]
)
def test_what_has_no_text_was_sent(kind: str) -> None:
    """What cannot be read is a message all the same."""
    assert read(update(message=message() | {kind: {}})).message.happening == "sent"


@pytest.mark.parametrize("kind", ["new_chat_members", "pinned_message", "hologram"])
def test_service_messages_are_not_answered(kind: str) -> None:
    """A service message, or a kind of message that does not exist yet, is no message to the bot."""
    service = message(chat=GROUP) | {kind: [] if kind.endswith("s") else -1}
    assert parse(update(message=service), ME, 0) == "message kind"


def test_unaddressed_group_text() -> None:
    """In a group a text is not spoken to the bot by itself."""
    found = read(written("good morning", GROUP))
    assert (found.message.group, found.message.addressed) == (True, False)
    assert found.message.conversation == "-100500"


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("@BangobanBot 0120397972", "0120397972"),
        ("@bangobanbot 0120397972", "0120397972"),
        ("📞👪 これ @BangobanBot 0120397972", "📞👪 これ  0120397972"),
        ("0120397972 @BangobanBot", "0120397972"),
        ("@BangobanBot", ""),
    ],
)
def test_mention(said: str, text: str) -> None:
    """A mention of the bot speaks to it and is no part of the text; its place counts UTF-16 units."""
    name = said[said.index("@") :].split(maxsplit=1)[0]
    found = read(written(said, GROUP, entities=[entity(said, name)])).message
    assert (found.addressed, found.text) == (True, text)


def test_mention_of_others() -> None:
    """A mention of somebody else does not speak to the bot, and stays."""
    said = "@SomeoneElse 0120397972"
    found = read(written(said, GROUP, entities=[entity(said, "@SomeoneElse")])).message
    assert (found.addressed, found.text) == (False, said)


def test_mention_by_identity() -> None:
    """A mention without a name, by the bot's id, speaks to it."""
    said = "番人 0120397972"
    marked = entity(said, "番人", "text_mention", user=BOT)
    found = read(written(said, GROUP, entities=[marked])).message
    assert (found.addressed, found.text) == (True, "0120397972")


def test_mention_in_caption() -> None:
    """A mention under a picture counts by the caption's entities."""
    said = "@BangobanBot 110"
    found = read(
        written(None, GROUP, caption=said, caption_entities=[entity(said, "@BangobanBot")], photo=[])
    )
    assert (found.message.addressed, found.message.text) == (True, "110")


@pytest.mark.parametrize(("offset", "length"), [(-1, 12), (500, 12), (0, 500), (3, -3)])
def test_entities_out_of_place(offset: int, length: int) -> None:
    """An entity outside the text is passed over."""
    marked = {"type": "mention", "offset": offset, "length": length}
    found = read(written("@BangobanBot 110", GROUP, entities=[marked])).message
    assert (found.addressed, found.text) == (False, "@BangobanBot 110")


def test_mentions_before_the_name_is_known() -> None:
    """Until Telegram has told the bot's name, nothing mentions it."""
    said = "@ 110"
    found = read(written(said, GROUP, entities=[entity(said, "@")]), Me()).message
    assert (found.addressed, found.text) == (False, said)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("/check@BangobanBot 0120", "/check 0120"),
        ("/check@bangobanbot", "/check"),
        ("/check 0120", "/check 0120"),
    ],
)
def test_command_in_group(said: str, text: str) -> None:
    """A command, with the bot's name or without any, speaks to the bot; the name is left out."""
    found = read(written(said, GROUP)).message
    assert (found.addressed, found.text) == (True, text)


def test_command_to_another_bot() -> None:
    """In a group a command to another bot is not ours."""
    assert parse(written("/check@OtherBot 0120", GROUP), ME, 0) == "other bot"


@pytest.mark.parametrize("said", ["/home/hanako", "//", "and/or", "1/2"])
def test_slash_that_is_no_command(said: str) -> None:
    """A slash alone makes no command."""
    assert not read(written(said, GROUP)).message.addressed


def test_reply_to_the_bot() -> None:
    """A reply to a message of the bot speaks to it; one to somebody else does not."""
    ours = message("card", GROUP, sender=BOT)
    theirs = message("hello", GROUP)
    assert read(written("why?", GROUP, reply_to_message=ours)).message.addressed
    assert not read(written("why?", GROUP, reply_to_message=theirs)).message.addressed


def test_topic() -> None:
    """A forum's topic is kept; a row of replies in an ordinary group is none."""
    topic = read(written("110", FORUM, message_thread_id=12, is_topic_message=True))
    replies = read(written("110", GROUP, message_thread_id=12))
    assert (topic.thread_id, replies.thread_id) == (12, None)


def test_other_bots_are_not_heard() -> None:
    """What a bot writes is not answered."""
    assert parse(written("0120397972", GROUP, sender=BOT | {"id": 99}), ME, 0) == "bot"


def test_anonymous_administrator() -> None:
    """Who writes in the name of the group is a person, behind a bot of Telegram's."""
    found = read(written("/check 0120", GROUP, sender=BOT | {"id": 1087968824}, sender_chat=GROUP))
    assert found.message.sender == "-100500"


def test_button() -> None:
    """A button gives its data, the topic that it was pressed in, and the query to acknowledge."""
    found = read(pressed("ab12:ask:hours", FORUM, message_thread_id=12, is_topic_message=True))
    assert (found.message.happening, found.message.button, found.message.addressed) == (
        "pressed",
        "ab12:ask:hours",
        True,
    )
    assert (found.callback_id, found.thread_id, found.message.sender) == ("44001", 12, "7001")
    assert found.message.time == 5.0


def test_button_that_speaks() -> None:
    """A button that says something is a text in the name of who pressed it."""
    found = read(pressed("say:使い方")).message
    assert (found.happening, found.text, found.button) == ("said", "使い方", "")


def test_button_under_an_old_message() -> None:
    """A message too old to be shown still tells where its button was pressed."""
    gone = {"chat": GROUP, "message_id": 3, "date": 0}
    query = {"id": "1", "from": PERSON, "message": gone, "chat_instance": "1", "data": "x:y:z"}
    found = read(update(callback_query=query))
    assert (found.chat_id, found.message.group) == (-100500, True)


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [("left", "member", {}), ("kicked", "administrator", {}), ("left", "restricted", {"is_member": True})],
)
def test_joined(old: str, new: str, fields: dict[str, Any]) -> None:
    """Being added to a group is told once, by the change of membership."""
    found = read(membership(old, new, **fields))
    assert (found.message.happening, found.message.group, found.message_id) == ("joined", True, None)


@pytest.mark.parametrize(
    ("old", "new"),
    [("member", "administrator"), ("member", "left"), ("administrator", "kicked"), ("left", "left")],
)
def test_other_changes_of_membership(old: str, new: str) -> None:
    """A promotion or a farewell needs no answer."""
    assert parse(membership(old, new), ME, 0) == "no concern"


def test_membership_elsewhere() -> None:
    """A person who unblocks the bot, or a channel, is no group that it joins."""
    for kind in ("private", "channel"):
        assert parse(membership("kicked", "member", GROUP | {"type": kind}), ME, 0) == "no concern"


@pytest.mark.parametrize(
    "kind", ["channel_post", "chosen_inline_result", "poll", "message_reaction", "telepathy"]
)
def test_other_updates(kind: str) -> None:
    """Updates of other kinds are not read."""
    assert parse(update(**{kind: {"id": "1"}}), ME, 0) == "kind"


@pytest.mark.parametrize(
    "payload",
    [
        b'{"update_id":1,"message":{"chat":7}}',
        b'{"update_id":1,"message":{"chat":{"id":"x","type":"private"},"text":"a"}}',
        b'{"update_id":1,"message":' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"update_id":1,"message":{"chat":{"id":1,"type":"private"},"text":"\xff"}}',
        b'{"update_id":1,"message":{"chat":{"id":1,"type":"private"},"text":NaN}}',
        b"[]",
    ],
)
def test_broken(payload: bytes) -> None:
    """What is not shaped like an update is said to be broken, and raises nothing."""
    assert parse(payload, ME, 0) == "broken"


def test_half_of_a_surrogate_pair() -> None:
    """Half of a surrogate pair does not keep the rest from being read."""
    payload = written("X 110").replace(b"X", b"\\ud83d")
    assert read(payload).message.text == "? 110"


def test_typed_in_another_chat() -> None:
    """What is typed after the bot's name elsewhere is that, from its person, with the query to answer."""
    found = parse(typed("0120397972"), ME, now=5.0)
    assert isinstance(found, Typed)
    assert found.query_id == "88001"
    said = found.message
    assert (said.happening, said.text, said.sender, said.language) == ("typed", "0120397972", "7001", "ja")
    assert not said.group


@pytest.mark.parametrize(
    "service",
    [
        message(chat=GROUP | {"id": -77}) | {"migrate_to_chat_id": -100500},
        message(chat=GROUP) | {"migrate_from_chat_id": -77},
    ],
)
def test_migration(service: dict[str, Any]) -> None:
    """Both chats tell that the group moved, and both say the same of it."""
    found = read(update(message=service))
    assert (found.message.happening, found.message.moved_from, found.message.conversation) == (
        "moved",
        "-77",
        "-100500",
    )
    assert (found.chat_id, found.message.addressed) == (-100500, False)


@pytest.mark.parametrize(
    ("me", "status", "hears"),
    [
        (ME, "member", False),
        (ME, "administrator", True),
        (Me(1234, "BangobanBot", can_read_all_group_messages=True), "member", True),
    ],
)
def test_privacy(me: Me, status: str, hears: bool) -> None:
    """A bot hears all of a group as its administrator, or without privacy mode."""
    assert read(membership("left", status), me).message.hears_all is hears


def test_a_command_that_nobody_else_sees() -> None:
    """A command that only the bot sees may be answered to its sender alone; one that all see is not."""
    alone = read(written("/help", GROUP, message_id=0, ephemeral_message_id=31))
    assert (alone.user_id, alone.ephemeral_id) == (7001, 31)
    assert read(written("/help", GROUP)).user_id is None


def test_who_pressed_may_be_answered_alone() -> None:
    """A button's answer may be shown to who pressed it."""
    found = read(pressed("a:b:c", GROUP))
    assert (found.user_id, found.ephemeral_id) == (7001, None)
