"""Indexes made from entries: everything that a search needs, read once."""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.encoder import Encoder, UniversalEncoder, Vectors
from core.faq.bank import load_bank
from core.faq.entries import Entry
from core.faq.evidence import Strangers
from core.faq.gates import Gates, Naming, names_nothing
from core.faq.likelihood import load_weights
from core.faq.search import Held, Index, Learnt
from core.faq.space import Space, load_space
from core.faq.vectors import VectorCache
from core.faq.wordings import WordingCache
from core.faq.words import Analyser, SudachiAnalyser, SudachiDictionary, Wording
from core.messages import Language

_BLOCK = 256  # strangers compared at once: all of them with 25,000 ways to ask would fill the memory
_SAME = 0.7  # a stranger this close to a way to ask is none in this file


class _Texts(NamedTuple):
    """Texts taken apart, and their vectors."""

    wordings: Sequence[Wording]
    vectors: Vectors


class _Bank(NamedTuple):
    """All strangers of some languages, in one space."""

    wordings: Sequence[Wording]
    strangers: Strangers
    space: Space


class Builder:
    """Makes indexes. `folder` is the content folder; what is worked out of texts is kept in `cache`, where one is
    given.
    """

    def __init__(
        self, folder: Traversable, cache: Path | None = None, encoder: Encoder | None = None
    ) -> None:
        self._folder = folder
        self._encoder = encoder or UniversalEncoder()
        self._vectors = VectorCache(self._encoder, cache)
        self._wordings = WordingCache(cache)
        self._dictionary = SudachiDictionary()
        self._learnt: Learnt | None = None
        self._banks: dict[tuple[Language, ...], _Bank] = {}

    def learnt(self) -> Learnt:
        """Read from the content folder, once. Raises ContentError."""
        if self._learnt is None:
            search = self._folder / "search"
            space = load_space(search / "space.npz", self._encoder.name)
            self._learnt = Learnt(space, load_weights(search / "weights.json"))
        return self._learnt

    def index(
        self,
        entries: Sequence[Entry],
        *,
        naming: Naming = names_nothing,
        general: bool = True,
        learnt: Learnt | None = None,
    ) -> Index:
        """An index over these entries; see `Gates` for `naming` and `general`. Raises ContentError.

        May be made in another thread than it is used in.
        """
        learnt = learnt or self.learnt()
        analyser = SudachiAnalyser(self._dictionary)
        asked = [list(dict.fromkeys((entry.question, *entry.variants))) for entry in entries]
        ways = self._read([text for of_entry in asked for text in of_entry], analyser, learnt.space)
        answers = self._read([entry.answer for entry in entries], analyser, learnt.space)
        bank = self._bank(entries, analyser, learnt.space)
        kept = _strange(ways, answers, bank)
        wordings = iter(ways.wordings)
        held = Held(
            entries=entries,
            ways=[list(islice(wordings, len(of_entry))) for of_entry in asked],
            way_vectors=ways.vectors,
            answers=answers.wordings,
            answer_vectors=answers.vectors,
            bank=[bank.wordings[at] for at in kept],
            strangers=bank.strangers,
            kept=kept,
        )
        return Index(held, analyser, self._encoder, learnt, Gates(entries, naming, general=general))

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Of each text a vector in the space that searches use. Raises ContentError."""
        return self._read(texts, SudachiAnalyser(self._dictionary), self.learnt().space).vectors

    def _read(self, texts: Sequence[str], analyser: Analyser, space: Space) -> _Texts:
        wordings = self._wordings.analyse(texts, analyser)
        vectors = self._vectors.encode([wording.text for wording in wordings])
        return _Texts(wordings, space.turn(vectors))

    def _bank(self, entries: Sequence[Entry], analyser: Analyser, space: Space) -> _Bank:
        """The strangers of the languages that the entries are written in, read once for all indexes."""
        languages: dict[Language, bool] = {
            "en": any(entry.question.isascii() for entry in entries),
            "ja": any(not entry.question.isascii() for entry in entries),
        }
        needed = tuple(language for language, there in languages.items() if there)
        if needed not in self._banks or self._banks[needed].space is not space:
            banks = [load_bank(self._folder / "negatives", language) for language in needed]
            parts = [self._read(bank, analyser, space) for bank in banks]
            wordings = [wording for part in parts for wording in part.wordings]
            vectors = np.concatenate([part.vectors for part in parts])
            self._banks[needed] = _Bank(wordings, Strangers(vectors), space)
        return self._banks[needed]


def _strange(ways: _Texts, answers: _Texts, bank: _Bank) -> list[int]:
    """Strangers that are none of this file's matters: no way to ask is as close, and not all their words occur."""
    used = frozenset[str]().union(*(wording.words for wording in (*ways.wordings, *answers.wordings)))
    blocks = range(0, len(bank.wordings), _BLOCK)
    closest = [
        row.max() for at in blocks for row in bank.strangers.vectors[at : at + _BLOCK] @ ways.vectors.T
    ]
    return [
        at for at, wording in enumerate(bank.wordings) if closest[at] < _SAME and not wording.words <= used
    ]
