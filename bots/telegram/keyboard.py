"""Buttons as a keyboard under a message. What Telegram would refuse is left out.

Source: Telegram Bot API, InlineKeyboardButton and CopyTextButton, read 2026-11. It refuses tel: addresses,
so a number to ring is copied.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from bots.telegram.markup import UNSENDABLE, address, clean, shorten, units, visible
from bots.telegram.parse import SAY
from core.messages import Button, Language

Key = dict[str, object]

LONGEST_LABEL = 64
LONGEST_DATA = 64  # bytes of UTF-8
LONGEST_COPY = 256
HALF_A_ROW = 20  # columns of a label that is still read whole with another beside it, on a small phone
COPY: Mapping[Language, str] = {
    "ja": "📋 {number} をコピー",
    "ja-easy": "📋 {number} を　コピー",
    "en": "📋 Copy {number}",
    "zh-Hans": "📋 复制 {number}",
    "zh-Hant": "📋 複製 {number}",
    "ko": "📋 {number} 복사",
    "vi": "📋 Sao chép {number}",
    "pt": "📋 Copiar {number}",
}
DIALLED = re.compile(r"[0-9#+*][0-9-]*")


def rows(buttons: Iterable[Button], language: Language) -> list[list[Key]]:
    """The buttons as keys, two to a row where both labels are short."""
    laid: list[list[Key]] = []
    narrow = False  # whether the last row has room beside a short label
    for button in buttons:
        key = _key(button, language)
        if key is None:
            continue
        short = _short(str(key["text"]))
        if short and narrow:
            laid[-1].append(key)
            narrow = False
        else:
            laid.append([key])
            narrow = short
    return laid


def number_shown(button: Button) -> str:
    """The number of a `call` button as its label writes it, else as it is dialled."""
    value = clean(button.value)
    written = DIALLED.findall(clean(button.label))
    return next((text for text in written if text.replace("-", "") == value), value)


def _key(button: Button, language: Language) -> Key | None:
    label = shorten(button.label_within(LONGEST_LABEL), LONGEST_LABEL)
    match button.kind:
        case "press":
            return _callback(label, button.value)
        case "say":
            return _callback(label, SAY + button.value) if button.value else None
        case "link":
            url = address(button.value)
            return {"text": label, "url": url} if url and visible(label) else None
        case "call":
            text = COPY[language].format(number=number_shown(button))
            return _copy(shorten(text, LONGEST_LABEL), button.value)
        case "copy":
            return _copy(label, button.value)


def _callback(label: str, data: str) -> Key | None:
    """The data comes back as it is, so it is whole or not at all."""
    fits = 1 <= len(data.encode("utf-8", "replace")) <= LONGEST_DATA and not UNSENDABLE.search(data)
    return {"text": label, "callback_data": data} if fits and visible(label) else None


def _copy(label: str, value: str) -> Key | None:
    text = clean(value)
    fits = visible(text) and units(text) <= LONGEST_COPY
    return {"text": label, "copy_text": {"text": text}} if fits and visible(label) else None


def _short(label: str) -> bool:
    columns = 2 * len(label)
    if columns > HALF_A_ROW:
        columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in label)
    return columns <= HALF_A_ROW
