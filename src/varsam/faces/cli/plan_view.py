"""A plan as a person reads it: what goes and why, what stays until when, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from varsam.domain.errors import RegisterError
from varsam.domain.key_texts import as_said
from varsam.domain.plan import DeleteRows, Kept, ManualTask, OverwriteColumns, Plan, Reason, Selected, Step
from varsam.domain.predicate import Built, NewValue
from varsam.domain.register import Register
from varsam.faces.cli.output import Output
from varsam.formats.rule_text import parse, print_rule
from varsam.formats.texts import counted, day_of, has

SHORT = 12
"""So much of a fingerprint is shown to people, and suffices to name a version."""

_WITHOUT_DATE = {"hold": "word.until_lifted", "restriction": "word.until_lifted", "rule": "word.open"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Shows plans with the register's words; one that names what the register has lost shows the bare ids."""

    output: Output
    register: Register

    def show(self, plan: Plan, state: str = "", *, brief: bool = False) -> None:
        """Print the whole plan; in brief, what stays is summed up per purpose, and findings are counted."""
        output = self.output
        output.line(output.say("talk.plan_of", plan=plan.plan, day=plan.on.isoformat()), style="bold")
        if state:
            output.line(output.say(f"state.{state}"))
        if not brief:
            output.line(output.say("talk.by_register", fingerprint=plan.register[:SHORT]))
        self._goes(plan, brief=brief)
        self._tasks(plan)
        self._for_person(plan)
        if brief:
            self._sums(plan)
        else:
            self._findings(plan)
            self._stays(plan)
        self._second(plan)

    def _goes(self, plan: Plan, *, brief: bool) -> None:
        output = self.output
        rows = [row for step in plan.steps if (row := self._step(step))]
        if not rows:
            output.line(output.say("talk.nothing_goes"))
            return
        tables = len(
            {(step.on.source, step.on.table) for step in plan.steps if not isinstance(step, ManualTask)}
        )
        output.heading(counted("talk.goes", plan.rows, output.lang, tables=output.number(tables)))
        columns = ("source", "kind", "rows", "action", "why", "rule", "law")
        shown = [place for place, name in enumerate(columns) if not brief or name not in ("why", "law")]
        output.table([columns[place] for place in shown], [[row[place] for place in shown] for row in rows])

    def _step(self, step: Step) -> tuple[object, ...] | None:
        """One row of the table of what goes; tasks by hand have a table of their own."""
        match step:
            case DeleteRows(on):
                return self._row(on, self.output.say("action.delete"))
            case OverwriteColumns(on, values):
                fields = ", ".join(_written(column, value) for column, value in values.items())
                return self._row(on, f"{self.output.say('action.overwrite')}: {fields}")
            case ManualTask():
                return None
        assert_never(step)

    def _row(self, on: Selected, action: str) -> tuple[object, ...]:
        reasons = on.reasons or (Reason("", "", "", "no_purpose"),)
        why = "; ".join(dict.fromkeys(self._why(each) for each in reasons))
        rules = "; ".join(dict.fromkeys(self._rule(each.rule) for each in reasons if each.rule))
        laws = "; ".join(dict.fromkeys(each.law for each in reasons if each.law))
        return (on.source, on.kind, on.rows, action, why, rules, laws)

    def _why(self, reason: Reason) -> str:
        key = f"why.{reason.why}"
        said = self.output.say(key) if has(key) else reason.why
        return f"{self._purpose(reason.purpose)}: {said}" if reason.purpose else said

    def _purpose(self, purpose: str) -> str:
        known = self.register.purposes().get(purpose)
        return known.title if known is not None else purpose

    def _rule(self, rule: str) -> str:
        try:
            return print_rule(parse(rule), self.output.lang)
        except RegisterError:
            return rule

    def _stays(self, plan: Plan) -> None:
        if not plan.kept:
            return
        output = self.output
        output.heading(output.say("talk.stays"))
        rows = [
            (each.source, each.kind, each.group, each.rows, self._keeper(each), self._until(each), each.law)
            for each in plan.kept
        ]
        output.table(("source", "kind", "group", "rows", "why", "until", "law"), rows)

    def _sums(self, plan: Plan) -> None:
        """What stays, per purpose: how many rows, and the first and the last day of those with a date."""
        output = self.output
        sums: dict[str, list[Kept]] = {}
        for each in plan.kept:
            sums.setdefault(self._keeper(each), []).append(each)
        rows = []
        for why, kept in sums.items():
            days = sorted(each.until for each in kept if each.until is not None)
            shown = dict.fromkeys(day_of(day) for day in (days[:1] + days[-1:]))
            until = " – ".join(filter(None, shown)) or self._until(kept[0])
            laws = ", ".join(dict.fromkeys(each.law for each in kept if each.law))
            rows.append((sum(each.rows for each in kept), why, until, laws))
        if rows:
            output.heading(output.say("talk.stays"))
            output.table(("rows", "why", "until", "law"), rows)
        if plan.findings:
            output.line(output.say("talk.findings", count=output.number(len(plan.findings))))

    def _keeper(self, kept: Kept) -> str:
        said = self.output.say(f"kept.{kept.why}") if has(f"kept.{kept.why}") else kept.why
        return f"{self._purpose(kept.purpose)}: {said}" if kept.purpose else said

    def _until(self, kept: Kept) -> str:
        if kept.until is not None:
            return day_of(kept.until)
        return self.output.say(_WITHOUT_DATE.get(kept.why, "word.until_decided"))

    def _tasks(self, plan: Plan) -> None:
        tasks = plan.tasks
        output = self.output
        if plan.looked_at:
            self._looked_at(plan)
        if not tasks:
            return
        output.heading(output.say("talk.tasks"))
        rows = []
        for task in tasks:
            why = output.say(f"why.{task.why}") if has(f"why.{task.why}") else task.why
            due = task.due_on.isoformat()
            rows.append((task.source, task.kind, task.description, task.responsible, due, why))
        output.table(("source", "kind", "task", "responsible", "due", "why"), rows)

    def _looked_at(self, plan: Plan) -> None:
        output = self.output
        output.heading(output.say("talk.looked_at"))
        rows = [
            (
                each.source,
                each.kind,
                each.responsible,
                each.looked_on.isoformat(),
                day_of(each.next_on) or "–",
            )
            for each in plan.looked_at
        ]
        output.table(("source", "kind", "responsible", "looked_on", "next_on"), rows)

    def _for_person(self, plan: Plan) -> None:
        if not plan.for_person:
            return
        output = self.output
        output.heading(output.say("talk.for_person"))
        rows = []
        for each in plan.for_person:
            key = f"for_person.{each.fault}"
            said = output.say(key) if has(key) else each.fault
            rows.append((each.source, each.kind, each.rows, f"{said} {each.why}".strip()))
        output.table(("source", "kind", "rows", "why"), rows)

    def _findings(self, plan: Plan) -> None:
        if not plan.findings:
            return
        output = self.output
        output.heading(output.say("talk.findings", count=output.number(len(plan.findings))))
        rows = []
        for each in plan.findings:
            key = f"plan_finding.{each.code}"
            values = _named(each.parameters, self._purpose)
            check = f"check.{each.code}"
            said = output.say(key, **values) if has(key) else output.say(check) if has(check) else each.code
            where = str(values.get("where") or ".".join(filter(None, (each.source, each.kind))))
            rows.append((output.say(f"level.{each.level}"), each.code, where, said))
        styles = ["bold red" if each.level == "error" else "" for each in plan.findings]
        output.table(("level", "code", "where", "finding"), rows, styles=styles)

    def _second(self, plan: Plan) -> None:
        output = self.output
        for each in plan.reasons_for_second:
            source, _, table = each.partition(".")
            if table:
                output.line(output.say("second.share", source=source, table=table))
            else:
                output.line(output.say("second.rows", source=source))
        if plan.approvals_needed > 1:
            output.line(output.say("talk.second_needed"))


def _named(parameters: Mapping[str, str | int], title: Callable[[str], str]) -> dict[str, str | int]:
    """Parameters with the purpose called by its title, as a person knows it."""
    if "purpose" in parameters:
        return {**parameters, "purpose": f"{title(str(parameters['purpose']))} ({parameters['purpose']})"}
    return dict(parameters)


def _written(column: str, value: NewValue) -> str:
    """A column that is overwritten; with its text where each row gets its own."""
    return f"{column} = {as_said(value)}" if isinstance(value, Built) else column
