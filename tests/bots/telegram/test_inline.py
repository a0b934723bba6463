"""What is shown while a number is typed in another chat."""

from typing import Any

import pytest
from hypothesis import given, settings

from bots.telegram.inline import inline_answer, link_to_bot
from core.messages import Button, Card, Judged, Reply, Row, Text
from tests.bots.telegram.replies import replies
from tests.fakes.bot_api import violations

CARD = Card(
    title="0120-397-972",
    headline="📋 claimed",
    rows=(Row("Whose number", "ACOM"), Row("What for", "lost cards")),
    buttons=(
        Button("Ring", "call", "0120629215"),
        Button("More", "press", "-:more:+81120397972"),
        Button("Say", "say", "hello"),
    ),
)
LOOKED_UP = Reply(
    parts=(CARD,), text="x", language="en", numbers=(Judged(e164="+81120397972", verdict="claimed"),)
)


def results(reply: Reply, username: str = "BangobanBot") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = inline_answer("9", reply, username)["results"]
    return found


def test_a_card() -> None:
    """A result shows number, verdict and owner; sent, it is the whole card."""
    (result,) = results(LOOKED_UP)
    assert (result["title"], result["description"]) == ("0120-397-972", "📋 claimed ACOM")
    content = result["input_message_content"]
    assert "What for" in content["message_text"]
    assert (content["parse_mode"], content["link_preview_options"]) == ("HTML", {"is_disabled": True})


def test_keys_that_work_in_any_chat() -> None:
    """A press comes with no chat to answer in: below a result are copies, and a link to the bot."""
    keys = [key for row in results(LOOKED_UP)[0]["reply_markup"]["inline_keyboard"] for key in row]
    assert keys == [
        {"text": "📋 Copy 0120629215", "copy_text": {"text": "0120629215"}},
        {"text": "🔎 Ask Bangoban", "url": "https://t.me/BangobanBot?start=check_0120397972"},
    ]


@pytest.mark.parametrize(
    ("e164", "payload"),
    [
        ("+81120397972", "check_0120397972"),
        ("110", "check_110"),
        ("+442079460958", "check_010442079460958"),
        ("#9110", ""),
        ("", ""),
    ],
)
def test_link_to_the_bot(e164: str, payload: str) -> None:
    """A number goes into a link as it is dialled in Japan; one that a link cannot carry has none."""
    assert link_to_bot("BangobanBot", e164).partition("?start=")[2] == payload
    assert link_to_bot("", e164) == ""


def test_nothing_typed_yet() -> None:
    """Without a number there is one line that says what to type, and leads to the bot."""
    found = inline_answer("9", Reply(parts=(Text("Go on"),), text="Go on"), "BangobanBot")
    assert found["results"] == []
    assert found["button"] == {"text": "Go on", "start_parameter": "inline"}
    assert "button" not in inline_answer("9", None, "BangobanBot")
    assert "button" not in inline_answer("9", LOOKED_UP, "BangobanBot")


@settings(deadline=None, max_examples=250)
@given(replies)
def test_any_reply_is_within_the_limits(any_reply: Reply) -> None:
    """Whatever the reply, Telegram takes the results, and nothing in them needs a chat to answer in."""
    found = inline_answer("9", any_reply, "BangobanBot")
    assert violations("answerInlineQuery", found) == []
    for result in found["results"]:
        for row in result.get("reply_markup", {}).get("inline_keyboard", []):
            assert all("callback_data" not in key for key in row)
