"""The plan as a canonical document (frozen, with its selections) and as the JSON that others may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, assert_never, cast

from varsam.domain.plan import (
    DeleteRows,
    ForPerson,
    Kept,
    KeySetUse,
    LookedAt,
    ManualTask,
    OverwriteColumns,
    Plan,
    PlanFinding,
    PlanScope,
    Reason,
    Selected,
    Step,
)
from varsam.formats.canonical_json import Json, canonical, fingerprint, parse
from varsam.formats.predicate_json import (
    from_json,
    new_value_from_json,
    new_value_to_json,
    to_json,
    value_at_from_json,
    value_at_to_json,
)


def named(plan: Plan, plan_id: str) -> Plan:
    """Give a fresh plan its id and its fingerprint, which covers everything but the id."""
    print_ = fingerprint(_document(replace(plan, plan="", fingerprint="")))
    return replace(plan, plan=plan_id, fingerprint=print_)


def write(plan: Plan) -> bytes:
    """Write the frozen document; `read` gives the same plan."""
    return canonical(_document(plan))


def read(document: bytes) -> Plan:
    """Read a frozen document. ValueError (NotCanonical, NoPredicate): it isn't one, or it was changed."""
    said = cast("dict[str, Any]", parse(document))
    try:
        plan = _plan(said)
    except (KeyError, TypeError) as error:
        raise ValueError("the document isn't a plan") from error
    if fingerprint({**said, "plan": "", "fingerprint": ""}) != plan.fingerprint:
        raise ValueError("the plan's fingerprint doesn't fit its content")
    return plan


def _document(plan: Plan) -> dict[str, Json]:
    return {
        "plan": plan.plan,
        "fingerprint": plan.fingerprint,
        "on": plan.on.isoformat(),
        "scope": {"sources": list(plan.scope.sources), "person": plan.scope.person},
        "register": plan.register,
        "maps": dict(plan.maps),
        "snapshots": dict(plan.snapshots),
        "facts": plan.facts,
        "key_sets": [cast("Json", _flat(use)) for use in plan.key_sets],
        "steps": [_step(step) for step in plan.steps],
        "kept": [_dated(_flat(each), "until") for each in plan.kept],
        "for_person": [cast("Json", _flat(each)) for each in plan.for_person],
        "findings": [{**_flat(each), "parameters": dict(each.parameters)} for each in plan.findings],
        "approvals_needed": plan.approvals_needed,
        "reasons_for_second": list(plan.reasons_for_second),
        "looked_at": [_look(each) for each in plan.looked_at],
    }


def _look(look: LookedAt) -> Json:
    return {**cast("dict[str, Json]", _dated(_flat(look), "looked_on")), "next_on": _day(look.next_on)}


def _day(day: date | None) -> Json:
    return day.isoformat() if day is not None else None


