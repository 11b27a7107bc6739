"""A folder tree as tables: a file is a row, its path the key; deleting a row unlinks the file.

No transactions: each file goes by itself, a repeated batch finds it gone. Symbolic links are never followed,
and nothing outside the folder is looked at or removed.
"""

from __future__ import annotations

import csv
import json
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Final, cast

from varsam.domain.containers import Inside
from varsam.domain.errors import RegisterError, SourceRejected, SourceUnavailable
from varsam.domain.evaluation import Row
from varsam.domain.ownership import Method, SourceMap
from varsam.domain.predicate import NewValue, Value
from varsam.domain.snapshot import Capabilities, Table, TableColumn
from varsam.formats.containers.parts import MAX_BYTES, Unreadable
from varsam.sources.base import BatchResult, BatchStep, Excess, Sampling, Unlisted
from varsam.sources.containers import Container, InnerTables
from varsam.sources.durable import DRAFT, replaced, sync_folder
from varsam.sources.file_contents import SearchesFiles
from varsam.sources.file_kinds import (
    FileKind,
    caches_of,
    dated,
    filled,
    globbed,
    is_companion,
    own_columns,
    without_companions,
)
from varsam.sources.options import flat
from varsam.sources.rows import Place, RowSource
from varsam.sources.typed import FAMILIES, Family, parsed
from varsam.sources.unlisted import taken, unlisted


