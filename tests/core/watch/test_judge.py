"""Judging messages: the rules' own examples, disguises, and talk of scams."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from core.content import ContentError
from core.watch.folding import load_folding, plain
from core.watch.judge import NOTHING, Judge, load_judge, look_at, talks_of_scams
from core.watch.model import Model, Seen
from core.watch.scams import load_kinds
from core.watch.signs import load_signs, tongues_of

SCAM = "【重要】三井住友銀行:口座を凍結しました。本日中に smbc-check.example で暗証番号を入力してください"


@cache
def judge() -> Judge:
    """The product's own."""
    return load_judge(files("config"))


def test_examples_are_found_and_counter_examples_are_not() -> None:
    """Of the rules' own examples nine in ten are found at least, and at most two in a thousand of the others."""
    found = [judge().judge(text).is_scam for kind in judge().kinds.all for text in kind.examples]
    wrong = [
        text for kind in judge().kinds.all for text in kind.counter_examples if judge().judge(text).is_scam
    ]
    count = sum(len(kind.counter_examples) for kind in judge().kinds.all)

    assert sum(found) / len(found) >= 0.9
    assert len(wrong) <= 0.002 * count, wrong


@pytest.mark.parametrize(
    "text",
    [
        SCAM,
        "【重要】三 井 住 友 銀 行:口 座 を 凍 結 しました。本日中に smbc-check.example で暗 証 番 号 を入力してください",
        "【重要】三井\u200b住友\u200b銀行:口座を\u200b凍結しました。本日中に smbc-check.example で暗証\u200b番号を入力してください",
        "Your ｂａｎｋ account will be suspended today. Confirm your PIN and card number at bank-check.example",
        "Yоur bаnk ассount will bе suspеnded today. Confirm your PIN and card number at bank-check.example",
    ],
)
def test_disguise_does_not_help(text: str) -> None:
    """Full width, spaces, invisible letters and look-alikes are undone first."""
    assert judge().judge(text).is_scam


@pytest.mark.parametrize(
    "text",
    [
        f"これ詐欺?「{SCAM}」",
        "「口座を凍結しました」ってSMSが来ても開かないで。フィッシング詐欺です",
        "警察を名乗る電話が増えています。お金の話が出たら詐欺です",
        "my bank blocked my card because of a scam, new one comes on Friday",
        "おはよう",
        "",
    ],
)
def test_talk_of_scams_is_silent(text: str) -> None:
    """Questions, warnings and news are not the scam itself."""
    assert not judge().judge(text).is_scam


def test_signs_are_quoted_as_written() -> None:
    """The quotation is the message's own words, disguise included."""
    told = judge().judge(
        "Your ｂａｎｋ account will be suspended today. Confirm your PIN and card number at bank-check.example"
    )

    texts = {quoted.text for quoted in told.signs}
    assert {"bank-check.example"} <= {text.removeprefix("k-").split("/")[0] for text in texts} or any(
        "example" in text for text in texts
    )
    assert all(
        text
        in "Your ｂａｎｋ account will be suspended today. Confirm your PIN and card number at bank-check.example"
        for text in texts
    )
    assert told.codes()[0] in {kind.kind for kind in judge().kinds.all}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ギフトカ一ド", "ぎふとかーど"),
        ("Ｇｉｆｔ　ｃａｒｄ", "giftcard"),
        ("g.i.f.t c-a-r-d", "giftcard"),
        ("рaypаl", "paypal"),
        ("chuyển khoản đi", "chuyenkhoandi"),
        ("轉帳到指定帳戶", "转帐到指定帐户"),
        ("โอน\u200bเงิน", "โอนเงิน"),
    ],
)
def test_folding(text: str, expected: str) -> None:
    """What is left once the disguise is off."""
    folding = load_folding(files("config") / "scams" / "writings.yaml")

    assert expected == folding.fold(text)
    assert expected == folding.trace(text).text


def test_plain_joins_letters_that_stand_apart() -> None:
    """The sentence vector sees words as they are read."""
    assert plain("お 家 に いる") == "お家に いる"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("おはようございます", "ja"), ("早上好", "zh"), ("좋은아침", "ko"), ("สวัสดี", "th"), ("hello", "en")],
)
def test_languages_are_told_by_their_letters(text: str, expected: str) -> None:
    """Latin letters leave three languages open."""
    assert tongues_of(text)[0] == expected


def test_bad_rules_are_told_with_file_and_line(tmp_path: Path) -> None:
    """A sign that is not there, and a kind without examples, are refused."""
    folder = files("config") / "scams"
    signs = load_signs(folder, load_folding(folder / "writings.yaml"))
    (tmp_path / "odd.yaml").write_text(
        "- kind: odd\n  ja: x\n  en: x\n  source: s\n  date: d\n  when: [[no_such_sign]]\n", encoding="utf-8"
    )

    with pytest.raises(ContentError) as caught:
        load_kinds(tmp_path, signs)

    assert "odd.yaml:1" in str(caught.value)
    assert "no_such_sign" in str(caught.value)
    assert "examples are missing" in str(caught.value)


