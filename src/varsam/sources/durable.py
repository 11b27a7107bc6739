"""Making what was done to a folder or file survive a power cut."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

DRAFT: Final = ".varsam-draft"
"""How the name of a file that is being written ends: one that is found was left by a process that died."""


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replaced(path: Path, *, before: bytes, after: bytes) -> bool:
    """Put another content into a file's place in one move; False when it isn't what it was before.

    Rights and times stay: when a file came is a fact about it that rules may count from. What a process that
    died wrote beside the file is removed. Whoever calls syncs the folder. OSError: there is no space, or the
    folder isn't ours to write.
    """
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{DRAFT}"):
        left.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=DRAFT)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copystat(path, draft)
        if path.read_bytes() != before:
            return False
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True
