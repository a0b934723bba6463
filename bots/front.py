"""The way in: webhooks go straight to their handlers, everything else through Starlette's routing."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Handler = Callable[[Request], Awaitable[Response]]


class Front:
    """An ASGI application. The short way spares a webhook the middlewares.

    `webhooks` are the handlers of POST by path.
    """

    def __init__(self, webhooks: Mapping[str, Handler], rest: ASGIApp) -> None:
        self._webhooks = webhooks
        self._rest = rest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one request."""
        post = scope["type"] == "http" and scope["method"] == "POST"
        handler = self._webhooks.get(scope["path"]) if post else None
        if handler is None:
            await self._rest(scope, receive, send)
            return
        response = await handler(Request(scope, receive))
        await response(scope, receive, send)
