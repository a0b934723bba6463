"""Read the product's own content with both encoders, once for all installations, and ship the vectors with it.

Run with `./run bench ship_vectors` after `./run train watch`, and after many changes to config/faq or config/negatives:
what is not shipped is read at the first start, some milliseconds a text.
"""

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from core.encoder import Encoder, load_encoder
from core.faq.bank import load_bank
from core.faq.build import SENSES
from core.faq.entries import load_faq
from core.faq.shipped import ship
from core.faq.words import SudachiAnalyser
from core.language import COMPLETE
from core.transformer import load_transformer


def main() -> None:
    """Write vectors.npz of both senses in config/search."""
    config = files("config")
    folder = Path(str(config))
    texts = _content(config)
    encoders: Sequence[Encoder] = (load_encoder(folder / "encoder"), load_transformer(folder / "transformer"))
    for sense, encoder in zip(SENSES, encoders, strict=True):
        target = folder / "search" / sense / "vectors.npz"
        target.write_bytes(ship(texts, encoder))
        print(f"{sense}: {len(set(texts))} texts, {target.stat().st_size / 1e6:.1f} MB")


def _content(config: Traversable) -> list[str]:
    """The texts of the product's own content, as indexes encode them."""
    analyser = SudachiAnalyser()
    entries = load_faq(config / "faq")
    texts = [text for entry in entries for text in (entry.question, *entry.variants, entry.answer)]
    banks = [load_bank(config / "negatives", language) for language in COMPLETE]
    return [analyser.analyse(text).text for text in (*texts, *(text for bank in banks for text in bank))]
