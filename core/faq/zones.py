"""How sure a search is: sure enough to answer, only to offer close questions, or not at all."""

from typing import Literal

from core.faq.search import Found

Zone = Literal["faq", "suggest", "unknown"]

# Probabilities. Chosen between the development files of tests/data/questions, each left out of what was learnt
# (`./run bench fit_questions`), and one held-out file, whose strangers come closer.
STRANGE = 0.08  # that no entry answers: above it nothing is answered …
UNKNOWN = 0.4  # … and above this nothing is offered
CLOSE = 0.18  # that it is the first: below it nothing is worth offering
SURE = 0.55  # that it is the first, if it is any


def zone(found: Found) -> Zone:
    """A first that is probably right is answered; where probably none is, the bot does not know."""
    if not found.hits or found.none > UNKNOWN or found.hits[0].score < CLOSE:
        return "unknown"
    sure = found.none <= STRANGE and found.hits[0].score >= SURE * (1 - found.none)
    return "faq" if sure else "suggest"