class FilesSource(SearchesFiles, RowSource):
    """Files under one folder. They are looked at once per session, and again by `apply` and `present`."""

    dialect = "files"
    remains = "file"

    def __init__(
        self,
        name: str,
        root: Path,
        kinds: Sequence[FileKind],
        *,
        writable: bool = True,
        inner: InnerTables | None = None,
    ) -> None:
        """Take the folder; it is looked at when the source is entered."""
        able = Capabilities(delete=writable, overwrite=False, transactions=False, writable=writable)
        super().__init__(name, able, inner)
        self._root = root
        self._kinds = {kind.table: kind for kind in kinds}
        self._seen: dict[str, list[Row]] = {}

    def __enter__(self) -> FilesSource:
        """Check that the folder is there; SourceUnavailable when it isn't (an unmounted disk)."""
        if not self._root.is_dir():
            raise SourceUnavailable(
                "the folder isn't there", where=self.name, hint="check that it is mounted"
            )
        self._root = self._root.resolve()
        self._seen.clear()
        return self

    def _tables(self) -> Mapping[str, Table]:
        return {
            name: Table(
                name,
                tuple(
                    TableColumn(column, family, family=family) for column, family in kind.columns().items()
                ),
                primary_key=("path",),
                transactional=False,
            )
            for name, kind in self._kinds.items()
        }

    def _rows(self, table: str) -> Sequence[Row]:
        if table not in self._seen:
            self._seen[table] = list(self._look(self._kinds[table]))
        return self._seen[table]

    # -- looking -------------------------------------------------------------------------------------------

    def _look(self, kind: FileKind) -> Iterator[Row]:
        index = self._index(kind)
        files = {
            path: status
            for path, status in self._files()
            if globbed(path, kind.glob) and not path.name.endswith(DRAFT)
        }
        for path in sorted(without_companions(files, kind)):
            status = files[path]
            matched = kind.pattern.search(str(path)) if kind.pattern else None
            groups = matched.groupdict() if matched else {}
            row: dict[str, Value] = dict.fromkeys(kind.columns())
            row |= own_columns(path, status)
            row |= {name: text for name, text in groups.items() if name not in kind.dates}
            row |= {name: dated(groups.get(name), pattern) for name, pattern in kind.dates.items() if groups}
            given = {**index.get(str(path), {}), **self._sidecar(kind, path)}
            row |= {
                name: parsed(given[name], family) for name, family in kind.fields.items() if name in given
            }
            yield row

    def _files(self) -> Iterator[tuple[PurePosixPath, os.stat_result]]:
        """Every regular file below the folder; links are neither followed nor listed."""

        def failed(error: OSError) -> None:
            raise SourceUnavailable(
                f"a folder can't be read: {error.strerror}", where=self.name, hint="check permissions"
            ) from None

        for folder, _, names in os.walk(self._root, onerror=failed, followlinks=False):
            for name in names:
                path = Path(folder) / name
                try:
                    status = path.lstat()
                except FileNotFoundError:  # it went while we looked
                    continue
                if stat.S_ISREG(status.st_mode):
                    yield PurePosixPath(path.relative_to(self._root).as_posix()), status

    def unlisted(self, sampling: Sampling) -> list[Unlisted]:
        """Files that no kind takes, looked into at a bounded cost."""
        files = [path for path, _ in self._files()]
        known = taken(files, tuple(self._kinds.values()))
        return unlisted(self._root, (path for path in files if path not in known), sampling)

    def excess(self, mapped: SourceMap) -> list[Excess]:
        """Writing, where nothing of the map ever goes; and that everybody may."""
        found = [Excess("", ("WRITE",))] if _never_goes(mapped) and os.access(self._root, os.W_OK) else []
        if self._root.stat().st_mode & stat.S_IWOTH:
            found.append(Excess("", ("WRITE (everybody)",)))
        return found

    def _index(self, kind: FileKind) -> dict[str, dict[str, str]]:
        if not kind.index:
            return {}
        path = self._inside(PurePosixPath(kind.index))
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, UnicodeDecodeError, csv.Error):
            raise SourceRejected(
                "the index can't be read", where=self.name, hint="check option index"
            ) from None
        if rows and "path" not in rows[0]:
            raise SourceRejected(
                "the index has no column 'path'", where=self.name, hint="name the column that holds the path"
            )
        return {row["path"]: {name: text or "" for name, text in row.items() if name} for row in rows}

    def _sidecar(self, kind: FileKind, path: PurePosixPath) -> dict[str, str]:
        if not kind.sidecar:
            return {}
        companion = self._inside(path.with_name(path.name + kind.sidecar))
        try:
            text = companion.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError):
            raise SourceRejected(
                "a sidecar can't be read", where=self.name, hint="it must be UTF-8"
            ) from None
        if not kind.sidecar.endswith(".json"):
            pairs = (line.partition("=") for line in text.splitlines())
            return {name.strip(): value.strip() for name, sign, value in pairs if sign}
        try:
            content = json.loads(text)
        except ValueError:
            raise SourceRejected("a sidecar isn't JSON", where=self.name, hint="mend or remove it") from None
        return {str(name): str(value) for name, value in content.items() if value is not None}

    def _inside(self, path: PurePosixPath) -> Path:
        """The place of a relative path; refused if it, or a folder on the way, leads out of the root."""
        if path.is_absolute() or ".." in path.parts:
            raise SourceRejected("a path leads out of the folder", where=self.name, hint="mend the map")
        place = self._root / path
        if place.parent.resolve() != place.parent or place.is_symlink():
            raise SourceRejected(
                "a path goes by a symbolic link", where=self.name, hint="links aren't followed"
            )
        return place

    def apply(
        self, steps: Sequence[BatchStep], *, before_commit: Callable[[], None] | None = None
    ) -> Sequence[BatchResult]:
        """Look at the disk again, then remove what is still selected, file by file."""
        self._forget()
        return super().apply(steps, before_commit=before_commit)

    def _forget(self) -> None:
        self._seen.clear()
        self._forget_indexes()

    # -- removing ------------------------------------------------------------------------------------------

    def _change(
        self, chosen: Sequence[tuple[BatchStep, Sequence[Place]]], before_commit: Callable[[], None] | None
    ) -> None:
        """Remove derived files and sidecars first, so that a crash leaves the row that leads to them."""
        if before_commit is not None:  # the only moment at which still nothing has happened
            before_commit()
        folders: set[Path] = set()
        try:
            for (step, places), container in zip_longest(chosen, self._opened):
                kind = self._kinds[step.table]
                if container is not None:
                    path = PurePosixPath(str(container.key[0]))
                    folders |= self._drop_caches(kind, path)
                    folders.add(self._rewrite(container, step))
                    folders |= self._drop_caches(kind, path)  # one that was made anew in between
                    continue
                rows = self._rows(step.table)
                for place in places:
                    path = PurePosixPath(str(rows[place]["path"]))
                    folders |= self._drop_caches(kind, path)
                    folders |= self._remove(kind, path)
                    folders |= self._drop_caches(kind, path)
            for folder in folders:
                sync_folder(folder)
        except OSError as error:
            raise SourceUnavailable(
                f"a file can't be removed: {error.strerror}", where=self.name, hint="check permissions"
            ) from None
        finally:
            self._seen.clear()

    def _content_of(self, inside: Inside, row: Row) -> Value:
        """The bytes of the file; None when it went meanwhile."""
        if int(str(row["size"])) > MAX_BYTES:
            raise Unreadable("it is too large")
        try:
            return self._inside(PurePosixPath(str(row["path"]))).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise SourceUnavailable(
                f"a file can't be read: {error.strerror}", where=self.name, hint="check permissions"
            ) from None

    def _rewrite(self, container: Container, step: BatchStep) -> Path:
        own = self._inside(PurePosixPath(str(container.key[0])))
        (content,) = (step.values or {}).values()
        if not replaced(own, before=cast(bytes, container.value), after=cast(bytes, content)):
            raise SourceUnavailable("a file changed since it was read", where=self.name, hint="try again")
        return own.parent

    def _remove(self, kind: FileKind, path: PurePosixPath) -> set[Path]:
        own = self._inside(path)
        companions = [
            other
            for other in own.parent.iterdir()
            if other != own
            and is_companion(PurePosixPath(other.relative_to(self._root).as_posix()), path, kind)
        ]
        for derived in kind.derived:
            if "/" in derived:
                names = filled(derived, path)
                companions += [each for each in own.parent.glob(names) if each.is_file()]
        doomed = [
            self._inside(PurePosixPath(each.relative_to(self._root).as_posix()))
            for each in (*companions, own)
        ]
        for each in doomed:
            each.unlink(missing_ok=True)
        return {each.parent for each in doomed}

    def _drop_caches(self, kind: FileKind, path: PurePosixPath) -> set[Path]:
        """Remove what was made of a file: before it changes, so that a crash leaves none that is stale."""
        doomed = [
            self._inside(PurePosixPath(each.relative_to(self._root).as_posix()))
            for pattern in caches_of(path, kind)
            for each in self._root.glob(pattern)
            if each.is_file() and each != self._root / path
        ]
        for each in doomed:
            each.unlink(missing_ok=True)
        return {each.parent for each in doomed}

    def present(
        self,
        table: str,
        key: tuple[str, ...],
        keys: Sequence[tuple[Value, ...]],
        *,
        unless: Mapping[str, NewValue] | None = None,
    ) -> list[tuple[Value, ...]]:
        """Look on the disk, not at what was seen before."""
        self._forget()
        return super().present(table, key, keys, unless=unless)


