"""Training the model: from labelled messages to weights. Repeatable: the same messages give the same weights."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.watch.folding import plain
from core.watch.judge import look_at, talks_of_scams
from core.watch.model import (
    BENDS,
    MEANING,
    PAIRS,
    RUNS,
    SHARES,
    Encode,
    Seen,
    Shapes,
    Weights,
    naming_of,
    pairs_of,
    runs_of,
)
from core.watch.scams import Kinds
from core.watch.signs import READ, Signs

Matrix = NDArray[np.float32] | NDArray[np.float64]

PARTS = 4  # that the messages are left out in
STEPS = 6  # of Newton's method at most
STILL = 1e-3  # it ends where no message's share moves further
RIDGE = 1.0  # how much naming shrinks what it tells
SPARED = 0.002  # the share of found scams that may be lost by not looking at the meaning where words speak against it
# The share of ordinary messages that may cross the threshold where their writer's were left out of training. It is
# more than is promised of the product: what is trained on all writers crosses less, and the hard messages here were
# written to be warned of.
FALSE_WARNINGS = 0.0025
HARD = 1 / 3  # the share of ordinary messages that hold a scam's words, where the promise is measured


class Labelled(NamedTuple):
    """A message, whether it is a scam, whether it has a scam's words though it is none, whose writing it is (who
    wrote one message of a source wrote the others too), and which kind of scam, where that is known.
    """

    text: str
    scam: bool
    hard: bool = True
    source: str = ""
    kind: str = ""


class Trained(NamedTuple):
    """Weights, and each message's score beyond the threshold when it was left out of training."""

    weights: Weights
    left_out: Matrix


def seen_of(text: str, signs: Signs) -> Seen:
    """The message as the model takes it."""
    text = text[:READ]
    return look_at(text, signs.folding.fold(text), signs).seen


def train(messages: Sequence[Labelled], signs: Signs, kinds: Kinds, encode: Encode) -> Trained:
    """Fit on all messages. The threshold is where, each message judged by what was trained without its source,
    ordinary ones cross it as seldom as promised.
    """
    columns = _columns(messages, signs, encode)
    labels = np.array([message.scam for message in messages], dtype=np.float32)
    words = columns[:, :-MEANING] @ columns[:, :-MEANING].T + 1.0
    alike = columns[:, -MEANING:] @ columns[:, -MEANING:].T
    kernel = words + alike * SHARES["meaning"] ** 2 + (alike * SHARES["bends"]) ** 2
    left_out, by_words = _left_out(kernel, words, labels, [message.source for message in messages])
    passing = np.array([_passes(message.text, signs, kinds) for message in messages])
    left_out[~passing] = -np.inf
    threshold = _threshold(left_out, messages)
    floor = float(np.quantile(by_words[(labels == 1) & (left_out > threshold)], SPARED))
    naming = _naming(messages, signs, encode)
    shares = _fit(kernel, labels)
    weights = _split(columns, shares, threshold, floor, signs=Shapes(signs).count, naming=naming)
    left_out[by_words < floor] = -np.inf
    return Trained(weights, left_out - threshold)


def _passes(text: str, signs: Signs, kinds: Kinds) -> bool:
    present = sum(1 << sign for sign in seen_of(text, signs).signs)
    return bool(kinds.found_in(present)) and not talks_of_scams(present, signs)


def _columns(messages: Sequence[Labelled], signs: Signs, encode: Encode) -> Matrix:
    shapes = Shapes(signs)
    rows = np.zeros((len(messages), shapes.count + PAIRS + RUNS + MEANING), np.float32)
    for row, message in zip(rows, messages, strict=True):
        seen = seen_of(message.text, signs)
        row[[*seen.signs, *shapes.of(seen)]] = SHARES["signs"]
        _fill(row[shapes.count :], list(pairs_of(seen.signs)), SHARES["pairs"])
        _fill(row[shapes.count + PAIRS :], list(runs_of(seen.folded)), SHARES["runs"])
        row[-MEANING:] = encode(plain(seen.text))
    return rows


def _fill(row: Matrix, places: Sequence[int], share: float) -> None:
    for place in places:
        row[place] += share / np.sqrt(len(places))


