"""What an index looks things up in, worked out of its texts and kept on disk: working it out takes seconds."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from core.encoder import Encoder, Vectors
from core.faq.entries import Entry
from core.faq.evidence import FEW, Corpus, Taught, teach
from core.faq.homophones import Homophones, homophones_of
from core.faq.kept import Kept
from core.faq.sense import Learnt
from core.faq.sounds import Sounds, sounds_of
from core.faq.strange import Strangers, strangers_of
from core.faq.words import Wording

_RULES = ("evidence.py", "homophones.py", "sounds.py", "strange.py", "tables.py")


class Encoded(NamedTuple):
    """An encoder with what was learnt for it, and its vectors of ways to ask, answers and the bank."""

    encoder: Encoder
    learnt: Learnt
    ways: Vectors
    answers: Vectors
    strangers: Strangers


class Held(NamedTuple):
    """What an index is made of: entries, their ways to ask and answers taken apart, all strangers there are, and all of
    it encoded for each sense, the cheapest first.
    """

    entries: Sequence[Entry]
    ways: Sequence[Sequence[Wording]]
    answers: Sequence[Wording]
    bank: Sequence[Wording]
    encoded: Sequence[Encoded]

    def corpora(self, kept: Sequence[int]) -> list[Corpus]:
        """The vectors of each sense. `kept`: the places in the bank of those that count."""
        owners = [place for place, of_entry in enumerate(self.ways) for _ in of_entry]
        return [Corpus(each.ways, owners, each.answers, each.strangers, kept) for each in self.encoded]


class Tables(msgspec.Struct, frozen=True):
    """`strangers`: the places in the bank of those that are none of the file's matters; `taught`: one for each sense."""

    strangers: list[int]
    homophones: Homophones
    sounds: Sounds
    taught: list[Taught]


class TableCache:
    """Works tables out, and keeps them in a folder, where one is given."""

    def __init__(self, maker: str, folder: Path | None = None) -> None:
        """`maker` names what took the texts apart."""
        rules = b"".join(files("core.faq").joinpath(name).read_bytes() for name in _RULES)
        self._kept = Kept(folder, ".tables", f"{maker} {hashlib.sha256(rules).hexdigest()}")

    def tables(self, held: Held) -> Tables:
        """Of these texts, from the folder where they are there."""
        key = list(_key(held))
        found = self._kept.read(key)
        if found is not None:
            with suppress(msgspec.MsgspecError, ValueError, TypeError):
                tables = msgspec.msgpack.decode(found, type=Tables, dec_hook=_array)
                if _fits(tables, held):
                    return tables
        tables = tables_of(held)
        self._kept.write(key, msgspec.msgpack.encode(tables, enc_hook=_plain))
        return tables


def tables_of(held: Held) -> Tables:
    """The tables of an index over these texts."""
    ways = [way for of_entry in held.ways for way in of_entry]
    usual = held.encoded[0]
    strangers = strangers_of(ways, usual.ways, held.answers, held.bank, usual.strangers.vectors)
    return Tables(
        strangers,
        homophones_of(ways, [held.bank[at] for at in strangers]),
        sounds_of([[way.sound for way in of_entry] for of_entry in held.ways], FEW),
        list(map(teach, held.corpora(strangers))),
    )


def _fits(tables: Tables, held: Held) -> bool:
    """Whether no place lies outside: a damaged file is worked out again."""
    places = [0, *tables.strangers]
    return min(places) >= 0 and max(places) < len(held.bank) and len(tables.taught) == len(held.encoded)


def _key(held: Held) -> Iterator[str]:
    """Everything that tables depend on: what turned the texts into vectors, and the texts, each in its part."""
    for each in held.encoded:
        yield each.encoder.name
        yield each.learnt.space.name
    for part in (*held.ways, held.answers, held.bank):
        yield str(len(part))
        yield from (wording.text for wording in part)


def _plain(array: object) -> tuple[str, tuple[int, ...], bytes]:
    """An array as msgpack holds it. Raises NotImplementedError for anything else."""
    if not isinstance(array, np.ndarray):
        raise NotImplementedError
    return array.dtype.str, array.shape, array.tobytes()


def _array(_: type, plain: Any) -> NDArray[Any]:
    """Raises ValueError, TypeError where it is none."""
    kind, shape, numbers = plain
    return np.frombuffer(numbers, kind).reshape(shape)
