"""Dates as people and spreadsheets write them."""

import re
import unicodedata
from datetime import date

_ERAS = {
    "令和": 2018,
    "R": 2018,
    "平成": 1988,
    "H": 1988,
    "昭和": 1925,
    "S": 1925,
}  # the year before its first
_DATE = re.compile(
    r"(?:(?P<era>令和|平成|昭和|[RHS])\.?\s*(?P<of_era>元|\d{1,2})|(?P<year>\d{4}))"
    r"\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)",
    re.ASCII | re.IGNORECASE,
)
_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?!\d)", re.ASCII)


def day_of(written: str) -> date | None:
    """2026-02-17, 2026/2/17, 2026年2月17日, 令和8年2月17日, R8.2.17 or 20260217, with a time of day or without;
    None for anything else.
    """
    text = unicodedata.normalize("NFKC", written).strip()
    found = _DATE.match(text) or _DIGITS.match(text)
    if found is None:
        return None
    parts = found.groupdict()
    of_era = parts.get("of_era") or ""
    year = (
        _ERAS[parts["era"].upper()] + (1 if of_era == "元" else int(of_era)) if of_era else int(parts["year"])
    )
    try:
        return date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        return None
