"""A proposal written as a source map: complete, with confidence and reason as comments and questions as TODO.

The text is a map that `parse` takes as it is. Nothing in it comes from a cell, except the words that name
sorts of rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from varsam.domain.ownership import SourceMap
from varsam.domain.proposal import Proposal, ProposedColumn, ProposedKind, ProposedOwner, Reference, Saying
from varsam.formats.source_map import words
from varsam.formats.texts import Lang, number, text

_PLAIN = re.compile(r"[A-Za-zÅÄÖåäö_][\wÅÄÖåäö.-]*\Z")
_RESERVED = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "~", "is"})
_PATH_NAME = re.compile(r"\w+\Z")


def written(proposal: Proposal, mapped: SourceMap, lang: Lang) -> str:
    """Write the map: where the source is as in `mapped`, everything else as proposed."""
    writer = _Writer(proposal, lang)
    lines = [*writer.head(mapped), *_place(mapped, proposal), *writer.kinds(), *writer.ignored()]
    return "\n".join(lines) + "\n"


def missing(
    proposal: Proposal, kinds: Sequence[ProposedKind], taken: Mapping[str, Sequence[str]], lang: Lang
) -> str:
    """Write only what a map lacks, to be pasted into it: new kinds, and new groups of kinds that are there.

    `taken`: the groups of each kind that is there, by its name; of those kinds only groups are written.
    """
    writer = _Writer(proposal, lang)
    lines = [f"# {writer.say('new_head', source=proposal.source)}", "kinds:"]
    for kind in kinds:
        if kind.name in taken:
            lines += [f"  {scalar(kind.name)}:", *writer.groups(kind, taken[kind.name])]
        else:
            lines += writer.kind(kind)
    return "\n".join(lines) + "\n"


def said(saying: Saying, lang: Lang) -> str:
    """A reason or a question in words."""
    values = dict(saying.values)
    for name in ("what", "why"):
        if name in values:
            values[name] = text(f"propose.{values[name]}", lang)
    return text(f"propose.{saying.code}", lang, **values)


def scalar(value: object) -> str:
    """A YAML scalar that is read back as the same value."""
    if isinstance(value, str):
        plain = _PLAIN.match(value) and value.lower() not in _RESERVED
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def path_name(name: str) -> str:
    """A column's name as a path takes it."""
    return name if _PATH_NAME.match(name) else '"' + name.replace('"', '\\"') + '"'


def _flow(values: Sequence[str]) -> str:
    return "[" + ", ".join(scalar(each) for each in values) + "]"


def _sure(confidence: float) -> str:
    return f"{confidence:.2f}"


def _place(mapped: SourceMap, proposal: Proposal) -> Iterator[str]:
    yield f"source: {mapped.source}"
    yield f"connector: {mapped.connector}"
    options = dict(mapped.options)
    for name in words.URLS:
        if name in options:
            yield f"{name}: {scalar(options.pop(name))}"
    if proposal.key_option:
        options["key"] = proposal.key_option[0]
    if options:
        yield "options:"
        for name, value in options.items():
            shown = _flow([str(each) for each in value]) if isinstance(value, tuple) else scalar(value)
            yield f"  {scalar(name)}: {shown}"
    yield f"zone: {mapped.zone}"
    limits = mapped.limits
    rows = limits.rows if limits.rows is not None else 1000
    share = limits.share if limits.share is not None else 0.1
    yield f"limits: {{rows: {rows}, share: {share:.0%}}}"


