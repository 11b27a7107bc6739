"""Making what was done to a folder or file survive a power cut."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make renames and removals in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replaced(path: Path, *, before: bytes, after: bytes) -> bool:
    """Put another content into a file's place in one move; False when it isn't what it was before.

    Rights and times stay: when a file came is a fact about it that rules may count from. Whoever calls syncs
    the folder. OSError: there is no space, or the folder isn't ours to write.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
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
