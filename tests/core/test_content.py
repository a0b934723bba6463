"""Content files are refused with file, line and reason."""

from pathlib import Path

import msgspec
import pytest

from core.content import ContentError, mapping, rows


class Animal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    legs: int = 4
    seen: str = ""


def written(folder: Path, name: str, text: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def reasons(file: Path) -> list[tuple[int, str]]:
    with pytest.raises(ContentError) as raised:
        rows(file, Animal)
    return [(problem.line, problem.reason) for problem in raised.value.problems]


def test_yaml_rows_carry_their_line(tmp_path: Path) -> None:
    """Each row of a YAML list comes with the line that it begins on."""
    file = written(tmp_path, "a.yaml", "# animals\n- name: cat\n- name: spider\n  legs: 8\n")

    assert [(2, Animal("cat")), (3, Animal("spider", 8))] == rows(file, Animal)


def test_json_lines_are_the_same(tmp_path: Path) -> None:
    """JSON lines are read like YAML, blank lines skipped."""
    file = written(tmp_path, "a.jsonl", '{"name": "cat"}\n\n{"name": "ant", "legs": 6}\n')

    assert [(1, Animal("cat")), (3, Animal("ant", 6))] == rows(file, Animal)


def test_dates_stay_text(tmp_path: Path) -> None:
    """An unquoted date in YAML is the text that was written."""
    file = written(tmp_path, "a.yaml", "- {name: cat, seen: 2026-02-17}\n- {name: dog, seen: 2026-02}\n")

    assert ["2026-02-17", "2026-02"] == [row.seen for _, row in rows(file, Animal)]


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    """The words "no" and "on" are texts in YAML here, true is not."""
    file = written(tmp_path, "a.yaml", "- name: no\n- name: on\n")

    assert ["no", "on"] == [row.name for _, row in rows(file, Animal)]
    assert [1] == [line for line, _ in reasons(written(tmp_path, "b.yaml", "- name: true\n"))]


def test_every_bad_row_is_named(tmp_path: Path) -> None:
    """An unknown field, a wrong type and a missing field are each reported with their line."""
    file = written(tmp_path, "a.yaml", "- {name: cat, tail: 1}\n- {name: dog, legs: many}\n- {legs: 3}\n")

    found = reasons(file)

    assert [1, 2, 3] == [line for line, _ in found]
    assert "tail" in found[0][1]
    assert "legs" in found[1][1]
    assert "name" in found[2][1]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.yaml", "- name: cat\n- name: a: b\n", 2),
        ("a.yaml", "name: cat\n", 1),
        ("a.jsonl", '{"name": "cat"}\n{"name"\n', 2),
        ("a.yaml", b"- name: cat\n- name: \xff\n", 2),
    ],
)
def test_unreadable_files_say_where(tmp_path: Path, name: str, text: str | bytes, line: int) -> None:
    """What is not YAML, no list, not JSON or not UTF-8 is refused with its line."""
    assert line == reasons(written(tmp_path, name, text))[0][0]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A file that is not there is a problem of that file, not a traceback."""
    with pytest.raises(ContentError, match=r"none\.yaml"):
        rows(tmp_path / "none.yaml", Animal)


def test_a_mapping_holds_texts_alone(tmp_path: Path) -> None:
    """A value that is no text is refused."""
    assert {"a": "b"} == mapping(written(tmp_path, "a.yaml", "a: b\n"))
    with pytest.raises(ContentError):
        mapping(written(tmp_path, "b.yaml", "a: [b]\n"))
