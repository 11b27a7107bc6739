"""A simulation has a home of its own."""

from __future__ import annotations

from tests.store.homes import enter, own_state, scratch, sqlite_state

__all__ = ["own_state", "sqlite_state"]

# The test modules import models at their top, so Django must know some home before they are collected.
enter(scratch(), None)
