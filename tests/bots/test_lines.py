"""The JSON-lines commands, as programs call them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bots.lines import ExtractLine, run_lines

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, lines: list[Any] | bytes = b"") -> tuple[int, list[dict[str, Any]], str]:
    """Exit status, the JSON lines that came out, and what standard error said."""
    given = lines if isinstance(lines, bytes) else "".join(f"{json.dumps(line)}\n" for line in lines).encode()
    found = subprocess.run(
        [sys.executable, "-P", "-m", "bots", *arguments],
        input=given,
        capture_output=True,
        env={"PYTHONPATH": str(ROOT)},
        check=False,
    )
    return found.returncode, [json.loads(line) for line in found.stdout.splitlines()], found.stderr.decode()


def test_extract() -> None:
    """Numbers come with place and kind, in order, and offsets are code points."""
    text = "😀電話は０１２０－３９７－９７２か110へ"

    status, (found, nothing), _ = run(
        "extract", "--jsonl", lines=[{"id": "a", "text": text}, {"id": 2, "text": ""}]
    )

    assert status == 0
    assert [number["e164"] for number in found["numbers"]] == ["+81120397972", "110"]
    assert [number["kind"] for number in found["numbers"]] == ["toll_free", "short_code"]
    for number in found["numbers"]:
        assert text[number["start"] : number["end"]] == number["raw"]
        assert set(number) == {"e164", "raw", "start", "end", "kind"}
    assert nothing == {"id": 2, "numbers": []}


def test_bad_lines_are_answered_on_their_place() -> None:
    """A line that is not valid gets an error, with its id where it has one; the rest goes on."""
    lines = b'{"id": 1, "text": "110"}\n\n{broken\n{"text": "110"}\n{"id": "x", "text": 5}\n[]\n\xff\n{"id": 2, "text": "110"}'

    status, found, _ = run("extract", "--jsonl", lines=lines)

    assert status == 1
    assert [row["id"] for row in found] == [1, None, None, "x", None, None, 2]
    assert ["error" in row for row in found] == [False, True, True, True, True, True, False]


def test_ask_keeps_conversations_apart() -> None:
    """Lines of one conversation follow each other; another one knows nothing of it."""
    _, found, _ = run(
        "ask",
        "--jsonl",
        lines=[
            {"id": 1, "conversation": "a", "text": "0120-397-972"},
            {"id": 2, "conversation": "a", "text": "無視したらどうなる?"},
            {"id": 3, "conversation": "b", "text": "無視したらどうなる?"},
            {"id": 4, "conversation": "c", "text": "110", "language": "en"},
            {"id": 5, "conversation": "b", "text": "今日の天気は?"},
        ],
    )
    number, about_acom, about_nobody, english, unknown = found

    assert number["kind"] == "lookup"
    assert number["numbers"][0]["verdict"] == "claimed"
    assert number["numbers"][0]["organisation"] == "アコム"
    assert number["numbers"][0]["sources"][0]["title"]
    assert (about_acom["kind"], about_acom["faq"]) == ("faq", "ignored_call")
    assert "アコム" in about_acom["text"]
    assert "その会社" in about_nobody["text"]
    assert english["language"] == "en"
    assert unknown["kind"] == "unknown"


def test_ask_from_a_file_of_ones_own(tmp_path: Path) -> None:
    """With --faq nothing else is answered: no look-up; the closest ids are always named."""
    faq = tmp_path / "own.yaml"
    faq.write_text(
        "- {id: open, question: When are you open?, answer: Nine to five., language: en}\n"
        "- {id: park, question: Where can I park my car?, answer: Behind the house., language: en}\n"
    )

    _, found, _ = run(
        *("ask", "--jsonl", "--faq", str(faq)),
        lines=[{"id": 1, "text": "when are you open"}, {"id": 2, "text": "0120-397-972"}],
    )

    assert found[0]["kind"] == "faq"
    assert (found[0]["faq"], found[0]["text"]) == ("open", "Nine to five.")
    assert found[0]["suggestions"][0] == "open"
    assert (found[1]["kind"], found[1]["suggestions"]) == ("unknown", ["open", "park"])
    assert found[1]["language"] == "en"
    assert "です" not in found[1]["text"]


def test_a_bad_faq_file_is_refused(tmp_path: Path) -> None:
    """File, line and reason on standard error, exit status 1."""
    faq = tmp_path / "own.yaml"
    faq.write_text("- id: a\n  question: q\n")

    status, found, told = run("ask", "--jsonl", "--faq", str(faq))

    assert (status, found) == (1, [])
    assert "own.yaml:1:" in told
    assert "Traceback" not in told


def test_watch() -> None:
    """A bad number is warned of once a chat and day; --no-cooldown judges each line by itself."""
    lines = [
        {"id": 1, "conversation": "g", "sender": "a", "text": "03-1234-5678 に電話して"},
        {"id": 2, "conversation": "g", "sender": "b", "text": "03-1234-5678 だって"},
        {"id": 3, "conversation": "g", "sender": "b", "text": "おはよう"},
    ]

    _, kept, _ = run("watch", "--jsonl", lines=lines)
    _, alone, _ = run("watch", "--jsonl", "--no-cooldown", lines=lines)

    assert [row["action"] for row in kept] == ["warn", "silent", "silent"]
    assert [row["action"] for row in alone] == ["warn", "warn", "silent"]
    assert "not_in_plan" in kept[0]["reasons"]
    assert "03-1234-5678" in kept[0]["text"]


def test_check() -> None:
    """One object a line in the order asked; what is no number is an error on its line, and exit status 1."""
    status, found, _ = run("check", "--json", "0120397972", "xyz", "#9110")

    assert status == 1
    assert [row.get("verdict") for row in found] == ["claimed", None, "official"]
    assert "error" in found[1]
    assert run("check", "--json", "110")[0] == 0


def test_wrong_usage_is_2() -> None:
    """A missing option, an unknown command or a missing argument ends with status 2."""
    assert run("extract")[0] == 2
    assert run("nonsense")[0] == 2
    assert run("check")[0] == 2


def test_chat_answers_each_piped_line() -> None:
    """Piped input is one message a line, and the second is about the first one's owner."""
    found = subprocess.run(
        [sys.executable, "-P", "-m", "bots", "chat"],
        input="0120-397-972\n無視したらどうなる?\n",
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )

    assert "アコムと契約" in found.stdout
    assert "[1]" in found.stdout


