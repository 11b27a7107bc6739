"""A file of a home replaced as a whole, so that nobody ever reads half of it."""

from __future__ import annotations

from pathlib import Path


def write_over(path: Path, text: str) -> None:
    """Put a text in a file's place, whole or not at all. OSError: it can't be written."""
    draft_file = path.with_name(f".{path.name}.draft")
    draft_file.write_text(text, encoding="utf-8")
    draft_file.replace(path)
