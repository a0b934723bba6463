"""The registry's first tables. What a released migration says never changes: later ones build on it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """From nothing to 0001."""
    _imports()
    _content()
    _numbers()
    state = op.create_table(
        "state",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.bulk_insert(state, [{"id": 1, "version": 1}])


def _texts(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _of_import() -> "sa.Column[int]":
    return sa.Column("import", sa.Integer, sa.ForeignKey("imports.id"), primary_key=True)


def _imports() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer, primary_key=True),
        *_texts("kind", "name", "file", "sha256", "title", "url", "licence", "date"),
        sa.Column("imported", sa.Float, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.UniqueConstraint("kind", "name", name="imports_once"),
    )


def _content() -> None:
    for name in ("organisations", "sources"):
        op.create_table(name, _of_import(), sa.Column("id", sa.Text, primary_key=True), *_texts("body"))
    op.create_table(
        "claims",
        _of_import(),
        sa.Column("place", sa.Integer, primary_key=True),
        *_texts("number", "organisation", "source", "body"),
    )
    op.create_index("claims_number", "claims", ["number"])
    op.create_table(
        "entries", _of_import(), sa.Column("place", sa.Integer, primary_key=True), *_texts("body")
    )


def _numbers() -> None:
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("text", sa.Text, nullable=False, unique=True),
    )
    op.create_table(
        "listings",
        sa.Column("number", sa.BigInteger, primary_key=True),
        _of_import(),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("tag", "votes", "first", "last")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blocks",
        sa.Column("prefix", sa.Text, primary_key=True),
        _of_import(),
        *_texts("carrier", "area", "status"),
        sqlite_with_rowid=False,
    )
