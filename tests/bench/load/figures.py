"""The figures of a run, as tables: medians of the rounds, and ratios round by round."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median

from tests.bench.load.measure import SLOW_IN_FLIGHT, Rate, Round

Rounds = Mapping[str, Sequence[Round]]  # by the bot's name; the bare one is the first

FAST_TARGET, SLOW_TARGET = 2.0, 10.0  # times the bare bot
MOST_DRIVER = 0.9  # of its core; with more than that the driver may be what is measured
MOST_QUEUED = 0.05  # of the time; with more than that messages a second say how busy others were
ROWS: tuple[tuple[str, Callable[[Round], float], str], ...] = (
    ("messages/s", lambda round_: round_.fast.messages, ".0f"),
    ("CPU µs a message", lambda round_: round_.fast.cpu, ".0f"),
    ("p50 ms at half load", lambda round_: round_.p50, ".2f"),
    ("p99 ms at half load", lambda round_: round_.p99, ".2f"),
    (f"messages/s, slow, {SLOW_IN_FLIGHT} in flight", lambda round_: round_.slow.messages, ".0f"),
    ("CPU µs a message, slow platform", lambda round_: round_.slow.cpu, ".0f"),
    ("% of its core used, at full load", lambda round_: round_.fast.messages * round_.fast.cpu / 1e4, ".0f"),
)
TARGETS: tuple[tuple[str, Callable[[Round], float], float], ...] = (
    ("messages/s", ROWS[0][1], FAST_TARGET),
    ("messages/s, slow platform", ROWS[4][1], SLOW_TARGET),
)
WIDTH, COLUMN = 36, 30


def table(platform: str, rounds: Rounds) -> Iterator[str]:
    """A platform's lines: each figure as its median, others than the bare bot's with the ratio to it, the
    smallest and the largest ratio of a round in brackets.
    """
    bare, *others = rounds.values()
    yield platform.ljust(WIDTH) + "".join(name.rjust(COLUMN) for name in rounds)
    for name, figure, form in ROWS:
        cells = [format(median(map(figure, bare)), form)]
        for other in others:
            cells.append(f"{median(map(figure, other)):{form}} {_spread(_ratios(figure, other, bare))}")
        yield name.ljust(WIDTH) + "".join(cell.rjust(COLUMN) for cell in cells)


def verdicts(platform: str, rounds: Rounds) -> Iterator[str]:
    """A line for each target: met or missed, by the whole bot on each kind of store."""
    bare, *others = rounds.items()
    for name, other in others:
        for what, figure, target in TARGETS:
            ratio = median(_ratios(figure, other, bare[1]))
            word = "met" if ratio >= target else "MISSED"
            yield f"{platform}, {name}: {what} at least {target:g} times the bare bot: {word} ({ratio:.2f})"


def doubts(rounds: Sequence[Round]) -> Iterator[str]:
    """How far the figures can be trusted: who else used the cores."""
    rates: list[Rate] = [rate for round_ in rounds for rate in (round_.fast, round_.slow)]
    most = max(rate.driver for rate in rates)
    yield f"The driver used or waited for its core {most:.0%} of the time at most."
    if most > MOST_DRIVER:
        yield f"WARNING: over {MOST_DRIVER:.0%}, so it may be the driver that was measured."
    queued = median(rate.queued for rate in rates)
    yield f"Bots waited for a core that other processes used {queued:.0%} of the time (median)."
    if queued > MOST_QUEUED:
        yield f"WARNING: over {MOST_QUEUED:.0%}, so compare CPU a message, and repeat the run on quiet cores."


def _ratios(figure: Callable[[Round], float], other: Sequence[Round], bare: Sequence[Round]) -> list[float]:
    return [figure(one) / figure(base) for one, base in zip(other, bare, strict=True)]


def _spread(ratios: Sequence[float]) -> str:
    return f"×{median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"
