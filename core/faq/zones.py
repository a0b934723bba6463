"""How sure a search is: sure enough to answer, only to offer close questions, or not at all."""

from collections.abc import Sequence
from typing import Literal

from core.faq.search import Hit

Zone = Literal["faq", "suggest", "unknown"]

# Measured with `./run bench ask` on the product's own content: each way to ask a question, with that
# way left out of the index, against sentences that no entry answers.
SURE = 0.38
CLOSE = 0.18
LEAD = 0.08  # how far the first must be ahead of the second to be answered alone


def zone(hits: Sequence[Hit]) -> Zone:
    """Hits best first. A first that is sure, and ahead of the second or very sure, is answered."""
    if not hits or hits[0].score < CLOSE:
        return "unknown"
    second = hits[1].score if len(hits) > 1 else 0.0
    sure = hits[0].score >= SURE and (hits[0].score - second >= LEAD or hits[0].score >= 2 * SURE)
    return "faq" if sure else "suggest"
