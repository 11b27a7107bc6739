"""Files of a folder that no kind of its map takes: how many of each sort, and a bounded look into some."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from varsam.sources.base import Sampling, Unlisted
from varsam.sources.durable import DRAFT
from varsam.sources.file_kinds import FileKind, cached, globbed, is_companion

LOOKED_INTO: Final = 20
"""No more files of one sort are opened."""
_ENDING: Final = re.compile(r"\.[a-z0-9]{1,6}\Z")


def taken(files: Iterable[PurePosixPath], kinds: Sequence[FileKind]) -> set[PurePosixPath]:
    """The files that are rows of a kind, or lie beside one and go with it, and our own drafts."""
    listed = list(files)
    found = {path for path in listed if path.name.endswith(DRAFT)}
    for kind in kinds:
        rows: dict[PurePosixPath, list[PurePosixPath]] = defaultdict(list)
        for path in listed:
            if globbed(path, kind.glob):
                found.add(path)
                rows[path.parent].append(path)
        found |= cached(listed, kind) if kind.caches else set()
        found |= {PurePosixPath(kind.index)} if kind.index else set()
        if kind.sidecar or kind.derived:
            left = [path for path in listed if path not in found]
            found |= {
                other for other in left if any(is_companion(other, row, kind) for row in rows[other.parent])
            }
    return found


def unlisted(root: Path, left: Iterable[PurePosixPath], sampling: Sampling) -> list[Unlisted]:
    """Divide files by depth and ending, and read the beginning of some, spread over each sort.

    A file that can't be read, or went meanwhile, is looked at by its name only.
    """
    sorts: dict[str, list[PurePosixPath]] = defaultdict(list)
    for path in sorted(left):
        sorts[_place(path)].append(path)
    return [
        Unlisted(
            place, len(paths), [(str(each), _begins(root / each, sampling.cell)) for each in _some(paths)]
        )
        for place, paths in sorted(sorts.items())
    ]


def _place(path: PurePosixPath) -> str:
    """Folders and names may tell of people, so neither is said: only how deep it lies, and its ending."""
    ending = path.suffix.lower()
    return "*/" * (len(path.parts) - 1) + "*" + (ending if _ENDING.match(ending) else "")


def _some(paths: Sequence[PurePosixPath]) -> Sequence[PurePosixPath]:
    return paths[:: max(1, -(-len(paths) // LOOKED_INTO))]


def _begins(path: Path, most: int) -> bytes:
    with contextlib.suppress(OSError), path.open("rb") as file:
        return file.read(most)
    return b""
