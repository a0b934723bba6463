"""Replies as LINE messages."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from linebot.v3.messaging import ReplyMessageRequest

from bots.line.bodies import Bodies
from bots.line.flex import COLOURS
from bots.line.parse import Asked
from bots.line.render import body_of, plain, render
from core.messages import Button, Card, Headings, Reply, Row, SourceLine, Text, Verdict
from tests.fakes.line_schema import check_messages

ASKER = "U" + "1" * 32
CARD = Card(
    title="0120-397-972",
    verdict="claimed",
    headline="🔎 アコムの番号といわれています",
    rows=(Row("だれの番号か", "アコム(第三者の情報)"),),
    notes=("表示は偽装できます。",),
    advice=("いったん切ってください。", "公式の番号にかけ直してください。"),
    sources=(SourceLine("番号の一覧", "https://example.org/番号?q=1", "2026-02-17"), SourceLine("うわさ")),
    buttons=(
        Button("くわしく", "press", "v1:detail"),
        Button("無視したら?", "say", "無視したらどうなる?"),
        Button("公式サイト", "link", "https://example.org/"),
        Button("電話する", "call", "0120629215"),
        Button("番号をコピー", "copy", "0120629215"),
    ),
)
HELP = Reply(
    parts=(Text("番号を送ってください。"),),
    text="番号を送ってください。",
    choices=(Button("使い方", "press", "help"),),
)

TEXTS = st.one_of(
    st.text(st.characters(), max_size=30),
    st.sampled_from(["", " ", "\ud800", "👨‍👩‍👧" * 20, "番" * 9000, "x\n" * 3000, '"\\' * 400, "\u202e<b>"]),
)
BUTTONS = st.lists(
    st.builds(
        Button,
        TEXTS,
        st.sampled_from(["press", "say", "link", "call", "copy"]),
        TEXTS | st.sampled_from(["https://example.org/番号%", "http://a b/", "javascript:x", "#9110", "110"]),
    ),
    max_size=20,
).map(tuple)
CARDS = st.builds(
    Card,
    title=TEXTS,
    verdict=st.sampled_from([None, "danger", "official"]),
    headline=TEXTS,
    rows=st.lists(st.builds(Row, TEXTS, TEXTS), max_size=50).map(tuple),
    notes=st.lists(TEXTS, max_size=9).map(tuple),
    advice=st.lists(TEXTS, max_size=9).map(tuple),
    sources=st.lists(st.builds(SourceLine, TEXTS, TEXTS, TEXTS), max_size=9).map(tuple),
    buttons=BUTTONS,
)
REPLIES = st.builds(
    Reply,
    parts=st.lists(CARDS | st.builds(Text, TEXTS), max_size=8).map(tuple),
    text=TEXTS,
    choices=BUTTONS,
    headings=st.sampled_from([Headings(), Headings(reference="番号番")]),
    kind=st.sampled_from(["lookup", "warning"]),
    language=st.sampled_from(["ja", "en"]),
    quote=st.booleans(),
)


def only(messages: list[dict[str, Any]]) -> dict[str, Any]:
    (message,) = messages
    return message


def buttons(message: dict[str, Any]) -> list[Any]:
    return [button["action"] for button in message["contents"]["footer"]["contents"]]


def texts(node: object) -> list[str]:
    """All that a reader sees in a bubble, from top to bottom."""
    if isinstance(node, list):
        return [text for child in node for text in texts(child)]
    if isinstance(node, dict):
        blocks = [node[name] for name in ("header", "body", "footer", "contents") if name in node]
        return ([node["text"]] if node["type"] == "text" else []) + texts(blocks)
    return []


def objects(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from objects(child)


def coloured(node: dict[str, Any], ground: str = "") -> Iterator[tuple[str, str]]:
    """Each text's colour, and the colour that it stands on."""
    ground = node.get("backgroundColor", ground)
    if node["type"] == "text":
        yield node["color"], ground
    if node["type"] == "button" and node["style"] == "primary":
        yield "#FFFFFF", node["color"]
    blocks = [node[name] for name in ("header", "body", "footer") if name in node]
    for child in [*blocks, *node.get("contents", [])]:
        yield from coloured(child, ground)


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def card_reply(card: Card, text: str = "全部の文章") -> Reply:
    return Reply(parts=(card,), text=text)


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(REPLIES, st.sampled_from(["", "U" + "1" * 32]), st.sampled_from(["", "7K2F"]))
def test_any_reply_is_within_limits(reply: Reply, asker: str, reference: str) -> None:
    """Whatever the core says, to whomever, LINE's strict schema takes it, and LINE's own models read it."""
    messages = render(reply, Asked("quote-token", asker), reference)
    simple = plain(reply, reference)

    assert [] == [problem for each in (messages, simple) if each for problem in check_messages(each)]
    if messages:
        ReplyMessageRequest.from_dict({"replyToken": "token", "messages": messages})
    else:
        assert not simple


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(REPLIES)
def test_a_kept_body_is_as_good_as_a_new_one(reply: Reply) -> None:
    """What is taken from memory says the same as what is rendered anew, its reference included."""
    kept = Bodies()
    for reference in ("7K2F", "0000"):
        fresh = body_of(reply.parts, reply.text, reply.headings, reference)
        remembered = kept(reply.parts, reply.text, reply.headings, reference)
        assert json.loads(msgspec.json.encode(remembered)) == json.loads(msgspec.json.encode(fresh))


