"""Both platforms as the chat page shows them."""

from bots.inbox import Answer
from bots.standins.line import LineSide
from bots.standins.telegram import TelegramSide, said_by
from bots.web.frames import Sides


def sides(answer: Answer) -> Sides:
    """What each platform would be sent. Each is a conversation of its own with the bot."""
    return Sides({"line": LineSide(answer), "telegram": TelegramSide(answer)}, said_by)
