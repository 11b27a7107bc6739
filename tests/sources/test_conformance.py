"""Every shipped connector under the one suite."""

from __future__ import annotations

import copy
import csv
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

from tests.sources.conformance import LABELS, RELATED, Overwrites, ReadOnly, Relates, World, Writes
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import Value
from varsam.domain.snapshot import ForeignKey, Table, TableColumn
from varsam.sources.catalogue import open_source
from varsam.sources.memory import MemorySource
from varsam.sources.sql import open_sql

KEYS = {label: (number,) for number, label in enumerate(LABELS)}


def create(url: str) -> sa.Engine:
    """Make the related tables in an empty database and fill them."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    meta = sa.MetaData()
    moment = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
    party = sa.Table(
        "party",
        meta,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("parent", sa.ForeignKey("party.id")),
        sa.Column("born", sa.Date),
        sa.Column("seen", moment),
        sa.Column("active", sa.Boolean),
        sa.Column("score", sa.Numeric(12, 2)),
    )
    note = sa.Table(
        "note",
        meta,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("party", sa.ForeignKey("party.id"), index=True),
        sa.Column("kind", sa.String(10)),
        sa.Column("body", sa.Text),
        sa.Column("resource", sa.String(40)),
        sa.Column("written", sa.Date),
    )
    line = sa.Table(
        "line",
        meta,
        sa.Column("doc", sa.String(10), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.String(10)),
    )
    meta.create_all(engine)
    with engine.begin() as connection:
        for table in (party, note, line):
            connection.execute(table.insert(), RELATED[table.name])
    return engine


class TestSql(Relates):
    """SQLite, PostgreSQL and MariaDB."""

    @pytest.fixture
    def world(self, database_url: str, tmp_path: Path) -> World:
        engine = create(database_url)

        def column(name: str) -> list[Value]:
            with engine.connect() as connection:
                return list(connection.scalars(sa.text(f"SELECT {name} FROM note")))

        mapped = SourceMap("crm", "sql", {"url_env": "CRM_URL"})
        return World(
            open=lambda: open_sql(mapped, home=tmp_path, environment={"CRM_URL": database_url}),
            look=lambda: {(value,) for value in column("id")},
            table="note",
            key=("id",),
            keys=KEYS,
            body="body",
            bodies=lambda: column("body"),
        )


def _column(name: str, family: str, nullable: bool = True) -> TableColumn:
    return TableColumn(name, family, nullable, family)  # type: ignore[arg-type]


RELATED_SCHEMA = (
    Table(
        "party",
        (
            _column("id", "number", False),
            _column("name", "text", False),
            _column("parent", "number"),
            _column("born", "date"),
            _column("seen", "datetime"),
            _column("active", "bool"),
            _column("score", "number"),
        ),
        primary_key=("id",),
        foreign_keys=(ForeignKey(("parent",), "party", ("id",)),),
    ),
    Table(
        "note",
        (
            _column("id", "number", False),
            _column("party", "number"),
            _column("kind", "text"),
            _column("body", "text"),
            _column("resource", "text"),
            _column("written", "date"),
        ),
        primary_key=("id",),
        foreign_keys=(ForeignKey(("party",), "party", ("id",)),),
    ),
)


class TestMemory(Relates):
    """Tables in memory."""

    @pytest.fixture
    def world(self) -> World:
        tables = copy.deepcopy(RELATED)
        return World(
            open=lambda: MemorySource("crm", tables, schema=RELATED_SCHEMA),
            look=lambda: {(row["id"],) for row in tables["note"]},
            table="note",
            key=("id",),
            keys=KEYS,
            body="body",
            bodies=lambda: [row["body"] for row in tables["note"]],
        )


LINES = ("id;kind;body", "0;call;b0", "1;call;b1", '2;"mail";"b;2"', "3;mail;", "4;mail;b4")


class TestTable(Overwrites):
    """A CSV file that may be written."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        return csv_world(tmp_path, writable=True)


class TestTableReadOnly(ReadOnly):
    """A CSV file as it is by default."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        return csv_world(tmp_path, writable=False)


def csv_world(folder: Path, *, writable: bool) -> World:
    """Five lines of a CSV."""
    path = folder / "note.csv"
    path.write_text("\r\n".join(LINES) + "\r\n", encoding="utf-8", newline="")
    options = {"file": "note.csv", "key": "id", "types": ("id=number",), "writable": writable}
    mapped = SourceMap("list", "table", options)

    def rows() -> list[list[str]]:
        with path.open(newline="", encoding="utf-8") as file:
            return list(csv.reader(file, delimiter=";"))[1:]

    return World(
        open=lambda: open_source(mapped, home=folder, environment={}),
        look=lambda: {(int(row[0]),) for row in rows()},
        table="note",
        key=("id",),
        keys=KEYS,
        body="body",
        bodies=lambda: [row[2] for row in rows()],
    )


class TestSheet(ReadOnly):
    """A workbook: read, never written."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for line in csv.reader(LINES, delimiter=";"):
            sheet.append([int(cell) if cell.isdigit() else cell for cell in line])
        book.save(tmp_path / "note.xlsx")
        mapped = SourceMap("list", "table", {"file": "note.xlsx", "key": "id", "types.id": "number"})

        def look() -> set[tuple[Value, ...]]:
            rows = openpyxl.load_workbook(tmp_path / "note.xlsx").active.iter_rows(min_row=2)  # type: ignore[union-attr]
            return {(row[0].value,) for row in rows}  # type: ignore[misc]

        return World(
            open=lambda: open_source(mapped, home=tmp_path, environment={}),
            look=look,
            table="note",
            key=("id",),
            keys=KEYS,
        )


class TestFiles(Writes):
    """A folder of files; the kind is in the name."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        return files_world(tmp_path, writable=True)


class TestFilesReadOnly(ReadOnly):
    """A folder that the map declares read-only."""

    @pytest.fixture
    def world(self, tmp_path: Path) -> World:
        return files_world(tmp_path, writable=False)


def files_world(home: Path, *, writable: bool) -> World:
    """Five files in folders."""
    root = home / "archive"
    keys = {label: (f"2026/{label.partition('_')[0]}/{label}.txt",) for label in LABELS}
    for (path,) in keys.values():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")
    options = {
        "folder": "archive",
        "table": "note",
        "glob": "**/*.txt",
        "pattern": r"/(?P<kind>\w+)_\w\.txt$",
        "writable": writable,
    }
    mapped = SourceMap("archive", "files", options)
    return World(
        open=lambda: open_source(mapped, home=home, environment={}),
        look=lambda: {(path.relative_to(root).as_posix(),) for path in root.rglob("*") if path.is_file()},
        table="note",
        key=("path",),
        keys=keys,
        families=("text",),
    )
