"""Is this message a scam? A pure function of its text: score, kinds, and the signs with their places."""

import re
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple

from core.encoder import Encoder, load_encoder
from core.transformer import Transformer, load_transformer
from core.watch.folding import Traced, load_folding
from core.watch.model import Model, Seen, Shapes, load_weights, meaning
from core.watch.scams import Kind, Kinds, load_kinds
from core.watch.signs import READ, Facet, Found, Signs, load_signs, tongues_of

SURE = 0.5  # from this score on a group is warned of a message
# From this one on somebody who asks about a message is told so: who asks is not disturbed, and what is missed is
# trusted. Of hard innocent messages four times as many reach it.
LIKELY = 0.1
SHORTEST = 8  # folded letters below which nothing is a scam
# What says that a message speaks of scams, and what scams say that have such words in them all the same: "this is no
# fraud", "you are accused of fraud", "do not tell anybody", "if you do not send it". A code that comes with "give it to
# nobody" is a genuine one.
ASKS = (("asks_if_scam",), ("not_scam",))
SPEAKS_OF_SCAMS = (
    (("scam_word",), ("not_scam",)),
    (("forbids",), ("not_scam", "secrecy", "threat", "arrest")),
    (("keep_code",), ("not_scam", "hand_code", "address", "number")),
)
SHOWN: tuple[Facet, ...] = ("demand", "pressure", "name", "channel")
_BESIDE = 12  # characters beside a sign that are quoted with it
_MARKS = r"\s、。,.!?！？「」『』()（）【】…:："
_LEFT, _RIGHT = re.compile(f"[^{_MARKS}]*$"), re.compile(f"[^{_MARKS}]*")
_SPACED = re.compile(r"[a-zà-ɏḀ-ỿ]", re.IGNORECASE)  # letters of words with spaces between them
_ON = 24  # characters after such a sign that are quoted with it, in whole words and up to a mark or a link
_WORDS = re.compile(
    r"(?:[^\s,.!?;:…()\[\]\"“”]|[,.](?=\d))*(?: (?!https?:|www\.)(?:[^\s,.!?;:…()\[\]\"“”]|[,.](?=\d))+)*",
    re.IGNORECASE,
)
_PHRASE = re.compile("(?<=[ぁ-ゖ])(?<![おご])(?![ぁ-ゖー])")  # Japanese phrases end in hiragana


class Quoted(NamedTuple):
    """A sign, the facet it belongs to, and what the message says of it, as written."""

    sign: str
    facet: Facet
    text: str


class Judgement(NamedTuple):
    """`score` 0 to 1, a scam from `SURE` on; the kinds it may be; the signs, a facet after the other."""

    score: float
    kinds: tuple[Kind, ...] = ()
    signs: tuple[Quoted, ...] = ()

    @property
    def is_scam(self) -> bool:
        """Whether it is sure enough to warn a group."""
        return self.score >= SURE

    @property
    def is_likely(self) -> bool:
        """Whether it is sure enough to say so to somebody who asks."""
        return self.score >= LIKELY

    def codes(self) -> tuple[str, ...]:
        """The reasons for programs: the likeliest kind, then the signs."""
        return (*(kind.kind for kind in self.kinds[:1]), *(quoted.sign for quoted in self.signs))


NOTHING = Judgement(0.0)


class Judge:
    """All rules. The same text gives the same judgement."""

    def __init__(self, signs: Signs, kinds: Kinds, model: Model) -> None:
        self.signs, self.kinds = signs, kinds
        self._model = model

    def load(self) -> None:
        """Load what is otherwise loaded with the first message that needs it: a second's work."""
        self._model.load()

    def judge(self, text: str, *, asked: bool = False) -> Judgement:
        """The judgement; what carries the signs of no kind costs little. `asked`: somebody asks about the message, so
        that what is only likely counts too.
        """
        text = text[:READ]
        folded = self.signs.folding.fold(text)
        if len(folded) < SHORTEST:
            return NOTHING
        held = self.signs.present(folded)
        written = self.signs.written(text) if any(held) else {}
        beside = sum(1 << sign for sign in written)
        if not any(self.kinds.any_in(present | beside) for present in held):
            return NOTHING
        look = look_at(text, folded, self.signs)
        kinds = self.kinds.found_in(look.present)
        if not kinds or asks_if_scam(look.present, self.signs):
            return NOTHING
        talks = talks_of_scams(look.present, self.signs)
        score = self._model.score(look.seen, asked=asked, talks=talks)
        if not score:
            return NOTHING
        likeliest = _likeliest(kinds, look.present, self.signs)
        if score >= SURE:
            likeliest = self._named(look.seen, likeliest)
        return Judgement(score, likeliest, _quoted(self.signs, look))

    def _named(self, seen: Seen, likeliest: tuple[Kind, ...]) -> tuple[Kind, ...]:
        """First the kind that the model names, though its signs may be missing; where it names none, a general one."""
        name = self._model.name(seen)
        first = [kind for kind in self.kinds.all if kind.kind == name]
        if not first:
            first = [kind for kind in likeliest if kind.general]
        return (*first, *(kind for kind in likeliest if kind not in first))


