"""The night: runs what is due, source by source. One call is one look at the clock.

What is due follows from state alone, so any process may do it: whoever holds the lock goes on where the last
one ended, killed or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from varsam.domain.errors import RegisterError
from varsam.domain.night import (
    Due,
    Hours,
    Outcome,
    due,
    in_order,
    named_for_events,
    night_at,
    takes_events_from,
)
from varsam.domain.night_settings import NightSettings
from varsam.formats import night_yaml
from varsam.services import taking_over
from varsam.services.home import Home
from varsam.services.night_run import LOOK_BACK_DAYS, Ended, SourceRun, attempted, note_end
from varsam.services.planning import Progress, quiet
from varsam.store import lock, nights
from varsam.store.nights import StoredRun

_LOOK_BACK = timedelta(days=LOOK_BACK_DAYS)


def settings(home: Home) -> NightSettings:
    """The settings of the home's nights; those that are safe without a file.

    RegisterErrors: `night.yaml` must be mended, with positions, or names a source that isn't mapped.
    """
    path = home.path / night_yaml.FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return NightSettings()
    except UnicodeDecodeError as error:
        raise RegisterError("the file isn't UTF-8", where=str(path), hint="save it as UTF-8") from error
    except OSError as error:
        raise RegisterError("the file can't be read", where=str(path), hint=str(error.strerror)) from error
    found = night_yaml.parse(text, str(path))
    if unknown := sorted((set(found.sources) | set(found.left_out)) - set(home.maps)):
        raise RegisterError(
            f"there is no source “{unknown[0]}”", where=str(path), hint=f"one of: {', '.join(home.maps)}"
        )
    return found


@dataclass(frozen=True, slots=True)
class Looked:
    """What one look at the clock led to: the runs that ended, and when to look again."""

    runs: tuple[StoredRun, ...]
    next_at: datetime
    stopped: bool = False


def sources_of(home: Home, wanted: NightSettings) -> tuple[str, ...]:
    """The sources that the night works on, in its order: rows go before what they count from."""
    mapped = {name: each for name, each in home.maps.items() if each.kinds and name not in wanted.left_out}
    return in_order({name: takes_events_from(each, mapped, home.register) for name, each in mapped.items()})


def due_now(home: Home, wanted: NightSettings, source: str) -> Due:
    """What is due for a source at the home's instant, from the runs that are noted."""
    now = home.clock()
    hours = wanted.hours_of(home.maps[source], home.register)
    earlier = nights.runs(source, since=(now - _LOOK_BACK).date())
    return due(now, hours, [each.attempt for each in earlier], wanted.patience)


def look(
    home: Home, wanted: NightSettings, *, stop: Callable[[], bool] = lambda: False, beat: Progress = quiet
) -> Looked:
    """Do everything that is due now, and say when something will be.

    A source that fails stops no other. NotAllowed: another worker of this home is at it. SourceUnavailable:
    own state can't be written; nothing is lost, look again later.
    """
    with lock.exclusive("night", wait=False, what="another worker is at it"):
        done = list(taking_over.take_over(home, wanted, stop, beat))
        next_at: list[datetime] = []
        for source in sources_of(home, wanted):
            if stop():
                break
            state = due_now(home, wanted, source)
            if state.night is not None:
                done.append(_run(home, wanted, source, state, stop, beat))
                state = due_now(home, wanted, source)
            next_at.append(state.next_at)
        now = home.clock()
        later = [each for each in next_at if each > now] or [now + wanted.patience.most]
        return Looked(tuple(done), min(later), stopped=stop())


def _run(
    home: Home, wanted: NightSettings, source: str, state: Due, stop: Callable[[], bool], beat: Progress
) -> StoredRun:
    """Run one source, whatever comes of it, and note how it ended."""
    if state.night is None:
        raise ValueError("nothing is due")
    number = nights.begin(source, state.night.day, home.clock())
    if behind := _behind(home, wanted, source):
        return note_end(home, number, Ended(Outcome.BEHIND, behind))
    work = SourceRun(home, wanted, source, state.night, number, stop, beat)
    return note_end(home, number, attempted(work.work))


def _behind(home: Home, wanted: NightSettings, source: str) -> tuple[str, ...]:
    """The sources that name this one as the place of an event, and haven't been planned tonight.

    What they count from lies here; were it gone before they were planned, their rows would stay for ever.
    """
    found = []
    for taker in sources_of(home, wanted):
        if taker == source or source not in named_for_events(home.maps[taker]):
            continue
        night = night_at(home.clock(), wanted.hours_of(home.maps[source], home.register))
        last = [each for each in nights.runs(taker, since=night.day) if each.outcome is not None]
        if not any(each.outcome is not None and each.outcome.has_planned for each in last):
            found.append(taker)
    return tuple(found)


# -- for people and monitors ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceNight:
    """Where a source stands: its last run, when it is due again, how many nights were missed."""

    source: str
    hours: Hours
    last: StoredRun | None
    next_at: datetime
    missed: int = 0
    clock_back: bool = False


def overview(home: Home, wanted: NightSettings) -> tuple[SourceNight, ...]:
    """Where every source of the night stands, in the order in which they are worked on."""
    found = []
    for source in sources_of(home, wanted):
        state = due_now(home, wanted, source)
        hours = wanted.hours_of(home.maps[source], home.register)
        last = nights.last_run(source)
        found.append(SourceNight(source, hours, last, state.next_at, state.missed, state.clock_back))
    return tuple(found)


def nights_of_plans() -> Mapping[str, date]:
    """The plans that the night made or went on with, and the last night in which it worked on each."""
    return nights.nights_of_plans()
