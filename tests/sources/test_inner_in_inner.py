"""Rows in containers that lie in containers: a list in a zip in a file, a list in a JSON text in a cell."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

from tests.sources.conformance import CALLS, World, read, step
from tests.sources.test_inner_rows import INSIDE, LISTS, NOTE, WHERE, Inner, Uploads, bodies, cells
from varsam.domain.containers import FIXED, READY, RIGID, STATE, UNREAD, InnerField, Inside
from varsam.domain.ownership import Kind, SourceMap
from varsam.domain.predicate import ALWAYS, Compare, Edge, Exists, Value, ValueAt
from varsam.domain.snapshot import Table, TableColumn
from varsam.formats.containers import open_container
from varsam.sources.base import BatchStep, Key, Source
from varsam.sources.catalogue import open_source
from varsam.sources.containers import InnerTables
from varsam.sources.memory import MemorySource
from varsam.sources.sql import open_sql

PACK = "inside_pack"
STATED = Compare("name", "=", "list.csv")


@dataclass(frozen=True)
class Packing:
    """How lists are packed: what the map says of it, and packing and unpacking themselves."""

    pack: Inside
    wrap: Callable[[str], bytes]
    unwrap: Callable[[bytes], str]

    @property
    def note(self) -> Inside:
        """The lists, in the packs."""
        key = (*self.pack.container_columns, "item")
        return replace(INSIDE, kind="pack", table=PACK, key=key, column="list", where=STATED, deep=1)

    def kinds(self) -> tuple[Kind, ...]:
        """What a map would have."""
        return (
            Kind("upload", self.pack.table, self.pack.key),
            Kind("pack", PACK, self.note.key, inside=self.pack),
            Kind("note", NOTE, (*self.note.container_columns, "item"), inside=self.note),
        )


def zipped(text: str) -> bytes:
    """A zip with the list, packed, between two other members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("first.txt", "call " * 40), ("list.csv", text), ("last.csv", "kind;no")):
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 1, 8, 0, 0)), content)
    return buffer.getvalue()


