"""Rows inside cells and files under the one suite of connectors, and what only they can do wrong."""

from __future__ import annotations

import base64
import csv
import io
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

from tests.sources.conformance import CALLS, LABELS, Overwrites, World, read, step
from varsam.domain.containers import FIXED, READY, STATE, UNREAD, InnerField, Inside
from varsam.domain.errors import SourceRejected, SourceUnavailable
from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.predicate import ALWAYS, Compare, Differs, Edge, Exists, Value, ValueAt
from varsam.domain.snapshot import Table, TableColumn
from varsam.formats.containers import open_container
from varsam.sources.base import BatchStep, Key, Source
from varsam.sources.catalogue import open_source
from varsam.sources.containers import InnerTables
from varsam.sources.memory import MemorySource
from varsam.sources.sql import open_sql

LISTS = {
    7: 'kind;body;on\r\ncall;b0;2020-02-29\r\nmail;å;\r\ncall;"b;1";2024-05-01\r\n',
    0: "kind;body;on\nmail;b3;2023-01-01\nmail;;x\n",
}
WHERE = {"call_a": (7, 0), "mail_a": (7, 1), "call_b": (7, 2), "mail_b": (0, 0), "mail_c": (0, 1)}
INSIDE = Inside(
    "upload",
    "upload",
    ("id",),
    "content",
    ("csv",),
    (InnerField("kind", "kind"), InnerField("body", "body"), InnerField("on", "on", "date")),
)
NOTE = "inside_note"
UP = INSIDE.to_container()


def kinds(inside: Inside = INSIDE) -> tuple[Kind, ...]:
    """The containers and their rows, as a map would have them."""
    key = (*inside.container_columns, "item")
    return (Kind("upload", inside.table, inside.key), Kind("note", NOTE, key, inside=inside))


def keys_of(inside: Inside, contents: dict[Any, bytes]) -> dict[str, Key]:
    """The keys of the labelled rows."""
    items = {place: open_container(inside, content).items for place, content in contents.items()}
    return {label: (place, items[place][row].identity) for label, (place, row) in WHERE.items()}


def bodies(contents: dict[Any, str]) -> dict[Key, str]:
    """What a plain reader of CSV finds, by container and place."""
    return {
        (place, number): row["body"]
        for place, content in contents.items()
        for number, row in enumerate(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))
    }


@dataclass(frozen=True)
class Uploads:
    """A place with two lists: how it is opened, and its texts past the connector."""

    open: Callable[..., Source]
    texts: Callable[[], dict[Any, str]]
    put: Callable[[Any, str], None]


