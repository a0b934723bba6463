"""What platforms would be sent, as HTML: all of it, escaped, and nothing that is not known."""

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bots.line.parse import UNASKED, Asked
from bots.line.render import render as render_line
from bots.telegram.render import render as render_telegram
from bots.web.fragments import Fragments
from bots.web.frames import Frame, Room, Shown, Why
from bots.web.telegram_payloads import Span, UnknownMarkError, spans_of
from core.messages import Button, Card, Language, Reply, Row, SourceLine, Text
from tests.bots.telegram.replies import replies

EVIL = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>&amp;"
Json = dict[str, Any]
PLATFORMS = ("line", "telegram")


class Tags(HTMLParser):
    """The tags of a fragment with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]


def asked(text: str = "0120-111-222", room: Room = "private") -> Frame:
    return Frame(kind="said", id="a1", room=room, conversation="0123456789abcdef", text=text)


def sent(platform: str, reply: Reply) -> Sequence[Json]:
    """A reply as the platform's own renderer has it."""
    if platform == "line":
        return render_line(reply)
    return [{"chat_id": 7, **message} for message in render_telegram(reply)]


def shown(
    platform: str, messages: Sequence[Json], frame: Frame | None = None, language: Language = "ja"
) -> Tags:
    fragments = Fragments(lambda data: data.removeprefix("say:") if data.startswith("say:") else "")
    return Tags(fragments.answer(platform, Shown(messages, language), frame or asked()))


def of_reply(platform: str, reply: Reply, frame: Frame | None = None) -> Tags:
    return shown(platform, sent(platform, reply), frame)


