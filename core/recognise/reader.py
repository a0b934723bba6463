"""Finds telephone numbers in text, as people in Japan write them, each at its place."""

import re
from typing import NamedTuple, TypeVar

import phonenumbers

from core.recognise.abroad import abroad
from core.recognise.assemble import dialled_in_japan, foreign, is_placeholder, japanese
from core.recognise.context import Context, Label, addresses
from core.recognise.dialled import Dialled, Miss, dial
from core.recognise.numbers import Number, Partial, Reading
from core.recognise.partials import masked, outside, without_area_code
from core.recognise.plan import Plan
from core.recognise.runs import Run, has_digits, runs
from core.recognise.short_codes import ShortCodes, as_dialled, short_code
from core.recognise.starts import Start, called_abroad, start_at

T = TypeVar("T", Number, Partial)
_NOTHING = Reading()
_SHORT_CODE = re.compile(r"(?:[#＃♯]|シャープ)?\w{3,4}")
_SHORTEST_PARTIAL = 8
_LINK = 'href="tel:'


class Region(NamedTuple):
    """The name of a place or a country."""

    ja: str
    en: str


class Reader:
    """Reads numbers by the plan. Pure: the same text gives the same reading, from any thread."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._context = Context(plan)
        self._short_codes = ShortCodes(plan)

    def read(self, text: str) -> Reading:
        """All numbers in a text and all that is meant as one, each in the order of the text."""
        if not has_digits(text):
            return _NOTHING
        numbers: list[Number] = []
        partials: list[Partial] = []
        web, loose = addresses(text), False
        for run in runs(text):
            before = len(numbers)
            self._scan(text, run, numbers, partials)
            loose = loose or len(numbers) == before
        if len(numbers) > 1 and _LINK in text:
            numbers = _each_link_once(text, numbers)
        if web:
            numbers, partials = _outside_addresses(numbers, web), _outside_addresses(partials, web)
        if codes := self._short_codes.find(text, numbers):
            numbers = sorted((*numbers, *codes), key=lambda number: number.start)
        partials += outside(masked(text), numbers)
        if loose:
            partials += outside(without_area_code(text), numbers)
        if not numbers and not partials:
            return _NOTHING
        return Reading(tuple(numbers), _in_order(partials) if partials else ())

    def canonical(self, e164_or_national: str) -> Number | None:
        """The one number or code that is typed alone; None for anything else, text around it included.

        A number that the plan has not got is returned as unassigned; zeros as a fill-in are too.
        """
        typed = e164_or_national.strip()
        if _SHORT_CODE.fullmatch(typed) and (code := as_dialled(typed)) in self.plan.codes:
            return short_code(code, typed, 0)
        found_runs = runs(typed)
        run = found_runs[0] if found_runs else None
        start = start_at(typed, run, 0) if run else None
        if run is None or start is None:
            return None
        found, _ = self._read_from(typed, run, start)
        if isinstance(found, Number) and not typed[: found.start].strip("(（") and found.end == len(typed):
            return found
        return None

    def written(self, e164: str) -> str:
        """The form in which people in Japan write that number; a short code as it is."""
        if not e164.startswith("+"):
            return e164
        if e164.startswith("+81"):
            digits = dialled_in_japan(e164)
            return self.plan.written(digits, self.plan.line(digits))
        try:
            number = phonenumbers.parse(e164)
        except phonenumbers.NumberParseException:
            return e164
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    def region(self, number: Number) -> Region:
        """The place of a fixed line or the country of a number from abroad; empty if unknown."""
        if number.kind == "fixed":
            area = self.plan.line(dialled_in_japan(number.e164)).area
            return Region(area.ja, area.en) if area else Region("", "")
        country = self.plan.countries.get(number.country)
        if number.kind != "international" or country is None:
            return Region("", "")
        return Region(country.ja, country.en)

    def _scan(self, text: str, run: Run, numbers: list[Number], partials: list[Partial]) -> None:
        """Add what the run holds to `numbers` and `partials`."""
        at, floor = 0, 0
        while at < len(run.digits):
            start = start_at(text, run, at)
            if start is None or (run.joints[at] == "-" and run.starts[at - 1] >= floor):
                # A dash ties the group to figures before it that are no number.
                at += 1
                continue
            found, following = self._read_from(text, run, start)
            if found is not None:
                if isinstance(found, Number) and "00" in found.e164:
                    found = _without_placeholder(self.plan, found)
                begin = run.starts[at] if start.prefix else found.start
                label = self._context.before(text, begin, floor)
                if self._is_meant(text, found, label, following - at > 1, start):
                    floor = found.end
                    if isinstance(found, Number):
                        numbers.append(found)
                    else:
                        partials.append(found)
            at = following if following > at else at + 1

    def _read_from(self, text: str, run: Run, start: Start) -> tuple[Number | Partial | None, int]:
        """What begins at `start`, and the first group after it."""
        if not start.japan:
            away = abroad(self.plan, text, run, start.at, start.head)
            return (foreign(text, run, start, away), away.next) if away else (None, 0)
        if start.head[:3] == "010" and (away_start := called_abroad(run, start.at)):
            away = abroad(self.plan, text, run, away_start.at, away_start.head, strict=True)
            if away:
                return foreign(text, run, away_start, away), away.next
        result = dial(self.plan, text, run, start.at, start.head)
        if isinstance(result, Dialled):
            return japanese(self.plan, text, run, start, result), result.next
        if isinstance(result, Miss):
            return _missed(text, start, result), result.next
        return None, 0

    def _is_meant(self, text: str, found: Number | Partial, label: Label, cut: bool, start: Start) -> bool:
        """Whether the words and marks around it leave it a telephone number; `cut`: written in groups."""
        if isinstance(found, Partial):
            return label == "phone" or (cut and label == "")
        if label == "" and start.form != "bare":
            return not self._context.goes_on(text, found.end, cut)
        if label in ("other", "attached"):
            return False
        if label == "thing" and not cut and found.kind not in ("toll_free", "navi_dial"):
            return False
        if label in ("letters", "member") and (not cut or found.kind == "unassigned"):
            return False
        if start.form == "bare" and not _is_sure_of_country(text, found, label, cut):
            return False
        return not self._context.goes_on(text, found.end, cut)


def _each_link_once(text: str, numbers: list[Number]) -> list[Number]:
    """In HTML the address of a link to ring often repeats what the link shows: that is one number."""
    return [
        number
        for number, following in zip(numbers, [*numbers[1:], None], strict=True)
        if not (text.endswith(_LINK, 0, number.start) and following and following.e164 == number.e164)
    ]


def _outside_addresses(found: list[T], web: list[tuple[int, int]]) -> list[T]:
    return [one for one in found if not any(start <= one.start < end for start, end in web)]


def _is_sure_of_country(text: str, found: Number, label: Label, cut: bool) -> bool:
    """81 without + begins a number only where it is written like one, named one, or alone on its line."""
    if found.kind == "unassigned":
        return False
    before, after = text[: found.start].rpartition("\n")[2], text[found.end :].partition("\n")[0]
    return cut or label == "phone" or not (before + after).strip()


def _without_placeholder(plan: Plan, found: Number) -> Number | Partial:
    if found.kind == "international":
        return found
    digits = dialled_in_japan(found.e164)
    line = plan.line(digits)
    if not is_placeholder(digits, line):
        return found
    return Partial(found.raw, found.start, found.end, "masked")


def _missed(text: str, start: Start, miss: Miss) -> Partial | None:
    if (
        miss.joints.strip("-()")
        or len(miss.digits) < _SHORTEST_PARTIAL
        or len(start.head) < 2
        or miss.digits.startswith("00")
    ):
        return None
    return Partial(text[start.start : miss.end], start.start, miss.end, miss.why)


def _in_order(partials: list[Partial]) -> tuple[Partial, ...]:
    """In the order of the text; of two that overlap, the first."""
    kept: list[Partial] = []
    for partial in sorted(partials, key=lambda partial: partial.start):
        if not kept or kept[-1].end <= partial.start:
            kept.append(partial)
    return tuple(kept)
