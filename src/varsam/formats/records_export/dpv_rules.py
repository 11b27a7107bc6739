"""Retention rules as linked data: event, period and cap, which DPV has no terms for."""

from __future__ import annotations

from typing import assert_never

from varsam.domain.calendar import Unit
from varsam.domain.register import Purpose
from varsam.domain.retention import Earliest, EventRef, Latest, Period, Plus, Rule, YearEnd, formal
from varsam.formats.records_export import wording
from varsam.formats.texts import Lang


def storage(purpose: Purpose, lang: Lang) -> dict[str, object]:
    """The storage condition of a purpose: its rule with its wording, or the phrase that nobody settled."""
    if purpose.rule is None:
        return {"type": "vsm:Unsettled", "phrase": wording.limit(purpose, lang)}
    head: dict[str, object] = {
        "formal": formal(purpose.rule),
        "description": {"@value": wording.limit(purpose, lang), "@language": lang},
    }
    return tree(purpose.rule) | head


def tree(rule: Rule) -> dict[str, object]:
    """A rule as a tree of the program's own vocabulary."""
    match rule:
        case EventRef(name):
            return {"type": ["vsm:After", "dpv:UntilEventDuration"], "event": name}
        case Plus(EventRef(name), period):
            return {"type": "vsm:After", "event": name, "period": duration(period)}
        case Plus(of, period):
            return {"type": "vsm:After", "of": tree(of), "period": duration(period)}
        case YearEnd(of):
            return {"type": "vsm:YearEnd", "of": tree(of)}
        case Earliest(parts):
            return {"type": "vsm:Earliest", "part": [tree(each) for each in parts]}
        case Latest(parts):
            return {"type": "vsm:Latest", "part": [tree(each) for each in parts]}
    assert_never(rule)


def duration(period: Period) -> str:
    """A period as xsd:duration, which has no weeks: they are days."""
    match period.unit:
        case Unit.DAY:
            return f"P{period.amount}D"
        case Unit.WEEK:
            return f"P{period.amount * 7}D"
        case Unit.MONTH:
            return f"P{period.amount}M"
        case Unit.YEAR:
            return f"P{period.amount}Y"
    assert_never(period.unit)
