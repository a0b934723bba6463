"""LINE's published schema for what the bot sends, strictly: an unknown field, kind or address is an error.

line_schema.yaml holds the facts. There `name!` is a field that must be there, and a field is written as
`str 1..20 units /pattern/` (`units`: counted in UTF-16), `int 5..60 step 5`, `bool`, `=one|of|these`,
`[Item] 1..5`, `map Item`, or the name of an object, of a choice of kinds, or of a word defined below.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rich.cells import split_graphemes

_TEXT = re.compile(r"str(?: (\d*)\.\.(\d*))?( units)?(?: /(.*)/)?")
_NUMBER = re.compile(r"int(?: (\d*)\.\.(\d*))?(?: step (\d+))?")
_LIST = re.compile(r"\[(\w+)\](?: (\d*)\.\.(\d*))?")
BUBBLE, CAROUSEL = 30 * 1024, 50 * 1024  # bytes of JSON
QUICK_LABEL, BUTTON_LABEL = 20, 40  # graphemes
PICTURE = 1_000_000  # bytes of a rich menu's picture: "1 MB", the smaller reading of it


@cache
def _facts() -> Mapping[str, Any]:
    facts: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text())
    return facts


def check_request(method: str, path: str, headers: Mapping[str, str], body: bytes) -> list[str]:
    """All that LINE's schema has against a request; `headers` have lower-case names."""
    for known, kind in _facts()["requests"].items():
        verb, pattern = known.split(" ")
        if verb == method and re.fullmatch(pattern.replace("{}", "[^/]+"), path):
            return [*_retry_key(path, headers), *_body(kind, headers, body)]
    return [f"{method} {path}: no such address"]


def check_messages(messages: Any) -> list[str]:
    """All that LINE's schema has against the messages of one call."""
    return list(_check("[Message] 1..5", messages, "messages"))


def _retry_key(path: str, headers: Mapping[str, str]) -> Iterator[str]:
    if "x-line-retry-key" in headers and path not in _facts()["retry_key"]:
        yield f"{path}: takes no retry key"


def _body(kind: str, headers: Mapping[str, str], body: bytes) -> Iterator[str]:
    if kind == "nothing":
        yield from ["a body where none is due"] if body else []
    elif kind == "picture":
        if (
            headers.get("content-type") != "image/png"
            or not body.startswith(b"\x89PNG")
            or len(body) > PICTURE
        ):
            yield f"no PNG within a megabyte: {headers.get('content-type')}, {len(body)} bytes"
    elif headers.get("content-type") != "application/json":
        yield f"content type {headers.get('content-type')}"
    else:
        yield from _check(kind, json.loads(body), kind)


def _check(kind: str, value: Any, at: str) -> Iterator[str]:
    facts = _facts()
    kind = facts["words"].get(kind, kind)
    if kind in facts["kinds"]:
        yield from _one_of(facts["kinds"][kind], value, at)
    elif kind in facts["objects"]:
        yield from _object(kind, value, at)
    elif kind.startswith("map "):
        for name, item in value.items():
            yield from _check(kind.removeprefix("map "), item, f"{at}.{name}")
    elif found := _LIST.fullmatch(kind):
        yield from _list(found, value, at)
    elif not _is(kind, value):
        yield f"{at}: {value!r:.80} is not {kind}"


def _one_of(kinds: list[str], value: Any, at: str) -> Iterator[str]:
    named = {_facts()["objects"][kind]["type!"]: kind for kind in kinds}
    kind = named.get(f"={value.get('type')}") if isinstance(value, dict) else None
    if kind is None:
        yield f"{at}: none of {kinds}: {value!r:.80}"
    else:
        yield from _object(kind, value, at)


