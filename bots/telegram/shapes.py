"""The fields of Telegram's updates that the bot reads; all others are skipped.

Source: Telegram Bot API, types Update, Message, MessageEntity, CallbackQuery, InlineQuery and ChatMemberUpdated,
read 2026-11.
"""

import msgspec

ADMINS = frozenset({"creator", "administrator"})
NOT_IN_A_CHAT = frozenset({"left", "kicked"})


class Me(msgspec.Struct, frozen=True):
    """The bot itself, as getMe tells. Until it has told, nothing mentions the bot."""

    id: int = 0
    username: str = ""
    can_read_all_group_messages: bool = False


class User(msgspec.Struct):
    """Who did it."""

    id: int
    is_bot: bool = False
    language_code: str = ""


class Chat(msgspec.Struct):
    """Where."""

    id: int
    type: str


class Entity(msgspec.Struct):
    """A marked place of a text; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    user: User | None = None


class Contact(msgspec.Struct):
    """A shared contact."""

    phone_number: str = ""


class Original(msgspec.Struct):
    """The message that was replied to."""

    sender: User | None = msgspec.field(default=None, name="from")


class Written(msgspec.Struct):
    """A message."""

    chat: Chat
    message_id: int = 0
    sender: User | None = msgspec.field(default=None, name="from")
    sender_chat: Chat | None = None
    date: int = 0
    edit_date: int = 0
    is_topic_message: bool = False
    message_thread_id: int | None = None
    reply_to_message: Original | None = None
    text: str = ""
    entities: list[Entity] = []
    caption: str = ""
    caption_entities: list[Entity] = []
    contact: Contact | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    ephemeral_message_id: int | None = None


class Query(msgspec.Struct):
    """A button pressed; `message` is the one that it hangs under."""

    id: str
    sender: User = msgspec.field(name="from")
    message: Written | None = None
    data: str = ""


class Inquiry(msgspec.Struct):
    """What somebody is typing after the bot's name, in any chat."""

    id: str
    sender: User = msgspec.field(name="from")
    query: str = ""


class Member(msgspec.Struct):
    """What somebody is in a chat."""

    status: str
    is_member: bool = True

    @property
    def present(self) -> bool:
        """Whether that is in the chat at all."""
        return self.status not in NOT_IN_A_CHAT and self.is_member


class Membership(msgspec.Struct):
    """A change of what the bot is in a chat."""

    chat: Chat
    sender: User = msgspec.field(name="from")
    old: Member = msgspec.field(name="old_chat_member")
    new: Member = msgspec.field(name="new_chat_member")
    date: int = 0


class Update(msgspec.Struct):
    """An update of one of the kinds that are asked for."""

    message: Written | None = None
    edited_message: Written | None = None
    callback_query: Query | None = None
    inline_query: Inquiry | None = None
    my_chat_member: Membership | None = None


class Named(msgspec.Struct):
    """The names of a message's fields tell what kind it is."""

    message: dict[str, msgspec.Raw] = {}
