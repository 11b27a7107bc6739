"""What couldn't be looked at, so that nothing is known of it."""

from __future__ import annotations

from collections.abc import Iterator

from varsam.checks.base import Hit
from varsam.checks.stale.view import Stale
from varsam.domain.said import say


def unreachable(source: str, message: str, hint: str) -> Iterator[Hit]:
    """A source can't be reached or refuses to be looked at, so nothing is known of what lies there now."""
    yield Hit(source, message, hint)


def not_looked(stale: Stale) -> Iterator[Hit]:
    """Values couldn't be looked at in time, or the source refused: what lies there is told by names only."""
    left = sorted(name for name, sample in stale.samples.items() if sample.why_none)
    if left:
        shown = ", ".join(left[:5]) + (" …" if len(left) > 5 else "")
        yield Hit(
            stale.source,
            say("{count} tables weren't looked into: {names}", count=len(left), names=shown),
            "check again when the source is less busy, and whether its account may read them",
        )
