"""Own state moved from SQLite to PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from varsam import settings
from varsam.domain.errors import RegisterError
from varsam.services import own_state
from varsam.services.home import Home
from varsam.store import move as state_move
from varsam.store.move import Moved

TARGET_VARIABLE = "VARSAM_TARGET_DATABASE_URL"


def target(home: Home) -> dict[str, Any]:
    """The database to move to, as the environment names it.

    Its address holds a password, so it is no argument. RegisterError: the variable isn't set or holds none.
    """
    url = home.environment.get(TARGET_VARIABLE, "")
    if not url:
        raise RegisterError(
            "nothing says where the state shall go",
            where=TARGET_VARIABLE,
            hint=f"set {TARGET_VARIABLE}=postgresql://user:password@host/name (an empty database)",
        )
    return settings.postgresql(url)


def remap(home: Home) -> bool:
    """Let the map of own state follow the move; False where a person must do it."""
    try:
        return own_state.follow_move(home.path)
    except OSError:
        return False


def move(to: dict[str, Any], progress: Callable[[str, int], None]) -> Moved:
    """Copy all own state to a PostgreSQL database (`target`), and close the SQLite file.

    `progress` is called with a table and how many more of its rows were copied. NotAllowed, PlanRefused,
    SourceUnavailable as `store.move.move`.
    """
    last: dict[str, int] = {}

    def more(table: str, rows: int) -> None:
        progress(table, rows - last.get(table, 0))
        last[table] = rows

    return state_move.move(to, more)