def test_text() -> None:
    """A text is a text message, what may be said next stands below it."""
    message = only(render(HELP))

    assert message == {
        "type": "text",
        "text": "番号を送ってください。",
        "quickReply": {
            "items": [
                {
                    "type": "action",
                    "action": {
                        "type": "postback",
                        "label": "使い方",
                        "data": "help",
                        "displayText": "使い方",
                    },
                }
            ]
        },
    }


def test_card() -> None:
    """A card shows all that it holds in its order, and says it in plain text as well."""
    message = only(render(card_reply(CARD)))

    assert (message["type"], message["altText"]) == ("flex", "全部の文章")
    assert texts(message["contents"]) == [
        "🔎 アコムの番号といわれています",
        "0120-397-972",
        "だれの番号か",
        "アコム(第三者の情報)",
        "What to do",
        "・いったん切ってください。",
        "・公式の番号にかけ直してください。",
        "表示は偽装できます。",
        "Who says so",
        "番号の一覧 (2026-02-17)",
        "うわさ (undated)",
    ]


def test_headings() -> None:
    """A card's headings are the reply's own."""
    headings = Headings("いま、すること", "情報のもと", "日付なし")
    message = only(render(Reply(parts=(CARD,), text="all", headings=headings)))

    assert {"いま、すること", "情報のもと", "うわさ (日付なし)"} <= set(texts(message["contents"]))


def test_buttons() -> None:
    """Each kind of button does on LINE what it says."""
    assert buttons(only(render(card_reply(CARD)))) == [
        {"type": "postback", "label": "くわしく", "data": "v1:detail", "displayText": "くわしく"},
        {"type": "message", "label": "無視したら?", "text": "無視したらどうなる?"},
        {"type": "uri", "label": "公式サイト", "uri": "https://example.org/"},
        {"type": "uri", "label": "電話する", "uri": "tel:0120629215"},
        {"type": "clipboard", "label": "番号をコピー", "clipboardText": "0120629215"},
    ]


@pytest.mark.parametrize(
    ("button", "uri"),
    [
        (Button("a", "call", "#9110"), "tel:%239110"),
        (Button("a", "call", "03-1234-5678"), "tel:0312345678"),
        (Button("a", "call", "tel me"), None),
        (
            Button("a", "link", "https://example.org/番号 一覧?a=b%20c%"),
            "https://example.org/%E7%95%AA%E5%8F%B7%20%E4%B8%80%E8%A6%A7?a=b%20c%25",
        ),
        (Button("a", "link", "https://例え.jp/"), None),
        (Button("a", "link", "https://example.org@evil.example/"), None),
        (Button("a", "link", "javascript:alert(1)"), None),
        (Button("a", "link", "https://example.org/" + "a" * 1000), None),
        (Button("a", "press", "x" * 301), None),
        (Button("", "press", "x"), None),
    ],
)
def test_addresses(button: Button, uri: str | None) -> None:
    """An address is encoded as LINE wants it; a button that LINE would refuse is left out."""
    message = only(render(Reply(parts=(Text("x"),), text="x", choices=(button,))))

    items = message.get("quickReply", {}).get("items", [])
    assert [item["action"]["uri"] for item in items] == ([uri] if uri else [])


