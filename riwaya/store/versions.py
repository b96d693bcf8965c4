"""Which version a store has, and how an older one becomes the present one."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from riwaya.errors import InputError

REVISIONS = ("0001", "0002")
"""All versions from the first to the present, so that an up-to-date store opens without Alembic."""

SCRIPTS = str(files("riwaya.store") / "migrations")
"""The folder of the steps from one version to the next."""

TABLE = "riwaya_version"

_version = Table(TABLE, MetaData(), Column("version_num", String(32), primary_key=True))


def version_of(connection: Connection, where: str) -> str | None:
    """The version of the store, None for an empty database.

    Raises InputError for a database of something else, or of a newer Riwaya.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    found = list(connection.scalars(select(_version.c.version_num))) if TABLE in tables else []
    if TABLE not in tables:
        raise InputError(
            f"is a database of something else (it has the table {tables[0]!r}).",
            where=where,
            advice="Give the path or URL of a store that riwaya made, or of a new one.",
        )
    if len(found) != 1 or not str(found[0]).isdecimal():
        raise InputError(
            "does not say which version of a store it is: it is damaged.",
            where=where,
            advice="Restore it from a backup.",
        )
    if found[0] not in REVISIONS:
        raise InputError(
            f"has version {found[0]}, and this riwaya knows those up to {REVISIONS[-1]}.",
            where=where,
            advice="Install a newer riwaya (pip install -U riwaya).",
        )
    return str(found[0])


def upgrade(connection: Connection) -> None:
    """Make the tables, or bring them to the present version, in the running transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS.replace("%", "%%"))
    config.attributes.update(connection=connection, version_table=TABLE)
    command.upgrade(config, "head")
