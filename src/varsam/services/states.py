"""Own state moved from SQLite to PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

from varsam import settings
from varsam.domain.errors import RegisterError
from varsam.services.home import Home
from varsam.store import move as state_move
from varsam.store.move import Moved

TARGET_VARIABLE = "VARSAM_TARGET_DATABASE_URL"


def move(home: Home, progress: Callable[[str, int], None]) -> Moved:
    """Copy all own state to the PostgreSQL database that the environment names, and close the SQLite file.

    The address holds a password, so it comes from VARSAM_TARGET_DATABASE_URL. RegisterError: the variable
    isn't set or holds no address. NotAllowed, PlanRefused, SourceUnavailable as `store.move.move`.
    """
    url = home.environment.get(TARGET_VARIABLE, "")
    if not url:
        raise RegisterError(
            "nothing says where the state shall go",
            where=TARGET_VARIABLE,
            hint=f"set {TARGET_VARIABLE}=postgresql://user:password@host/name (an empty database)",
        )
    last: dict[str, int] = {}

    def more(table: str, rows: int) -> None:
        progress(table, rows - last.get(table, 0))
        last[table] = rows

    return state_move.move(settings.postgresql(url), more)