def test_a_short_label_is_shown_where_the_label_has_no_room() -> None:
    """Twenty characters below a message, forty on a card."""
    long = Button("Can the displayed number be forged?", "press", "m:ask:a", "Fake number shown?")
    choices = (long, Button("12345678901234567890", "press", "m:ask:b", "1234"))
    messages: list[dict[str, Any]] = render(
        Reply(parts=(Card(title="x", buttons=(long,)), Text("x")), text="x", choices=choices)
    )
    card, text = messages

    shown = [item["action"]["label"] for item in text["quickReply"]["items"]]
    assert shown == ["Fake number shown?", "12345678901234567890"]
    assert "Can the displayed number be forged?" in json.dumps(card)


def test_source_address() -> None:
    """A source is a link, whose Japanese letters are encoded."""
    body = only(render(card_reply(CARD)))["contents"]["body"]

    addresses = [line["action"]["uri"] for line in body["contents"][-1]["contents"] if "action" in line]
    assert addresses == ["https://example.org/%E7%95%AA%E5%8F%B7?q=1"]


@pytest.mark.parametrize("verdict", COLOURS)
def test_contrast(verdict: Verdict | None) -> None:
    """All words of a card, whatever theme it is seen in, have the contrast that WCAG 2.2 (1.4.3) asks for."""
    card = msgspec.structs.replace(CARD, verdict=verdict)
    reply = Reply(parts=(card,), text="x", headings=Headings(reference="番号番"))

    pairs = list(coloured(only(render(reply, reference="7K2F"))["contents"]))

    assert len(pairs) == 13  # twelve lines, and the button with a colour of its own
    for words, ground in pairs:
        assert contrast(words, ground) >= 4.5, (words, ground)


def test_large_fonts() -> None:
    """Every text grows with the reader's font size and wraps; a button's label shrinks before it is cut."""
    nodes = list(objects(only(render(card_reply(CARD)))))
    shown = [node for node in nodes if node.get("type") == "text"]
    pressed = [node for node in nodes if node.get("type") == "button"]

    assert shown
    assert all(node["wrap"] and node["scaling"] for node in shown)
    assert len(pressed) == len(CARD.buttons)
    assert all(node["scaling"] and node["adjustMode"] == "shrink-to-fit" for node in pressed)


def test_verdict_has_words() -> None:
    """A verdict's colour is never shown without its words."""
    assert "header" not in only(render(card_reply(Card(title="110", verdict="danger"))))["contents"]


def test_large_card() -> None:
    """A card too large for LINE keeps its verdict, advice and buttons, and a text has the rest."""
    rows = tuple(Row(f"行{number}", "内容" * 100) for number in range(200))
    card = Card(**{name: getattr(CARD, name) for name in CARD.__struct_fields__ if name != "rows"}, rows=rows)

    flex, text = render(card_reply(card, "全部"))

    shown: list[str] = texts(flex["contents"])
    assert {CARD.headline, f"・{CARD.advice[0]}", "The rest is in the text below."} <= set(shown)
    assert len(buttons(flex)) == len(CARD.buttons)
    assert text == {"type": "text", "text": "全部"}


def test_many_parts() -> None:
    """What five messages cannot hold is said in the last one."""
    reply = Reply(parts=tuple(Text(str(number)) for number in range(9)), text="0 to 8")

    assert [message["text"] for message in render(reply)] == ["0", "1", "2", "3", "0 to 8"]


def test_long_text() -> None:
    """A text too long ends at a line."""
    shown = only(render(Reply(parts=(Text("番号の行\n" * 2000),), text="x")))["text"]

    assert shown.endswith("番号の行…")


def test_quote() -> None:
    """In a group the first text quotes the message; where no quote is asked for, none is made."""
    asked = Reply(parts=(CARD, Text("a"), Text("b")), text="x", quote=True)

    assert [message.get("quoteToken") for message in render(asked, Asked("q"))] == [None, "q", None]
    assert [message.get("quoteToken") for message in render(HELP, Asked("q"))] == [None]


def test_mention() -> None:
    """In a group an answer mentions its asker; braces of the text stay what they are."""
    asked = Reply(parts=(Text("a {b}"),), text="x", quote=True)

    assert only(render(asked, Asked("q", ASKER))) == {
        "type": "textV2",
        "text": "{asker}\na {{b}}",
        "substitution": {"asker": {"type": "mention", "mentionee": {"type": "user", "userId": ASKER}}},
        "quoteToken": "q",
    }


def test_mention_above_a_card() -> None:
    """A card can neither quote nor mention: a line above it does both."""
    asked = Reply(parts=(CARD,), text="x", quote=True)

    line, card = render(asked, Asked("q", ASKER))

    assert (line["type"], line["quoteToken"], card["type"]) == ("textV2", "q", "flex")
    assert line["text"] == f"{{asker}}\n{CARD.title} {CARD.headline}"


