"""Finds codes of three digits (110, 188) and # codes (#9110) in text, where they are meant to be dialled."""

import re
import unicodedata
from bisect import bisect_left

from core.recognise.glyphs import DIGIT_CLASS, MARKS, fold
from core.recognise.numbers import Number
from core.recognise.plan import Plan

_DIGIT, _MARKS = f"[{DIGIT_CLASS}]", f"[{MARKS}]?"
_FIGURE = f"{_DIGIT}{_MARKS}{_MARKS}"
# The first character alone tells most texts apart; each place is tried once.
_CODE = re.compile(
    rf"[#＃♯シ1１一①❶壱]"
    rf"(?:(?:(?<=[#＃♯])|(?<=シ)ャープ)[ 　]?(?:{_FIGURE}){{4}}(?![0-9A-Za-z_{DIGIT_CLASS}-])"
    rf"|(?<![0-9A-Za-z_{DIGIT_CLASS}].)(?<![#＃♯シ]){_MARKS}{_MARKS}(?:{_FIGURE}){{2}}(?![{DIGIT_CLASS}]))"
)
_HASH_BEFORE = re.compile(r"(?:[&/A-Za-z0-9_]|(?:issue|pr|no\.?|room)\s?)$", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:[（(][^（()）]{1,8}[）)])?\s*番(?![地目線街号組台付])|(?:[（(][^（()）]{1,8}[）)])?\s*(?:に|へ|を|まで)?(?:も)?(?:お?電話|通報|かけ|ダイヤル|ダイアル|相談|連絡|発信|プッシュ|コール)"
)
_ENGLISH_CALL = re.compile(r"(?:call|called|dial|dialled|phone|ring|tel:?)\s*$", re.IGNORECASE)
# A name such as 「子ども110番」 is a service of its own, and is not reached by dialling 110.
_NAME_BEFORE = re.compile(r"[一-鿿ァ-ヶーA-Za-z々のもどご]$")
_NO_NAME_BEFORE = re.compile(
    r"(?:警察|警察署|消防|消防署|救急|救急車|緊急|至急|即|今直|直|番号|電話|通報|必|早|時|際|場合|後|前|迷|局番なしの|局番なし|の番号|もの)$"
)
# Something else has this number: 「背番号119番」.
_OTHER_NUMBER = re.compile(r"(?:背|整理|受付|受験|部屋|座席|問題|選手|登録|管理|商品|便|ロッカー)番号?$")
# 「火事のときは119へ」: a code that is rung in need, where the text around speaks of need or of ringing.
_IN_NEED = re.compile(
    r"火事|火災|救急|消防|警察|事件|事故|通報|相談|緊急|電話|かけ|迷った|困った|海で|犯罪|詐欺|虐待|emergency|police|fire|ambulance",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"[\s　]*(?:に|へ|と|か|や|ど[っち]|or\b|and\b|、|。|[!！?？]|$)")
# 「画面に110と出た」「番号が188だった」: a code that the telephone showed, where the text is about a call.
_SHOWN_AFTER = re.compile(
    r"[」』\"]?(?:から(?:の)?(?:電話|着信|かか|鳴)|(?:って|と|が)(?:出|で[たて]|表示|着信|書|なって))"
)
_SHOWN_BEFORE = re.compile(r"(?:電話番号|着信|表示|画面|番号)(?:は|が|に|も)?[「『\"]?$")
_OF_A_CALL = re.compile(r"電話|着信|表示|画面|かかって|名乗|でんわ")
_NEAR = 30
_OPEN, _CLOSE = "(（「『【［[\"'“‘《<", ")）」』】］]\"'”’》>"
_REST_OF_FIGURE = re.compile(
    r"[\s　]*(?:[.．,，:：/／\-－−–~〜～年月日時分秒円人件個枚回度号階室名歳位点条項頁ページ%％＋+×=]|[A-Za-z]|\d)"
)
_COUNTED = re.compile("[人件個枚円回名歳%％]")
_WINDOW = 24


class ShortCodes:
    """Knows the plan's codes, and the words that make three digits one of them."""

    def __init__(self, plan: Plan) -> None:
        self._codes = plan.codes
        self._words = plan.words("short")

    def find(self, text: str, numbers: list[Number]) -> list[Number]:
        """The codes in `text` that stand outside the numbers already found."""
        found = []
        for match in _CODE.finditer(text):
            start, end = match.span()
            code = as_dialled(match.group())
            if code not in self._codes or _is_inside(numbers, start, end):
                continue
            if self._is_meant(text, start, end, code, bool(numbers)):
                found.append(short_code(code, match.group(), start))
        return found

    def _is_meant(self, text: str, start: int, end: int, code: str, beside_numbers: bool) -> bool:
        before, after = text[max(0, start - _WINDOW) : start], text[end : end + 12]
        if code[0] == "#":
            return not _HASH_BEFORE.search(before) and not _COUNTED.match(after)
        if not before.strip() and not text[end:].strip():
            return True
        if after.lstrip().startswith("番"):
            return bool(_CALLED.match(after)) and not _is_name(before) and not _OTHER_NUMBER.search(before)
        if _REST_OF_FIGURE.match(after) or re.search(r"[.,:/\-#№第]\s*$", before):
            return bool(re.search(r"(?i)(?:tel|電話)[.:\-]\s*$", before)) and not _REST_OF_FIGURE.match(after)
        if _CALLED.match(after) or _ENGLISH_CALL.search(before):
            return True
        around = text[max(0, start - _NEAR) : start] + " " + text[end : end + _NEAR]
        if _TOWARDS.match(after) and _IN_NEED.search(around) and not before.endswith(("号", "第", "約")):
            return True
        if _OF_A_CALL.search(around) and (_SHOWN_AFTER.match(after) or _is_shown(before)):
            return True
        return self._is_announced(before, after, beside_numbers)

    def _is_announced(self, before: str, after: str, beside_numbers: bool) -> bool:
        """Alone in brackets or quotes, or right after a word such as ホットライン."""
        bare = before.rstrip(" 　\t")
        enclosed = bare[-1:] in _OPEN and bool(bare) and after.lstrip()[:1] in _CLOSE and bool(after.strip())
        if enclosed and beside_numbers:
            return True
        stem = unicodedata.normalize("NFKC", bare.rstrip(_OPEN + " 　:：=＝はが、")).lower()
        return stem.endswith(self._words)


def short_code(code: str, raw: str, start: int) -> Number:
    """The Number for a code as dialled, written as `raw` at `start`."""
    return Number(e164=code, raw=raw, start=start, end=start + len(raw), kind="short_code", written=code)


def as_dialled(raw: str) -> str:
    """A code in any script as it is dialled: 「＃９１１０」 is #9110."""
    digits = "".join(glyph for glyph in fold(raw) if glyph.isascii() and glyph.isdigit())
    return f"#{digits}" if raw[0] in "#＃♯シ" else digits


def _is_inside(numbers: list[Number], start: int, end: int) -> bool:
    at = bisect_left(numbers, end, key=lambda number: number.start)
    return at > 0 and numbers[at - 1].end > start


def _is_shown(before: str) -> bool:
    return bool(_SHOWN_BEFORE.search(before)) and not _OTHER_NUMBER.search(before)


def _is_name(before: str) -> bool:
    return bool(_NAME_BEFORE.search(before)) and not _NO_NAME_BEFORE.search(before)
