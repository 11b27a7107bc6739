"""Applies a plan with several workers, on PostgreSQL as own state: one leads the run, any may do a batch.

What keeps it right, whatever dies when: a batch is done under a lock that its worker's connection holds.
Before it commits in the source it makes sure that it still holds that lock, inside a lock of the source that
ends with the transaction. So whoever takes a batch over holds the first lock, waits for the second, and then
looks up the intent's keys: a transaction that was under way has ended, one way or the other, and none will
come after.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass

from varsam.domain.errors import SourceUnavailable
from varsam.engine.applying import Applied, Applying
from varsam.sources.base import SharesWork, Source
from varsam.store import journal, key_sets, pacing, queue
from varsam.store.claims import Claims
from varsam.store.runs import within

LOOK_SECONDS = 0.3
_LOOK_FOR_OTHERS_SECONDS = 5.0


@dataclass
class Member:
    """One worker's part in a run.

    `may_go_on` is asked with the source's name when a batch has been claimed, and raises where it mayn't.
    """

    run: Applying
    id: str
    claims: Claims
    may_go_on: Callable[[str], None] = lambda _source: None

    def do(self, number: int, source_name: str) -> int | None:
        """Do one batch, and give its rows. None: somebody else is at it, or has done it.

        Raises as `Applying.run` does; what another worker has done meanwhile stands.
        """
        claim = f"batch:{self.run.plan_id}:{number}"
        if not self.claims.take(within(source_name), shared=True):
            return None
        try:
            if not self.claims.take(claim):
                return None
            try:
                return self._claimed(number, source_name, claim)
            finally:
                with suppress(SourceUnavailable):
                    self.claims.release(claim)
        finally:
            with suppress(SourceUnavailable):
                self.claims.release(within(source_name), shared=True)

    def _claimed(self, number: int, source_name: str, claim: str) -> int | None:
        found, done = journal.of_batch(self.run.plan_id, number)
        if done:
            return None
        self._keep_pace(number, source_name)
        self.may_go_on(source_name)
        source = self.run.estate.sources[source_name]
        if found is not None and isinstance(source, SharesWork):
            source.wait_out(claim)
        intent = None if found is None else found.document
        return self.run.one(number, intent, self._fenced(source, claim))

    def _fenced(self, source: Source, claim: str) -> Callable[[], None]:
        def before_commit() -> None:
            if isinstance(source, SharesWork):
                source.fence(claim)
            self.claims.check()

        return before_commit

    def _keep_pace(self, number: int, source_name: str) -> None:
        pace = self.run.estate.maps[source_name].pace
        if pace.rows_per_second:
            rows = key_sets.batch_rows(self.run.plan_id, number)
            self.run.sleep(pacing.reserve(source_name, rows, pace.rows_per_second))


@dataclass
class Leader:
    """Leads one run: source after source, alone or with others, until the journal says that all is done.

    `others`: whether another worker lives. `alone`: sources whose batches nobody else may take.
    """

    member: Member
    others: Callable[[], bool] = lambda: False
    alone: Collection[str] = ()

    def work(self) -> Applied:
        """Do every batch that isn't done, by whomever. Raises as `Applying.run` does.

        A batch that another worker couldn't do is done here in the end, so it is only here that a plan fails.
        """
        run = self.member.run
        for source, numbers in run.waves():
            left = self._left(numbers)
            if not left:
                continue
            pacing.begin(source)
            if not self._wave(source, left):
                first = min(self._left(numbers), default=None)
                if first is None:
                    continue
                applied = run.counted(stopped=True)
                journal.stopped(run.plan_id, first, {"batches": applied.batches}, run.clock())
                return applied
        return run.counted()

    def _left(self, numbers: Collection[int]) -> list[int]:
        return sorted(set(numbers) - journal.done_batches(self.member.run.plan_id))

    def _wave(self, source: str, left: list[int]) -> bool:
        """Do all batches of a source. False: told to stop."""
        while left:
            if len(left) > 1 and self._may_share(source) and self.others():
                return self._share(source, left)
            if not self._by_myself(source, left):
                return False
            left = self._left(left)
        return True

    def _may_share(self, source: str) -> bool:
        return (
            source not in self.alone
            and isinstance(self.member.run.estate.sources[source], SharesWork)
            and queue.is_available()
        )

    def _by_myself(self, source: str, left: list[int]) -> bool:
        """Do batches alone, until another worker comes who could take some."""
        run, looked = self.member.run, time.monotonic()
        for number in left:
            rows = self.member.do(number, source)
            if rows is None:
                if run.stop():
                    return False
                run.sleep(LOOK_SECONDS)  # a worker of a run that ended is still in it
            else:
                run.progress(source, rows)
            if time.monotonic() - looked > _LOOK_FOR_OTHERS_SECONDS:
                looked = time.monotonic()
                if self._may_share(source) and self.others():
                    return True
        return True

    # -- with others ---------------------------------------------------------------------------------------

    def _share(self, source: str, left: list[int]) -> bool:
        """Let everybody take the batches, take some myself, and see that none stays behind."""
        run, id_ = self.member.run, self.member.id
        place = run.estate.sources[source]
        assert isinstance(place, SharesWork)
        if not self.member.claims.take(queue.run_lock(id_)):
            raise RuntimeError("a run has one leader")
        try:
            place.meet(queue.run_lock(id_))
            queue.offer(id_, run.plan_id, left)
            return self._take(source, left)
        finally:
            # From here on nobody begins a batch; whoever is in one ends it.
            with suppress(SourceUnavailable):
                self.member.claims.release(queue.run_lock(id_))
                queue.withdraw(id_)
                self.member.claims.wait_out(within(source))

    def _take(self, source: str, left: list[int]) -> bool:
        run, seen = self.member.run, set[int]()
        idle: frozenset[int] = frozenset()
        with queue.Taking(self.member.id) as taking:
            while not run.stop():
                taken = taking.next(LOOK_SECONDS)
                if taken is not None:
                    if (rows := self.member.do(taken.batch, source)) is not None:
                        run.progress(source, rows)
                        seen.add(taken.batch)
                    taken.done()
                    continue
                missing = frozenset(self._left(left))
                self._tell(source, set(left) - missing - seen)
                seen = set(left) - missing
                if not missing:
                    return True
                # What nobody will take any more, and nobody is doing: its worker has died.
                waits = missing - queue.waiting(self.member.id)
                for number in sorted(waits & idle):
                    if (rows := self.member.do(number, source)) is not None:
                        run.progress(source, rows)
                        seen.add(number)
                idle = waits
        return False

    def _tell(self, source: str, done: Collection[int]) -> None:
        """Report what others have done."""
        for number in sorted(done):
            self.member.run.progress(source, key_sets.batch_rows(self.member.run.plan_id, number))
