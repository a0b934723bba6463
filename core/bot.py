"""The bot's core: a message in, a reply or silence out. The path of DESIGN: session, recognise, decide, compose."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec

from core.answer.command import say
from core.answer.dossier import Dossiers
from core.answer.knowledge import Knowledge, Said, Turn
from core.answer.large import enlarged
from core.answer.plain import headings
from core.answer.turn import take_turn
from core.answer.warning import may_warn, warn
from core.commands import after_name, without_command, without_link
from core.current import Current
from core.language import language_of, language_of_group, written_language
from core.messages import Language, Message, Reply, Text
from core.notebook import Note, Notebook
from core.sessions import (
    Keys,
    Preferences,
    Session,
    claim,
    dump,
    keys,
    load_preferences,
    load_session,
    new_mark,
)
from core.stores import Opened, Sessions

TO_THE_BOT = ("pressed", "joined", "withdrawn")  # what concerns the bot, in groups too
JAPAN = timezone(timedelta(hours=9))
CLAIMED = 3600.0  # seconds: far longer than two processes may take for the same message
MOST_A_MINUTE = 30  # messages of one sender that are answered


class Bot:
    """Answers messages. `secret` keys the hashes under which conversations are kept.

    `most_a_minute` of None answers a sender without limit (terminal, files). `current` follows what operators
    import; without it `know` is all there is. `notebook` is where an operator finds what was not answered;
    without one nothing is counted or kept.
    """

    def __init__(
        self,
        know: Knowledge,
        sessions: Sessions,
        *,
        secret: bytes = b"",
        default_language: Language = "ja",
        most_a_minute: int | None = MOST_A_MINUTE,
        current: Current | None = None,
        notebook: Notebook | None = None,
    ) -> None:
        self._know = know
        self._current = current
        self._dossiers = Dossiers(know)
        self._sessions = sessions
        self._secret = secret
        self._default_language = default_language
        self._most = most_a_minute
        self._notebook = notebook

    async def answer(self, message: Message) -> Reply | None:
        """The reply to a message, or None for silence. Raises StoreDownError where sessions cannot be read."""
        if message.happening == "moved":
            await self._move(message)
            return None
        turn = self._turn(message)
        if message.happening == "typed":
            return await self._show(turn)
        spoken_to = _is_spoken_to(turn)
        if not spoken_to:
            turn = self._judged(turn)
            if not turn.reading.numbers and not turn.judged.is_scam:
                return None
        turn = await self._informed(turn)
        if not spoken_to and not may_warn(turn):
            return None
        places = keys(message, self._secret)
        opened = await self._sessions.open(places.session, places.preferences, places.sender)
        turn = self._open(turn, opened)._replace(who=places.sender)
        if spoken_to and self._most is not None and opened.count > self._most:
            return say(turn, "flood").reply if opened.count == self._most + 1 else None
        said = self._speaking(take_turn(turn), turn) if spoken_to else warn(turn)
        if said.once and not await self._is_first(said.once, message):
            return None
        await self._keep(places, turn, said)
        await self._note(places, turn, said)
        return _complete(said.reply, turn._replace(preferences=said.preferences)) if said.reply else None

    async def _is_first(self, what: str, message: Message) -> bool:
        mine = claim(what, message, self._secret)
        return await self._sessions.claim(mine.key, mine.owner, CLAIMED)

    async def _show(self, turn: Turn) -> Reply | None:
        """What is typed comes here letter by letter: it counts as no message, and nothing of it is kept."""
        places = keys(turn.message, self._secret)
        turn = await self._informed(turn)
        opened = await self._sessions.open(places.session, places.preferences, f"typed {places.sender}")
        said = take_turn(self._open(turn, opened))
        return _complete(said.reply, turn) if said.reply else None

    async def _move(self, message: Message) -> None:
        """A group's settings go with it. It may be told twice, and keeps what was chosen since the first time."""
        here = keys(message, self._secret)
        before = keys(msgspec.structs.replace(message, conversation=message.moved_from), self._secret)
        old = await self._sessions.open(before.session, before.preferences, before.sender)
        if old.preferences is None:
            return
        new = await self._sessions.open(here.session, here.preferences, here.sender)
        if new.preferences is None:
            await self._sessions.prefer(here.preferences, old.preferences)
        await self._sessions.forget(before.preferences)

    def _turn(self, message: Message) -> Turn:
        text = without_link(message.text.strip())
        named = after_name(text)
        if message.happening == "said" and (named is not None or self._know.commands.is_given(text)):
            text, message = named or text, msgspec.structs.replace(message, addressed=True)
        return Turn(
            message=message,
            text=text,
            reading=self._know.reader.read(text),
            session=Session(mark=new_mark(message)),
            preferences=Preferences(),
            language=self._default_language,
            know=self._know,
            dossiers=self._dossiers,
            keeps=self._notebook is not None,
        )

    def _judged(self, turn: Turn) -> Turn:
        if turn.message.happening != "said":
            return turn
        return turn._replace(judged=self._know.judge.judge(turn.text))

    async def _informed(self, turn: Turn) -> Turn:
        """The turn with what is known now."""
        if self._current is None:
            return turn
        know, held = await self._current.of(_numbers(turn))
        if know is not self._know:
            self._know, self._dossiers = know, Dossiers(know)
        return turn._replace(know=know, dossiers=self._dossiers, held=held)

    def _open(self, turn: Turn, opened: Opened) -> Turn:
        preferences = load_preferences(opened.preferences)
        session = load_session(opened.session, turn.message)
        wrote = msgspec.structs.replace(turn.message, text=without_command(turn.text))
        if _is_spoken_to(turn):
            language = language_of(wrote, preferences, self._default_language, session.language)
        else:
            language = language_of_group(wrote, preferences, self._default_language)
        session = _still_known(msgspec.structs.replace(session, language=language), turn.know, language)
        return turn._replace(session=session, preferences=preferences, language=language)

    def _speaking(self, said: Said, turn: Turn) -> Said:
        """In which language a person writes outlasts their conversation: an old button, or a bare number on
        another day, has none of its own. A group has many people: what counts is what they write to the bot.
        """
        if turn.message.group:
            return _with_group_language(said, turn)
        wordless = msgspec.structs.replace(turn.message, text="", language="")
        known = language_of(wordless, said.preferences, self._default_language)
        if said.preferences.language or turn.language == known:
            return said
        return said._replace(preferences=msgspec.structs.replace(said.preferences, hint=turn.language))

    async def _note(self, places: Keys, turn: Turn, said: Said) -> None:
        if self._notebook is None:
            return
        if said.missed:
            self._notebook.count(said.missed)
        if said.false_alarm:
            self._notebook.count_false_alarm(said.false_alarm)
        if said.kept:
            day = datetime.fromtimestamp(turn.message.time, UTC).date().isoformat()
            topic = self._know.topics.of(said.kept)
            await self._notebook.keep(Note(places.sender, day, turn.language, topic, said.kept))
        if said.forget:
            await self._notebook.forget(places.sender)

    async def _keep(self, places: Keys, turn: Turn, said: Said) -> None:
        """A session is stored at every turn: its time to live starts anew. A group's settings are not
        the sender's own, so that one member's wish to be forgotten does not delete them.
        """
        if said.forget:
            await self._sessions.forget(places.session, *([] if turn.message.group else [places.preferences]))
            return
        await self._sessions.save(places.session, dump(said.session))
        if said.preferences != turn.preferences:
            await self._sessions.prefer(places.preferences, dump(said.preferences))


