"""Sentences to vectors, with the words cut as the encoder was trained with them."""

import numpy as np
import pytest

from core.encoder import UniversalEncoder

ENCODER = UniversalEncoder()


def test_letters_that_nobody_knows_are_one_piece() -> None:
    """As sentencepiece joins them; the port that comes with the encoder makes one of each."""
    one, many = ENCODER.encode(["鍵 𓀀", "鍵 𓀀𓀁𓀂"])

    assert one == pytest.approx(many, abs=1e-6)


def test_each_text_has_a_vector_of_its_own_whatever_is_beside_it() -> None:
    """Of length 1, the empty one too."""
    texts = ["折り返していいですか", "", "Is this a scam?"]
    together = ENCODER.encode(texts)

    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(3), abs=1e-3)
    for row, text in zip(together, texts, strict=True):
        assert ENCODER.encode([text])[0] == pytest.approx(row, abs=1e-4)
    assert ENCODER.encode([]).shape == (0, 512)