def asks_if_scam(present: int, signs: Signs) -> bool:
    """Whether a message with these signs asks whether something is a scam: its writer doubts it already."""
    return _says(present, signs, *ASKS)


def talks_of_scams(present: int, signs: Signs) -> bool:
    """Whether a message with these signs calls something a scam, or tells others not to fall for it. Scams that assure
    of being none, accuse of one, or forbid to tell, do not count.
    """
    return any(_says(present, signs, *pair) for pair in SPEAKS_OF_SCAMS)


def _says(present: int, signs: Signs, says: Sequence[str], denies: Sequence[str]) -> bool:
    return bool(present & signs.of(*says)) and not present & signs.of(*denies)


class Look(NamedTuple):
    """A message looked at closely: its signs with their places, those that are patterns apart."""

    seen: Seen
    traced: Traced
    found: Sequence[Found]
    written: Mapping[int, re.Match[str]]

    @property
    def present(self) -> int:
        """The signs, a bit each."""
        return sum(1 << sign for sign in self.seen.signs)


def look_at(text: str, folded: str, signs: Signs) -> Look:
    """All signs of a message, with their places."""
    traced = signs.folding.trace(text)
    found, written = signs.find(traced), signs.written(text)
    return Look(
        Seen(text, folded, frozenset((*(one.sign for one in found), *written))), traced, found, written
    )


def _likeliest(kinds: Sequence[Kind], present: int, signs: Signs) -> tuple[Kind, ...]:
    """First the kind whose groups hold most of the signs that are there; general ones last."""

    def held(kind: Kind) -> tuple[bool, int]:
        return kind.general, -sum((present & signs.of(*group)).bit_count() for group in kind.when)

    return tuple(sorted(kinds, key=held))


def _quoted(signs: Signs, look: Look) -> tuple[Quoted, ...]:
    """One quotation for each sign, the longest; those of a facet in the order of the message."""
    longest: dict[int, Found] = {}
    for one in look.found:
        if one.sign not in longest or one.end - one.start > longest[one.sign].end - longest[one.sign].start:
            longest[one.sign] = one
    texts = {
        one.sign: _around(look.traced, one) for one in sorted(longest.values(), key=lambda one: one.start)
    }
    texts |= {sign: match[0] for sign, match in look.written.items()}
    return tuple(
        Quoted(signs.signs[sign].sign, facet, text)
        for facet in SHOWN
        for sign, text in texts.items()
        if signs.signs[sign].facet == facet
    )


def _around(traced: Traced, one: Found) -> str:
    """The sign as written, with the words beside it up to the next mark."""
    start, end = traced.places[one.start], traced.places[one.end - 1] + 1
    if _SPACED.match(traced.source, start) and "en" in tongues_of(traced.text):
        return " ".join((traced.source[start:end] + _on(traced.source[end:])).split())
    before = _LEFT.search(traced.source, max(0, start - _BESIDE), start)
    after = _RIGHT.match(traced.source, end, end + _BESIDE)
    left = before.start() if before else start
    right = after.end() if after else end
    if 0 < left == start - _BESIDE:  # in the midst of a phrase: the next one begins the quotation
        phrase = _PHRASE.search(traced.source, left + 1, start + 1)
        left = phrase.start() if phrase else start
    if right == end + _BESIDE < len(traced.source):
        phrases = [phrase.start() for phrase in _PHRASE.finditer(traced.source, end, right + 1)]
        right = max((place for place in phrases if place <= right), default=end)
    return " ".join(traced.source[left:right].split())


def _on(rest: str) -> str:
    """The whole words that go on after a sign of a language that sets spaces."""
    words = _WORDS.match(rest)
    text = words[0] if words else ""
    return text if len(text) <= _ON else text[: max(text.rfind(" ", 0, _ON + 1), 0)]


def load_judge(
    config: Traversable, encoder: Encoder | None = None, transformer: Transformer | None = None
) -> Judge:
    """Read config/scams; without `encoder` or `transformer`, own ones are read in. Raises ContentError."""
    folder = config / "scams"
    signs = load_signs(folder, load_folding(folder / "writings.yaml"))
    kinds = load_kinds(folder / "kinds", signs)
    shapes = Shapes(signs)
    weights = load_weights(folder / "weights.npz", shapes.count)
    told = (transformer or load_transformer(Path(str(config / "transformer")))).told
    return Judge(
        signs,
        kinds,
        Model(weights, shapes, meaning(encoder or load_encoder(Path(str(config / "encoder")))), told),
    )
