"""Reads numbers in international form: after +, 010 or 0081."""

import msgspec
import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata, PhoneNumber, PhoneNumberFormat

from core.recognise.context import touches_clock
from core.recognise.plan import Plan
from core.recognise.runs import Run

_LONGEST = 15  # ITU-T E.164: at most 15 digits, country code included.
_SHORTEST_ODD = 8


class Abroad(msgspec.Struct, frozen=True):
    """A number outside Japan's plan. `country` is "" where nobody has its country code."""

    e164: str
    written: str
    country: str
    end: int
    next: int
    signs: tuple[str, ...]


def country_code(digits: str) -> str:
    """The country calling code at the beginning of `digits`; "" where it is not assigned."""
    if digits[0] == "0":
        return ""
    return next((digits[:n] for n in (1, 2, 3) if int(digits[:n] or 0) in COUNTRY_CODE_TO_REGION_CODE), "")


def abroad(plan: Plan, text: str, run: Run, at: int, head: str, *, strict: bool = False) -> Abroad | None:
    """The number that begins with group `at`, read as `head` (the digits after the +).

    A form that no country uses is returned with its signs, unless `strict`.
    """
    stops = _stops(text, run, at, head)
    digits = stops[-1][0]
    code = country_code(digits)
    if not code:
        return None if strict else _unassigned(stops[-1])
    for candidate, last, end in reversed(stops):
        if len(candidate) - len(code) in _lengths(code):
            number = PhoneNumber(country_code=int(code), national_number=int(candidate[len(code) :]))
            if _is_same(candidate, number) and phonenumbers.is_valid_number(number):
                return _valid(number, last, end)
    return None if strict else _odd(plan, stops[-1], code, run.digits[at + 1 :])


def _stops(text: str, run: Run, at: int, head: str) -> list[tuple[str, int, int]]:
    """Where the number could end: the digits so far, their last group, and their place."""
    digits, last = head, at
    stops = [(digits, last, run.ends[last])]
    while run.joints[last + 1] not in ("", ",", "_", "="):
        last += 1
        # +49 (0)30: the zero is for callers inside that country alone.
        digits += (
            ""
            if last == at + 1 and run.joints[last : last + 2] == ["(", ")"] and run.digits[last] == "0"
            else run.digits[last]
        )
        if len(digits) > _LONGEST or touches_clock(text, run.ends[last]):
            break
        stops.append((digits, last, run.ends[last]))
    return stops


def _lengths(code: str) -> tuple[int, ...]:
    region = COUNTRY_CODE_TO_REGION_CODE[int(code)][0]
    metadata = (
        PhoneMetadata.metadata_for_nongeo_region(int(code))
        if region == "001"
        else PhoneMetadata.metadata_for_region(region)
    )
    described = metadata.general_desc if metadata else None
    return tuple(described.possible_length) if described else ()


def _is_same(digits: str, number: PhoneNumber) -> bool:
    """Leading zeros of Italy's kind are lost in an integer; such numbers are told by their own writing."""
    written = str(number.country_code) + phonenumbers.national_significant_number(number)
    if digits == written:
        return True
    number.italian_leading_zero = True
    zeros = len(digits) - len(written)
    number.number_of_leading_zeros = zeros
    return zeros > 0


def _valid(number: PhoneNumber, last: int, end: int) -> Abroad:
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    written = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    country = phonenumbers.region_code_for_number(number) or ""
    return Abroad(e164, written, country, end, last + 1, ())


def _unassigned(stop: tuple[str, int, int]) -> Abroad | None:
    digits, last, end = stop
    if not _SHORTEST_ODD <= len(digits) <= _LONGEST:
        return None
    return Abroad(f"+{digits}", f"+{digits}", "", end, last + 1, ("unassigned_country",))


def _odd(plan: Plan, stop: tuple[str, int, int], code: str, rest: list[str]) -> Abroad | None:
    """A display that no network makes: a wrong length, or a Japanese number dressed as a foreign one."""
    digits, last, end = stop
    inside = _japanese_inside(plan, digits[len(code) :])
    if not inside and (len(digits) < 10 or (not rest and len(digits) < 11)):
        return None
    signs = ("odd_international", "japanese_number_inside") if inside else ("odd_international",)
    region = COUNTRY_CODE_TO_REGION_CODE[int(code)][0]
    return Abroad(f"+{digits}", f"+{digits}", region, end, last + 1, signs)


def _japanese_inside(plan: Plan, national: str) -> bool:
    for length in (11, 10):
        tail = national[-length:]
        if len(national) >= length and tail[0] == "0" and tail[1] != "0":
            line = plan.line(tail)
            if line.kind != "unassigned" and length in line.lengths:
                return True
    return False
