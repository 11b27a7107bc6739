"""Everything below a files source's folder for a search: names and contents, also of files in no table."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from varsam.domain.errors import SourceRejected
from varsam.domain.evaluation import Row
from varsam.domain.snapshot import Table
from varsam.sources.file_kinds import is_companion
from varsam.sources.searching import LARGEST, UNLISTED, Chunk, Probe, TableReport, chunks_of

CONTENT = "content"
"""The column's name for what stands in a file."""


class _Folder(Protocol):
    _root: Path
    _kinds: Mapping[str, Any]

    def table(self, name: str) -> Table: ...
    def _rows(self, table: str) -> Sequence[Row]: ...
    def _files(self) -> Iterator[tuple[PurePosixPath, os.stat_result]]: ...
    def _inside(self, path: PurePosixPath) -> Path: ...


def search_table(folder: _Folder, name: str, report: TableReport) -> Iterator[Chunk]:
    """A table's rows and the contents of their files."""
    table, rows = folder.table(name), folder._rows(name)
    own = {"path", "name", "stem", "suffix", "folder1", "folder2", "folder3"}
    columns = tuple(column for column in table.columns if column.name not in own)
    yield from chunks_of(replace(table, columns=columns), rows, report)
    report.columns += ["path", CONTENT]
    for row in rows:
        yield _named(PurePosixPath(str(row["path"])))
    kind = folder._kinds[name]
    paths = {str(row["path"]) for row in rows}
    beside: dict[PurePosixPath, list[PurePosixPath]] = {}
    for path, _ in folder._files():
        if str(path) in paths:
            yield from _content(folder, path, (str(path),), report)
        else:
            beside.setdefault(path.parent, []).append(path)
    for row in rows:
        path = PurePosixPath(str(row["path"]))
        for other in beside.get(path.parent, ()):
            if is_companion(other, path, kind):
                yield from _content(folder, other, (str(path),), report)


def search_unlisted(folder: _Folder, report: TableReport) -> Iterator[Chunk]:
    """The files that are in no table and go with no file of one; their paths are searched as well."""
    listed: dict[PurePosixPath, list[tuple[PurePosixPath, Any]]] = {}
    known = set()
    for name, kind in folder._kinds.items():
        for row in folder._rows(name):
            path = PurePosixPath(str(row["path"]))
            known.add(path)
            listed.setdefault(path.parent, []).append((path, kind))
    report.columns += ["path", CONTENT]
    for path, _ in folder._files():
        if path in known or any(is_companion(path, own, kind) for own, kind in listed.get(path.parent, ())):
            continue
        report.rows += 1
        yield _named(path)
        yield from _content(folder, path, (str(path),), report)


def _named(path: PurePosixPath) -> Chunk:
    """A file's path, and the same without each ending: `a@b.example.txt` names `a@b.example`."""
    named = [str(path)]
    while path.suffix:
        path = path.with_suffix("")
        named.append(path.name)
    return Chunk(("path",), [(named[0],)], ["\n".join(named)])


def _content(
    folder: _Folder, path: PurePosixPath, key: tuple[str, ...], report: TableReport
) -> Iterator[Chunk]:
    place = folder._inside(path)
    try:
        if place.stat().st_size > LARGEST:
            report.too_large[CONTENT] += 1
            return
        content = place.read_bytes()
    except FileNotFoundError:  # it went while we looked
        return
    except OSError as error:
        raise SourceRejected(f"a file can't be read: {error.strerror}", hint="check permissions") from None
    yield Chunk((CONTENT,), [key], [content])


class SearchesFiles:
    """Adds the search to a files source."""

    def search(self: Any, table: str, probe: Probe, report: TableReport) -> Iterator[Chunk]:
        """Hand over names and contents; with UNLISTED as table, of what no table lists."""
        if table == UNLISTED:
            yield from search_unlisted(self, report)
        else:
            yield from search_table(self, table, report)

    def outside_tables(self) -> bool:
        """Files may lie outside every table."""
        return True
