"""Patterns of what people say in languages beside Japanese and English, each tried on texts in its own letters."""

import re
import unicodedata
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from core.content import ContentError, Problem, rows
from core.messages import Language

READ = 2000  # characters of a message: what is urgent is said early
LATIN: tuple[Language, ...] = ("vi", "pt")
CHINESE: tuple[Language, ...] = ("zh-Hans", "zh-Hant")
HEARD: tuple[Language, ...] = ("ja-easy", *CHINESE, "ko", *LATIN)
_HANGUL, _HAN, _HIRAGANA = re.compile("[가-힣]"), re.compile("[㐀-鿿]"), re.compile("[ぁ-ゖ]")
_LATIN_WORD = re.compile(r"[^\W\d_]{2,}")
_ENGLISH = re.compile(r"\b(?:the|is|my|they|was|you|your|and|have|should|what|this|that|with)\b")
_FEW = 2  # such words are in a text of another language by chance
_SPACES = re.compile(r"[^\S\n]+")
_JAPANESE = 3  # a text with more than a hiragana in so many letters is Japanese, whatever else it quotes
_SENTENCE = re.compile(r"[。.!?\n…]+(?!\d)")

Row = TypeVar("Row", bound=msgspec.Struct)


def folded(text: str) -> str:
    """The text's beginning in normal width and small letters, with the straight apostrophe that few phones write."""
    return unicodedata.normalize("NFKC", text[:READ]).casefold().replace("’", "'")


def bare(text: str) -> str:
    """Without the marks on Latin letters, which many do not type."""
    apart = unicodedata.normalize("NFD", text).replace("đ", "d")
    return unicodedata.normalize(
        "NFC", "".join(letter for letter in apart if not unicodedata.combining(letter))
    )


def spoken_in(text: str) -> tuple[Language, ...]:
    """The languages beside Japanese and English that a folded text may be in, by its letters."""
    han, hiragana = len(_HAN.findall(text)), len(_HIRAGANA.findall(text))
    return (
        *(("ja-easy",) if hiragana > han else ()),
        *(CHINESE if han and hiragana * _JAPANESE <= han + hiragana else ()),
        *(("ko",) if _HANGUL.search(text) else ()),
        *(LATIN if not _HANGUL.search(text) and _is_latin(text) else ()),
    )


def _is_latin(text: str) -> bool:
    """Whether there are words in Latin letters, and those not English."""
    return len(_LATIN_WORD.findall(text)) > 1 and len(_ENGLISH.findall(text)) < _FEW


def pattern_of(text: str, language: Language) -> re.Pattern[str]:
    """The pattern as texts of that language are read. Raises re.error."""
    return re.compile(bare(text) if language in LATIN else text, re.MULTILINE)


def as_read(text: str, language: Language) -> str:
    """A folded text as the patterns of that language read it."""
    if language == "ja-easy":
        return _SPACES.sub("", text)  # it is written with spaces between words
    return bare(text) if language in LATIN else text


def sentences(text: str) -> Iterator[str]:
    """The parts of a text between marks that end one."""
    return (part for part in _SENTENCE.split(text) if part.strip())


def rows_by_language(folder: Traversable | None, kind: type[Row]) -> Iterator[tuple[Language, str, int, Row]]:
    """The rows of each language's file in that folder, with file and line. Raises ContentError."""
    for file in sorted(folder.iterdir(), key=lambda file: file.name) if folder else ():
        language = next((one for one in HEARD if file.name == f"{one}.yaml"), None)
        if language is None:
            named = f"a file is named after its language: {', '.join(HEARD)}"
            raise ContentError([Problem(str(file), 0, named)])
        for line, row in rows(file, kind):
            yield language, str(file), line, row


def not_a_pattern(pattern: str, language: Language = "ja") -> str:
    """Why that is no regular expression, or ""."""
    try:
        pattern_of(pattern, language)
    except re.error as error:
        return f"not a pattern: {pattern[:40]!r}: {error}"
    return ""