def test_warning_mentions_nobody() -> None:
    """A warning is for all: it quotes the message, and accuses nobody."""
    warning = Reply(parts=(Text("a"),), text="x", quote=True, kind="warning")

    assert only(render(warning, Asked("q", ASKER))) == {"type": "text", "text": "a", "quoteToken": "q"}


def test_long_text_mentions_nobody() -> None:
    """Where text and mention do not fit into one message, the text goes whole."""
    asked = Reply(parts=(Text("あ" * 5000),), text="x", quote=True)

    assert only(render(asked, Asked("", ASKER)))["type"] == "text"


def test_reference() -> None:
    """An answer that is traced shows its reference as the last line of its last message."""
    asked = Reply(parts=(CARD, Text("a")), text="x", headings=Headings(reference="番号番"))

    card, text = render(asked, reference="7K2F")

    assert text["text"] == "a\n\n番号番 #7K2F"
    assert "#7K2F" not in json.dumps(card)
    assert texts(render(card_reply(CARD), reference="7K2F")[0]["contents"])[-1] == "うわさ (undated)"


def test_reference_of_a_card() -> None:
    """A card shows it below its sources; so does its plain text."""
    reply = Reply(parts=(CARD,), text="all", headings=Headings(reference="番号番"))

    assert texts(only(render(reply, reference="7K2F"))["contents"]["body"])[-1] == "番号番 #7K2F"
    assert plain(reply, "7K2F") == [{"type": "text", "text": "all\n\n番号番 #7K2F"}]


def test_many_choices() -> None:
    """Of many choices LINE shows the first thirteen, and of a long label its start."""
    choices = tuple(
        Button(f"{number:02} とても長い名前のついているボタンです", "press", str(number))
        for number in range(20)
    )

    items = only(render(Reply(parts=(Text("x"),), text="x", choices=choices)))["quickReply"]["items"]

    assert [item["action"]["data"] for item in items] == [str(number) for number in range(13)]
    assert items[0]["action"]["label"] == "00 とても長い名前のついているボタン…"


def test_nothing_to_say() -> None:
    """A reply without a visible character is no message."""
    assert render(Reply(parts=(Text(" \n"), Card(title="\x00")), text="")) == []


def test_carousel() -> None:
    """Cards that follow each other stand beside each other, and say all of it in plain text."""
    message = only(render(Reply(parts=(CARD, CARD), text="all of it")))

    assert message["contents"]["type"] == "carousel"
    assert [texts(bubble)[1] for bubble in message["contents"]["contents"]] == [CARD.title] * 2
    assert message["altText"] == "all of it"


def test_carousel_beside_a_text() -> None:
    """Where a text goes with the cards, the cards' plain text is their own."""
    _, carousel = render(Reply(parts=(Text("first"), CARD, CARD), text="x"))

    shown = str(carousel["altText"]).splitlines()
    assert shown[:3] == [CARD.headline, CARD.title, "だれの番号か: アコム(第三者の情報)"]
    assert shown.count(str(CARD.title)) == 2


def test_many_cards() -> None:
    """A carousel holds twelve; further cards make another."""
    card = Card(title="110")
    messages: list[dict[str, Any]] = render(Reply(parts=(card,) * 13, text="x"))

    assert [len(message["contents"].get("contents", [0])) for message in messages] == [12, 1]


def test_large_carousel() -> None:
    """Cards too large for a carousel each keep their verdict and buttons, and a text has the rest."""
    rows = tuple(Row(f"行{number}", "内容" * 100) for number in range(200))
    card = Card(**{name: getattr(CARD, name) for name in CARD.__struct_fields__ if name != "rows"}, rows=rows)

    carousel, text = render(Reply(parts=(card,) * 3, text="全部"))

    assert check_messages([carousel, text]) == []
    bubbles: Any = carousel["contents"]
    for bubble in bubbles["contents"]:
        assert texts(bubble)[0] == CARD.headline
        assert len(bubble["footer"]["contents"]) == len(CARD.buttons)
    assert text["text"] == "全部"


def test_a_card_of_which_nothing_fits_is_no_empty_bubble() -> None:
    """All that it has is too long for its place beside eleven others, and no text follows."""
    long = Card(title="", sources=(SourceLine("", "番" * 4000),))
    messages: Any = render(Reply(parts=(Card(title="0120"), *[long] * 11), text=""))

    assert [] == list(check_messages(messages))
    assert len(messages[0]["contents"]["contents"]) == 12
