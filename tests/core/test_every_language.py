"""One conversation in each language, from the greeting to /forget: no sentence of another language stands in it."""

import re
from collections.abc import Iterator, Mapping

import pytest

from core.answer.wording import lacks
from core.language import TONGUES
from core.messages import Button, Language, Reply
from core.texts import LANGUAGES
from tests.core.talk import Talk, buttons, group, new_bot, product

# What each says: a text message passed on, what has happened, and a scam that is posted in a group.
SMS: Mapping[Language, str] = {
    "ja": "お荷物の配送先が不明のため保管中です。本日中にご住所を更新してください http://post.example/aa",
    "ja-easy": "お荷物の配送先が不明のため保管中です。本日中にご住所を更新してください http://post.example/aa",
    "en": "Japan Post: delivery failed, address incomplete. Confirm within 24h and pay ¥50: http://jp-re.example/a",
    "zh-Hans": "【顺丰】您的包裹因地址有误被退回,请点击 http://sf-addr.example/a 重新填写地址并支付运费50元",
    "zh-Hant": "您的宅配包裹無法配送,請於今日內更新地址並支付處理費50元,請點連結 http://blackcat.example/a",
    "ko": "[우체국] 주소 오류로 소포가 반송 예정입니다. 오늘 안에 주소 확인 및 수수료 결제: http://epost.example/a",
    "vi": "Bưu kiện của bạn bị giữ ở hải quan, nộp phí 45.000đ trong hôm nay tại http://vnpost-fee.example/a",
    "pt": "Correios: sua encomenda foi taxada. Pague R$ 38,90 em 24h para liberar: http://correio-taxa.example/a",
}
DONE: Mapping[Language, str] = {
    "ja": "認証番号を教えてしまいました",
    "ja-easy": "SMSの　すうじを　おしえました",
    "en": "I told them the code",
    "zh-Hans": "我把验证码告诉对方了",
    "zh-Hant": "我把驗證碼給對方了",
    "ko": "인증번호를 알려 줬어요",
    "vi": "tôi đã đọc mã OTP cho họ",
    "pt": "passei o código do SMS",
}
TALKING: Mapping[Language, str] = {
    "ja": "今電話中",
    "ja-easy": "いま でんわを しています",
    "en": "I'm on the phone",
    "zh-Hans": "我正在通话中",
    "zh-Hant": "我正在講電話",
    "ko": "지금 통화 중이에요",
    "vi": "tôi đang nghe điện thoại",
    "pt": "Estou no telefone",
}
POSTED = "警視庁の者です。あなたの口座が犯罪に使われています。本日中に全額を指定口座へ振り込み、誰にも言わないでください"
NUMBERS = ("0120397972", "110", "188", "+1 202 555 0143", "0570-064-370", "0312345678", "03-1234-5678")

_ADDRESS = re.compile(r"\S*(?:https?|h\*\*p)://\S+|\S+\[\.\]\S+")
_ASIDE = re.compile(r"[（(][^（()）]*[）)]")  # Japanese words and names as they stand on a display or a form
_QUOTED = re.compile("[「“][^」”]*[」”]")
_IN_JAPANESE = re.compile("^.*(?:日语|日語|일본어|Tiếng Nhật|Em japonês|\\(Tashika).*$", re.MULTILINE)
_JAPANESE = re.compile("(?!番号番)[ぁ-ヿ㐀-鿿]{2,}")
_HIRAGANA = re.compile("[ぁ-ゖ]{2,}")
_ENGLISH = re.compile(
    r"\b(?:the|is|are|of|and|you|your|with|this|that|not|which|from|was|has|have|they|lost|calls|questions)\b",
    re.IGNORECASE,
)
_LETTERS: Mapping[Language, re.Pattern[str]] = {
    "ja": re.compile("[ぁ-ゖ]"),
    "ja-easy": re.compile("[ぁ-ゖ]"),
    "en": re.compile("[a-z]"),
    "zh-Hans": re.compile("[一-鿿]"),
    "zh-Hant": re.compile("[一-鿿]"),
    "ko": re.compile("[가-힣]"),
    "vi": re.compile("[ăđơưạảấầậắẵặẹẻếềểệịọỏốồổộớờởợụủứừửữự]"),
    "pt": re.compile("[a-z]"),
}
_OTHER_CHINESE: Mapping[Language, re.Pattern[str]] = {
    "zh-Hans": re.compile("[這說話們請錢個騙證認號]"),
    "zh-Hant": re.compile("[这说话们请钱个骗证认]"),
}


def foreign_in(text: str, language: Language, *, card: bool = False) -> Iterator[str]:
    """The lines of an answer that are in another language; titles of sources, addresses and asides are none. In a
    card no word stands in Japanese letters where those are not read.
    """
    own = _IN_JAPANESE.sub("", _without_sources(text, language))
    own = _ADDRESS.sub("", own)
    if card and language in ("en", "ko", "vi", "pt"):
        yield from (line for line in own.splitlines() if _JAPANESE.search(line))
    own = _ASIDE.sub("", _ASIDE.sub("", own))
    for line in own.splitlines():
        japanese = _HIRAGANA.search(line) and language not in ("ja", "ja-easy")
        english = len({word.lower() for word in _ENGLISH.findall(line)}) > 1 and language != "en"
        other = _OTHER_CHINESE.get(language)
        if japanese or english or (other and other.search(line)):
            yield line
    if not _LETTERS[language].search(own):
        yield f"nothing of {language}: {own[:60]}"


