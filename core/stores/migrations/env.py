"""Run by Alembic, on the connection that `migrate` hands over, inside its transaction."""

from alembic import context

from core.stores.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite undoes table definitions as well, once BEGIN is sent
    render_as_batch=True,  # SQLite changes a table by building it anew
)
context.run_migrations()
