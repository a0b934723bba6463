"""A long list into the database: read, normalised, staged, compared, published in one transaction."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from core.registry.imports import FileRefusedError, Refused, Summary, check_size
from core.registry.imports.days import day_of
from core.registry.imports.lists import UNREADABLE, Facts, Raw, Records
from core.registry.imports.merge import Difference, merge
from core.registry.imports.normal import Normalise, NotANumberError
from core.registry.imports.runs import ROW, Progress, Rows, Staging
from core.registry.listings import Import, day
from core.stores.publication import Publication

RUN = 300_000  # rows in memory at once
LONGEST_TAG = 60

Watch = Callable[[int], None]  # told how many bytes are read


def stage(
    open_at: Callable[[int], Records],
    normalise: Normalise,
    staging: Staging,
    watch: Watch,
    *,
    size: int = RUN,
    numberless: bool = False,
) -> Progress:
    """Read a file into runs of `size` rows, from where an earlier reading of it stopped. `numberless`: its rows
    need not have a number; those without are left out.

    Raises FileRefusedError.
    """
    progress = staging.progress()
    if progress.done:
        return progress
    run = _Run(progress)
    records = open_at(progress.lines)
    for number, raw in records.rows:
        try:
            if raw is UNREADABLE:
                raise NotANumberError(number)
            run.add(normalise(number), raw, records.facts)
        except ValueError as error:
            if numberless and not number.strip():
                progress.skipped += 1
                continue
            run.refused.append(Refused(records.line(), str(error), number[:80]))
        if len(run) >= size:
            progress.lines = records.line()
            staging.keep(run.rows(), run.refused, progress)
            run = _Run(progress)
            watch(records.at())
    progress.done, progress.lines = True, records.line()
    staging.keep(run.rows(), run.refused, progress)
    if not progress.runs and progress.refused:
        raise FileRefusedError(f"none of the {progress.refused:,} rows holds a telephone number")
    return progress


def publish(
    publication: Publication, loaded: Import, staging: Staging, progress: Progress, *, force: bool
) -> Summary:
    """Bring the runs that `stage` made to the database, as a part of that publication.

    Raises FileRefusedError, and OSError where a run is gone.
    """
    subject = publication.begin(loaded)
    tags = np.array([publication.tag(tag) for tag in progress.tags], "i4")

    def apply(found: Difference) -> None:
        publication.drop(subject, found.removed["number"].tolist())
        publication.change(subject, found.changed.tolist())
        publication.add(subject, found.added.tolist())

    def listed(low: int, high: int) -> list[tuple[int, int, int, int, int]]:
        return publication.listed(subject, low, high)

    pieces = (_with_tags(piece, tags) for piece in staging.pieces(progress))
    summary = merge(pieces, listed if subject.before else None, apply)
    summary.refused, summary.skipped = progress.refused, progress.skipped
    check_size(summary, force=force)
    publication.end(subject, loaded, summary.rows)
    return summary


class _Run:
    """Rows on their way to a run."""

    def __init__(self, progress: Progress) -> None:
        self._tags = {tag: place for place, tag in enumerate(progress.tags)}
        self._progress = progress
        self._today = day(
            (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
        )  # it is tomorrow somewhere
        self._numbers: list[int] = []
        self._places: list[int] = []
        self._memo: dict[Raw, int] = {}
        self._facts: list[tuple[int, int, int]] = []
        self.refused: list[Refused] = []

    def __len__(self) -> int:
        return len(self._numbers) + len(self.refused)

    def add(self, number: int, raw: Raw, facts: Callable[[Raw], Facts]) -> None:
        """Raises ValueError for facts that cannot be."""
        place = self._memo.get(raw)
        if place is None:
            self._facts.append(self._read(facts(raw)))
            place = self._memo[raw] = len(self._facts) - 1
        self._numbers.append(number)
        self._places.append(place)

    def rows(self) -> Rows:
        rows = np.empty(len(self._numbers), ROW)
        if self._numbers:
            facts = np.array(self._facts, "i4")[np.array(self._places)]
            rows["number"] = self._numbers
            rows["tag"], rows["votes"], rows["first"] = facts.T
            rows["last"] = rows["first"]
        return rows

    def _read(self, facts: Facts) -> tuple[int, int, int]:
        tag, votes, date = facts
        reported = _day(date)
        return (
            self._tag(" ".join(tag.split())[:LONGEST_TAG]),
            _votes(votes),
            reported if reported <= self._today else 0,
        )

    def _tag(self, tag: str) -> int:
        if tag not in self._tags:
            self._tags[tag] = len(self._progress.tags)
            self._progress.tags.append(tag)
        return self._tags[tag]


def _votes(text: str) -> int:
    """1,234 and 12.0 are counts as well."""
    if not text.strip():
        return 1
    try:
        votes = float(text.replace(",", ""))
    except ValueError:
        votes = -1
    if not (0 <= votes < 1 << 31 and votes.is_integer()):
        raise NotANumberError(f"votes {text[:20]!r}: a count is expected")
    return int(votes)


def _day(text: str) -> int:
    """0, no date, for what is none: what is said of the number stands all the same."""
    try:
        return day(text.strip())
    except ValueError:
        found = day_of(text)
        return day(found.isoformat()) if found else 0


def _with_tags(piece: Rows, tags: np.ndarray) -> Rows:
    piece["tag"] = tags[piece["tag"]]
    return piece


def checksum(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises FileRefusedError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileRefusedError(error.strerror or "cannot be read") from None
