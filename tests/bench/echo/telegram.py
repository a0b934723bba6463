"""A bare echo bot with python-telegram-bot, built as its custom webhook example: what the whole bot is
measured against.

Settings come from the environment, under the same names as the whole bot's.
"""

import os
from typing import Any

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
Bot = Application[Any, Any, Any, Any, Any, Any]


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say what was said."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


def routes(bot: Bot, secret: str) -> list[Route]:
    """POST /telegram/webhook: the update waits in the Application's queue, Telegram gets its 200."""

    async def receive(request: Request) -> Response:
        if request.headers.get(SECRET_HEADER) != secret:
            return Response(status_code=401)
        await bot.update_queue.put(Update.de_json(await request.json(), bot.bot))
        return Response()

    return [Route("/telegram/webhook", receive, methods=["POST"])]


async def main() -> None:
    """Serve on PORT of loopback until SIGTERM."""
    builder = Application.builder().token(os.environ["TELEGRAM_BOT_TOKEN"])
    bot = builder.base_url(f"{os.environ['TELEGRAM_API_URL']}/bot").updater(None).build()
    bot.add_handler(MessageHandler(filters.TEXT, echo))
    asgi = Starlette(routes=routes(bot, os.environ["TELEGRAM_WEBHOOK_SECRET"]))
    port = int(os.environ["PORT"])
    server = uvicorn.Server(
        uvicorn.Config(asgi, port=port, http="httptools", log_level="warning", access_log=False)
    )
    async with bot:
        await bot.start()
        await server.serve()
        await bot.stop()


if __name__ == "__main__":
    uvloop.run(main())
