"""Written numbers to stored ones: fast for the usual forms, by phonenumbers for the rest."""

import re
import unicodedata
from collections.abc import Callable

import phonenumbers

from core.registry.listings import key

# National lengths of Japan: mobile, IP, M2M and 0800 numbers have 11 digits, all others 10.
_JAPAN = r"(?:[5-9]0[1-9]\d{7}|[1-9][1-9]\d{7}|[34]0\d{7}|20\d{8}|800\d{7})"
_JAPANESE = re.compile(rf"(?:0|\+81){_JAPAN}", re.ASCII).fullmatch
_AMERICAN = re.compile(r"(?:\+?1)?([2-9]\d\d[2-9]\d{6})", re.ASCII).fullmatch
_CODE = re.compile(r"1\d\d|#\d{4}", re.ASCII).fullmatch
_BETWEEN = re.compile(r"[\s\-‐-―−ー.()/]+")
_AFTER = re.compile(
    r"\s*(?:\(?(?:大?代表?|直通|夜間|昼間|FAX)\)?|\(?(?:内線|ext\.?)\s*\d+\)?)$", re.IGNORECASE
)
_ABROAD = re.compile(r"^(?:\+|00|010)?810?(?=[1-9])", re.ASCII)  # Japan as it is rung from abroad


class NotANumberError(ValueError):
    """Why a cell is no telephone number."""


Normalise = Callable[[str], int]


def normaliser(country: str) -> Normalise:
    """From numbers as written in one country (ISO code) to the integers they are stored under; what it
    returns raises NotANumberError.
    """
    slowly = _Slowly(country)
    if country == "JP":
        return _japanese(slowly)
    return _american(slowly) if country in ("US", "CA") else slowly


def _japanese(slowly: Normalise) -> Normalise:
    def normalise(written: str, usual: Callable[[str], object] = _JAPANESE) -> int:
        if usual(written):
            return int("81" + written[1:]) if written[0] == "0" else int(written)
        return slowly(written)

    return normalise


def _american(slowly: Normalise) -> Normalise:
    def normalise(written: str) -> int:
        found = _AMERICAN(written)
        return int("1" + found[1]) if found else slowly(written)

    return normalise


class _Slowly:
    def __init__(self, country: str) -> None:
        self._country = country
        self._japan = country == "JP"

    def __call__(self, written: str) -> int:
        text = unicodedata.normalize("NFKC", written).strip()
        if not text:
            raise NotANumberError("no number")
        if "*" in text or "?" in text:
            raise NotANumberError("a pattern, not a number")
        if self._japan and _CODE(text):
            return key(text)
        text = _AFTER.sub("", text)
        bare = _BETWEEN.sub("", text)
        abroad = _ABROAD.sub("+81", bare)
        # Spreadsheets drop the leading 0 of what they take for a number.
        for form in (bare, f"0{bare}", abroad) if self._japan else (abroad,):
            if _JAPANESE(form):
                return int("81" + form[1:]) if form[0] == "0" else int(form)
        try:
            number = phonenumbers.parse(text, self._country)
        except phonenumbers.NumberParseException:
            raise NotANumberError("not a telephone number") from None
        # A local number, without its area, is possible for some and could be anybody's.
        possible = (
            phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
        )
        if not possible or number.country_code == 81:
            raise NotANumberError("impossible number")
        return int(f"{number.country_code}{phonenumbers.national_significant_number(number)}")
