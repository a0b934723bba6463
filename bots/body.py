"""What a webhook is sent: its body, read no further than it may be long."""

from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

LARGEST = 1_000_000  # bytes; the platforms' own deliveries are far smaller


class RefusedError(Exception):
    """A request that is not taken; `status` is its answer."""

    def __init__(self, status: HTTPStatus) -> None:
        self.status = status


async def body_of(request: Request) -> bytes:
    """The whole body. Raises RefusedError: 413 as soon as it is known to be too large, 400 where it breaks off."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > LARGEST:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST:
                raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    except ClientDisconnect:
        raise RefusedError(HTTPStatus.BAD_REQUEST) from None
    return bytes(body)


def answer(status: HTTPStatus) -> Response:
    """An empty answer. What was refused may not be read to its end: its connection is of no more use."""
    unread = status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return Response(status_code=status, headers={"Connection": "close"} if unread else None)
