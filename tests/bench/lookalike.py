"""Look-alikes of numbers among 100,000 official ones. Run with `./run bench lookalike`."""

import random
import statistics
import time

from core.registry.lookalike import look_alikes, owned_numbers

OFFICIAL = 100_000
ASKED = 2_000
ROUNDS = 7
MOST = 25.0  # microseconds


def main() -> None:
    """Print the median of the rounds, for numbers like none and for numbers like one."""
    chance = random.Random(4)
    official = sorted({_number(chance) for _ in range(OFFICIAL)})
    owned = owned_numbers(official)
    strangers = [_number(chance) for _ in range(ASKED)]
    alike = [number[:-1] + str((int(number[-1]) + 1) % 10) for number in chance.sample(official, ASKED)]
    for name, numbers in (("like none", strangers), ("like one", alike)):
        rounds = [_round(numbers, owned) for _ in range(ROUNDS)]
        found = sum(bool(look_alikes(number, owned)) for number in numbers)
        print(
            f"{name:10} {statistics.median(rounds):5.1f} µs a number (best {min(rounds):.1f}, at most {MOST:.0f});"
            f" {found} of {len(numbers)} look like one of {len(owned):,}"
        )


def _number(chance: random.Random) -> str:
    """Toll-free, fixed and mobile numbers, as organisations publish them."""
    kind = chance.random()
    if kind < 0.3:
        return f"+81120{chance.randrange(10**6):06}"
    return (
        f"+813{chance.randrange(2 * 10**7, 9 * 10**7)}"
        if kind < 0.9
        else f"+81800{chance.randrange(10**7):07}"
    )


def _round(numbers: list[str], owned: frozenset[int]) -> float:
    start = time.process_time()
    for number in numbers:
        look_alikes(number, owned)
    return (time.process_time() - start) / len(numbers) * 1e6


if __name__ == "__main__":
    main()
