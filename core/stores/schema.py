"""The registry's tables, the same in SQLite and PostgreSQL. Migrations build them; a test compares both."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def _import() -> Column[int]:
    return Column("import", Integer, ForeignKey("imports.id"), primary_key=True)


def _body() -> Column[str]:
    """The row as JSON, in the form that the registry's files have."""
    return Column("body", Text, nullable=False)


imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("kind", "name", "file", "sha256")),
    *(Column(name, Text, nullable=False) for name in ("title", "url", "licence", "date")),
    Column("imported", Float, nullable=False),
    Column("rows", Integer, nullable=False),
    UniqueConstraint("kind", "name", name="imports_once"),
)
organisations = Table("organisations", metadata, _import(), Column("id", Text, primary_key=True), _body())
sources = Table("sources", metadata, _import(), Column("id", Text, primary_key=True), _body())
claims = Table(
    "claims",
    metadata,
    _import(),
    Column("place", Integer, primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("number", "organisation", "source")),
    _body(),
    Index("claims_number", "number"),
)
entries = Table("entries", metadata, _import(), Column("place", Integer, primary_key=True), _body())
tags = Table(
    "tags",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
)
listings = Table(
    "listings",
    metadata,
    Column("number", BigInteger, primary_key=True),
    Column("import", Integer, ForeignKey("imports.id"), primary_key=True),
    *(Column(name, Integer, nullable=False) for name in ("tag", "votes", "first", "last")),
    sqlite_with_rowid=False,  # one tree instead of two: the look-up is one descent
)
blocks = Table(
    "blocks",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("import", Integer, ForeignKey("imports.id"), primary_key=True),
    *(Column(name, Text, nullable=False) for name in ("carrier", "area", "status")),
    sqlite_with_rowid=False,
)
state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)
