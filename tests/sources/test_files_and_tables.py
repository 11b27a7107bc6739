"""Files as sources: what stays byte for byte, what is never followed, what is never guessed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, TypeAlias

import openpyxl
import pytest

from varsam.domain.errors import RegisterError, SourceRejected, SourceUnavailable
from varsam.domain.ownership import ManualKind, SourceMap
from varsam.domain.predicate import ALWAYS, Compare, Unset, Value, ValueAt
from varsam.sources.base import BatchStep, Query, Source
from varsam.sources.catalogue import CONNECTORS, factory, open_source
from varsam.sources.options import flat, pairs

Options: TypeAlias = dict[str, Value | tuple[Value, ...]]


def opened(home: Path, connector: str, **options: Value | tuple[Value, ...]) -> Source:
    mapped = SourceMap("pile", connector, options)
    return open_source(mapped, home=home, environment={})


def read(source: Source, table: str, *columns: str) -> list[tuple[Value, ...]]:
    return list(source.read(Query(table, tuple(ValueAt((), column) for column in columns), ALWAYS)))


# -- CSV -------------------------------------------------------------------------------------------------

CONTENT = (
    '\ufeff"id"\t name \tuntil\r\n'
    "\r\n"
    '1\t"Ann ""A"" B"\t2026-11-22\r\n'
    '2\t"two\r\nlines"\t\r\n'
    "\r\n"
    "3\tplain\t22/11\n"
    "4\t 'odd\u2028one' \t2020-02-29"
)


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(CONTENT.encode())
    return path


def test_a_csv_keeps_every_byte_that_no_step_touches(csv_file: Path) -> None:
    with opened(
        csv_file.parent, "table", file="list.csv", key="id", types=("until=date",), writable=True
    ) as pile:
        assert read(pile, "list", "id", "name", "until") == [
            ("1", 'Ann "A" B', dt.date(2026, 11, 22)),
            ("2", "two\r\nlines", None),
            ("3", "plain", "22/11"),
            ("4", " 'odd\u2028one' ", dt.date(2020, 2, 29)),
        ]
        assert pile.count("list", Unset("until", ("22/11",))) == 2
        steps = [
            BatchStep("d", "list", ("id",), [("3",)], ALWAYS),
            BatchStep("o", "list", ("id",), [("1",)], ALWAYS, {"until": None}),
        ]
        assert [result.done for result in pile.apply(steps)] == [1, 1]
        assert pile.count("list", ALWAYS) == 3
    expected = CONTENT.replace("3\tplain\t22/11\n", "").replace(
        '1\t"Ann ""A"" B"\t2026-11-22\r\n', '1\t"Ann ""A"" B"\t\r\n'
    )
    assert csv_file.read_bytes() == expected.encode()
    assert [path.name for path in csv_file.parent.iterdir()] == ["list.csv"]


def test_a_csv_that_somebody_else_changed_is_left_alone(csv_file: Path) -> None:
    with opened(csv_file.parent, "table", file="list.csv", key="id", writable=True) as pile:
        assert pile.count("list", ALWAYS) == 4
        changed = CONTENT.encode() + b"\r\n5\tnew\t\r\n"
        csv_file.write_bytes(changed)
        with pytest.raises(SourceUnavailable, match="changed"):
            pile.apply([BatchStep("d", "list", ("id",), [("3",)], ALWAYS)])
    assert csv_file.read_bytes() == changed
    assert [path.name for path in csv_file.parent.iterdir()] == ["list.csv"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_other_encodings_are_kept(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes("id,namn\n1,Åsa\n2,Örjan\n".encode(encoding))
    with pytest.raises(SourceRejected, match="isn't utf-8"), opened(tmp_path, "table", file="list.csv"):
        pass
    with opened(tmp_path, "table", file="list.csv", key="id", encoding=encoding, writable=True) as pile:
        pile.apply([BatchStep("d", "list", ("id",), [("1",)], ALWAYS)])
        with pytest.raises(SourceRejected, match="can't be said"):
            pile.apply([BatchStep("o", "list", ("id",), [("2",)], ALWAYS, {"namn": "😀"})])
    assert path.read_bytes() == "id,namn\n2,Örjan\n".encode(encoding)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id;id\n1;2\n", "name of its own"),
        (b"id;b\n1\n", "1 cells"),
        (b'id;b\n1;"x\n', "isn't closed"),
        (b"id;b\n\0;1\n", "isn't text"),
    ],
)
def test_a_csv_that_cannot_be_understood_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "list.csv").write_bytes(content)
    with pytest.raises(SourceRejected, match=words), opened(tmp_path, "table", file="list.csv"):
        pass


def test_a_formula_is_never_evaluated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("people")
    sheet.append(["id", "name", "until", "sum"])
    sheet.append([1, "A", dt.datetime(2026, 11, 22), "=1+1"])
    sheet.append([None, None, None, None])
    sheet.append([2.0, None, None, 3])
    book.save(tmp_path / "list.xlsx")
    options: Options = {"file": "list.xlsx", "sheet": "people", "types": ("until=date", "sum=number")}
    with opened(tmp_path, "table", **options) as pile:
        rows = read(pile, "list", "id", "name", "until", "sum")
        assert rows == [("1", "A", dt.date(2026, 11, 22), None), ("2", None, None, 3)]
        assert not pile.capabilities.writable


def test_options_may_be_nested_or_dotted() -> None:
    nested: dict[str, Any] = {"types": {"on": "date"}, "x": ("a", "b")}
    assert flat(nested) == {"types.on": "date", "x": ("a", "b")}
    for options in (nested, {"types.on": "date"}, {"types": ("on = date",)}):
        assert pairs(SourceMap("s", "table", options), "types") == {"on": "date"}


# -- folders ---------------------------------------------------------------------------------------------


def test_columns_come_from_paths_sidecars_and_the_index(tmp_path: Path) -> None:
    root = tmp_path / "scans"
    (root / "a").mkdir(parents=True)
    for name in ("a/4711_20261122.pdf", "a/4711_20261122-150x150.pdf", "a/none.pdf", "other.txt"):
        (root / name).write_bytes(b"12345")
    (root / "a/4711_20261122.pdf.json").write_text('{"owner": "7", "closed": "2020-02-29", "x": "y"}')
    (root / "index.csv").write_text("path,desk\na/none.pdf,north\n")
    options: Options = {
        "folder": "scans",
        "scan.glob": "**/*.pdf*",
        "scan.pattern": r"(?P<case>\d+)_(?P<on>\d{8})",
        "scan.dates.on": "%Y%m%d",
        "scan.sidecar": ".json",
        "scan.index": "index.csv",
        "scan.fields.owner": "number",
        "scan.fields.closed": "date",
        "scan.fields.desk": "text",
        "scan.derived": "{stem}-*x*{suffix}",
        "text.glob": "*.txt",
    }
    with opened(tmp_path, "files", **options) as pile:
        columns = ("path", "folder1", "size", "case", "on", "owner", "closed", "desk")
        day = dt.date
        assert read(pile, "scan", *columns) == [
            ("a/4711_20261122.pdf", "a", 5, "4711", day(2026, 11, 22), 7, day(2020, 2, 29), None),
            ("a/none.pdf", "a", 5, None, None, None, None, "north"),
        ]
        assert read(pile, "text", "path", "stem", "suffix") == [("other.txt", "other", ".txt")]
        assert pile.count("scan", Compare("modified", ">", dt.datetime(2020, 1, 1, tzinfo=dt.UTC))) == 2
        (result,) = pile.apply([BatchStep("d", "scan", ("path",), [("a/4711_20261122.pdf",)], ALWAYS)])
        assert result.done == 1
    left = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert left == {"a/none.pdf", "other.txt", "index.csv"}


def test_links_are_never_followed_and_nothing_outside_is_touched(tmp_path: Path) -> None:
    root, outside = tmp_path / "scans", tmp_path / "outside"
    for folder in (root, outside):
        folder.mkdir()
    (outside / "secret.pdf").write_text("x")
    (root / "inside.pdf").write_text("x")
    (root / "link.pdf").symlink_to(outside / "secret.pdf")
    (root / "folder").symlink_to(outside)
    with opened(tmp_path, "files", folder="scans") as pile:
        assert read(pile, "files", "path") == [("inside.pdf",)]
        keys = [("link.pdf",), ("folder/secret.pdf",), ("../outside/secret.pdf",)]
        (result,) = pile.apply([BatchStep("d", "files", ("path",), keys, ALWAYS)])
        assert (result.done, result.gone) == (0, 3)
        (root / "sub").mkdir()
        (root / "sub/secret.pdf").write_text("x")
        step = BatchStep("d", "files", ("path",), [("sub/secret.pdf",)], ALWAYS)

        def swap() -> None:
            """Somebody puts a link in the folder's place between looking and removing."""
            (root / "sub").rename(tmp_path / "moved")
            (root / "sub").symlink_to(outside)

        with pytest.raises(SourceRejected, match="symbolic link"):
            pile.apply([step], before_commit=swap)
    assert (outside / "secret.pdf").exists()
    assert (root / "link.pdf").readlink() == outside / "secret.pdf"


