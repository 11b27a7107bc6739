"""Fields of rows inside containers: what stands there as a value of the field's family, and back."""

from __future__ import annotations

import datetime as dt
from email.utils import getaddresses, parsedate_to_datetime
from urllib.parse import quote, unquote

from varsam.domain.containers import EMPTY_IS_UNSET, InnerField
from varsam.domain.predicate import Value

_TRUE = frozenset({"1", "true", "yes", "ja", "sant"})
_FALSE = frozenset({"0", "false", "no", "nej", "falskt"})


def read(found: Value, field: InnerField, form: str) -> Value:
    """Read what stands there. What can't be read as its family is unset, so that it keeps the row."""
    if found is None or isinstance(found, bytes):
        return None
    if isinstance(found, str):
        found = _clean(found)
        if field.decode == "percent":
            found = _clean(unquote(found, errors="replace"))
        elif field.decode == "address":
            found = next((address for _, address in getaddresses([found]) if address), "")
        if not found and form in EMPTY_IS_UNSET:
            return None
    try:
        return _typed(found, field, form)
    except (ValueError, TypeError, OverflowError):
        return None


def _clean(text: str) -> str:
    """Without what no database holds: NUL, and bytes that weren't text."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def _typed(found: Value, field: InnerField, form: str) -> Value:
    match field.family:
        case "number":
            return found if isinstance(found, int | float) else _number(str(found))
        case "bool":
            return _bool(found)
        case "date" | "datetime" | "instant":
            return _moment(found, field, form)
        case _:
            if isinstance(found, bool):
                return "true" if found else "false"
            return found if isinstance(found, str) else str(found)


def _number(text: str) -> int | float:
    text = text.strip()
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def _bool(found: Value) -> Value:
    text = str(found).strip().lower()
    return True if text in _TRUE else False if text in _FALSE else None


def _moment(found: Value, field: InnerField, form: str) -> Value:
    if isinstance(found, dt.datetime):
        moment = found
    elif isinstance(found, int | float):
        moment = dt.datetime.fromtimestamp(found, dt.UTC)
    else:
        text = str(found).strip()
        if field.format:
            moment = dt.datetime.strptime(text, field.format)  # noqa: DTZ007  (made aware below)
        elif form in ("mail", "mbox"):
            moment = parsedate_to_datetime(text)
        else:
            moment = dt.datetime.fromisoformat(text)
    if field.family == "date":
        return moment.date()
    if field.family == "datetime":
        return moment.replace(tzinfo=None)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone(dt.UTC)


def written(value: Value, field: InnerField, form: str) -> Value:
    """What is put in the field's place for a value."""
    if isinstance(value, dt.datetime | dt.date):
        value = value.strftime(field.format) if field.format else value.isoformat()
    if isinstance(value, bool) and form in EMPTY_IS_UNSET:
        value = "true" if value else "false"
    if isinstance(value, str) and field.decode == "percent":
        value = quote(value, safe="")
    return value
