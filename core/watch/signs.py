"""Signs: what a message asks for, under what pressure, in whose name, through which channel, and how it speaks.

All words of all languages stand in one Aho-Corasick automaton, so that a message is read once, whatever the
number of words (docs/performance.md).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Literal, NamedTuple, get_args

import ahocorasick
import msgspec

from core.content import ContentError, Problem, rows
from core.heard import not_a_pattern
from core.watch.folding import Folding, Traced

Facet = Literal[
    "demand",  # what is asked for
    "pressure",  # what is threatened or promised
    "name",  # in whose name
    "channel",  # through which channel
    "doing",  # somebody is about to do what was asked, or says that it is no fraud; a sum of money
    "speech",  # a question, a warning, news, a joke, everyday life
]
FACETS: tuple[Facet, ...] = get_args(Facet)
Tongue = Literal["ja", "zh", "ko", "th", "en", "vi", "pt"]
TONGUES: tuple[Tongue, ...] = get_args(Tongue)
_LATIN: tuple[Tongue, ...] = ("en", "vi", "pt")
GAP = 22  # folded letters that may stand between the parts of a word
_BETWEEN, _GOES_ON = "~", "*"
_HANGUL, _THAI = re.compile("[가-힣]{2}"), re.compile("[ก-๙]{2}")
_KANA, _HAN = re.compile("[ぁ-ゖ]"), re.compile("[㐀-鿿]")
_JAPANESE_KANA = 8  # a Japanese text has more than a kana in so many letters
READ = 3000  # characters of a message that are read: no scam needs more


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sign: its name, which question it answers, and where no words tell it, a pattern of the text as written."""

    sign: str
    facet: Facet
    pattern: str = ""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of one language that show a sign."""

    sign: str
    words: tuple[str, ...]


class Found(NamedTuple):
    """A sign at its place in a folded text."""

    sign: int
    start: int
    end: int


class _Entry(NamedTuple):
    """One part of a word: `before` is the part that must stand shortly before it, `part` its own name to later parts."""

    sign: int
    bit: int
    tongue: int
    length: int
    begins: bool
    ends: bool
    before: int
    part: int


class Signs:
    """All signs and their words. Immutable; the same from any thread."""

    def __init__(
        self, signs: Sequence[Sign], words: Mapping[Tongue, Sequence[Words]], folding: Folding
    ) -> None:
        self.signs = tuple(signs)
        self.index: Mapping[str, int] = {row.sign: place for place, row in enumerate(signs)}
        self.folding = folding
        self._patterns = [
            (place, re.compile(row.pattern, re.IGNORECASE)) for place, row in enumerate(signs) if row.pattern
        ]
        self._parts = 0
        entries: dict[str, set[_Entry]] = {}
        for tongue, rows_ in words.items():
            for row in rows_:
                for word in row.words:
                    for text, entry in self._entries(self.index[row.sign], TONGUES.index(tongue), word):
                        entries.setdefault(text, set()).add(entry)
        self._automaton = ahocorasick.Automaton()
        for text, found in entries.items():
            self._automaton.add_word(text, tuple(found))
        self._automaton.make_automaton()

    def of(self, *names: str) -> int:
        """Signs by their names, or all of a facet by its name: a bit each. Raises KeyError for what is neither."""
        held = 0
        for name in names:
            places = [place for place, row in enumerate(self.signs) if row.facet == name] or [
                self.index[name]
            ]
            held |= sum(1 << place for place in places)
        return held

    def written(self, text: str) -> dict[int, re.Match[str]]:
        """The signs that are patterns of the text as written, each at its first place."""
        return {sign: match for sign, pattern in self._patterns if (match := pattern.search(text))}

    def present(self, folded: str) -> tuple[int, ...]:
        """The signs that a folded text may hold in each language that it may be in, a bit each; whether words
        stand whole is not looked at.
        """
        held = [0] * len(TONGUES)
        begun: set[int] = set()
        for _, entries in self._automaton.iter(folded):
            for entry in entries:
                if entry.before and entry.before not in begun:
                    continue
                if entry.part:
                    begun.add(entry.part)
                else:
                    held[entry.tongue] |= entry.bit
        return tuple(held[TONGUES.index(tongue)] for tongue in tongues_of(folded))

    def find(self, traced: Traced) -> list[Found]:
        """The signs of a text with their places, in the order of their ends; of languages with the same letters
        the one that more of the text is in.
        """
        found = self._matches(traced)
        letters = [sum(one.end - one.start for one in each) for each in found]
        tongues = [TONGUES.index(tongue) for tongue in tongues_of(traced.text)]
        return self._heard(found[max(tongues, key=lambda tongue: letters[tongue])])

    def _heard(self, found: list[Found]) -> list[Found]:
        """Without words of speech inside a longer sign: "do not" in "do not tell anybody" warns of nothing."""
        others = [one for one in found if self.signs[one.sign].facet != "speech"]
        return [
            one
            for one in found
            if self.signs[one.sign].facet != "speech"
            or not any(
                other.start <= one.start
                and one.end <= other.end
                and other.end - other.start > one.end - one.start
                for other in others
            )
        ]

    def _matches(self, traced: Traced) -> list[list[Found]]:
        found: list[list[Found]] = [[] for _ in TONGUES]
        ends: dict[int, int] = {}
        for last, entries in self._automaton.iter(traced.text):
            end = last + 1
            for entry in entries:
                start = end - entry.length
                if not _is_whole(traced, start, end, entry):
                    continue
                if entry.before:
                    since = ends.get(entry.before)
                    if since is None or not 0 <= start - since <= GAP:
                        continue
                if entry.part:
                    ends[entry.part] = end
                else:
                    found[entry.tongue].append(Found(entry.sign, start, end))
        return found

    def _entries(self, sign: int, tongue: int, word: str) -> Iterator[tuple[str, _Entry]]:
        """A word's parts. Latin letters need an edge of a word where the word begins and ends, unless it goes on."""
        pieces = word.split(_BETWEEN)
        before = 0
        for place, piece in enumerate(pieces):
            text = self.folding.fold(piece)
            part = 0
            if place < len(pieces) - 1:
                self._parts += 1
                part = self._parts
            begins = text[0].isascii()
            ends = text[-1].isascii() and not piece.rstrip().endswith(_GOES_ON)
            yield text, _Entry(sign, 1 << sign, tongue, len(text), begins, ends, before, part)
            before = part


