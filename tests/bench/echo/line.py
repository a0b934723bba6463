"""A bare echo bot with line-bot-sdk, as its own examples are built: what the whole bot is measured against.

Settings come from the environment, under the same names as the whole bot's.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from linebot.v3 import WebhookParser
from linebot.v3.exceptions import InvalidSignatureError
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.webhooks import MessageEvent, TextMessageContent
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route


def app(secret: str, token: str, url: str) -> Starlette:
    """POST /line/webhook: each text is replied, then LINE gets its 200."""
    parser = WebhookParser(secret)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncApiClient(Configuration(access_token=token, host=url)) as client:
            app.state.line = AsyncMessagingApi(client)
            yield

    async def receive(request: Request) -> Response:
        body = (await request.body()).decode()
        try:
            events = parser.parse(body, request.headers.get("X-Line-Signature", ""))
        except InvalidSignatureError:
            return Response(status_code=401)
        for event in events:
            if isinstance(event, MessageEvent) and isinstance(event.message, TextMessageContent):
                echo = [TextMessage(text=event.message.text)]
                await request.app.state.line.reply_message(
                    ReplyMessageRequest(reply_token=event.reply_token, messages=echo)
                )
        return PlainTextResponse("OK")

    return Starlette(routes=[Route("/line/webhook", receive, methods=["POST"])], lifespan=lifespan)


def main() -> None:
    """Serve on PORT of loopback until SIGTERM."""
    names = ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN", "LINE_API_URL")
    echo = app(*(os.environ[name] for name in names))
    port = int(os.environ["PORT"])
    uvicorn.run(echo, port=port, loop="uvloop", http="httptools", log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
