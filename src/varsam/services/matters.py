"""What of the night somebody must hear of, read from what is noted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from varsam.domain.night import Outcome, night_at
from varsam.domain.night_settings import NightSettings
from varsam.domain.notices import Matter
from varsam.domain.plan import PlanState
from varsam.services import night
from varsam.services.home import Home
from varsam.services.night_run import LOOK_BACK_DAYS
from varsam.store import nights, plans, standing
from varsam.store.nights import StoredRun

PATIENT_ATTEMPTS = 3
"""So many attempts of one night are made before somebody is told that a source can't be reached."""

ENDS_SOON_DAYS = 14
_WAITING = (PlanState.DRAFTED, PlanState.WAITING)
_NOT_DONE = (Outcome.UNREACHED, Outcome.BEHIND, Outcome.BUSY, Outcome.FAILED, Outcome.STOPPED, None)


def matters(home: Home, wanted: NightSettings) -> tuple[Matter, ...]:
    """Everything that stands against the night now, source by source."""
    return tuple(
        matter
        for each in night.overview(home, wanted)
        for matter in (*_of_time(home, wanted, each), *_of_run(home, wanted, each), *_of_standing(home, each))
    )


def _of_time(home: Home, wanted: NightSettings, each: night.SourceNight) -> Iterator[Matter]:
    if each.clock_back:
        yield Matter("clock_back", each.source)
    elif each.missed:
        yield Matter("missed", each.source, days=each.missed)
    known = _known(home, each)
    good = [run for run in known if run.outcome is not None and run.outcome.has_planned]
    since = (good[-1] if good else known[0]).night if known else None
    if since is not None and not each.clock_back:
        days = (home.real_today - since).days
        if days > wanted.overdue_days + 1:
            yield Matter("unplanned", each.source, days=days)


def _of_run(home: Home, wanted: NightSettings, each: night.SourceNight) -> Iterator[Matter]:
    run = each.last
    if run is None:
        return
    known = {"source": each.source, "plan": run.plan, "rows": run.rows}
    reasons = tuple(run.reason.split())
    match run.outcome:
        case Outcome.FAILED if "not_verified" in reasons:
            yield Matter("not_verified", **known)  # type: ignore[arg-type]
        case Outcome.FAILED:
            yield Matter("failed", each.source, run.plan, reasons=reasons[:1], where=" ".join(reasons[1:]))
        case Outcome.UNREACHED if _is_enough(home, each, run):
            yield Matter("unreached", each.source, where=" ".join(reasons))
        case Outcome.BEHIND if _is_enough(home, each, run):
            yield Matter("behind", each.source, where=", ".join(reasons))
        case Outcome.BUSY if _is_enough(home, each, run):
            yield Matter("busy", each.source, run.plan)
        case Outcome.WAITS if plans.state_of(run.plan) in _WAITING:
            yield Matter("waits", reasons=reasons, **known)  # type: ignore[arg-type]
            yield from _overdue(wanted, run)
        case Outcome.OBSERVED if run.rows:
            yield Matter("would_go", **known)  # type: ignore[arg-type]
            if len({one.night for one in _known(home, each)}) > wanted.observe_nights:
                yield from _overdue(wanted, run)
        case _:
            return


def _known(home: Home, each: night.SourceNight) -> tuple[StoredRun, ...]:
    return nights.runs(each.source, since=home.real_today - timedelta(days=LOOK_BACK_DAYS))


def _overdue(wanted: NightSettings, run: StoredRun) -> Iterator[Matter]:
    if run.overdue:
        yield Matter("overdue", run.source, run.plan, run.overdue, wanted.overdue_days)


def _is_enough(home: Home, each: night.SourceNight, run: StoredRun) -> bool:
    """Answer whether trying again has been tried: often enough, or until the night was over."""
    tonight = night_at(home.clock(), each.hours)
    if run.night != tonight.day or home.clock() >= tonight.ends:
        return True
    attempts = [one for one in nights.runs(each.source, since=run.night) if one.outcome in _NOT_DONE]
    return len(attempts) >= PATIENT_ATTEMPTS


def _of_standing(home: Home, each: night.SourceNight) -> Iterator[Matter]:
    current = standing.current(each.source)
    if current is None:
        return
    left = (current.terms.until - home.real_today).days
    if 0 <= left <= ENDS_SOON_DAYS and standing.waiting(each.source, home.real_today) is None:
        yield Matter("standing_ends", each.source, days=left)
