"""Training the watch's model on labelled messages."""

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np

from core.content import rows
from core.encoder import load_encoder
from core.watch.bounds import Labelled
from core.watch.folding import load_folding
from core.watch.model import dump_weights, meaning
from core.watch.scams import Kinds, load_kinds
from core.watch.signs import load_signs
from core.watch.training import train

HELD_OUT = "even_lines"  # how the names of files end that are only measured with


class Example(msgspec.Struct, frozen=True):
    """A labelled message, a line of a file: `label` is "scam" or "ordinary"; the rest says what it is like, and `kind`,
    where it is known, which of config/scams/kinds.
    """

    text: str
    label: str
    id: str = ""
    category: str = ""
    language: str = ""
    demand: bool = False
    pressure: bool = False
    hard: bool = False
    kind: str = ""

    @property
    def scam(self) -> bool:
        """Whether a warning is due."""
        return self.label == "scam"


def load_examples(file: Path) -> list[Example]:
    """Read JSON lines. Raises ContentError."""
    return [row for _, row in rows(file, Example)]


def train_watch(more: Sequence[Path], asked: Sequence[Path]) -> str:
    """Train on the kinds' own examples and on labelled files, the transformer on ways to ask as well; write
    config/scams/weights.npz and config/transformer. What came of it. Raises ModuleNotFoundError where what tunes it is not installed.
    """
    from bots.tuning.tune import tuner_for  # noqa: PLC0415 -- nothing else needs what it is made with
    from bots.tuning.ways import load_ways  # noqa: PLC0415

    folder = files("config") / "scams"
    signs = load_signs(folder, load_folding(folder / "writings.yaml"))
    kinds = load_kinds(folder / "kinds", signs)
    messages = messages_to_learn(kinds, more)
    tuner = tuner_for(messages, load_ways(files("config"), asked))
    trained = train(
        messages, signs, kinds, meaning(load_encoder(Path(str(files("config"))) / "encoder")), tuner.tune
    )
    target = Path(str(files("config")))
    (target / "scams" / "weights.npz").write_bytes(dump_weights(trained.weights))
    trained.tuned.write(target / "transformer")
    crossed = [
        (message.scam, told > 0)
        for message, told in zip(messages, trained.left_out, strict=True)
        if not np.isnan(told)
    ]
    scams = [over for scam, over in crossed if scam]
    ordinary = [over for scam, over in crossed if not scam]
    return (
        f"{len(messages)} messages; {len(crossed)} judged without their writers: recall {sum(scams) / len(scams):.3f}, "
        f"false warnings {1000 * sum(ordinary) / len(ordinary):.1f} a thousand\n"
        "Questions are read by the same transformer: now run\n./run bench fit_questions\n./run bench ship_vectors\n"
    )


def convert_encoder() -> str:
    """Write config/encoder. What came of it. Raises ModuleNotFoundError where what makes it is not installed."""
    from bots.tuning.universal import write_encoder  # noqa: PLC0415 -- as above

    file = write_encoder(Path(str(files("config"))) / "encoder")
    return f"{file.name}, {file.stat().st_size / 1e6:.1f} MB\n"


def messages_to_learn(kinds: Kinds, more: Sequence[Path]) -> list[Labelled]:
    """The kinds' own examples, and the labelled messages. Raises ContentError."""
    return [
        *_of_kinds(kinds),
        *(
            Labelled(row.text, row.scam, row.hard, file.stem, row.kind)
            for place in more
            for file in _to_learn_from(place)
            for row in load_examples(file)
        ),
    ]


def _to_learn_from(place: Path) -> list[Path]:
    """The file; of a folder all that are not held out."""
    if not place.is_dir():
        return [place]
    return [file for file in sorted(place.glob("*.jsonl")) if not file.stem.endswith(HELD_OUT)]


def _of_kinds(kinds: Kinds) -> Iterator[Labelled]:
    for kind in kinds.all:
        named = "" if kind.general else kind.kind
        yield from (Labelled(text, True, kind=named) for text in kind.examples)
        yield from (Labelled(text, False) for text in kind.counter_examples)
