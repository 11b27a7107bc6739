"""Every database gives the answer of `domain.evaluation.holds`, for rows and predicates made at random.

One database per dialect holds a few hundred awkward rows; each example is one generated predicate.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Built,
    Column,
    Compare,
    Differs,
    Edge,
    Exists,
    In,
    InKeys,
    NotTrue,
    Predicate,
    Unset,
    Value,
    ValueAt,
)
from varsam.sources.base import Key, KeySet, Query, Source
from varsam.sources.memory import MemorySource
from varsam.sources.sql import open_sql
from varsam.sources.sql.listed import is_listed

DAYS = (dt.date(1970, 1, 1), dt.date(2020, 2, 29), dt.date(2026, 11, 22))
TEXTS = (
    "",
    "a",
    "A",
    "å",
    "Å",
    "a ",
    "ä",
    "aa",
    "ß",
    "ss",
    "0",
    "1",
    "it,1",
    "it,-1",
    "😀",
    "é",
    "e\u0301",
    "%",
    "\\",
)
NUMBERS = (0, 1, -1, 2, 10**12)
MOMENTS = tuple(dt.datetime(2026, 11, 22, 12, 0, second) for second in (0, 1, 59))
COLUMNS: dict[str, tuple[Value, ...]] = {
    "n": NUMBERS,
    "up": NUMBERS,
    "t": TEXTS,
    "u": TEXTS,
    "d": DAYS,
    "m": MOMENTS,
    "b": (True, False),
}


def _rows(table: str) -> list[dict[str, Value]]:
    """Rows that meet every value, and NULL, in uneven company."""
    rows = []
    wheels = {name: itertools.cycle((*values, None)) for name, values in COLUMNS.items()}
    for skipped, name in enumerate(wheels):
        for _ in range(skipped + len(table)):
            next(wheels[name])
    for number in range(60):
        rows.append({"id": number, **{name: next(wheel) for name, wheel in wheels.items()}})
        if number % 7 == 0:
            next(wheels["t"])
        if number % 5 == 0:
            next(wheels["n"])
            next(wheels["u"])
    return rows


TABLES = {"it": _rows("it"), "other": _rows("other")}
PAIRS: list[tuple[Key, dt.date | None]] = [
    (("a", 0), None),
    (("", 1), DAYS[0]),
    (("å", -1), DAYS[2]),
    (("0", 0), DAYS[1]),
]
SMALL = (
    KeySet(
        "numbers",
        ("number",),
        [((0,), None), ((1,), DAYS[1]), ((1,), DAYS[2]), ((-1,), DAYS[0]), ((2,), None)],
    ),
    KeySet(
        "texts",
        ("text",),
        [((text,), day) for text, day in zip(TEXTS[::2], itertools.cycle((None, *DAYS)), strict=False)],
    ),
    KeySet("pairs", ("text", "number"), PAIRS),
)


def _padded(name: str, small: KeySet, by: Iterable[Key]) -> KeySet:
    """The same members among so many others that they aren't written into the statement one by one."""
    return KeySet(name, small.families, [*small.members, *((key, DAYS[1]) for key in by)])


KEYS = (
    *SMALL,
    _padded("many numbers", SMALL[0], ((number,) for number in range(10**6, 10**6 + 50))),
    _padded("staged numbers", SMALL[0], ((number,) for number in range(10**6, 10**6 + 600))),
    _padded("staged texts", SMALL[1], ((f"another {number}",) for number in range(30))),
    _padded("staged pairs", SMALL[2], ((f"another {number}", number) for number in range(30))),
)
COLUMNS_OF = {"numbers": ("n",), "texts": ("t",), "pairs": ("u", "n")}


def _edges() -> list[Edge]:
    def edge(on: tuple[tuple[str, str], ...], where: Predicate = ALWAYS, table: str = "other") -> Edge:
        return Edge(table, tuple((Column(a), Column(b)) for a, b in on), where)

    built = Built(("it,", Column("n")))
    return [
        edge((("n", "n"),)),
        edge((("n", "up"),), table="it"),
        edge((("t", "t"),)),
        edge((("u", "t"), ("n", "n"))),
        edge((("d", "d"),), Compare("b", "=", True)),
        Edge("other", ((Column("t"), built),), ALWAYS),
        Edge("it", ((built, Column("u")),), NotTrue(Unset("d"))),
    ]


