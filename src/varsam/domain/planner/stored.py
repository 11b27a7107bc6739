"""How a calendar day of the controller looks in a source's storage form, and back.

The constant is converted, never the column: an index on the column serves, and the same formula runs in
every source.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import assert_never

from varsam.domain.calendar import local_date, local_midnight, time_zone
from varsam.domain.errors import RegisterError
from varsam.domain.ownership import Storage, Stored
from varsam.domain.predicate import Comparison, Value

_TIME_FORMATS = ("%H", "%M", "%S", "%I", "%p", "%X", "%c", "%T")


def bound(day: date, storage: Storage, zone: tzinfo) -> tuple[Comparison, Value, Comparison]:
    """Give the constant for "on that day or before": its comparison, the value, and the complement's.

    For a date `(<=, day, >)`; for a point in time `(<, next local midnight, >=)`, converted to the column's
    zone and form. `zone` is the controller's.
    """
    match storage.stored:
        case Stored.DATE:
            return "<=", day, ">"
        case Stored.TEXT if not has_time(storage.format):
            return "<=", day.strftime(storage.format), ">"
        case _:
            midnight = local_midnight(day + timedelta(days=1), zone)
            return "<", _point(midnight, storage), ">="


def _point(instant: datetime, storage: Storage) -> Value:
    match storage.stored:
        case Stored.INSTANT:
            return instant.astimezone(UTC)
        case Stored.LOCAL:
            return instant.astimezone(time_zone(storage.zone)).replace(tzinfo=None)
        case Stored.EPOCH:
            return int(instant.timestamp())
        case Stored.EPOCH_MS:
            return int(instant.timestamp() * 1000)
        case Stored.TEXT:
            return instant.astimezone(time_zone(storage.zone)).strftime(storage.format)
        case Stored.DATE:
            return instant.date()
    assert_never(storage.stored)


def day_of(value: Value, storage: Storage, zone: tzinfo) -> date:
    """Give the controller's calendar day of a stored value that is set.

    RegisterError when the value doesn't have the form that the map says; the message doesn't repeat it.
    """
    try:
        return _day_of(value, storage, zone)
    except (ValueError, TypeError, OverflowError) as error:
        raise RegisterError(
            f"a value isn't stored as “{storage.stored}”",
            hint="correct `as:`, `format:` or `unset:` of the event in the source map",
        ) from error


def _day_of(value: Value, storage: Storage, zone: tzinfo) -> date:
    match storage.stored:
        case Stored.DATE:
            if isinstance(value, datetime):
                return value.date()
            return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
        case Stored.INSTANT:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
            return local_date(instant if instant.tzinfo else instant.replace(tzinfo=UTC), zone)
        case Stored.LOCAL:
            local = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
            return local_date(local.replace(tzinfo=time_zone(storage.zone)), zone)
        case Stored.EPOCH:
            return local_date(datetime.fromtimestamp(float(str(value)), UTC), zone)
        case Stored.EPOCH_MS:
            return local_date(datetime.fromtimestamp(float(str(value)) / 1000, UTC), zone)
        case Stored.TEXT:
            read = datetime.strptime(str(value), storage.format)  # noqa: DTZ007  (the zone is the map's)
            if not has_time(storage.format):
                return read.date()
            if read.tzinfo is None:
                read = read.replace(tzinfo=time_zone(storage.zone))
            return local_date(read, zone)
    assert_never(storage.stored)


def sentinels(values: tuple[Value, ...], storage: Storage) -> tuple[Value, ...]:
    """Spell the values that mean "not set" also as the column stores them.

    A map writes `1970-01-01` where a column of times holds midnight of that day; a date never equals a time,
    so a sentinel left as it is would be read as a real day, below every limit. What can't be read as a time
    (`0000-00-00`) stays as it is.
    """
    found: dict[Value, None] = dict.fromkeys(values)
    for value in values:
        if (stored := _sentinel(value, storage)) is not None:
            found[stored] = None
    return tuple(found)


def _sentinel(value: Value, storage: Storage) -> Value:
    if storage.stored not in (Stored.DATE, Stored.LOCAL, Stored.INSTANT) or not isinstance(value, str | date):
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    match storage.stored:
        case Stored.DATE:
            return moment.date()
        case Stored.LOCAL:
            return moment.replace(tzinfo=None)
        case _:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def has_time(form: str) -> bool:
    """Whether a text format carries a time of day and so depends on a zone."""
    return any(part in form for part in _TIME_FORMATS)
