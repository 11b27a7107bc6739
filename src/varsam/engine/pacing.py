"""How gently a batch is done: replicas that lag are waited for, locks that others hold are tried again."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, TypeVar

from varsam.domain.errors import SourceBusy, SourceRejected
from varsam.domain.ownership import Pace
from varsam.domain.said import say
from varsam.engine.estate import Estate
from varsam.sources.base import WatchesReplicas

Progress = Callable[[str, int], None]

# After a lock wasn't given in time, and before each further attempt. With a lock time-out of ten seconds a
# batch is given up after a minute and a quarter: who holds a lock for longer won't let go in a moment.
LOCK_PAUSES: Final = (1.0, 2.0, 4.0, 8.0)
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 1.0
_MARKS: Final = 10

_T = TypeVar("_T")


@dataclass
class ReplicaWatch:
    """Whether the replicas of one source are near enough.

    They are when all have got to a place that the source had written up to at most `seconds` ago. So places
    are noted as time goes by, and one of that age or younger counts; at first it is that of this moment.
    """

    source: WatchesReplicas
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _marks: deque[tuple[float, str]] = field(default_factory=deque)
    _near: float | None = None

    def lagging(self) -> tuple[str, ...]:
        """Name the replicas that are too far behind; none when the next batch may begin."""
        now = self.clock()
        if self._near is not None and now - self._near < self.seconds / _MARKS:
            return ()
        self._near = None
        while self._marks and now - self._marks[0][0] > self.seconds:
            self._marks.popleft()
        if not self._marks or now - self._marks[-1][0] >= self.seconds / _MARKS:
            self._marks.append((now, self.source.mark()))
        behind = tuple(self.source.behind(self._marks[0][1]))
        if not behind:
            self._near = now
        return behind


@dataclass
class Pacing:
    """What one run that applies a plan does between its batches and around each.

    `may_go_on` raises NotAllowed when a source's window has closed; it is asked while waiting, too.
    """

    estate: Estate
    may_go_on: Callable[[str, Pace], None]
    stop: Callable[[], bool]
    sleep: Callable[[float], None]
    progress: Progress = lambda _what, _rows: None
    _watches: dict[str, ReplicaWatch | None] = field(default_factory=dict)

    def before(self, source: str) -> bool:
        """Wait until replicas are near enough; False: the run was told to stop.

        SourceBusy: they weren't for as long as the map says. SourceRejected: they can't be seen.
        """
        pace = self.estate.maps[source].pace
        watch = self._watch(source, pace)
        began, pause = time.monotonic(), _FIRST_PAUSE
        while not self.stop():
            self.may_go_on(source, pace)
            lagging = () if watch is None else watch.lagging()
            if not lagging:
                return True
            waited = time.monotonic() - began
            if waited >= pace.replica_wait_seconds:
                raise _lagging(source, lagging, pace)
            if waited >= _LONGEST_PAUSE:
                names = ", ".join(lagging)
                self.progress(say("{source} waits for {names}", source=source, names=names), 0)
            self.sleep(pause)
            pause = min(_LONGEST_PAUSE, 2 * pause)
        return False

    def _watch(self, source: str, pace: Pace) -> ReplicaWatch | None:
        if source not in self._watches:
            opened = self.estate.sources[source]
            watched = None
            if pace.replica_lag_seconds is not None:
                if not isinstance(opened, WatchesReplicas):
                    raise SourceRejected(
                        "this connector can't tell how far replicas are behind",
                        where=f"source {source}",
                        hint="drop pace.replica_lag_seconds from the map",
                    )
                watched = ReplicaWatch(opened, pace.replica_lag_seconds)
            self._watches[source] = watched
        return self._watches[source]

    def patiently(self, source: str, batch: Callable[[], _T]) -> _T:
        """Do a batch, and again after a pause while somebody holds a lock; each attempt is all or nothing.

        SourceBusy: so often that it is given up, or the run was told to stop meanwhile.
        """
        for pause in LOCK_PAUSES:
            try:
                return batch()
            except SourceBusy:
                if not self._rest(source, pause):
                    raise
        try:
            return batch()
        except SourceBusy as busy:
            raise SourceBusy(
                say("{what}; tried {times} times", what=busy.message, times=len(LOCK_PAUSES) + 1),
                where=f"source {source}",
                hint="nothing of this batch was changed, what was done before it stands: apply again when the"
                " lock has gone",
            ) from None

    def _rest(self, source: str, seconds: float) -> bool:
        """Pause, in short parts; False: the run was told to stop."""
        self.progress(say("{source} waits for a lock", source=source), 0)
        while seconds > 0:
            if self.stop():
                return False
            self.sleep(min(seconds, _LONGEST_PAUSE))
            seconds -= _LONGEST_PAUSE
        return True


def _lagging(source: str, names: tuple[str, ...], pace: Pace) -> SourceBusy:
    return SourceBusy(
        say(
            "waited {waited} s for replicas that are more than {lag} s behind: {names}",
            waited=round(pace.replica_wait_seconds),
            lag=f"{pace.replica_lag_seconds:g}",
            names=", ".join(names),
        ),
        where=f"source {source}",
        hint="what is done stands; apply again when the replicas have caught up",
    )
