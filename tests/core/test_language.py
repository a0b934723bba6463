"""Which language an answer is in."""

import pytest

from core.language import language_of
from core.messages import Message
from core.sessions import Preferences


@pytest.mark.parametrize(
    ("text", "hint", "chosen", "expected"),
    [
        ("もしもし", "", "", "ja"),
        ("hello there", "", "", "en"),
        ("Seu pacote está retido. Pague a taxa: http://a.example/x", "", "", "pt"),
        ("もしもし", "en", "", "ja"),
        ("hello there", "ja", "", "en"),
        ("0120397972", "en-GB", "", "en"),
        ("0120397972", "ja-JP", "", "ja"),
        ("0120397972", "fr", "", "en"),
        ("0120397972", "pt-br", "", "pt"),
        ("0120397972", "zh-TW", "", "zh-Hant"),
        ("0120397972", "zh", "", "zh-Hans"),
        ("有人打电话给我，这是谁的号码", "", "", "zh-Hans"),
        ("這個電話號碼是誰的", "", "", "zh-Hant"),
        ("解約方法", "", "", "ja"),
        ("解約方法", "zh-CN", "", "zh-Hans"),
        ("이 번호 누구예요", "", "", "ko"),
        ("Số này của ai vậy", "", "", "vi"),
        ("Quem ligou desse número?", "", "", "pt"),
        ("Quero morrer", "", "", "pt"),
        ("银行账户被冻结", "", "", "zh-Hans"),
        ("大使馆电话是多少", "", "", "zh-Hans"),
        ("銀行口座凍結", "", "", "ja"),
        ("大使館電話番号", "", "", "ja"),
        ("/language zh", "ja", "", "ja"),
        ("0120397972", "", "", "ja"),
        ("OK", "", "", "ja"),
        ("/start check_0120397972", "", "", "ja"),
        ("/start@BangobanBot ref_site", "ja", "", "ja"),
        ("/check@BangobanBot 110", "", "", "ja"),
        ("/check who is this", "", "", "en"),
        ("アコムのCard Loanですか", "en", "", "ja"),
        ("もしもし", "ja", "en", "en"),
        ("hello there", "en", "ja", "ja"),
    ],
)
def test_language(text: str, hint: str, chosen: str, expected: str) -> None:
    """Chosen before written before hinted before the default."""
    message = Message(platform="test", conversation="C", time=0, text=text, language=hint)

    assert expected == language_of(message, Preferences(language=chosen), "ja")
