"""Which form the tables of the registry's database have."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

HEAD = "0001"  # this release's


def is_current(file: Path) -> bool:
    """Whether a SQLite file's tables have this release's form. False as well where that cannot be told: migrating says
    why.
    """
    with (
        suppress(sqlite3.Error),
        closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as opened,
    ):
        return opened.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    return False
