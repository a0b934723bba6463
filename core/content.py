"""Content as data: YAML or JSON lines under config/, read into typed rows, each error with file and line."""

from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T", bound=msgspec.Struct)


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a row, and where it stands."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class ContentError(Exception):
    """A content file is refused, whole; `problems` says all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def _is_text(first: str, tag: str) -> bool:
    """2026-02 is a source's date, and "no" and "on" are words."""
    return tag == "tag:yaml.org,2002:timestamp" or (tag == "tag:yaml.org,2002:bool" and first in "yYnNoO")


class _Loader(yaml.CSafeLoader):
    """YAML in which dates, yes and no are text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- PyYAML's own declaration forbids ClassVar
        first: [(tag, pattern) for tag, pattern in resolvers if not _is_text(first, tag)]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


class _PlainLoader(_Loader):
    """The same without numbers: 0312345670 unquoted is a telephone number, not an octal one."""

    yaml_implicit_resolvers = {  # noqa: RUF012 -- as above
        first: [one for one in resolvers if one[0].rpartition(":")[2] not in ("int", "float")]
        for first, resolvers in _Loader.yaml_implicit_resolvers.items()
    }


def rows(file: Traversable | Path, kind: type[T]) -> list[tuple[int, T]]:
    """The rows of a file, each with its line; `kind` should forbid unknown fields.

    Raises ContentError with every row that is not of that kind.
    """
    problems: list[Problem] = []
    result: list[tuple[int, T]] = []
    for line, row in raw_rows(file):
        try:
            result.append((line, msgspec.convert(row, kind)))
        except msgspec.ValidationError as error:
            problems.append(Problem(str(file), line, str(error)))
    if problems:
        raise ContentError(problems)
    return result


def mapping(file: Traversable | Path) -> dict[str, str]:
    """A YAML file of keys and texts. Raises ContentError."""
    return {key: text for key, (_, text) in placed(file).items()}


def placed(file: Traversable | Path) -> dict[str, tuple[int, str]]:
    """The same, each text with its line."""
    loader = _Loader(_text(file))
    try:
        node = loader.get_single_node()
        texts = msgspec.convert((node and loader.construct_document(node)) or {}, dict[str, str])
    except yaml.YAMLError as error:
        raise ContentError([_syntax(str(file), error)]) from None
    except msgspec.ValidationError as error:
        raise ContentError([Problem(str(file), 1, str(error))]) from None
    finally:
        loader.dispose()
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    lines = {key.value: key.start_mark.line + 1 for key, _ in pairs}
    return {key: (lines.get(key, 1), text) for key, text in texts.items()}


def raw_rows(file: Traversable | Path) -> Iterator[tuple[int, Any]]:
    """The rows of a file with their lines, not yet typed. Raises ContentError."""
    text = _text(file)
    return _json_rows(file, text) if file.name.endswith((".jsonl", ".json")) else yaml_rows(str(file), text)


def _json_rows(file: Traversable | Path, text: str) -> Iterator[tuple[int, Any]]:
    for line, row in enumerate(text.splitlines(), 1):
        if row.strip():
            try:
                yield line, msgspec.json.decode(row)
            except msgspec.DecodeError as error:
                raise ContentError([Problem(str(file), line, str(error))]) from None


def yaml_rows(name: str, text: str, *, plain: bool = False) -> Iterator[tuple[int, Any]]:
    """The rows of a YAML text with their lines; `plain`: numbers are text as well. Raises ContentError."""
    loader = (_PlainLoader if plain else _Loader)(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            raise ContentError([Problem(name, 1, "a list of entries is expected (lines beginning with -)")])
        for item in node.value:
            yield item.start_mark.line + 1, loader.construct_document(item)
    except yaml.YAMLError as error:
        raise ContentError([_syntax(name, error)]) from None
    finally:
        loader.dispose()


def _text(file: Traversable | Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ContentError([Problem(str(file), line, "not UTF-8 text")]) from None
    except OSError as error:
        raise ContentError([Problem(str(file), 0, error.strerror or "cannot be read")]) from None


def _syntax(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    return Problem(name, mark.line + 1 if mark else 1, getattr(error, "problem", None) or "not YAML")
