"""Indexes made from entries: everything that a search needs, read once."""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from core.content import ContentError, Problem
from core.encoder import Encoder, Vectors, load_encoder
from core.faq.bank import load_bank
from core.faq.entries import Entry
from core.faq.gates import Gates, Naming, names_nothing
from core.faq.likelihood import load_weights
from core.faq.search import Index
from core.faq.sense import Learnt
from core.faq.space import load_space
from core.faq.strange import Strangers
from core.faq.tables import Encoded, Held, TableCache
from core.faq.vectors import VectorCache
from core.faq.wordings import WordingCache
from core.faq.words import Analyser, SudachiAnalyser, SudachiDictionary, Wording
from core.messages import Language
from core.transformer import load_transformer

# In which questions are taken, the cheapest first; the folders of what was learnt for each.
SENSES = ("usual", "closely")
_MAKE = "is missing; make it: ./run bench fit_questions"


class _Texts(NamedTuple):
    """Texts taken apart, and their vectors for each sense."""

    wordings: Sequence[Wording]
    vectors: Sequence[Vectors]


class _Bank(NamedTuple):
    """All strangers of some languages, for each sense."""

    wordings: Sequence[Wording]
    strangers: Sequence[Strangers]
    learnt: Sequence[Learnt]


class Builder:
    """Makes indexes. `folder` is the content folder; what is worked out of texts is kept in `cache`, where one is
    given. `encoder` is for all questions, `closely` for those that it leaves in doubt.
    """

    def __init__(
        self,
        folder: Traversable,
        cache: Path | None = None,
        encoder: Encoder | None = None,
        closely: Encoder | None = None,
    ) -> None:
        self._folder = folder
        self.encoders = (
            encoder or load_encoder(Path(str(folder / "encoder")), cache),
            closely or load_transformer(Path(str(folder / "transformer"))),
        )
        self._vectors = [
            VectorCache(each, cache, folder / "search" / name / "vectors.npz")
            for name, each in zip(SENSES, self.encoders, strict=True)
        ]
        self._wordings = WordingCache(cache)
        self._tables = TableCache(self._wordings.maker, cache)
        self._dictionary = SudachiDictionary()
        self._learnt: Sequence[Learnt] = ()
        self._banks: dict[tuple[Language, ...], _Bank] = {}

    def learnt(self) -> Sequence[Learnt]:
        """For each sense; read from the content folder, once. Raises ContentError."""
        if not self._learnt:
            folders = [self._folder / "search" / name for name in SENSES]
            files = [folder / name for folder in folders for name in ("space.npz", "weights.json")]
            missing = [Problem(str(file), 0, _MAKE) for file in files if not file.is_file()]
            if missing:
                raise ContentError(missing)
            self._learnt = [
                Learnt(load_space(folder / "space.npz", each.name), load_weights(folder / "weights.json"))
                for folder, each in zip(folders, self.encoders, strict=True)
            ]
        return self._learnt

    def index(
        self,
        entries: Sequence[Entry],
        *,
        naming: Naming = names_nothing,
        general: bool = True,
        learnt: Sequence[Learnt] = (),
    ) -> Index:
        """An index over these entries; see `Gates` for `naming` and `general`. Raises ContentError.

        May be made in another thread than it is used in.
        """
        learnt = learnt or self.learnt()
        analyser = SudachiAnalyser(self._dictionary)
        asked = [list(dict.fromkeys((entry.question, *entry.variants))) for entry in entries]
        ways = self._read([text for of_entry in asked for text in of_entry], analyser, learnt)
        answers = self._read([entry.answer for entry in entries], analyser, learnt)
        bank = self._bank(entries, analyser, learnt)
        wordings = iter(ways.wordings)
        held = Held(
            entries,
            [list(islice(wordings, len(of_entry))) for of_entry in asked],
            answers.wordings,
            bank.wordings,
            [
                Encoded(*each)
                for each in zip(
                    self.encoders, learnt, ways.vectors, answers.vectors, bank.strangers, strict=False
                )
            ],
        )
        return Index(held, self._tables.tables(held), analyser, Gates(entries, naming, general=general))

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Of each text a vector in the space of the usual sense. Raises ContentError."""
        return self._read(texts, SudachiAnalyser(self._dictionary), self.learnt()[:1]).vectors[0]

    def _read(self, texts: Sequence[str], analyser: Analyser, learnt: Sequence[Learnt]) -> _Texts:
        wordings = self._wordings.analyse(texts, analyser)
        read = [wording.text for wording in wordings]
        return _Texts(
            wordings,
            [cache.encode(read, each.space) for each, cache in zip(learnt, self._vectors, strict=False)],
        )

    def _bank(self, entries: Sequence[Entry], analyser: Analyser, learnt: Sequence[Learnt]) -> _Bank:
        """The strangers of the languages that the entries are written in, read once for all indexes."""
        languages: dict[Language, bool] = {
            "en": any(entry.question.isascii() for entry in entries),
            "ja": any(not entry.question.isascii() for entry in entries),
        }
        needed = tuple(language for language, there in languages.items() if there)
        if needed not in self._banks or self._banks[needed].learnt is not learnt:
            banks = [load_bank(self._folder / "negatives", language) for language in needed]
            parts = [self._read(bank, analyser, learnt) for bank in banks]
            wordings = [wording for part in parts for wording in part.wordings]
            strangers = [
                Strangers(np.concatenate(vectors))
                for vectors in zip(*(part.vectors for part in parts), strict=True)
            ]
            self._banks[needed] = _Bank(wordings, strangers, learnt)
        return self._banks[needed]
