"""`plan --explain SOURCE.KIND [--row]`: why the rows of a kind, or one row, go or stay."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from varsam.domain.errors import RegisterError
from varsam.domain.explanation import (
    EventSaid,
    GroupCounted,
    GroupSaid,
    KindSaid,
    PurposeCounted,
    PurposeSaid,
    RowSaid,
    Verdict,
)
from varsam.faces.cli import exits
from varsam.faces.cli.identifiers import FILE_MARK, STDIN, read
from varsam.faces.cli.invocation import Invocation
from varsam.faces.cli.output import Output
from varsam.formats.rule_text import parse, print_rule
from varsam.formats.texts import counted, day_of, has

if TYPE_CHECKING:
    from varsam.domain.register import Register
    from varsam.services.explaining import Gone
    from varsam.services.home import Home


def explain(invocation: Invocation, home: Home, about: str, given: str | None, *, row: bool) -> int:
    """Explain a kind, or with `row` one row whose key is read from a prompt, standard input or a file."""
    from varsam.services import explaining

    words = Words(invocation.output, home.register, home.today)
    if not row and given is None:
        kind = explaining.explain_kind(home, about)
        words.show(plain(kind) | {"on": home.today.isoformat()}, words.kind(kind))
        return exits.DONE
    said = explaining.explain_row(home, about, _key(invocation, home, about, given))
    shown = words.row(said) if isinstance(said, RowSaid) else words.gone(said)
    there = isinstance(said, RowSaid)
    words.show(plain(said) | {"on": home.today.isoformat(), "there": there}, shown)
    return exits.DONE


def refuse_misuse(output: Output, about: str | None, *, explained: bool, row: bool, other: bool) -> None:
    """Refuse options that don't fit together. RegisterError says which belongs to what."""
    hint = output.say("explain.example")
    if about is not None and not explained:
        raise RegisterError(output.say("explain.needs_explain"), where="--explain", hint=hint)
    if row and about is None:
        raise RegisterError(output.say("explain.needs_kind"), where="--row", hint=hint)
    if about is not None and other:
        raise RegisterError(output.say("explain.alone"), where="--source, --sample, --diff", hint=hint)


def _key(invocation: Invocation, home: Home, about: str, given: str | None) -> list[str]:
    """The lines of a key. An argument is refused and never repeated: it may tell who somebody is."""
    output = invocation.output
    if given is not None and given != STDIN and not given.startswith(FILE_MARK):
        raise RegisterError(output.say("explain.key_as_argument"), hint=output.say("explain.key_hint"))
    if given is not None or not sys.stdin.isatty():
        return read(invocation, given).removeprefix("\ufeff").splitlines()
    source, _, name = about.partition(".")
    kinds = home.maps[source].kinds if source in home.maps else ()
    columns = next((kind.key for kind in kinds if kind.name == name), ())
    output.note(output.say("explain.prompt", place=about, columns=", ".join(columns)))
    lines: list[str] = []
    while len(lines) < max(1, len(columns)):
        output.err.write("> ")
        output.err.flush()
        line = sys.stdin.readline()
        if not line.strip():
            break
        lines.append(line)
    return lines


