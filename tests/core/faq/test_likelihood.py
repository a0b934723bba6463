"""The conditional logit: learnt from examples it gives back what they were made with."""

from pathlib import Path

import msgspec
import numpy as np
import pytest

from core.content import ContentError
from core.faq.likelihood import (
    CONSIDERED,
    ENTRY_FEATURES,
    NONE_FEATURES,
    Numbers,
    fit_weights,
    likelihood,
    load_weights,
)

SIZES = len(ENTRY_FEATURES), len(NONE_FEATURES)


def examples(count: int) -> list[tuple[Numbers, Numbers, int]]:
    """Drawn from a known logit: the first feature counts 2, the first against 1.5, all others nothing."""
    chance = np.random.default_rng(7)
    made = []
    for _ in range(count):
        entries, none = chance.normal(size=(CONSIDERED, SIZES[0])), chance.normal(size=SIZES[1])
        scores = np.append(2 * entries[:, 0], 1.5 * none[0] + 1)
        shares = np.exp(scores) / np.exp(scores).sum()
        drawn = int(chance.choice(CONSIDERED + 1, p=shares))
        made.append((entries, none, drawn if drawn < CONSIDERED else -1))
    return made


def test_weights_are_found_again() -> None:
    """From two thousand examples, to a tenth or two."""
    weights = fit_weights(examples(2000), ease=0.0, rounds=600)

    assert weights.entry_weight[0] == pytest.approx(2, abs=0.2)
    assert weights.none_weight[0] == pytest.approx(1.5, abs=0.2)
    assert np.abs(weights.entry_weight[1:]).max() < 0.2


def test_probabilities_are_shared_by_the_best_and_none() -> None:
    """At most ten entries are considered, best first, and all with none make 1."""
    weights = fit_weights(examples(300), rounds=200)
    entries = np.random.default_rng(1).normal(size=(50, SIZES[0]))
    found = likelihood(entries, np.zeros(SIZES[1]), weights)

    assert len(found.order) == CONSIDERED
    assert list(found.probabilities) == sorted(found.probabilities, reverse=True)
    assert found.probabilities.sum() + found.none == pytest.approx(1)


def test_a_gate_that_shuts_all_leaves_the_order() -> None:
    """What is taken from every entry goes to none; which is closest stays as it was."""
    weights = fit_weights(examples(300), rounds=200)
    entries = np.random.default_rng(1).normal(size=(5, SIZES[0]))
    before = likelihood(entries, np.zeros(SIZES[1]), weights)
    after = likelihood(entries, np.zeros(SIZES[1]), weights, np.full(5, 6.0))

    assert list(after.order) == list(before.order)
    assert after.none > before.none


def test_weights_of_other_features_are_told_of(tmp_path: Path) -> None:
    """With the file and what to do: they would weigh one feature as another."""
    weights = fit_weights(examples(30), rounds=5)
    file = tmp_path / "weights.json"
    file.write_bytes(msgspec.json.encode(weights))
    assert load_weights(file) == weights

    shorter = {name: getattr(weights, name)[1:] for name in ("none_weight", "none_mean", "entry_scale")}
    longer = {"entry_weight": (*weights.entry_weight, 0.0)}  # as many as the others
    for name, numbers in (shorter | longer).items():
        file.write_bytes(msgspec.json.encode(msgspec.structs.replace(weights, **{name: numbers})))
        with pytest.raises(ContentError, match=r"weights\.json.*fit_questions"):
            load_weights(file)