class _Writer:
    """Writes one proposal in one language."""

    def __init__(self, proposal: Proposal, lang: Lang) -> None:
        self._proposal = proposal
        self._lang = lang
        self._kinds = {kind.table: kind for kind in proposal.kinds}

    def say(self, code: str, **values: str | int) -> str:
        return said(Saying(code, values), self._lang)

    def head(self, mapped: SourceMap) -> Iterator[str]:
        rows = sum(sample.rows for sample in self._proposal.samples.values())
        yield f"# {self.say('head', source=mapped.source, rows=number(rows, self._lang))}"
        yield f"# {self.say('head_decides')}"
        yield f"# {self.say('head_reading')}"
        for category, purposes in self._proposal.purposes.items():
            if purposes:
                yield f"# {self.say('head_purposes', category=category, purposes=', '.join(purposes))}"
        without = [category for category, purposes in self._proposal.purposes.items() if not purposes]
        if without:
            yield f"# {self.say('head_no_purposes', categories=', '.join(without))}"
        if mapped.kinds:
            yield f"# {self.say('head_existing', names=', '.join(kind.name for kind in mapped.kinds))}"
        for each in self._proposal.skipped:
            yield f"# TODO {said(each, self._lang)}"
        if self._proposal.key_option:
            yield f"# TODO {self.say('key_option', columns=', '.join(self._proposal.key_option))}"

    def kinds(self) -> Iterator[str]:
        yield "kinds:" if self._proposal.kinds else "kinds: {}"
        for kind in self._proposal.kinds:
            yield from self.kind(kind)

    def ignored(self) -> Iterator[str]:
        if self._proposal.undecided:
            yield f"# TODO {self.say('undecided')}"
            for each in self._proposal.undecided:
                yield f"#   {each.table}: {said(each.reason, self._lang)}"
        alone = [*self._proposal.left, *self._proposal.ignored]
        if alone:
            yield "ignored:"
            for each in alone:
                reason = json.dumps(said(each.reason, self._lang), ensure_ascii=False)
                yield f"  {scalar(each.table)}: {reason}"

    # -- one kind ------------------------------------------------------------------------------------------

    def kind(self, kind: ProposedKind) -> Iterator[str]:
        yield ""
        yield f"  # {_sure(kind.owner.confidence)}: {said(kind.owner.reason, self._lang)}"
        yield from (f"  # {each}" for each in self._seen(kind))
        yield from (f"  # TODO {said(each, self._lang)}" for each in kind.questions)
        yield f"  {scalar(kind.name)}:"
        yield f"    table: {scalar(kind.table)}"
        if kind.key != ("id",):
            yield f"    key: {scalar(kind.key[0]) if len(kind.key) == 1 else _flow(kind.key)}"
        yield from self._whose(kind)
        if kind.collected is not None:
            date = kind.collected
            form = f", format: {scalar(date.format)}" if date.format else ""
            column = scalar(path_name(date.name))
            yield f"    collected: {{column: {column}, as: {date.stored}{form}}}"
        yield from self.groups(kind)
        yield from self._remarks(kind)

    def _seen(self, kind: ProposedKind) -> Iterator[str]:
        sample = self._proposal.samples[kind.table]
        if sample.way in ("spread", "ends", "first"):
            yield self.say(f"way_{sample.way}", count=sample.rows)
        if sample.cut:
            yield self.say("cut")

    def _whose(self, kind: ProposedKind) -> Iterator[str]:
        if kind.owner.way == "person":
            yield "    person: true"
        if kind.identifiers:
            yield "    identifiers:"
            for type_, column in kind.identifiers.items():
                path = column if "." in column else path_name(column)
                yield f"      {type_}: {scalar(path)}"
        if kind.references:
            yield "    refs:"
            for one in kind.references:
                name = kind.reference_names[one.place]
                reason = f"{_sure(one.confidence)}: {said(one.reason, self._lang)}"
                yield f"      {scalar(name)}: {self._reference(one)}  # {reason}"
        yield from self._owner(kind)

    def _reference(self, one: Reference) -> str:
        other = self._kinds[one.other]
        theirs = tuple(column for _, column in one.pairs)
        if not (one.prefix or one.as_text or one.fixed) and theirs == other.key:
            if len(theirs) == 1:
                return f"{{kind: {scalar(other.name)}, column: {scalar(one.columns[0])}}}"
            return f"{{kind: {scalar(other.name)}, columns: {_flow(one.columns)}}}"
        pairs = []
        for mine, column in one.pairs:
            template = f"{one.prefix}{{{column}}}" if one.prefix or one.as_text else column
            pairs.append(f"{scalar(mine)}: {scalar(template)}")
        if one.fixed is not None:
            pairs.append(f"{scalar(one.fixed[0])}: {{is: {scalar(one.fixed[1])}}}")
        return f"{{kind: {scalar(other.name)}, on: {{{', '.join(pairs)}}}}}"

    def _owner(self, kind: ProposedKind) -> Iterator[str]:
        owner = kind.owner
        match owner.way:
            case "part":
                assert owner.reference is not None
                yield f"    part_of: {scalar(kind.reference_names[owner.reference.place])}"
            case "reference" if owner.reference is None:
                yield f"    owner: {scalar(self._down(kind))}"
            case "reference":
                assert owner.reference is not None
                name = scalar(kind.reference_names[owner.reference.place])
                unset = [each.value for each in kind.sentinels.get(owner.reference.columns[0], ())]
                shown = ", ".join(scalar(each) for each in unset if isinstance(each, str | int))
                yield f"    owner: {{ref: {name}, unset: [{shown}]}}" if shown else f"    owner: {name}"
            case "email":
                mail = f"{{email: {scalar(path_name(owner.column))}}}"
                direct = self._direct(kind)
                yield f"    owner: {{ref: {direct}, else: {mail}}}" if direct else f"    owner: {mail}"
            case _ if not kind.holds and not self._has_parts(kind):
                yield "    holds: nothing"
            case _:
                pass

    def _direct(self, kind: ProposedKind) -> str:
        """A reference to a person that is set in some rows: it says more than an address where it is."""
        for one in kind.references:
            if self._kinds[one.other].owner.way == "person" and one.filled > 0 and not one.fixed:
                return scalar(kind.reference_names[one.place])
        return ""

    def _has_parts(self, kind: ProposedKind) -> bool:
        return any(
            each.owner.way == "part"
            and each.owner.reference is not None
            and each.owner.reference.other == kind.table
            for each in self._proposal.kinds
        )

    def _down(self, kind: ProposedKind) -> str:
        """The path over the rows that join this one to a person."""
        here, steps = kind, []
        for one in kind.owner.down:
            if one.table == here.table:
                steps.append(here.reference_names[one.place])
                here = self._kinds[one.other]
                continue
            below = self._kinds[one.table]
            several = sum(1 for each in below.references if each.other == here.table) > 1
            steps.append(f"{below.name}@{below.reference_names[one.place]}" if several else below.name)
            here = below
        return ".".join(steps)

    def groups(self, kind: ProposedKind, taken: Sequence[str] = ()) -> Iterator[str]:
        groups: dict[str, list[ProposedColumn]] = {}
        for column in kind.columns:
            name = "text" if column.free_text else column.category.replace(".", "_")
            while name in taken:
                name += "_2"
            groups.setdefault(name, []).append(column)
        if groups:
            yield "    groups:"
        for name, columns in groups.items():
            category = columns[0].category
            yield f"      {name}:"
            yield "        columns:"
            for column in columns:
                reason = f"{_sure(column.confidence)}: {said(column.reason, self._lang)}"
                yield f"          - {scalar(column.name)}  # {reason}"
            yield f"        category: {category}"
            if any(column.free_text for column in columns):
                yield "        free_text: true"
            values = {each.name: kind.required[each.name] for each in columns if each.name in kind.required}
            if values:
                yield f"        set: {{{', '.join(f'{scalar(k)}: {scalar(v)}' for k, v in values.items())}}}"
            yield f"        for: []  # TODO {self.say('for_which')}{self._fitting(category)}"

    def _fitting(self, category: str) -> str:
        purposes = self._proposal.purposes.get(category, ())
        return f" {', '.join(purposes)}" if 0 < len(purposes) <= 3 else ""

    def _remarks(self, kind: ProposedKind) -> Iterator[str]:
        rest = [each for each in kind.dates if each != kind.collected]
        if rest and kind.columns:
            shown = ", ".join(
                f"{each.name} ({each.stored}{' ' + each.format if each.format else ''})" for each in rest
            )
            yield f"    # {self.say('dates', columns=shown)}"
        for column, sentinels in kind.sentinels.items():
            for each in sentinels:
                if each.value != "" or _is_date(kind, column):
                    value = json.dumps(each.value) if isinstance(each.value, str | int) else str(each.value)
                    yield f"    # {self.say('unset', column=column, value=value, count=each.rows)}"


