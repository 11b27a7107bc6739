"""The worker: looks at the clock again and again, does what is due, tells who must know, shows it lives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from varsam.domain.errors import RegisterError, VarsamError
from varsam.domain.night_settings import NightSettings
from varsam.domain.notices import Matter
from varsam.services import heartbeat, night, notices
from varsam.services.home import Home
from varsam.services.matters import matters
from varsam.store import database
from varsam.store.nights import StoredRun

LONGEST_WAIT = timedelta(minutes=1)
_BETWEEN_BEATS = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: runs that ended, what stands against the night, what stood in the worker's way."""

    runs: tuple[StoredRun, ...] = ()
    matters: tuple[Matter, ...] = ()
    troubles: tuple[VarsamError, ...] = ()
    next_at: datetime | None = None


@dataclass
class Worker:
    """Works for one home until it is told to stop.

    `open_home` reads the home anew each round, so that a mended file counts at once. `wait` sleeps for some
    seconds, or until it is told to stop.
    """

    open_home: Callable[[], Home]
    stop: Callable[[], bool]
    wait: Callable[[float], None]
    _settings: NightSettings = field(default_factory=NightSettings)
    _beaten_at: datetime | None = None

    def run(self, done: Callable[[Round], None]) -> None:
        """Go round until told to stop; `done` is given each round. A failing round ends nothing."""
        while not self.stop():
            one = self.round()
            done(one)
            if not self.stop():
                self.wait(self._seconds(one))

    def round(self) -> Round:
        """Look once: do what is due, tell, beat. What stands in the way is given back, not raised."""
        database.refresh()
        try:
            home = self.open_home()
        except VarsamError as error:
            return Round(troubles=(error,))
        try:
            return self._round(home)
        except VarsamError as error:
            return self._failed(home, error)

    def _round(self, home: Home) -> Round:
        self._settings = night.settings(home)
        self._beat(home, "")
        looked = night.look(
            home,
            self._settings,
            stop=lambda: self._stop(home),
            beat=lambda what, _rows: self._beat(home, what),
        )
        found = matters(home, self._settings)
        troubles = list(notices.tell(home, self._settings, found))
        try:
            notices.ping(home, self._settings)
        except VarsamError as error:
            troubles.append(error)
        heartbeat.beat(home, next_at=looked.next_at, troubles=[each.message for each in troubles])
        return Round(looked.runs, found, tuple(troubles), looked.next_at)

    def _failed(self, home: Home, error: VarsamError) -> Round:
        """Say what keeps the whole night from running, as far as anybody can still be told."""
        troubles = [error]
        found: tuple[Matter, ...] = ()
        try:
            heartbeat.beat(home, troubles=[error.message])
            if isinstance(error, RegisterError):
                found = (Matter("file", where=_file(home, error)),)
                troubles += notices.tell(home, self._settings, found)
        except VarsamError as another:
            troubles.append(another)
        return Round(matters=found, troubles=tuple(troubles))

    def _stop(self, home: Home) -> bool:
        self._beat(home, "")
        return self.stop()

    def _beat(self, home: Home, doing: str) -> None:
        """Beat now and then while working: a long batch must not look like death."""
        now = home.clock()
        if self._beaten_at is None or not timedelta() <= now - self._beaten_at < _BETWEEN_BEATS:
            self._beaten_at = now
            heartbeat.beat(home, doing=doing)

    def _seconds(self, one: Round) -> float:
        if one.next_at is None:
            return LONGEST_WAIT.total_seconds()
        left = one.next_at - self.open_home().clock()
        return min(max(left, timedelta(seconds=1)), LONGEST_WAIT).total_seconds()


def _file(home: Home, error: RegisterError) -> str:
    """The place to mend, seen from the home."""
    return str(error.where).replace(f"{home.path}/", "")


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the worker lives, where each source stands, and what somebody must hear of."""

    alive: bool
    beat: heartbeat.Heartbeat | None
    sources: tuple[night.SourceNight, ...]
    matters: tuple[Matter, ...]


def status(home: Home) -> Status:
    """How the night is, for a person or a monitor. RegisterError: a file must be mended first."""
    wanted = night.settings(home)
    beat = heartbeat.last(home)
    alive = beat is not None and beat.is_alive(home.clock())
    return Status(alive, beat, night.overview(home, wanted), matters(home, wanted))