def _leaves() -> st.SearchStrategy[Predicate]:
    chosen = st.sampled_from(sorted(COLUMNS))
    foreign = st.sampled_from((*NUMBERS[:2], *TEXTS[:3], None))

    @st.composite
    def leaf(draw: st.DrawFn) -> Predicate:
        column = draw(chosen)
        own = st.sampled_from((*COLUMNS[column], None))
        value = own if draw(st.booleans()) else foreign if column in ("n", "t", "u") else own
        match draw(st.integers(0, 6)):
            case 0:
                return Compare(column, "=", draw(value))
            case 1:
                return Compare(column, draw(st.sampled_from(("<", "<=", ">", ">="))), draw(own))  # type: ignore[arg-type]
            case 2:
                return In(column, tuple(draw(st.lists(value, max_size=3))))
            case 3:
                return Unset(column, tuple(draw(st.lists(value, max_size=2))))
            case 4:
                made = Built(("it,", Column("n"))) if column in ("t", "u") and draw(st.booleans()) else None
                return Differs(column, made or draw(value))
            case 5:
                name = draw(st.sampled_from([keys.name for keys in KEYS]))
                columns = COLUMNS_OF[name.split()[-1]]
                dated = draw(st.sampled_from((None, "open", "after", "kept", "by")))
                return InKeys(columns, name, dated, draw(st.sampled_from(DAYS)))  # type: ignore[arg-type]
            case _:
                return draw(st.sampled_from((ALWAYS, NEVER)))

    return leaf()


PREDICATES = st.recursive(
    _leaves(),
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(NotTrue, inner),
        st.builds(Exists, st.sampled_from(_edges()), inner),
    ),
    max_leaves=6,
)


@pytest.fixture
def both(database_url: str, tmp_path: Path) -> Iterator[tuple[Source, Source]]:
    """The database and the reference, with the same rows and key sets."""
    engine = sa.create_engine(database_url, poolclass=sa.NullPool)
    meta = sa.MetaData()
    for name in TABLES:
        sa.Table(
            name,
            meta,
            sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
            sa.Column("n", sa.BigInteger, index=True),
            sa.Column("up", sa.Numeric(20, 0)),
            sa.Column("t", sa.String(20), index=True),
            sa.Column("u", sa.Text),
            sa.Column("d", sa.Date),
            sa.Column("m", sa.DateTime),
            sa.Column("b", sa.Boolean),
        )
    meta.create_all(engine)
    with engine.begin() as connection:
        for table in meta.sorted_tables:
            connection.execute(table.insert(), TABLES[table.name])
        if engine.dialect.name == "mysql":  # a second collation, so that columns of two kinds meet
            connection.exec_driver_sql(
                "ALTER TABLE other MODIFY t VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_swedish_ci"
            )
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql('ALTER TABLE other ALTER t TYPE varchar(20) COLLATE "POSIX"')
    mapped = SourceMap("crm", "sql", {"url_env": "CRM_URL"})
    with (
        open_sql(mapped, home=tmp_path, environment={"CRM_URL": database_url}) as database,
        MemorySource("crm", TABLES) as reference,
    ):
        assert [is_listed(keys) for keys in KEYS] == [True, True, True, True, False, False, False]
        for keys in KEYS:
            database.stage(keys)
            reference.stage(keys)
        yield database, reference


@settings(
    max_examples=160,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(where=PREDICATES)
def test_a_predicate_selects_the_same_rows(both: tuple[Source, Source], where: Predicate) -> None:
    wanted = Query("it", (ValueAt((), "id"), where), ALWAYS)
    answers = [sorted(source.read(wanted)) for source in both]
    assert answers[0] == answers[1]
    filtered = Query("it", (ValueAt((), "id"),), where)
    assert sorted(both[0].read(filtered)) == [(number,) for number, true in answers[1] if true]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(
    edges=st.lists(st.sampled_from(_edges()), max_size=2),
    column=st.sampled_from(("n", "up", "t", "u", "d", "m")),
    take=st.sampled_from(("max", "min")),
    unset=st.booleans(),
    grouped=st.booleans(),
)
def test_a_value_is_read_alike(
    both: tuple[Source, Source], edges: list[Edge], column: str, take: str, unset: bool, grouped: bool
) -> None:
    value = ValueAt(tuple(edges), column, take, COLUMNS[column][:2] if unset else ())  # type: ignore[arg-type]
    dates = ValueAt(tuple(edges), "", take, (), "pairs", ("u", "n"))  # type: ignore[arg-type]
    own = () if grouped else (ValueAt((), "id"),)
    query = Query("it", (*own, value, dates), ALWAYS, grouped)
    answers = [sorted(source.read(query), key=repr) for source in both]
    assert answers[0] == answers[1]
