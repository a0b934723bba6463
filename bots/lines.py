"""JSON lines in, JSON lines out, in the same order: extract, ask, watch, check."""

import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from core.bot import Bot
from core.faq.entries import Entry
from core.faq.search import Index
from core.faq.zones import zone
from core.language import language_of
from core.messages import Judged, Language, Message, Reply
from core.recognise.reader import Reader
from core.sessions import Preferences
from core.texts import Texts

T = TypeVar("T", bound=msgspec.Struct)
CHUNK = 1 << 16
SUGGESTED = 3


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
                    row = decode(mended(line))
                except (ValueError, RecursionError) as error:
                    answers.append(encode({"id": _id(line), "error": str(error) or "nested too deep"}))
                    valid = False
                    continue
                identity = row.id  # type: ignore[attr-defined]
                try:
                    answers.append(encode({"id": identity, **await work(row)}))
                except Exception as error:  # the lines after it are answered all the same
                    answers.append(encode({"id": identity, "error": f"not answered: {type(error).__name__}"}))
                    valid = False
        if answers:
            sys.stdout.buffer.write(b"\n".join(answers) + b"\n")
            sys.stdout.buffer.flush()
    return valid


def mended(line: bytes) -> bytes:
    """The line, with "?" for each half of a surrogate pair: somebody's text may hold one, and no decoder takes it."""
    if b"\\ud" not in line and b"\\uD" not in line:
        return line
    try:
        return json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "replace")
    except (ValueError, RecursionError):
        return line


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
        reply = await bot.answer(_private(line, clock))
        return (
            answer_fields(reply)
            if reply
            else {"kind": "unknown", "text": "", "language": line.language or "ja"}
        )

    return ask


def faq_asker(
    entries: Sequence[Entry], index: Index, texts: Mapping[Language, Texts]
) -> Callable[[AskLine], Awaitable[dict[str, Any]]]:
    """The answer from these entries and from nothing else; the closest ids always, best first."""

    async def ask(line: AskLine) -> dict[str, Any]:
        found = index.search(line.text)
        kind = zone(found)
        answered = {"faq": found.hits[0].entry.id} if kind == "faq" else {}
        spoken = language_of(_private(line, clock=lambda: 0.0), Preferences(), entry_language(entries))
        text = found.hits[0].entry.answer if kind == "faq" else texts[spoken].say(f"faq.{kind}")
        language = found.hits[0].entry.language if kind == "faq" else spoken
        score = round(found.hits[0].score, 4) if found.hits else 0.0
        close = [hit.entry.id for hit in found.hits]
        # An empty text is close to nothing: the first entries stand for the closest.
        suggestions = [*close, *(entry.id for entry in entries if entry.id not in close)][:SUGGESTED]
        return {
            "kind": kind,
            "text": text,
            **answered,
            "score": score,
            "suggestions": suggestions,
            "language": language,
        }

    return ask


def _private(line: AskLine, clock: Callable[[], float]) -> Message:
    return Message(
        platform="lines",
        conversation=str(line.conversation) or f"line {line.id}",  # a line without one is alone
        message_id=str(line.id),
        time=clock(),
        text=line.text,
        language=line.language,
    )


def entry_language(entries: Sequence[Entry]) -> Language:
    """The language of most entries: what is answered in where the question has none of its own."""
    english = sum(entry.language == "en" for entry in entries)
    return "en" if english > len(entries) / 2 else "ja"


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
        of_numbers = (code for number in reply.numbers for code in number.reasons)
        reasons = dict.fromkeys((*reply.reasons, *of_numbers))
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
        "reasons": list(reply.reasons),
    }
    filled = {name: value for name, value in optional.items() if value}
    if reply.scam is not None:
        filled["scam"] = reply.scam
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
    except (ValueError, RecursionError, KeyError, TypeError):
        return None
    return found if isinstance(found, str | int) else None
