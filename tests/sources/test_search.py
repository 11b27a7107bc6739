"""Searching all cells of a source: the same hits on every database, with and without the database's help."""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import zipfile
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.sources.test_sql import execute, source
from varsam.domain.ownership import SourceMap
from varsam.engine.residue_cells import Reader
from varsam.formats.residue.needles import Needles
from varsam.sources.base import Source
from varsam.sources.catalogue import open_source
from varsam.sources.memory import MemorySource
from varsam.sources.searching import UNLISTED, Probe, Searches, TableReport

ANNA = Needles(
    [(1, "email", "anna1@x.example"), (2, "phone", "+46701740605"), (3, "personnummer", "198012179829")]
)
OTHERS = [
    "hanna1@x.example",
    "anna1@x.example.org",
    "10701740605",
    "Anna",
    "192.0.2.170",
    "a=b & 100 %",
    None,
    "",
]
HELD = {
    "plain": "write to Anna1@X.example, please",
    "phone": "070-174 06 05",
    "number": "801217-9829",
    "percent": "mail=anna1%40x.example",
    "quoted": quopri.encodestring("anna1@x.example å".encode()).decode(),
    "mime": "=?utf-8?B?" + base64.b64encode(b"anna1@x.example").decode() + "?=",
    "base64": base64.b64encode(b"it was anna1@x.example").decode(),
    "json": json.dumps({"é": "anna1\\u0040x.example"}).replace("\\\\", "\\"),
}


def zipped(text: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("report.xml", f"<p>{text}</p>")
    return out.getvalue()


def searched(
    opened: Source, table: str, *, helped: bool = True
) -> tuple[set[tuple[str, object]], TableReport]:
    assert isinstance(opened, Searches)
    reader, report = Reader(ANNA), TableReport()
    probe = Probe(ANNA.patterns if helped else None, ANNA.numbers)
    found = {
        (hit.column, hit.key[0] if hit.key else None)
        for chunk in opened.search(table, probe, report)
        for hit in reader.hits(chunk)
    }
    return found, report


@pytest.mark.parametrize("helped", [True, False])
def test_every_cell_of_a_database_is_searched(database_url: str, helped: bool) -> None:
    postgres, mariadb = database_url.startswith("postgresql"), database_url.startswith("mysql")
    blob = "BYTEA" if postgres else "LONGBLOB" if mariadb else "BLOB"
    long = "LONGTEXT" if mariadb else "TEXT"
    document = "JSONB" if postgres else "JSON"
    execute(
        database_url,
        f"CREATE TABLE notes (id INTEGER PRIMARY KEY, short CHAR(2), body {long}, title VARCHAR(200),"
        f" data {blob}, doc {document}, digits BIGINT, amount DECIMAL(8,2), day DATE)",
        "CREATE TABLE keyless (body TEXT)",
        "CREATE VIEW shown AS SELECT id, body FROM notes",
    )
    engine = sa.create_engine(database_url)
    insert = sa.text(
        "INSERT INTO notes VALUES (:id, 'SE', :body, :title, :data, :doc, :digits, 1.5, '2026-01-01')"
    )
    with engine.begin() as connection:
        rows = [{"body": text, "title": "x"} for text in (*OTHERS, *HELD.values())]
        rows += [{"title": text, "body": None} for text in HELD.values()]
        rows += [
            {"data": gzip.compress(b"anna1@x.example")},
            {"data": zipped("0701740605")},
            {"data": b"hanna1@x.example"},
        ]
        rows += [
            {"doc": json.dumps({"mail": "anna1@x.example"})},
            {"doc": json.dumps({"mail": "hanna1@x.example"})},
        ]
        rows += [{"digits": 701740605}, {"digits": 7017406050}]
        rows += [{"body": "word " * 80_000 + "anna1@x.example"}]
        empty = dict.fromkeys(("body", "title", "data", "doc", "digits"))
        for number, row in enumerate(rows):
            connection.execute(insert, {**empty, "id": number, **row})
        connection.execute(sa.text("INSERT INTO keyless VALUES ('to anna1@x.example'), ('to nobody')"))
    engine.dispose()
    with source(database_url) as opened:
        assert isinstance(opened, Searches)
        found, report = searched(opened, "notes", helped=helped)
        first = len(OTHERS)
        expected: set[tuple[str, object]] = {("body", first + at) for at in range(len(HELD))}
        expected |= {("title", first + len(HELD) + at) for at in range(len(HELD))}
        data = first + 2 * len(HELD)
        expected |= {
            ("data", data),
            ("data", data + 1),
            ("doc", data + 3),
            ("digits", data + 5),
            ("body", data + 7),
        }
        assert found == expected
        assert report.rows == len(rows)
        assert {"body", "title", "data", "doc", "digits"} <= set(report.columns)
        if not database_url.startswith("sqlite"):
            assert set(report.by_type) == {"id", "short", "amount", "day"}
        assert searched(opened, "keyless", helped=helped)[0] == {("body", None)}
        assert list(opened.without_search()) == ["shown"]


def test_rows_in_memory_and_tables_are_searched(tmp_path: Path) -> None:
    memory = MemorySource("m", {"notes": [{"id": 1, "body": HELD["percent"]}, {"id": 2, "body": OTHERS[0]}]})
    with memory:
        found, report = searched(memory, "notes")
        assert found == {("body", 1)}
        assert report.rows == 2
    (tmp_path / "people.csv").write_text("id,note\n1,hej\n2,070-174 06 05\n", "utf-8")
    mapped = SourceMap("t", "table", {"file": "people.csv", "key": "id"})
    with open_source(mapped, home=tmp_path, environment={}) as table:
        assert searched(table, "people")[0] == {("note", "2")}


def test_names_contents_sidecars_and_files_in_no_table(tmp_path: Path) -> None:
    files = {
        "in/a.txt": "hello",
        "in/b.txt": "Hej från anna1@x.example",
        "in/anna1@x.example.txt": "hello",
        "in/c.txt": "hello",
        "in/c.txt.json": '{"owner": "anna1@x.example"}',
        "other/d.bin": "anna1@x.example",
        "other/801217-9829.bin": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode("latin-1"))
    mapped = SourceMap("f", "files", {"folder": ".", "glob": "in/*.txt", "sidecar": ".json"})
    with open_source(mapped, home=tmp_path, environment={}) as folder:
        found, _ = searched(folder, "files")
        assert found == {
            ("content", "in/b.txt"),
            ("path", "in/anna1@x.example.txt"),
            ("content", "in/c.txt"),
        }
        assert searched(folder, UNLISTED)[0] == {
            ("content", "other/d.bin"),
            ("path", "other/801217-9829.bin"),
        }
