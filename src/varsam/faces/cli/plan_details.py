"""What `plan --explain`, `--sample` and `--diff` add: limits, keys of a few rows, what changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from varsam.domain.plan import ManualTask, Plan
from varsam.faces.cli.output import Output


@dataclass(frozen=True, slots=True)
class Limit:
    """Rows of a step go, as far as this purpose is concerned, where the event is on this day or before."""

    step: str
    purpose: str
    rule: str
    event: str
    date: str


def limits(plan: Plan) -> tuple[Limit, ...]:
    """The rules of each step turned round: the latest day of each event with which data goes."""
    from varsam.domain.retention import cutoffs
    from varsam.formats.rule_text import parse

    return tuple(
        Limit(step.on.step, reason.purpose, reason.rule, event, day.isoformat())
        for step in plan.steps
        if not isinstance(step, ManualTask)
        for reason in step.on.reasons
        if reason.rule
        for event, day in cutoffs(parse(reason.rule), plan.on)
    )


def sample(plan: Plan) -> dict[str, list[list[object]]]:
    """The keys of a few rows of each step, as JSON has them."""
    from varsam.formats.predicate_json import value_to_json
    from varsam.services import sampling

    found = sampling.sample(plan.plan)
    return {step: [[value_to_json(part) for part in key] for key in keys] for step, keys in found.items()}


def difference(plan: Plan) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The last plan of the same scope, and (step, rows then, rows now) where they differ; "" without one."""
    from varsam.domain.plan import changes
    from varsam.services import planning

    before = planning.plan_before(plan)
    return ("", ()) if before is None else (before.plan, changes(before, plan))


def document(plan: Plan, *, explain: bool, sampled: bool, diff: bool) -> dict[str, object]:
    """What was asked for, beside the plan's own JSON."""
    found: dict[str, object] = {}
    if diff:
        against, changed = difference(plan)
        steps = [{"step": step, "before": before, "now": now} for step, before, now in changed]
        found["diff"] = {"against": against or None, "steps": steps}
    if explain:
        found["explain"] = [asdict(each) for each in limits(plan)]
    if sampled:
        found["sample"] = sample(plan)
    return found


def show(output: Output, plan: Plan, *, explain: bool, sampled: bool, diff: bool) -> None:
    """Print what was asked for as tables."""
    if explain:
        output.heading(output.say("talk.explained", day=plan.on.isoformat()))
        rows = [(each.step, each.purpose, each.rule, each.event, each.date) for each in limits(plan)]
        output.table(("step", "purpose", "rule", "event", "latest"), rows)
    if sampled:
        output.heading(output.say("talk.sample"))
        keys = [
            (step, ", ".join(str(part) for part in key))
            for step, each in sample(plan).items()
            for key in each
        ]
        output.table(("step", "key"), keys)
    if diff:
        against, changed = difference(plan)
        if not against:
            output.line(output.say("talk.diff_first"))
            return
        output.heading(output.say("talk.diff", plan=against))
        if changed:
            output.table(("step", "before", "now"), changed)
        else:
            output.line(output.say("talk.diff_same"))
