"""Meanings as evidence."""

import numpy as np
import pytest

from core.encoder import unit
from core.faq.evidence import Corpus, Meanings, teach
from core.faq.strange import NEAR, Strangers


def made_of(corpus: Corpus) -> Meanings:
    """With what is learnt of them."""
    return Meanings(corpus, teach(corpus))


def test_few_entries_are_compared_as_all_are() -> None:
    """In the order of their places."""
    chance = np.random.default_rng(1)
    ways, answers, bank, asked = (unit(chance.normal(size=(count, 8))) for count in (7, 3, 20, 1))
    owners = [0, 0, 1, 1, 1, 2, 2]
    kept = list(range(20))
    meanings = made_of(Corpus(ways, owners, answers, Strangers(bank), kept))
    every, few = (
        (meanings.near(asked[0], among), *meanings.close(asked[0], among))
        for among in (slice(None), np.array([2, 0]))
    )

    for found, whole in zip(few, every, strict=True):
        assert found == pytest.approx(whole[[2, 0]], abs=1e-5)


def test_the_classifier_is_a_ridge_regression() -> None:
    """The same as least squares over rows for the ways, for the bank with the ways' weight, and for the penalty."""
    chance = np.random.default_rng(2)
    ways, answers, bank, asked = (unit(chance.normal(size=(count, 6))) for count in (5, 2, 9, 1))
    owners = np.array([0, 0, 1, 1, 1])
    meanings = made_of(Corpus(ways, owners.tolist(), answers, Strangers(bank), list(range(9))))
    loud = np.sqrt(len(ways) / len(bank))
    rows = np.vstack([ways, loud * bank, np.sqrt(3.0) * np.eye(6)])
    is_first, is_any = np.zeros(len(rows)), np.zeros(len(rows))
    is_first[:5], is_any[:5], is_any[5:14] = owners == 0, 1, -loud
    first, any_ = (np.linalg.lstsq(rows, right)[0] for right in (is_first, is_any))

    assert meanings.close(asked[0], slice(None))[1][0] == pytest.approx(asked[0] @ first, abs=1e-5)
    assert meanings.spoken_of(asked[0]) == pytest.approx(asked[0] @ any_, abs=1e-5)


@pytest.mark.parametrize("every", [1, 2, 100])
def test_the_closest_strangers_are_found_among_those_that_were_near(every: int) -> None:
    """As one would find them who sorts all that count; of the few, nothing that is not among them."""
    chance = np.random.default_rng(2)
    ways, answers, bank, asked = (unit(chance.normal(size=(count, 8))) for count in (2, 2, 1000, 2))
    kept = list(range(0, 1000, every))
    meanings = made_of(Corpus(ways, [0, 1], answers, Strangers(bank), kept))
    whole, near = meanings.strangers(asked[0], slice(None))
    closest, nearer = meanings.strangers(asked[1], near)

    assert whole == pytest.approx(np.sort(bank[kept] @ asked[0])[::-1][:10], abs=1e-5)
    assert closest == pytest.approx(np.sort(bank[kept][near] @ asked[1])[::-1][:10], abs=1e-5)
    assert set(np.asarray(near)) == set(np.argsort(-(bank[kept] @ asked[0]))[:NEAR])
    assert set(np.asarray(nearer)) <= set(np.asarray(near))


def test_strangers_chosen_by_their_first_numbers_are_the_closest() -> None:
    """In a space whose first numbers tell most, nearly all; those few are then compared in full."""
    chance = np.random.default_rng(3)
    fading = 0.99 ** np.arange(400)
    bank, asked = (unit(chance.normal(size=(count, 400)) * fading) for count in (3000, 20))
    kept = np.arange(3000)
    strangers = Strangers(bank)

    for one in asked:
        closest, near = strangers.closest(one, kept, slice(None))
        whole = np.sort(bank @ one)[::-1][:10]
        assert closest[0] == pytest.approx(whole[0], abs=1e-6)
        assert np.isclose(closest[:, None], whole, atol=1e-6).any(axis=0).mean() >= 0.8
        assert closest[0] == pytest.approx((bank[near] @ one).max(), abs=1e-6)