def full_card(text: str = "") -> Card:
    def say(words: str) -> str:
        return text or words

    return Card(
        title=say("0120-397-972"),
        verdict="claimed",
        headline=say("📋 アコムだと言われています"),
        rows=(Row(say("用件"), say("ご案内")),),
        notes=(say("確かめられていません"),),
        advice=(say("電話を切る"),),
        sources=(
            SourceLine(say("番号の本"), "https://example.org/book", "2026-02-17"),
            SourceLine(say("新聞"), "", say("2025")),
        ),
        buttons=(
            Button(say("くわしく"), "press", "m:more:1"),
            Button(say("無視?"), "say", "無視したら?"),
            Button(say("番号をコピー"), "copy", "0120-629-215"),
            Button(say("電話をかける"), "call", "0120629215"),
            Button(say("サイトを見る"), "link", "https://example.org/"),
        ),
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_whatever_an_answer_holds_it_adds_no_element_and_no_handler(platform: str) -> None:
    reply = Reply(
        parts=(Text(EVIL), full_card(EVIL)), text=EVIL, choices=(Button(EVIL, "press", "m:x:"),), quote=True
    )
    page = of_reply(platform, reply, asked(EVIL, "group"))
    assert {tag for tag, _ in page.tags} <= {
        *("div", "p", "img", "article", "a", "b", "button", "span", "blockquote", "time", "wbr"),
    }
    assert all(image["src"] == "static/watchman.svg" for image in page.named("img"))
    names = {name for _, attributes in page.tags for name in attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert page.text.count(EVIL) >= 9


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(replies, st.booleans())
def test_whatever_the_bot_can_say_both_looks_know(reply: Reply, quote: bool) -> None:
    """What the renderers make of any reply at all is shown, and never an error."""
    reply = msgspec.structs.replace(reply, quote=quote)
    line = render_line(reply, Asked("q", "0123456789abcdef/taro") if quote else UNASKED)
    for platform, messages in (("line", line), ("telegram", sent("telegram", reply))):
        over_the_wire = msgspec.json.decode(msgspec.json.encode(messages))
        assert shown(platform, over_the_wire, asked(room="group")).text


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_card_shows_all_its_parts(platform: str) -> None:
    card = full_card()
    page = of_reply(platform, Reply(parts=(card,), text="全文です"))
    words = (
        card.headline,
        "用件",
        "ご案内",
        *card.notes,
        *card.advice,
        "番号の本",
        "2026-02-17",
        "新聞",
        "2025",
    )
    assert [word for word in (card.title, *words) if word not in page.text] == []
    (source,) = [link for link in page.named("a") if link["href"] == "https://example.org/book"]
    assert source["rel"] == "noopener noreferrer"


def test_each_kind_of_line_button_does_its_work() -> None:
    page = of_reply("line", Reply(parts=(full_card(),), text="x"))
    assert [(b["data-kind"], b["data-value"], b.get("data-says")) for b in page.named("button")] == [
        ("press", "m:more:1", "くわしく"),
        ("say", "無視したら?", None),
        ("copy", "0120-629-215", None),
    ]
    assert [link["href"] for link in page.named("a")][1:] == ["tel:0120629215", "https://example.org/"]


def test_each_kind_of_telegram_key_does_its_work() -> None:
    page = of_reply("telegram", Reply(parts=(full_card(),), text="x"))
    assert [(b["data-kind"], b["data-value"]) for b in page.named("button")] == [
        ("press", "m:more:1"),
        ("say", "無視したら?"),
        ("copy", "0120-629-215"),
        ("copy", "0120629215"),
    ]
    assert [link["href"] for link in page.named("a")][1:] == ["https://example.org/"]


def test_quick_replies_are_offered_below_the_last_message() -> None:
    choices = (Button("使い方", "say", "使い方"), Button("次", "press", "m:x:"))
    page = of_reply("line", Reply(parts=(Text("はい"),), text="はい", choices=choices))
    (group,) = [each for each in page.named("div") if each["class"] == "choices"]
    assert (group["role"], group["aria-label"]) == ("group", "えらんで送る")
    assert [button["class"] for button in page.named("button")] == ["choice", "choice"]


def test_the_keys_of_telegram_stand_in_their_rows() -> None:
    message = {
        **sent("telegram", Reply(parts=(Text("はい"),), text="はい"))[0],
        "reply_markup": {
            "inline_keyboard": [[key("a"), key("b")], [key("c")]],
        },
    }
    classes = [each["class"] for tag, each in shown("telegram", [message]).tags if tag in ("div", "button")]
    assert classes[-6:] == ["keyboard", "row", "key", "key", "row", "key"]


def key(text: str) -> Json:
    return {"text": text, "callback_data": f"m:{text}:"}


def test_a_cards_colours_and_sizes_are_those_of_the_payload() -> None:
    page = of_reply("line", Reply(parts=(full_card(),), text="x"))
    styles = [attributes["data-style"] for _, attributes in page.tags if attributes.get("data-style")]
    assert styles[0] == "background-color: #33607A; padding: 16px"
    assert "gap: 4px; background-color: #F1F3F4; padding: 12px; border-radius: 8px" in styles
    assert page.named("p")[1]["class"] == "lg bold start"


def test_several_cards_stand_beside_each_other() -> None:
    page = of_reply("line", Reply(parts=(full_card(), full_card()), text="x"))
    (row,) = [each for each in page.named("div") if each["class"] == "carousel"]
    assert row["tabindex"] == "0"
    assert len(page.named("article")) == 2


def test_telegrams_marks_are_read() -> None:
    assert spans_of('<b>a&lt;b</b>\n・<a href="https://x.example/?a=1&amp;b=2">本</a> &amp;amp;') == [
        Span("a<b", bold=True),
        Span("\n・"),
        Span("本", link="https://x.example/?a=1&b=2"),
        Span(" &amp;"),
    ]


@pytest.mark.parametrize(
    "text",
    ["<i>a</i>", "<b>a", "a</b>", "<b><a href='https://x.example'>a</a></b>", "<a>a</a>", "<a href='x:y'>a</a>",
     "<b class='x'>a</b>", "<!-- a -->", "<!x>", "<?x>", "<br>", "<b>a</a>"],
)  # fmt: skip
def test_a_mark_that_is_not_known_is_an_error(text: str) -> None:
    with pytest.raises(UnknownMarkError):
        spans_of(text)


def line_texts(**fields: object) -> list[Json]:
    return [{"type": "text", "text": "x", **fields}]


def bubble(**fields: object) -> list[Json]:
    contents = {"type": "bubble", "size": "mega", **fields}
    return [{"type": "flex", "altText": "x", "contents": contents}]


def box(*contents: Json, **fields: object) -> Json:
    return {"type": "box", "layout": "vertical", "contents": contents, **fields}


@pytest.mark.parametrize(
    "messages",
    [
        [{"type": "sticker", "packageId": "1", "stickerId": "2"}],
        [
            {
                "type": "image",
                "originalContentUrl": "https://x.example/a.png",
                "previewImageUrl": "https://x.example/a.png",
            }
        ],
        line_texts(emojis=[]),
        line_texts(sender={"name": "x"}),
        line_texts(quickReply={"items": [{"type": "action", "action": {"type": "camera", "label": "x"}}]}),
        bubble(hero={"type": "image", "url": "https://x.example/a.png"}),
        bubble(body=box({"type": "separator"})),
        bubble(body=box({"type": "icon", "url": "https://x.example/a.png"})),
        bubble(body=box(layout="horizontal")),
        bubble(body=box(backgroundColor="red;x:url(y)")),
        bubble(body=box(paddingAll="1px;x:y")),
        bubble(body=box(box({"type": "image", "url": "https://x.example/a.png"}))),
        bubble(size="giga"),
        bubble(styles={}),
    ],
)
def test_what_is_not_known_of_line_is_an_error(messages: list[Json]) -> None:
    """Never left out: whoever teaches the bot a new shape teaches the page, too."""
    with pytest.raises(msgspec.ValidationError):
        shown("line", messages)


@pytest.mark.parametrize(
    "change",
    [
        {"parse_mode": "MarkdownV2"},
        {"link_preview_options": {"is_disabled": False}},
        {"message_effect_id": "1"},
        {"reply_markup": {"keyboard": []}},
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "web_app": {"url": "https://x.example"}}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "url": "javascript:alert(1)"}]]}},
        {"reply_markup": {"inline_keyboard": [[{**key("x"), "url": "https://x.example"}]]}},
    ],
)
def test_what_is_not_known_of_telegram_is_an_error(change: Json) -> None:
    usual = sent("telegram", Reply(parts=(Text("x"),), text="x"))[0]
    assert shown("telegram", [usual]).text
    with pytest.raises(msgspec.ValidationError):
        shown("telegram", [{**usual, **change}])


