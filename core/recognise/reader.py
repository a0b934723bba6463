"""Finds telephone numbers in text, as people in Japan write them."""

from typing import cast

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher, PhoneNumberType

from core.recognise.numbers import Kind, Number, Reading
from core.recognise.plan import Plan

_KINDS: dict[int, Kind] = {
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.UAN: "navi_dial",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.VOIP: "ip_phone",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.PAGER: "m2m",
}
_SHORT = frozenset(("110", "118", "119", "171", "188", "189", "#9110", "#7119", "#8000", "#8891", "#9910"))


class Reader:
    """Reads numbers by the plan; safe to use from any thread."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def read(self, text: str) -> Reading:
        """All numbers in a text, in its order, each with its place."""
        found = [self._number(m.number, m.raw_string, m.start, m.end) for m in PhoneNumberMatcher(text, "JP")]
        if not found and (alone := self.canonical(text.strip())) and alone.kind == "short_code":
            start = text.index(alone.raw)
            found = [_short(alone.raw, start)]
        return Reading(numbers=tuple(found))

    def canonical(self, e164_or_national: str) -> Number | None:
        """The one number that is written here, short codes included; None for anything else."""
        typed = e164_or_national.strip()
        if typed in _SHORT:
            return _short(typed, 0)
        try:
            number = phonenumbers.parse(typed, "JP")
        except phonenumbers.NumberParseException:
            return None
        return self._number(number, typed, 0, len(typed)) if phonenumbers.is_valid_number(number) else None

    def written(self, e164: str) -> str:
        """The form in which people in Japan write that number; a short code as it is."""
        if not e164.startswith("+"):
            return e164
        return _written(phonenumbers.parse(e164))

    def _number(self, number: PhoneNumber, raw: str, start: int, end: int) -> Number:
        japan = number.country_code == 81
        return Number(
            e164=cast(str, phonenumbers.format_number(number, PhoneNumberFormat.E164)),
            raw=raw,
            start=start,
            end=end,
            kind=_KINDS.get(phonenumbers.number_type(number), "fixed") if japan else "international",
            written=_written(number),
            country="JP" if japan else phonenumbers.region_code_for_number(number) or "",
        )


def _short(code: str, start: int) -> Number:
    return Number(e164=code, raw=code, start=start, end=start + len(code), kind="short_code", written=code)


def _written(number: PhoneNumber) -> str:
    form = PhoneNumberFormat.NATIONAL if number.country_code == 81 else PhoneNumberFormat.INTERNATIONAL
    return cast(str, phonenumbers.format_number(number, form))
