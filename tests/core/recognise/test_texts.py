"""Real texts: notices, chats, tables and posters, with the numbers that a person sees in them."""

import json
from pathlib import Path

from core.recognise.reader import Reader

TEXTS = Path(__file__).with_name("texts.jsonl")


def test_precision_recall_and_exact_rows(reader: Reader) -> None:
    """On real texts at least 995 of 1,000 readings are right, as many are found, and 985 rows are exact."""
    rows = [json.loads(line) for line in TEXTS.read_text("utf-8").splitlines()]
    pairs = [({one.e164 for one in reader.read(row["text"]).numbers}, set(row["expected"])) for row in rows]
    right = sum(len(found & expected) for found, expected in pairs)

    assert right / sum(len(found) for found, _ in pairs) >= 0.995
    assert right / sum(len(expected) for _, expected in pairs) >= 0.995
    assert sum(found == expected for found, expected in pairs) / len(rows) >= 0.985
