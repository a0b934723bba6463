"""The page on verdicts follows the code."""

from core.registry.verdict import RULES
from tests.core.registry.verdict_doc import PATH, page


def test_the_page_is_current() -> None:
    """docs/verdict.md is what the rules and texts make of it."""
    told = "run: python -m tests.core.registry.verdict_doc"
    assert PATH.read_text(encoding="utf-8") == page(), told


def test_every_code_stands_once_in_the_table() -> None:
    """No two rules share a code, and each has a row."""
    rows = [line.split("`")[1] for line in page().splitlines() if line.startswith("| `")]
    assert sorted(rows) == sorted({rule.code for rule in RULES})