@dataclass(frozen=True, slots=True)
class Words:
    """Says explanations in the register's words."""

    output: Output
    register: Register
    today: date

    def show(self, document: dict[str, Any], lines: Iterator[str]) -> None:
        """Write the JSON document, or the lines for a person."""
        if self.output.as_json:
            self.output.document(document)
            return
        first, *rest = lines
        self.output.line(first, style="bold")
        for line in rest:
            self.output.line(line)

    # -- one row -----------------------------------------------------------------------------------------

    def row(self, said: RowSaid) -> Iterator[str]:
        """One row: what becomes of it, whose it is, and what each purpose says."""
        say = self.output.say
        place = f"{said.source}.{said.kind}"
        yield say("explain.row", place=place, day=self.today.isoformat())
        yield self._verdict(said)
        for fault in said.faults:
            yield say("explain.fault", why=self._fault(fault))
        if said.blocked_by:
            yield say("explain.blocked_by", kinds=", ".join(said.blocked_by))
        if said.part_of and not said.groups:
            parent = f"{said.source}.{said.part_of}"
            yield say("explain.with_parent" if said.parent else "explain.part_of", parent=parent)
        yield from self._owners(said)
        if said.parent is not None:
            yield ""
            yield from self.row(said.parent)
        for group in said.groups:
            yield from self._group(group, gone=group.goes and said.verdict is Verdict.KEEP)

    def _verdict(self, said: RowSaid) -> str:
        say = self.output.say
        match said.verdict:
            case Verdict.OVERWRITE:
                return say("explain.verdict_overwrite", columns=", ".join(said.columns))
            case Verdict.KEEP if said.until is not None:
                return say("explain.verdict_keep_until", day=said.until.isoformat())
            case Verdict.KEEP if said.groups and not all(group.goes for group in said.groups):
                return say("explain.verdict_keep_open")
            case _:
                return say(f"explain.verdict_{said.verdict}")

    def _owners(self, said: RowSaid) -> Iterator[str]:
        say = self.output.say
        if not said.owners:
            yield say("explain.no_owner_said")
            return
        reached = [owner.place for owner in said.owners if owner.reached]
        if not reached:
            yield say("explain.nobody", places=", ".join(owner.place for owner in said.owners))
        for place in reached:
            itself = place == said.kind
            yield say("explain.owner_itself") if itself else say("explain.owner", place=place)

    def _group(self, said: GroupSaid, *, gone: bool) -> Iterator[str]:
        say = self.output.say
        key = "gone" if gone else "goes" if said.goes else "stays"
        key = key if said.purposes else "for_nothing"
        yield ""
        yield say(f"explain.group_{key}", group=said.group, columns=", ".join(said.columns))
        if said.hold:
            yield f"  - {say('explain.hold')}"
        if said.restriction:
            yield f"  - {say('explain.restriction')}"
        for purpose in said.purposes:
            yield from self._purpose(purpose)

    def _purpose(self, said: PurposeSaid) -> Iterator[str]:
        say = self.output.say
        day = day_of(said.due)
        yield f"  - {say(f'explain.{said.standing}', purpose=self._title(said.purpose), day=day)}"
        yield from self._promise(said.rule, said.law)
        for event in said.events:
            yield f"      {self._event(event)}"

    def _event(self, said: EventSaid) -> str:
        say = self.output.say
        if said.day is None:
            return say(f"explain.event_{said.state}", event=said.event)
        if said.latest is None:
            return say("explain.event_date_alone", event=said.event, day=said.day.isoformat())
        latest = said.latest.isoformat()
        return say("explain.event_date", event=said.event, day=said.day.isoformat(), latest=latest)

    def gone(self, said: Gone) -> Iterator[str]:
        """A row that isn't there."""
        say = self.output.say
        yield say("explain.row", place=f"{said.source}.{said.kind}", day=self.today.isoformat())
        if said.plan:
            yield say("explain.gone_by", plan=said.plan, day=day_of(said.on))
        else:
            yield say("explain.gone")

    # -- a kind ------------------------------------------------------------------------------------------

    def kind(self, said: KindSaid) -> Iterator[str]:
        """A kind: what goes, what a person must decide, and how each purpose stands for how many rows."""
        output, say = self.output, self.output.say
        place, rows = f"{said.source}.{said.kind}", output.number(said.rows)
        yield say("explain.kind", place=place, day=self.today.isoformat(), rows=rows)
        if said.never:
            yield say("explain.verdict_never")
        for step, count in said.steps.items():
            key = "delete" if step.endswith(".delete") else "overwrite"
            yield counted(f"explain.step_{key}", count, output.lang, step=step)
        if not said.steps and not said.never:
            yield say("explain.step_none")
        for fault, count in said.faults.items():
            yield counted("explain.fault_count", count, output.lang, why=self._fault(fault))
        if said.part_of and not said.groups:
            yield say("explain.part_of", parent=f"{said.source}.{said.part_of}")
        for group in said.groups:
            yield from self._counted(group)

    def _counted(self, said: GroupCounted) -> Iterator[str]:
        output, say = self.output, self.output.say
        columns = ", ".join(said.columns)
        yield ""
        yield f"{said.group} ({columns})"
        yield f"  {counted('explain.group_goes_count', said.goes, output.lang, group=said.group)}"
        for why, count in (("hold", said.hold), ("restriction", said.restriction)):
            if count:
                yield f"  {counted('explain.count', count, output.lang, said=say(f'explain.{why}'))}"
        for purpose in said.purposes:
            yield from self._purpose_counted(purpose)

    def _purpose_counted(self, said: PurposeCounted) -> Iterator[str]:
        output, say = self.output, self.output.say
        yield f"  - {self._title(said.purpose)}"
        yield from self._promise(said.rule, said.law)
        for event, day in said.cutoffs:
            yield f"      {say('explain.cutoff', event=event, day=day.isoformat())}"
        for standing, count in said.rows.items():
            words = say(f"explain.counted_{standing}")
            if standing == "runs" and said.first is not None and said.last is not None:
                first, last = said.first.isoformat(), said.last.isoformat()
                words = f"{words} {say('explain.first_last', first=first, last=last)}"
            yield f"      {counted('explain.count', count, output.lang, said=words)}"

    # -- words -------------------------------------------------------------------------------------------

    def _promise(self, rule: str, law: str) -> Iterator[str]:
        if rule:
            words = print_rule(parse(rule), self.output.lang)
            yield f"      {self.output.say('explain.rule', rule=words)}"
        if law:
            yield f"      {self.output.say('explain.law', law=law)}"

    def _title(self, purpose: str) -> str:
        known = self.register.purposes().get(purpose)
        return f"{known.title} ({purpose})" if known is not None else purpose

    def _fault(self, fault: str) -> str:
        key = f"for_person.{fault}"
        return self.output.say(key) if has(key) else fault


def plain(value: Any) -> Any:
    """An explanation as JSON: dates as ISO, the key of the row left out."""
    return _plain(asdict(value))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
