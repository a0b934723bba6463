"""Indexes made from entries: everything that a search needs, read once."""

from collections.abc import Iterable, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from core.faq.bank import load_bank
from core.faq.encoder import Encoder, UniversalEncoder, Vectors
from core.faq.entries import Entry
from core.faq.gates import Gates, Naming, names_nothing
from core.faq.likelihood import load_weights
from core.faq.search import Held, Index, Learnt
from core.faq.space import load_space
from core.faq.vectors import VectorCache
from core.faq.words import Analyser, SudachiAnalyser, Wording
from core.messages import Language

_BLOCK = 256  # strangers compared at once: all of them with 25,000 ways to ask would fill the memory
_SAME = 0.7  # a stranger this close to a way to ask is none in this file


class Builder:
    """Makes indexes. `folder` is the content folder; vectors are kept in `cache`, where one is given."""

    def __init__(
        self, folder: Traversable, cache: Path | None = None, encoder: Encoder | None = None
    ) -> None:
        self._folder = folder
        self._encoder = encoder or UniversalEncoder()
        self._vectors = VectorCache(self._encoder, cache)
        self._banks: dict[Language, list[Wording]] = {}

    def learnt(self) -> Learnt:
        """Read from the content folder. Raises ContentError."""
        search = self._folder / "search"
        return Learnt(
            load_space(search / "space.npz", self._encoder.name), load_weights(search / "weights.json")
        )

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
        space = learnt.space
        analyser = SudachiAnalyser()
        ways = [
            [analyser.analyse(text) for text in dict.fromkeys((entry.question, *entry.variants))]
            for entry in entries
        ]
        answers = [analyser.analyse(entry.answer) for entry in entries]
        way_vectors = space.turn(self._encode(way for of_entry in ways for way in of_entry))
        bank = self._strangers(entries, analyser)
        bank_vectors = space.turn(self._encode(bank))
        kept = _strange(ways, answers, way_vectors, bank, bank_vectors)
        held = Held(
            entries=entries,
            ways=ways,
            way_vectors=way_vectors,
            answers=answers,
            answer_vectors=space.turn(self._encode(answers)),
            bank=[bank[at] for at in kept],
            bank_vectors=bank_vectors[kept],
        )
        gates = Gates(entries, naming, general=general)
        return Index(held, analyser, self._encoder, learnt, gates)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Of each text a vector in the space that searches use. Raises ContentError."""
        analyser = SudachiAnalyser()
        return self.learnt().space.turn(self._encode(analyser.analyse(text) for text in texts))

    def _encode(self, wordings: Iterable[Wording]) -> Vectors:
        return self._vectors.encode([wording.text for wording in wordings])

    def _strangers(self, entries: Sequence[Entry], analyser: Analyser) -> list[Wording]:
        """Those of the languages that the entries are written in, taken apart once."""
        languages: dict[Language, bool] = {
            "en": any(entry.question.isascii() for entry in entries),
            "ja": any(not entry.question.isascii() for entry in entries),
        }
        needed = [language for language, there in languages.items() if there]
        for language in needed:
            if language not in self._banks:
                bank = load_bank(self._folder / "negatives", language)
                self._banks[language] = [analyser.analyse(text) for text in bank]
        return [wording for language in needed for wording in self._banks[language]]


def _strange(
    ways: Sequence[Sequence[Wording]],
    answers: Sequence[Wording],
    way_vectors: Vectors,
    bank: Sequence[Wording],
    bank_vectors: Vectors,
) -> list[int]:
    """Strangers that are none of this file's matters: no way to ask is as close, and not all their words occur."""
    used = frozenset[str]().union(
        *(way.words for of_entry in ways for way in of_entry), *(answer.words for answer in answers)
    )
    blocks = range(0, len(bank), _BLOCK)
    closest = [row.max() for at in blocks for row in bank_vectors[at : at + _BLOCK] @ way_vectors.T]
    return [at for at, wording in enumerate(bank) if closest[at] < _SAME and not wording.words <= used]
