"""Logs: JSON lines on standard error. Who logs gives no text, id, token or whole number."""

import logging
import sys
from pathlib import PurePath
from traceback import walk_tb
from typing import Any

import msgspec
import structlog


def configure_logs() -> None:
    """For the whole process, once, by the command that starts it."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,  # the reference of the event at work
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=True,
    )


def _json(line: Any, **_: Any) -> bytes:
    return msgspec.json.encode(line, enc_hook=repr)


def where(error: BaseException) -> list[str]:
    """Types and places of an exception and its causes, the last first. Its message is left out: it may
    quote what a person wrote, or a secret.
    """
    places: list[str] = []
    link: BaseException | None = error
    while link is not None and len(places) < 50:
        places.append(f"{type(link).__module__}.{type(link).__qualname__}")
        for frame, line in walk_tb(link.__traceback__):
            path = "/".join(PurePath(frame.f_code.co_filename).parts[-3:])
            places.append(f"{path}:{line} {frame.f_code.co_name}")
        link = link.__cause__ or link.__context__
    return places