def unzipped(content: bytes) -> str:
    """The list, as another program reads it; the other members are as they were."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert archive.read("first.txt") == b"call " * 40
        assert archive.read("last.csv") == b"kind;no"
        return archive.read("list.csv").decode()


HELD = (InnerField("name", "name"), InnerField("list", "content", "bytes"))
ZIP = Packing(
    Inside("upload", "upload", ("id",), "content", ("zip",), HELD, holds=("list",)), zipped, unzipped
)


def listed(text: str) -> bytes:
    """A JSON text in which the list is a text."""
    whole = [{"name": "other", "list": None}, {"name": "list.csv", "list": text, "n": 1.50}]
    return json.dumps(whole, indent=1, ensure_ascii=False).encode()


def unlisted(content: bytes) -> str:
    """The list; what is around it is as it was, spelled as it was."""
    text = json.loads(content)[1]["list"]
    assert isinstance(text, str)
    assert content == listed(text)
    return text


IN_JSON = (InnerField("name", "name"), InnerField("list", "list", "bytes"))
JSON = Packing(
    Inside("upload", "upload", ("id",), "content", ("json",), IN_JSON, holds=("list",)), listed, unlisted
)


class Nested(Inner):
    """The suite of rows inside containers, with another container around each."""

    packing: ClassVar[Packing]
    places: ClassVar[dict[int, Any]] = {7: 7, 0: 0}

    def keys(self) -> dict[str, Key]:
        found: dict[str, Key] = {}
        for label, (place, row) in WHERE.items():
            text = LISTS[int(str(place))]
            packs = open_container(self.packing.pack, self.packing.wrap(text)).items
            (around,) = (each.identity for each in packs if each.values[0] == "list.csv")
            item = open_container(INSIDE, text.encode()).items[row].identity
            found[label] = (self.places[int(str(place))], around, item)
        return found

    @pytest.fixture
    def world(self, uploads: Uploads) -> World:
        keys = self.keys()
        by_body = {(WHERE[label][0], bodies(LISTS)[WHERE[label]]): keys[label] for label in keys}

        def look() -> set[Key]:
            found = bodies(uploads.texts())
            return {by_body[place, body] for (place, _), body in found.items() if (place, body) in by_body}

        return World(
            open=uploads.open,
            look=look,
            table=NOTE,
            key=(*self.packing.note.container_columns, "item"),
            keys=keys,
            families=(*(("number",) if self.places[0] == 0 else ("text",)), "text", "text"),
            body="body",
            bodies=lambda: list(bodies(uploads.texts()).values()),
        )

    def test_rows_lead_to_their_container_and_back(self, world: World) -> None:
        note, pack = self.packing.note, self.packing.pack
        down = Edge(NOTE, tuple((here, own) for own, here in note.up), ALWAYS, many=True)
        here = pack.key[0]
        with world.open() as source:
            way = Exists(note.to_container(), Exists(pack.to_container(), Compare(here, "=", self.places[0])))
            assert source.count(NOTE, way) == 2
            assert source.count(PACK, Exists(down, CALLS)) == 1
            own = read(source, NOTE, CALLS, ValueAt((note.to_container(), pack.to_container()), here))
            assert own == [(self.places[7],), (self.places[7],)]

    def test_what_holds_a_row_stays_what_it_is(self, world: World) -> None:
        """Rows of two lists go one after the other: the keys of those that stay are still theirs."""
        with world.open() as source:
            assert [each.done for each in source.apply([step(world, ("call_a",))])] == [1]
            assert [each.done for each in source.apply([step(world, ("call_b", "mail_b"))])] == [2]
            stay = [world.keys[label] for label in ("mail_a", "mail_c")]
            assert source.present(NOTE, world.key, list(world.keys.values())) == stay
            assert source.count(NOTE, ALWAYS) == 2
        assert world.look() == set(stay)

    def test_equal_rows_are_two(self, world: World, uploads: Uploads) -> None:
        twice = "kind;body;on\ncall;b;\nmail;b3;2023-01-01\ncall;b;\n"
        uploads.put(0, twice)
        first, _, second = (item.identity for item in open_container(INSIDE, twice.encode()).items)
        around = world.keys["mail_b"][:-1]
        one = BatchStep("s", NOTE, world.key, [(*around, first)], ALWAYS)
        with world.open() as source:
            assert [result.done for result in source.apply([one])] == [1]
            there = source.present(NOTE, world.key, [(*around, first), (*around, second)])
            assert there == [(*around, first)]
        assert uploads.texts()[0] == "kind;body;on\nmail;b3;2023-01-01\ncall;b;\n"

    def test_a_row_and_what_is_around_another_go_in_one_batch(self, world: World) -> None:
        with world.open() as source:
            around = [world.keys["mail_b"][:-1]]
            steps = [
                step(world, ("call_a", "mail_b")),
                BatchStep("p", PACK, self.packing.note.key, around, ALWAYS),
            ]
            assert [each.done for each in source.apply(steps)] == [2, 1]
            assert source.count(NOTE, ALWAYS) == 2
            assert source.present(PACK, self.packing.note.key, around) == []


def packed_cells(packing: Packing, url: str, home: Path, kind: sa.types.TypeEngine[Any]) -> Uploads:
    """Cells of bytes or texts with packed lists."""
    plain = cells(url, home, kind, str.encode, bytes.decode)
    of_text = isinstance(kind, sa.Text)
    mapped = SourceMap("crm", "sql", {"url_env": "CRM_URL"}, kinds=packing.kinds())
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    table = sa.Table("upload", sa.MetaData(), autoload_with=engine)

    def put(place: int, text: str) -> None:
        content = packing.wrap(text)
        with engine.begin() as connection:
            connection.execute(table.delete().where(table.c.id == place))
            row = {"id": place, "content": content.decode() if of_text else content}
            connection.execute(table.insert(), [row])

    def texts() -> dict[Any, str]:
        with engine.connect() as connection:
            rows = connection.execute(sa.select(table)).all()
        found = {place: content.encode() if of_text else content for place, content in rows if content}
        return {place: packing.unwrap(content) for place, content in found.items()}

    for place, text in LISTS.items():
        put(place, text)
    return replace(plain, open=lambda: open_sql(mapped, home=home, environment={"CRM_URL": url}),
                   texts=texts, put=put)  # fmt: skip


class TestJsonInCells(Nested):
    """A CSV as a text in a JSON text in a cell."""

    packing = JSON

    @pytest.fixture
    def uploads(self, sqlite_url: str, tmp_path: Path) -> Uploads:
        return packed_cells(JSON, sqlite_url, tmp_path, sa.Text())


class TestZipInCells(Nested):
    """A CSV in a member of a zip in a cell of bytes."""

    packing = ZIP

    @pytest.fixture
    def uploads(self, sqlite_url: str, tmp_path: Path) -> Uploads:
        return packed_cells(ZIP, sqlite_url, tmp_path, sa.LargeBinary())


@pytest.mark.parametrize("packing", [JSON, ZIP], ids=["json", "zip"])
@pytest.mark.parametrize("server", ["postgres", "mariadb"])
def test_servers_do_the_same(
    request: pytest.FixtureRequest, tmp_path: Path, server: str, packing: Packing
) -> None:
    """What the suite shows on SQLite, in one: selecting, walking, removing, overwriting, looking up."""
    kind = sa.Text() if packing is JSON else sa.LargeBinary(1_000_000)
    uploads = packed_cells(packing, request.getfixturevalue(f"{server}_url"), tmp_path, kind)
    suite = type("Suite", (Nested,), {"packing": packing})()
    key, keys = (*packing.note.container_columns, "item"), suite.keys()
    with uploads.open() as source:
        assert source.count(NOTE, Compare("on", "<=", dt.date(2023, 1, 1))) == 2
        way = (packing.note.to_container(), packing.pack.to_container())
        assert read(source, NOTE, CALLS, ValueAt(way, "id")) == [(7,), (7,)]
        gone = BatchStep("gone", NOTE, key, [keys["call_a"], keys["mail_b"]], CALLS)
        (result,) = source.apply([gone])
        assert (result.done, result.gone, result.out) == (1, 0, (keys["mail_b"],))
        blank = BatchStep("blank", NOTE, key, [keys["call_b"]], ALWAYS, {"body": None, "on": None})
        assert [each.done for each in source.apply([blank])] == [1]
        assert source.count(NOTE, ALWAYS) == 4
        stay = [keys[label] for label in ("mail_a", "mail_b", "mail_c")]
        assert source.present(NOTE, key, list(keys.values())) == stay
    left = LISTS[7].replace("call;b0;2020-02-29\r\n", "").replace('"b;1";2024-05-01', '"";')
    assert uploads.texts() == {7: left, 0: LISTS[0]}


class TestZipInMemory(Nested):
    """A CSV in a member of a zip in a table in memory."""

    packing = ZIP

    @pytest.fixture
    def uploads(self) -> Uploads:
        rows: list[dict[str, Value]] = [
            {"id": place, "content": zipped(text)} for place, text in LISTS.items()
        ]
        columns = (
            TableColumn("id", "number", False, "number"),
            TableColumn("content", "bytes", True, "bytes"),
        )
        schema = (Table("upload", columns, primary_key=("id",)),)
        inner = InnerTables({NOTE: ZIP.note, PACK: ZIP.pack})

        def put(place: int, text: str) -> None:
            rows[:] = [row for row in rows if row["id"] != place] + [{"id": place, "content": zipped(text)}]

        def texts() -> dict[Any, str]:
            return {row["id"]: unzipped(row["content"]) for row in rows}  # type: ignore[arg-type]

        return Uploads(lambda: MemorySource("crm", {"upload": rows}, schema=schema, inner=inner), texts, put)


class TestZipFiles(Nested):
    """A CSV in a member of a zip in a file."""

    packing = replace(ZIP, pack=replace(ZIP.pack, key=("path",), column=""))
    places: ClassVar = {7: "a/seven.zip", 0: "zero.zip"}

    @pytest.fixture
    def uploads(self, tmp_path: Path) -> Uploads:
        root = tmp_path / "packs"
        (root / "a").mkdir(parents=True)

        def put(place: int, text: str) -> None:
            (root / self.places[place]).write_bytes(zipped(text))

        def texts() -> dict[Any, str]:
            found = {place: root / name for place, name in self.places.items()}
            return {place: unzipped(path.read_bytes()) for place, path in found.items() if path.exists()}

        for place, text in LISTS.items():
            put(place, text)
        options = {"folder": "packs", "upload.glob": "**/*.zip"}
        mapped = SourceMap("packs", "files", options, kinds=self.packing.kinds())
        return Uploads(lambda: open_source(mapped, home=tmp_path, environment={}), texts, put)


def states(url: str, home: Path, content: bytes, packing: Packing) -> tuple[list[Any], list[Any], Source]:
    """The states of packs and of rows in them, for one cell."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE upload (id INTEGER PRIMARY KEY, content BLOB)")
        connection.exec_driver_sql("INSERT INTO upload VALUES (7, ?)", (content,))
    mapped = SourceMap("crm", "sql", {"url_env": "URL"}, kinds=packing.kinds())
    source = open_sql(mapped, home=home, environment={"URL": url})
    with source:
        return read(source, PACK, STATED, STATE), read(source, NOTE, ALWAYS, STATE), source


