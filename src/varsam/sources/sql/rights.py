"""What the account of a source may do beyond the least rights that its map needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import sqlalchemy as sa

from varsam.domain.ownership import SourceMap
from varsam.sources.base import Excess
from varsam.sources.sql.grants import needs
from varsam.sources.sql.schema import Schema

_ROLE: Final = """
SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_catalog.pg_roles
WHERE rolname = current_user
"""
_ROLE_WORDS: Final = ("SUPERUSER", "CREATEROLE", "CREATEDB", "BYPASSRLS")
_SCHEMA: Final = "SELECT has_schema_privilege(:schema, 'CREATE')"
_TABLES: Final = """
SELECT c.relname, pg_has_role(c.relowner, 'USAGE'),
       has_table_privilege(c.oid, 'INSERT'), has_table_privilege(c.oid, 'DELETE'),
       has_table_privilege(c.oid, 'TRUNCATE'), has_table_privilege(c.oid, 'TRIGGER'),
       has_table_privilege(c.oid, 'UPDATE'), has_any_column_privilege(c.oid, 'UPDATE')
FROM pg_catalog.pg_class c
WHERE c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition
ORDER BY c.relname
"""
_GRANTEE: Final = """
SELECT concat('''', substring_index(current_user(), '@', 1), '''@''',
              substring_index(current_user(), '@', -1), '''')
"""
_ON_ALL: Final = "SELECT privilege_type FROM information_schema.user_privileges WHERE grantee = :who"
_ON_SCHEMA: Final = """
SELECT privilege_type FROM information_schema.schema_privileges
WHERE grantee = :who AND :schema LIKE table_schema
"""
_ON_TABLES: Final = """
SELECT table_name, privilege_type FROM information_schema.table_privileges
WHERE grantee = :who AND table_schema = :schema ORDER BY table_name, privilege_type
"""
_ROLES: Final = "SELECT DISTINCT role_name FROM information_schema.applicable_roles ORDER BY 1"
_GRANT: Final = re.compile(
    r"GRANT (?P<rights>.+) ON (?:TABLE )?`?(?P<schema>\*|(?<=`)(?:[^`]|``)*)`?\."
    r"`?(?P<table>\*|(?<=`)(?:[^`]|``)*)`? TO `(?P<who>(?:[^`]|``)*)`"
)
_RIGHT: Final = re.compile(r"(?:[^,(]|\([^)]*\))+")
_HARMLESS: Final = frozenset({"USAGE", "SELECT", "SHOW VIEW"})


def excess(
    connection: sa.Connection, dialect: str, namespace: str, schema: Schema, mapped: SourceMap
) -> list[Excess]:
    """List what the account may do and needn't; a file has no accounts."""
    _, deleting, writing = needs(mapped, schema)
    changed = {table for table, columns in writing.items() if columns}
    match dialect:
        case "postgresql":
            return _postgresql(connection, namespace, deleting, changed)
        case "mariadb":
            return _mariadb(connection, namespace, deleting, changed)
    return []


def _postgresql(
    connection: sa.Connection, namespace: str, deleting: set[str], changed: set[str]
) -> list[Excess]:
    role = connection.execute(sa.text(_ROLE)).one()
    powers = tuple(word for word, has in zip(_ROLE_WORDS, role, strict=True) if has)
    found = [Excess("", powers)] if powers else []
    if role[0]:
        # A superuser may do everything; telling it table by table says nothing more.
        return found
    if connection.scalar(sa.text(_SCHEMA), {"schema": namespace}):
        found.append(Excess("", ("CREATE",)))
    for name, owner, insert, delete, truncate, trigger, update, some in connection.execute(
        sa.text(_TABLES), {"schema": namespace}
    ):
        rights = {
            "OWNER": owner,
            "INSERT": insert,
            "DELETE": delete and name not in deleting,
            "TRUNCATE": truncate,
            "TRIGGER": trigger,
            # Columns are named one by one, so a right on the whole table is too much.
            "UPDATE": update or (some and name not in changed | deleting),
        }
        if more := tuple(word for word, has in rights.items() if has):
            found.append(Excess(name, ("OWNER",) if owner else more))
    return found


def _mariadb(
    connection: sa.Connection, namespace: str, deleting: set[str], changed: set[str]
) -> list[Excess]:
    who = {"who": connection.scalar(sa.text(_GRANTEE))}
    at = {**who, "schema": namespace}
    granted = [("", right) for right in connection.execute(sa.text(_ON_ALL), who).scalars()]
    granted += [(namespace, right) for right in connection.execute(sa.text(_ON_SCHEMA), at).scalars()]
    on_tables = [(name, right) for name, right in connection.execute(sa.text(_ON_TABLES), at)]
    for place, right in _of_roles(connection, namespace):
        (granted if place in ("", namespace) else on_tables).append((place, right))
    found = []
    for place, allowed in (("", {"USAGE"}), (namespace, _HARMLESS | {"CREATE TEMPORARY TABLES"})):
        if more := sorted({right for at_place, right in granted if at_place == place} - allowed):
            found.append(Excess(place, tuple(more)))
    tables: dict[str, dict[str, None]] = {}
    for name, right in sorted(on_tables):
        if right in _HARMLESS or (right == "DELETE" and name in deleting):
            continue
        tables.setdefault(name, {})[right] = None
    return [*found, *(Excess(name, tuple(rights)) for name, rights in tables.items())]


def _of_roles(connection: sa.Connection, namespace: str) -> Iterator[tuple[str, str]]:
    """What roles bring, switched on or not, as (place, right): the catalogue tells of the account only.

    The place is empty for everything, the schema's name, or a table's.
    """
    roles = list(connection.scalars(sa.text(_ROLES)))
    before = connection.scalar(sa.text("SELECT current_role()"))
    lines: dict[str, None] = {}
    for role in roles:
        try:
            # Grants of a role are only shown to whom it is switched on for: for a moment, for us.
            connection.execute(sa.text(f"SET ROLE {_quoted(role)}"))
        except sa.exc.DBAPIError:  # a role that only another role has, and comes with it
            continue
        lines |= dict.fromkeys(connection.scalars(sa.text("SHOW GRANTS")))
    if roles:
        connection.execute(sa.text(f"SET ROLE {_quoted(before) if before else 'NONE'}"))
    for line in lines:
        grant = _GRANT.match(line)
        if grant is None or grant["who"] not in roles:
            continue
        schema, table = (grant[name].replace("``", "`") for name in ("schema", "table"))
        if schema in ("*", namespace) or _like(schema, namespace):
            place = table if table != "*" else "" if schema == "*" else namespace
            yield from ((place, right) for right in _rights(grant["rights"]))


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``").replace(":", "\\:") + "`"


def _rights(listed: str) -> Iterator[str]:
    """Each right of a list; those on single columns are what a map asks for, and left out."""
    for right in _RIGHT.findall(listed):
        if "(" not in right:
            yield right.strip()


def _like(pattern: str, name: str) -> bool:
    """Whether a schema's name fits a pattern of MariaDB's: % and _ stand for others, unless escaped."""
    parts = re.findall(r"\\.|.", pattern, re.DOTALL)
    wild = {"%": ".*", "_": "."}
    return re.fullmatch("".join(wild.get(part) or re.escape(part[-1]) for part in parts), name) is not None
