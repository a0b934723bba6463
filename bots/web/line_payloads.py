"""LINE's messages as the bot sends them, strictly: what the page cannot show is an error, and never left out.

Source: LINE Developers, Messaging API reference (message objects, Flex Messages, actions), read 2026-11.
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec

Colour = Annotated[str, msgspec.Meta(pattern="^#[0-9A-Fa-f]{6}$")]
Pixels = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,3}px$")]
WebAddress = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s]+$")]
CallOrWeb = Annotated[str, msgspec.Meta(pattern=r"^(https?://|tel:)[^\s]+$")]
GAPS: Mapping[str, str] = {"none": "0", "xs": "2px", "sm": "4px", "md": "8px", "lg": "12px", "xl": "16px"}


class Known(msgspec.Struct, forbid_unknown_fields=True, rename="camel"):
    """An object of which every field is known."""


class Postback(Known, tag="postback"):
    """Data that come back to the bot; `display_text` is said in the presser's name."""

    label: str
    data: str
    display_text: str


class Say(Known, tag="message"):
    """A text that is said in the presser's name."""

    label: str
    text: str


class Copy(Known, tag="clipboard"):
    """A text for the clipboard."""

    label: str
    clipboard_text: str


class Go(Known, tag="uri"):
    """An address to open: a page, or the dialler."""

    uri: CallOrWeb
    label: str = ""


Action = Postback | Say | Copy | Go


class FlexText(Known, tag="text"):
    """A text within a bubble."""

    text: str
    wrap: Literal[True]
    scaling: Literal[True]
    color: Colour
    size: Literal["xs", "sm", "md", "lg", "xl"]
    weight: Literal["regular", "bold"] = "regular"
    align: Literal["start", "end", "center"] = "start"
    decoration: Literal["none", "underline"] = "none"
    action: Go | None = None

    @property
    def css(self) -> str:
        """Its own style."""
        return f"color: {self.color}"


class FlexButton(Known, tag="button"):
    """A button within a bubble."""

    action: Action
    height: Literal["sm", "md"]
    scaling: Literal[True]
    adjust_mode: Literal["shrink-to-fit"]
    style: Literal["primary", "secondary"]
    color: Colour | None = None

    @property
    def css(self) -> str:
        """Its own style; LINE's where it has none."""
        return f"background-color: {self.color}" if self.color else ""


class Box(Known, tag="box"):
    """Components one below the other."""

    layout: Literal["vertical"]
    contents: Sequence["Box | FlexText | FlexButton"]
    background_color: Colour | None = None
    padding_all: Pixels | None = None
    corner_radius: Pixels | None = None
    spacing: Literal["none", "xs", "sm", "md", "lg", "xl"] = "none"

    @property
    def css(self) -> str:
        """Its own style."""
        given = {
            "gap": GAPS[self.spacing] if self.spacing != "none" else None,
            "background-color": self.background_color,
            "padding": self.padding_all,
            "border-radius": self.corner_radius,
        }
        return "; ".join(f"{name}: {value}" for name, value in given.items() if value)


class Bubble(Known, tag="bubble"):
    """A card."""

    size: Literal["mega"]
    header: Box | None = None
    body: Box | None = None
    footer: Box | None = None


class Carousel(Known, tag="carousel"):
    """Cards beside each other."""

    contents: Sequence[Bubble]


class QuickReply(Known, tag="action"):
    """An offer below the last message."""

    action: Action


class QuickReplies(Known):
    """What is offered below the last message."""

    items: Sequence[QuickReply]


class _Message(Known):
    quick_reply: QuickReplies | None = None
    quote_token: str = ""


class Text(_Message, tag="text", kw_only=True):
    """A text."""

    text: str


class Person(Known):
    """Who is meant."""

    type: Literal["user"]
    user_id: str


class Mention(Known, tag="mention"):
    """A person named in a text."""

    mentionee: Person


class TextV2(_Message, tag="textV2", kw_only=True):
    """A text with persons named in it, where `{name}` stands; a brace of its own is doubled."""

    text: str
    substitution: Mapping[str, Mention]


class Flex(_Message, tag="flex", kw_only=True):
    """Cards, and the text that stands for them in lists of talks and in notices."""

    alt_text: str
    contents: Bubble | Carousel

    @property
    def bubbles(self) -> Sequence[Bubble]:
        """The cards."""
        return self.contents.contents if isinstance(self.contents, Carousel) else (self.contents,)


def read_messages(messages: Sequence[Mapping[str, Any]]) -> list[Text | TextV2 | Flex]:
    """The messages of one call. Raises msgspec.ValidationError for whatever is not known here."""
    return msgspec.convert(messages, list[Text | TextV2 | Flex])
