"""Tuning the transformer on labelled messages and on ways to ask, and writing it as ONNX Runtime reads it. Repeatable:
the same texts on the same kind of processor give the same weights.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from bots.tuning.base import WIDTH, Base, load_base
from bots.tuning.layers import by_channel, write_layers
from bots.tuning.network import Network, Told
from bots.tuning.vocabulary import Vocabulary, vocabulary_of
from bots.tuning.ways import Drawn, Ways
from core.pieces import Pieces, dump_pieces
from core.transformer import LAYERS, LONGEST, MEANT, MOST, PIECES, ROWS, TOLD, WORTH, ends, gist
from core.watch.bounds import Labelled
from core.watch.folding import plain

ROUNDS = 2  # times that each message is read
TOGETHER = 32  # messages read at once
SORTED = 20 * TOGETHER  # messages among which those of a length are put together
FAST, FAST_HEAD = 5e-5, 1e-3  # how far a step goes at most, in the layers and in what is told from them
RISING = 100  # steps until it goes so far
DOUBT = 0.02  # labels are taken to be wrong so often, that none is learned by heart
NAMING = 0.3  # how much it counts to know the kind of a scam beside that it is one
ASKING = 3  # steps of which one tells questions apart
SHARP = 0.05  # how close the likeliest may lie to the next: what a cosine is divided by


class Texts:
    """Texts as the network takes them; each is cut into pieces once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._pieces = Pieces(vocabulary.pieces, vocabulary.likelihoods)
        self._known: dict[str, list[int]] = {}

    def numbers(self, text: str) -> list[int]:
        """The numbers of its pieces."""
        if text not in self._known:
            self._known[text] = self._pieces.numbers(text[:LONGEST], MOST)
        return self._known[text]

    def rows(self, texts: Sequence[str], *, asked: bool = False) -> tuple[Tensor, Tensor]:
        """The rows of all pieces, and where there are any. `asked`: of questions, as much as is read of them."""
        cut = self._pieces
        numbers = [gist(self.numbers(ends(text)), cut) if asked else self.numbers(text) for text in texts]
        longest = max(map(len, numbers))
        rows = torch.zeros(len(texts), longest, WIDTH)
        seen = torch.zeros(len(texts), longest, dtype=torch.bool)
        for place, own in enumerate(numbers):
            rows[place, : len(own)] = torch.tensor(self.vocabulary.rows.of(own))
            seen[place, : len(own)] = True
        return rows, seen


class TunedTransformer:
    """Tells scams; see `core.watch.training.Tuned`."""

    def __init__(self, told: Told, texts: Texts) -> None:
        self._told, self._texts = told, texts

    def logits(self, texts: Sequence[str]) -> np.ndarray:
        """What it tells of each message."""
        texts = [plain(text) for text in texts]
        found = np.zeros(len(texts), np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(self._texts.numbers(texts[place])))
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            with torch.no_grad(), _in_sixteen_bits():
                told, _ = self._told(*self._texts.rows([texts[place] for place in places]))
            found[places] = told[:, 0].float().numpy()
        return found

    def write(self, folder: Path) -> None:
        """All files that `core.transformer` reads."""
        folder.mkdir(exist_ok=True)
        vocabulary = self._texts.vocabulary
        dump_pieces(folder / PIECES, vocabulary.pieces, vocabulary.likelihoods)
        np.save(folder / ROWS, vocabulary.rows.numbers)
        np.save(folder / WORTH, vocabulary.rows.worth)
        write_layers(self._told, torch.zeros(1, 20, WIDTH), [TOLD, MEANT], folder / LAYERS, by_channel)