def test_no_foreign_package_of_these_names_is_imported(tmp_path: Path) -> None:
    """A folder with other `core`, `config` and `bots` packages does not lead the bot astray."""
    for name in ("core", "config", "bots"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('a foreign package')")

    found = subprocess.run(
        [str(ROOT / "run"), "check", "110"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert found.returncode == 0, found.stderr
    assert "警察" in found.stdout


def test_odd_lines_cost_the_others_nothing() -> None:
    """A line nested without end is an error on its place; half of a surrogate pair is read as a question mark."""
    deep = b'{"id": 1, "text": "x", "z": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    lines = deep + b'\n{"id": 2, "text": "\\ud800 0120-397-972"}\n{"id": 3, "text": "110"}\n'

    status, found, _ = run("extract", "--jsonl", lines=lines)

    assert status == 1
    assert "error" in found[0]
    assert [row["id"] for row in found[1:]] == [2, 3]
    assert [len(row["numbers"]) for row in found[1:]] == [1, 1]


def test_lines_without_a_conversation_are_alone() -> None:
    """A stranger's number does not answer the next line."""
    _, found, _ = run(
        "ask", "--jsonl", lines=[{"id": 1, "text": "0120-397-972"}, {"id": 2, "text": "無視したらどうなる?"}]
    )

    assert "その会社" in found[1]["text"]


async def test_a_line_that_cannot_be_answered_costs_itself_alone(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    """It gets an error on its place, without what it said; the rest goes on."""

    async def work(line: ExtractLine) -> dict[str, Any]:
        return {"found": {"a": 1}[line.text]}

    assert not await run_lines(ExtractLine, work, [[b'{"id": 1, "text": "b"}', b'{"id": 2, "text": "a"}']])
    assert capfdbinary.readouterr().out.splitlines() == [
        b'{"id":1,"error":"not answered: KeyError"}',
        b'{"id":2,"found":1}',
    ]
