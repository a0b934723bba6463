"""Reading LINE's events."""

from typing import Any

import pytest

from bots.line.parse import Asked, Incoming, Unread, parse
from tests.bots.line.events import (
    FROM_GROUP,
    FROM_ROOM,
    FROM_USER,
    GROUP,
    ROOM,
    TEXT,
    TIME,
    USER,
    WITHOUT_TEXT,
    encode,
    event,
    message,
)

NOW = 1_800_000_000.0


def read(value: object) -> Incoming:
    incoming = parse(encode(value), NOW)
    assert isinstance(incoming, Incoming), incoming
    return incoming


def unread(payload: bytes) -> Unread:
    why = parse(payload, NOW)
    assert not isinstance(why, Incoming)
    return why


def mention(text: str, *mentionees: dict[str, Any]) -> dict[str, Any]:
    return message(TEXT | {"text": text, "mention": {"mentionees": list(mentionees)}}, FROM_GROUP)


def test_private_text() -> None:
    """A private text is addressed to the bot, and carries what a reply and a push need."""
    incoming = read(message())

    assert ("said", TEXT["text"], "501") == (
        incoming.message.happening,
        incoming.message.text,
        incoming.message.message_id,
    )
    assert (
        incoming.message.conversation,
        incoming.message.sender,
        incoming.message.group,
        incoming.message.addressed,
    ) == (USER, USER, False, True)
    assert (
        incoming.reply_token,
        incoming.read_token,
        incoming.asked,
        incoming.to,
        incoming.private,
    ) == ("token-1", "", Asked("q-501"), USER, True)
    assert (incoming.message.platform, incoming.message.time) == ("line", TIME / 1000)


@pytest.mark.parametrize(("source", "chat"), [(FROM_GROUP, GROUP), (FROM_ROOM, ROOM)])
def test_group_text(source: dict[str, Any], chat: str) -> None:
    """In groups and rooms the conversation is the chat, and a text is not addressed by itself."""
    incoming = read(message(source=source))

    assert (chat, USER, chat, False) == (
        incoming.message.conversation,
        incoming.message.sender,
        incoming.to,
        incoming.private,
    )
    assert (incoming.message.group, incoming.message.addressed) == (True, False)


def test_group_text_without_sender() -> None:
    """A group's event may lack the user's id."""
    incoming = read(message(source={"type": "group", "groupId": GROUP}))

    assert (incoming.message.sender, incoming.message.conversation) == ("", GROUP)


def test_mention_of_the_bot() -> None:
    """A mention of the bot addresses it and is taken out; its place counts UTF-16 units."""
    text = "😱@番号番 0120-397-972"

    incoming = read(mention(text, {"type": "user", "index": 2, "length": 4, "userId": USER, "isSelf": True}))

    assert (incoming.message.text, incoming.message.addressed) == ("😱  0120-397-972", True)


@pytest.mark.parametrize(
    "mentionee",
    [
        {"type": "user", "index": 0, "length": 3, "userId": USER, "isSelf": False},
        {"type": "user", "index": 0, "length": 3},
        {"type": "all", "index": 0, "length": 3},
        {"type": "robot", "index": 0, "length": 3},
    ],
)
def test_mention_of_others(mentionee: dict[str, Any]) -> None:
    """A mention of somebody else, of all, or of a new kind neither addresses the bot nor changes the text."""
    incoming = read(mention("@皆 0120-397-972", mentionee))

    assert (incoming.message.text, incoming.message.addressed) == ("@皆 0120-397-972", False)


@pytest.mark.parametrize(("index", "length"), [(-3, 2), (90, 5), (0, -1), (1, 1)])
def test_mention_out_of_place(index: int, length: int) -> None:
    """A mention at an impossible place still addresses the bot, and breaks nothing."""
    incoming = read(
        mention("😱 0120-397-972", {"type": "user", "index": index, "length": length, "isSelf": True})
    )

    assert incoming.message.addressed
    assert incoming.message.text.endswith("0120-397-972")


@pytest.mark.parametrize("content", WITHOUT_TEXT, ids=lambda content: str(content["type"]))
def test_without_text(content: dict[str, Any]) -> None:
    """What cannot be read is "sent", its words included, and in groups never addressed."""
    private, group = read(message(content)), read(message(content, FROM_GROUP))

    assert (
        private.message.happening,
        private.message.text,
        private.message.addressed,
    ) == ("sent", "", True)
    assert (group.message.happening, group.message.addressed) == ("sent", False)


