"""The numbering plan of Japan: which numbers exist, what they are for, how people write them.

The plan is data under config/numbering/, each range with its source; this module reads, checks and
looks up. The longest prefix that fits decides.
"""

from importlib.resources import files
from typing import Literal, TypeVar

import msgspec

from core.content import ContentError, Problem, rows
from core.recognise.numbers import Kind

T = TypeVar("T", bound=msgspec.Struct)
Use = Literal["phone", "other", "number", "member", "unit", "short"]


class Range(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers with a common beginning. `lengths` count all digits, the leading 0 included, best first.

    `groups` is how people write such a number; the last group takes what is left over.
    """

    prefix: str
    lengths: tuple[int, ...]
    kind: Kind
    groups: tuple[int, ...]
    source: str


class Area(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Fixed lines with a common beginning: their area code, and the place in two languages.

    A prefix is up to six digits, since one area code may serve several places.
    """

    prefix: str
    area: str
    ja: str = ""
    en: str = ""


class ShortCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of three digits, or # and four, and whom it reaches."""

    code: str
    ja: str
    en: str
    source: str


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country by its ISO code, "001" for international services."""

    country: str
    ja: str
    en: str


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a part of the plan comes from."""

    id: str
    title: str
    url: str = ""
    date: str = ""
    licence: str = ""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that stand beside digits and say what they are."""

    use: Use
    words: tuple[str, ...]


class Line(msgspec.Struct, frozen=True):
    """What the plan says of digits that begin with 0: `why` tells what makes them unassigned."""

    kind: Kind
    lengths: tuple[int, ...]
    groups: tuple[int, ...]
    area: Area | None = None
    why: str = ""


_UNKNOWN_AREA = Line("unassigned", (10,), (3, 3, 4), None, "no_such_area")


class Plan:
    """The plan, ready for look-ups. Immutable after construction."""

    def __init__(
        self,
        ranges: list[Range],
        areas: list[Area],
        codes: list[ShortCode],
        countries: list[Country],
        words: list[Words],
        sources: list[Source] | None = None,
    ) -> None:
        self.codes = {row.code: row for row in codes}
        self.countries = {row.country: row for row in countries}
        self.sources = tuple(sources or ())
        self._words = {row.use: row.words for row in words}
        self._lines = {row.prefix: _range_line(row) for row in ranges}
        self._lines |= {row.prefix: _area_line(row) for row in areas}
        self._longest = max(map(len, self._lines), default=0)

    def words(self, use: Use) -> tuple[str, ...]:
        """The words of one use, in lower case and half width."""
        return self._words.get(use, ())

    def line(self, digits: str) -> Line:
        """What `digits` (0 first, as dialled in Japan) belong to; at least six digits decide fully."""
        for length in range(min(self._longest, len(digits)), 1, -1):
            found = self._lines.get(digits[:length])
            if found is not None:
                return _with_exchange(found, digits)
        return _UNKNOWN_AREA

    def written(self, digits: str, line: Line) -> str:
        """`digits` with hyphens, as people in Japan write that number."""
        parts, at = [], 0
        for size in line.groups[:-1]:
            parts.append(digits[at : at + size])
            at += size
        return "-".join(part for part in (*parts, digits[at:]) if part)


def load_plan() -> Plan:
    """The plan under config/numbering/. Raises ContentError with file, line and reason."""
    sources = _read("sources.yaml", Source)
    known = {source.id for source in sources}
    ranges = _read("ranges.yaml", Range)
    codes = _read("short_codes.yaml", ShortCode)
    strays = sorted({row.source for row in (*ranges, *codes)} - known)
    if strays:
        raise ContentError([Problem("sources.yaml", 1, f"no source with the id {stray}") for stray in strays])
    areas, countries = _read("areas.jsonl", Area), _read("countries.jsonl", Country)
    return Plan(ranges, areas, codes, countries, _read("words.yaml", Words), sources)


def _read(name: str, kind: type[T]) -> list[T]:
    return [row for _, row in rows(files("config") / "numbering" / name, kind)]


def _range_line(row: Range) -> Line:
    why = "no_such_range" if row.kind == "unassigned" else ""
    return Line(row.kind, row.lengths, row.groups, None, why)


def _area_line(row: Area) -> Line:
    return Line("fixed", (10,), (len(row.area), 6 - len(row.area), 4), row)


def _with_exchange(line: Line, digits: str) -> Line:
    # MIC's plan: the exchange after an area code begins with 2 to 9.
    if line.area is None or digits[len(line.area.area) : len(line.area.area) + 1] not in ("0", "1"):
        return line
    return Line("unassigned", line.lengths, line.groups, None, "forbidden_exchange")
