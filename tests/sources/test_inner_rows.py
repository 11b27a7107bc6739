"""Rows inside cells and files under the one suite of connectors, and what only they can do wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.sources.conformance import CALLS, Overwrites, World, read, step
from varsam.domain.containers import READY, STATE, UNREAD, InnerField, Inside
from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.predicate import ALWAYS, Compare, Differs, Edge, Exists, ValueAt
from varsam.formats.containers import open_container
from varsam.sources.base import BatchStep, Key, Source
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
        by_body = {(place, body): keys[label] for label, (place, row) in WHERE.items()
                   for body in [bodies(LISTS)[place, row]]}  # fmt: skip

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


class TestSqlCells(Inner):
    """Cells of texts in SQLite, PostgreSQL and MariaDB."""

    @pytest.fixture
    def uploads(self, database_url: str, tmp_path: Path) -> Uploads:
        return cells(database_url, tmp_path, sa.Text(), str.encode, bytes.decode)


class TestSqlBytes(Inner):
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
