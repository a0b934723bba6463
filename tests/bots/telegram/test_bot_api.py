"""The check of outgoing calls is itself strict: what Telegram does not know, it does not pass."""

from typing import Any

import pytest

from tests.fakes.bot_api import violations

KEY = {"text": "a", "callback_data": "b"}
ARTICLE = {"type": "article", "id": "1", "title": "a", "input_message_content": {"message_text": "b"}}
SCOPE = {"type": "all_group_chats"}


def message(**fields: Any) -> dict[str, Any]:
    return {"chat_id": 1, "text": "hello", **fields}


def keys(*row: dict[str, Any]) -> dict[str, Any]:
    return message(reply_markup={"inline_keyboard": [list(row)]})


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("getMe", {}),
        ("sendMessage", message(message_thread_id=3, reply_parameters={"message_id": 5})),
        ("sendMessage", keys(KEY, {"text": "c", "copy_text": {"text": "d"}})),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE], "is_personal": True}),
        ("setMyCommands", {"commands": [{"command": "help", "description": "d"}], "scope": SCOPE}),
        (
            "setMessageReaction",
            {"chat_id": 1, "message_id": 2, "reaction": [{"type": "emoji", "emoji": "👌"}]},
        ),
    ],
)
def test_taken(method: str, params: dict[str, Any]) -> None:
    """What the documentation allows is passed."""
    assert violations(method, params) == []


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessages", {}),
        ("sendMessage", {"chat_id": 1}),
        ("sendMessage", message(colour="red")),
        ("sendMessage", message(text=5)),
        ("sendMessage", message(disable_notification="yes")),
        ("sendMessage", message(chat_id=True)),
        ("sendMessage", message(reply_parameters={"message_id": 5, "allow": True})),
        ("sendMessage", message(reply_parameters={})),
        ("sendMessage", message(ephemeral_message_parameters={"receiver_user_id": 1})),
        ("sendMessage", message(reply_markup={"inline_keyboard": [KEY]})),
        ("sendMessage", message(parse_mode="Markdown")),
        ("sendMessage", message(text="<i>a</i>", parse_mode="HTML")),
        ("sendMessage", message(text=" \u200b")),
        ("sendMessage", message(text="😀" * 2049)),
        ("sendMessage", keys(KEY | {"url": "https://example.jp"})),
        ("sendMessage", keys({"text": "a", "url": "tel:110"})),
        ("sendMessage", keys({"text": "a", "callback_data": "あ" * 22})),
        ("sendMessage", keys({"text": "a", "copy_text": {"text": "b", "label": "c"}})),
        ("sendMessage", keys({"text": "a", "tel": "110"})),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE, ARTICLE]}),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE | {"type": "photo"}]}),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE | {"id": "x" * 65}]}),
        ("answerInlineQuery", {"inline_query_id": "1", "results": [], "button": {"text": "a"}}),
        ("setMyCommands", {"commands": [{"command": "Help", "description": "d"}]}),
        ("setMyCommands", {"commands": [], "scope": {"type": "all_groups"}}),
        ("setMyShortDescription", {"short_description": "x" * 121}),
        ("setWebhook", {"url": "http://bot.example.jp/"}),
        (
            "setMessageReaction",
            {"chat_id": 1, "message_id": 2, "reaction": [{"type": "emoji", "emoji": "☎"}]},
        ),
    ],
)
def test_refused(method: str, params: dict[str, Any]) -> None:
    """Unknown fields at any depth, wrong types, missing fields and exceeded limits are violations."""
    assert violations(method, params) != []


def test_later() -> None:
    """Messages that one person sees are a violation for an older API, and none for a newer."""
    params = message(
        ephemeral_message_parameters={"receiver_user_id": 1}, reply_parameters={"ephemeral_message_id": 2}
    )
    assert violations("sendMessage", params) != []
    assert violations("sendMessage", params, later=True) == []
