"""The page, and what platforms would be sent as HTML. Everything that comes from outside is escaped by the templates."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined

from bots.web import line_payloads, telegram_payloads
from bots.web.frames import LONGEST_TEXT, Frame, Shown, Why
from core.messages import Language

# Beside an answer: that there is something to choose, in quick replies and in keys.
WORDS: Mapping[Language, Mapping[str, str]] = {
    "ja": {"choices": "えらんで送る", "keyboard": "答えのボタン"},
    "ja-easy": {"choices": "えらんで　おくる", "keyboard": "こたえの　ボタン"},
    "en": {"choices": "Choose one", "keyboard": "Buttons of this answer"},
    "zh-Hans": {"choices": "请选择", "keyboard": "这个回答的按钮"},
    "zh-Hant": {"choices": "請選擇", "keyboard": "這個回答的按鈕"},
    "ko": {"choices": "골라서 보내기", "keyboard": "이 답변의 버튼"},
    "vi": {"choices": "Chọn một mục", "keyboard": "Các nút của câu trả lời"},
    "pt": {"choices": "Escolha uma opção", "keyboard": "Botões desta resposta"},
}
PieceKind = Literal["text", "number", "address"]
NAMES = {"hanako": "はなこ", "taro": "たろう"}
READERS: dict[str, Callable[..., list[Any]]] = {
    "line": line_payloads.read_messages,
    "telegram": telegram_payloads.read_messages,
}

# A web address, or a telephone number with hyphens.
_MARKED = re.compile(r"(https?://[^\s「」()<>、。]+)|(?<![\d-])(\+?\d{1,5}(?:-\d{1,8}){1,4})(?![\d-])")
_PLACES = re.compile(r"(\{\{|\}\}|\{\w+\})")


class Fragments:
    """The templates, read once; one for the page, one for each platform, one for a note in grey or red.

    `says` tells what a Telegram button with that callback data says in the presser's name ("": nothing).
    """

    def __init__(self, says: Callable[[str], str] = lambda _: "") -> None:
        templates = Environment(
            loader=PackageLoader("bots.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        templates.filters |= {
            "mentioning": mentioning,
            "name_of": NAMES.__getitem__,
            "pieces": pieces_of,
            "says": says,
            "spans": telegram_payloads.spans_of,
        }
        templates.tests["of_kind"] = lambda part, kind: part.__struct_config__.tag == kind
        self._page = templates.get_template("page.html")
        self._note = templates.get_template("note.html")
        self._looks = {name: templates.get_template(f"{name}.html") for name in READERS}

    def page(self) -> str:
        """The whole page, with no message in it yet."""
        return self._page.render(longest=LONGEST_TEXT)

    def answer(self, platform: str, shown: Shown, frame: Frame) -> str:
        """What that platform shows of its messages; a grey line where there are none. Raises ValueError
        (msgspec.ValidationError, UnknownMarkError) for what is not known here: nothing is left out.
        """
        messages = READERS[platform](shown.messages)
        if not messages:
            return self._note.render(code=f"silent_{frame.room}")
        words = WORDS[shown.language]
        return self._looks[platform].render(
            messages=messages, asked=frame, words=words, language=shown.language
        )

    def refusal(self, why: Why) -> str:
        """A bubble that says why a message was not taken, and what to do."""
        return self._note.render(code=why)


def pieces_of(text: str) -> Iterator[tuple[PieceKind, str]]:
    """The text in pieces. Both platforms make links of addresses; no line breaks inside a number with hyphens."""
    end = 0
    for found in _MARKED.finditer(text):
        yield "text", text[end : found.start()]
        yield ("address" if found[1] else "number"), found[0]
        end = found.end()
    yield "text", text[end:]


def mentioning(message: line_payloads.TextV2) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is the place of a person. Raises KeyError for any other place."""
    for piece in _PLACES.split(message.text):
        match piece:
            case "{{" | "}}":
                yield piece[0], False
            case _ if piece.startswith("{"):
                person = message.substitution[piece[1:-1]].mentionee.user_id.rpartition("/")[2]
                yield NAMES[person], True
            case _:
                yield piece, False
