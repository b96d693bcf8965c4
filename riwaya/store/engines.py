"""Engines for a file (SQLite, also encrypted) and for PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from getpass import getuser
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from riwaya.errors import SettingError

WRITING = "riwaya_writing"
"""The execution option of connections that write: on SQLite they take the write lock at once."""

_SCHEMES = ("postgresql", "postgres", "postgresql+pg8000")
_WAIT = 60.0  # seconds that a writer waits for another
_PAUSE = 0.02  # seconds between two tries
_PRAGMAS = (
    "foreign_keys = ON",
    f"busy_timeout = {int(_WAIT * 1000)}",
    "secure_delete = ON",  # removed words are overwritten in the file
    "cell_size_check = ON",
    "journal_mode = WAL",
    "synchronous = FULL",  # what was reported as stored outlives a power cut
)


def is_url(where: str) -> bool:
    """Whether `where` is an address of a database server, and not a path."""
    scheme, mark, _ = where.partition("://")
    return bool(mark) and scheme.isascii() and scheme.replace("+", "").isalnum()


def location_of(where: str) -> str:
    """`where` without any password, for messages."""
    if not is_url(where):
        return where
    url = _url(where)
    kept = {key: value for key, value in url.query.items() if key != "password"}
    bare = URL.create(
        url.drivername.split("+")[0], url.username, None, url.host, url.port, url.database, kept
    )
    return bare.render_as_string(hide_password=False)


def engine_for(where: str, passphrase: str | None = None) -> Engine:
    """An engine for a path, or for a URL of PostgreSQL (`?host=/folder` for a Unix socket).

    Nothing is opened yet, but for the first bytes of a file. Raises SettingError for another kind
    of URL, a missing extra, or what the encryption of a file asks for.
    """
    return _server_engine(where) if is_url(where) else _file_engine(Path(where), passphrase)


def _file_engine(path: Path, passphrase: str | None) -> Engine:
    from riwaya.store import cipher

    connect: Callable[[], Any] = lambda: _plain_connection(path)  # noqa: E731
    module: Any = sqlite3
    if passphrase is not None or cipher.is_encrypted(path):
        connect, module = cipher.connect_function(path, passphrase), cipher.module()
    engine = create_engine("sqlite://", creator=connect, module=module, poolclass=QueuePool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _plain_connection(path: Path) -> Any:
    return sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)


def _prepare(connection: Any, record: object) -> None:  # noqa: ARG001
    """What SQLite forgets with each connection. The driver begins no transactions of its own."""
    connection.isolation_level = None
    try:
        for pragma in _PRAGMAS:
            _patiently(connection, f"PRAGMA {pragma}")
    except UnicodeDecodeError:  # a damaged file is described in words that are damaged too
        raise connection.DatabaseError("the file's own tables are damaged") from None


def _patiently(connection: Any, statement: str) -> None:
    """Run a statement that SQLite refuses at once, without its own waiting, while another process
    makes the file or takes its journal in (a change of the journal's mode does)."""
    end = time.monotonic() + _WAIT
    while True:
        try:
            connection.execute(statement)
            return
        except connection.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
        time.sleep(_PAUSE)


def _begin(connection: Any) -> None:
    writing = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _server_engine(where: str) -> Engine:
    try:
        import pg8000  # noqa: F401
    except ImportError:
        raise SettingError(
            "PostgreSQL needs a package that is not installed.",
            where=location_of(where),
            advice="Install it with: pip install 'riwaya[postgres]'",
        ) from None
    url = _url(where).set(drivername="postgresql+pg8000")
    options = dict(url.query)
    arguments: dict[str, Any] = {}
    if (host := str(options.pop("host", ""))).startswith("/"):
        port = options.pop("port", None) or url.port or 5432
        arguments["unix_sock"] = f"{host}/.s.PGSQL.{port}"
        url = url.set(host=None, port=None)
    elif host:
        url = url.set(host=host)
    if not url.username:
        url = url.set(username=getuser())
    if password := options.pop("password", None):
        url = url.set(password=str(password))
    if context := _ssl_context(str(options.pop("sslmode", ""))):
        arguments["ssl_context"] = context
    if options:
        raise _refused(where, f"has the option {sorted(options)[0]!r}, which is not known.")
    arguments["timeout"] = None
    return create_engine(url.set(query={}), connect_args=arguments, pool_pre_ping=True)


def _ssl_context(mode: str) -> Any:
    """As libpq reads `sslmode`: `require` encrypts, `verify-…` also checks who answers."""
    import ssl

    if mode in ("", "disable", "allow", "prefer"):
        return None
    context = ssl.create_default_context()
    if mode != "verify-full":
        context.check_hostname = False
    if mode == "require":
        context.verify_mode = ssl.CERT_NONE
    return context


def _url(where: str) -> URL:
    try:
        url = make_url(where)
    except (ArgumentError, ValueError):
        raise SettingError(
            "is not a URL of a database.",
            where="store",
            advice="Write it as postgresql://user@host/database.",
        ) from None
    if url.drivername not in _SCHEMES:
        raise SettingError(
            f"a store cannot be on {url.drivername!r}.",
            where="store",
            advice="Give the path of a file, or a URL as postgresql://user@host/database.",
        )
    return url


def _refused(where: str, what: str) -> SettingError:
    return SettingError(
        f"the URL {what}",
        where=location_of(where),
        advice="The options are: host, port, password, sslmode.",
    )
