"""Joins columns, references and owners to one proposal in which every table is mapped, left alone or asked
about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from varsam.checks.maps.names import likeness
from varsam.checks.proposing.columns import SURE, Looked, by_name, by_values, in_owned_rows, personal_key
from varsam.checks.proposing.kinds import (
    Names,
    collected,
    dates,
    identifiers,
    key_of,
    reference_names,
    required,
)
from varsam.checks.proposing.ownership import Evidence, likely_people, owners, people
from varsam.checks.proposing.references import Candidate, candidates, history_of, references
from varsam.domain.proposal import (
    Ignored,
    Proposal,
    ProposedColumn,
    ProposedKind,
    ProposedOwner,
    Reference,
    Saying,
)
from varsam.domain.register import Register
from varsam.domain.sampled import Inclusion, Sentinel, Shape
from varsam.domain.vocabulary import covers

_NOBODY = ProposedOwner("nobody", 0.0, Saying("nobody"))


def to_test(looked: Mapping[str, Looked]) -> list[Candidate]:
    """The references whose values a source should compare, in bounded statements, before `propose`."""
    return candidates(looked, likely_people(looked, _personal(looked)))


def propose(
    source: str,
    looked: Mapping[str, Looked],
    tested: Sequence[tuple[Candidate, Inclusion]],
    register: Register | None = None,
) -> Proposal:
    """Propose a map. `register` gives the purposes that may fit a category; none is ever chosen."""
    histories = {name: history_of(each, looked) for name, each in looked.items()}
    evidence = Evidence(
        looked,
        _personal(looked),
        _with_histories(references(looked, tested), histories, looked),
        {name: base for name, (base, _) in histories.items() if base},
    )
    persons = people(evidence)
    owned = owners(evidence, persons)
    personal = _completed(evidence, owned)
    evidence = replace(evidence, personal=personal)
    return _joined(source, evidence, owned, histories, register)


def _personal(looked: Mapping[str, Looked]) -> dict[str, dict[str, ProposedColumn]]:
    found = {name: by_values(each) for name, each in looked.items() if each.sample.rows}
    return {name: columns for name, columns in found.items() if columns}


def _with_histories(
    known: Mapping[str, Sequence[Reference]],
    histories: Mapping[str, tuple[str, float]],
    looked: Mapping[str, Looked],
) -> dict[str, tuple[Reference, ...]]:
    """Add the way from an old version to the row itself; what else it refers to, it refers to through that
    row.
    """
    found = {name: tuple(many) for name, many in known.items()}
    for name, (base, sure) in histories.items():
        if base:
            key = looked[base].table.primary_key
            reason = Saying("history", {"other": base})
            back = Reference(name, tuple((each, each) for each in key), base, sure, reason)
            found[name] = (back, *(one for one in found.get(name, ()) if one.columns != back.columns))
    return found


def _completed(
    evidence: Evidence, owned: Mapping[str, ProposedOwner]
) -> dict[str, Mapping[str, ProposedColumn]]:
    """Add what only the rows' belonging to somebody makes personal: texts, and addresses that look like an
    office's.
    """
    found: dict[str, Mapping[str, ProposedColumn]] = {}
    for name, each in evidence.looked.items():
        columns = dict(evidence.personal.get(name, {}))
        if each.sample.rows and (name in owned or columns):
            columns |= in_owned_rows(each, columns, texts=name in owned)
        if each.sample.rows and name in owned:
            columns |= _addresses(each, columns, owned[name])
        if name in owned or columns or not each.sample.rows:
            columns = {**by_name(each), **columns}
        if columns:
            found[name] = columns
    for name, base in evidence.histories.items():
        same = {
            column: found[base][column]
            for column in found.get(base, {})
            if evidence.looked[name].table.column(column)
        }
        for column, proposed in same.items():
            if evidence.looked[name].cells(column).filled and column not in found.get(name, {}):
                reason = Saying("as_in", {"column": column, "other": base})
                found[name] = {**found.get(name, {}), column: replace(proposed, reason=reason)}
    return found


def _addresses(
    looked: Looked, columns: Mapping[str, ProposedColumn], owner: ProposedOwner
) -> dict[str, ProposedColumn]:
    if owner.way not in ("person", "email", "reference"):
        return {}
    more = {}
    for column in looked.table.columns:
        cells = looked.cells(column.name)
        if column.name not in columns and cells.share(Shape.ROLE_EMAIL) >= SURE:
            more[column.name] = ProposedColumn(column.name, "contact.email", 0.6, Saying("address_of_person"))
    return more


def _joined(
    source: str,
    evidence: Evidence,
    owned: Mapping[str, ProposedOwner],
    histories: Mapping[str, tuple[str, float]],
    register: Register | None,
) -> Proposal:
    holding = [name for name in evidence.looked if _is_held(name, evidence, owned)]
    keyed = [name for name in holding if key_of(evidence.looked[name])]
    between = _on_the_way(keyed, owned, evidence)
    names = Names([*keyed, *between])
    kinds = [
        _kind(name, evidence, owned, histories, names, holds=name in keyed) for name in (*keyed, *between)
    ]
    kinds = [
        replace(kind, identifiers={**_below(kind, kinds, evidence), **kind.identifiers}) for kind in kinds
    ]
    rest = [name for name in evidence.looked if name not in (*keyed, *between)]
    # A table without a key that holds something personal can't be mapped, and isn't to be forgotten.
    undecided = [name for name in holding if name in rest and name in evidence.personal]
    categories = {column.category for kind in kinds for column in kind.columns}
    purposes = {category: _purposes(register, category) for category in sorted(categories)}
    samples = {name: each.sample for name, each in evidence.looked.items()}
    left = tuple(each for kind in kinds for each in _left(kind, evidence.looked[kind.table]))
    asked = next((kind.key for kind in kinds if not evidence.looked[kind.table].table.primary_key), ())
    only = len(evidence.looked) == 1
    return Proposal(
        source,
        tuple(kinds),
        tuple(Ignored(name, _why_not(evidence, name)) for name in rest if name not in undecided),
        tuple(
            Ignored(name, Saying("no_key", {"columns": ", ".join(evidence.personal[name])}))
            for name in undecided
        ),
        left,
        purposes,
        samples,
        skipped=_zones(kinds),
        key_option=asked if only else (),
    )


def _zones(kinds: Sequence[ProposedKind]) -> tuple[Saying, ...]:
    """One question for all times that are stored without a zone."""
    local = [f"{kind.table}.{each.name}" for kind in kinds for each in kind.dates if each.stored == "local"]
    if not local:
        return ()
    return (Saying("zone", {"columns": ", ".join(local[:3]), "count": len(local)}),)


def _left(kind: ProposedKind, looked: Looked) -> Iterator[Ignored]:
    """Columns that are called like personal data and that neither values nor rows made personal."""
    said = {each.name for each in kind.columns} | {name for one in kind.references for name in one.columns}
    said |= {*kind.key} | {name for key in looked.table.foreign_keys for name in key.columns}
    for column in looked.table.columns if kind.holds or kind.owner.way != "nobody" else ():
        if column.name not in said and likeness(column):
            cells = looked.cells(column.name)
            code = "left_constant" if cells.distinct == 1 else "left" if cells.filled else "left_empty"
            yield Ignored(f"{kind.table}.{column.name}", Saying(code, {"of": cells.filled}))


def _below(kind: ProposedKind, kinds: Sequence[ProposedKind], evidence: Evidence) -> dict[str, str]:
    """Identifiers of a person that stand in rows of their own, as a path down to them."""
    found: dict[str, str] = {}
    for other in kinds if kind.owner.way == "person" else ():
        ways = [one for one in other.references if one.other == kind.table]
        if other.owner.reference is None or other.owner.reference.other != kind.table or other.history_of:
            continue
        step = (
            other.name
            if len(ways) == 1
            else f"{other.name}@{other.reference_names[other.owner.reference.place]}"
        )
        for type_, column in identifiers(evidence.looked[other.table], other.columns, mixed=True).items():
            found.setdefault(type_, f"{step}.{column}")
    return found


def _is_held(name: str, evidence: Evidence, owned: Mapping[str, ProposedOwner]) -> bool:
    """A table with personal columns, or whose rows hang on a person's or on such a row."""
    if name in evidence.personal:
        return True
    owner = owned.get(name)
    if owner is None or owner.reference is None or not evidence.looked[name].sample.rows:
        return False
    base = evidence.histories.get(name, "")
    if base and base in owned and _is_held(base, evidence, owned):
        return True
    return owner.way == "reference" or owner.reference.other in evidence.personal


