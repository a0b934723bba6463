"""The rich menu: its tiles, their names, its pictures."""

import itertools
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import pytest

from bots.drawing import page_of
from bots.line.menu import HEIGHT, WIDTH, menu_of, picture_of, tiles
from core.language import COMPLETE
from core.messages import Language
from core.texts import Texts, load_texts
from tests.bots.line.test_render import contrast
from tests.fakes.line_schema import PICTURE


@pytest.fixture(scope="module")
def texts() -> Mapping[Language, Texts]:
    return load_texts(files("config") / "locales")


@pytest.mark.parametrize("language", COMPLETE)
def test_the_tiles_cover_the_menu(language: Language) -> None:
    """No touch misses, and none hits two tiles."""
    places = [tile.place for tile in tiles(language)]

    area = sum((right - left) * (bottom - top) for left, top, right, bottom in places)
    assert area == WIDTH * HEIGHT
    for one, other in itertools.combinations(places, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("language", COMPLETE)
def test_every_tile_has_a_name_of_its_own(texts: Mapping[Language, Texts], language: Language) -> None:
    """A screen reader says what each tile is."""
    areas: Any = menu_of(texts[language], b"")["areas"]

    names = [area["action"]["label"] for area in areas]
    assert len(set(names)) == len(names) == 7
    assert names[0] == texts[language].say("menu.number")


@pytest.mark.parametrize("language", COMPLETE)
def test_the_menus_switch_to_each_other(texts: Mapping[Language, Texts], language: Language) -> None:
    """The last tile shows the other language's menu, and the bot goes on in it."""
    areas: Any = menu_of(texts[language], b"")["areas"]
    other = "en" if language == "ja" else "ja"

    assert areas[-1]["action"] == {
        "type": "richmenuswitch",
        "label": texts[language].say("menu.other"),
        "richMenuAliasId": f"bangoban-{other}",
        "data": f"-:language:{other}",
    }


@pytest.mark.parametrize("language", COMPLETE)
def test_contrast(language: Language) -> None:
    """White words stand on every tile with the contrast that WCAG 2.2 (1.4.3) asks for."""
    for tile in tiles(language):
        assert contrast("#FFFFFF", tile.colour) >= 4.5


@pytest.mark.parametrize("language", COMPLETE)
def test_the_picture_is_one_that_line_takes(language: Language) -> None:
    """A PNG of the menu's own size, within a megabyte."""
    picture = picture_of(language)

    assert picture.startswith(b"\x89PNG")
    assert len(picture) <= PICTURE
    assert [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)] == [WIDTH, HEIGHT]


@pytest.mark.parametrize("language", COMPLETE)
def test_what_is_drawn(texts: Mapping[Language, Texts], language: Language) -> None:
    """The picture shows each tile's name, and what it is about."""
    page = page_of(texts[language])

    for tile in tiles(language):
        assert texts[language].say(f"menu.{tile.key}").replace("'", "&#x27;") in page
    assert page.count("<section") == len(tiles(language))
