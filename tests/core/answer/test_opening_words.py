"""Opening hours in words."""

from importlib.resources import files

import pytest

from core.answer.opening_words import opening_in_words
from core.messages import Language
from core.registry.hours import opening
from core.texts import LANGUAGES, load_texts
from tests.core.talk import product

TEXTS = load_texts(files("config") / "locales")


@pytest.mark.parametrize(
    ("hours", "language", "said"),
    [
        ("24/7", "vi", "24/24 giờ"),
        ("09:00-21:00", "ko", "매일 9:00~21:00"),
        ("Mo-Fr 09:00-18:00; PH off", "zh-Hant", "星期一到星期五 9:00～18:00（國定假日除外）"),
        (
            "Mo-Fr 09:00-12:00,13:00-16:00",
            "pt",
            "de segunda-feira a sexta-feira, das 9:00 às 12:00, 13:00 às 16:00",
        ),
        ("Mo-Su 19:00-08:00", "zh-Hans", "每天 19:00～次日8:00"),
        ("Sa[1,3] 10:00-16:00", "vi", "thứ Bảy (tuần thứ 1 và 3 trong tháng) 10:00–16:00"),
        ("Mo,We 09:00-12:00", "en", "Monday, Wednesday 9:00–12:00"),
        (
            "Mo-Fr 09:00-17:00; PH off; Dec 29-Jan 03 off",
            "pt",
            "de segunda-feira a sexta-feira, das 9:00 às 17:00 (exceto feriados, de 29 de dezembro a 3 de janeiro)",
        ),
        (
            "Mo-Fr 09:00-17:00; PH off; Su[2,4] 13:00-17:00",
            "ko",
            "월요일~금요일 9:00~17:00 (공휴일 제외) / 매월 둘째·넷째 일요일 13:00~17:00",
        ),
    ],
)
def test_hours_in_words(hours: str, language: Language, said: str) -> None:
    """As each language writes days, times and exceptions; an exception stands with the rules before it."""
    assert opening_in_words(opening(hours), TEXTS[language]) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_hours_of_the_registry_can_be_said(language: Language) -> None:
    """Every desk's hours have words in every language."""
    registry = product().registry
    written = {claim.opening for number in registry.numbers() for claim in registry.claims(number)} - {""}

    assert len(written) > 30
    assert all(opening_in_words(opening(hours), TEXTS[language]) for hours in written)
