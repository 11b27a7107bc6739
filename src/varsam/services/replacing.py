"""A file of a home replaced as a whole, so that nobody ever reads half of it."""

from __future__ import annotations

from pathlib import Path

from varsam.domain.errors import NotAllowed


def write_over(path: Path, text: str, *, before: str | None = None) -> None:
    """Put a text in a file's place, whole or not at all. OSError: it can't be written.

    NotAllowed: the file isn't what it was `before`, as it was read to be changed; somebody else saved it.
    """
    if before is not None and path.read_bytes().decode("utf-8", "replace") != before:
        raise NotAllowed(
            "somebody else changed the file meanwhile", where=str(path), hint="look at it, and do it again"
        )
    draft_file = path.with_name(f".{path.name}.draft")
    draft_file.write_text(text, encoding="utf-8")
    draft_file.replace(path)
