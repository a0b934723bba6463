"""What a call of the Bot API may hold: names, types and limits, from the API's own documentation.

`bot_api.json` carries the published shapes of the methods that the bot calls and of all types that these take;
a field ends with "!" where it is required, and "=x" is a constant.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.fakes.bot_api_limits import beyond_limits

Json = Mapping[str, Any]
PUBLISHED = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
PLAIN: Mapping[str, tuple[type, ...]] = {"Integer": (int,), "Float": (int, float), "String": (str,)}


def violations(method: str, params: Json, *, later: bool = False) -> list[str]:
    """What Telegram would refuse of a call. `later`: the API is new enough for messages that one person sees."""
    fields = _fields("methods", method, later)
    if fields is None:
        return [f"no method {method}"]
    shape = list(_object(fields, params, "", later))
    return shape or list(beyond_limits(method, params, PUBLISHED["reactions"]))


def _fields(kind: str, name: str, later: bool) -> Mapping[str, str] | None:
    known: Mapping[str, str] | None = PUBLISHED[kind].get(name)
    added: Mapping[str, str] = PUBLISHED["later"][kind].get(name, {}) if later else {}
    return {**(known or {}), **added} if known is not None or added else None


def _object(fields: Mapping[str, str], value: Json, path: str, later: bool) -> Iterator[str]:
    for name in value.keys() - fields.keys():
        yield f"{path}{name}: no such field"
    for name, types in fields.items():
        if name in value:
            yield from _any(types.rstrip("!").split(" | "), value[name], f"{path}{name}", later)
        elif types.endswith("!"):
            yield f"{path}{name}: required"


def _any(types: Sequence[str], value: object, path: str, later: bool) -> list[str]:
    """The violations of the type that fits best, none where one fits."""
    tried = [list(_one(name, value, path, later)) for name in types]
    return min(tried, key=len)


def _one(name: str, value: object, path: str, later: bool) -> Iterator[str]:
    if name.startswith("Array of "):
        if not isinstance(value, list | tuple):
            yield f"{path}: not an array"
            return
        for place, item in enumerate(value):
            yield from _one(name.removeprefix("Array of "), item, f"{path}[{place}]", later)
    elif name in PUBLISHED["unions"]:
        yield from _any(PUBLISHED["unions"][name], value, path, later)
    elif (fields := _fields("types", name, later)) is not None and isinstance(value, dict):
        yield from _object(fields, value, f"{path}.", later)
    elif not _is_plain(name, value):
        yield f"{path}: not of type {name}"


def _is_plain(name: str, value: object) -> bool:
    if name.startswith("="):
        return value == name[1:]
    if name in ("Boolean", "True"):
        return isinstance(value, bool)
    return isinstance(value, PLAIN.get(name, ())) and not isinstance(value, bool)