_OPTIONS: Final = frozenset(
    {"folder", "table", "glob", "pattern", "sidecar", "index", "derived", "caches", "writable"}
)


def _never_goes(mapped: SourceMap) -> bool:
    return all(kind.disposal.method is Method.NEVER for kind in mapped.kinds)


def open_files(mapped: SourceMap, *, home: Path, environment: Mapping[str, str]) -> FilesSource:
    """Read `folder` and a table's `glob`, `pattern`, `dates`, `sidecar`, `index`, `fields`, `derived`,
    `caches`.

    They are spelled `TABLE.glob`, `TABLE.dates.GROUP`, `TABLE.fields.NAME` and so on; without a table's name
    they belong to the table that option `table` names (default `files`). RegisterError: one is wrong.
    """
    folder = mapped.options.get("folder")
    if not folder:
        raise RegisterError("a files source needs option folder", where=mapped.source)
    tables: dict[str, dict[str, Value | tuple[Value, ...]]] = {}
    for option, value in flat(mapped.options).items():
        head, dot, rest = option.partition(".")
        if option in ("folder", "writable", "table"):
            continue
        if head in _OPTIONS | {"dates", "fields"}:
            tables.setdefault(str(mapped.options.get("table") or "files"), {})[option] = value
        elif dot:
            tables.setdefault(head, {})[rest] = value
        else:
            raise RegisterError(f"a files source knows no option {option!r}", where=mapped.source)
    kinds = [_kind(mapped.source, name, options) for name, options in (tables or {"files": {}}).items()]
    writable = mapped.options.get("writable") is not False
    root = home / str(folder)
    return FilesSource(mapped.source, root, kinds, writable=writable, inner=InnerTables.of(mapped))


def _kind(source: str, name: str, options: Mapping[str, Value | tuple[Value, ...]]) -> FileKind:
    def text(option: str, default: str = "") -> str:
        return str(options.get(option) or default)

    def under(prefix: str) -> dict[str, str]:
        return {
            option.removeprefix(prefix): str(value)
            for option, value in options.items()
            if option.startswith(prefix)
        }

    try:
        pattern = re.compile(text("pattern")) if text("pattern") else None
    except re.error:
        raise RegisterError(f"the pattern of table {name!r} is no regular expression", where=source) from None
    dates, fields = under("dates."), under("fields.")
    missing = sorted(set(dates) - set(pattern.groupindex if pattern else ()))
    if missing:
        raise RegisterError(f"the pattern of table {name!r} has no group {missing[0]!r}", where=source)
    wrong = sorted(set(fields.values()) - FAMILIES)
    if wrong:
        raise RegisterError(
            f"unknown type {wrong[0]!r}", where=source, hint=f"known: {', '.join(sorted(FAMILIES))}"
        )
    listed, caches = _patterns(options.get("derived")), _patterns(options.get("caches"))
    below = (*listed, *(re.sub(r"\A(\.\./)+", "", each) for each in caches), text("index"))
    if any(part.startswith("/") or ".." in PurePosixPath(part).parts for part in below):
        raise RegisterError(f"a path of table {name!r} leads out of the folder", where=source)
    return FileKind(
        table=name,
        glob=text("glob", "**/*"),
        pattern=pattern,
        dates=dates,
        sidecar=text("sidecar"),
        index=text("index"),
        fields=cast("Mapping[str, Family]", fields),
        derived=listed,
        caches=caches,
    )


def _patterns(given: Value | tuple[Value, ...]) -> tuple[str, ...]:
    if not given:
        return ()
    return tuple(map(str, given)) if isinstance(given, tuple | list) else (str(given),)