def _on_the_way(holding: Sequence[str], owned: Mapping[str, ProposedOwner], evidence: Evidence) -> list[str]:
    """Tables that hold nothing themselves but lie between a row and its person."""
    found: list[str] = []
    for start in holding:
        name = start
        while name in owned:
            owner = owned[name]
            steps = [one.table if one.other == name else one.other for one in owner.down]
            steps += [owner.reference.other] if owner.reference else []
            steps += [one.other for one in owner.down]
            found += [each for each in steps if each not in holding and each not in found]
            if owner.reference is None or owner.reference.other == name:
                break
            name = owner.reference.other
    return [name for name in found if key_of(evidence.looked[name])]


def _kind(
    name: str,
    evidence: Evidence,
    owned: Mapping[str, ProposedOwner],
    histories: Mapping[str, tuple[str, float]],
    names: Names,
    *,
    holds: bool,
) -> ProposedKind:
    looked = evidence.looked[name]
    owner = owned.get(name, _NOBODY)
    steps = (owner.reference, *owner.down)
    if any(one is not None and not {one.other, one.table} <= set(names) for one in steps):
        owner = _NOBODY  # the way leads over a table without a key
    used = _used_references(name, evidence, owned, names)
    columns = tuple(evidence.personal.get(name, {}).values()) if holds else ()
    taken = {column for one in used for column in one.columns} | set(key_of(looked))
    columns = tuple(each for each in columns if each.name not in taken)
    base, sure = histories.get(name, ("", 0.0))
    when = dates(looked) if holds else ()
    kind = ProposedKind(
        table=name,
        name=names[name],
        key=key_of(looked),
        owner=owner,
        columns=columns,
        references=used,
        identifiers=identifiers(looked, columns) if owner.way == "person" else {},
        history_of=base if base in names else "",
        history_sure=sure,
        holds=holds,
        dates=when,
        collected=collected(when),
        sentinels=_sentinels(looked, used, columns),
        required=required(looked.table, columns),
        questions=(*_questions(looked, owner, columns), *_named_as_actor(name, evidence, owner)),
    )
    return replace(kind, reference_names=reference_names(kind))