def test_a_folder_that_is_not_mounted_is_no_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="isn't there"), opened(tmp_path, "files", folder="scans"):
        pass


def test_options_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    for option in ("files.derived", "files.index"):
        with pytest.raises(RegisterError, match="out of the folder"):
            opened(tmp_path, "files", **{"folder": "scans", option: "../x"})


# -- the catalogue ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("connector", sorted(CONNECTORS))
def test_every_connector_can_be_found_and_names_its_options(connector: str) -> None:
    make = factory(connector)
    assert callable(make)
    assert (make.__doc__ or "").strip()


def test_an_unknown_connector_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"files, manual, memory, sql, table"):
        opened(tmp_path, "fax")


def test_a_system_without_a_connector_has_no_rows(tmp_path: Path) -> None:
    binder = ManualKind("binder", "paper", ("care",), "desk")
    mapped = SourceMap("archive", "manual", manual=(binder,))
    with open_source(mapped, home=tmp_path, environment={}) as archive:
        assert archive.snapshot().tables == {}
        assert not archive.capabilities.writable
        with pytest.raises(SourceRejected):
            archive.count("binder", ALWAYS)


def test_a_memory_source_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "rows.json").write_text(
        '{"t": {"columns": {"id": "number", "on": "date"}, "key": ["id"],'
        ' "rows": [{"id": 0, "on": "2026-11-22"}, {"id": 1}]}}'
    )
    with opened(tmp_path, "memory", file="rows.json") as pile:
        assert read(pile, "t", "id", "on") == [(0, dt.date(2026, 11, 22)), (1, None)]
        assert pile.snapshot().tables["t"].primary_key == ("id",)
