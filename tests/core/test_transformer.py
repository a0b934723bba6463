"""The transformer's pieces are the likeliest, and what it tells is not far off for what it has never read."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from core.content import ContentError
from core.pieces import BEGIN, END, UNKNOWN, Pieces, dump_pieces, load_pieces
from core.transformer import ASKED, BEGINNING, LAYERS, MOST, ROWS, WORTH, gist, load_transformer
from core.transformer import PIECES as PIECES_FILE

PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "電", "話", "電話", "で", "電話で", "▁電")
WORDS = tuple(f"w{number}" for number in range(100))
LIKELY = np.array([0, 0, 0, 0, -2, -6, -6, -5, -3, -12, -7], np.float32)
TRANSFORMER = load_transformer(Path(str(files("config"))) / "transformer")
SCAMS = (
    "警察の者です。あなたの口座が犯罪に使われています。今日中に全額を振り込んでください",
    "Mom says the bank just called and someone is coming for her card, she is getting it ready",
    "Công an đây, tài khoản của bạn liên quan rửa tiền, chuyển tiền ngay vào tài khoản an toàn",
    "검찰청입니다. 본인 계좌가 범죄에 사용되어 오늘 안에 안전계좌로 송금하셔야 합니다",
)
ORDINARY = (
    "今日の会費は駅前の銀行で振り込んできたよ。領収書はあとで渡すね",
    "The bank called about my new card, it is ready and I will pick it up on Friday",
    "Mẹ chuyển tiền học cho con rồi nhé, nhớ ăn uống đầy đủ",
    "회비 오늘까지 총무 계좌로 보내 주세요~ 지난번이랑 같은 계좌예요",
)


def test_of_all_ways_to_cut_a_text_the_likeliest_is_taken() -> None:
    """「電話」「で」 are likelier than 「電話で」, and than each letter by itself; 「▁」 and 「電話」 than 「▁電」."""
    assert Pieces(PIECES, LIKELY).numbers("電話で", 9) == [BEGIN, 4, 7, 8, END]


def test_an_unknown_letter_is_one_piece() -> None:
    """What is around it is cut as before."""
    assert Pieces(PIECES, LIKELY).numbers("電話🐱で", 9) == [BEGIN, 4, 7, UNKNOWN, 8, END]


def test_full_width_and_many_spaces_are_one() -> None:
    """They are written in one form before they are cut."""
    pieces = Pieces(PIECES, LIKELY)

    assert pieces.numbers("  電話\u3000\n で ", 9) == pieces.numbers("電話 で", 9) == [BEGIN, 4, 7, 4, 8, END]


def test_a_long_text_ends_where_no_more_is_read() -> None:
    """With the piece that ends it."""
    assert Pieces(PIECES, LIKELY).numbers("電話" * 400, 5) == [BEGIN, 4, 7, 7, END]


def test_pieces_that_are_written_are_read_again(tmp_path: Path) -> None:
    """With their likelihoods."""
    dump_pieces(tmp_path / "pieces.npz", PIECES, LIKELY)

    assert load_pieces(tmp_path / "pieces.npz").numbers("電話で", 9) == [BEGIN, 4, 7, 8, END]


def test_scams_are_told_from_ordinary_messages_in_each_writing() -> None:
    """By far, though it has not read these."""
    assert min(map(TRANSFORMER.told, SCAMS)) > 1 + max(map(TRANSFORMER.told, ORDINARY))


def test_questions_lie_close_by_what_they_ask() -> None:
    """Nearer to another way of asking the same than to what shares its words, in vectors of length 1."""
    asked, same, other = TRANSFORMER.encode(
        [
            "カードをなくしました",
            "財布ごと落として、中のキャッシュカードが見つかりません",
            "カードを新しく作りたいです",
        ]
    )

    assert np.linalg.norm([asked, same, other], axis=1) == pytest.approx(1, abs=1e-5)
    assert asked @ same > asked @ other


def test_of_a_long_question_beginning_and_end_are_read() -> None:
    """A short one is read whole."""
    short, long = list(range(ASKED)), list(range(ASKED + 50))
    words = Pieces(WORDS, np.zeros(len(WORDS), np.float32))

    assert gist(short, words) == short
    assert gist(long, words) == [*range(BEGINNING), *range(BEGINNING + 50, ASKED + 50)]


def test_of_a_long_question_the_marks_between_its_words_are_not_read() -> None:
    """They leave room for words; a short question is read with them, for "?" says something."""
    mark, words = len(WORDS), list(range(10, 10 + ASKED))
    pieces = Pieces((*WORDS, "、"), np.zeros(len(WORDS) + 1, np.float32))
    spaced = [number for word in words for number in (word, mark)]

    assert gist(spaced, pieces) == words
    assert gist([*spaced, 99, mark], pieces) == [*words[:BEGINNING], *words[BEGINNING + 1 :], 99]
    assert gist([10, mark], pieces) == [10, mark]


def test_marks_are_punctuation_signs_and_spaces() -> None:
    """Not the sign of a Thai vowel; and those that begin, end or stand for an unknown one are none."""
    pieces = ("<s>", "<pad>", "</s>", "<unk>", "、", "▁", "ー", "3", "か?", "!?", "ا", "ี")

    assert Pieces(pieces, np.zeros(len(pieces), np.float32)).marks == {4, 5, 9}


def test_it_is_named_by_what_it_is(tmp_path: Path) -> None:
    """Vectors of another tuning are not compared with its own."""
    for name in (PIECES_FILE, ROWS, WORTH, LAYERS):
        (tmp_path / name).write_bytes(b"other")

    assert TRANSFORMER.name == load_transformer(Path(str(files("config"))) / "transformer").name
    assert TRANSFORMER.name != load_transformer(tmp_path).name


def test_two_long_tales_that_end_otherwise_are_told_apart() -> None:
    """What is asked stands at the end, however long the tale is."""
    tale = "きのうは朝から庭の草むしりをして、昼は嫁の作ったうどんを食べて、それから少し昼寝をしました。" * 8
    lost, opens = TRANSFORMER.encode([tale + "カードをなくしました", tale + "窓口は何時までですか"])

    assert lost @ opens < 0.98
    assert TRANSFORMER.encode([]).shape == (0, 384)
    assert np.isfinite(TRANSFORMER.encode(["", "😀" * 999])).all()


def test_any_text_can_be_read() -> None:
    """None, one letter, and one far longer than is read, which is read as its beginning."""
    long = "ด่วน โอนเงินวันนี้ " * 400

    assert np.isfinite(
        [TRANSFORMER.told(""), TRANSFORMER.told("\u200b"), TRANSFORMER.told("あ" * (MOST * 9))]
    ).all()
    assert TRANSFORMER.told(long) == TRANSFORMER.told(long[:400])


def test_a_missing_file_is_told_at_load(tmp_path: Path) -> None:
    """With what makes it, and not only at the first message that is read."""
    (tmp_path / PIECES_FILE).touch()

    with pytest.raises(ContentError, match=rf"{LAYERS}.*run train watch") as told:
        load_transformer(tmp_path)

    assert PIECES_FILE not in str(told.value)