def _used_references(
    name: str, evidence: Evidence, owned: Mapping[str, ProposedOwner], names: Names
) -> tuple[Reference, ...]:
    """The references of a table between mapped tables that a path uses, or a deletion must know of."""
    needed = [one for owner in owned.values() for one in (owner.reference, *owner.down) if one is not None]
    found: list[Reference] = []
    for one in (*needed, *evidence.references.get(name, ())):
        if one.table != name or one.other not in names or one in found or one.actor:
            continue
        if any(
            set(one.columns) & set(other.columns) and one.fixed == other.fixed and one.prefix == other.prefix
            for other in found
        ):
            continue
        found.append(one)
    return tuple(found)


def _sentinels(
    looked: Looked, used: Sequence[Reference], columns: Sequence[ProposedColumn]
) -> dict[str, tuple[Sentinel, ...]]:
    wanted = {column for one in used for column in one.columns} | {each.name for each in dates(looked)}
    wanted |= {each.name for each in columns}
    return {
        column: looked.cells(column).sentinels for column in sorted(wanted) if looked.cells(column).sentinels
    }


def _questions(looked: Looked, owner: ProposedOwner, columns: Sequence[ProposedColumn]) -> tuple[Saying, ...]:
    found: list[Saying] = []
    if owner.way == "nobody" and columns:
        found.append(Saying("whose"))
    elif owner.confidence < 0.7:
        found.append(Saying("owner_unsure"))
    if owner.reference is not None and owner.reference.filled < 0.99 and not owner.reference.fixed:
        share = round(100 * (1 - owner.reference.filled))
        found.append(Saying("some_of_nobody", {"column": owner.reference.columns[0], "share": share}))
    people_by_mail = [
        each.name
        for each in columns
        if each.category == "contact.email"
        and owner.way == "reference"
        and looked.cells(each.name).share(Shape.EMAIL) >= SURE
    ]
    if people_by_mail:
        found.append(Saying("other_person", {"column": people_by_mail[0]}))
    for column in personal_key(looked):
        found.append(Saying("key_personal", {"column": column}))
    if looked.table.triggers:
        found.append(Saying("trigger", {"names": ", ".join(each.name for each in looked.table.triggers)}))
    if not looked.sample.rows:
        found.append(Saying("empty_table"))
    return tuple(found)


def _named_as_actor(name: str, evidence: Evidence, owner: ProposedOwner) -> tuple[Saying, ...]:
    """Rows of others that say who made or changed them: not that person's, yet they hold on to the row."""
    if owner.way != "person":
        return ()
    naming = [
        f"{one.table}.{one.columns[0]}"
        for many in evidence.references.values()
        for one in many
        if one.other == name and one.actor
    ]
    if not naming:
        return ()
    return (Saying("named_as_actor", {"count": len(naming), "columns": ", ".join(sorted(naming)[:2])}),)


def _why_not(evidence: Evidence, name: str) -> Saying:
    looked = evidence.looked[name]
    if looked.sample.why_none:
        return Saying("not_looked", {"why": looked.sample.why_none})
    if not looked.sample.rows:
        called = [column.name for column in looked.table.columns if likeness(column)]
        return Saying("empty_called", {"columns": ", ".join(called[:4])}) if called else Saying("empty")
    roles = [
        column.name
        for column in looked.table.columns
        if looked.cells(column.name).share(Shape.ROLE_EMAIL) >= SURE
    ]
    if roles:
        return Saying("roles_only", {"columns": ", ".join(roles)})
    texts = [
        column.name
        for column in looked.table.columns
        if looked.cells(column.name).share(Shape.FREE_TEXT) >= SURE
    ]
    if texts:
        return Saying("texts_of_things", {"columns": ", ".join(texts[:4]), "rows": looked.sample.rows})
    return Saying("nothing_personal", {"rows": looked.sample.rows})


def _purposes(register: Register | None, category: str) -> tuple[str, ...]:
    """Purposes of activities that promise this category; a person chooses."""
    if register is None:
        return ()
    return tuple(
        purpose.id
        for activity in register.activities
        if any(covers(code, category) or covers(category, code) for code in activity.categories)
        for purpose in activity.purposes
    )
