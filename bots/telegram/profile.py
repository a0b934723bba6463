"""What Telegram shows of the bot before anybody writes to it: its commands, descriptions and menu button. Pure.

Source: Telegram Bot API, setMyCommands with BotCommandScope, setMyDescription, setMyShortDescription and
setChatMenuButton, read 2026-11.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bots.telegram.render import Params
from core.messages import Language
from core.texts import Texts

PRIVATE = ("start", "help", "check", "language", "large", "forget")
GROUP = ("check", "help", "language", "large", "forget")
ADMINISTRATORS = ("check", "watch", "help", "language", "large", "forget")
SCOPES: Mapping[str, Sequence[str]] = {
    "default": PRIVATE,
    "all_private_chats": PRIVATE,
    "all_group_chats": GROUP,
    "all_chat_administrators": ADMINISTRATORS,
}
# In a group, what concerns its sender alone is seen by nobody else, where the Bot API has that.
ALONE = ("help", "forget")


class Wish(NamedTuple):
    """Something that Telegram shall keep: what to ask for it and what to say, in which place (scope, language),
    the value to say, and what asking gives once it is so.
    """

    what: str
    ask: str
    tell: str
    place: Params
    value: Params
    kept: object


# Telegram knows languages by two letters of ISO 639-1 alone: one Chinese, one Japanese.
CODES: Mapping[Language, str] = {
    "ja": "ja",
    "en": "en",
    "zh-Hans": "zh",
    "ko": "ko",
    "vi": "vi",
    "pt": "pt",
}


def wishes(texts: Mapping[Language, Texts], default: Language, *, ephemeral: bool) -> list[Wish]:
    """All of it, in every language, and in `default` for everybody else. `ephemeral`: the Bot API has commands
    that only their sender and the bot see.
    """
    codes = {code: texts[language] for language, code in CODES.items() if language in texts}
    spoken = [({}, texts[default]), *(({"language_code": code}, words) for code, words in codes.items())]
    menu = {"type": "commands"}
    return [
        *(wish for place, words in spoken for wish in _of_language(place, words, ephemeral)),
        Wish("menu button", "getChatMenuButton", "setChatMenuButton", {}, {"menu_button": menu}, menu),
    ]


def _of_language(place: Params, texts: Texts, ephemeral: bool) -> Iterator[Wish]:
    which = place.get("language_code", "all other languages")
    for scope, names in SCOPES.items():
        alone = ALONE if ephemeral and "private" not in scope and scope != "default" else ()
        commands = [
            {
                "command": name,
                "description": texts.say(f"telegram.command.{name}"),
                **({"is_ephemeral": True} if name in alone else {}),
            }
            for name in names
        ]
        yield Wish(
            f"commands ({scope}, {which})",
            "getMyCommands",
            "setMyCommands",
            {"scope": {"type": scope}, **place},
            {"commands": commands},
            commands,
        )
    for name, method in (("description", "MyDescription"), ("short_description", "MyShortDescription")):
        said = {name: texts.say(f"telegram.{name}")}
        words = name.replace("_", " ")
        yield Wish(f"{words} ({which})", f"get{method}", f"set{method}", place, said, said)
