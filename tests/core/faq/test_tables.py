"""What an index looks things up in is worked out once."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import pytest

from core.encoder import Matrix, Vectors
from core.faq.entries import Entry
from core.faq.likelihood import ENTRY_FEATURES, NONE_FEATURES, Weights
from core.faq.sense import Learnt
from core.faq.space import Space
from core.faq.strange import Strangers
from core.faq.tables import Encoded, Held, TableCache, Tables, tables_of
from core.faq.words import Piece, Wording

ENTRY = (0.0,) * len(ENTRY_FEATURES)
NONE = (0.0,) * len(NONE_FEATURES)
WEIGHTS = Weights(ENTRY, ENTRY, ENTRY, NONE, NONE, NONE, 0.0)


class Named:
    """An encoder that is asked for nothing."""

    def __init__(self, name: str) -> None:
        self.name = name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Never called: all is encoded already."""
        raise NotImplementedError


def said(text: str, *words: str) -> Wording:
    """A wording with these words, of one piece, which sounds as it is written."""
    return Wording(text, frozenset(words), frozenset(), (Piece(text, text, True),))


def vectors(*rows: tuple[float, float]) -> Matrix:
    """A row for each."""
    return np.array(rows, np.float32)


def held(
    encoder: str = "one", turn: float = 1.0, answer: str = "答え", stranger: str = "駅", split: int = 1
) -> Held:
    """Two entries, of whose ways to ask the first has so many, and three strangers: the first means the same as a way,
    and all words of the second occur.
    """
    space = Space(np.zeros(2, np.float32), turn * np.eye(2, dtype=np.float32))
    ways = [said(text, text) for text in ("図書館", "本館", "窓口")]
    east, north = (1, 0), (0.1, 0.9)
    return Held(
        entries=[Entry(id=name, question="図書館", answer=answer) for name in "ab"],
        ways=[ways[:split], ways[split:]],
        answers=[said(answer, "詩"), said(answer, "詩")],
        bank=[said("書館", "本"), said("詩", "詩"), said(stranger, stranger)],
        encoded=[
            Encoded(
                Named(encoder),
                Learnt(space, WEIGHTS),
                vectors(east, east, east),
                vectors(east, east),
                Strangers(vectors(east, north, north)),
            )
        ],
    )


def twice(second: str) -> Held:
    """The same for two senses, the second with an encoder of that name."""
    whole = held()
    return whole._replace(encoded=[*whole.encoded, whole.encoded[0]._replace(encoder=Named(second))])


def far(whole: Held) -> Held:
    """The same texts with other vectors: who works tables out of them finds another stranger."""
    bank = Strangers(vectors(*[(0, 1)] * 3))
    return whole._replace(encoded=[each._replace(strangers=bank) for each in whole.encoded])


def same(one: Tables, other: Tables) -> bool:
    """Each number and each word."""
    lists = [
        [*each.taught, each.sounds.grams, each.sounds.weights, each.homophones, each.strangers]
        for each in (one, other)
    ]
    return repr(lists[0]) == repr(lists[1])


def test_strangers_are_those_that_mean_something_else() -> None:
    """And say something that the file does not."""
    assert tables_of(held()).strangers == [2]
    assert tables_of(far(held())).strangers == [0, 2]


def test_tables_are_worked_out_once(tmp_path: Path) -> None:
    """Of the same texts by the same encoders they come from the folder, with all that is in them."""
    first = TableCache("maker", tmp_path).tables(held())
    again = TableCache("maker", tmp_path).tables(far(held()))

    assert again.strangers == [2]
    assert same(first, again)
    assert again.sounds.alike("図書館").tolist() == first.sounds.alike("図書館").tolist()
    assert again.sounds.alike("図書館")[0] > again.sounds.alike("図書館")[1] == 0


@pytest.mark.parametrize(
    "other",
    [held("another encoder"), held(turn=2), held(answer="返事"), held(stranger="港"), held(split=2)],
)
def test_of_anything_else_they_are_worked_out_anew(tmp_path: Path, other: Held) -> None:
    """Of other texts, or of the same in other entries; for another encoder or in another space."""
    cache = TableCache("maker", tmp_path)
    cache.tables(held())

    assert cache.tables(far(other)).strangers == [0, 2]


def test_the_closer_sense_counts_too(tmp_path: Path) -> None:
    """Another encoder for it makes other tables."""
    cache = TableCache("maker", tmp_path)
    cache.tables(twice("one"))

    assert cache.tables(far(twice("other"))).strangers == [0, 2]


def test_what_something_else_took_apart_is_worked_out_anew(tmp_path: Path) -> None:
    """Its words are others."""
    TableCache("maker", tmp_path).tables(held())

    assert TableCache("other maker", tmp_path).tables(far(held())).strangers == [0, 2]


def test_tables_that_do_not_fit_are_worked_out_anew(tmp_path: Path) -> None:
    """Places outside the bank, or too few senses: a file that is damaged and can be read all the same."""
    cache = TableCache("maker", tmp_path)
    whole = cache.tables(held())
    file = next(tmp_path.glob("*.tables"))
    kept = msgspec.msgpack.decode(file.read_bytes())
    damages: list[dict[str, list[int]]] = [{"strangers": [3]}, {"strangers": [-1]}, {"taught": []}]
    for damage in damages:
        file.write_bytes(msgspec.msgpack.encode(kept | damage))
        assert same(cache.tables(held()), whole)


@pytest.mark.parametrize(
    "broken", [b"", b"no tables", msgspec.msgpack.encode([7]), msgspec.msgpack.encode({})]
)
def test_broken_tables_are_worked_out_anew(tmp_path: Path, broken: bytes) -> None:
    """It costs time and nothing else."""
    cache = TableCache("maker", tmp_path)
    whole = cache.tables(held())
    file = next(tmp_path.glob("*.tables"))
    kept = file.read_bytes()
    for bad in (broken, kept[:-1], kept.replace(b"<f4", b"<f9")):
        file.write_bytes(bad)
        assert same(cache.tables(held()), whole)
