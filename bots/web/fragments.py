"""The page and its bubbles as HTML. Everything that comes from outside is escaped by the templates."""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from bots.web.frames import LONGEST_TEXT, Frame, Why
from core.messages import Card, Language, Reply

# Beside an answer: its plain text, and that there is something to choose.
WORDS: Mapping[Language, Mapping[str, str]] = {
    "ja": {"plain": "文字だけで読む", "choices": "えらんで送る"},
    "ja-easy": {"plain": "もじだけで　よむ", "choices": "えらんで　おくる"},
    "en": {"plain": "Read as plain text", "choices": "Choose one"},
    "zh-Hans": {"plain": "只看文字", "choices": "请选择"},
    "zh-Hant": {"plain": "只看文字", "choices": "請選擇"},
    "ko": {"plain": "글자로만 읽기", "choices": "골라서 보내기"},
    "vi": {"plain": "Đọc bằng chữ", "choices": "Chọn một mục"},
    "pt": {"plain": "Ler só o texto", "choices": "Escolha uma opção"},
}

_HYPHENED = re.compile(r"(?<![\d-])(\+?\d{1,5}(?:-\d{1,8}){1,4})(?![\d-])")


class Fragments:
    """The templates, read once; one for the page, one for an answer, one for a note in grey or red."""

    def __init__(self) -> None:
        templates = Environment(
            loader=PackageLoader("bots.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        templates.filters["tel"] = tel_address
        templates.filters["around_numbers"] = around_numbers
        templates.tests["web_address"] = is_web_address
        templates.tests["card"] = lambda part: isinstance(part, Card)
        self._page = templates.get_template("page.html")
        self._reply = templates.get_template("reply.html")
        self._note = templates.get_template("note.html")

    def page(self) -> str:
        """The whole page, with no message in it yet."""
        return self._page.render(longest=LONGEST_TEXT)

    def reply(self, reply: Reply, frame: Frame) -> str:
        """The bubbles of an answer, and the choices under them."""
        return self._reply.render(reply=reply, asked=frame, words=WORDS[reply.language])

    def silence(self, frame: Frame) -> str:
        """A grey line for the tester: the bot was not addressed, or chose to say nothing."""
        return self._note.render(code=f"silent_{frame.room}")

    def refusal(self, why: Why) -> str:
        """A bubble that says why a message was not taken, and what to do."""
        return self._note.render(code=why)


def is_web_address(value: str) -> bool:
    """Whether a value may stand in a link: http or https, with a host."""
    try:
        address = urlsplit(value)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.hostname)


def around_numbers(text: str) -> list[str]:
    """The text in pieces: every second one is a telephone number with hyphens (lines break after them)."""
    return _HYPHENED.split(text)


def tel_address(number: str) -> str:
    """The tel: address of a number as dialled in Japan (#9110 needs its sign escaped, RFC 3966)."""
    return f"tel:{quote(number, safe='+*')}"
