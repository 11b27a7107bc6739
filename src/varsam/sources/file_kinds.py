"""What a map says of the files in a folder: which are rows, what their names tell, what goes with them."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Final

from varsam.domain.predicate import Value
from varsam.sources.typed import Family

FOLDERS: Final = 3
FIXED: Final[Mapping[str, Family]] = {
    "path": "text",
    "name": "text",
    "stem": "text",
    "suffix": "text",
    **{f"folder{number}": "text" for number in range(1, FOLDERS + 1)},
    "size": "number",
    "modified": "instant",
}


@dataclass(frozen=True, slots=True)
class FileKind:
    """One table: the files that a glob finds.

    `pattern` is matched against the path; its named groups are columns. `dates`: group -> strptime format.
    `sidecar`: suffix put after the file's name (`.json`, `.txt` with key=value); `index`: a CSV in the
    folder's root whose column `path` names the file. `fields`: their columns, with a family each.
    `derived`: glob patterns, relative to the file's folder, where {stem}, {name}, {suffix} stand for the
    file's own; what they find goes with the file and is no row of its own. `caches`: likewise, also in
    folders around (`../`): what a program made of the file and can make again, so it goes when the file is
    rewritten, too.
    """

    table: str
    glob: str = "**/*"
    pattern: re.Pattern[str] | None = None
    dates: Mapping[str, str] = field(default_factory=dict)
    sidecar: str = ""
    index: str = ""
    fields: Mapping[str, Family] = field(default_factory=dict)
    derived: tuple[str, ...] = ()
    caches: tuple[str, ...] = ()

    def columns(self) -> dict[str, Family]:
        """Column names with their families, in order."""
        groups: dict[str, Family] = dict.fromkeys(self.pattern.groupindex if self.pattern else (), "text")
        dated: dict[str, Family] = dict.fromkeys(self.dates, "date")
        return {**FIXED, **groups, **dated, **self.fields}


def own_columns(path: PurePosixPath, status: os.stat_result) -> dict[str, Value]:
    """The columns that every file has."""
    folders = path.parts[:-1]
    return {
        "path": str(path),
        "name": path.name,
        "stem": path.stem,
        "suffix": path.suffix,
        **{f"folder{number}": part for number, part in enumerate(folders[:FOLDERS], 1)},
        "size": status.st_size,
        "modified": dt.datetime.fromtimestamp(status.st_mtime, dt.UTC),
    }


def dated(text: str | None, pattern: str) -> Value:
    """A date out of a name; what isn't one is unset."""
    try:
        return dt.datetime.strptime(text or "", pattern).replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def globbed(path: PurePosixPath, glob: str) -> bool:
    """Match as a shell does: `*` within a folder, `**` across folders."""
    parts = [re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]") for part in glob.split("/")]
    expression = "/".join(parts).replace("[^/]*[^/]*/", "(?:.*/)?").replace("[^/]*[^/]*", ".*")
    return re.fullmatch(expression, str(path)) is not None


def filled(derived: str, path: PurePosixPath) -> str:
    """A pattern of derived files with the marks of a file's own name filled in."""
    values = {"{stem}": path.stem, "{name}": path.name, "{suffix}": path.suffix}
    for mark, text in values.items():
        derived = derived.replace(mark, escaped(text))
    return derived


def is_companion(other: PurePosixPath, path: PurePosixPath, kind: FileKind) -> bool:
    """Whether the other file, in the same folder, is a sidecar of this one or derived from it."""
    if other.parent != path.parent or other == path:
        return False
    if kind.sidecar and other.name == path.name + kind.sidecar:
        return True
    return any(
        fnmatchcase(other.name, filled(derived, path)) for derived in kind.derived if "/" not in derived
    )


def caches_of(path: PurePosixPath, kind: FileKind) -> Iterator[str]:
    """The patterns of a file's caches, from the root; none that leads out of it."""
    for pattern in kind.caches:
        folder, rest = path.parent, filled(pattern, path)
        while rest.startswith("../") and folder.parts:
            folder, rest = folder.parent, rest.removeprefix("../")
        if not rest.startswith("../"):
            yield rest if folder == PurePosixPath() else f"{escaped(str(folder))}/{rest}"


def cached(files: Iterable[PurePosixPath], kind: FileKind) -> set[PurePosixPath]:
    """Those of the files that are caches of others."""
    folders: dict[PurePosixPath, list[PurePosixPath]] = {}
    for path in files:
        folders.setdefault(path.parent, []).append(path)
    found: set[PurePosixPath] = set()
    for pattern in {each for paths in folders.values() for path in paths for each in caches_of(path, kind)}:
        folder, _, name = pattern.rpartition("/")
        known = folders.get(PurePosixPath(_plain(folder)), ())
        found |= {other for other in known if fnmatchcase(other.name, name)}
    return found


def escaped(text: str) -> str:
    """A name as a pattern that only it fits."""
    return re.sub(r"([*?\[])", r"[\1]", text)


def _plain(pattern: str) -> str:
    return re.sub(r"\[([*?\[])\]", r"\1", pattern)


def without_companions(files: Mapping[PurePosixPath, object], kind: FileKind) -> Iterator[PurePosixPath]:
    """The files that are rows: no index, no sidecar and nothing derived from another file there."""
    files = {path: files[path] for path in files if path not in cached(files, kind)} if kind.caches else files
    if not kind.sidecar and not kind.derived:
        yield from (path for path in files if str(path) != kind.index)
        return
    folders: dict[PurePosixPath, list[PurePosixPath]] = {}
    for path in files:
        folders.setdefault(path.parent, []).append(path)
    for paths in folders.values():
        gone = {
            other
            for path in paths
            for other in paths
            if other.name != path.name and is_companion(other, path, kind)
        }
        yield from (path for path in paths if path not in gone and str(path) != kind.index)