def _object(kind: str, value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: {value!r:.80} is no {kind}"
        return
    fields = {name.rstrip("!"): written for name, written in _facts()["objects"][kind].items()}
    needed = [name.rstrip("!") for name in _facts()["objects"][kind] if name.endswith("!")]
    yield from (f"{at}: no {name}" for name in needed if name not in value)
    yield from (f"{at}: unknown field {name}" for name in value if name not in fields)
    for name in fields.keys() & value.keys():
        yield from _check(fields[name], value[name], f"{at}.{name}")
    yield from _beyond_schema(kind, value, at)


def _list(found: re.Match[str], value: Any, at: str) -> Iterator[str]:
    item, least, most = found.groups()
    if not isinstance(value, list) or not int(least or 0) <= len(value) <= int(most or 10**9):
        yield f"{at}: not {found.group()}"
        return
    for place, each in enumerate(value):
        yield from _check(item, each, f"{at}[{place}]")


def _is(kind: str, value: Any) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind.startswith("="):
        return value in kind[1:].split("|")
    if found := _NUMBER.fullmatch(kind):
        least, most, step = (int(part) if part else None for part in found.groups())
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and (least or 0) <= value <= (most or 2**31 - 1) and value % (step or 1) == 0
    found = _TEXT.fullmatch(kind)
    assert found, kind
    short, long, units, pattern = found.groups()
    if not isinstance(value, str) or (short and short != "0" and not value.strip()):
        return False
    length = len(value.encode("utf-16-le")) // 2 if units else len(value)
    within = int(short or 0) <= length <= int(long or 10**9)
    return within and (pattern is None or re.fullmatch(pattern, value) is not None)


def _beyond_schema(kind: str, value: Mapping[str, Any], at: str) -> Iterator[str]:
    """What a schema cannot say."""
    match kind:
        case "Bubble" | "Carousel":
            yield from _container(kind, value, at)
        case "Box" if not value.get("contents"):
            yield f"{at}: an empty box"
        case "FlexText" if not ("text" in value or "contents" in value):
            yield f"{at}: a text without words"
        case "FlexButton":
            yield from _label(value["action"], BUTTON_LABEL, at)
        case "QuickItem":
            yield from _label(value["action"], QUICK_LABEL, at)
        case "TextV2":
            yield from _braces(value, at)
        case "RichMenu":
            yield from _areas(value, at)


def _container(kind: str, value: Mapping[str, Any], at: str) -> Iterator[str]:
    size = len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
    if size > (BUBBLE if kind == "Bubble" else CAROUSEL):
        yield f"{at}: {kind} of {size} bytes"
    if kind == "Carousel" and len({bubble.get("size") for bubble in value["contents"]}) > 1:
        yield f"{at}: bubbles of different widths"
    if kind == "Bubble" and not value.keys() & {"header", "hero", "body", "footer"}:
        yield f"{at}: an empty bubble"


def _label(action: Mapping[str, Any], longest: int, at: str) -> Iterator[str]:
    if not 1 <= len(split_graphemes(str(action.get("label", "")))[0]) <= longest:
        yield f"{at}: label {action.get('label')!r}"


def _braces(value: Mapping[str, Any], at: str) -> Iterator[str]:
    """`{name}` stands for a substitution, `{{` and `}}` for braces."""
    bare = value["text"].replace("{{", "").replace("}}", "")
    named = re.findall(r"\{(\w{1,20})\}", bare)
    if set(named) != set(value.get("substitution", {})) or re.search(r"[{}]", re.sub(r"\{\w+\}", "", bare)):
        yield f"{at}: braces and substitutions differ: {named}"


def _areas(value: Mapping[str, Any], at: str) -> Iterator[str]:
    width, height = value["size"]["width"], value["size"]["height"]
    if width / height < 1.45:
        yield f"{at}: {width} by {height} is too high"
    for place, area in enumerate(value["areas"]):
        bounds = area["bounds"]
        if bounds["x"] + bounds["width"] > width or bounds["y"] + bounds["height"] > height:
            yield f"{at}.areas[{place}]: outside of the picture"
        yield from _label(area["action"], QUICK_LABEL, f"{at}.areas[{place}]")