def test_postback() -> None:
    """A press brings the button's data, in groups addressed to the bot."""
    incoming = read(
        event("postback", FROM_GROUP, replyToken="t", postback={"data": "desk:1", "params": {"a": "b"}})
    )

    assert (
        incoming.message.happening,
        incoming.message.button,
        incoming.message.addressed,
    ) == ("pressed", "desk:1", True)


def test_follow() -> None:
    """Who adds the bot, or unblocks it, has met it."""
    incoming = read(event("follow", replyToken="t", follow={"isUnblocked": True}))

    assert (incoming.message.happening, incoming.reply_token, incoming.private) == ("met", "t", True)


def test_join() -> None:
    """A group that the bot joins is one that it may speak to, once."""
    incoming = read(event("join", {"type": "group", "groupId": GROUP}, replyToken="t"))

    assert (
        incoming.message.happening,
        incoming.message.group,
        incoming.reply_token,
    ) == ("joined", True, "t")


def test_unsend() -> None:
    """A message taken back is named, and there is no token to answer with."""
    incoming = read(event("unsend", FROM_GROUP, unsend={"messageId": "501"}))

    assert (
        incoming.message.happening,
        incoming.message.message_id,
        incoming.reply_token,
        incoming.message.addressed,
    ) == ("withdrawn", "501", "", False)


def test_edit() -> None:
    """An edit is the message again, marked, with a token of its own."""
    incoming = read(event("messageEdited", FROM_GROUP, replyToken="t2", message=TEXT | {"text": "110"}))

    assert (
        incoming.message.edited,
        incoming.message.text,
        incoming.message.message_id,
        incoming.reply_token,
    ) == (True, "110", "501", "t2")


@pytest.mark.parametrize("kind", ["leave", "unfollow", "memberJoined", "memberLeft"])
def test_no_concern(kind: str) -> None:
    """Leaving, blocking and other members' coming and going ask for no answer."""
    assert unread(encode(event(kind, FROM_GROUP, replyToken="t"))) == "no concern"


def test_standby() -> None:
    """While another service answers the chat, nothing is read."""
    assert unread(encode(message(mode="standby"))) == "standby"


def test_new_mode() -> None:
    """A mode that is not known yet is no reason to stay silent."""
    assert read(message(mode="shared")).message.text == TEXT["text"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (event("videoPlayComplete", videoPlayComplete={"trackingId": "x"}), "kind"),
        (event("beacon", beacon={"hwid": "d41d8cd98f", "type": "enter"}), "kind"),
        (event("accountLink", link={"result": "ok", "nonce": "x"}), "kind"),
        (event("hologram"), "kind"),
        (message({"type": "hologram", "id": "9"}), "message kind"),
        (message(source={"type": "planet", "planetId": "mars"}), "source kind"),
        (message(source={"type": "user"}), "source kind"),
        (event("message", None, message=TEXT), "source kind"),
        (event("message"), "broken"),
        (event("postback"), "broken"),
        (event("unsend"), "broken"),
        (message(TEXT | {"text": 7}), "broken"),
        ([], "broken"),
        ("event", "broken"),
        (None, "broken"),
    ],
)
def test_unread(value: object, why: Unread) -> None:
    """What is unknown or broken is left, and why is said without its content."""
    assert unread(encode(value)) == why


@pytest.mark.parametrize(
    "payload", [b"", b"{", b"\xff", b'{"type":"message","message":{"text":"\xff"}}', b"[" * 5000]
)
def test_no_json(payload: bytes) -> None:
    """Bytes that are no JSON are broken, and raise nothing."""
    assert unread(payload) == "broken"


def test_unknown_fields() -> None:
    """New fields, and nulls for what may be absent, do no harm."""
    content = TEXT | {"mood": {"deep": [1, 2]}, "mention": None, "quoteToken": None, "quotedMessageId": "400"}

    incoming = read(message(content, FROM_USER | {"planet": "mars"}, novelty=[{}]))

    assert (TEXT["text"], Asked()) == (incoming.message.text, incoming.asked)


def test_read_token() -> None:
    """What marks a message as read is handed on."""
    assert read(message(TEXT | {"markAsReadToken": "r-501"})).read_token == "r-501"


@pytest.mark.parametrize(
    ("source", "asker"), [(FROM_GROUP, USER), (FROM_ROOM, USER), ({"type": "group", "groupId": GROUP}, "")]
)
def test_asker(source: dict[str, Any], asker: str) -> None:
    """In a group an answer can mention its asker, where LINE tells who that is."""
    assert read(message(source=source)).asked == Asked("q-501", asker)


def test_without_time() -> None:
    """An event that bears no time happened now."""
    assert read(message(timestamp=None)).message.time == NOW
