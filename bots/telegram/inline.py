"""What is shown while somebody types after the bot's name in another chat: a card for each number.

Source: Telegram Bot API, answerInlineQuery, InlineQueryResultArticle and InlineQueryResultsButton, and "Deep
linking" in its features, read 2026-11.
"""

import re
from collections.abc import Mapping

from bots.telegram.keyboard import Key, rows
from bots.telegram.markup import MORE, shorten, visible
from bots.telegram.render import Body, Params, body_of
from core.messages import Card, Language, Reply

CACHED = 30  # seconds: hours and lists change, and a number is typed letter by letter
MOST = 50  # results, and rows of one or two keys
LONGEST_TITLE = 64
LONGEST_DESCRIPTION = 255
LONGEST_LABEL = 64
CHECK = "check_"
DIALLED = re.compile("[0-9]{3,58}")  # of the 64 characters that a link to the bot may carry
IN_CHAT = (
    "link",
    "call",
    "copy",
)  # a press in another chat's message would not come with a chat to answer in
ASK: Mapping[Language, str] = {"ja": "🔎 番号番にきく", "en": "🔎 Ask Bangoban"}


def inline_answer(query_id: str, reply: Reply | None, username: str, body: Body = body_of) -> Params:
    """The parameters of answerInlineQuery: the reply's cards as results, or its text as what to do instead."""
    results = _results(reply, username, body) if reply else []
    hint = shorten(reply.text, LONGEST_LABEL) if reply and not results else ""
    button = {"button": {"text": hint, "start_parameter": "inline"}} if visible(hint) else {}
    # Personal: the language is the asker's own.
    return {
        "inline_query_id": query_id,
        "results": results,
        "cache_time": CACHED,
        "is_personal": True,
        **button,
    }


def link_to_bot(username: str, e164: str) -> str:
    """The address that opens the bot's chat and looks the number up there; "" where none can carry it."""
    dialled = f"0{e164[3:]}" if e164.startswith("+81") else e164.replace("+", "010", 1)
    fits = username and DIALLED.fullmatch(dialled)
    return f"https://t.me/{username}?start={CHECK}{dialled}" if fits else ""


def _results(reply: Reply, username: str, body: Body) -> list[Params]:
    cards = [part for part in reply.parts if isinstance(part, Card)]
    results = []
    for place, (card, number) in enumerate(zip(cards[:MOST], reply.numbers, strict=False)):
        (shown, *_) = body((card,), reply.text, reply.headings, reply.language)
        link = link_to_bot(username, number.e164)
        results.append({"id": str(place), **_result(card, shown, link, reply.language)})
    return results


def _result(card: Card, shown: Params, link: str, language: Language) -> Params:
    about = shorten(" ".join((card.headline, *(row.value for row in card.rows[:1]))), LONGEST_DESCRIPTION)
    title = shorten(card.title, LONGEST_TITLE)
    keys = _keys(card, link, language)
    marked = {name: value for name, value in shown.items() if name in ("parse_mode", "link_preview_options")}
    return {
        "type": "article",
        "title": title if visible(title) else MORE,
        "input_message_content": {"message_text": shown["text"], **marked},
        **({"description": about} if visible(about) else {}),
        **({"reply_markup": {"inline_keyboard": keys}} if keys else {}),
    }


def _keys(card: Card, link: str, language: Language) -> list[list[Key]]:
    own = rows((button for button in card.buttons if button.kind in IN_CHAT), language)
    asked: Key = {"text": ASK[language], "url": link}
    return [*own[: MOST - 1], *([[asked]] if link else [])]
