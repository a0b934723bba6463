"""Replies as Telegram messages."""

import re
from typing import Any

import telegram
from hypothesis import given, settings

from bots.telegram.markup import plain
from bots.telegram.render import render
from core.messages import Button, Card, Headings, Reply, Row, SourceLine, Text
from tests.bots.telegram.replies import replies
from tests.fakes.bot_api import violations

CARD = Card(
    title="0120-397-972",
    verdict="claimed",
    headline="🟡 <アコム> & 会社の番号だと言われています",
    rows=(Row("だれ", "アコム"), Row("用件", "お支払いの確認")),
    notes=("表示された番号は偽れます",),
    advice=("いったん切ってください", "自分で調べた番号にかけ直してください"),
    sources=(
        SourceLine("電話帳", 'https://example.jp/?a=1&b="2"', "2025-01-02"),
        SourceLine("うわさ", "ftp://x.jp/"),
    ),
    buttons=(
        Button("0120-629-215 にかける", "call", "0120629215"),
        Button("番号をコピー", "copy", "0120-397-972"),
    ),
)


def reply(*parts: Text | Card, **fields: Any) -> Reply:
    return Reply(parts=parts, text="plain words", **fields)


def text_of(message: dict[str, Any]) -> str:
    return str(message["text"])


def keys_of(message: dict[str, Any]) -> list[list[dict[str, Any]]]:
    rows: list[list[dict[str, Any]]] = message["reply_markup"]["inline_keyboard"]
    return rows


def test_card() -> None:
    """A card says everything in its order, escaped, with its dates, links and keyboard."""
    (message,) = render(reply(CARD))
    assert text_of(message) == (
        "<b>0120-397-972</b>\n"
        "<b>🟡 &lt;アコム&gt; &amp; 会社の番号だと言われています</b>\n\n"
        "<b>だれ</b>: アコム\n<b>用件</b>: お支払いの確認\n\n"
        "・表示された番号は偽れます\n\n"
        "<b>What to do</b>\n・いったん切ってください\n・自分で調べた番号にかけ直してください\n\n"
        "📞 0120-629-215\n\n"
        "<b>Who says so</b>\n"
        '・<a href="https://example.jp/?a=1&amp;b=%222%22">電話帳</a> (2025-01-02)\n・うわさ (undated)'
    )
    assert message["link_preview_options"] == {"is_disabled": True}
    assert keys_of(message) == [
        [{"text": "📋 0120-629-215 をコピー", "copy_text": {"text": "0120629215"}}],
        [{"text": "番号をコピー", "copy_text": {"text": "0120-397-972"}}],
    ]


def test_a_card_without_a_headline_has_no_empty_line_for_it() -> None:
    (message,) = render(reply(Card(title="アコムの電話番号", rows=(Row("だれ", "アコム"),))))
    assert text_of(message) == "<b>アコムの電話番号</b>\n\n<b>だれ</b>: アコム"


def test_a_number_to_ring_is_not_said_twice() -> None:
    """A number that the advice names already gets no line of its own."""
    said = Card(title="x", advice=("0120-629-215 にかけ直してください",), buttons=CARD.buttons)
    assert "📞" not in text_of(render(reply(said))[0])


def test_headings() -> None:
    """The headings are the reply's own."""
    text = text_of(render(reply(CARD, headings=Headings("いま、すること", "情報のもと", "日付なし")))[0])
    assert "<b>いま、すること</b>" in text
    assert "<b>情報のもと</b>" in text
    assert "(日付なし)" in text


def test_buttons_and_choices() -> None:
    """Short keys stand two in a row, long ones alone; choices come below, each with its way back."""
    buttons = (Button("Site", "link", "https://example.jp/町"), Button("Hours", "press", "ab12:ask:hours"))
    choices = (
        Button("無視したらどうなるか教えてください", "press", "ab12:ask:ignored"),
        Button("使い方", "say", "使い方"),
    )
    (message,) = render(reply(Card(title="x", buttons=buttons), choices=choices))
    assert keys_of(message) == [
        [
            {"text": "Site", "url": "https://example.jp/%E7%94%BA"},
            {"text": "Hours", "callback_data": "ab12:ask:hours"},
        ],
        [{"text": "無視したらどうなるか教えてください", "callback_data": "ab12:ask:ignored"}],
        [{"text": "使い方", "callback_data": "say:使い方"}],
    ]