def _flat(value: Any) -> dict[str, Any]:
    """The fields of a flat dataclass; `asdict` would copy every text."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _step(step: Step) -> Json:
    match step:
        case DeleteRows(on, detach):
            return {"do": "delete", "on": _selected(on), "detach_first": list(detach)}
        case OverwriteColumns(on, values, groups):
            written = {column: new_value_to_json(value) for column, value in values.items()}
            return {"do": "overwrite", "on": _selected(on), "values": written, "groups": list(groups)}
        case ManualTask():
            return {"do": "manual", **cast("dict[str, Json]", _dated(_flat(step), "due_on"))}
    assert_never(step)


def _selected(on: Selected) -> Json:
    return {
        "step": on.step,
        "source": on.source,
        "kind": on.kind,
        "table": on.table,
        "key": list(on.key),
        "selection": to_json(on.selection),
        "reasons": [cast("Json", _flat(reason)) for reason in on.reasons],
        "batch_by": [value_at_to_json(value) for value in on.batch_by],
        "rows": on.rows,
        "digest": on.digest,
    }


def _dated(said: dict[str, Any], name: str) -> Json:
    day = said[name]
    return {**said, name: day.isoformat() if isinstance(day, date) else None}


def _plan(said: Mapping[str, Any]) -> Plan:
    return Plan(
        plan=said["plan"],
        fingerprint=said["fingerprint"],
        on=date.fromisoformat(said["on"]),
        scope=PlanScope(tuple(said["scope"]["sources"]), said["scope"]["person"]),
        register=said["register"],
        maps=dict(said["maps"]),
        snapshots=dict(said["snapshots"]),
        facts=said["facts"],
        key_sets=tuple(KeySetUse(**each) for each in said["key_sets"]),
        steps=tuple(_read_step(each) for each in said["steps"]),
        kept=tuple(
            Kept(**{**each, "until": date.fromisoformat(each["until"]) if each["until"] else None})
            for each in said["kept"]
        ),
        for_person=tuple(ForPerson(**each) for each in said["for_person"]),
        findings=tuple(PlanFinding(**each) for each in said["findings"]),
        approvals_needed=said["approvals_needed"],
        reasons_for_second=tuple(said["reasons_for_second"]),
        # A plan of an earlier version doesn't say it.
        looked_at=tuple(_read_look(each) for each in said.get("looked_at", ())),
    )


def _read_look(said: Mapping[str, Any]) -> LookedAt:
    looked_on = date.fromisoformat(said["looked_on"])
    next_on = date.fromisoformat(said["next_on"]) if said["next_on"] else None
    return LookedAt(**{**said, "looked_on": looked_on, "next_on": next_on})


def _read_step(said: Mapping[str, Any]) -> Step:
    match said["do"]:
        case "delete":
            return DeleteRows(_read_selected(said["on"]), tuple(said["detach_first"]))
        case "overwrite":
            values = {column: new_value_from_json(value) for column, value in said["values"].items()}
            return OverwriteColumns(_read_selected(said["on"]), values, tuple(said["groups"]))
        case "manual":
            fields = {name: value for name, value in said.items() if name != "do"}
            return ManualTask(**{**fields, "due_on": date.fromisoformat(said["due_on"])})
        case _:
            raise ValueError("the document holds a step of an unknown sort")


def _read_selected(said: Mapping[str, Any]) -> Selected:
    return Selected(
        step=said["step"],
        source=said["source"],
        kind=said["kind"],
        table=said["table"],
        key=tuple(said["key"]),
        selection=from_json(said["selection"]),
        reasons=tuple(Reason(**reason) for reason in said["reasons"]),
        batch_by=tuple(value_at_from_json(value) for value in said["batch_by"]),
        rows=said["rows"],
        digest=said["digest"],
    )


def public(plan: Plan) -> dict[str, Json]:
    """The plan as `varsam plan --json` prints it: the contract that others may rely on."""
    return {
        "plan": plan.plan,
        "fingerprint": plan.fingerprint,
        "on": plan.on.isoformat(),
        "register": plan.register,
        "steps": [_public_step(step) for step in plan.steps if not isinstance(step, ManualTask)],
        "kept": [_dated(_flat(each), "until") for each in plan.kept],
        "manual": [_dated(_flat(task), "due_on") for task in plan.tasks],
        "for_person": [cast("Json", _flat(each)) for each in plan.for_person],
        "findings": [{**_flat(each), "parameters": dict(each.parameters)} for each in plan.findings],
        "approvals_needed": plan.approvals_needed,
        "reasons_for_second": list(plan.reasons_for_second),
        "looked_at": [_look(each) for each in plan.looked_at],
        "totals": {"rows": plan.rows, "objects": len(plan.tasks)},
    }


def _public_step(step: DeleteRows | OverwriteColumns) -> Json:
    on = step.on
    first = on.reasons[0] if on.reasons else None
    values = step.values if isinstance(step, OverwriteColumns) else {}
    return {
        "step": on.step,
        "source": on.source,
        "kind": on.kind,
        "table": on.table,
        "rows": on.rows,
        "columns": cast("list[Json]", sorted(values)),
        "values": {column: new_value_to_json(value) for column, value in values.items()},
        "purpose": first.purpose if first else None,
        "rule": first.rule if first else None,
        "law": first.law if first else None,
        "why": first.why if first else "no_purpose",
        "reasons": [cast("Json", _flat(reason)) for reason in on.reasons],
    }