def _without_sources(text: str, language: Language) -> str:
    heading = product().texts[language].say("card.sources")
    blocks = (block for block in text.split("\n\n") if not block.startswith(heading))
    return "\n\n".join(re.sub(rf"{re.escape(heading)}\n(?:・.*\n?)+", "", block) for block in blocks)


def wrong_in(reply: Reply, language: Language, *, quotes: bool = False) -> list[str]:
    """What is foreign in an answer and its buttons; `quotes`: it quotes a message of another language."""
    text = _QUOTED.sub("", reply.text) if quotes else reply.text
    labels = [button.label for button in buttons(reply) if button.kind != "call"]
    hiragana = [label for label in labels if _HIRAGANA.search(label) and language not in ("ja", "ja-easy")]
    english = [label for label in labels if len(_ENGLISH.findall(label)) > 1 and language != "en"]
    return [*foreign_in(text, language, card=reply.kind == "lookup"), *hiragana, *english]


def pressing(reply: Reply, action: str) -> Button:
    """The button with that action."""
    return next(button for button in buttons(reply) if f":{action}:" in button.value)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_private_conversation(language: Language) -> None:
    """Greeting, numbers, what is asked next, a text message, damage, a call under way, large print, /forget."""
    talk = Talk(new_bot(most_a_minute=None))
    said = [await talk.say(f"/language {language}"), await talk.say("/start"), await talk.say("/help")]
    for number in NUMBERS:
        card = await talk.say(number)
        said += [card, *[await talk.press(choice) for choice in card.choices]]
    said += [await talk.say(SMS[language]), await talk.say(DONE[language])]
    assert said[-1].faq == "told_code"
    assert said[-2].scam
    step = await talk.say(TALKING[language])
    while any(f":{'guide'}:during_call" in button.value for button in step.choices):
        said.append(step)
        step = await talk.press(step.choices[0])
    assert len(said) > 30
    said += [step, await talk.say("/large"), await talk.say("110"), await talk.say("/ordinary")]
    pasted = await talk.say(f"「{POSTED}」")
    forgotten = await talk.say("/forget")

    wrong = [problem for reply in (*said, forgotten) for problem in wrong_in(reply, language)]
    wrong += wrong_in(pasted, language, quotes=True)
    assert wrong == []
    assert all(reply.language == language for reply in (*said, pasted, forgotten))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_group(language: Language) -> None:
    """Introduction, settings, a warning of a scam and of a number, details, a false alarm, a pause, the end."""
    bot = new_bot(default_language=language)
    inviter, member = group("U1", bot, admin=True), group("U2", bot)
    hint = "" if language == "ja-easy" else language  # no platform tells of plain Japanese
    joined = await inviter.happens(happening="joined", language=hint, hears_all=True)
    assert joined
    if not hint:
        await inviter.say(f"/language {language}", addressed=True)
    settings = [choice for choice in joined.choices if ":watch:" in choice.value]
    said = [joined, *[await inviter.press(choice) for choice in settings]]
    which = await inviter.press(pressing(joined, "language"))
    assert [choice.label for choice in which.choices] == [tongue.name for tongue in TONGUES.values()]
    assert not which.text.startswith("どのことば") or language == "ja"
    said += [
        await inviter.say(f"/watch {change}", addressed=True) for change in ("", "off", "mention", "warn")
    ]
    warning = await member.happens(text=POSTED)
    number = await member.happens(text="03-1234-5678")
    assert warning
    assert number
    details = await member.press(pressing(warning, "scam"))
    alarm = await member.press(pressing(warning, "alarm"))
    said += [number, details, alarm, await inviter.press(pressing(number, "watch"))]
    said.append(await inviter.say("/leave", addressed=True))

    wrong = [problem for reply in said for problem in wrong_in(reply, language)]
    wrong += wrong_in(warning, language, quotes=True)
    assert wrong == []
    assert all(reply.language == language for reply in (*said, which, warning))
    assert len(warning.text.splitlines()) == 4


async def test_a_group_is_warned_in_the_language_it_speaks() -> None:
    """What is passed on in Japanese is warned of in the language that the members write to the bot."""
    bot = new_bot()
    await group("U1", bot).say("番号番 số này của ai vậy 0120397972")

    warning = await group("U2", bot).happens(text=POSTED)

    assert warning
    assert warning.language == "vi"
    assert wrong_in(warning, "vi", quotes=True) == []


def test_no_content_lacks_a_language() -> None:
    """Kinds of scam, guides, follow-ups and the registry's phrases are said in every language, and no row is stale."""
    assert lacks(product()) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hãy cúp máy.\nHang up and ring the number that you know.", "vi"),
        ("請掛斷。\nすぐに電話を切ってください。", "zh-Hant"),
        ("请挂断。\n請掛斷電話，這是詐騙。", "zh-Hans"),
        ("切ってください。\nThis is one of the tricks.", "ja"),
        ("110", "ko"),
    ],
)
def test_what_is_foreign_is_seen(text: str, language: Language) -> None:
    """A sentence of another language is found, whatever stands around it."""
    assert list(foreign_in(text, language))


def test_a_word_in_japanese_letters_is_seen_in_a_card() -> None:
    """Where Japanese is not read, a card's rows have none of it, not even in brackets."""
    assert list(foreign_in("Loại số: Cuộc gọi quốc tế (アメリカ合衆国)", "vi", card=True))
    assert not list(foreign_in("Loại số: Cuộc gọi quốc tế (Hoa Kỳ)", "vi", card=True))
