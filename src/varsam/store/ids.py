"""Draws the random ids under which own state names people, facts and records."""

from __future__ import annotations

from uuid import uuid4


def new_id() -> str:
    """32 hex digits that say nothing about what they name, not even when it was made."""
    return uuid4().hex
