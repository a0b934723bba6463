"""Training the model: from labelled messages to weights. Repeatable: the same messages give the same weights."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from core.watch.bounds import Labelled, Told, bounds_of
from core.watch.folding import plain
from core.watch.judge import asks_if_scam, look_at, talks_of_scams
from core.watch.model import (
    BENDS,
    MEANING,
    PAIRS,
    RUNS,
    SHARES,
    TALK,
    Bounds,
    Encode,
    Seen,
    Shapes,
    Weights,
    naming_of,
    pairs_of,
    runs_of,
)
from core.watch.regression import Matrix, fit
from core.watch.scams import Kinds
from core.watch.signs import READ as LONGEST
from core.watch.signs import Signs

Places = NDArray[np.int64]  # of messages among all

PARTS = 4  # that the messages are in, whole writers each
LEFT_OUT = 1  # of them in turn: each takes minutes
# How the sources are named whose writers saw what an earlier model said, and wrote what it got wrong: learned from,
# and in no part, for they would say that every model is worse than it is.
AGAINST = "against_"
RIDGE = 1.0  # how much naming shrinks what it tells


class Tuned(Protocol):
    """A transformer that was tuned on messages."""

    def logits(self, texts: Sequence[str]) -> Matrix:
        """What it tells of each."""

    def write(self, folder: Path) -> None:
        """The files that `core.transformer` reads."""


Tune = Callable[[Sequence[Labelled]], Tuned]


class Trained(NamedTuple):
    """Weights, and of each message whose writer was left out of training its score beyond the threshold (nan: it was
    not), and the transformer tuned on all.
    """

    weights: Weights
    left_out: Matrix
    tuned: Tuned


def seen_of(text: str, signs: Signs) -> Seen:
    """The message as the model takes it."""
    text = text[:LONGEST]
    return look_at(text, signs.folding.fold(text), signs).seen


def train(messages: Sequence[Labelled], signs: Signs, kinds: Kinds, encode: Encode, tune: Tune) -> Trained:
    """Fit on all messages. The threshold is where, each message judged by what was trained without its source,
    ordinary ones cross it as seldom as promised.
    """
    columns = _columns(messages, signs, encode)
    labels = np.array([message.scam for message in messages], dtype=np.float32)
    words = columns[:, :-MEANING] @ columns[:, :-MEANING].T + 1.0
    alike = columns[:, -MEANING:] @ columns[:, -MEANING:].T
    kernel = words + alike * SHARES["meaning"] ** 2 + (alike * SHARES["bends"]) ** 2
    parts = _parts([message.source for message in messages])[:LEFT_OUT]
    by_signs, by_words = _left_out(kernel, words, labels, parts)
    read = _read_left_out(messages, parts, tune)
    lessened = np.array([_lessened(message.text, signs, kinds) for message in messages])
    bounds, left_out = bounds_of(messages, Told(by_words, by_signs, read), labels, lessened)
    shares = fit(kernel, labels)
    naming = _naming(messages, signs, encode)
    weights = _split(columns, shares, bounds, signs=Shapes(signs).count, naming=naming)
    return Trained(weights, left_out, tune(messages))


def _lessened(text: str, signs: Signs, kinds: Kinds) -> float:
    """By how much a message's score is lessened for what it speaks of; wholly, where its signs make no kind, or it asks."""
    present = sum(1 << sign for sign in seen_of(text, signs).signs)
    if asks_if_scam(present, signs) or not kinds.found_in(present):
        return math.inf
    return TALK * talks_of_scams(present, signs)


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


def _left_out(
    kernel: Matrix, words: Matrix, labels: Matrix, parts: Sequence[Places]
) -> tuple[Matrix, Matrix]:
    """What is told of each message by what was trained without its source: in all, and by its words alone."""
    told, by_words = np.full(len(labels), np.nan), np.full(len(labels), np.nan)
    for test in parts:
        others = np.delete(np.arange(len(labels)), test)
        shares = fit(kernel[np.ix_(others, others)], labels[others])
        told[test] = kernel[np.ix_(test, others)] @ shares
        by_words[test] = words[np.ix_(test, others)] @ shares
    return told, by_words


def _read_left_out(messages: Sequence[Labelled], parts: Sequence[Places], tune: Tune) -> Matrix:
    """What the transformer tells of the messages of some parts, tuned each time without the part."""
    told = np.full(len(messages), np.nan)
    for test in parts:
        out = set(test.tolist())
        tuned = tune([message for place, message in enumerate(messages) if place not in out])
        told[test] = tuned.logits([messages[place].text for place in test.tolist()])
    return told


def _parts(sources: Sequence[str]) -> list[Places]:
    """The places of whole sources, in parts of about the same size, the largest first: one fit for each source takes
    an hour.
    """
    parts: list[list[int]] = [[] for _ in range(PARTS)]
    for source, _ in Counter(source for source in sources if not source.startswith(AGAINST)).most_common():
        least = min(parts, key=len)
        least += [place for place, each in enumerate(sources) if each == source]
    return [np.array(part) for part in parts if part]


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
    bounds: Bounds,
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
        bounds=bounds,
    )
