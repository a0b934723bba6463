"""The numbering plan of Japan: which numbers exist, what they are for, how people write them.

The plan is data under config/numbering/, each range with its source; this module reads, checks and
looks up. The longest prefix that fits decides.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal, TypeVar

import msgspec

from core.content import ContentError, Problem, rows
from core.recognise.numbers import Kind

T = TypeVar("T", bound=msgspec.Struct)
Use = Literal["phone", "other", "thing", "number", "member", "unit", "short"]


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


class Tables(msgspec.Struct, frozen=True, kw_only=True):
    """All that the plan is made of."""

    ranges: tuple[Range, ...]
    areas: tuple[Area, ...]
    codes: tuple[ShortCode, ...]
    countries: tuple[Country, ...]
    words: tuple[Words, ...]
    sources: tuple[Source, ...] = ()


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

    def __init__(self, tables: Tables) -> None:
        self.codes = {row.code: row for row in tables.codes}
        self.countries = {row.country: row for row in tables.countries}
        self.sources = tables.sources
        self._words = {row.use: row.words for row in tables.words}
        self._lines = {row.prefix: _range_line(row) for row in tables.ranges}
        self._lines |= {row.prefix: _area_line(row) for row in tables.areas}
        self._depths = _depths(self._lines)
        self._line = lru_cache(maxsize=8192)(self._look_up)

    def words(self, use: Use) -> tuple[str, ...]:
        """The words of one use, in lower case and half width."""
        return self._words.get(use, ())

    def line(self, digits: str) -> Line:
        """What `digits` (0 first, as dialled in Japan) belong to; six digits decide fully."""
        return self._line(digits[:6])

    def _look_up(self, digits: str) -> Line:
        for length in self._depths.get(digits[:3], ()):
            found = self._lines.get(digits[:length])
            if found is not None:
                # MIC's plan: the exchange after an area code begins with 2 to 9.
                if found.area is None or digits[found.groups[0] : found.groups[0] + 1] not in ("0", "1"):
                    return found
                return Line("unassigned", found.lengths, found.groups, None, "forbidden_exchange")
        return _UNKNOWN_AREA

    def written(self, digits: str, line: Line) -> str:
        """`digits` with hyphens, as people in Japan write that number."""
        if len(line.groups) < 3:
            cut = line.groups[0]
            return f"{digits[:cut]}-{digits[cut:]}" if len(digits) > cut else digits
        first, second, _ = line.groups
        return f"{digits[:first]}-{digits[first : first + second]}-{digits[first + second :]}"


def load_plan(folder: Traversable | None = None) -> Plan:
    """The plan under config/numbering, or another folder. Raises ContentError with file, line and reason."""
    folder = folder or files("config") / "numbering"
    sources = rows(folder / "sources.yaml", Source)
    known = {source.id for _, source in sources}
    ranges, codes = rows(folder / "ranges.yaml", Range), rows(folder / "short_codes.yaml", ShortCode)
    areas = rows(folder / "areas.jsonl", Area)
    problems = [
        *_strays(folder / "ranges.yaml", ranges, known),
        *_strays(folder / "short_codes.yaml", codes, known),
        *_misfits(folder / "ranges.yaml", ranges),
        *_strangers(folder / "areas.jsonl", areas),
    ]
    if problems:
        raise ContentError(problems)
    return Plan(
        Tables(
            ranges=_values(ranges),
            areas=_values(areas),
            codes=_values(codes),
            countries=_values(rows(folder / "countries.jsonl", Country)),
            words=_values(rows(folder / "words.yaml", Words)),
            sources=_values(sources),
        )
    )


def _values(numbered: list[tuple[int, T]]) -> tuple[T, ...]:
    return tuple(row for _, row in numbered)


def _strays(
    file: Traversable, numbered: Sequence[tuple[int, Range | ShortCode]], known: set[str]
) -> list[Problem]:
    return [
        Problem(str(file), line, f"no source with the id {row.source}")
        for line, row in numbered
        if row.source not in known
    ]


def _misfits(file: Traversable, numbered: list[tuple[int, Range]]) -> list[Problem]:
    return [
        Problem(str(file), line, f"{row.prefix}: digits beginning with 0, lengths and groups are needed")
        for line, row in numbered
        if not (re.fullmatch("0[0-9]+", row.prefix) and row.lengths and row.groups)
    ]


def _strangers(file: Traversable, numbered: list[tuple[int, Area]]) -> list[Problem]:
    return [
        Problem(str(file), line, f"the prefix {row.prefix} does not begin with the area code {row.area}")
        for line, row in numbered
        if not (re.fullmatch("0[1-9][0-9]{0,4}", row.prefix) and row.prefix.startswith(row.area))
    ]


def _range_line(row: Range) -> Line:
    why = "no_such_range" if row.kind == "unassigned" else ""
    return Line(row.kind, row.lengths, row.groups, None, why)


def _area_line(row: Area) -> Line:
    return Line("fixed", (10,), (len(row.area), 6 - len(row.area), 4), row)


def _depths(lines: dict[str, Line]) -> dict[str, tuple[int, ...]]:
    """For each three digits, the lengths of the prefixes that begin like them, longest first."""
    lengths: dict[str, set[int]] = {}
    for prefix in lines:
        for head in (prefix[:3],) if len(prefix) > 2 else (f"{prefix}{digit}" for digit in range(10)):
            lengths.setdefault(head, set()).add(len(prefix))
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
