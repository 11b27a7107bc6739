"""This worker among the others of its home: one leads, the others take batches.

Only on PostgreSQL as own state. Who leads holds a lock on a connection; when it dies or vanishes, another one
gets it.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field

from django.db import connection

from varsam.domain.errors import NotAllowed, SourceUnavailable, VarsamError
from varsam.domain.said import say
from varsam.services import sharing_work
from varsam.services.home import Home
from varsam.store import queue, workers
from varsam.store.claims import Claims
from varsam.store.workers import SeenWorker

_LEAD = "lead"


def is_possible() -> bool:
    """Whether own state lies where several workers can share it."""
    return connection.vendor == "postgresql"


def can_share() -> bool:
    """Whether batches can be handed out here: the extra `workers` is installed."""
    return queue.is_possible()


@dataclass
class Crew:
    """One worker's place among all. Raises SourceUnavailable where own state can't be reached."""

    id: str = ""
    leads: bool = False
    trouble: VarsamError | None = None
    _claims: Claims = field(default_factory=Claims)

    @property
    def name(self) -> str:
        """How people call this worker: host and process."""
        return f"{socket.gethostname()}/{os.getpid()}"

    def come(self, home: Home) -> bool:
        """Be there, and lead if nobody else does; whether this one leads.

        A connection that was lost took the lead with it: then it begins anew as one of the crew.
        """
        try:
            self._claims.check()
        except SourceUnavailable:
            self._claims, self.id, self.leads = Claims(), "", False
        if not self.id:
            self.id = workers.enter(socket.gethostname(), os.getpid(), sharing_work.prints_of(home))
            self._claims.take(workers.worker_lock(self.id))
            self._make_queue()
        self.leads = self.leads or self._claims.take(_LEAD)
        home.worker = self.id
        self.beat(home)
        return self.leads

    def _make_queue(self) -> None:
        """Without it this worker can lead, and do everything alone."""
        self.trouble = None
        try:
            if queue.is_possible():
                queue.install(anew=not workers.others(self.id))
        except NotAllowed as error:
            self.trouble = error

    def still_leads(self) -> bool:
        """Make sure that the lead wasn't lost meanwhile."""
        try:
            self._claims.check()
        except SourceUnavailable:
            self.leads = False
        return self.leads

    def beat(self, home: Home, *, doing: str = "", trouble: str = "") -> None:
        """Give a sign of life."""
        prints = sharing_work.prints_of(home)
        if not workers.beat(self.id, leads=self.leads, prints=prints, doing=doing, trouble=trouble):
            self.id = ""  # it was taken for dead and forgotten; it comes again with the next round

    def leader(self) -> str:
        """The name of whoever leads; empty in the moment in which nobody does."""
        return next((each.name for each in workers.seen() if each.leads), "")

    def leave(self) -> None:
        """Go, so that another one can lead at once."""
        if self.id:
            workers.leave(self.id)
        self._claims.close()
        self._claims, self.id, self.leads = Claims(), "", False


def members() -> tuple[SeenWorker, ...]:
    """All workers of this home; none where it can only have one."""
    return workers.seen() if is_possible() else ()


def cannot_help(leader: str) -> NotAllowed:
    """Say that this worker has nothing to do as long as another one leads."""
    return NotAllowed(
        say("worker {leader} leads, and this one can't take batches", leader=leader or "?"),
        where="worker",
        hint="install varsam[workers] on every host, or stop one of the two",
    )
