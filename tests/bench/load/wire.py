"""HTTP/1.1 as far as this bench needs it: keep-alive, bodies with Content-Length, nothing else."""

import re
from typing import NamedTuple

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


class Unit(NamedTuple):
    """A request or an answer. `head` is its first line and headers."""

    head: bytes
    body: bytes


def split(data: bytes) -> tuple[list[Unit], bytes]:
    """The whole units at the beginning of what came in, and the rest, to be put before what comes next."""
    units = []
    while (end := data.find(_END)) >= 0:
        length = _LENGTH.search(data, 0, end)
        stop = end + len(_END) + (int(length[1]) if length else 0)
        if len(data) < stop:
            break
        units.append(Unit(data[:end], data[end + len(_END) : stop]))
        data = data[stop:]
    return units, data


def request(path: str, headers: str, body: bytes) -> bytes:
    """A POST of JSON. `headers` are lines that each end with CRLF."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{headers}"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


def answer(body: bytes) -> bytes:
    """200 with JSON."""
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
