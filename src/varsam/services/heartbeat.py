"""The sign of life of the worker: a small file in the home's state that another system can watch."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from varsam.domain.errors import RegisterError
from varsam.services.home import Home

FILE = "heartbeat.json"
STALE_AFTER = timedelta(minutes=15)
"""Longer than a statement may take (`statement_timeout_seconds`), so that work isn't taken for death."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the worker last looked, what it does now, when it looks again, and what stood in its way."""

    at: datetime
    next_at: datetime | None
    doing: str = ""
    process: int = 0
    troubles: tuple[str, ...] = ()

    def is_alive(self, now: datetime) -> bool:
        """Answer whether the worker has given a sign of life lately."""
        return now - self.at <= STALE_AFTER


def beat(
    home: Home, *, next_at: datetime | None = None, doing: str = "", troubles: Sequence[str] = ()
) -> None:
    """Write the sign of life, whole or not at all. RegisterError: the folder can't be written."""
    folder = home.path / "state"
    document = {
        "at": _text(home.clock()),
        "next": None if next_at is None else _text(next_at),
        "doing": doing,
        "process": os.getpid(),
        "troubles": list(troubles),
    }
    new = folder / f".{FILE}.{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        new.write_text(json.dumps(document) + "\n", encoding="utf-8")
        new.replace(folder / FILE)
    except OSError as error:
        raise RegisterError(
            f"the heartbeat can't be written: {error.strerror}",
            where=str(folder / FILE),
            hint="free some space, or give this user the right to write there",
        ) from error


def last(home: Home) -> Heartbeat | None:
    """The last sign of life; None where there is none that can be read."""
    try:
        said = json.loads((home.path / "state" / FILE).read_text(encoding="utf-8"))
        return _heartbeat(said)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _heartbeat(said: Mapping[str, object]) -> Heartbeat:
    following, troubles = said["next"], said["troubles"]
    return Heartbeat(
        datetime.fromisoformat(str(said["at"])),
        None if following is None else datetime.fromisoformat(str(following)),
        str(said["doing"]),
        int(str(said["process"])),
        tuple(str(each) for each in troubles) if isinstance(troubles, list) else (),
    )


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
