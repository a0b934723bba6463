"""`faq check`: what a writer of questions and answers would want to know before those who ask find it."""

import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from bots.answering import product_naming, vectors_in
from config.settings import load_settings
from core.content import ContentError
from core.faq.build import Builder
from core.faq.entries import load_faq
from core.faq.review import Finding, review, translations
from core.faq.search import Index


def check_faq(place: Path | None) -> int:
    """Print what is found in a file or folder, or in the product's own FAQ; exit status 1 where there is anything.

    Bad rows and links to entries that are nowhere refuse the file, with file and line of each.
    """
    try:
        entries = load_faq(place or files("config") / "faq")
    except ContentError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    builder = Builder(files("config"), vectors_in(load_settings().data_dir))
    found = translations(entries)
    for language in sorted({entry.language for entry in entries}):
        own = [entry for entry in entries if entry.language == language]
        index = builder.index(own, naming=product_naming(), general=True)
        found += review(own, _first(index), builder.vectors)
    for finding in found:
        print(_line(finding))  # noqa: T201 -- this is the command's result
    print(f"{len(entries)} entries, {len(found)} findings")  # noqa: T201
    return 1 if found else 0


def _first(index: Index) -> Callable[[str], str]:
    def first(text: str) -> str:
        hits = index.search(text, 1, literal=False).hits
        return hits[0].entry.id if hits else ""

    return first


def _line(finding: Finding) -> str:
    return f"{finding.kind}: {finding.entry} ({finding.language}): {finding.about}"
