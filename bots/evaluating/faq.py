"""`eval faq FILE`: how good answers to a file of questions are, as figures and a picture."""

import asyncio
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from bots.answering import faq_index, now
from bots.evaluating.picture import draw
from bots.evaluating.questions import Asked, Judged, Quality, judged, load_questions, quality
from bots.evaluating.report import report
from bots.registry import informed
from core.bot import Bot
from core.faq.entries import load_faq
from core.messages import Message


def evaluate(file: Path, faq: Path | None, picture: Path | None) -> int:
    """Print the figures, of each style too, and write the picture. Raises ContentError.

    With `faq` the questions are put to that file's entries alone, else to the whole bot.
    """
    asked = load_questions(file)
    results = _searched(asked, faq) if faq else asyncio.run(informed(lambda make: _answered(make, asked)))
    if not results:
        sys.stderr.write(f"{file}: no questions\n")
        return 1
    return report(_lines(results), draw(results, title=file.stem), file, picture)


def _searched(asked: Iterable[Asked], faq: Path) -> list[Judged]:
    entries = load_faq(faq)
    index = faq_index(entries)
    return [judged(each, index.search(each.text)) for each in asked]


async def _answered(make: Callable[[], Bot], asked: Iterable[Asked]) -> list[Judged]:
    bot = make()
    return [await _ask(bot, place, each) for place, each in enumerate(asked)]


async def _ask(bot: Bot, place: int, asked: Asked) -> Judged:
    """Each question in a conversation of its own."""
    reply = await bot.answer(
        Message(
            platform="eval",
            conversation=str(place),
            message_id=str(place),
            time=now(),
            text=asked.text,
            language=asked.language,
        )
    )
    if reply is None:
        return Judged(asked, (), 0.0, answered=False)
    ids = dict.fromkeys((*([reply.faq] if reply.faq else []), *reply.suggestions))
    return Judged(asked, tuple(ids), reply.score, answered=bool(reply.faq))


def _lines(results: Sequence[Judged]) -> list[str]:
    unanswerable = sum(each.asked.faq is None for each in results)
    styles = dict.fromkeys(each.asked.style for each in results if each.asked.style and each.asked.faq)
    by_style = {style: quality([each for each in results if each.asked.style == style]) for style in styles}
    return [
        f"{len(results)} questions, {unanswerable} of them unanswerable",
        *_named(quality(results)),
        *(
            f"  {style:12} first {found.first:6.1%}   three {found.three:6.1%}   right {found.right:6.1%}"
            for style, found in by_style.items()
        ),
    ]


def _named(found: Quality) -> list[str]:
    return [
        f"right first                        {found.first:6.1%}",
        f"right among three                  {found.three:6.1%}",
        f"answered right                     {found.right:6.1%}",
        f"answered wrong                     {found.wrong:6.1%}",
        f"unanswerable answered              {found.strangers:6.1%}",
        f"answered right where 5 % of the unanswerable are answered  {found.right_at_5:6.1%} (wrong {found.wrong_at_5:.1%})",
        f"expected calibration error         {found.error:6.3f}",
    ]
