"""The rich menus below a LINE chat: one of each language, and one to choose the language by. Each tile to touch
has a name that screen readers say.

Source of sizes and limits: LINE Developers, Messaging API reference, "Rich menu", read 2026-11.
"""

import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import NamedTuple

import msgspec

from bots.line.actions import Json
from bots.line.limits import QUICK_LABEL, label
from core.answer.buttons import LASTING
from core.language import TONGUES
from core.messages import Language
from core.texts import Texts

WIDTH, HEIGHT = 2500, 1686
OWN = "bangoban-"  # how the names of our menus and their aliases begin
COLUMNS, ROWS = (0, 833, 1667, WIDTH), (0, HEIGHT // 2, HEIGHT)
HALF = (ROWS[1] + ROWS[2]) // 2
CHOICE = "languages"  # the menu to choose a language by
CHOICES = ("#1F4E8C", "#33607A", "#5B2A86", "#8F5200")  # colours of its rows, two tiles each


class Tile(NamedTuple):
    """A part of the picture: its text's key, its colour (white words stand on it), where it is in pixels (from
    the left, from the top, to the right, to the bottom), and what touching it does.
    """

    key: str
    colour: str
    place: tuple[int, int, int, int]
    action: Json


def tiles() -> Sequence[Tile]:
    """All tiles of a language's menu, in the order in which they are read out."""
    left, middle, right, end = COLUMNS
    top, centre, bottom = ROWS
    return (
        Tile("number", "#1F4E8C", (left, top, middle, centre), _press("number", inputOption="openKeyboard")),
        Tile("calling", "#B3261E", (middle, top, right, centre), _press("guide", "during_call.0")),
        Tile("told", "#8F5200", (right, top, end, centre), _press("done")),
        Tile("police", "#37474F", (left, centre, middle, bottom), {"type": "uri", "uri": "tel:%239110"}),
        Tile("consumer", "#33607A", (middle, centre, right, bottom), {"type": "uri", "uri": "tel:188"}),
        Tile("large", "#5B2A86", (right, centre, end, HALF), _press("large", "on")),
        Tile("other", "#5A5F66", (right, HALF, end, bottom), _switch(CHOICE, "")),
    )


def choices() -> Sequence[Tile]:
    """The tiles of the menu to choose a language by; their keys are the languages."""
    down, half = [HEIGHT * row // len(CHOICES) for row in range(len(CHOICES) + 1)], WIDTH // 2
    return tuple(
        Tile(
            language,
            CHOICES[place // 2],
            (half * (place % 2), down[place // 2], half * (place % 2 + 1), down[place // 2 + 1]),
            _switch(language, language),
        )
        for place, language in enumerate(TONGUES)
    )


def menus(texts: Mapping[Language, Texts]) -> Mapping[str, tuple[Json, bytes]]:
    """All menus as LINE takes them, with their pictures, by their aliases."""
    pictures = {name: picture_of(name) for name in (*texts, CHOICE)}
    own = {
        alias(language): (menu_of(words, pictures[language]), pictures[language])
        for language, words in texts.items()
    }
    return own | {alias(CHOICE): (choice_of(pictures[CHOICE]), pictures[CHOICE])}


def menu_of(texts: Texts, picture: bytes) -> Json:
    """A language's menu as LINE takes it."""
    names = {tile.key: texts.say(f"menu.{tile.key}") for tile in tiles()}
    areas = [_area(tile, names[tile.key]) for tile in tiles()]
    return _menu(texts.language, texts.say("menu.bar"), areas, picture)


def choice_of(picture: bytes) -> Json:
    """The menu to choose a language by, as LINE takes it: each language in its own name."""
    areas = [_area(tile, tongue.name) for tile, tongue in zip(choices(), TONGUES.values(), strict=True)]
    return _menu(CHOICE, "Language", areas, picture)


def alias(name: str) -> str:
    """The name by which others switch to a language's menu, or to the choice; LINE takes small letters alone."""
    return f"{OWN}{name.lower()}"


def picture_of(name: str) -> bytes:
    """A menu's picture, a PNG that `./run line menu` made."""
    return (files("bots.line") / "pictures" / f"menu-{name}.png").read_bytes()


def _menu(name: str, bar: str, areas: Sequence[Json], picture: bytes) -> Json:
    """The name tells one menu, with its picture, from another."""
    menu: Json = {
        "size": {"width": WIDTH, "height": HEIGHT},
        "selected": True,
        "chatBarText": label(bar, 14),
        "areas": list(areas),
    }
    digest = hashlib.sha256(msgspec.json.encode(menu) + picture).hexdigest()[:12]
    return {"name": f"{alias(name)}-{digest}", **menu}


def _area(tile: Tile, name: str) -> Json:
    left, top, right, bottom = tile.place
    name = label(name, QUICK_LABEL)
    shown: Json = {"displayText": name} if tile.action["type"] == "postback" else {}
    return {
        "bounds": {"x": left, "y": top, "width": right - left, "height": bottom - top},
        "action": {"label": name, **tile.action, **shown},
    }


def _switch(name: str, language: str) -> Json:
    """Shows that menu at once, and tells the bot of it: of no language to be asked for one."""
    return {
        "type": "richmenuswitch",
        "richMenuAliasId": alias(name),
        "data": f"{LASTING}:language:{language}",
    }


def _press(action: str, argument: str = "", **more: str) -> Json:
    return {"type": "postback", "data": f"{LASTING}:{action}:{argument}", **more}
