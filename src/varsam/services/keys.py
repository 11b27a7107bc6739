"""The keys that seal what own state knows of people: given a new generation."""

from __future__ import annotations

from collections.abc import Callable

from varsam.services.home import Home
from varsam.store import ledger, rotation
from varsam.store.rotation import Rotation


def rotate(home: Home, progress: Callable[[str, int], None]) -> Rotation:
    """Seal everything anew under a new key, or finish what was cut off; the ledger says so.

    `progress` is called with how many more records were sealed. NotAllowed: another rotation is running, or
    the key comes from the environment and holds no new generation.
    """
    done = 0

    def more(total: int) -> None:
        nonlocal done
        progress("", total - done)
        done = total

    rotated = rotation.rotate(home.clock(), progress=more)
    ledger.append(
        [{"type": "keys.rotated", "generation": rotated.generation, "resealed": rotated.resealed}],
        home.clock(),
    )
    return rotated
