"""`faq check`: what a writer of questions and answers would want to know before those who ask find it."""

import sys
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path

from bots.answering import product_naming, vectors_in
from config.settings import load_settings
from core.content import ContentError
from core.faq.build import Builder
from core.faq.entries import load_faq
from core.faq.review import UNTRANSLATED, Finding, review, translations
from core.faq.search import Index
from core.faq.zones import zone


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
    lines = _lines(found)
    print("\n".join([*lines, f"{len(entries)} entries, {len(lines)} findings"]))  # noqa: T201 -- the command's result
    return 1 if found else 0


def _first(index: Index) -> Callable[[str], str]:
    def first(text: str) -> str:
        found = index.search(text, 1, literal=False)
        return found.hits[0].entry.id if zone(found) == "faq" else ""

    return first


def _lines(findings: Sequence[Finding]) -> list[str]:
    """A line each; what is not translated in one for each language."""
    missing: dict[str, list[str]] = {}
    for finding in findings:
        if finding.kind == UNTRANSLATED:
            missing.setdefault(finding.about, []).append(finding.entry)
    lists = [
        f"{UNTRANSLATED}: {about}: {', '.join(dict.fromkeys(entries))}" for about, entries in missing.items()
    ]
    others = [finding for finding in findings if finding.kind != UNTRANSLATED]
    return lists + [f"{one.kind}: {one.entry} ({one.language}): {one.about}" for one in others]