class Tuner:
    """Tunes the base on messages, and on ways to ask."""

    def __init__(self, base: Base, texts: Texts, ways: Ways) -> None:
        self._base, self._texts, self._ways = base, texts, ways

    def tune(self, messages: Sequence[Labelled]) -> TunedTransformer:
        """A transformer that tells scams, trained on these messages, and questions apart."""
        torch.manual_seed(0)
        chance = random.Random(0)  # noqa: S311 -- an order of reading
        kinds = sorted({message.kind for message in messages if message.scam and message.kind})
        told = Told(Network(self._base.arrays, MOST), nn.Linear(WIDTH, 1))
        naming = nn.Linear(WIDTH, len(kinds))
        layers, heads = list(told.network.parameters()), [*told.head.parameters(), *naming.parameters()]
        descent = torch.optim.AdamW([{"params": layers}, {"params": heads}], weight_decay=0.01)
        steps = ROUNDS * -(-len(messages) // TOGETHER)
        order = (batch for _ in range(ROUNDS) for batch in self._batches(messages, chance))
        told.train()
        for step, batch in enumerate(order):
            pace = min(1.0, (step + 1) / RISING) * max(0.02, 1 - step / steps)
            for group, fast in zip(descent.param_groups, (FAST, FAST_HEAD), strict=True):
                group["lr"] = fast * pace
            descent.zero_grad()
            self._wrong(told, naming, batch, kinds).backward()
            if step % ASKING == 0:
                self._confused(told.network, self._ways.draw(chance)).backward()
            nn.utils.clip_grad_norm_(layers, 1.0)
            descent.step()
        return TunedTransformer(told.eval(), self._texts)

    def _wrong(
        self, told: Told, naming: nn.Linear, batch: Sequence[Labelled], kinds: Sequence[str]
    ) -> Tensor:
        """How wrong it is about a batch: of each message whether it is a scam, of a known scam which."""
        with _in_sixteen_bits():
            vectors = told.network(*self._texts.rows([plain(message.text) for message in batch]))
        vectors = vectors.float()
        labels = torch.tensor([float(message.scam) for message in batch]) * (1 - DOUBT) + DOUBT / 2
        wrong = functional.binary_cross_entropy_with_logits(told.head(vectors)[:, 0], labels)
        named = [place for place, message in enumerate(batch) if message.scam and message.kind]
        if not named:
            return wrong
        right = torch.tensor([kinds.index(batch[place].kind) for place in named])
        return wrong + NAMING * functional.cross_entropy(naming(vectors[named]), right)

    def _confused(self, network: Network, drawn: Drawn) -> Tensor:
        """How far it is from finding, of all the other questions, the one that asks the same: both ways round."""
        count, texts = len(drawn.one), [*drawn.one, *drawn.another, *drawn.strangers]
        with _in_sixteen_bits():
            vectors = network(*self._texts.rows(texts, asked=True))
        vectors = functional.normalize(vectors.float(), dim=1)
        one, others = vectors[:count], vectors[count:]
        itself = torch.eye(count, dtype=torch.bool)
        close = torch.cat([one @ others.T, (one @ one.T).masked_fill(itself, -1)], dim=1)
        back = torch.cat([others[:count] @ one.T, others[:count] @ others[count:].T], dim=1)
        right = torch.arange(count)
        both = [functional.cross_entropy(each / SHARP, right) for each in (close, back)]
        return (both[0] + both[1]) / 2

    def _batches(self, messages: Sequence[Labelled], chance: random.Random) -> Iterator[Sequence[Labelled]]:
        """In another order each time; messages of about one length together, which saves half of the work."""
        mixed = list(messages)
        chance.shuffle(mixed)
        batches = []
        for start in range(0, len(mixed), SORTED):
            near = sorted(
                mixed[start : start + SORTED],
                key=lambda message: len(self._texts.numbers(plain(message.text))),
            )
            batches += [near[at : at + TOGETHER] for at in range(0, len(near), TOGETHER)]
        chance.shuffle(batches)
        return iter(batches)


def _in_sixteen_bits() -> torch.autocast:
    """Where the processor multiplies tiles of them, in half of the time; elsewhere they take twice as long."""
    return torch.autocast(
        "cpu", dtype=torch.bfloat16, enabled=torch.cpu.get_capabilities().get("amx_bf16", False)
    )


def tuner_for(messages: Sequence[Labelled], ways: Ways) -> Tuner:
    """A tuner whose pieces are those of the languages here and of these messages."""
    base = load_base()
    vocabulary = vocabulary_of(base, (plain(message.text)[:LONGEST] for message in messages))
    return Tuner(base, Texts(vocabulary), ways)
