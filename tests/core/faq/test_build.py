"""How indexes are made: vectors kept on disk, another encoder, the bank, gates."""

import os
import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from core.content import ContentError
from core.encoder import Vectors, load_encoder
from core.faq.bank import load_bank
from core.faq.build import Builder
from core.faq.shipped import digest, ship, shipped
from core.faq.space import Space
from core.faq.strange import Strangers
from core.faq.vectors import VectorCache
from core.faq.words import SudachiAnalyser
from core.transformer import load_transformer
from tests.core.faq.places import LIBRARY
from tests.servers import VECTORS

PLAIN = Space(np.zeros(512, np.float32), np.eye(512, dtype=np.float32))  # leaves vectors as they are


class Counted:
    """The product's encoder, with the texts that it was asked for; under another name, if one is given."""

    def __init__(self, name: str = "") -> None:
        self._encoder = load_encoder(Path(str(files("config"))) / "encoder")
        self._name = name
        self.texts: list[str] = []

    @property
    def name(self) -> str:
        return self._name or self._encoder.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return self._encoder.encode(texts)


class Chance(Counted):
    """Vectors by chance, made at once."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return np.random.default_rng(0).normal(size=(len(texts), 512)).astype(np.float32)


class Quick(Chance):
    """In the transformer's place: reading the whole bank closely takes a minute."""

    @property
    def name(self) -> str:
        return load_transformer(Path(str(files("config"))) / "transformer").name

    def encode(self, texts: Sequence[str]) -> Vectors:
        return super().encode(texts)[:, :384]


class Close:
    """The product's transformer, with the texts that it was asked for."""

    def __init__(self) -> None:
        self._transformer = load_transformer(Path(str(files("config"))) / "transformer")
        self.texts: list[str] = []

    @property
    def name(self) -> str:
        return self._transformer.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.texts += texts
        return self._transformer.encode(texts)


def test_vectors_are_computed_once(tmp_path: Path) -> None:
    """The second time they come from the folder, the same to half precision."""
    encoder = Counted()
    first = VectorCache(encoder, tmp_path).encode(["一", "二"], PLAIN)
    second = VectorCache(encoder, tmp_path).encode(["一", "二"], PLAIN)

    assert encoder.texts == ["一", "二"]
    assert np.allclose(first, second, atol=1e-3)


def test_other_texts_or_another_encoder_are_computed_anew(tmp_path: Path) -> None:
    """The checksum is of both."""
    one, other = Counted(), Counted("other 1.0")
    VectorCache(one, tmp_path).encode(["一"], PLAIN)
    VectorCache(one, tmp_path).encode(["一", "二"], PLAIN)
    VectorCache(other, tmp_path).encode(["一"], PLAIN)

    assert one.texts == ["一", "一", "二"]
    assert other.texts == ["一"]


def test_vectors_of_another_space_are_not_taken(tmp_path: Path) -> None:
    """They are kept as their space turns them: of the same text another has others."""
    turned = Space(PLAIN.middle, -PLAIN.matrix)
    first = VectorCache(Counted(), tmp_path).encode(["一"], PLAIN)

    for _ in ("made", "read"):
        assert np.allclose(VectorCache(Counted(), tmp_path).encode(["一"], turned), -first, atol=1e-3)


@pytest.mark.parametrize("broken", [b"", b"no vectors", b"\x93NUMPY\x01\x00"])
def test_a_broken_file_is_written_anew(tmp_path: Path, broken: bytes) -> None:
    """It costs time and nothing else."""
    encoder = Counted()
    VectorCache(encoder, tmp_path).encode(["一"], PLAIN)
    next(tmp_path.glob("*.npy")).write_bytes(broken)
    assert len(VectorCache(encoder, tmp_path).encode(["一"], PLAIN)) == 1
    VectorCache(encoder, tmp_path).encode(["一"], PLAIN)

    assert encoder.texts == ["一", "一"]


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "file").touch()

    assert len(VectorCache(Counted(), tmp_path / "file").encode(["一"], PLAIN)) == 1


def test_old_vectors_do_not_pile_up(tmp_path: Path) -> None:
    """Sixty files are kept, the newest."""
    cache = VectorCache(Counted(), tmp_path)
    for count in range(63):
        cache.encode([str(count)], PLAIN)

    assert len(list(tmp_path.iterdir())) == 60


def test_what_a_stopped_process_left_unfinished_is_cleared_away(tmp_path: Path) -> None:
    """Not what another one is writing now."""
    left, now = tmp_path / "a.npy.x1.tmp", tmp_path / "b.npy.x2.tmp"
    left.touch()
    now.touch()
    long_ago = left.stat().st_mtime - 4000
    os.utime(left, (long_ago, long_ago))
    VectorCache(Counted(), tmp_path).encode(["一"], PLAIN)

    assert (left.exists(), now.exists()) == (False, True)


def test_what_was_learnt_is_for_its_encoder_alone() -> None:
    """Another encoder is told to learn first."""
    with pytest.raises(ContentError, match="fit_questions"):
        Builder(files("config"), encoder=Counted("other 1.0")).index(LIBRARY)


def test_the_bank_is_encoded_once_for_all_indexes(tmp_path: Path) -> None:
    """The second one encodes its own texts alone."""
    config = Path(str(files("config")))
    shutil.copytree(config / "search", tmp_path / "search", ignore=shutil.ignore_patterns("vectors.npz"))
    for name in ("negatives", "transformer"):
        (tmp_path / name).symlink_to(config / name)
    encoder = Chance()
    maker = Builder(tmp_path, encoder=encoder, closely=Quick())
    maker.index(LIBRARY)
    first = len(encoder.texts)
    maker.index(LIBRARY[:1])

    assert "こんにちは" in encoder.texts[:first]
    assert encoder.texts[first:] == ["カードを作りたい", "利用登録したい", "窓口へどうぞ。"]