class Inner(Overwrites):
    """The suite over rows inside containers."""

    @pytest.fixture
    def world(self, uploads: Uploads) -> World:
        inside = INSIDE
        keys = keys_of(inside, {place: text.encode() for place, text in LISTS.items()})
        by_body = {(WHERE[label][0], bodies(LISTS)[WHERE[label]]): keys[label] for label in LABELS}

        def look() -> set[Key]:
            found = bodies(uploads.texts())
            return {by_body[place, body] for (place, _), body in found.items() if (place, body) in by_body}

        return World(
            open=uploads.open,
            look=look,
            table=NOTE,
            key=("container_id", "item"),
            keys=keys,
            families=("number", "text"),
            body="body",
            bodies=lambda: list(bodies(uploads.texts()).values()),
        )

    def test_overwrites_and_is_then_at_its_value(self, world: World) -> None:
        """A row's key is made of its bytes, so that one that was overwritten is gone under its old key."""
        chosen = ("call_a", "mail_a")
        written = step(world, chosen, values={"body": "—"}, still=Differs("body", "—"))
        with world.open() as source:
            (first,) = source.apply([written])
            assert (first.done, first.gone, first.out) == (2, 0, ())
            keys = [world.keys[label] for label in (*chosen, "mail_b")]
            assert source.present(NOTE, world.key, keys, unless={"body": "—"}) == [world.keys["mail_b"]]
            (again,) = source.apply([written])
            assert (again.done, again.gone, again.out) == (0, 2, ())
            assert source.count(NOTE, Compare("body", "=", "—")) == 2
        assert sorted(map(str, world.bodies())) == ["", "b3", "b;1", "—", "—"]

    def test_a_text_made_of_the_key_differs_from_row_to_row(self, world: World) -> None:
        """Not here: the key is made of the row's bytes, which the text would change. Maps are refused."""
        assert world.key[-1] == "item"

    def test_every_other_byte_stays(self, world: World, uploads: Uploads) -> None:
        with world.open() as source:
            steps = [
                step(world, ("call_a", "mail_b"), step="gone"),
                step(world, ("call_b",), step="blank", values={"body": None}),
            ]
            assert [result.done for result in source.apply(steps)] == [2, 1]
            assert source.count(NOTE, ALWAYS) == 3
        assert uploads.texts() == {
            7: LISTS[7].replace("call;b0;2020-02-29\r\n", "").replace('"b;1"', '""'),
            0: LISTS[0].replace("mail;b3;2023-01-01\n", ""),
        }

    def test_rows_lead_to_their_container_and_back(self, world: World) -> None:
        down = Edge(NOTE, tuple((here, own) for own, here in INSIDE.up), ALWAYS, many=True)
        with world.open() as source:
            assert source.count(NOTE, Exists(UP, Compare("id", "=", 0))) == 2
            assert source.count("upload", Exists(down, CALLS)) == 1
            dates = read(source, "upload", ALWAYS, "id", ValueAt((down,), "on", "max"))
            found = {key: str(day) for key, day in dates if day is not None}
            assert found == {0: "2023-01-01", 7: "2024-05-01"}
            own = read(source, NOTE, CALLS, ValueAt((UP,), "id"))
            assert own == [(7,), (7,)]

    def test_a_container_that_changed_is_read_again_before_it_is_written(
        self, world: World, uploads: Uploads
    ) -> None:
        with world.open() as source:
            assert source.count(NOTE, ALWAYS) == 5
            longer = "kind;body;on\r\nmail;new;\r\n" + LISTS[7].partition("\r\n")[2].replace(
                "mail;å;\r\n", ""
            )
            uploads.put(7, longer)
            (result,) = source.apply([step(world, ("call_a", "mail_a"))])
            assert (result.done, result.gone) == (1, 1)
            assert source.present(NOTE, world.key, list(world.keys.values())) == [
                world.keys[label] for label in ("call_b", "mail_b", "mail_c")
            ]
        assert uploads.texts()[7] == longer.replace("call;b0;2020-02-29\r\n", "")

    def test_what_cant_be_read_is_said_and_left(self, world: World, uploads: Uploads) -> None:
        uploads.put(0, 'kind;body;on\nmail;"open\n')
        with world.open() as source:
            states = read(source, NOTE, ALWAYS, STATE)
            assert states == [(READY,)] * 3 + [(UNREAD,)]
            (result,) = source.apply([step(world, ("mail_b",))])
            assert (result.done, result.gone) == (0, 1)
        assert uploads.texts()[0] == 'kind;body;on\nmail;"open\n'


class InCells(Inner):
    """What is shown with cells only."""

    def test_equal_rows_are_two(self, world: World, uploads: Uploads) -> None:
        twice = "kind;body;on\ncall;b;\nmail;b3;2023-01-01\ncall;b;\n"
        uploads.put(0, twice)
        first, _, second = (item.identity for item in open_container(INSIDE, twice.encode()).items)
        one = BatchStep("s", NOTE, world.key, [(0, first)], ALWAYS)
        with world.open() as source:
            assert source.count(NOTE, ALWAYS) == 6
            assert [result.done for result in source.apply([one])] == [1]
            assert source.count(NOTE, ALWAYS) == 5
            assert source.present(NOTE, world.key, [(0, first), (0, second)]) == [(0, first)]
        assert uploads.texts()[0] == "kind;body;on\nmail;b3;2023-01-01\ncall;b;\n"


class TestSqlCells(InCells):
    """Cells of texts in SQLite, PostgreSQL and MariaDB."""

    @pytest.fixture
    def uploads(self, database_url: str, tmp_path: Path) -> Uploads:
        return cells(database_url, tmp_path, sa.Text(), str.encode, bytes.decode)


class TestSqlBytes(InCells):
    """Cells of bytes, in Latin-1."""

    @pytest.fixture
    def uploads(self, sqlite_url: str, tmp_path: Path) -> Uploads:
        return cells(sqlite_url, tmp_path, sa.LargeBinary(), str.encode, bytes.decode)


