"""Keeps what the night did, source by source, and which notices left. Codes, ids and numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from varsam.domain.night import Attempt, Outcome
from varsam.store import models
from varsam.store.transaction import writing


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One attempt of one source: `rows` that were due, `overdue` of them for longer than is put up with.

    `reason` holds codes with spaces between them. `standing`: the approval that it was applied under.
    """

    id: int
    source: str
    night: date
    started_at: datetime
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    reason: str = ""
    plan: str = ""
    standing: str = ""
    rows: int = 0
    overdue: int = 0

    @property
    def attempt(self) -> Attempt:
        """What deciding what is due needs to know of it."""
        return Attempt(self.night, self.started_at, self.ended_at, self.outcome)


def begin(source: str, night: date, at: datetime) -> int:
    """Note that a run begins, before it does anything."""
    with writing():
        return models.NightRun.objects.create(source=source, night=night, started_at=at).id


def note_plan(run: int, plan: str, rows: int) -> None:
    """Note which plan a run works on, before it changes anything."""
    with writing():
        models.NightRun.objects.filter(id=run).update(plan=plan, rows=rows)


def end(
    run: int,
    at: datetime,
    outcome: Outcome,
    *,
    reason: Sequence[str] = (),
    rows: int | None = None,
    standing: str = "",
    overdue: int = 0,
) -> StoredRun:
    """Note how a run ended; `rows` None: as many as its plan named."""
    with writing():
        row = models.NightRun.objects.get(id=run)
        row.ended_at, row.outcome, row.reason = at, str(outcome), " ".join(reason)
        row.standing, row.overdue = standing, overdue
        row.rows = row.rows if rows is None else rows
        row.save()
        return _run(row)


def runs(source: str | None = None, *, since: date | None = None) -> tuple[StoredRun, ...]:
    """The runs (of a source, since a night), oldest first."""
    rows = models.NightRun.objects.order_by("id")
    if source is not None:
        rows = rows.filter(source=source)
    if since is not None:
        rows = rows.filter(night__gte=since)
    return tuple(_run(row) for row in rows)


def last_run(source: str) -> StoredRun | None:
    """The last run of a source."""
    row = models.NightRun.objects.filter(source=source).order_by("-id").first()
    return None if row is None else _run(row)


def is_of_a_night(plan: str) -> bool:
    """Whether the night made a plan or went on with it."""
    return models.NightRun.objects.filter(plan=plan).exists()


def nights_of_plans() -> dict[str, date]:
    """The plans that the night made or went on with, and the last night in which it worked on each."""
    rows = models.NightRun.objects.exclude(plan="").values_list("plan").annotate(last=Max("night"))
    return dict(rows)


# -- notices -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """The last notice about a cause over a channel."""

    cause: str
    channel: str
    solved: bool
    day: date


def note_sent(causes: Sequence[tuple[str, bool]], channel: str, day: date, at: datetime) -> None:
    """Note that notices left: (cause, whether it was said to be solved)."""
    with writing():
        models.NoticeSent.objects.bulk_create(
            models.NoticeSent(cause=cause, channel=channel, solved=solved, day=day, at=at)
            for cause, solved in causes
        )


def last_notices() -> tuple[StoredNotice, ...]:
    """The last notice about each cause over each channel."""
    newest = models.NoticeSent.objects.values("cause", "channel").annotate(last=Max("id")).values("last")
    rows = models.NoticeSent.objects.filter(id__in=newest).order_by("id")
    return tuple(StoredNotice(row.cause, row.channel, row.solved, row.day) for row in rows)


def _run(row: models.NightRun) -> StoredRun:
    return StoredRun(
        row.id,
        row.source,
        row.night,
        row.started_at,
        row.ended_at,
        Outcome(row.outcome) if row.outcome else None,
        row.reason,
        row.plan,
        row.standing,
        row.rows,
        row.overdue,
    )
