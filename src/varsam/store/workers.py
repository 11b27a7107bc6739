"""Which workers this home has, on which hosts, and when each gave a sign of life, by the database's clock.

PostgreSQL only. Host names, process numbers and codes only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Now

from varsam.store import lock, models
from varsam.store.ids import new_id
from varsam.store.transaction import writing

_FORGOTTEN_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class SeenWorker:
    """A worker as it was last seen. `prints`: what of its home must agree with the others'.

    `alive`: its connection holds its lock, which a vanished host loses in bounded time.
    """

    id: str
    host: str
    process: int
    prints: str
    beat_at: datetime
    leads: bool
    doing: str
    trouble: str
    alive: bool

    @property
    def name(self) -> str:
        """How people call it."""
        return f"{self.host}/{self.process}"


def worker_lock(id_: str) -> str:
    """The name of the lock that a worker holds as long as it lives."""
    return f"worker:{id_}"


def enter(host: str, process: int, prints: str) -> str:
    """Note that a worker begins, and give its id. Dead ones of its host are forgotten, and long gone ones."""
    id_ = new_id()
    dead = [each.id for each in seen() if each.host == host and not each.alive]
    with writing():
        models.WorkerSeen.objects.filter(Q(id__in=dead) | Q(beat_at__lt=Now() - _FORGOTTEN_AFTER)).delete()
        models.WorkerSeen.objects.create(
            id=id_,
            host=host[:200],
            process=process,
            prints=prints,
            started_at=Now(),
            beat_at=Now(),
            leads=False,
        )
    return id_


def beat(id_: str, *, leads: bool, prints: str, doing: str = "", trouble: str = "") -> bool:
    """Note a sign of life. False: nobody is known by that id (any more)."""
    with writing():
        rows = models.WorkerSeen.objects.filter(id=id_)
        changed = rows.update(
            beat_at=Now(), leads=leads, prints=prints, doing=doing[:200], trouble=trouble[:500]
        )
        return bool(changed)


def leave(id_: str) -> None:
    """Note that a worker ends as it was told to."""
    with writing():
        models.WorkerSeen.objects.filter(id=id_).delete()


def seen() -> tuple[SeenWorker, ...]:
    """All workers that weren't told to end, the one that leads first."""
    found = []
    for row in models.WorkerSeen.objects.order_by("host", "process"):
        alive = lock.is_held(worker_lock(row.id))
        leads = row.leads and alive
        found.append(
            SeenWorker(
                row.id, row.host, row.process, row.prints, row.beat_at, leads, row.doing, row.trouble, alive
            )
        )
    return tuple(sorted(found, key=lambda each: not each.leads))


def others(id_: str) -> bool:
    """Answer whether another worker than this one is alive."""
    ids = models.WorkerSeen.objects.exclude(id=id_).values_list("id", flat=True)
    return any(lock.is_held(worker_lock(each)) for each in ids)
