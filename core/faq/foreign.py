"""Words of a question that say that a file does not speak of it."""

from collections.abc import Mapping, Sequence

from core.faq.evidence import Words
from core.faq.words import Wording

_SHORT = 12  # letters up to which a single foreign thing counts in full: long questions tell of many


class Foreign:
    """The words of a file, and of the bank of strangers."""

    def __init__(self, ways: Sequence[Wording], answers: Sequence[Wording], bank: Sequence[Wording]) -> None:
        self._asked = frozenset[str]().union(*(way.words for way in ways))
        spoken_of = self._asked.union(*(answer.words for answer in answers))
        self._things = frozenset[str]().union(*(stranger.words for stranger in bank)) - spoken_of
        self._strangers = Words([dict.fromkeys(stranger.words, 1.0) for stranger in bank])

    def measures(self, wording: Wording, weights: Mapping[str, float]) -> tuple[float, float, float]:
        """The share of the weight that no way to ask has; whether it names a thing that the bank has and the file
        has not, less the longer it is; the largest share of the weight that one sentence of the bank has.
        """
        unheard = sum(weight for word, weight in weights.items() if word not in self._asked)
        named = not wording.things.isdisjoint(self._things)
        return (
            unheard / (sum(weights.values()) or 1.0),
            named * min(_SHORT / max(len(wording.text), 1), 1.0),
            float(self._strangers.covered(weights).max(initial=0.0)),
        )
