"""GET /healthz and GET /metrics: whether the bot can serve, and what it has done."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Literal

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bots.metrics import Metrics
from core.stores import StoreDownError

Part = Literal["ok", "degraded", "down", "off"]
Ask = Callable[[], Awaitable[Part] | Part]


def status_of(parts: Mapping[str, Part]) -> Part:
    """Down where nothing can be stored, or nobody works on it; degraded where something is missing."""
    if "down" in (parts["database"], parts["inbox"]):
        return "down"
    return "degraded" if set(parts.values()) & {"down", "degraded"} else "ok"


def parts_of(
    platforms: Mapping[str, Part], dead: Collection[str], *, redis: Part, database: Part
) -> dict[str, Part]:
    """How each part is. `platforms` are those switched on, as they see themselves; `dead` are parts of which
    a worker has failed.
    """
    parts: dict[str, Part] = {"line": "off", "telegram": "off", **platforms}
    parts |= {"redis": redis, "database": database, "inbox": "ok"}
    return {name: "down" if name in dead else part for name, part in parts.items()}


def routes(
    parts: Callable[[], Mapping[str, Part]],
    waiting: Mapping[str, Callable[[], Awaitable[int]]],
    metrics: Metrics,
) -> list[Route]:
    """`parts` says how each part is, `waiting` how many events of each platform are not done."""

    async def healthz(_: Request) -> Response:
        found = parts()
        status = status_of(found)
        return JSONResponse({"status": status, "parts": dict(found)}, 503 if status == "down" else 200)

    async def figures(_: Request) -> Response:
        for platform, count in waiting.items():
            try:
                metrics.waiting.labels(platform).set(await count())
            except StoreDownError:
                metrics.waiting.labels(platform).set(float("nan"))
        return Response(metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")

    return [Route("/healthz", healthz), Route("/metrics", figures)]
