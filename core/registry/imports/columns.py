"""Which column holds what: by the names that such files use, or as the operator says."""

from collections.abc import Mapping, Sequence
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


def find_columns(first: Sequence[str], mapped: Mapping[str, str], normalise: Normalise) -> Columns:
    """From a file's first row; `mapped` names columns as the operator does: {"number": "Rufnummer"}.

    Raises FileRefusedError for a column that is not there.
    """
    unknown = [name for name in mapped if name not in NAMES]
    if unknown:
        raise FileRefusedError(f"--column {unknown[0]}: there are {', '.join(NAMES)}")
    if not mapped and any(_is_number(cell, normalise) for cell in first):
        return Columns(0, 1 if len(first) > 1 else None)
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


def _is_number(cell: str, normalise: Normalise) -> bool:
    try:
        normalise(cell)
    except NotANumberError:
        return False
    return True
