"""Who is meant: the bot's name in a text.

Source: Telegram Bot API, type MessageEntity, read 2026-11. Entities count UTF-16 units.
"""

from bots.telegram.shapes import Entity, Me, Written


def without_mentions(found: Written, me: Me) -> tuple[str, bool]:
    """The text without the bot's mentions, and whether there were any."""
    text, entities = (found.text, found.entities) if found.text else (found.caption, found.caption_entities)
    units = text.encode("utf-16-le")
    mentioned = False
    for entity in sorted(entities, key=lambda entity: entity.offset, reverse=True):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        if 0 <= start < end <= len(units) and _names_us(entity, units[start:end], me):
            units = units[:start] + units[end:]
            mentioned = True
    read = units.decode("utf-16-le", "replace")
    return (read.strip(), True) if mentioned else (read, False)


def _names_us(entity: Entity, units: bytes, me: Me) -> bool:
    if entity.type == "text_mention":
        return entity.user is not None and entity.user.id == me.id
    name = units.decode("utf-16-le", "replace")
    return entity.type == "mention" and bool(me.username) and name.casefold() == f"@{me.username}".casefold()
