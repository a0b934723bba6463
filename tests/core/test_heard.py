"""What has happened, and a call under way, told in the languages beside Japanese and English."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from core.content import ContentError
from core.damage import load_damages
from core.faq.entries import load_faq
from core.guides import load_guides
from core.heard import HEARD
from core.messages import Language
from core.texts import LANGUAGES
from tests.core.talk import product

GOOD = '- entry: a\n  desks: [police]\n  ja: {things: 鍵, deeds: 渡した}\n  en: {alone: "lost my key"}\n'
MOST = 0.7  # of the ways to ask of damage that tell of it in so many words; the others are found as questions


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        # 简体中文
        ("我已经转账了", "sent_money"),
        ("钱已经打过去了，怎么办", "sent_money"),
        ("我把验证码告诉对方了", "told_code"),
        ("我告诉他验证码了", "told_code"),
        ("密码说出去了", "told_pin"),
        ("不小心点了短信里的链接", "opened_link"),
        ("把银行卡交给来的人了", "handed_card"),
        ("我已经按他说的装了软件", "installed_app"),
        ("我把姓名和地址都告诉他们了", "told_personal_details"),
        ("我打回去了", "rang_back_already"),
        ("买了礼品卡，把卡密发给他了", "bought_prepaid_card"),
        ("对方远程控制了我的电脑", "gave_remote_control"),
        ("我说了信用卡卡号", "told_card_number"),
        # 繁體中文
        ("我已經匯款了", "sent_money"),
        ("我把驗證碼給他了", "told_code"),
        ("我不小心說出提款卡密碼", "told_pin"),
        ("點了簡訊裡的連結", "opened_link"),
        ("存摺被拿走了", "handed_card"),
        ("我裝了他叫我裝的 App", "installed_app"),
        ("我回撥了", "rang_back_already"),
        ("買了點數卡，序號也拍給他了", "bought_prepaid_card"),
        # 한국어
        ("돈을 보냈어요", "sent_money"),
        ("계좌이체 해 버렸어요", "sent_money"),
        ("인증번호를 알려 줬어요", "told_code"),
        ("인증번호 불러줬는데 어떡하죠", "told_code"),
        ("비밀번호를 말해 버렸습니다", "told_pin"),
        ("카드 번호를 입력했어요", "told_card_number"),
        ("링크를 눌렀어요", "opened_link"),
        ("시키는 앱을 깔았어요", "installed_app"),
        ("통장을 건네줬어요", "handed_card"),
        ("모르는 번호로 다시 전화했어요", "rang_back_already"),
        ("이름하고 주소를 알려줬어요", "told_personal_details"),
        # Tiếng Việt, with and without marks
        ("tôi đã chuyển tiền", "sent_money"),
        ("toi da chuyen tien cho ho roi", "sent_money"),
        ("mình lỡ đọc mã OTP cho họ", "told_code"),
        ("em gửi mã xác nhận cho người đó mất rồi", "told_code"),
        ("tôi nói mật khẩu cho họ rồi", "told_pin"),
        ("lỡ bấm vào link trong tin nhắn", "opened_link"),
        ("tôi đã đưa thẻ cho người đến nhà", "handed_card"),
        ("tôi đã cài ứng dụng họ gửi", "installed_app"),
        ("tôi đã gọi lại số đó", "rang_back_already"),
        ("đã cho họ biết tên và địa chỉ", "told_personal_details"),
        ("tôi mua thẻ Google Play rồi đọc mã cho họ rồi", "bought_prepaid_card"),
        # Português, with and without accents
        ("passei o código", "told_code"),
        ("passei o codigo do sms pra eles", "told_code"),
        ("Já fiz o pix", "sent_money"),
        ("transferi 30 mil ienes", "sent_money"),
        ("minha mãe passou a senha", "told_pin"),
        ("Dei o número do meu cartão", "told_card_number"),
        ("cliquei no link do SMS", "opened_link"),
        ("entreguei o cartão do banco ao moço", "handed_card"),
        ("instalei o aplicativo que mandaram", "installed_app"),
        ("já liguei de volta", "rang_back_already"),
        ("falei meu nome e endereço", "told_personal_details"),
        # やさしい日本語
        ("おかねを おくりました", "sent_money"),
        ("SMSの　すうじを　おしえました", "told_code"),
        ("カードの ばんごうを いいました", "told_card_number"),
        ("リンクを ひらきました", "opened_link"),
        ("なまえと じゅうしょを いいました", "told_personal_details"),
    ],
)
def test_what_has_happened_is_heard(text: str, entry: str) -> None:
    """A deed that is done is heard in each language."""
    assert entry in [kind.entry for kind in product().damages.told_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "对方让我转账",
        "要不要告诉他验证码",
        "我没有告诉他密码",
        "他们问我的卡号",
        "可以打回去吗",
        "對方叫我匯款",
        "我沒有說密碼",
        "可以回撥嗎",
        "돈을 보내라고 했어요",
        "인증번호를 알려 달라고 해요",
        "비밀번호는 말하지 않았어요",
        "다시 전화해도 되나요?",
        "họ bảo tôi chuyển tiền",
        "tôi chưa nói mã OTP",
        "tôi không đọc mật khẩu cho họ",
        "có nên gọi lại không",
        "họ gửi mã OTP cho tôi",
        "eles pediram o código",
        "não passei a senha",
        "devo pagar o boleto?",
        "devo ligar de volta?",
        "お金を おくってと いわれました",
        "あんしょうばんごうは いっていません",
        "かけなおしても いいですか",
    ],
)
def test_what_has_not_happened_is_not(text: str) -> None:
    """What was asked for, what might be, and what was not done is no damage in any language."""
    assert product().damages.told_in(text) == ()


@pytest.mark.parametrize("language", HEARD)
def test_most_ways_to_tell_of_it_are_heard(language: str) -> None:
    """Of the ways in which a language's FAQ tells of damage most are heard, and every kind is."""
    damages = product().damages
    entries = [
        entry
        for entry in load_faq(files("config") / "faq")
        if entry.language == language and entry.id in damages.entries()
    ]
    told = [(entry.id, way) for entry in entries for way in (entry.question, *entry.variants)]
    heard = [id_ for id_, way in told if id_ in [kind.entry for kind in damages.told_in(way)]]

    assert len(heard) >= MOST * len(told)
    assert set(heard) == set(damages.entries())


