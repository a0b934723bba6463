"""The rich menus: their tiles, the tiles' names, the pictures."""

import itertools
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import pytest

from bots.drawing import page_of, page_of_choice
from bots.line.menu import (
    CHOICE,
    HEIGHT,
    WIDTH,
    Tile,
    alias,
    choice_of,
    choices,
    menu_of,
    menus,
    picture_of,
    tiles,
)
from core.language import TONGUES
from core.messages import Language
from core.texts import LANGUAGES, Texts, load_texts
from tests.bots.line.test_render import contrast
from tests.fakes.line_schema import PICTURE


@pytest.fixture(scope="module")
def texts() -> Mapping[Language, Texts]:
    return load_texts(files("config") / "locales")


@pytest.mark.parametrize("shown", [tiles(), choices()], ids=["menu", "choice"])
def test_the_tiles_cover_the_menu(shown: Sequence[Tile]) -> None:
    """No touch misses, and none hits two tiles."""
    places = [tile.place for tile in shown]

    area = sum((right - left) * (bottom - top) for left, top, right, bottom in places)
    assert area == WIDTH * HEIGHT
    for one, other in itertools.combinations(places, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tile_has_a_name_of_its_own(texts: Mapping[Language, Texts], language: Language) -> None:
    """A screen reader says what each tile is."""
    areas: Any = menu_of(texts[language], b"")["areas"]

    names = [area["action"]["label"] for area in areas]
    assert len(set(names)) == len(names) == 7
    assert names[0] == " ".join(texts[language].say("menu.number").split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_menu_leads_to_the_choice(texts: Mapping[Language, Texts], language: Language) -> None:
    """The last tile shows the menu to choose a language by, and has the bot ask for one."""
    areas: Any = menu_of(texts[language], b"")["areas"]

    assert areas[-1]["action"] == {
        "type": "richmenuswitch",
        "label": texts[language].say("menu.other"),
        "richMenuAliasId": "bangoban-languages",
        "data": "-:language:",
    }


def test_the_choice_leads_to_each_menu(texts: Mapping[Language, Texts]) -> None:
    """Each language stands there in its own name, shows its own menu, and the bot goes on in it."""
    areas: Any = choice_of(b"")["areas"]
    made = menus(texts)

    for area, (language, tongue) in zip(areas, TONGUES.items(), strict=True):
        assert area["action"]["label"] == tongue.name
        assert area["action"]["data"] == f"-:language:{language}"
        assert area["action"]["richMenuAliasId"] == alias(language) in made
    assert made.keys() == {alias(CHOICE), *map(alias, LANGUAGES)}
    assert len({menu["name"] for menu, _ in made.values()}) == len(made)


def test_contrast() -> None:
    """White words stand on every tile with the contrast that WCAG 2.2 (1.4.3) asks for."""
    for tile in (*tiles(), *choices()):
        assert contrast("#FFFFFF", tile.colour) >= 4.5


@pytest.mark.parametrize("name", [*LANGUAGES, CHOICE])
def test_the_picture_is_one_that_line_takes(name: str) -> None:
    """A PNG of the menu's own size, within a megabyte."""
    picture = picture_of(name)

    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= PICTURE
    assert [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)] == [WIDTH, HEIGHT]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_drawn(texts: Mapping[Language, Texts], language: Language) -> None:
    """The picture shows each tile's name, and what it is about."""
    page = page_of(texts[language])

    for tile in tiles():
        assert texts[language].say(f"menu.{tile.key}").replace("'", "&#x27;") in page
    assert page.count("<section") == len(tiles())
    assert f'lang="{language}"' in page  # by which the letters' shapes are chosen


def test_the_choice_is_drawn() -> None:
    """Each language's own name, in its own letters' shapes."""
    page = page_of_choice()

    for language, tongue in TONGUES.items():
        assert f'<b lang="{language}">{tongue.name}</b>' in page
