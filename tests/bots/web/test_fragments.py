"""Bubbles and cards as HTML."""

from html.parser import HTMLParser
from typing import get_args

import pytest

from bots.web.fragments import Fragments, is_web_address, tel_address
from bots.web.frames import Frame, Room, Why
from core.messages import Button, Card, Reply, Row, SourceLine, Text

EVIL = "<img src=x onerror=alert(1)>\"'><script>alert(1)</script>&amp;"


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


def shown(reply: Reply, frame: Frame | None = None) -> Tags:
    return Tags(Fragments().reply(reply, frame or asked()))


def evil_reply() -> Reply:
    button = Button(EVIL, "press", EVIL)
    card = Card(
        title=EVIL,
        verdict="danger",
        headline=EVIL,
        rows=(Row(EVIL, EVIL),),
        notes=(EVIL,),
        advice=(EVIL,),
        sources=(SourceLine(EVIL, EVIL, EVIL), SourceLine(EVIL, "https://example.org/?" + EVIL, EVIL)),
        buttons=(
            button,
            Button(EVIL, "say", EVIL),
            Button(EVIL, "copy", EVIL),
            Button(EVIL, "call", EVIL),
            Button(EVIL, "link", "https://example.org/" + EVIL),
        ),
    )
    return Reply(parts=(Text(EVIL), card), text=EVIL, choices=(button,), quote=True)


def test_whatever_an_answer_holds_it_adds_no_element_and_no_handler() -> None:
    """Every field of a reply, and the quoted question, is escaped."""
    page = shown(evil_reply(), asked(EVIL, "group"))
    assert {tag for tag, _ in page.tags} <= {
        *("div", "p", "img", "article", "h2", "h3", "dl", "dt", "dd", "ul", "li", "a", "button", "span"),
        *("details", "summary", "blockquote"),
    }
    assert all(image["src"] == "static/watchman.svg" for image in page.named("img"))
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert page.text.count(EVIL) == 19


def test_a_card_shows_its_verdict_in_words_and_all_its_parts() -> None:
    card = Card(
        title="0120-397-972",
        verdict="claimed",
        headline="📋 アコムだと言われています",
        rows=(Row("用件", "ご案内"),),
        notes=("確かめられていません",),
        advice=("電話を切る",),
        sources=(
            SourceLine("番号の本", "https://example.org/book", "2026-02-17"),
            SourceLine("新聞", "", "2025"),
        ),
    )
    page = shown(Reply(parts=(card,), text="全文です"))
    for words in (
        "0120-397-972",
        card.headline,
        "用件",
        "ご案内",
        *card.notes,
        *card.advice,
        "新聞",
        "2025",
        "全文です",
    ):
        assert words in page.text
    (link,) = page.named("a")
    assert (link["href"], link["rel"]) == ("https://example.org/book", "noopener noreferrer")
    assert page.named("article")[0]["class"] == "card claimed"


def test_each_kind_of_button_becomes_what_does_its_work() -> None:
    buttons = (
        Button("くわしく", "press", "m:more:1"),
        Button("無視したら?", "say", "無視したら?"),
        Button("番号をコピー", "copy", "0120-629-215"),
        Button("電話をかける", "call", "0120629215"),
        Button("サイトを見る", "link", "https://example.org/"),
    )
    page = shown(Reply(parts=(Card(title="x", buttons=buttons),), text="x"))
    assert [(b["data-kind"], b["data-value"]) for b in page.named("button")] == [
        ("press", "m:more:1"),
        ("say", "無視したら?"),
        ("copy", "0120-629-215"),
    ]
    assert [a["href"] for a in page.named("a")] == ["tel:0120629215", "https://example.org/"]


def test_a_call_button_shows_its_number_once() -> None:
    """The number stands beside a label that does not hold it already."""
    buttons = (Button("電話をかける", "call", "0120629215"), Button("0120-111-222へ", "call", "0120111222"))
    text = shown(Reply(parts=(Card(title="x", buttons=buttons),), text="x")).text
    assert text.count("0120629215") == 1
    assert "0120111222" not in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https://", "http://[x"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert not is_web_address(address)
    card = Card(
        title="x", sources=(SourceLine("出どころ", address),), buttons=(Button("見る", "link", address),)
    )
    page = shown(Reply(parts=(card,), text="x"))
    assert not page.named("a")
    assert "出どころ" in page.text


@pytest.mark.parametrize(
    ("number", "address"), [("110", "tel:110"), ("#9110", "tel:%239110"), ("0120629215", "tel:0120629215")]
)
def test_a_number_to_call_becomes_a_tel_address(number: str, address: str) -> None:
    assert tel_address(number) == address


@pytest.mark.parametrize("number", ["0120-629-215", "+81-3-1234-5678", "03-1234-5678"])
def test_no_line_breaks_inside_a_number(number: str) -> None:
    page = shown(Reply(parts=(Text(f"<b>{number}へ"),), text="x"))
    assert page.named("span") == [{"class": "number"}]
    assert f"<b>{number}へ" in page.text


def test_a_long_row_of_digits_may_break() -> None:
    assert not shown(Reply(parts=(Text("1-2" * 5_000 + "0" * 10_000),), text="x")).named("span")


def test_an_answer_bears_its_language() -> None:
    page = shown(
        Reply(parts=(Text("Hello"),), text="Hello", language="en", choices=(Button("A", "say", "a"),))
    )
    assert [div["lang"] for div in page.named("div") if "lang" in div] == ["en", "en"]


def test_a_question_is_quoted_only_where_the_answer_asks_for_it() -> None:
    assert shown(Reply(parts=(Text("x"),), text="x", quote=True)).named("blockquote")
    assert not shown(Reply(parts=(Text("x"),), text="x")).named("blockquote")


@pytest.mark.parametrize("why", get_args(Why))
def test_every_refusal_says_in_both_languages_what_to_do(why: Why) -> None:
    page = Tags(Fragments().refusal(why))
    assert "ください" in page.text
    assert {"lang": "en"} in page.named("span")


def test_silence_is_told_apart_in_the_group_and_in_private() -> None:
    fragments = Fragments()
    assert "黙っています" in fragments.silence(asked(room="group"))
    assert fragments.silence(asked(room="group")) != fragments.silence(asked())
