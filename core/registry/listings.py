"""What lists say of numbers: plain facts, millions of them, looked up for each message."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Literal

import msgspec

ImportKind = Literal["registry", "faq", "mic", "ftc", "phoneblock", "list", "vcard"]
Edition = tuple[tuple[str, float], ...]  # which content is in the database: when each import of it was loaded
ListKind = Literal["ftc", "phoneblock", "list", "vcard"]

_FIRST_DAY = date(1970, 1, 1)
_CODES = {"1": "", "2": "#"}  # how a number that is no E.164 begins, by the first digit of its key


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """One file that an operator loaded, and where it came from. Its kind and name are unique together.

    `file` is its name, `sha256` the checksum of its bytes; `date` is ISO, of the content where the operator
    gave it, else of the file. `imported` is when it was last loaded, in Unix seconds; `rows` how many rows
    stand in the database.
    """

    kind: ImportKind
    name: str
    file: str = ""
    sha256: str = ""
    title: str = ""
    url: str = ""
    licence: str = ""
    date: str = ""
    imported: float = 0.0
    rows: int = 0


class Listing(msgspec.Struct, frozen=True):
    """What one list says of one number.

    `votes` is how many reports or votes it counts (1 where the list only names the number); `first` and
    `last` are the ISO dates of the earliest and latest report, "" where the list has no dates. `in_order`:
    these found nothing wrong with the number.
    """

    list: Import
    tag: str = ""
    votes: int = 1
    first: str = ""
    last: str = ""
    in_order: bool = False


NOT_YET = ("使用予定", "未使用", "空き", "未指定")  # how the tables call a range without subscribers


class Block(msgspec.Struct, frozen=True):
    """A range of numbers as the ministry's tables have it. `prefix` is national, with its leading 0."""

    prefix: str
    carrier: str = ""
    area: str = ""
    status: str = ""
    table: str = ""

    @property
    def in_use(self) -> bool:
        """Whether a carrier has the range and gives numbers of it to subscribers; a table may say so without
        naming it.
        """
        if any(word in self.status for word in NOT_YET):
            return False
        return bool(self.carrier) or "使用中" in self.status


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What the database says of the numbers of a message, by number.

    `version` rises with every import, `edition` is that of the registry files and FAQs. `stale_since` is when the database was last reached, in Unix seconds,
    where it cannot be reached now; then there are no listings and no blocks.
    """

    version: int = 0
    edition: Edition = ()
    listings: Mapping[str, tuple[Listing, ...]] = {}
    blocks: Mapping[str, Block] = {}
    stale_since: float | None = None


def edition(imports: Iterable[Import]) -> Edition:
    """Of the imports those that are few enough for memory, and when each was loaded."""
    return tuple(
        sorted((f"{one.kind} {one.name}", one.imported) for one in imports if one.kind in ("registry", "faq"))
    )


def key(number: str) -> int:
    """A number (E.164, or a code as dialled) as the integer it is stored under; codes are negative."""
    if number[0] == "+":
        return int(number[1:])
    return -int(f"2{number[1:]}" if number[0] == "#" else f"1{number}")


def number_of(stored: int) -> str:
    """The number that is stored under this integer."""
    if stored > 0:
        return f"+{stored}"
    digits = str(-stored)
    return _CODES[digits[0]] + digits[1:]


def day(text: str) -> int:
    """Days from 1970-01-01 to an ISO date (what follows its ten characters is left out).

    Raises ValueError.
    """
    return (date.fromisoformat(text[:10]) - _FIRST_DAY).days


def iso(days: int) -> str:
    """The ISO date so many days after 1970-01-01; "" for 0, which stands for no date."""
    return (_FIRST_DAY + timedelta(days)).isoformat() if days else ""


def national_prefixes(number: str) -> tuple[str, ...]:
    """The beginnings under which a Japanese number may stand in the ministry's tables, the longest first."""
    if not number.startswith("+81"):
        return ()
    digits = f"0{number[3:]}"
    return tuple(digits[:length] for length in range(8, 2, -1))