@pytest.mark.parametrize(
    ("content", "around", "rows"),
    [
        (listed(LISTS[7]), [(READY,)], [(READY,)] * 3),
        # The list's text is spelled as nobody here spells it: it is read, and left to a person.
        (listed(LISTS[7]).replace(b"kind;", rb"\u006bind;"), [(RIGID,)], [(FIXED,)] * 3),
        # Two elements that only what lies in them tells apart: neither may be taken for the other.
        (json.dumps([{"name": "list.csv", "list": text} for text in LISTS.values()]).encode(),
         [(RIGID,)] * 2, [(FIXED,)] * 5),
        (json.dumps([{"name": "list.csv", "list": LISTS[0]}] * 2).encode(), [(READY,)] * 2, [(READY,)] * 4),
        (listed('kind;body;on\nmail;"open'), [(READY,)], [(UNREAD,)]),
    ],
)  # fmt: skip
def test_what_cant_be_written_again_in_its_container_is_a_persons(
    sqlite_url: str, tmp_path: Path, content: bytes, around: list[Any], rows: list[Any]
) -> None:
    assert states(sqlite_url, tmp_path, content, JSON)[:2] == (around, rows)


def test_an_encrypted_member_is_said_to_be_unread(sqlite_url: str, tmp_path: Path) -> None:
    content = bytearray(zipped(LISTS[7]))
    entry = content.index(b"list.csv", content.index(b"PK\x01\x02")) - 46
    content[entry + 8] |= 1
    assert states(sqlite_url, tmp_path, bytes(content), ZIP)[:2] == ([(RIGID,)], [(UNREAD,)])