def test_what_is_shipped_of_the_product_is_not_encoded() -> None:
    """By either encoder: only a file's own texts are."""
    encoder, closely = Chance(), Close()
    Builder(files("config"), encoder=encoder, closely=closely).index(LIBRARY)

    assert len(encoder.texts) == len(closely.texts) < 20


def test_what_the_bank_weighs_without_some_of_it() -> None:
    """As if the others had never been in it."""
    vectors = np.random.default_rng(1).normal(size=(9, 4)).astype(np.float32)
    kept = [0, 2, 3, 4, 6, 8]

    assert np.allclose(Strangers(vectors).products(kept), vectors[kept].T @ vectors[kept], atol=1e-5)


def test_the_bank_is_lines_and_things() -> None:
    """Each thing is asked for in each way of its kind."""
    bank = load_bank(files("config") / "negatives", "ja")

    assert "こんにちは" in bank
    assert "新幹線の予約を変更したい" in bank
    assert not any("{}" in text for text in bank)
    assert len(set(bank)) == len(bank)


def test_vectors_that_are_shipped_are_not_computed(tmp_path: Path) -> None:
    """Only new texts are; the shipped ones are near enough."""
    encoder = Counted()
    (tmp_path / "vectors.npz").write_bytes(
        ship(["一", "二"], load_encoder(Path(str(files("config"))) / "encoder"))
    )
    vectors = VectorCache(encoder, None, tmp_path / "vectors.npz").encode(["二", "三", "一"], PLAIN)

    assert encoder.texts == ["三"]
    assert (vectors * load_encoder(Path(str(files("config"))) / "encoder").encode(["二", "三", "一"])).sum(
        axis=1
    ) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    "shipped", [b"", b"no vectors", b"\x93NUMPY\x01\x00", ship(["一"], Counted("other 1.0"))]
)
def test_what_was_shipped_for_another_encoder_is_not_taken(tmp_path: Path, shipped: bytes) -> None:
    """Nor a broken file: it costs time and nothing else."""
    encoder = Counted()
    (tmp_path / "vectors.npz").write_bytes(shipped)
    VectorCache(encoder, None, tmp_path / "vectors.npz").encode(["一"], PLAIN)

    assert encoder.texts == ["一"]


def test_what_the_product_ships_is_of_its_own_content_and_transformer() -> None:
    """Else each first start would take a minute more: run `./run bench ship_vectors` after changes."""
    encoder = Close()
    ready = shipped(files("config") / "search" / "closely" / "vectors.npz", encoder.name)
    texts = [SudachiAnalyser().analyse(text).text for text in load_bank(files("config") / "negatives", "ja")]

    assert {digest(text) for text in texts} <= ready.keys()


def test_a_closer_encoder_that_nothing_was_learnt_for_is_told_of() -> None:
    """With what to do."""
    with pytest.raises(ContentError, match="fit_questions"):
        Builder(files("config"), closely=Counted("other 1.0")).learnt()


def test_only_a_question_in_doubt_is_read_closely() -> None:
    """One that is asked word for word is not."""
    closely = Close()
    index = Builder(files("config"), VECTORS, closely=closely).index(LIBRARY, general=False)
    made = len(closely.texts)
    index.search("図書館は何時まで?")
    sure = len(closely.texts)
    found = index.search("貸し出しの、あの、ほら、あれなんですけど、いつまで?")

    assert sure == made
    assert len(closely.texts) == made + 1
    assert sum(hit.score for hit in found.hits) + found.none == pytest.approx(1)


@pytest.mark.parametrize(("copies", "read"), [(1, 0), (3, 1)])
def test_a_long_question_is_read_closely_only_where_hardly_anything_is_likely(copies: int, read: int) -> None:
    """Where each entry is there three times, none is as likely."""
    closely = Close()
    entries = [replace(entry, id=f"{entry.id}_{copy}") for copy in range(copies) for entry in LIBRARY]
    index = Builder(files("config"), VECTORS, closely=closely).index(entries, general=False)
    made = len(closely.texts)
    index.search(
        "借りたものをずっと持ったままでいるのですが、そういうときは何か言われたりするものなのでしょうか。"
    )

    assert len(closely.texts) == made + read


def test_of_a_question_in_doubt_the_likeliest_entries_are_weighed_again() -> None:
    """A row for each, at its place."""
    index = Builder(files("config"), VECTORS).index(LIBRARY, general=False)
    first, again = (index.features("返すのが遅れたら", depth) for depth in (0, 1))
    order = np.argsort(again.places)

    assert first.places.tolist() == sorted(again.places.tolist()) == [0, 1, 2]
    assert again.entries[order][:, 2] == pytest.approx(first.entries[:, 2])  # words are the same in both


def test_a_question_in_doubt_is_weighed_again_with_what_was_found_before() -> None:
    """The logarithms of the usual sense's probabilities; that sense itself has nothing before it."""
    index = Builder(files("config"), VECTORS).index(LIBRARY, general=False)
    first, again = (index.features("返すのが遅れたら", depth) for depth in (0, 1))
    before = np.exp(again.entries[:, -1])

    assert not first.entries[:, -1].any()
    assert first.none[-1] == 0
    assert list(before) == sorted(before, reverse=True)
    assert before.sum() + np.exp(again.none[-1]) == pytest.approx(1, abs=1e-4)
