"""The operator's notebook: counts, notes, and forgetting."""

import asyncio
from pathlib import Path

import msgspec
from prometheus_client import CollectorRegistry, Counter

from bots.notebook import FileNotebook
from core.notebook import Note


def note(owner: str, text: str) -> Note:
    return Note(owner=owner, date="2026-11-24", language="ja", topic="other", text=text)


def notebook(folder: Path) -> tuple[FileNotebook, Path, CollectorRegistry]:
    registry = CollectorRegistry()
    file = folder / "data" / "questions.jsonl"
    return FileNotebook(file, Counter("missed", "m", ["topic"], registry=registry)), file, registry


def texts(file: Path) -> list[str]:
    return [msgspec.json.decode(line, type=Note).text for line in file.read_bytes().splitlines()]


async def test_notes_stand_a_line_each_for_their_owner_alone_to_read(tmp_path: Path) -> None:
    """Each note is a line of JSON in a file that other users of the machine cannot read."""
    book, file, _ = notebook(tmp_path)

    await asyncio.gather(*(book.keep(note("a", f"質問{number}")) for number in range(5)))

    assert sorted(texts(file)) == [f"質問{number}" for number in range(5)]
    assert file.stat().st_mode & 0o077 == 0


async def test_what_is_forgotten_is_gone_and_the_rest_stays(tmp_path: Path) -> None:
    """Forgetting deletes the owner's notes alone, past a line that a kill has cut short."""
    book, file, _ = notebook(tmp_path)
    assert await book.forget("a") == 0
    await book.keep(note("a", "mine"))
    await book.keep(note("b", "theirs"))
    await book.keep(note("a", "mine too"))
    with file.open("ab") as notes:
        notes.write(b'{"owner": "a"\n')

    assert await book.forget("a") == 2
    assert file.read_bytes().count(b"mine") == 0
    assert b"theirs" in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert await book.forget("a") == 0


async def test_what_was_not_answered_is_counted_by_topic(tmp_path: Path) -> None:
    """The count carries the topic and nothing else."""
    book, file, registry = notebook(tmp_path)

    book.count("fraud")
    book.count("fraud")

    assert registry.get_sample_value("missed_total", {"topic": "fraud"}) == 2
    assert not file.exists()
