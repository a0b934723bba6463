"""JSON lines in, JSON lines out, in the same order: extract, ask, watch, check."""

import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from core.bot import Bot
from core.faq.search import Index
from core.faq.zones import zone
from core.messages import Judged, Message, Reply
from core.recognise.reader import Reader

T = TypeVar("T", bound=msgspec.Struct)
CHUNK = 1 << 16


class ExtractLine(msgspec.Struct, frozen=True):
    """A text to find numbers in."""

    id: str | int
    text: str


class AskLine(msgspec.Struct, frozen=True):
    """A message in a private conversation."""

    id: str | int
    text: str
    conversation: str | int = ""
    language: str = ""


class WatchLine(msgspec.Struct, frozen=True):
    """A message in a group."""

    id: str | int
    text: str
    conversation: str | int = ""
    sender: str | int = ""


def chunks(handle: int = 0) -> Iterator[list[bytes]]:
    """Lines as they arrive, many at a time where there are many, so that output is written as soon as
    no more input waits.
    """
    rest = b""
    while block := os.read(handle, CHUNK):
        *lines, rest = (rest + block).split(b"\n")
        yield lines
    if rest:
        yield [rest]


async def run_lines(
    kind: type[T], work: Callable[[T], Awaitable[dict[str, Any]]], batches: Iterable[list[bytes]]
) -> bool:
    """Answer each line on standard output; whether all were valid. Blank lines are skipped."""
    decode = msgspec.json.Decoder(kind).decode
    encode = msgspec.json.Encoder().encode
    valid = True
    for batch in batches:
        answers = []
        for line in batch:
            if line.strip():
                try:
                    row = decode(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    answers.append(encode({"id": _id(line), "error": str(error)}))
                    valid = False
                else:
                    answers.append(encode({"id": row.id, **await work(row)}))  # type: ignore[attr-defined]
        if answers:
            sys.stdout.buffer.write(b"\n".join(answers) + b"\n")
            sys.stdout.buffer.flush()
    return valid


def extractor(reader: Reader) -> Callable[[ExtractLine], Awaitable[dict[str, Any]]]:
    """The numbers of each text."""

    async def extract(line: ExtractLine) -> dict[str, Any]:
        return {
            "numbers": [
                {
                    "e164": found.e164,
                    "raw": found.raw,
                    "start": found.start,
                    "end": found.end,
                    "kind": found.kind,
                }
                for found in reader.read(line.text).numbers
            ]
        }

    return extract


def asker(bot: Bot, clock: Callable[[], float]) -> Callable[[AskLine], Awaitable[dict[str, Any]]]:
    """The answer to each message."""

    async def ask(line: AskLine) -> dict[str, Any]:
        message = Message(
            platform="lines",
            conversation=str(line.conversation),
            message_id=str(line.id),
            time=clock(),
            text=line.text,
            language=line.language,
        )
        reply = await bot.answer(message)
        return (
            answer_fields(reply)
            if reply
            else {"kind": "unknown", "text": "", "language": line.language or "ja"}
        )

    return ask


def faq_asker(index: Index, texts: dict[str, str]) -> Callable[[AskLine], Awaitable[dict[str, Any]]]:
    """The answer from one FAQ file and from nothing else. `texts` are those for "suggest" and "unknown"."""

    async def ask(line: AskLine) -> dict[str, Any]:
        hits = index.search(line.text)
        kind = zone(hits)
        answered = {"faq": hits[0].entry.id} if kind == "faq" else {}
        text = hits[0].entry.answer if kind == "faq" else texts[kind]
        language = hits[0].entry.language if kind == "faq" else line.language or "ja"
        score = round(hits[0].score, 4) if hits else 0.0
        suggestions = [hit.entry.id for hit in hits]
        return {
            "kind": kind,
            "text": text,
            **answered,
            "score": score,
            "suggestions": suggestions,
            "language": language,
        }

    return ask


def watcher(
    new_bot: Callable[[], Bot], clock: Callable[[], float], *, cooldown: bool
) -> Callable[[WatchLine], Awaitable[dict[str, Any]]]:
    """What the group watch does with each message. Without cooldown each line meets a bot that has not warned."""
    kept = new_bot()

    async def watch(line: WatchLine) -> dict[str, Any]:
        message = Message(
            platform="lines",
            conversation=str(line.conversation),
            sender=str(line.sender),
            message_id=str(line.id),
            time=clock(),
            text=line.text,
            group=True,
            addressed=False,
        )
        reply = await (kept if cooldown else new_bot()).answer(message)
        if reply is None or reply.kind != "warning":
            return {"action": "silent", "reasons": []}
        reasons = dict.fromkeys(code for number in reply.numbers for code in number.reasons)
        numbers = [judged_fields(number) for number in reply.numbers]
        return {"action": "warn", "reasons": list(reasons), "numbers": numbers, "text": reply.text}

    return watch


def answer_fields(reply: Reply) -> dict[str, Any]:
    """A reply as the contract's fields; those that do not apply are left out."""
    optional = {
        "numbers": [judged_fields(number) for number in reply.numbers],
        "faq": reply.faq,
        "score": round(reply.score, 4),
        "suggestions": list(reply.suggestions),
    }
    filled = {name: value for name, value in optional.items() if value}
    return {"kind": reply.kind, "text": reply.text, **filled, "language": reply.language}


def judged_fields(number: Judged) -> dict[str, Any]:
    """A number and its verdict as the contract's fields."""
    sources = [
        {name: value for name, value in msgspec.structs.asdict(source).items() if value}
        for source in number.sources
    ]
    owner = {"organisation": number.organisation} if number.organisation else {}
    return {
        "e164": number.e164,
        "verdict": number.verdict,
        **owner,
        "score": number.score,
        "reasons": list(number.reasons),
        "sources": sources,
    }


def _id(line: bytes) -> str | int | None:
    try:
        found = msgspec.json.decode(line)["id"]
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError, TypeError):
        return None
    return found if isinstance(found, str | int) else None
