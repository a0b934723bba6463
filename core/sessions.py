"""What a conversation remembers, and under which keys: hashes, so that a store holds no id of a person."""

import hashlib

import msgspec

from core.messages import Message
from core.watch.policy import Mode
from core.watch.settings import Proposal

TIME_TO_LIVE = 30 * 60  # seconds of silence after which a conversation starts anew


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """The thread of a conversation. `mark` is carried by every button, so that an old one is recognised.

    `numbers` and `organisation` (its id) are what was last spoken of, `message_id` the message that they
    came from. `offered` are the ids of the FAQ entries last offered, `further` those to offer next, `seen`
    those given or offered before, `entry` the one last given. `asked` is a question not answered yet.
    `time` is when that message was written or edited, `language` the one last spoken. `guide` and `step` are
    where the asker stands in what is done step by step. `claimed` is whom a caller claimed to be (an id, or a
    name that is not known), told before the number is; `caller` is whom the caller of `numbers` claimed to be.
    """

    mark: str
    language: str = ""
    numbers: tuple[str, ...] = ()
    organisation: str = ""
    offered: tuple[str, ...] = ()
    message_id: str = ""
    time: float = 0.0
    entry: str = ""
    further: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    asked: str = ""
    guide: str = ""
    step: int = 0
    claimed: str = ""
    caller: str = ""


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a person or a group has chosen, and of the last day when a group was warned of what and because of
    which messages (Unix seconds). `watch` and `muted_until` are the group's settings, `silenced` the patterns
    that were false alarms; `inviter` and `proposed` are keyed hashes of members, never ids.
    `hint` is the language that a person last wrote in, or that the platform told of at the first meeting; `large`
    asks for short lines of plain text.
    """

    language: str = ""
    hint: str = ""
    large: bool = False
    warned: dict[str, float] = {}
    warned_messages: dict[str, float] = {}
    watch: Mode = "warn"
    muted_until: float = 0.0
    silenced: tuple[str, ...] = ()
    inviter: str = ""
    proposed: Proposal | None = None


class Keys(msgspec.Struct, frozen=True):
    """Where the stores keep what belongs to a message's conversation and sender."""

    session: str
    preferences: str
    sender: str


class Claim(msgspec.Struct, frozen=True):
    """What is to happen once in a conversation, and which message makes it happen, as hashes."""

    key: str
    owner: str


def keys(message: Message, secret: bytes) -> Keys:
    """In a group each member has a session, and the group has one set of preferences."""
    person = f"{message.platform}\n{message.sender or message.conversation}"
    place = f"{message.platform}\n{message.conversation}"
    return Keys(
        session=_hash("session", f"{place}\n{message.sender}", secret),
        preferences=_hash("preferences", place if message.group else person, secret),
        sender=_hash("sender", person, secret),
    )


def claim(what: str, message: Message, secret: bytes) -> Claim:
    """The message's claim in its conversation. The same message again has the same."""
    place = f"{message.platform}\n{message.conversation}"
    return Claim(
        key=_hash("claim", f"{place}\n{what}", secret),
        owner=_hash("owner", f"{place}\n{message.message_id}\n{message.time}", secret),
    )


def new_mark(message: Message) -> str:
    """Four letters that tell this session's buttons from those of an earlier one."""
    return _hash("mark", f"{message.conversation}\n{message.message_id}\n{message.time}", b"")[:4]


def load_session(value: bytes | None, message: Message) -> Session:
    """The stored session, or a new one; what an older release stored and cannot be read is dropped."""
    try:
        return msgspec.msgpack.decode(value or b"", type=Session)
    except msgspec.DecodeError:
        return Session(mark=new_mark(message))


def load_preferences(value: bytes | None) -> Preferences:
    """The stored preferences, or none."""
    try:
        return msgspec.msgpack.decode(value or b"", type=Preferences)
    except msgspec.DecodeError:
        return Preferences()


def dump(value: Session | Preferences) -> bytes:
    """The bytes to store."""
    return msgspec.msgpack.encode(value)


def _hash(use: str, name: str, secret: bytes) -> str:
    digest = hashlib.blake2b(
        name.encode("utf-8", "replace"), digest_size=16, key=secret[:64], person=use[:16].encode()
    )
    return digest.hexdigest()
