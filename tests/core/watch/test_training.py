"""Training: the same messages give the same weights, and a writer's messages are judged without that writer's."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.watch.bounds import Labelled
from core.watch.folding import load_folding
from core.watch.model import MEANING, Model, Seen, Shapes, dump_weights, load_weights
from core.watch.scams import load_kinds
from core.watch.signs import load_signs
from core.watch.training import Trained, seen_of, train

FOLDER = files("config") / "scams"
SIGNS = load_signs(FOLDER, load_folding(FOLDER / "writings.yaml"))
KINDS = load_kinds(FOLDER / "kinds", SIGNS)
POLICE = "警察です。口座が犯罪に使われました。本日中に全額を振り込んでください"
PRIZE = "おめでとうございます、当選です。本日中に手数料を払ってください"
ERRAND = "今日の会費、駅前の銀行で振り込んできたよ"
MESSAGES = [
    *(Labelled(f"{POLICE}{end}", True, source="a", kind="impostor_police") for end in "。!、"),
    *(Labelled(f"{PRIZE}{end}", True, source="b", kind="prize") for end in "。!、"),
    *(Labelled(f"{ERRAND}{end}", False, source=source) for source in "ab" for end in "。!、"),
]


def encode(text: str) -> NDArray[np.float32]:
    """A vector that tells texts apart by their letters."""
    vector = np.zeros(MEANING, np.float32)
    for letter in text:
        vector[ord(letter) % MEANING] += 1
    return vector / max(1.0, float(np.linalg.norm(vector)))


class Heard:
    """A transformer that knows texts by heart, and those that are said of a scam."""

    def __init__(self, messages: Sequence[Labelled]) -> None:
        self._scams = {message.text[:4] for message in messages if message.scam}

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return np.array([self.told(text) for text in texts])

    def told(self, text: str) -> float:
        """2 for a text that begins as a scam did."""
        return 2.0 if text[:4] in self._scams else -2.0

    def write(self, folder: Path) -> None:
        folder.mkdir()


def trained(messages: list[Labelled]) -> Trained:
    """What comes of them."""
    return train(messages, SIGNS, KINDS, encode, Heard)


def model(folder: Path) -> Model:
    """The model, its weights written and read again."""
    (folder / "weights.npz").write_bytes(dump_weights(trained(MESSAGES).weights))
    shapes = Shapes(SIGNS)
    return Model(load_weights(folder / "weights.npz", shapes.count), shapes, encode, Heard(MESSAGES).told)


def seen(text: str) -> Seen:
    """As the model takes it."""
    return seen_of(text, SIGNS)


def test_the_same_messages_give_the_same_weights() -> None:
    """To the byte."""
    assert dump_weights(trained(MESSAGES).weights) == dump_weights(trained(MESSAGES).weights)


def test_weights_that_are_written_and_read_judge_and_name(tmp_path: Path) -> None:
    """Scams above, errands below, and each scam by its kind."""
    here = model(tmp_path)

    assert here.score(seen(POLICE)) > here.score(seen(ERRAND))
    assert here.score(seen(POLICE)) > here.score(seen(POLICE), talks=True) > 0
    assert (here.name(seen(POLICE)), here.name(seen(PRIZE))) == ("impostor_police", "prize")


def test_a_writer_is_judged_without_that_writer() -> None:
    """What only its own writer says is known from nowhere else: it is told less of than when another says it too."""
    alone = trained(MESSAGES)
    shared = trained([*MESSAGES, *(Labelled(f"{POLICE}{end}", True, source="c") for end in "♪☆")])

    beyond = alone.left_out + alone.weights.bounds.threshold
    beyond_shared = shared.left_out + shared.weights.bounds.threshold
    assert beyond_shared[0] > beyond[0]


def test_what_was_written_against_a_model_is_learned_and_not_measured_with() -> None:
    """Its writer knew what to write so that every model looks bad; the others are judged as before."""
    against = [Labelled(f"{PRIZE}{end}", True, source="against_c") for end in "♪☆♡♢♤♧♩"]
    found = trained([*MESSAGES, *against])

    assert np.isnan(found.left_out[len(MESSAGES) :]).all()
    assert (np.isnan(found.left_out[: len(MESSAGES)]) == np.isnan(trained(MESSAGES).left_out)).all()
