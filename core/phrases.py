"""Short things that people say to steer a conversation, and what each means."""

import re
import unicodedata
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Literal, get_args

import msgspec

from core.content import ContentError, Problem, rows

Meaning = Literal[
    "first",
    "second",
    "third",
    "fourth",
    "middle",
    "last",
    "none",
    "other",
    "details",
    "stop",
    "next",
    "done",
    "closing",
    "nothing",
    "again",
]

_EDGES = " \t\r\n\u3000。、.,!?~〜ー…「」()"
_OPENERS = re.compile(
    r"^(?:じゃあ?|それじゃあ?|では|それでは|それで|それと|で、|えっと|えーと|ええと|あのう?、|あと、|ok,|well,?|so,?|and,?|please)\s*"
)
_CLOSERS = re.compile(
    r"(?:[をでがはに]?(?:お願い(?:します|いたします)|おねがいします|教えて(?:ください|下さい)?|見せて(?:ください)?|ください|下さい)"
    r"|です(?:か|ね|けど|が)?|でしょうか|ますか|かな|[,\s]+please)$"
)


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    means: Meaning
    words: tuple[str, ...]


class Phrases:
    """What whole messages mean, by their folded form."""

    def __init__(self, meanings: Mapping[str, Meaning]) -> None:
        self._meanings = {fold(words): meaning for words, meaning in meanings.items()}

    def read(self, text: str) -> Meaning | None:
        """The meaning of a message that is such a phrase and nothing else; None for every other."""
        for words in (fold(text), bare(text)):
            if words in self._meanings:
                return self._meanings[words]
        return None


def fold(text: str) -> str:
    """Normal width, small letters, no marks at the edges."""
    return unicodedata.normalize("NFKC", text).casefold().strip(_EDGES)


def bare(text: str) -> str:
    """The same without the politeness around it."""
    words = _OPENERS.sub("", fold(text))
    return _CLOSERS.sub("", words.strip(_EDGES)).strip(_EDGES)


def load_phrases(file: Traversable) -> Phrases:
    """Read config/phrases.yaml. Raises ContentError where a meaning has no phrase, or a phrase two meanings."""
    meanings: dict[str, Meaning] = {}
    problems = []
    for line, row in rows(file, _Row):
        for words in map(fold, row.words):
            if meanings.get(words, row.means) != row.means:
                problems.append(Problem(str(file), line, f"{words!r} already means {meanings[words]!r}"))
            meanings[words] = row.means
    problems += [
        Problem(str(file), 0, f"no phrase means {meaning!r}")
        for meaning in sorted(set(get_args(Meaning)) - set(meanings.values()))
    ]
    if problems:
        raise ContentError(problems)
    return Phrases(meanings)
