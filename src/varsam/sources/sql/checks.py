"""Whether rows would still satisfy the table's CHECK constraints, asked of the database itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

import sqlalchemy as sa

from varsam.sources.base import Forbidden, Written
from varsam.sources.sql.assigned import new_value
from varsam.sources.sql.compile import Compiler
from varsam.sources.sql.postgresql import Native
from varsam.sources.sql.select import Selecting

Check = tuple[str, str]
"""A constraint's name and the condition that it demands."""

_CHECKS: Final = {
    "postgresql": """
SELECT c.relname, k.conname, pg_get_expr(k.conbin, k.conrelid) FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'c' AND c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = :schema)
ORDER BY 1, 2
""",
    "mariadb": """
SELECT table_name, constraint_name, check_clause FROM information_schema.check_constraints
WHERE constraint_schema = :schema ORDER BY 1, 2
""",
    # SQLite keeps a table as it was written, in the only schema that it has.
    "sqlite": "SELECT name, '', sql FROM sqlite_master WHERE type = 'table' AND :schema IS NOT NULL",
}
_TOKEN: Final = re.compile(
    r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|/\*.*?\*/|\w+|\S""", re.DOTALL
)


def forbidden(
    connection: sa.Connection, compiler: Compiler, schema: str, writes: Sequence[Written]
) -> list[Forbidden]:
    """Name each constraint that some row for which a write is meant would break."""
    checks = _checks(connection, compiler.dialect.name, schema, {write.table for write in writes})
    found = []
    for number, write in enumerate(writes):
        for name, condition in checks.get(write.table, ()):
            words = {word.lower() for word in re.findall(r"\w+", condition)}
            columns = tuple(column for column in write.values if column.lower() in words)
            if columns and _broken(connection, compiler, write, condition):
                found.append(Forbidden(number, name, columns))
    return found


def _checks(connection: sa.Connection, dialect: str, schema: str, tables: set[str]) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for table, name, condition in connection.execute(sa.text(_CHECKS[dialect]), {"schema": schema}):
        if table in tables and condition:
            each = conditions(condition) if dialect == "sqlite" else [(name, condition)]
            found.setdefault(table, []).extend(each)
    return found


def conditions(sql: str) -> Iterator[Check]:
    """Read the CHECK constraints of a table from the statement that made it; unnamed ones by their text."""
    tokens = list(_TOKEN.finditer(sql))
    words = [token.group().upper() for token in tokens]
    for at in range(len(tokens) - 1):
        if words[at] != "CHECK" or words[at + 1] != "(":
            continue
        depth, end = 1, at + 2
        while end < len(tokens) and depth:
            depth += {"(": 1, ")": -1}.get(words[end], 0)
            end += 1
        condition = sql[tokens[at + 1].end() : tokens[end - 1].start()].strip()
        named = at >= 2 and words[at - 2] == "CONSTRAINT"
        yield tokens[at - 1].group().strip('"`[]') if named else condition, condition


def _broken(connection: sa.Connection, compiler: Compiler, write: Written, condition: str) -> bool:
    """Whether a row would break the condition: it is false, not unknown, with the new values in place."""
    selecting = Selecting(compiler, write.table)
    selecting.narrow(write.where)
    columns = []
    for column in compiler.schema.table(compiler.source, write.table).columns:
        seen, detail = compiler.declared(selecting.frame, column.name)
        element = selecting.frame.column(column.name)
        if column.name in write.values:
            element = new_value(compiler, selecting.frame, column.name, write.values[column.name])
            if compiler.dialect.name == "postgresql":
                # A bare NULL is a text there, and nothing else can be compared with it.
                element = sa.cast(element, Native(detail.charset or seen.type))
        columns.append(element.label(column.name))
    # A condition may name its table; inside, the rows go by that name.
    rows = selecting.statement(columns).subquery(write.table)
    demanded = sa.text(f"NOT ({condition.replace(':', chr(92) + ':')})")
    query = sa.select(sa.literal(1)).select_from(rows).where(demanded).limit(1)
    try:
        with connection.begin_nested():
            return connection.scalar(query) is not None
    except sa.exc.DBAPIError:
        # What can't be asked beforehand the database decides when it is written: then nothing is done.
        return False