@pytest.mark.parametrize(
    ("text", "guide"),
    [
        ("我正在通话中", "during_call"),
        ("现在正在打电话，怎么办", "during_call"),
        ("电话正在响", "ringing"),
        ("我正在講電話", "during_call"),
        ("電話一直在響", "ringing"),
        ("지금 통화 중이에요", "during_call"),
        ("지금 전화가 울리고 있어요", "ringing"),
        ("tôi đang nghe điện thoại", "during_call"),
        ("dien thoai dang reo", "ringing"),
        ("Estou no telefone com eles", "during_call"),
        ("o telefone está tocando agora", "ringing"),
        ("いま でんわを しています", "during_call"),
        ("我现在要回拨", "ringing_back"),
        ("cách gọi lại", "ringing_back"),
        ("como ligar de volta passo a passo", "ringing_back"),
    ],
)
def test_who_needs_a_guide_now_gets_it(text: str, guide: str) -> None:
    """A call under way, one that rings, and one about to be made each have their guide in each language."""
    found = product().guides.started_by(text)

    assert found
    assert found.guide == guide


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_language_tells_people_to_write_is_understood(language: Language) -> None:
    """The words that the bot suggests for a call under way start that guide."""
    told = product().texts[language].say("talk.no_guide")
    suggested = re.findall('[「“"]([^」”"]+)[」”"]', told)

    assert suggested
    assert all(
        (guide := product().guides.started_by(text)) and guide.guide == "during_call" for text in suggested
    )


@pytest.mark.parametrize(
    "text",
    [
        "昨天有电话打来",
        "昨天有人打電話來",
        "어제 전화가 왔어요",
        "hôm qua có số lạ gọi đến",
        "ontem me ligaram",
        "きのう 電話が ありました",
    ],
)
def test_what_is_over_starts_no_guide(text: str) -> None:
    """A call of yesterday starts none."""
    assert product().guides.started_by(text) is None


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("vi", "- {entry: b, alone: x}", "no kind of damage 'b'"),
        ("vi", "- {entry: a, things: x}", "go together"),
        ("vi", "- {entry: a, alone: '('}", "not a pattern"),
        ("fr", "- {entry: a, alone: x}", "named after its language"),
    ],
)
def test_a_bad_row_of_damage_is_refused(tmp_path: Path, name: str, text: str, reason: str) -> None:
    """The error names file and reason."""
    file, folder = tmp_path / "damage.yaml", tmp_path / "damage"
    file.write_text(GOOD)
    folder.mkdir()
    (folder / f"{name}.yaml").write_text(text)

    with pytest.raises(ContentError) as raised:
        load_damages(file, {"a"}, {"police"}, folder)

    assert f"{name}.yaml" in raised.value.problems[0].file
    assert reason in raised.value.problems[0].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [("- {guide: x, starts: [a]}", "no guide 'x'"), ("- {guide: g, starts: ['(']}", "not a")],
)
def test_a_bad_row_of_starts_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    """A guide that is not there, and what is no pattern, are errors at load."""
    file, folder = tmp_path / "calls.yaml", tmp_path / "starts"
    steps = "[{say: {ja: い, en: i}}]"
    file.write_text(f"- {{guide: g, entry: a, label: {{ja: あ, en: a}}, starts: [今], steps: {steps}}}\n")
    folder.mkdir()
    (folder / "ko.yaml").write_text(text)

    with pytest.raises(ContentError) as raised:
        load_guides(file, {"a"}, folder)

    assert reason in raised.value.problems[0].reason
