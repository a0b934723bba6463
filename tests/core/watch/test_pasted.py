"""What was pasted, told from the question beside it and from people's own words."""

from importlib.resources import files
from pathlib import Path

import pytest

from core.content import ContentError
from core.watch.pasted import Pasting, load_pasting
from tests.core.talk import Talk, buttons, product

SMS = "【重要】カードの利用を停止しました。本日中にご確認ください https://card.example/a"
MAIL = "Your account has been suspended, verify now at http://amaz0n.example/login"
OWN = "年金事務所の人から電話があって、口座を確認しないと支給が止まると言われました。どうしたらいいですか"


@pytest.fixture(scope="module")
def pasting() -> Pasting:
    """The product's own patterns."""
    return load_pasting(files("config") / "scams" / "asks_about.yaml")


@pytest.mark.parametrize(
    "text",
    [
        f"{SMS}\nこれは詐欺ですか?",
        f"{SMS} これって詐欺ですか",
        f"これ本物でしょうか。\n{SMS}",
        f"詐欺?\n{SMS}",
        f"この SMS は開いても大丈夫ですか? {SMS}".replace(" SMS ", "SMS"),
    ],
)
def test_the_question_is_left_aside(pasting: Pasting, text: str) -> None:
    """Before or after the message, on its line or on one of its own."""
    pasted = pasting.read(text)

    assert pasted.text == SMS
    assert pasted.asked
    assert pasted.form


@pytest.mark.parametrize("text", [f"is this a scam? {MAIL}", f"{MAIL}\nscam?", f"{MAIL}\nIs this real?"])
def test_english_questions_are_left_aside(pasting: Pasting, text: str) -> None:
    """The same in English."""
    assert pasting.read(text).text == MAIL


@pytest.mark.parametrize("text", [OWN, "これは詐欺ですか?", SMS, "本物かどうかの見分け方を知りたい"])
def test_what_has_no_question_beside_it_stays_whole(pasting: Pasting, text: str) -> None:
    """A question alone is no message with a question."""
    pasted = pasting.read(text)

    assert pasted.text == text
    assert not pasted.asked


def test_a_long_text_takes_no_time(pasting: Pasting) -> None:
    """Patterns are tried at the start and the end alone."""
    assert pasting.read("これ" * 40_000).text


def test_a_pattern_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    """File, line and reason."""
    file = tmp_path / "asks_about.yaml"
    file.write_text('- language: ja\n  pattern: "("\n', encoding="utf-8")

    with pytest.raises(ContentError, match=r"asks_about\.yaml:1: not a pattern"):
        load_pasting(file)


@pytest.mark.parametrize("text", [f"{SMS}\nこれは詐欺ですか?", f"is this a scam? {MAIL}"])
async def test_a_message_with_a_question_beside_it_is_checked(text: str) -> None:
    """Not taken for talk about scams, nor for a question to the FAQ."""
    reply = await Talk().say(text)

    assert reply.kind == "message_check"
    assert reply.scam


@pytest.mark.parametrize(
    "text",
    [
        "借り入れが四社に増え、毎日どこかから支払いの電話が来る状態です。弁護士に頼めばその日から電話が来なくなると聞きましたが、本当でしょうか。",
        "I should be grateful if you could tell me which public office gives technical advice about malware and hacked devices over the telephone.",
        OWN,
    ],
)
async def test_own_words_are_answered_by_an_entry(text: str) -> None:
    """A question with a scam's words is no scam."""
    assert (await Talk().say(text)).kind == "faq"


async def test_a_check_offers_the_entries_that_tell_more() -> None:
    """As buttons, which work."""
    talk = Talk()
    reply = await talk.say(
        "【東京電力】電気料金が未払いです。本日中にお支払いがない場合送電を停止します → tepc0-pay.example/bill"
    )

    assert reply.kind == "message_check"
    first = reply.suggestions[0]
    pressed = await talk.press(next(one for one in buttons(reply) if one.value.endswith(first)))
    assert pressed.faq == first


@pytest.mark.parametrize(
    ("text", "own"),
    [
        (OWN, True),
        ("夜中に電話が鳴って怖いです。どうすればいいでしょうか", True),
        ("お客様の口座が停止されました。下記よりお手続きください", False),
        ("短時間で日給5万円。荷物を受け取るだけ。身分証の写真を送ってください", False),
    ],
)
def test_own_words_are_told_from_a_sender_of_scams(text: str, own: bool) -> None:
    """By the sentence vector."""
    assert product().voice.is_own(text) is own


async def test_a_bare_link_is_checked_in_the_language_spoken() -> None:
    """A link alone is no English, and nobody's own words."""
    reply = await Talk().say("http://example.xyz/abc")

    assert reply.kind == "message_check"
    assert reply.language == "ja"


async def test_a_check_quotes_no_part_of_a_link_nor_marks_around_one() -> None:
    """The link has its own line."""
    reply = await Talk().say(
        "You have won! (https://win.example/a) Open http://win.example/b now to claim your prize"
    )

    assert reply.kind == "message_check"
    assert "“http" not in reply.text
    assert "h**ps://win[.]example/a\n" in reply.text
