"""What the core reads and what it says: a Message comes in, a Reply or silence goes out.

No platform word stands here. An adapter turns its platform's event into a Message, and a Reply into
its platform's best form; everything it needs for that is in the Reply.
"""

from typing import Literal

import msgspec

Written = Literal["ja", "en"]  # what all content is written in
Language = Literal["ja", "ja-easy", "en", "zh-Hans", "zh-Hant", "ko", "vi", "pt"]

Happening = Literal[
    "said",  # someone wrote text
    "contact",  # someone shared a contact
    "pressed",  # someone pressed a button of ours
    "sent",  # a sticker, picture, voice, file: something that we cannot read
    "met",  # a person opened a private chat with the bot
    "joined",  # the bot was added to a group
    "withdrawn",  # someone took a message back
    "typed",  # someone is typing in another chat, to show there what is known of a number
    "moved",  # a group goes on under another name
]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened in a conversation.

    `conversation` and `sender` are opaque; together with `platform` they are unique. `time` is when it
    happened, in Unix seconds. `addressed` is true in private chats, and in groups where the bot is
    mentioned, replied to, or given a command; a prefix such as 番号番 is found by the core itself.
    `hears_all` is false where a group shows the bot only what is said to it. `moved_from` is the former name
    of a conversation that moved. `admin` says
    whether the sender administers the group, where the platform was asked and told.
    """

    platform: str
    conversation: str
    sender: str = ""
    message_id: str = ""
    time: float
    happening: Happening = "said"
    text: str = ""
    group: bool = False
    addressed: bool = True
    edited: bool = False
    contact: str = ""
    button: str = ""
    language: str = ""
    hears_all: bool = True
    moved_from: str = ""
    admin: bool | None = None


ButtonKind = Literal[
    "press",  # value comes back as Message.button; at most 64 bytes of UTF-8
    "say",  # value is said in the sender's name; at most 300 characters
    "link",  # value is an http or https address
    "call",  # value is a number to ring, as dialled in Japan: 0120629215, 110, #9110
    "copy",  # value goes to the clipboard; at most 256 characters
]


LABEL = 20  # characters of a button's label that every platform has room for


class Button(msgspec.Struct, frozen=True):
    """Something to press. The label says what happens. One of more than 20 characters should have a `short` one,
    for platforms that have no room for it.
    """

    label: str
    kind: ButtonKind
    value: str
    short: str = ""

    def label_within(self, longest: int) -> str:
        """The label where it has at most so many characters, or there is no other; else the short one."""
        return self.short if self.short and len(self.label) > longest else self.label


Verdict = Literal["official", "claimed", "unknown", "caution", "danger", "impossible"]


class Row(msgspec.Struct, frozen=True):
    """A line of a card: what it is about, and what is known."""

    label: str
    value: str


class SourceLine(msgspec.Struct, frozen=True):
    """Who says so: title, address where there is one, and the date on it ("" where it bears none)."""

    title: str
    url: str = ""
    date: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a number or a matter, on one screen.

    `headline` carries the verdict as icon and words (colour is the renderer's, and never alone).
    `advice` is what to do now, a short line each; `notes` qualify what the rows say.
    """

    title: str
    verdict: Verdict | None = None
    headline: str = ""
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    buttons: tuple[Button, ...] = ()


class Text(msgspec.Struct, frozen=True):
    """Plain text, lines separated by newlines."""

    text: str


class Headings(msgspec.Struct, frozen=True):
    """What the parts of a card are headed with, in the reply's language; `more` says that a text below
    has the rest. `reference` stands before the few letters by which an operator finds the event in the
    log; "" where an answer shows none.
    """

    advice: str = "What to do"
    sources: str = "Who says so"
    undated: str = "undated"
    more: str = "The rest is in the text below."
    reference: str = ""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A number that an answer speaks of, for programs. `reasons` are codes; `organisation` a name; `score`
    how much speaks against trusting a call that shows it, 0 to 100.
    """

    e164: str
    verdict: Verdict
    organisation: str = ""
    reasons: tuple[str, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    score: int = 0


ReplyKind = Literal[
    "lookup", "claim_check", "faq", "message_check", "command", "suggest", "unknown", "warning"
]


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """A complete answer.

    `parts` are shown in their order, `choices` are offered below them (at most 13). `text` says all of
    it in plain words: for screen readers, terminals and notifications. `quote` asks to answer as a
    reply to the message (groups). The rest is for programs: the kind of answer, the numbers it speaks
    of, the FAQ entry it gives, how sure that is (0 to 1), the ids of the closest entries, whether a message
    that was checked is a scam (None: none was), and why (codes). `leave`: the bot then leaves the group.
    """

    parts: tuple[Text | Card, ...]
    text: str
    choices: tuple[Button, ...] = ()
    language: Language = "ja"
    headings: Headings = Headings()
    quote: bool = False
    kind: ReplyKind = "command"
    numbers: tuple[Judged, ...] = ()
    faq: str = ""
    score: float = 0.0
    suggestions: tuple[str, ...] = ()
    scam: bool | None = None
    reasons: tuple[str, ...] = ()
    leave: bool = False
