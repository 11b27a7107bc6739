"""What a database's refusal means to whoever must act, without the driver's text: it may quote a row."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from varsam.domain.errors import SourceBusy, SourceRejected, SourceUnavailable, VarsamError

_Meaning = tuple[type[VarsamError], str, str]

_LOCKED: Final[_Meaning] = (
    SourceBusy,
    "somebody else holds a lock, and it wasn't given in time",
    "try again; raise pace.lock_timeout_seconds if it repeats",
)
_SLOW: Final[_Meaning] = (
    SourceUnavailable,
    "a statement took longer than allowed",
    "raise pace.statement_timeout_seconds, or add the index that the plan names",
)
_UNREACHABLE: Final[_Meaning] = (
    SourceUnavailable,
    "the database can't be reached",
    "check that it runs and that host and port are right",
)
_FULL: Final[_Meaning] = (SourceUnavailable, "the database's disk is full", "free space there and try again")
_PASSWORD: Final[_Meaning] = (
    SourceRejected,
    "the database refused the account or its password",
    "check the address in url_env or url_file",
)
_PERMISSION: Final[_Meaning] = (
    SourceRejected,
    "the account lacks a permission",
    "run the SQL that `varsam source grants` prints",
)
_READ_ONLY: Final[_Meaning] = (
    SourceRejected,
    "the database only allows reading",
    "connect to the primary server, or allow writing the file",
)
_NO_TABLE: Final[_Meaning] = (
    SourceRejected,
    "a table or column isn't there",
    "inspect the source and mend its map",
)
_NO_DATABASE: Final[_Meaning] = (SourceRejected, "there is no such database", "mend the address")
_REFERRED: Final[_Meaning] = (
    SourceRejected,
    "another row still refers to one of the rows",
    "map the reference and plan again",
)
_CONSTRAINT: Final[_Meaning] = (
    SourceRejected,
    "a constraint forbids the change",
    "give a value that the column allows in the map",
)
_TRIGGER: Final[_Meaning] = (
    SourceRejected,
    "a trigger or function of the database refused",
    "look at the database's own log",
)
_VALUE: Final[_Meaning] = (
    SourceRejected,
    "a value doesn't fit its column",
    "compare the map with the column's type",
)
_SEVERAL: Final[_Meaning] = (
    SourceRejected,
    "a path that leads to one row reached several",
    "say in the map which one counts: every, last or first",
)
_DAMAGED: Final[_Meaning] = (
    SourceRejected,
    "the file isn't a sound SQLite database",
    "restore it, or mend the path",
)

_POSTGRESQL: Final[dict[str, _Meaning]] = {
    "55P03": _LOCKED,
    "40P01": _LOCKED,
    "40001": _LOCKED,
    "57014": _SLOW,
    "53100": _FULL,
    "28P01": _PASSWORD,
    "28000": _PASSWORD,
    "3D000": _NO_DATABASE,
    "42501": _PERMISSION,
    "25006": _READ_ONLY,
    "42P01": _NO_TABLE,
    "42703": _NO_TABLE,
    "3F000": _NO_TABLE,
    "23503": _REFERRED,
    "23001": _REFERRED,
    "21000": _SEVERAL,
    "P0001": _TRIGGER,
}
_POSTGRESQL_CLASSES: Final[dict[str, _Meaning]] = {
    "08": _UNREACHABLE,
    "53": _UNREACHABLE,
    "57": _UNREACHABLE,
    "23": _CONSTRAINT,
    "22": _VALUE,
    "09": _TRIGGER,
    "38": _TRIGGER,
}
_MARIADB: Final[dict[int, _Meaning]] = {
    **dict.fromkeys((1205, 1213, 3572), _LOCKED),
    **dict.fromkeys((1969, 3024), _SLOW),
    **dict.fromkeys((1021, 1114, 3), _FULL),
    **dict.fromkeys((1045, 1698, 1251), _PASSWORD),
    **dict.fromkeys((1044, 1142, 1143, 1227, 1370), _PERMISSION),
    **dict.fromkeys((1290, 1792, 1836), _READ_ONLY),
    **dict.fromkeys((1146, 1054, 1051), _NO_TABLE),
    1049: _NO_DATABASE,
    **dict.fromkeys((1451, 1452, 1217, 1216), _REFERRED),
    **dict.fromkeys((1048, 1062, 1364, 3819, 4025, 1364, 1906), _CONSTRAINT),
    **dict.fromkeys((1406, 1264, 1265, 1292, 1366), _VALUE),
    1242: _SEVERAL,
    1644: _TRIGGER,
    **dict.fromkeys((2002, 2003, 2005, 2006, 2013, 1040, 1053, 1129, 1130, 1203), _UNREACHABLE),
}
_SQLITE: Final[dict[str, _Meaning]] = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_INTERRUPT": _SLOW,
    "SQLITE_FULL": _FULL,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CANTOPEN": _UNREACHABLE,
    "SQLITE_IOERR": _UNREACHABLE,
    "SQLITE_PERM": _PERMISSION,
    "SQLITE_AUTH": _PERMISSION,
    "SQLITE_CONSTRAINT_FOREIGNKEY": _REFERRED,
    "SQLITE_CONSTRAINT_TRIGGER": _TRIGGER,
    "SQLITE_CONSTRAINT": _CONSTRAINT,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_MISMATCH": _VALUE,
    "SQLITE_TOOBIG": _VALUE,
}


@contextlib.contextmanager
def guarding(source: str, doing: str) -> Iterator[None]:
    """Turn what a database refuses into SourceUnavailable or SourceRejected; `doing` names the table.

    The driver's error isn't chained: its text and parameters may hold a row's contents. Its code is kept.
    """
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        translated = translate(error, source, doing)
    except OverflowError:
        translated = SourceRejected(f"{doing}: a number is too large for the database", where=source)
    else:
        return
    raise translated from None


def translate(error: sa.exc.SQLAlchemyError, source: str, doing: str) -> VarsamError:
    """Name who must act on a database error; unknown codes are rejected with their code."""
    code, meaning = _meaning(getattr(error, "orig", None))
    if meaning is None and isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated:
        meaning = _UNREACHABLE
    if meaning is None:
        what = code or type(error).__name__
        return SourceRejected(
            f"{doing}: the database refused ({what})",
            where=source,
            hint="look the code up in the database's manual; its own log has the statement",
        )
    kind, message, hint = meaning
    return kind(f"{doing}: {message}" + (f" ({code})" if code else ""), where=source, hint=hint)


def _meaning(orig: BaseException | None) -> tuple[str, _Meaning | None]:
    sqlstate = None if type(orig).__module__.startswith("pymysql") else getattr(orig, "sqlstate", None)
    name = getattr(orig, "sqlite_errorname", None)
    if isinstance(sqlstate, str):
        return sqlstate, _POSTGRESQL.get(sqlstate) or _POSTGRESQL_CLASSES.get(sqlstate[:2])
    if isinstance(name, str):
        return name, _of_sqlite(name, str(orig))
    if orig is not None and orig.args and isinstance(orig.args[0], int):
        return str(orig.args[0]), _MARIADB.get(orig.args[0])
    text = str(orig)
    if type(orig).__module__.startswith("psycopg") and orig is not None:
        # A connection that was never made has no SQLSTATE, only libpq's sentence.
        refused = "authentication failed" in text or "no pg_hba.conf entry" in text or "role " in text
        missing = "database " in text and "does not exist" in text
        return "", _PASSWORD if refused else _NO_DATABASE if missing else _UNREACHABLE
    return "", None


def _of_sqlite(name: str, text: str) -> _Meaning | None:
    if name == "SQLITE_ERROR":
        if "no such table" in text or "no such column" in text:
            return _NO_TABLE
        return _SEVERAL if "user-defined" in text else None
    while name:
        if name in _SQLITE:
            return _SQLITE[name]
        name = name.rpartition("_")[0]
    return None
