"""Parameters of sendMessage as the bot sends them, strictly: what the page cannot show is an error.

Source: Telegram Bot API, sendMessage, "HTML style" and InlineKeyboardButton, read 2026-11.
"""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import Annotated, Any, Literal, NamedTuple

import msgspec

WebAddress = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s]+$")]


class UnknownMarkError(ValueError):
    """A text holds markup that is not known here, or that is not closed."""


class Known(msgspec.Struct, forbid_unknown_fields=True):
    """An object of which every field is known."""


class CopyText(Known):
    """A text for the clipboard."""

    text: str


class Key(Known):
    """A key with its work: one of three."""

    text: str
    callback_data: str = ""
    url: WebAddress = ""
    copy_text: CopyText | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a key that does nothing, or two things."""
        if sum(map(bool, (self.callback_data, self.url, self.copy_text))) != 1:
            raise ValueError("a key does one thing")


class Keyboard(Known):
    """Rows of keys below a message."""

    inline_keyboard: Sequence[Sequence[Key]]


class NoPreview(Known):
    """No picture of what a link leads to."""

    is_disabled: Literal[True]


class ReplyTo(Known):
    """Which message is answered."""

    message_id: int
    allow_sending_without_reply: bool = False


class Message(Known):
    """A message. Its text is HTML."""

    chat_id: int
    text: str
    parse_mode: Literal["HTML"]
    link_preview_options: NoPreview
    reply_markup: Keyboard | None = None
    reply_parameters: ReplyTo | None = None


class Span(NamedTuple):
    """Text with at most one mark."""

    text: str
    bold: bool = False
    link: str = ""


class _Marks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.spans: list[Span] = []
        self.open: list[Span] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        match tag, list(given):
            case "b", []:
                self.open.append(Span("", bold=True))
            case "a", ["href"] if (given["href"] or "").startswith(("http://", "https://")):
                self.open.append(Span("", link=given["href"] or ""))
            case _:
                raise UnknownMarkError(f"<{tag}>")
        if len(self.open) > 1:
            raise UnknownMarkError(f"<{tag}> within a mark")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or tag != ("b" if self.open[-1].bold else "a"):
            raise UnknownMarkError(f"</{tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        mark = self.open[-1] if self.open else Span("")
        self.spans.append(mark._replace(text=data))

    def handle_comment(self, data: str) -> None:
        raise UnknownMarkError("a comment")

    def handle_decl(self, decl: str) -> None:
        raise UnknownMarkError("a declaration")

    def handle_pi(self, data: str) -> None:
        raise UnknownMarkError("an instruction")

    def unknown_decl(self, data: str) -> None:
        raise UnknownMarkError("a declaration")


def read_messages(messages: Sequence[Mapping[str, Any]]) -> list[Message]:
    """The messages of several calls. Raises msgspec.ValidationError for whatever is not known here."""
    return msgspec.convert(messages, list[Message])


def spans_of(text: str) -> list[Span]:
    """A text in HTML as pieces with their marks. Raises UnknownMarkError."""
    marks = _Marks()
    marks.feed(text)
    marks.close()
    if marks.open:
        raise UnknownMarkError("a mark that is not closed")
    return marks.spans
