"""Which rows can really be removed: nothing that stays may refer to them, and who must go before whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from varsam.domain.ownership import Group, Kind, Method, Reference, SourceMap
from varsam.domain.planner.contained import down_to, inner_kinds, is_dropped
from varsam.domain.planner.fate import Fates
from varsam.domain.planner.nobody import misread
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    Column,
    Edge,
    InKeys,
    Never,
    Predicate,
    every,
    exists,
    not_true,
    some,
)
from varsam.domain.snapshot import ForeignKey, Snapshot


@dataclass(frozen=True, slots=True)
class Referrer:
    """Rows that refer to a kind: of a mapped kind (`kind`), or of a table that no map names."""

    table: str
    columns: tuple[str, ...]
    down: Edge
    up: Edge
    kind: Kind | None


@dataclass
class Removal:
    """Answers, for one source, which rows are removed, rewritten because referred to, or left to a person."""

    fates: Fates
    source: SourceMap
    snapshot: Snapshot
    scope: Callable[[Kind, Group | None], Predicate]
    aside: Mapping[str, str] = field(default_factory=dict)
    stays: Mapping[str, str] = field(default_factory=dict)
    _referrers: dict[str, tuple[Referrer, ...]] = field(default_factory=dict)
    _blocked: dict[str, Predicate] = field(default_factory=dict)
    _misread: dict[str, Predicate] = field(default_factory=dict)

    def referrers(self, kind: Kind) -> tuple[Referrer, ...]:
        """Everything that refers to rows of the kind: by the map's references and by declared keys."""
        if kind.name not in self._referrers:
            mapped = [
                Referrer(other.table, reference.columns, reference.down, reference.up, other)
                for other in self.source.kinds
                for reference in other.references
                if reference.kind == kind.name
            ]
            declared = [
                referrer
                for table in self.snapshot.tables.values()
                for key in table.foreign_keys
                if key.table == kind.table
                for referrer in self._declared(table.name, key, kind)
                if not any(_same_reference(referrer, each) for each in mapped)
            ]
            self._referrers[kind.name] = (*mapped, *declared)
        return self._referrers[kind.name]

    def _declared(self, table: str, key: ForeignKey, kind: Kind) -> list[Referrer]:
        pairs = tuple(zip(key.columns, key.target, strict=True))
        up = Edge(kind.table, tuple((Column(target), Column(own)) for own, target in pairs), kind.where)
        kinds = [each for each in self.source.kinds if each.table == table]
        found = [Referrer(table, key.columns, _down(table, pairs, each.where), up, each) for each in kinds]
        # Rows of the table that are of no kind stay, whatever becomes of the others.
        strangers = not_true(some(each.where for each in kinds))
        if not isinstance(strangers, Never):
            found.append(Referrer(table, key.columns, _down(table, pairs, strangers), up, None))
        return found

    # -- what is removed ---------------------------------------------------------------------------------

    def ask(self, kind: Kind) -> Predicate:
        """Where a person must decide: the map says so, dates make no sense (`aside`), or nobody owns the row.

        A part with groups of its own decides for itself: a file's cap runs while its case is still asked.
        """
        aside = InKeys(kind.key, self.aside[kind.name]) if kind.name in self.aside else NEVER
        return some([kind.ask, aside, self.misread(kind)])

    def misread(self, kind: Kind) -> Predicate:
        """Where a purpose would be taken for over only because the row leads to nobody."""
        if kind.name not in self._misread:
            self._misread[kind.name] = misread(self.fates, kind, self.snapshot)
        return self._misread[kind.name]

    def goes(self, kind: Kind, *, judged: bool = True) -> Predicate:
        """Where the whole row goes, within the plan's scope, before references to it are looked at.

        A part without groups of its own goes where its parent is deleted or rewritten, and stays where the
        parent is left to a person. `judged`: whether references to the parent are looked at, too; else only
        `stays` tells. A cache goes where a row inside it does.
        """
        return some([self._goes(kind, judged=judged), self.dropped(kind)])

    def dropped(self, kind: Kind) -> Predicate:
        """Where a container goes whole because a row of it goes: a cache."""
        return some(
            every([kind.where, exists((down_to(inner),), self.goes(inner))])
            for inner in inner_kinds(self.source, kind)
            if is_dropped(inner)
        )

    def _goes(self, kind: Kind, *, judged: bool) -> Predicate:
        if kind.groups or kind.part_of is None or kind.disposal.method is Method.NEVER:
            return every([kind.where, self.scope(kind, None), self.fates.row_goes(kind)])
        # Its owners are the parent's, so the parent's being within the scope says the same of the part.
        parent = self.source.kind(kind.part_of.kind)
        settled = [self.goes(parent, judged=judged), not_true(self.ask(parent)), not_true(self.held(parent))]
        if judged and parent.disposal.method is Method.DELETE and parent.disposal.when_referred is None:
            settled.append(not_true(self.blocked(parent)))
        return every([kind.where, exists((kind.part_of.edge,), every(settled))])

    def held(self, kind: Kind) -> Predicate:
        """Where the row is known to stay because of a reference, and isn't rewritten either."""
        if kind.name not in self.stays or kind.disposal.when_referred is not None:
            return NEVER
        return self._staying(kind)

    def _staying(self, kind: Kind) -> Predicate:
        return InKeys(kind.key, self.stays[kind.name]) if kind.name in self.stays else NEVER

    def removed(self, kind: Kind) -> Predicate:
        """Where the row is deleted by this plan."""
        if kind.disposal.method is not Method.DELETE:
            return NEVER
        return every([self.goes(kind), not_true(self.ask(kind)), not_true(self.blocked(kind))])

    def newly_blocked(self, kind: Kind) -> Predicate:
        """Where a row would go, a row that stays refers to it, and `stays` doesn't know it yet."""
        if kind.disposal.method is not Method.DELETE:
            return NEVER
        would = every([self.goes(kind), not_true(self.ask(kind)), not_true(self._staying(kind))])
        return every([would, self.blocked(kind)])

    def matters(self, kind: Kind) -> bool:
        """Whether anything is decided by the kind's staying: it refers to something, or has parts."""
        refers = any(
            each.kind is not None and each.kind.name == kind.name
            for other in self.source.kinds
            if other.disposal.method is Method.DELETE
            for each in self.referrers(other)
        )
        return refers or any(
            other.part_of is not None and other.part_of.kind == kind.name for other in self.source.kinds
        )

    def blocked(self, kind: Kind) -> Predicate:
        """Where a row that stays refers to the row.

        One step deep: what stays because something further off refers to it lies in the key sets `stays`,
        which whoever drafts fills round by round until nothing new is found. So circles and chains of rows
        of one kind are judged by the rows themselves, and predicates stay short.
        """
        if kind.name not in self._blocked:
            self._blocked[kind.name] = some(
                self._blocking(kind, referrer) for referrer in self.referrers(kind)
            )
        return self._blocked[kind.name]

    def blockers(self, kind: Kind) -> tuple[tuple[Referrer, Predicate], ...]:
        """Each sort of row that refers to the kind, with where one that stays holds the row back."""
        return tuple((referrer, self._blocking(kind, referrer)) for referrer in self.referrers(kind))

    def _blocking(self, kind: Kind, referrer: Referrer) -> Predicate:
        other = referrer.kind
        if other is None:
            return exists((referrer.down,), ALWAYS)
        if is_dropped(other):  # a cache keeps nothing
            return NEVER
        if _is_part(other, kind, referrer) and not other.groups:
            # It shares this row's fate, so only what holds it back by itself can block.
            if other.disposal.method is not Method.DELETE:
                return exists((referrer.down,), not_true(self.detached(other, referrer)))
            return exists((referrer.down,), some([self.ask(other), self._staying(other)]))
        goes = every(
            [self.goes(other, judged=False), not_true(self.ask(other)), not_true(self._staying(other))]
        )
        stays = not_true(goes) if other.disposal.method is Method.DELETE else ALWAYS
        return exists((referrer.down,), every([stays, not_true(self.detached(other, referrer))]))

    def detached(self, other: Kind, referrer: Referrer) -> Predicate:
        """Where the referring row stays but its reference is overwritten by this plan."""
        columns = set(referrer.columns)
        found = [
            every(
                [
                    other.where,
                    self.scope(other, group),
                    self.fates.group_goes(other, group),
                    not_true(self.ask(other)),
                ]
            )
            for group in other.groups
            if columns & set(group.columns)
        ]
        if columns & set(other.disposal.values) or columns & set(other.disposal.when_referred or {}):
            found.append(every([self.goes(other, judged=False), not_true(self.ask(other))]))
        return some(found)

    # -- in which order ----------------------------------------------------------------------------------

    def order(self, kinds: tuple[Kind, ...]) -> tuple[tuple[Kind, ...], Mapping[str, tuple[str, ...]]]:
        """Sort kinds so that a referring row goes first; give the columns to null first where they circle.

        Raises nothing: a circle that no nullable reference breaks is left in, and the columns say so by
        being absent from the second value (a schema fault finds that).
        """
        names = {kind.name for kind in kinds}
        before: dict[str, set[str]] = {kind.name: set() for kind in kinds}
        detach: dict[str, tuple[str, ...]] = {}
        links: dict[tuple[str, str], Referrer] = {}
        for kind in kinds:
            for referrer in self.referrers(kind):
                if referrer.kind is None or referrer.kind.name not in names:
                    continue
                if referrer.kind.table == kind.table:
                    if self._nullable(referrer):
                        detach[referrer.kind.name] = (*detach.get(referrer.kind.name, ()), *referrer.columns)
                    if referrer.kind.name == kind.name:
                        continue
                before[kind.name].add(referrer.kind.name)
                links[referrer.kind.name, kind.name] = referrer
        ordered: list[str] = []
        waiting = {name: set(others) for name, others in before.items()}
        while waiting:
            free = [name for name in waiting if not waiting[name]]
            if not free:
                child, parent = self._breakable(waiting, links)
                if self._nullable(links[child, parent]):
                    detach[child] = (*detach.get(child, ()), *links[child, parent].columns)
                waiting[parent].discard(child)
                continue
            for name in free:
                ordered.append(name)
                del waiting[name]
            for others in waiting.values():
                others.difference_update(free)
        by_name = {kind.name: kind for kind in kinds}
        unique = {name: tuple(dict.fromkeys(columns)) for name, columns in detach.items()}
        return tuple(by_name[name] for name in ordered), unique

    def _breakable(
        self, waiting: Mapping[str, set[str]], links: Mapping[tuple[str, str], Referrer]
    ) -> tuple[str, str]:
        pairs = [(child, parent) for parent, children in waiting.items() for child in sorted(children)]
        return next((pair for pair in pairs if self._nullable(links[pair])), pairs[0])

    def _nullable(self, referrer: Referrer) -> bool:
        table = self.snapshot.tables.get(referrer.table)
        if table is None:
            return False
        columns = [table.column(name) for name in referrer.columns]
        return all(column is not None and column.nullable for column in columns)


def _down(table: str, pairs: tuple[tuple[str, str], ...], where: Predicate) -> Edge:
    return Edge(table, tuple((Column(own), Column(target)) for own, target in pairs), where, many=True)


def _is_part(other: Kind, kind: Kind, referrer: Referrer) -> bool:
    """Whether the reference is the one by which rows are parts; another one leads to somebody else's row."""
    part_of = other.part_of
    return part_of is not None and part_of.kind == kind.name and part_of.edge.on == referrer.up.on


def _same_reference(one: Referrer, other: Referrer) -> bool:
    return (
        one.kind is not None
        and other.kind is not None
        and (one.kind.name == other.kind.name and set(one.columns) == set(other.columns))
    )


def reference_of(kind: Kind, name: str) -> Reference | None:
    """The kind's reference of that name, if there is one."""
    return next((reference for reference in kind.references if reference.name == name), None)
