"""The pictures of LINE's rich menu, drawn by Chromium: a developers' command; the bot carries the results."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

from bots.line.menu import CHOICE, HEIGHT, WIDTH, Tile, choices, tiles
from bots.web.chromium import chromium
from core.language import TONGUES
from core.messages import Language
from core.texts import Texts

FOLDER = Path(__file__).parent / "line" / "pictures"
STYLE = f"""
* {{ box-sizing: border-box; margin: 0; }}
body {{ background: #fff; color: #fff; font-family: "Noto Sans CJK JP", "Noto Sans JP", sans-serif;
  font-weight: 700; height: {HEIGHT}px; position: relative; width: {WIDTH}px; }}
:lang(zh-Hans) {{ font-family: "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }}
:lang(zh-Hant) {{ font-family: "Noto Sans CJK TC", "Noto Sans TC", sans-serif; }}
:lang(ko) {{ font-family: "Noto Sans CJK KR", "Noto Sans KR", sans-serif; }}
section {{ padding: 10px; position: absolute; }}
section > div {{ align-items: center; border-radius: 48px; display: flex; flex-direction: column; gap: 28px;
  height: 100%; justify-content: center; overflow-wrap: anywhere; text-align: center; text-wrap: balance; width: 100%;
  word-break: keep-all; }}
svg {{ fill: none; height: 260px; stroke: #fff; stroke-linecap: round; stroke-linejoin: round; stroke-width: 2;
  width: 260px; }}
b {{ font-size: 108px; line-height: 1.15; padding: 0 24px; }}
small {{ font-size: 76px; line-height: 1.2; padding: 0 24px; }}
"""
# Strokes in a square of 24 by 24. The two tiles of half height have no room for one.
SIGNS: Mapping[str, str] = {
    "number": '<circle cx="10" cy="10" r="7"/><path d="M15 15l6 6M7 8h6M7 12h4"/>',
    "calling": '<path d="M6 3h3l2 5-2.5 2a11 11 0 0 0 5.5 5.5L16 13l5 2v3a3 3 0 0 1-3 3A15 15 0 0 1 3 6a3 3 0 0 1 3-3z"/>'
    '<path d="M14 3a7 7 0 0 1 7 7M14 7a3 3 0 0 1 3 3"/>',
    "told": '<path d="M12 3l10 18H2z"/><path d="M12 10v5M12 18v.2"/>',
    "police": '<path d="M12 2l8 3v6c0 5-3.5 9-8 11-4.5-2-8-6-8-11V5z"/><path d="M12 7v6M12 16v.2"/>',
    "consumer": '<path d="M4 13v-1a8 8 0 0 1 16 0v1"/><rect x="2.5" y="13" width="4" height="6" rx="1.5"/>'
    '<rect x="17.5" y="13" width="4" height="6" rx="1.5"/><path d="M19.5 19c0 2-2 3-5 3"/>',
}


async def draw_menus(texts: Mapping[Language, Texts], folder: Path = FOLDER) -> list[Path]:
    """Write menu-<language>.png for each language, and menu-languages.png to choose one by; the files. Raises
    NoChromiumError.
    """
    made = []
    pages = {language: page_of(words) for language, words in texts.items()} | {CHOICE: page_of_choice()}
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, shown in pages.items():
            await page.set_content(shown)
            await page.evaluate("document.fonts.ready")
            made.append(folder / f"menu-{name}.png")
            await page.screenshot(path=made[-1])
    return made


def page_of(texts: Texts) -> str:
    """A language's picture as a page of HTML."""
    return _page(texts.language, "".join(_section(tile, _words(tile, texts)) for tile in tiles()))


def page_of_choice() -> str:
    """The picture to choose a language by, each in its own letters, as a page of HTML."""
    named = zip(choices(), TONGUES.items(), strict=True)
    return _page(
        "ja",
        "".join(_section(tile, f'<b lang="{key}">{escape(one.name)}</b>') for tile, (key, one) in named),
    )


def _page(language: str, parts: str) -> str:
    return f'<!doctype html><html lang="{language}"><style>{STYLE}</style><body>{parts}</body></html>'


def _words(tile: Tile, texts: Texts) -> str:
    about = f"menu.{tile.key}.about"
    under = f"<small>{escape(texts.say(about))}</small>" if texts.has(about) else ""
    return f"<b>{escape(texts.say(f'menu.{tile.key}'))}</b>{under}"


def _section(tile: Tile, words: str) -> str:
    left, top, right, bottom = tile.place
    place = f"left:{left}px;top:{top}px;width:{right - left}px;height:{bottom - top}px"
    sign = f'<svg viewBox="0 0 24 24">{SIGNS[tile.key]}</svg>' if tile.key in SIGNS else ""
    return f'<section style="{place}"><div style="background:{tile.colour}">{sign}{words}</div></section>'