def test_a_short_label_is_shown_where_the_label_has_no_room() -> None:
    """A key shows up to 64 characters."""
    choices = (Button("q" * 65, "press", "m:ask:a", "short"), Button("q" * 64, "press", "m:ask:b", "short"))
    (message,) = render(reply(Text("hello"), choices=choices))
    assert [key["text"] for row in keys_of(message) for key in row] == ["short", "q" * 64]


def test_keys_that_would_be_refused_are_left_out() -> None:
    """One key that Telegram refuses would cost the whole message."""
    refused = (
        Button("a", "press", "x" * 65),
        Button("b", "press", ""),
        Button("c", "press", "\ud83d"),
        Button("d", "say", "あ" * 21),
        Button("e", "link", "tel:110"),
        Button("f", "link", "https://localhost/"),
        Button("g", "link", "https://[bad"),
        Button("g", "link", "https://my-host/"),
        Button("g", "link", "https://a-.example.jp"),
        Button("h", "link", "javascript:alert(1)"),
        Button("i", "link", "https://who:what@example.jp/"),
        Button("j", "copy", "1" * 257),
        Button("k", "copy", " \u200b"),
        Button(" ", "press", "ab12:a:b"),
    )
    (message,) = render(reply(Text("hello"), choices=refused))
    assert "reply_markup" not in message


def test_two_cards_with_keys() -> None:
    """Each of two cards has its own keys below it; text without keys joins what is before it."""
    messages = render(reply(Text("first"), CARD, Text("between"), CARD, Text("last")))
    assert [plain(text_of(message)).count("0120-397-972") for message in messages] == [1, 1]
    assert [bool(message.get("reply_markup")) for message in messages] == [True, True]
    assert text_of(messages[1]).endswith("last")


def test_long_text_is_split_between_lines() -> None:
    """A long text becomes several messages, broken between lines, with the keys under the last."""
    lines = [f"{number:04} {'あ' * 95}" for number in range(150)]
    messages = render(reply(Text("\n".join(lines)), choices=(Button("go", "press", "a:b:c"),)))
    assert "\n".join(map(text_of, messages)).split("\n") == lines
    assert ["reply_markup" in message for message in messages] == [False, False, False, True]


def test_too_long_text_ends_with_a_sign() -> None:
    """What does not fit into five messages is cut, visibly, and keeps its keys."""
    messages = render(reply(Text("😀" * 20_000), *[CARD] * 7))
    assert len(messages) == 5
    assert text_of(messages[-1]).endswith("\n…")
    assert keys_of(messages[-1])


def test_a_long_line_is_not_split_within_a_letter() -> None:
    """A line longer than a message is broken between letters, also where they are joined of several."""
    family = "👨‍👩‍👧"
    for message in render(reply(Text("x" + family * 700))):
        assert re.fullmatch(f"x?({family})*", text_of(message))


def test_control_characters() -> None:
    """Control characters, turned reading order and halves of surrogates are taken out."""
    (message,) = render(reply(Text("a\x00b\ud83dc\u202ed\r\ne\u2028f\x85g")))
    assert text_of(message) == "abcd\ne\nf\ng"


def test_nothing_to_see() -> None:
    """Where the parts show nothing, the plain words are sent; where these are empty, a sign."""
    assert text_of(render(reply(Text(" \u200b\u3164\n")))[0]) == "plain words"
    assert text_of(render(Reply(parts=(), text="\u2800"))[0]) == "…"
    assert text_of(render(Reply(parts=(), text="", choices=(Button("x", "press", "a:b:c"),)))[0]) == "…"


@settings(deadline=None, max_examples=1000)
@given(replies)
def test_any_reply_is_within_the_limits(any_reply: Reply) -> None:
    """Whatever the reply, one to five messages that Telegram takes, and that its library reads."""
    messages = render(any_reply)
    assert 1 <= len(messages) <= 5
    for message in messages:
        assert violations("sendMessage", {"chat_id": 1, **message}) == []
        assert plain(text_of(message)).strip()
        if "reply_markup" in message:
            markup = telegram.InlineKeyboardMarkup.de_json({"inline_keyboard": keys_of(message)})
            assert len(markup.inline_keyboard) == len(keys_of(message))


def test_any_number_of_buttons() -> None:
    """However many buttons, a keyboard stays within what Telegram takes."""
    for label in ("short", "a label that needs a row of its own"):
        (message,) = render(reply(Text("hello"), choices=(Button(label, "press", "a:b:c"),) * 220))
        assert violations("sendMessage", {"chat_id": 1, **message}) == []
