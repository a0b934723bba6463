"""The strict schema that all requests are held against: it takes what LINE takes, and nothing else."""

import json
from typing import Any

import pytest

from tests.fakes.line_schema import check_messages, check_request

TEXT = {"type": "text", "text": "はい"}
ACTION = {"type": "postback", "label": "a", "data": "b"}
BUBBLE = {"type": "bubble", "body": {"type": "box", "layout": "vertical", "contents": [TEXT]}}
FLEX = {"type": "flex", "altText": "x", "contents": BUBBLE}
JSON = {"content-type": "application/json"}
MENTION = {"type": "mention", "mentionee": {"type": "user", "userId": "U" + "1" * 32}}
PERSON = "U" + "1" * 32


def quick(count: int = 1, **action: Any) -> dict[str, Any]:
    return TEXT | {"quickReply": {"items": [{"type": "action", "action": ACTION | action}] * count}}


def bubble(*contents: dict[str, Any]) -> dict[str, Any]:
    return FLEX | {
        "contents": {
            "type": "bubble",
            "body": {"type": "box", "layout": "vertical", "contents": list(contents)},
        }
    }


def mention(text: str, **substitution: Any) -> dict[str, Any]:
    return {"type": "textV2", "text": text, "substitution": substitution}


@pytest.mark.parametrize(
    "messages",
    [
        [TEXT],
        [FLEX] * 5,
        [FLEX | {"contents": {"type": "carousel", "contents": [BUBBLE] * 12}}],
        [quick(13)],
        [mention("{asker} {{a}}", asker=MENTION)],
        [bubble({"type": "button", "action": ACTION, "height": "md"})],
        [quick(label="👨‍👩‍👧" * 20)],
    ],
)
def test_taken(messages: list[dict[str, Any]]) -> None:
    """What LINE takes has nothing against it."""
    assert check_messages(messages) == []


@pytest.mark.parametrize(
    "messages",
    [
        [],
        [TEXT] * 6,
        "text",
        [TEXT | {"mood": "deep"}],
        [{"type": "text"}],
        [{"type": "telepathy"}],
        [TEXT | {"text": 7}],
        [TEXT | {"text": "あ" * 5001}],
        [TEXT | {"text": "😀" * 2501}],
        [TEXT | {"text": "  "}],
        [FLEX | {"altText": "あ" * 1501}],
        [{"type": "flex", "contents": BUBBLE}],
        [FLEX | {"contents": {"type": "bubbl"}}],
        [FLEX | {"contents": {"type": "bubble"}}],
        [FLEX | {"contents": {"type": "carousel", "contents": [BUBBLE] * 13}}],
        [FLEX | {"contents": {"type": "carousel", "contents": [BUBBLE, BUBBLE | {"size": "giga"}]}}],
        [bubble()],
        [bubble(TEXT | {"color": "red"})],
        [bubble(TEXT | {"size": "huge"})],
        [bubble(TEXT | {"text": "あ" * 10_240})],
        [bubble({"type": "button", "action": {"type": "postback", "data": "b"}})],
        [bubble({"type": "button", "action": ACTION | {"label": "a" * 41}})],
        [bubble({"type": "button", "action": {"type": "clipboard", "label": "a"}})],
        [quick(14)],
        [quick(0)],
        [quick(label="a" * 21)],
        [quick(data="a" * 301)],
        [quick(displayText="")],
        [
            TEXT
            | {
                "quickReply": {
                    "items": [{"type": "action", "action": {"type": "uri", "label": "a", "uri": "tel:#9110"}}]
                }
            }
        ],
        [mention("{asker}")],
        [mention("a", asker=MENTION)],
        [mention("{asker} {", asker=MENTION)],
    ],
)
def test_refused(messages: Any) -> None:
    """What LINE refuses, or its schema does not know, is found."""
    assert check_messages(messages) != []


@pytest.mark.parametrize(
    ("method", "path", "headers", "body"),
    [
        (
            "POST",
            "/v2/bot/message/reply",
            JSON | {"x-line-retry-key": "k"},
            {"replyToken": "t", "messages": [TEXT]},
        ),
        ("POST", "/v2/bot/message/reply", {}, {"replyToken": "t", "messages": [TEXT]}),
        ("POST", "/v2/bot/message/reply", JSON, {"replyToken": "t", "messages": [TEXT], "to": PERSON}),
        ("POST", "/v2/bot/message/push", JSON, {"to": "Uxyz", "messages": [TEXT]}),
        ("POST", "/v2/bot/message/telepathy", JSON, {"messages": [TEXT]}),
        ("GET", "/v2/bot/message/reply", JSON, {}),
        ("POST", "/v2/bot/chat/loading/start", JSON, {"chatId": PERSON, "loadingSeconds": 7}),
        ("POST", "/v2/bot/chat/loading/start", JSON, {"chatId": "C" + "1" * 32, "loadingSeconds": 20}),
        ("POST", "/v2/bot/chat/markAsRead", JSON, {"chat": {"userId": PERSON}}),
        ("POST", "/v2/bot/richmenu/richmenu-1/content", JSON, {}),
    ],
)
def test_refused_requests(method: str, path: str, headers: dict[str, str], body: Any) -> None:
    """An address, header or field that LINE does not know is found."""
    assert check_request(method, path, headers, json.dumps(body).encode()) != []