def tongues_of(folded: str) -> Sequence[Tongue]:
    """The languages that a folded text may be in, by its letters."""
    if _HANGUL.search(folded):
        return ("ko",)
    if _THAI.search(folded):
        return ("th",)
    kana = len(_KANA.findall(folded))
    han = len(_HAN.findall(folded)) if kana * _JAPANESE_KANA < len(folded) else 0
    if kana and kana * _JAPANESE_KANA >= kana + han:
        return ("ja",)
    return ("zh",) if han or _HAN.search(folded) else _LATIN


def _is_whole(traced: Traced, start: int, end: int, entry: _Entry) -> bool:
    if entry.begins and _joins(traced, start - 1, start):
        return False
    return not (entry.ends and _joins(traced, end - 1, end))


def _joins(traced: Traced, left: int, right: int) -> bool:
    """Whether these neighbours in the folded text are letters of one Latin word, or figures of one number, as written."""
    if left < 0 or right >= len(traced.text):
        return False
    one, other = traced.text[left], traced.text[right]
    beside = traced.places[right] - traced.places[left] <= 1
    return beside and one.isascii() and other.isascii() and one.isdigit() == other.isdigit()


def load_signs(folder: Traversable, folding: Folding) -> Signs:
    """Read signs.yaml and signs/*.yaml. Raises ContentError: words for an unknown sign, or none that can be read."""
    file = folder / "signs.yaml"
    read = rows(file, Sign)
    signs = [row for _, row in read]
    known = {row.sign for row in signs}
    problems = [
        Problem(str(file), line, reason)
        for line, row in read
        if row.pattern and (reason := not_a_pattern(row.pattern))
    ]
    words: dict[Tongue, list[Words]] = {}
    for part in sorted((folder / "signs").iterdir(), key=lambda part: part.name):
        tongue = next((tongue for tongue in TONGUES if part.name == f"{tongue}.yaml"), None)
        if tongue is None:
            problems.append(
                Problem(str(part), 0, f"a file is named after its language: {', '.join(TONGUES)}")
            )
            continue
        for line, row in rows(part, Words):
            if row.sign not in known:
                problems.append(Problem(str(part), line, f"no sign {row.sign!r} in signs.yaml"))
            problems += [
                Problem(str(part), line, f"{word!r} has no letters")
                for word in row.words
                if not all(map(folding.fold, word.split(_BETWEEN)))
            ]
            words.setdefault(tongue, []).append(row)
    if problems:
        raise ContentError(problems)
    return Signs(signs, words, folding)
