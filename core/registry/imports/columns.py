"""Which column holds what: by the names that such files use, or as the operator says."""

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

from core.registry.imports import FileRefusedError
from core.registry.imports.normal import Normalise, NotANumberError

NAMES: Mapping[str, Sequence[str]] = {
    "number": (
        "number",
        "phone",
        "phone_number",
        "tel",
        "telephone",
        "company_phone_number",
        "電話番号",
        "番号",
    ),
    "tag": ("tag", "category", "label", "type", "subject", "rating", "分類", "種別", "カテゴリ"),
    "votes": ("votes", "count", "reports", "件数", "投票数"),
    "date": ("date", "created_date", "reported", "日付", "報告日"),
}


class Columns(NamedTuple):
    """The places of the columns from 0; None where there is no such column. `header` where one was read."""

    number: int
    tag: int | None = None
    votes: int | None = None
    date: int | None = None
    header: bool = False


def find_columns(sample: Sequence[Sequence[str]], mapped: Mapping[str, str], normalise: Normalise) -> Columns:
    """From a file's first rows; `mapped` names columns as the operator does: {"number": "Rufnummer"}.

    Raises FileRefusedError for a column that is not there.
    """
    first = sample[0] if sample else ()
    unknown = [name for name in mapped if name not in NAMES]
    if unknown:
        raise FileRefusedError(f"--column {unknown[0]}: there are {', '.join(NAMES)}")
    if not mapped and any(_likeness(cell, normalise) for cell in first):
        return _guessed(sample, normalise)
    header = {name.strip().lower(): place for place, name in enumerate(first)}
    places = {what: _place(header, names, mapped.get(what)) for what, names in NAMES.items()}
    number = places["number"]
    if number is None:
        raise FileRefusedError(
            f"no column for the number among {', '.join(first) or 'nothing'}; say --column number=NAME"
        )
    return Columns(number, places["tag"], places["votes"], places["date"], header=True)


def _place(header: Mapping[str, int], names: Sequence[str], mapped: str | None) -> int | None:
    if mapped is None:
        return next((header[name] for name in names if name in header), None)
    if mapped.strip().lower() not in header:
        raise FileRefusedError(f"no column {mapped!r}; there are {', '.join(header)}")
    return header[mapped.strip().lower()]


def _guessed(sample: Sequence[Sequence[str]], normalise: Normalise) -> Columns:
    """Without a header: the number stands where most telephone numbers do, the tag in the first column of words."""
    columns = list(zip_longest(*sample, fillvalue=""))
    alike = [sum(_likeness(cell, normalise) for cell in column) for column in columns]
    number = alike.index(max(alike))
    others = [place for place in range(len(columns)) if place != number]
    words = [place for place in others if not "".join(columns[place]).strip().isdigit()]
    after = [place for place in others if place > number]
    return Columns(number, next(iter((*words, *after)), None))


def _likeness(cell: str, normalise: Normalise) -> int:
    """How much a cell looks like a telephone number: an id may be one by chance, or a code."""
    try:
        stored = normalise(cell)
    except NotANumberError:
        return 0
    if stored < 0:
        return 1
    return 10 if unicodedata.normalize("NFKC", cell).strip()[0] in "0+(" else 5