def test_only_web_addresses_and_numbers_to_ring_become_links() -> None:
    for address in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"):
        with pytest.raises(msgspec.ValidationError):
            shown("line", bubble(body=box({**flex_text(), "action": {"type": "uri", "uri": address}})))


def flex_text() -> Json:
    return {"type": "text", "text": "x", "wrap": True, "scaling": True, "color": "#1A1A1A", "size": "md"}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("number", ["0120-629-215", "+81-3-1234-5678", "03-1234-5678"])
def test_no_line_breaks_inside_a_number(platform: str, number: str) -> None:
    page = of_reply(platform, Reply(parts=(Text(f"<b>{number}へ"),), text="x"))
    assert page.named("span") == [{"class": "number"}]
    assert f"<b>{number}へ" in page.text


def test_a_long_row_of_digits_may_break() -> None:
    page = shown("line", line_texts(text="1-2" * 1_000 + "0" * 1_000))
    assert not page.named("span")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_address_in_a_text_becomes_a_link_as_both_platforms_make_one(platform: str) -> None:
    page = of_reply(platform, Reply(parts=(Text("見る: https://example.org/a-1?x=1&y=2。"),), text="x"))
    (link,) = page.named("a")
    assert (link["href"], link["rel"]) == ("https://example.org/a-1?x=1&y=2", "noopener noreferrer")


def test_a_mention_is_the_persons_name_and_doubled_braces_are_one() -> None:
    person = {"type": "user", "userId": "0123456789abcdef/taro"}
    message = {
        "type": "textV2",
        "text": "{asker}\na {{b}}",
        "substitution": {"asker": {"type": "mention", "mentionee": person}},
        "quoteToken": "q",
    }
    page = shown("line", [message], asked("110は?", "group"))
    assert "@たろう\na {b}" in page.text
    assert len(page.named("blockquote")) == 1


def test_a_place_for_nobody_is_an_error() -> None:
    with pytest.raises(KeyError):
        shown("line", [{"type": "textV2", "text": "{asker}", "substitution": {}}])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_answer_bears_its_language(platform: str) -> None:
    reply = Reply(parts=(Text("Hello"),), text="Hello", choices=(Button("A", "say", "a"),))
    page = shown(platform, sent(platform, reply), language="en")
    assert {each["lang"] for each in page.named("div") if "lang" in each} == {"en"}


@pytest.mark.parametrize("why", get_args(Why))
def test_every_refusal_says_in_both_languages_what_to_do(why: Why) -> None:
    page = Tags(Fragments().refusal(why))
    assert "ください" in page.text
    assert {"lang": "en"} in page.named("span")


def test_silence_is_told_apart_in_the_group_and_in_private() -> None:
    group, private = (shown("line", [], asked(room=room)).text for room in get_args(Room))
    assert "黙っています" in private
    assert group != private
