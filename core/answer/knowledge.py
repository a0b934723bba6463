"""All that an answer draws on, loaded once; and one turn of a conversation."""

from collections.abc import Callable, Collection, Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from core.answer.naming import naming_of
from core.commands import Commands, load_commands
from core.content import ContentError, Problem, rows
from core.damage import Damages, load_damages
from core.encoder import load_encoder
from core.faq.build import Builder
from core.faq.entries import Entry, load_faq
from core.faq.search import Found, Index
from core.guides import Guides, load_guides
from core.language import COMPLETE, TONGUES
from core.memory import give_back, growing
from core.messages import Language, Message, Reply
from core.phrases import Phrases, bare, load_phrases
from core.recognise.numbers import Reading
from core.recognise.plan import load_plan
from core.recognise.reader import Reader
from core.registry.listings import Held
from core.registry.load import load_registry
from core.registry.purposes import Purpose
from core.registry.registry import Registry
from core.registry.tags import Tags, load_tags
from core.sessions import Preferences, Session
from core.texts import LANGUAGES, Texts, load_texts
from core.topics import Topics, load_topics
from core.transformer import load_transformer
from core.watch.judge import NOTHING, Judge, Judgement, load_judge
from core.watch.pasted import Pasting, load_pasting
from core.watch.voice import Voice, load_voice

if TYPE_CHECKING:
    from core.answer.dossier import Dossiers


class FollowUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What people ask next of a number: an FAQ entry's id, the label of its button in each language ("" for
    none), and the short words that mean it while a number or an organisation is spoken of. `labels` holds
    those of languages other than Japanese and English.
    """

    entry: str
    ja: str = ""
    en: str = ""
    words: tuple[str, ...] = ()
    labels: dict[Language, str] = {}

    def label(self, texts: Texts) -> str:
        """The button's label."""
        return texts.choose({"ja": self.ja, "en": self.en, **self.labels})


class Faq:
    """The FAQ of one language: entries by id, and the index over them, made when it is first needed. Where it has
    not got an entry, the one `beside` it, of another language, is given; those are not searched.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        make: Callable[[Sequence[Entry]], Index],
        beside: Mapping[str, Entry] = {},
    ) -> None:
        self._own = {entry.id: entry for entry in entries}
        self._beside = beside
        self.entries: Mapping[str, Entry] = {**beside, **self._own}
        self._make = make
        self._index: Index | None = None
        self._making = Lock()

    def with_entries(self, entries: Sequence[Entry]) -> "Faq":
        """The same with these in the place of those of their ids, and more; without any, this one, index and all."""
        if not entries:
            return self
        own = self._own | {entry.id: entry for entry in entries}
        return Faq(tuple(own.values()), self._make, self._beside)

    def search(self, text: str, most: int) -> Found:
        """The closest entries, best first."""
        return self.index.search(text, most) if self._own else Found()

    @growing()
    def prepare(self) -> None:
        """Make the index, where it is not made yet. From any thread."""
        if self._own:
            _ = self.index

    @property
    def index(self) -> Index:
        """Made in a second or two: `Knowledge.warm` does it before somebody waits, in a thread of its own."""
        with self._making:
            if self._index is None:
                made = self._make(list(self._own.values()))
                made.search("?")  # reads the usual encoder in, before another thread can ask this index
                self._index = made
            return self._index


class Knowledge(NamedTuple):
    """What the bot knows. Immutable."""

    reader: Reader
    registry: Registry
    faq: Mapping[Language, Faq]
    texts: Mapping[Language, Texts]
    commands: Commands
    followups: Sequence[FollowUp]
    in_context: Mapping[str, str]
    phrases: Phrases
    guides: Guides
    damages: Damages
    topics: Topics
    judge: Judge
    pasting: Pasting
    voice: Voice
    purposes: Sequence[Purpose] = ()
    tags: Tags = Tags()

    @growing()
    def warm(self) -> None:
        """Make ready what is else made at the first question."""
        for faq in self.faq.values():
            faq.prepare()
        self.judge.load()
        give_back()


class Turn(NamedTuple):
    """One message in its conversation: what the answering functions take. `text` is without the bot's name;
    `held` is what imported lists say of the numbers in it; `keeps`: questions that are not answered can be
    kept for the operator. `who` is the sender's keyed hash, `judged` what a group's message was judged to be.
    """

    message: Message
    text: str
    reading: Reading
    session: Session
    preferences: Preferences
    language: Language
    know: Knowledge
    dossiers: "Dossiers"
    held: Held = Held()
    keeps: bool = False
    who: str = ""
    judged: Judgement = NOTHING

    @property
    def texts(self) -> Texts:
        """The texts in this turn's language."""
        return self.know.texts[self.language]

    @property
    def faq(self) -> Faq:
        """The FAQ in this turn's language."""
        return self.know.faq[self.language]


