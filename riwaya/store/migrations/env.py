"""What Alembic runs for `upgrade`: the steps, on the connection that it is given."""

from __future__ import annotations

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    version_table=context.config.attributes["version_table"],
    transactional_ddl=True,
)
context.run_migrations()