def _fit(kernel: Matrix, labels: Matrix) -> Matrix:
    """Ridge-penalised logistic regression in the messages' own space, by Newton's method: a share for each."""
    shares: Matrix = np.zeros(len(labels), np.float32)
    for _ in range(STEPS):
        told = kernel @ shares
        chance = 1.0 / (1.0 + np.exp(-told))
        weight = np.maximum(chance * (1.0 - chance), 1e-6)
        bent = kernel.copy()
        bent[np.diag_indices(len(labels))] += 1.0 / weight
        before, shares = shares, np.linalg.solve(bent, told + (labels - chance) / weight)
        if np.abs(shares - before).max() < STILL:
            break
    return shares


def _left_out(kernel: Matrix, words: Matrix, labels: Matrix, sources: Sequence[str]) -> tuple[Matrix, Matrix]:
    """What is told of each message by what was trained without its source: in all, and by its words alone."""
    told, by_words = np.zeros(len(labels)), np.zeros(len(labels))
    for together in _parts(sources):
        of_it = np.array([each in together for each in sources])
        test, others = np.flatnonzero(of_it), np.flatnonzero(~of_it)
        shares = _fit(kernel[np.ix_(others, others)], labels[others])
        told[test] = kernel[np.ix_(test, others)] @ shares
        by_words[test] = words[np.ix_(test, others)] @ shares
    return told, by_words


def _parts(sources: Sequence[str]) -> list[set[str]]:
    """Whole sources in parts of about the same size, the largest first: one fit for each source takes an hour."""
    parts: list[set[str]] = [set() for _ in range(PARTS)]
    sizes = [0] * PARTS
    for source, size in Counter(sources).most_common():
        least = sizes.index(min(sizes))
        parts[least].add(source)
        sizes[least] += size
    return [part for part in parts if part]


def _threshold(told: Matrix, messages: Sequence[Labelled]) -> float:
    """The lowest at which so few ordinary messages are warned of, were so many of them hard."""
    hard = np.array([message.hard for message in messages if not message.scam])
    ordinary = told[[not message.scam for message in messages]]
    weight = np.where(hard, HARD / hard.sum(), (1 - HARD) / max(1, (~hard).sum()))
    order = np.argsort(-ordinary)
    crossed = np.cumsum(weight[order])
    first = int(np.searchsorted(crossed, FALSE_WARNINGS, side="right"))
    return float(ordinary[order[first]]) + 1e-6


def _naming(messages: Sequence[Labelled], signs: Signs, encode: Encode) -> tuple[tuple[str, ...], Matrix]:
    """The kinds, and what names a scam by each: ridge regression on those whose kind is known."""
    known = [message for message in messages if message.scam and message.kind]
    kinds = tuple(dict.fromkeys(message.kind for message in known))
    rows = np.array([naming_of(seen_of(each.text, signs), len(signs.signs), encode) for each in known])
    is_it = np.array([[message.kind == kind for kind in kinds] for message in known], dtype=np.float64)
    inner = rows @ rows.T + RIDGE * np.eye(len(known))
    return kinds, np.asarray(rows.T @ np.linalg.solve(inner, is_it), np.float64).T


def _split(
    columns: Matrix,
    shares: Matrix,
    threshold: float,
    floor: float,
    *,
    signs: int,
    naming: tuple[tuple[str, ...], Matrix],
) -> Weights:
    """The weights of each part, its loudness taken in. Of the bends the strongest are kept."""
    weights = columns.T @ shares
    vectors = columns[:, -MEANING:]
    bent, bends = np.linalg.eigh(vectors.T @ (vectors * shares[:, None]) * SHARES["bends"] ** 2)
    kept = np.argsort(-np.abs(bent))[:BENDS]
    return Weights(
        signs=(weights[:signs] * SHARES["signs"]).astype(np.float32),
        pairs=(weights[signs : signs + PAIRS] * SHARES["pairs"]).astype(np.float32),
        runs=(weights[signs + PAIRS : -MEANING] * SHARES["runs"]).astype(np.float32),
        meaning=(weights[-MEANING:] * SHARES["meaning"] ** 2).astype(np.float32),
        bends=bends[:, kept].T.astype(np.float32),
        bent=bent[kept].astype(np.float32),
        naming=naming[1].astype(np.float32),
        kinds=naming[0],
        bias=float(shares.sum()),
        threshold=threshold,
        floor=floor,
    )
