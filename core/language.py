"""The languages that the bot speaks, and which of them to answer in."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from core.messages import Language, Message, Written
from core.sessions import Preferences

# Content is whole in these: every question, guide, purpose and note.
COMPLETE: tuple[Written, ...] = ("ja", "en")


class Tongue(NamedTuple):
    """A language: its own name for itself; in which other one stands what is not written in it, and how
    organisations are called; how platforms' hints for it begin; and the words by which people ask for it.
    """

    name: str
    base: Written
    names: Written
    hints: tuple[str, ...]
    words: tuple[str, ...]


TONGUES: Mapping[Language, Tongue] = {
    "ja": Tongue("日本語", "ja", "ja", ("ja",), ("ja", "jp", "日本語", "にほんご", "japanese")),
    "ja-easy": Tongue(
        "やさしい日本語",
        "ja",
        "ja",
        (),
        ("ja-easy", "easy", "やさしい日本語", "やさしいにほんご", "plain japanese"),
    ),
    "en": Tongue("English", "en", "en", ("en",), ("en", "英語", "えいご", "english")),
    "zh-Hans": Tongue(
        "简体中文",
        "en",
        "ja",
        ("zh-hans", "zh-cn", "zh-sg"),
        ("zh", "cn", "zh-hans", "zh-cn", "简体中文", "简体", "中文", "中国語", "汉语", "chinese"),
    ),
    "zh-Hant": Tongue(
        "繁體中文",
        "en",
        "ja",
        ("zh-hant", "zh-tw", "zh-hk", "zh-mo"),
        (
            "tw",
            "zh-hant",
            "zh-tw",
            "繁體中文",
            "繁體",
            "正體中文",
            "繁体中文",
            "台湾語",
            "traditional chinese",
        ),
    ),
    "ko": Tongue("한국어", "en", "en", ("ko",), ("ko", "kr", "한국어", "한국말", "한글", "韓国語", "korean")),
    "vi": Tongue(
        "Tiếng Việt",
        "en",
        "en",
        ("vi",),
        ("vi", "vn", "tiếng việt", "tieng viet", "ベトナム語", "vietnamese"),
    ),
    "pt": Tongue(
        "Português", "en", "en", ("pt",), ("pt", "br", "português", "portugues", "ポルトガル語", "portuguese")
    ),
}

_SHORTEST_NAME = 5  # Latin letters of a language's name
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff々〆]")
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]")
_VIETNAMESE = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_PORTUGUESE = re.compile(
    r"\b(?:não|você|números?|telefone|ligou|ligação|ligaram|ligar|quem|golpe|obrigad[oa]|olá|recebi|uma?|esse|desse|este|meu|minha|seu|sua|conta|aqui|clique"
    r"|está|estou|são|é|dinheiro|cartão|senha|banco|polícia|posso|devo|faço|fazer|porque|por|que|como|com|para"
    r"|quero|preciso|ajuda|socorro|mais|muito|perdi|paguei|mandei|morrer|viver)\b",
    re.IGNORECASE,
)
# A command's name is nobody's language, and what follows /start is a link's.
_COMMAND = re.compile(r"^\s*/(?:start\b.*|\w+(?:@\w+)?)", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r"https?://[!-~]+", re.IGNORECASE)  # nobody's language either
_LATIN_WORDS = re.compile(r"[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}")
# Words of Chinese sentences that Japanese ones without kana do not have; characters that Japanese writes otherwise.
_NOT_JAPANESE = "账冻诈骗钱电话说问车门关发为时对银额证认识该还过边护产业务贷让馆"
_CHINESE = re.compile(
    rf"[{_NOT_JAPANESE}]|[你您我吗嗎呢吧这這哪么麼怎没沒们們给給咱啥啊请請谁誰]|什么|什麼|的[电電号號]|了$|是[不否真]"
)
_SIMPLIFIED = re.compile(f"[{_NOT_JAPANESE}么吗谁请们这个给来国际东间开会从没号码户单]")
_TRADITIONAL = re.compile(
    r"[們這說電話銀誰嗎麼請騙詐錢個給讓來國際東車門問間開關發為時對會從沒還號碼額帳戶單證]"
)


def language_of(message: Message, preferences: Preferences, default: Language, spoken: str = "") -> Language:
    """A chosen language stays; else the one that the text is written in. What has no language of its own (a
    number, a button, "OK", a command) goes on in the one spoken before, else in the platform's hint.
    """
    chosen, before = _known(preferences.language), _known(spoken)
    hinted = _hinted(message.language or preferences.hint)
    return chosen or written_language(message.text, before or hinted) or before or hinted or default


def written_language(text: str, likely: Language | None = None) -> Language | None:
    """The language that a text is written in, None where it has none of its own; `likely` decides between those
    that share their characters.
    """
    text = _LINK.sub(" ", _COMMAND.sub("", text))
    if _HAN.search(text) and not _KANA.search(text):
        return _of_characters(text, likely)
    return _written(text)


def language_of_group(message: Message, preferences: Preferences, default: Language) -> Language:
    """The language to warn a group in: chosen, else the one its members speak to the bot in, else the message's:
    what is passed on is often in another.
    """
    known = _known(preferences.language) or _known(preferences.hint)
    return known or language_of(message, preferences, default)


def asked_language(word: str) -> Language | None:
    """The language that somebody asks for by one of its words; None for any other word."""
    folded = word.strip().casefold()
    return next((language for language, tongue in TONGUES.items() if folded in tongue.words), None)


def named_language(text: str) -> Language | None:
    """The language whose name a whole message is; a code such as "pt" or a word such as "easy" is none."""
    word = text.strip()
    return None if word.isascii() and len(word) < _SHORTEST_NAME else asked_language(word)


def _written(text: str) -> Language | None:
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _VIETNAMESE.search(text):
        return "vi"
    if len(_PORTUGUESE.findall(text)) >= 2 or re.search("[ãõ]", text):
        return "pt"
    return "en" if _LATIN_WORDS.search(text) else None


def _of_characters(text: str, likely: Language | None) -> Language:
    """Characters without kana are Chinese where they say so, or where Chinese was spoken or hinted at."""
    chinese = likely if likely in ("zh-Hans", "zh-Hant") else None
    if not chinese and not _CHINESE.search(text):
        return "ko" if _HANGUL.search(text) else "ja"
    simplified, traditional = len(_SIMPLIFIED.findall(text)), len(_TRADITIONAL.findall(text))
    if simplified == traditional:
        return chinese or "zh-Hans"
    return "zh-Hans" if simplified > traditional else "zh-Hant"


def _known(language: str) -> Language | None:
    return next((known for known in TONGUES if known == language), None)


def _hinted(hint: str) -> Language | None:
    """A platform's hint, such as zh-TW; a language that is not spoken here gets English."""
    lower = hint.lower()
    if not lower:
        return None
    found = (language for language, tongue in TONGUES.items() if lower.startswith(tongue.hints or ("-",)))
    return next(found, "zh-Hans" if lower.startswith("zh") else "en")
