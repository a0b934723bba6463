"""Contacts: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350), as telephones and address books write them."""

import quopri
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_PROPERTY = re.compile(r"(?:[\w-]+\.)?(TEL|FN|N|ORG|END)((?:;[^:]*)?):(.*)", re.IGNORECASE)
_QUOTED = re.compile(r"[;=]QUOTED-PRINTABLE\b", re.IGNORECASE)
_CHARSET = re.compile(r"CHARSET=([\w-]+)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")
_NAMES = ("FN", "N", "ORG")  # what a card is called by, the best first


def read_cards(path: Path, encoding: str) -> Iterator[tuple[int, str, str]]:
    """Line, number as written and name of each TEL of each card."""
    names: dict[str, str] = {}
    waiting: list[tuple[int, str]] = []
    with path.open(encoding=encoding) as file:
        for line, text in _unfolded(file):
            found = _PROPERTY.match(text)
            if found is None:
                continue
            what, value = found[1].upper(), _value(found[2], found[3].strip())
            if what == "TEL":
                waiting.append((line, value.removeprefix("tel:").partition(";")[0]))
            elif what == "END":
                name = next((names[one] for one in _NAMES if names.get(one)), "")
                yield from ((at, number, name) for at, number in waiting)
                names, waiting = {}, []
            else:
                names.setdefault(what, _name(what, value))


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Whole lines, each with the number of its first: white space, or a quoted-printable = before it, goes on."""
    start, whole = 0, ""
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if whole.endswith("=") and _QUOTED.search(whole.partition(":")[0]):
            whole = whole[:-1] + text.lstrip()
        elif whole and text[:1] in (" ", "\t"):
            whole += text[1:]
        else:
            if whole:
                yield start, whole
            start, whole = number, text
    if whole:
        yield start, whole


def _value(parameters: str, value: str) -> str:
    if not _QUOTED.search(parameters):
        return value
    charset = _CHARSET.search(parameters)
    letters = quopri.decodestring(value.encode())
    try:
        return letters.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        return letters.decode("utf-8", "replace")


def _name(what: str, value: str) -> str:
    """The parts of a name that has some (family, given, …), as they stand."""
    parts = [value] if what == "FN" else re.split(r"(?<!\\);", value)
    return " ".join(_ESCAPED.sub(r"\1", part).strip() for part in parts if part.strip())
