"""What judging a message costs: ordinary messages, near misses, and many more rules.

./run bench watch
"""

import statistics
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from bots.watching import load_examples
from core.encoder import load_encoder
from core.transformer import load_transformer
from core.watch.folding import load_folding
from core.watch.judge import SPEAKS_OF_SCAMS, Judge, load_judge
from core.watch.model import Model, Seen, Shapes, load_weights, meaning
from core.watch.scams import Kind, Kinds, load_kinds
from core.watch.signs import Sign, Signs, Words, load_signs

HERE = Path(__file__).resolve().parent
LENGTH = 60  # characters of an ordinary message
ROUNDS = 5


class NoModel(Model):
    """Rules alone."""

    def __init__(self) -> None:
        """Needs no weights."""

    def score(self, seen: Seen, *, asked: bool = False, talks: bool = False) -> float:
        return 0.0


def main() -> None:
    """Print the figures."""
    judge = load_judge(files("config"))
    judge.judge("警察です。口座が犯罪に使われました。本日中に全額を振り込んでください")  # loads the encoder
    texts = ordinary()
    words = sum(1 for _ in (files("config") / "scams" / "signs").iterdir())
    took = sorted(best(judge.judge, text) for text in texts)
    print(
        f"{len(texts)} ordinary messages of about {LENGTH} characters, {len(judge.kinds.all)} kinds, words in {words} languages"
    )
    print(
        f"  median {statistics.median(took):.1f} µs, 90 % {took[int(len(took) * 0.9)]:.0f} µs, 99 % {took[int(len(took) * 0.99)]:.0f} µs"
    )
    print(f"  {closely(texts)}")
    plain = "明日の集合は駅前の広場に十時です。雨の場合は公民館に変わるので、朝の連絡網を見てから家を出てください。"
    near = "明日の集合は駅前の銀行に十時です。雨の場合は警察署の前に変わるので、朝の連絡網を見てから家を出てください。"
    print(f"  plain {best(judge.judge, plain):.1f} µs, near miss {best(judge.judge, near):.1f} µs")
    few, many = made(200), made(2000)
    costs = [statistics.median(best(rules.judge, text) for text in texts) for rules in (few, many)]
    print(f"  200 rules {costs[0]:.1f} µs, 2,000 rules {costs[1]:.1f} µs: {costs[1] / costs[0]:.2f} times")
    miss = "".join(f"しるし{number}甲" for number in range(12))[:LENGTH]
    plain_made = best(many.judge, plain)
    print(
        f"  2,000 rules: plain {plain_made:.1f} µs, near miss {best(many.judge, miss):.1f} µs: {best(many.judge, miss) / plain_made:.2f} times"
    )


def closely(texts: Sequence[str]) -> str:
    """How many of them the transformer reads, and what that costs."""
    folder = files("config") / "scams"
    signs = load_signs(folder, load_folding(folder / "writings.yaml"))
    transformer, shapes, read = (
        load_transformer(Path(str(files("config") / "transformer"))),
        Shapes(signs),
        list[str](),
    )

    def told(text: str) -> float:
        read.append(text)
        return 0.0

    weights = load_weights(folder / "weights.npz", shapes.count)
    model = Model(weights, shapes, meaning(load_encoder(Path(str(files("config") / "encoder")))), told)
    judge = Judge(signs, load_kinds(folder / "kinds", signs), model)
    for text in texts:
        judge.judge(text)
    cost = statistics.median(best(transformer.told, text) for text in texts[:50])
    return f"{len(read)} of {len(texts)} are read closely, which costs {cost / 1000:.1f} ms"


def ordinary() -> list[str]:
    """Everyday messages in all languages, held-out ones too, cut or joined to the length."""
    files_of = sorted((HERE.parent / "data" / "watch").rglob("*.jsonl"))
    rows = [row for file in files_of for row in load_examples(file)]
    texts = [row.text for row in rows if not row.scam and not row.hard]
    whole = [text + "。" + other for text, other in zip(texts, texts[1:] + texts[:1], strict=True)]
    return [text[:LENGTH] for text in whole]


def made(count: int) -> Judge:
    """So many rules, each with two signs of its own and three words for each."""
    signs = [Sign(f"s{number}{side}", "demand") for number in range(count) for side in "ab"]
    words = [Words(sign.sign, tuple(f"しるし{sign.sign}{form}" for form in "甲乙丙")) for sign in signs]
    extra = [
        Sign(name, "speech")
        for name in sorted({name for rule in SPEAKS_OF_SCAMS for part in rule for name in part})
    ]
    folding = load_folding(files("config") / "scams" / "writings.yaml")
    rules = Signs([*signs, *extra], {"ja": words}, folding)
    kinds = [
        Kind(f"k{number}", "", "", "", "", when=((f"s{number}a",), (f"s{number}b",)))
        for number in range(count)
    ]
    return Judge(rules, Kinds(kinds, rules), NoModel())


def best(judge: Callable[[str], object], text: str) -> float:
    """Microseconds of the fastest of some rounds."""
    times: Sequence[float] = [_timed(judge, text) for _ in range(ROUNDS)]
    return min(times) * 1e6


def _timed(judge: Callable[[str], object], text: str) -> float:
    start = time.perf_counter()
    judge(text)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