def _is_date(kind: ProposedKind, column: str) -> bool:
    return any(each.name == column for each in kind.dates)


def as_json(proposal: Proposal, lang: Lang) -> Mapping[str, object]:
    """The proposal as data: codes and reasons in words, shares and counts, never a value."""
    return {
        "source": proposal.source,
        "kinds": [_kind_json(kind, lang) for kind in proposal.kinds],
        "ignored": {each.table: said(each.reason, lang) for each in (*proposal.left, *proposal.ignored)},
        "undecided": {each.table: said(each.reason, lang) for each in proposal.undecided},
        "purposes": {category: list(purposes) for category, purposes in proposal.purposes.items()},
        "sampled": {
            name: {"rows": sample.rows, "way": sample.way, "cut": sample.cut}
            for name, sample in proposal.samples.items()
            if not sample.why_none
        },
        "not_sampled": {
            name: text(f"propose.{sample.why_none}", lang)
            for name, sample in proposal.samples.items()
            if sample.why_none
        },
        "questions": [said(each, lang) for each in proposal.skipped],
    }


def _kind_json(kind: ProposedKind, lang: Lang) -> Mapping[str, object]:
    return {
        "table": kind.table,
        "name": kind.name,
        "key": list(kind.key),
        "holds": kind.holds,
        "owner": _owner_json(kind.owner, lang),
        "columns": [
            {
                "name": each.name,
                "category": each.category,
                "confidence": each.confidence,
                "reason": said(each.reason, lang),
                "free_text": each.free_text,
            }
            for each in kind.columns
        ],
        "references": [
            {"name": kind.reference_names[one.place]} | _reference_json(one, lang) for one in kind.references
        ],
        "identifiers": dict(kind.identifiers),
        "history_of": kind.history_of or None,
        "dates": [
            {"name": each.name, "as": each.stored, "format": each.format or None} for each in kind.dates
        ],
        "sentinels": {
            column: [
                {
                    "value": each.value if isinstance(each.value, str | int) else str(each.value),
                    "rows": each.rows,
                }
                for each in many
            ]
            for column, many in kind.sentinels.items()
        },
        "questions": [said(each, lang) for each in kind.questions],
    }


def _owner_json(owner: ProposedOwner, lang: Lang) -> dict[str, object]:
    return {
        "way": owner.way,
        "confidence": owner.confidence,
        "reason": said(owner.reason, lang),
        "next": owner.reference.other if owner.reference else None,
        "over": [[one.table, one.other] for one in owner.down],
        "column": owner.column or None,
    }


def _reference_json(one: Reference, lang: Lang) -> dict[str, object]:
    return {
        "columns": list(one.columns),
        "other": one.other,
        "declared": one.declared,
        "confidence": one.confidence,
        "reason": said(one.reason, lang),
        "prefix": one.prefix or None,
        "only_where": {one.fixed[0]: one.fixed[1]} if one.fixed else None,
        "filled": one.filled,
    }