def _still_known(session: Session, know: Knowledge, language: Language) -> Session:
    """Without what was imported when it was spoken of, and is gone since."""
    entries = know.faq[language].entries
    return msgspec.structs.replace(
        session,
        organisation=session.organisation if session.organisation in know.registry.organisations() else "",
        offered=tuple(one for one in session.offered if one in entries),
        further=tuple(one for one in session.further if one in entries),
    )


def _is_spoken_to(turn: Turn) -> bool:
    """A slash that is none of ours is another bot's, whatever the platform thinks of it."""
    message = turn.message
    if not message.group or message.happening in TO_THE_BOT:
        return True
    others = turn.text.startswith("/") and not turn.know.commands.is_given(turn.text)
    return message.addressed and not others


def _with_group_language(said: Said, turn: Turn) -> Said:
    """In which language a group speaks, a message says by its words, or the first one by who invited."""
    joined = turn.message.happening == "joined" and bool(turn.message.language)
    tells = joined or (turn.message.happening == "said" and written_language(turn.text) is not None)
    if not tells or said.preferences.language or said.preferences.hint == turn.language:
        return said
    return said._replace(preferences=msgspec.structs.replace(said.preferences, hint=turn.language))


def _numbers(turn: Turn) -> list[str]:
    """All numbers that an answer may have to look up: written, shared, or carried by a button."""
    carried = filter(None, (turn.message.contact, turn.message.button.rpartition(":")[2]))
    found = (turn.know.reader.canonical(text) for text in carried)
    return [number.e164 for number in (*turn.reading.numbers, *filter(None, found))]


def _complete(reply: Reply, turn: Turn) -> Reply:
    """The reply with its headings; in a group it shows which message it answers."""
    texts = turn.know.texts[reply.language]
    if turn.held.stale_since is not None and reply.numbers:
        since = datetime.fromtimestamp(turn.held.stale_since, JAPAN).strftime("%Y-%m-%d %H:%M")
        note = texts.say("registry.stale", since=since)
        reply = msgspec.structs.replace(
            reply, parts=(*reply.parts, Text(note)), text=f"{reply.text}\n\n{note}"
        )
    if turn.preferences.large and turn.message.happening != "typed":
        reply = enlarged(reply, texts)
    return msgspec.structs.replace(
        reply,
        # Nobody asks after a greeting or a menu; an answer that may be wrong can be found again. A warning stays
        # within its four lines, and has a button for what is wrong with it.
        headings=headings(texts, traced=reply.kind not in ("command", "warning")),
        quote=reply.quote or turn.message.group,
    )
