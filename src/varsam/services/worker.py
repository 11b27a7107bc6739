"""The worker: looks at the clock again and again, does what is due, tells who must know, shows it lives."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from varsam.domain.errors import RegisterError, SourceRejected, VarsamError
from varsam.domain.night_settings import NightSettings
from varsam.domain.notices import Matter
from varsam.domain.said import say
from varsam.services import crew, heartbeat, night, notices, sharing_work
from varsam.services.crew import Crew
from varsam.services.home import Home
from varsam.services.matters import matters
from varsam.services.night_run import place_of
from varsam.store import database
from varsam.store.nights import StoredRun
from varsam.store.workers import SeenWorker

LONGEST_WAIT = timedelta(minutes=1)
_BETWEEN_BEATS = timedelta(seconds=20)
_BETWEEN_LOOKS_SECONDS = 1.0
_BETWEEN_TRIES_SECONDS = 5.0
_SHUN_SECONDS = 60.0
"""How long a worker keeps away from a run whose batch it couldn't do."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did: runs that ended, what stands against the night, what stood in the worker's way.

    `worker`: which one of several it is; `leader`: who leads instead, and then `batches` it took part in.
    """

    runs: tuple[StoredRun, ...] = ()
    matters: tuple[Matter, ...] = ()
    troubles: tuple[VarsamError, ...] = ()
    next_at: datetime | None = None
    worker: str = ""
    leader: str = ""
    batches: int = 0


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
    _crew: Crew | None = None
    _shunned: dict[str, float] = field(default_factory=dict)

    def run(self, done: Callable[[Round], None]) -> None:
        """Go round until told to stop; `done` is given each round. A failing round ends nothing."""
        try:
            while not self.stop():
                one = self.round()
                done(one)
                self._pause(self._seconds(one))
        finally:
            self.leave()

    def _pause(self, seconds: float) -> None:
        """Wait, and no longer than until another worker offers batches."""
        if self._crew is None:
            if not self.stop():
                self.wait(seconds)
            return
        while seconds > 0 and not self.stop():
            self.wait(min(seconds, _BETWEEN_LOOKS_SECONDS))
            seconds -= _BETWEEN_LOOKS_SECONDS
            try:
                if self._on_offer():
                    return
            except VarsamError:
                return  # the next round says what is wrong

    def leave(self) -> None:
        """Be no worker any more, so that another one can lead at once."""
        if self._crew is not None:
            with suppress(VarsamError):  # its lock goes with the process
                self._crew.leave()
            self._crew = None

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
        if self._crew is None and crew.is_possible():
            self._crew = Crew()
        if self._crew is not None and not self._crew.come(home):
            return self._help(home, self._crew)
        self._beat(home, "")
        looked = night.look(
            home,
            self._settings,
            stop=lambda: self._stop(home),
            beat=self._beat_of(home),
        )
        found = matters(home, self._settings)
        troubles = list(notices.tell(home, self._settings, found))
        try:
            notices.ping(home, self._settings)
        except VarsamError as error:
            troubles.append(error)
        heartbeat.beat(home, next_at=looked.next_at, troubles=[each.message for each in troubles])
        if self._crew is None:
            return Round(looked.runs, found, tuple(troubles), looked.next_at)
        batches = self._take_part(home, self._crew, troubles, looked.next_at)
        return Round(looked.runs, found, tuple(troubles), looked.next_at, self._crew.name, "", batches)

    def _help(self, home: Home, mine: Crew) -> Round:
        """Be one of those who don't lead: take batches of what others lead."""
        troubles: list[VarsamError] = []
        leader = mine.leader()
        if not crew.can_share():
            troubles.append(crew.cannot_help(leader))
        batches = self._take_part(home, mine, troubles, None)
        heartbeat.beat(home, troubles=[each.message for each in troubles])
        return Round((), (), tuple(troubles), None, mine.name, leader or "?", batches)

    def _take_part(self, home: Home, mine: Crew, troubles: list[VarsamError], until: datetime | None) -> int:
        """Take batches of runs that others lead; gives how many, and adds what stood in the way."""
        done = 0

        def stop() -> bool:
            return self._stop(home) or (until is not None and home.clock() >= until)

        if mine.trouble is not None:
            troubles.append(mine.trouble)
        for run, plan in self._on_offer():
            try:
                mine.beat(home, doing=plan)
                done += sharing_work.take_part(home, run, plan, stop=stop, progress=self._beat_of(home))
            except Exception as error:  # noqa: BLE001  (the worker's outermost frame)
                self._shunned[run] = time.monotonic() + _SHUN_SECONDS
                troubles.append(error if isinstance(error, VarsamError) else _of_ours(error, plan))
        mine.beat(home, trouble="; ".join(each.message for each in troubles))
        return done

    def _on_offer(self) -> list[tuple[str, str]]:
        now = time.monotonic()
        return [each for each in sharing_work.on_offer() if now >= self._shunned.get(each[0], 0.0)]

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
        lost = self._crew is not None and self._crew.leads and not self._crew.still_leads()
        return lost or self.stop()

    def _beat_of(self, home: Home) -> Callable[[str, int], None]:
        return lambda what, _rows: self._beat(home, what)

    def _beat(self, home: Home, doing: str) -> None:
        """Beat now and then while working: a long batch must not look like death."""
        now = home.clock()
        if self._beaten_at is None or not timedelta() <= now - self._beaten_at < _BETWEEN_BEATS:
            self._beaten_at = now
            heartbeat.beat(home, doing=doing)
            if self._crew is not None:
                self._crew.beat(home, doing=doing)

    def _seconds(self, one: Round) -> float:
        if one.leader:
            return _BETWEEN_LOOKS_SECONDS
        if self._crew is not None and not one.worker:
            return _BETWEEN_TRIES_SECONDS
        if one.next_at is None:
            return LONGEST_WAIT.total_seconds()
        left = one.next_at - self.open_home().clock()
        return min(max(left, timedelta(seconds=1)), LONGEST_WAIT).total_seconds()


def _of_ours(error: Exception, plan: str) -> SourceRejected:
    """Name a mistake of the program by its place, without anything that was worked on."""
    return SourceRejected(
        say("a mistake in the program itself ({place})", place=place_of(error)),
        where=f"plan {plan}",
        hint="report it; whoever leads goes on with the plan",
    )


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
    workers: tuple[SeenWorker, ...] = ()

    @property
    def vanished(self) -> bool:
        """Whether a worker is gone without having been told to end."""
        return any(not each.alive for each in self.workers)


def status(home: Home) -> Status:
    """How the night is, for a person or a monitor. RegisterError: a file must be mended first."""
    wanted = night.settings(home)
    beat = heartbeat.last(home)
    workers = crew.members()
    alive = beat is not None and beat.is_alive(home.clock())
    if workers:
        alive = any(each.alive for each in workers)
    return Status(alive, beat, night.overview(home, wanted), matters(home, wanted), workers)
