"""How sure a search is: sure enough to answer, only to offer close questions, or not at all."""

from typing import Literal

from core.faq.search import Found

Zone = Literal["faq", "suggest", "unknown"]

# Probabilities. Chosen on the development files of tests/data/questions (`./run bench fit_questions`).
SURE = 0.6
CLOSE = 0.25


def zone(found: Found) -> Zone:
    """A first that is probably right is answered; where probably none is, the bot does not know."""
    if not found.hits or 1 - found.none < CLOSE:
        return "unknown"
    return "faq" if found.hits[0].score >= SURE else "suggest"