class Said(NamedTuple):
    """What a turn leads to: a reply or silence, and what is remembered; `forget` deletes all of that.
    `missed` is the topic of a question that was not answered, `kept` one that its asker gives for keeping,
    `false_alarm` the pattern of a warning that a group found mistaken. `once` names what another process
    may be about to say in the same conversation: only the first may.
    """

    reply: Reply | None
    session: Session
    preferences: Preferences
    forget: bool = False
    missed: str = ""
    kept: str = ""
    false_alarm: str = ""
    once: str = ""


@growing()
def load_knowledge(config: Traversable, cache: Path | None = None) -> Knowledge:
    """Read all content under `config`; raises ContentError with file, line and reason of all that is wrong.

    Vectors are kept in the folder `cache`, where one is given.
    """
    reader = Reader(load_plan())
    registry = load_registry(config / "registry")
    encoder = load_encoder(Path(str(config / "encoder")), cache)  # for questions and for the watch
    closely = load_transformer(Path(str(config / "transformer")))  # for both as well
    builder = Builder(config, cache, encoder, closely)
    naming = naming_of(reader, registry)
    builder.learnt()  # what is wrong with it is said now, not at the first question
    entries = load_faq(config / "faq")
    faq = _faq(entries, lambda own: builder.index(own, naming=naming, general=True))
    both = set.intersection(*(set(faq[language].entries) for language in COMPLETE))
    followups = _followups(config / "followups.yaml", both)
    guides = config / "guides"
    return Knowledge(
        reader=reader,
        registry=registry,
        faq=faq,
        texts=load_texts(config / "locales"),
        commands=load_commands(config / "commands.yaml"),
        followups=tuple(row for row in followups if row.ja and row.en),
        in_context={bare(words): row.entry for row in followups for words in row.words},
        phrases=load_phrases(config / "phrases.yaml"),
        guides=load_guides(guides / "calls.yaml", both, guides / "starts"),
        damages=load_damages(guides / "damage.yaml", both, registry.organisations(), guides / "damage"),
        topics=load_topics(config / "topics.yaml"),
        judge=load_judge(config, encoder, closely),
        pasting=load_pasting(config / "scams" / "asks_about.yaml"),
        voice=load_voice(config / "search" / "voice.npz", encoder),
        purposes=tuple(row for _, row in rows(config / "registry" / "purposes.yaml", Purpose)),
        tags=load_tags(config / "registry" / "tags.yaml"),
    )


def _faq(entries: Sequence[Entry], make: Callable[[Sequence[Entry]], Index]) -> dict[Language, Faq]:
    """One of each language; those that are not whole have the rest from the one that stands in for them."""
    own = {language: [one for one in entries if one.language == language] for language in LANGUAGES}
    whole: dict[Language, Faq] = {language: Faq(own[language], make) for language in COMPLETE}
    others = (language for language in LANGUAGES if language not in COMPLETE)
    return whole | {
        language: Faq(own[language], make, whole[TONGUES[language].base].entries) for language in others
    }


def _followups(file: Traversable, entries: Collection[str]) -> tuple[FollowUp, ...]:
    found = rows(file, FollowUp)
    problems = [
        Problem(str(file), line, f"no FAQ entry {row.entry!r} in every language")
        for line, row in found
        if row.entry not in entries
    ]
    if problems:
        raise ContentError(problems)
    return tuple(row for _, row in found)
