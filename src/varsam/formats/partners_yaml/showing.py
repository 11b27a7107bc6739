"""A partner and a decision on its data as JSON values, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from varsam.domain.partners import Partner
from varsam.domain.transfers import Flow


def partner_json(partner: Partner) -> dict[str, object]:
    """A partner with the keys of the file; what isn't said is null, or empty."""
    found = _json(partner)
    return found if isinstance(found, dict) else {}


def flow_json(flow: Flow) -> dict[str, object]:
    """Where data goes, whether it may, on what and until when."""
    decision = flow.decision
    return {
        "partner": flow.partner.id,
        "country": flow.country,
        "remote": flow.remote,
        "abroad": flow.abroad,
        "verdict": decision.verdict.value,
        "ground": decision.ground.value,
        "reason": str(decision.reason),
        "transfer": decision.transfer.id if decision.transfer is not None else None,
        "tool": decision.transfer.tool.value if decision.transfer is not None else None,
        "until": decision.until.isoformat() if decision.until is not None else None,
        "law": decision.law,
    }


def _json(value: object) -> object:
    if is_dataclass(value):
        return {each.name: _json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _json(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_json(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value