class Sure(Model):
    """Takes every message for a scam."""

    def __init__(self) -> None:
        """Needs no weights."""

    def score(self, seen: Seen, *, asked: bool = False, talks: bool = False) -> float:
        return 1.0

    def name(self, seen: Seen) -> str:
        return ""


def test_who_asks_whether_it_is_a_scam_is_not_judged() -> None:
    """However sure the model is: its writer doubts it already."""
    sure = Judge(judge().signs, judge().kinds, Sure())

    assert sure.judge(SCAM).is_scam
    assert sure.judge(f"これって詐欺?「{SCAM}」") == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "録画した。48時間以内にビットコインを送らないと連絡先全員にばらまく",
        "서울중앙지검 검사입니다. 본인 계좌가 범죄에 이용됐습니다. 오늘 안에 예금을 모두 이체하세요. 누구에게도 말하지 마세요",
    ],
)
def test_a_scam_that_forbids_is_no_warning_of_one(text: str) -> None:
    """What may not be told, and what happens to who does not send, are the scam's own words."""
    signs = judge().signs

    assert not talks_of_scams(look_at(text, signs.folding.fold(text), signs).present, signs)
    assert judge().judge(text).is_likely


@pytest.mark.parametrize(
    "text",
    [
        "生徒の皆さんへ:SNSの高額バイトに応募しない、身分証の写真を送らない",
        "PayPayカード:12月のご請求金額が確定しました。アプリからご確認ください",
        "添付の請求書のとおり、月末までに弊社指定口座へお振込みください。株式会社みなと 経理部",
    ],
)
def test_notices_and_warnings_are_silent(text: str) -> None:
    """A school's warning, a card's statement and an invoice hold a scam's words."""
    assert not judge().judge(text).is_scam


def test_a_quotation_keeps_whole_phrases() -> None:
    """Where a quotation has to end within a sentence, it ends with a phrase of it."""
    quoted = (
        judge()
        .judge("東京電力です。本日中にお支払いの確認が取れないときは送電を停止しますのでご注意を")
        .signs
    )

    assert quoted
    assert not [one.text for one in quoted if one.text.endswith(("お", "ご", "停"))]


@pytest.mark.parametrize(
    "text",
    [
        "【ヨドバシ】認証コード:551837 他の方には教えないでください。有効期限は10分です",
        "Your Lyft code is 551837. Never share this code. It expires in 10 minutes",
        "【抖音】验证码551837,用于登录,请勿转发给他人",
        "[당근] 인증번호 551837 타인에게 절대 알려주지 마세요",
        "Mã OTP của bạn là 551837, không chia sẻ mã này cho bất kỳ ai",
        "รหัส OTP 551837 ใช้ได้ 5 นาที ห้ามบอกรหัสนี้กับผู้อื่น",
        "Seu código iFood é 551837. Não compartilhe com ninguém",
        "お使いのアカウントに新しい端末からサインインがありました。ご本人様の場合は対応は不要です",
    ],
)
def test_genuine_codes_and_sign_in_notices_are_silent(text: str) -> None:
    """A code that comes with "give it to nobody", and a notice that asks for nothing."""
    assert not judge().judge(text).is_scam


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SCAM, "account_phishing"),
        (
            "警視庁です。あなたの口座が犯罪に使われました。本日中に全額を指定口座へ移してください。家族にも話さないように",
            "impostor_police",
        ),
        (
            "Grandma it's me, I crashed the car and need 6000 in cash today, a lawyer will come. Don't tell mum",
            "family_emergency",
        ),
        ("高价收购银行卡和手机卡,一套三千,当天付款,不会有事", "account_trade"),
    ],
)
def test_a_scam_is_named_by_its_kind(text: str, kind: str) -> None:
    """Not by the kind that shares most of its signs."""
    assert judge().judge(text).kinds[0].kind == kind


def test_a_quotation_in_words_with_spaces_goes_on_in_whole_words() -> None:
    """A lone "verify your" tells nobody what is asked for."""
    text = (
        "Dear customer, your account has been suspended. Verify your payment details within 24 hours at "
        "http://amaz0n.example/verify"
    )
    quoted = [one.text for one in judge().judge(text).signs]

    assert "Dear customer" in quoted
    assert "NTTファイナンス" in {
        one.text
        for one in judge()
        .judge(
            "電話料金が未払いです。NTTファイナンス 03-0000-0000 まで至急連絡してください。法的手続きに移行します"
        )
        .signs
    }
    assert any(one.startswith("Verify your payment details") for one in quoted)
    assert not [one for one in quoted if f" {one} ".endswith(" http ") and one != "http"]


def test_a_quotation_ends_at_a_bracket() -> None:
    """The name in a headline, and not what follows it."""
    text = "[Yamato] Your parcel could not be delivered. Confirm your address here: http://yamato.example/k"

    assert "Yamato" in [one.text for one in judge().judge(text).signs]