def cells(
    url: str,
    home: Path,
    kind: sa.types.TypeEngine[Any],
    encode: Callable[[str], bytes],
    decode: Callable[[bytes], str],
) -> Uploads:
    """A table with a list in each cell; `kind` is a type of text or bytes."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    number = sa.Column("id", sa.Integer, primary_key=True, autoincrement=False)
    table = sa.Table("upload", sa.MetaData(), number, sa.Column("content", kind))
    table.metadata.create_all(engine)
    of_text = isinstance(kind, sa.Text)

    def put(place: int, text: str) -> None:
        content: object = text if of_text else encode(text)
        with engine.begin() as connection:
            connection.execute(table.delete().where(table.c.id == place))
            connection.execute(table.insert(), [{"id": place, "content": content}])

    def texts() -> dict[Any, str]:
        with engine.connect() as connection:
            rows = connection.execute(sa.select(table)).all()
        return {place: content if of_text else decode(content) for place, content in rows if content}

    for place, text in LISTS.items():
        put(place, text)
    with engine.begin() as connection:
        connection.execute(table.insert(), [{"id": 3, "content": None}])
    mapped = SourceMap("crm", "sql", {"url_env": "CRM_URL"}, kinds=kinds())
    return Uploads(lambda: open_sql(mapped, home=home, environment={"CRM_URL": url}), texts, put)


class TestMemoryCells(InCells):
    """Cells of tables in memory."""

    @pytest.fixture
    def uploads(self) -> Uploads:
        rows: list[dict[str, Value]] = [{"id": place, "content": text} for place, text in LISTS.items()]
        rows.append({"id": 3, "content": None})
        columns = (TableColumn("id", "number", False, "number"), TableColumn("content", "text", True, "text"))
        schema = (Table("upload", columns, primary_key=("id",)),)
        inner = InnerTables({NOTE: INSIDE})

        def put(place: int, text: str) -> None:
            rows[:] = [row for row in rows if row["id"] != place] + [{"id": place, "content": text}]

        return Uploads(
            lambda: MemorySource("crm", {"upload": rows}, schema=schema, inner=inner),
            lambda: {row["id"]: str(row["content"]) for row in rows if row["content"] is not None},
            put,
        )


class TestFilesThemselves(Inner):
    """Files whose contents are the containers, one of them compressed."""

    NAMES: ClassVar = {7: "a/seven.csv", 0: "zero.csv"}

    @pytest.fixture
    def uploads(self, tmp_path: Path) -> Uploads:
        root = tmp_path / "lists"
        (root / "a").mkdir(parents=True)
        inside = replace(INSIDE, key=("path",), column="")

        def put(place: int, text: str) -> None:
            (root / self.NAMES[place]).write_text(text, encoding="utf-8", newline="")

        def texts() -> dict[Any, str]:
            found = {place: root / name for place, name in self.NAMES.items()}
            return {place: path.read_bytes().decode() for place, path in found.items() if path.exists()}

        for place, text in LISTS.items():
            put(place, text)
        (root / "empty.csv").touch()
        options = {"folder": "lists", "upload.glob": "**/*.csv"}
        mapped = SourceMap("lists", "files", options, kinds=kinds(inside))
        return Uploads(lambda: open_source(mapped, home=tmp_path, environment={}), texts, put)

    @pytest.fixture
    def world(self, uploads: Uploads) -> World:
        named = {place: text.encode() for place, text in LISTS.items()}
        keys = {
            label: (self.NAMES[int(str(place))], item)
            for label, (place, item) in keys_of(INSIDE, named).items()
        }
        by_body = {(WHERE[label][0], bodies(LISTS)[WHERE[label]]): keys[label] for label in LABELS}

        def look() -> set[Key]:
            found = bodies(uploads.texts())
            return {by_body[place, body] for (place, _), body in found.items() if (place, body) in by_body}

        return World(
            open=uploads.open,
            look=look,
            table=NOTE,
            key=("container_path", "item"),
            keys=keys,
            families=("text", "text"),
            body="body",
            bodies=lambda: list(bodies(uploads.texts()).values()),
        )

    def test_rows_lead_to_their_container_and_back(self, world: World) -> None:
        up = replace(INSIDE, key=("path",), column="").to_container()
        with world.open() as source:
            assert source.count(NOTE, Exists(up, Compare("suffix", "=", ".csv"))) == 5
            assert source.count(NOTE, Exists(up, Compare("folder1", "=", "a"))) == 3

    def test_a_file_keeps_its_time_and_rights(self, world: World, tmp_path: Path) -> None:
        path = tmp_path / "lists" / self.NAMES[7]
        path.chmod(0o640)
        os.utime(path, (1_500_000_000, 1_500_000_000))
        with world.open() as source:
            assert [each.done for each in source.apply([step(world, ("call_a",))])] == [1]
        assert path.stat().st_mtime == 1_500_000_000
        assert path.stat().st_mode & 0o777 == 0o640
        assert sorted(each.name for each in path.parent.iterdir()) == ["seven.csv"]

    def test_a_file_that_changes_while_it_is_rewritten_is_left_alone(
        self, world: World, uploads: Uploads
    ) -> None:
        def meanwhile() -> None:
            uploads.put(7, LISTS[7] + "call;late;\r\n")

        with world.open() as source:
            with pytest.raises(SourceUnavailable, match="changed"):
                source.apply([step(world, ("call_a",))], before_commit=meanwhile)
            assert uploads.texts()[7] == LISTS[7] + "call;late;\r\n"
            assert [each.done for each in source.apply([step(world, ("call_a",))])] == [1]
        assert uploads.texts()[7] == (LISTS[7] + "call;late;\r\n").replace("call;b0;2020-02-29\r\n", "")


BOTH = {NOTE: INSIDE, "inside_other": INSIDE}


def of_two_kinds(open_: Callable[[], Source]) -> None:
    """Take a row of each of two kinds out of one container in one batch."""
    first, second, _ = (item.identity for item in open_container(INSIDE, LISTS[7].encode()).items)
    key = ("container_id", "item")
    steps = [
        BatchStep("a", NOTE, key, [(7, first)], ALWAYS),
        BatchStep("b", "inside_other", key, [(7, second)], ALWAYS),
    ]
    with open_() as source:
        assert [source.count(table, ALWAYS) for table in BOTH] == [3, 3]
        assert [result.done for result in source.apply(steps)] == [1, 1]
        assert [source.count(table, ALWAYS) for table in BOTH] == [1, 1]


LEFT = 'kind;body;on\r\ncall;"b;1";2024-05-01\r\n'


def test_two_kinds_lie_in_one_container_in_memory() -> None:
    rows: list[dict[str, Value]] = [{"id": 7, "content": LISTS[7]}]
    of_two_kinds(lambda: MemorySource("crm", {"upload": rows}, inner=InnerTables(BOTH)))
    assert rows == [{"id": 7, "content": LEFT}]


def test_two_kinds_lie_in_one_cell(sqlite_url: str, tmp_path: Path) -> None:
    uploads = cells(sqlite_url, tmp_path, sa.Text(), str.encode, bytes.decode)
    uploads.put(0, "")
    other = Kind("other", "inside_other", ("container_id", "item"), inside=INSIDE)
    mapped = SourceMap("crm", "sql", {"url_env": "URL"}, kinds=(*kinds(), other))
    of_two_kinds(lambda: open_sql(mapped, home=tmp_path, environment={"URL": sqlite_url}))
    assert uploads.texts()[7] == LEFT


def test_a_value_that_cant_be_said_there_stops_the_batch(sqlite_url: str, tmp_path: Path) -> None:
    encode, decode = (lambda text: text.encode("latin-1")), (lambda content: content.decode("latin-1"))
    uploads = cells(sqlite_url, tmp_path, sa.LargeBinary(), encode, decode)
    items = open_container(INSIDE, LISTS[7].encode("latin-1")).items
    wanted = BatchStep("s", NOTE, ("container_id", "item"), [(7, items[1].identity)], ALWAYS, {"body": "ж"})
    with uploads.open() as source:
        with pytest.raises(SourceRejected, match="can't be said"):
            source.apply([wanted])
        assert source.count(NOTE, Compare("body", "=", "å")) == 1
        assert [each.done for each in source.apply([replace_values(wanted, {"body": "ö"})])] == [1]
    assert uploads.texts()[7] == LISTS[7].replace("å", "ö")


def replace_values(wanted: BatchStep, values: dict[str, Value]) -> BatchStep:
    """The same step with other values."""
    return BatchStep(wanted.step, wanted.table, wanted.key, wanted.keys, wanted.still, values)


@pytest.mark.parametrize(("before", "state"), [("", READY), (" ", FIXED)])
def test_a_fixed_container_is_known_and_not_written(
    sqlite_url: str, tmp_path: Path, before: str, state: str
) -> None:
    fixed = replace(INSIDE, codec=("base64", "csv"))
    engine = sa.create_engine(sqlite_url, poolclass=sa.NullPool)
    content = base64.b64encode(LISTS[7].encode()).decode()
    content = before + content
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE upload (id INTEGER PRIMARY KEY, content TEXT)")
        connection.exec_driver_sql("INSERT INTO upload VALUES (7, ?)", (content,))
    mapped = SourceMap("crm", "sql", {"url_env": "URL"}, kinds=kinds(fixed))
    with open_sql(mapped, home=tmp_path, environment={"URL": sqlite_url}) as source:
        assert read(source, NOTE, ALWAYS, STATE) == [(state,)] * 3
        assert source.count(NOTE, CALLS) == 2
