"""The rich menu below a LINE chat: six tiles to touch, each with a name that screen readers say.

Source of sizes and limits: LINE Developers, Messaging API reference, "Rich menu", read 2026-11.
"""

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

import msgspec

from bots.line.actions import Json
from bots.line.limits import QUICK_LABEL, label
from core.answer.buttons import LASTING
from core.messages import Language
from core.texts import Texts

WIDTH, HEIGHT = 2500, 1686
OWN = "bangoban-"  # how the names of our menus and their aliases begin
COLUMNS, ROWS = (0, 833, 1667, WIDTH), (0, HEIGHT // 2, HEIGHT)
HALF = (ROWS[1] + ROWS[2]) // 2


class Tile(NamedTuple):
    """A part of the picture: its text's key, its colour (white words stand on it), where it is in pixels (from
    the left, from the top, to the right, to the bottom), and what touching it does.
    """

    key: str
    colour: str
    place: tuple[int, int, int, int]
    action: Json


def tiles(language: Language) -> Sequence[Tile]:
    """All tiles, in the order in which they are read out."""
    other: Language = "en" if language == "ja" else "ja"
    left, middle, right, end = COLUMNS
    top, centre, bottom = ROWS
    switch: Json = {"richMenuAliasId": alias(other), "data": f"{LASTING}:language:{other}"}
    return (
        Tile("number", "#1F4E8C", (left, top, middle, centre), _press("number", inputOption="openKeyboard")),
        Tile("calling", "#B3261E", (middle, top, right, centre), _press("guide", "during_call.0")),
        Tile("told", "#8F5200", (right, top, end, centre), _press("done")),
        Tile("police", "#37474F", (left, centre, middle, bottom), {"type": "uri", "uri": "tel:%239110"}),
        Tile("consumer", "#33607A", (middle, centre, right, bottom), {"type": "uri", "uri": "tel:188"}),
        Tile("large", "#5B2A86", (right, centre, end, HALF), _press("large", "on")),
        Tile("other", "#5A5F66", (right, HALF, end, bottom), {"type": "richmenuswitch", **switch}),
    )


def menu_of(texts: Texts, picture: bytes) -> Json:
    """The menu as LINE takes it. Its name tells one menu, with its picture, from another."""
    menu: Json = {
        "size": {"width": WIDTH, "height": HEIGHT},
        "selected": True,
        "chatBarText": label(texts.say("menu.bar"), 14),
        "areas": [_area(tile, texts) for tile in tiles(texts.language)],
    }
    digest = hashlib.sha256(msgspec.json.encode(menu) + picture).hexdigest()[:12]
    return {"name": f"{alias(texts.language)}-{digest}", **menu}


def alias(language: Language) -> str:
    """The name by which the other language's menu switches to this one."""
    return f"{OWN}{language}"


def picture_of(language: Language) -> bytes:
    """The menu's picture, a PNG that `./run line menu` made."""
    return (files("bots.line") / "pictures" / f"menu-{language}.png").read_bytes()


def _area(tile: Tile, texts: Texts) -> Json:
    left, top, right, bottom = tile.place
    name = label(texts.say(f"menu.{tile.key}"), QUICK_LABEL)
    shown: Json = {"displayText": name} if tile.action["type"] == "postback" else {}
    return {
        "bounds": {"x": left, "y": top, "width": right - left, "height": bottom - top},
        "action": {"label": name, **tile.action, **shown},
    }


def _press(action: str, argument: str = "", **more: str) -> Json:
    return {"type": "postback", "data": f"{LASTING}:{action}:{argument}", **more}
