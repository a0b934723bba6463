"""What reading numbers costs, beside phonenumbers' PhoneNumberMatcher in the same run."""

import time
from collections.abc import Callable
from statistics import median

from phonenumbers import PhoneNumberMatcher

from core.recognise.plan import load_plan
from core.recognise.reader import Reader

ROUNDS = 7
NO_DIGITS = "これから駅に向かいますので、少しだけ待っていてくださいね。よろしくお願いいたします。"[:40]
DATES_AND_PRICES = "2025年3月28日(金)14:00〜16:30、料金は1,500円(税込1,650円)です"
ONE_NUMBER = "さっき0120-397-972から電話がありました。どこですか?"
MANY_NUMBERS = " ".join(f"03-{3200 + n}-{5000 + n * 7}" for n in range(150))
HOSTILE = {
    "separators and zeros": " －0120.-",
    "zeros and dashes": "0-",
    "brackets": "(0",
    "plus signs": "+1 2-3",
    "country codes": "+81 0 ",
    "kanji digits": "〇一二〇ー",
    "prefixes": "184 0120-",
    "masks": "090-XX",
    "codes": "#911 110番",
    "letters": "O0l1",
    "labels": "番号0120-3",
    "addresses": "http://0.0 0120",
    "too short": "03-1234-567 ",
}
CHAT = (
    NO_DIGITS,
    DATES_AND_PRICES,
    ONE_NUMBER,
    "了解です!",
    "明日は9時に集合、参加費は3,000円です。",
    "090 1234 5678に折り返しお願いします",
)


def microseconds(work: Callable[[], object], seconds: float = 0.02) -> float:
    """What one call of `work` takes, over as many calls as fit into `seconds`."""
    calls, begin = 0, time.perf_counter()
    while (spent := time.perf_counter() - begin) < seconds:
        work()
        calls += 1
    return spent / calls * 1e6


def of_length(piece: str, length: int) -> str:
    """`piece` repeated to exactly `length` characters."""
    return (piece * (length // len(piece) + 1))[:length]


def compare(reader: Reader, name: str, text: str, share: float) -> None:
    """Print what both take for `text`, and whether ours stays within `share` of the matcher's."""
    pairs = [
        (microseconds(lambda: reader.read(text)), microseconds(lambda: list(PhoneNumberMatcher(text, "JP"))))
        for _ in range(ROUNDS)
    ]
    ours, theirs = median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
    verdict = "within" if ours <= theirs * share else "OVER"
    print(f"{name:32} {ours:10.2f} {theirs:12.2f} {ours / theirs:8.3f}   {verdict} {share}")


def hostile(reader: Reader) -> None:
    """Print the time of 5,000 characters made to be slow, and how it grows from 2,500 to 20,000."""
    print(
        f"\n{'hostile text':32} {'5,000: ms':>10} {'matcher: ms':>12} {'growth for 8 times the length':>32}"
    )
    for name, piece in HOSTILE.items():
        short, text, long = (of_length(piece, length) for length in (2_500, 5_000, 20_000))
        ours = median(microseconds(lambda text=text: reader.read(text)) for _ in range(3)) / 1e3  # type: ignore[misc] # a default binds the loop's value
        begin = time.perf_counter()
        list(PhoneNumberMatcher(text, "JP"))
        theirs = (time.perf_counter() - begin) * 1e3
        growth = microseconds(lambda long=long: reader.read(long)) / microseconds(  # type: ignore[misc] # as above
            lambda short=short: reader.read(short)  # type: ignore[misc] # as above
        )
        print(
            f"{name:32} {ours:10.2f} {theirs:12.1f} {growth:28.1f} ×   {'within' if ours <= 10 else 'OVER'} 10 ms"
        )


def chat(reader: Reader) -> None:
    """Print how many chat messages a second the reader alone reads, on one core."""
    cost = median(microseconds(lambda: [reader.read(text) for text in CHAT], 0.1) for _ in range(3))
    print(f"\nchat messages a second, reading alone: {len(CHAT) / cost * 1e6:,.0f}")


def main() -> None:
    """Print all figures."""
    reader = Reader(load_plan())
    print(f"{'text':32} {'ours: µs':>10} {'matcher: µs':>12} {'ratio':>8}")
    compare(reader, "40 characters, no digits", NO_DIGITS, 1 / 2)
    compare(reader, "dates and prices", DATES_AND_PRICES, 1 / 10)
    compare(reader, "one number", ONE_NUMBER, 1 / 4)
    compare(reader, "150 numbers joined by spaces", MANY_NUMBERS, 1 / 20)
    print(f"  of 150 numbers found: {len(reader.read(MANY_NUMBERS).numbers)}")
    hostile(reader)
    chat(reader)


if __name__ == "__main__":
    main()
