"""What `eval` can evaluate, by name: a function of the examples' file, the option --faq, and the picture's file."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bots.evaluating import faq, recognise, watch

KINDS: Mapping[str, Callable[[Path, Path | None, Path | None], int]] = {
    "faq": faq.evaluate,
    "watch": watch.evaluate,
    "recognise": recognise.evaluate,
}
