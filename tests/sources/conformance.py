"""What every connector must do, as one suite. A connector's test gives a `world` fixture and inherits.

`Rows` runs over any connector with rows; `Writes` over those that change them; `Relates` over those that
hold several tables. Absence is only asserted of what was seen before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from varsam.domain.errors import SourceRejected
from varsam.domain.predicate import (
    ALWAYS,
    NEVER,
    All,
    AnyOf,
    Built,
    Column,
    Compare,
    Differs,
    Edge,
    Exists,
    In,
    InKeys,
    NotTrue,
    Predicate,
    Unset,
    Value,
    ValueAt,
)
from varsam.sources.base import BatchStep, Key, KeySet, Query, Samples, Sampling, Source
from varsam.sources.searching import Probe, Searches, TableReport

LABELS = ("call_a", "call_b", "mail_a", "mail_b", "mail_c")


@dataclass(frozen=True)
class World:
    """Five rows in one table, labelled as in LABELS; `kind` is `call` or `mail`.

    `look` gives the keys that are there without going through the connector.
    """

    open: Callable[[], Source]
    look: Callable[[], set[Key]]
    table: str
    key: tuple[str, ...]
    keys: dict[str, Key]
    families: tuple[str, ...] = ("number",)
    kind: str = "kind"
    body: str = ""
    bodies: Callable[[], list[Value]] = field(default=list)


class Stopped(Exception):
    """Raised where a process might die."""


def stop() -> None:
    """Die before the commit."""
    raise Stopped


def read(
    source: Source, table: str, where: Predicate, *values: str | ValueAt | Predicate
) -> list[tuple[Value, ...]]:
    """Read columns, walked values or flags, in an order that only depends on the contents."""
    wanted = tuple(ValueAt((), value) if isinstance(value, str) else value for value in values)
    return sorted(source.read(Query(table, wanted, where)), key=repr)


def step(world: World, labels: tuple[str, ...], **more: object) -> BatchStep:
    """A step on labelled rows; deletes unless `values` are given."""
    keys = tuple(world.keys[label] for label in labels)
    return BatchStep(
        **{"step": "s", "table": world.table, "key": world.key, "keys": keys, "still": ALWAYS} | more
    )  # type: ignore[arg-type]


CALLS = Compare("kind", "=", "call")


class Rows:
    """Looking, selecting and reading."""

    def test_the_snapshot_knows_the_table_and_its_fingerprint_is_quick_and_stable(self, world: World) -> None:
        with world.open() as source:
            snapshot = source.snapshot(counts=True)
            table = snapshot.tables[world.table]
            assert table.rows == len(LABELS)
            assert {*world.key, world.kind} <= {column.name for column in table.columns}
            assert source.fingerprint() == snapshot.fingerprint == source.snapshot([world.table]).fingerprint
            assert snapshot.source == source.name
            assert snapshot.physical_remains
            assert snapshot.capabilities == source.capabilities

    def test_a_missing_table_or_column_is_named_and_never_success(self, world: World) -> None:
        with world.open() as source:
            with pytest.raises(SourceRejected, match="no_such"):
                source.count("no_such", ALWAYS)
            with pytest.raises(SourceRejected, match="no_such"):
                source.count(world.table, Compare("no_such", "=", "x"))
            with pytest.raises(SourceRejected, match="no_such"):
                list(source.read(Query(world.table, (ValueAt((), "no_such"),), ALWAYS)))
            with pytest.raises(SourceRejected, match="no_such"):
                source.count(world.table, InKeys(world.key, "no_such"))

    def test_every_cell_is_handed_over_for_a_search(self, world: World) -> None:
        with world.open() as source:
            if not isinstance(source, Searches):
                pytest.skip("isn't searched; what remains there is said not to have been looked for")
            if world.table.startswith("inside_"):
                # Rows inside containers are searched where the containers lie.
                assert world.table in source.without_search()
                return
            report = TableReport()
            handed = {
                key
                for chunk in source.search(world.table, Probe(shortest=1), report)
                for key, cell in zip(chunk.keys, chunk.cells, strict=True)
                if isinstance(cell, str) and "call" in cell
            }
            assert handed == {world.keys["call_a"], world.keys["call_b"]}
            assert report.rows == len(LABELS)
            assert world.kind in report.columns
            assert world.table not in source.without_search()
            with pytest.raises(SourceRejected, match="no_such"):
                list(source.search("no_such", Probe(), TableReport()))

    def test_constants_and_complements_part_the_rows(self, world: World) -> None:
        with world.open() as source:
            count = lambda where: source.count(world.table, where)  # noqa: E731
            assert (count(ALWAYS), count(NEVER)) == (5, 0)
            assert (count(CALLS), count(NotTrue(CALLS))) == (2, 3)
            assert count(In("kind", ("call", "mail"))) == 5
            assert count(In("kind", ())) == 0
            assert count(All((CALLS, NotTrue(CALLS)))) == 0
            assert count(AnyOf((CALLS, NotTrue(CALLS)))) == 5
            assert count(All(())) == 5
            assert count(AnyOf(())) == 0
            assert count(Differs("kind", "call")) == 3
            assert count(Differs("kind", None)) == 5
            assert count(Unset("kind", ("mail",))) == 3
            assert count(Compare("kind", "<", "d")) == 2
            assert count(Compare("kind", ">=", "call")) == 5

    def test_text_is_equal_by_code_point_only(self, world: World) -> None:
        with world.open() as source:
            assert source.count(world.table, Compare("kind", "=", "call")) == 2
            for other in ("CALL", "cäll", "call ", "", "c"):
                assert source.count(world.table, Compare("kind", "=", other)) == 0

    def test_key_sets_select_and_can_be_replaced(self, world: World) -> None:
        day = dt.date(2026, 11, 22)
        with world.open() as source:
            a, b, c = (world.keys[label] for label in ("call_a", "call_b", "mail_a"))
            members = [(a, None), (b, day), (b, dt.date(2020, 1, 1)), (c, dt.date(2020, 1, 1))]
            source.stage(KeySet("k", world.families, members))
            found = {
                dated: source.count(world.table, InKeys(world.key, "k", dated, day))
                for dated in (None, "open", "after", "kept", "by")
            }
            assert found == {None: 3, "open": 1, "after": 0, "kept": 1, "by": 2}
            assert source.count(world.table, InKeys(world.key, "k", "after", dt.date(2026, 1, 1))) == 1
            assert source.count(world.table, NotTrue(InKeys(world.key, "k"))) == 2
            source.stage(KeySet("k", world.families, [(c, None)]))
            assert source.count(world.table, InKeys(world.key, "k")) == 1
            source.stage(KeySet("k", world.families, []))
            assert source.count(world.table, InKeys(world.key, "k")) == 0

    def test_rows_are_read_grouped_flagged_and_with_key_set_dates(self, world: World) -> None:
        day, later = dt.date(2020, 1, 1), dt.date(2026, 11, 22)
        with world.open() as source:
            own = tuple(ValueAt((), column) for column in world.key)
            assert set(source.read(Query(world.table, own, ALWAYS))) == set(world.keys.values())
            grouped = Query(world.table, (ValueAt((), "kind"), CALLS), ALWAYS, grouped=True)
            assert sorted(source.read(grouped)) == [("call", True, 2), ("mail", False, 3)]
            a, b = world.keys["call_a"], world.keys["call_b"]
            source.stage(KeySet("k", world.families, [(a, day), (a, later), (b, None)]))
            latest = ValueAt((), take="max", keys="k", columns=world.key)
            first = ValueAt((), take="min", keys="k", columns=world.key)
            seen = list(
                source.read(Query(world.table, (*own, latest, first, InKeys(world.key, "k", "open")), CALLS))
            )
            assert sorted(seen) == sorted([(*a, later, day, False), (*b, None, None, True)])

    def test_a_stream_may_be_left_and_others_read_meanwhile(self, world: World) -> None:
        with world.open() as source:
            source.stage(KeySet("k", world.families, [(world.keys["call_a"], None)]))
            stream = source.read(Query(world.table, (ValueAt((), "kind"),), NotTrue(InKeys(world.key, "k"))))
            assert next(stream) in {("call",), ("mail",)}
            assert source.count(world.table, InKeys(world.key, "k")) == 1
            rest = len(list(source.read(Query(world.table, (ValueAt((), "kind"),), ALWAYS))))
            assert rest == 5
            assert len(list(stream)) == 3

    def test_present_tells_what_is_there_by_key(self, world: World) -> None:
        with world.open() as source:
            keys = list(world.keys.values())
            assert set(source.present(world.table, world.key, keys)) == set(keys)
            strange = tuple("none" if family == "text" else -99 for family in world.families)
            assert source.present(world.table, world.key, [strange]) == []
            unless = source.present(world.table, world.key, keys, unless={"kind": "call"})
            assert set(unless) == {world.keys[label] for label in ("mail_a", "mail_b", "mail_c")}

    def test_a_sample_is_bounded_spread_and_cut(self, world: World) -> None:
        with world.open() as source:
            assert isinstance(source, Samples)
            columns = (*world.key, world.kind)
            whole = source.sample(world.table, columns, Sampling(rows=100))
            assert whole.way == "whole"
            assert {row[: len(world.key)] for row in whole.rows} == set(world.keys.values())
            cut = source.sample(world.table, columns, Sampling(rows=100, cell=2))
            assert {row[-1] for row in cut.rows} == {"ca", "ma"}
            some = source.sample(world.table, columns, Sampling(rows=2))
            assert some.way != "whole"
            assert 0 < len(some.rows) <= 2
            assert source.count(world.table, ALWAYS) == 5


class ReadOnly(Rows):
    """A source that isn't writable refuses and stays as it is."""

    def test_applying_is_refused(self, world: World) -> None:
        before = world.look()
        with world.open() as source:
            assert not source.capabilities.writable
            with pytest.raises(SourceRejected):
                source.apply([step(world, ("call_a",))])
        assert world.look() == before


class Writes(Rows):
    """Deleting, all or nothing, never twice."""

    def test_deletes_exactly_the_approved_keys_and_reports_the_others(self, world: World) -> None:
        assert world.look() == set(world.keys.values())
        with world.open() as source:
            first = source.apply([step(world, ("call_a",))])
            assert [(r.step, r.done, r.gone, r.out) for r in first] == [("s", 1, 0, ())]
            labels = ("call_a", "call_b", "mail_a")
            (result,) = source.apply([step(world, labels, still=CALLS)])
            assert (result.done, result.gone, result.out) == (1, 1, (world.keys["mail_a"],))
            (again,) = source.apply([step(world, labels, still=CALLS)])
            assert (again.done, again.gone, again.out) == (0, 2, (world.keys["mail_a"],))
            assert source.apply([]) == [] or source.apply([]) == ()
            assert source.count(world.table, ALWAYS) == 3
        assert world.look() == {world.keys[label] for label in ("mail_a", "mail_b", "mail_c")}

    def test_two_kinds_of_one_table_go_in_one_batch(self, world: World) -> None:
        with world.open() as source:
            steps = [
                step(world, ("call_a", "mail_a"), step="calls", still=CALLS),
                step(world, ("mail_a", "mail_b"), step="mails", still=Compare("kind", "=", "mail")),
            ]
            results = source.apply(steps)
            assert [(r.step, r.done, len(r.out)) for r in results] == [("calls", 1, 1), ("mails", 2, 0)]
        assert world.look() == {world.keys[label] for label in ("call_b", "mail_c")}

    def test_killed_before_the_commit_nothing_happened(self, world: World) -> None:
        before = world.look()
        with world.open() as source:
            if not source.capabilities.transactions:
                pytest.skip("promises idempotence per object instead")
            with pytest.raises(Stopped):
                source.apply([step(world, ("call_a", "call_b"))], before_commit=stop)
            assert source.count(world.table, ALWAYS) == 5
            source.apply([step(world, ("call_a",))], before_commit=lambda: None)
        assert world.look() == before - {world.keys["call_a"]}

    def test_staged_key_sets_narrow_a_batch(self, world: World) -> None:
        with world.open() as source:
            source.stage(KeySet("holds", world.families, [(world.keys["call_b"], None)]))
            (result,) = source.apply(
                [step(world, ("call_a", "call_b"), still=NotTrue(InKeys(world.key, "holds")))]
            )
            assert (result.done, result.out) == (1, (world.keys["call_b"],))

    def test_an_unknown_column_of_a_step_changes_nothing(self, world: World) -> None:
        before = world.look()
        with world.open() as source:
            for wrong in ({"still": Compare("no_such", "=", "x")}, {"values": {"no_such": "x"}}):
                with pytest.raises(SourceRejected, match=r"no_such|overwrite"):
                    source.apply([step(world, ("call_a",), **wrong)])
        assert world.look() == before


class Overwrites(Writes):
    """Writing values into columns of rows that stay."""

    def test_overwrites_and_is_then_at_its_value(self, world: World) -> None:
        with world.open() as source:
            chosen = ("call_a", "mail_a")
            written = step(world, chosen, values={world.body: "—"}, still=Differs(world.body, "—"))
            (first,) = source.apply([written])
            assert (first.done, first.gone, first.out) == (2, 0, ())
            keys = [world.keys[label] for label in (*chosen, "mail_b")]
            left = source.present(world.table, world.key, keys, unless={world.body: "—"})
            assert left == [world.keys["mail_b"]]
            (again,) = source.apply([written])
            assert (again.done, set(again.out)) == (0, {world.keys[label] for label in chosen})
            same = source.apply([step(world, chosen, values={world.body: "—"})])
            assert same[0].done == 2
        assert sorted(map(str, world.bodies())).count("—") == 2

    def test_a_text_made_of_the_key_differs_from_row_to_row(self, world: World) -> None:
        parts = [part for column in world.key for part in ("/", Column(column))]
        made = Built(("no", *parts))
        text = {label: "no/" + "/".join(map(str, key)) for label, key in world.keys.items()}
        with world.open() as source:
            chosen = ("call_a", "mail_a")
            written = step(world, chosen, values={world.body: made}, still=Differs(world.body, made))
            (first,) = source.apply([written])
            assert (first.done, first.gone, first.out) == (2, 0, ())
            keys = [world.keys[label] for label in (*chosen, "mail_b")]
            at_it = {world.keys[label] for label in chosen}
            assert source.present(world.table, world.key, keys, unless={world.body: made}) == [keys[-1]]
            # Another row's text isn't this row's.
            swapped = {world.body: text["mail_a"]}
            assert set(source.present(world.table, world.key, keys, unless=swapped)) == {keys[0], keys[2]}
            (again,) = source.apply([written])
            assert (again.done, set(again.out)) == (0, at_it)
            assert source.count(world.table, NotTrue(Differs(world.body, made))) == 2
            labels = ("call_a", "mail_b")  # one of them is at its text: the careful way
            (mixed,) = source.apply(
                [step(world, labels, values={world.body: made}, still=Differs(world.body, made))]
            )
            assert (mixed.done, mixed.out) == (1, (world.keys["call_a"],))
        chosen = (*chosen, "mail_b")
        assert sorted(body for body in map(str, world.bodies()) if body.startswith("no/")) == sorted(
            text[label] for label in chosen
        )


PARENT = Edge("party", ((Column("id"), Column("parent")),), ALWAYS)
CHILDREN = Edge("party", ((Column("parent"), Column("id")),), ALWAYS)
NOTES = Edge("note", ((Column("party"), Column("id")),), ALWAYS)
OF_PARTY = Edge("party", ((Column("id"), Column("party")),), ALWAYS)
BUILT = Edge("note", ((Column("resource"), Built(("party,", Column("id")))),), ALWAYS)


class Relates(Overwrites):
    """Several tables: `party` (refers to itself), `note`, and `line` with the composite key (doc, n).

    The rows are those of RELATED.
    """

    def test_edges_are_walked_both_ways_and_to_the_same_table(self, world: World) -> None:
        with world.open() as source:
            ids = lambda where: [row[0] for row in read(source, "party", where, "id")]  # noqa: E731
            assert ids(Exists(PARENT, ALWAYS)) == [1, 2]
            assert ids(Exists(CHILDREN, Exists(CHILDREN, ALWAYS))) == [0]
            assert ids(NotTrue(Exists(NOTES, ALWAYS))) == [3]
            assert ids(Exists(NOTES, CALLS)) == [0]
            assert ids(Exists(BUILT, ALWAYS)) == [0, 2]
            assert ids(NotTrue(Exists(BUILT, CALLS))) == [1, 2, 3]
            narrowed = Edge("note", NOTES.on, Compare("kind", "=", "mail"))
            assert ids(Exists(narrowed, Unset("body", ("",)))) == [2]

    def test_inclusion_counts_the_values_that_lead_to_a_row(self, world: World) -> None:
        to_party = Edge("party", ((Column("id"), Column("party")),), ALWAYS)
        by_text = Edge("party", ((Built(("party,", Column("id"))), Column("resource")),), ALWAYS)
        with world.open() as source:
            assert isinstance(source, Samples)
            assert source.included("note", to_party, Sampling()) == (3, 3)
            assert source.included("note", by_text, Sampling()) == (4, 2)
            assert source.included("note", by_text, Sampling(), Compare("kind", "=", "call")) == (2, 1)
            (one, _) = source.included("note", to_party, Sampling(rows=1))
            assert one == 1

    def test_values_are_read_at_the_end_of_edges(self, world: World) -> None:
        with world.open() as source:
            up = ValueAt((OF_PARTY, PARENT), "name")
            got = read(source, "note", ALWAYS, "id", up)
            assert got == [(0, None), (1, None), (2, "Åsa"), (3, "asa"), (4, None)]
            latest, first = (ValueAt((NOTES,), "written", take, ()) for take in ("max", "min"))  # type: ignore[arg-type]
            day = dt.date
            assert read(source, "party", ALWAYS, "id", latest, first) == [
                (0, day(2024, 5, 1), day(2020, 2, 29)),
                (1, day(2023, 1, 1), day(2023, 1, 1)),
                (2, None, None),
                (3, None, None),
            ]
            unset = ValueAt((NOTES,), "written", "min", (day(2020, 2, 29),))
            assert read(source, "party", Compare("id", "=", 0), unset) == [(day(2024, 5, 1),)]
            names = ValueAt((CHILDREN,), "name", "max")
            assert read(source, "party", ALWAYS, "id", names)[0] == (0, "asa")

    def test_one_row_reached_means_one(self, world: World) -> None:
        with world.open() as source:
            assert read(source, "party", Compare("id", "=", 1), ValueAt((NOTES,), "kind")) == [("mail",)]
            with pytest.raises(SourceRejected, match="several"):
                read(source, "party", ALWAYS, ValueAt((NOTES,), "kind"))

    def test_values_come_back_in_the_domains_types(self, world: World) -> None:
        with world.open() as source:
            (row,) = read(source, "party", Compare("id", "=", 0), "name", "born", "seen", "active", "score")
            assert row == ("Åsa", dt.date(1980, 5, 1), dt.datetime(2026, 11, 22, 12, 30), True, 7)
            assert [type(value) for value in row] == [str, dt.date, dt.datetime, bool, int]
            (row,) = read(source, "party", Compare("id", "=", 3), "name", "born", "seen", "active", "score")
            assert row == ("", None, None, None, None)
            moment = dt.datetime(2026, 11, 22, 12, 30)
            for op, number in (("<", 1), ("<=", 2), ("=", 1), (">=", 2), (">", 1)):
                assert source.count("party", Compare("seen", op, moment)) == number  # type: ignore[arg-type]
            assert source.count("party", Compare("active", "=", True)) == 2
            assert source.count("party", Compare("born", "<", dt.date(1990, 1, 1))) == 2

    def test_falsy_and_composite_keys_are_keys(self, world: World) -> None:
        key = ("doc", "n")
        with world.open() as source:
            source.stage(KeySet("k", ("text", "number"), [(("", 0), None), (("A", 1), None)]))
            assert read(source, "line", InKeys(key, "k"), "doc", "n") == [("", 0)]
            assert source.present("line", key, [("", 0), ("a", 1), ("A", 1), ("", 9)]) == [("", 0), ("a", 1)]
            (result,) = source.apply([BatchStep("s", "line", key, [("", 0), ("A", 1), ("å", 1)], ALWAYS)])
            assert (result.done, result.gone) == (1, 2)
            assert read(source, "line", ALWAYS, "doc", "n") == [("", 1), ("a", 0), ("a", 1)]
            (result,) = source.apply([BatchStep("s", "party", ("id",), [(0,)], ALWAYS, {"name": "x"})])
            assert result.done == 1
            assert read(source, "party", Compare("name", "=", "x"), "id") == [(0,)]

    def test_a_table_that_refers_to_itself_is_detached_first(self, world: World) -> None:
        with world.open() as source:
            notes = BatchStep("n", "note", ("id",), [(n,) for n in range(5)], ALWAYS)
            keys = [(0,), (1,), (2,)]
            parties = BatchStep("p", "party", ("id",), keys, ALWAYS, detach=("parent",))
            assert [r.done for r in source.apply([notes, parties])] == [5, 3]
            assert read(source, "party", ALWAYS, "id") == [(3,)]

    def test_all_selections_are_made_before_anything_changes(self, world: World) -> None:
        with world.open() as source:
            gone_first = BatchStep("n", "note", ("id",), [(n,) for n in range(5)], ALWAYS)
            by_notes = BatchStep("p", "party", ("id",), [(0,), (3,)], Exists(NOTES, ALWAYS), {"name": "gone"})
            results = source.apply([gone_first, by_notes])
            assert [(r.done, r.out) for r in results] == [(5, ()), (1, ((3,),))]

    def test_a_row_that_is_still_referred_to_stops_the_whole_batch(self, world: World) -> None:
        with world.open() as source:
            line = BatchStep("l", "line", ("doc", "n"), [("a", 0)], ALWAYS)
            party = BatchStep("p", "party", ("id",), [(0,)], ALWAYS)
            with pytest.raises(SourceRejected) as caught:
                source.apply([line, party])
            assert "Åsa" not in str(caught.value)
            assert source.count("line", ALWAYS) == 4
            assert source.count("party", ALWAYS) == 4

    def test_null_where_none_may_be_is_refused_without_the_row(self, world: World) -> None:
        with world.open() as source:
            with pytest.raises(SourceRejected) as caught:
                source.apply([BatchStep("s", "party", ("id",), [(0,)], ALWAYS, {"name": None})])
            assert "Åsa" not in str(caught.value)
            assert caught.value.__cause__ is None
            assert read(source, "party", Compare("id", "=", 0), "name") == [("Åsa",)]


# ruff: noqa: E501
_D = dt.date
RELATED: dict[str, list[dict[str, Value]]] = {
    "party": [
        {"id": 0, "name": "Åsa", "parent": None, "born": _D(1980, 5, 1), "seen": dt.datetime(2026, 11, 22, 12, 30), "active": True, "score": 7},
        {"id": 1, "name": "asa", "parent": 0, "born": _D(1970, 1, 1), "seen": dt.datetime(2026, 11, 22, 12, 30, 1), "active": False, "score": 8},
        {"id": 2, "name": "ASA", "parent": 1, "born": _D(1999, 1, 1), "seen": dt.datetime(2026, 11, 22, 12, 29, 59, 500000), "active": True, "score": 9},
        {"id": 3, "name": "", "parent": None, "born": None, "seen": None, "active": None, "score": None},
    ],
    "note": [
        {"id": 0, "party": 0, "kind": "call", "body": "b0", "resource": "party,0", "written": _D(2024, 5, 1)},
        {"id": 1, "party": 0, "kind": "call", "body": "b1", "resource": "party,9", "written": _D(2020, 2, 29)},
        {"id": 2, "party": 1, "kind": "mail", "body": "b2", "resource": None, "written": _D(2023, 1, 1)},
        {"id": 3, "party": 2, "kind": "mail", "body": "", "resource": "Party,2", "written": None},
        {"id": 4, "party": None, "kind": "mail", "body": "b4", "resource": "party,2", "written": _D(2022, 1, 1)},
    ],
    "line": [
        {"doc": "", "n": 0, "text": "x"},
        {"doc": "", "n": 1, "text": "x"},
        {"doc": "a", "n": 0, "text": "x"},
        {"doc": "a", "n": 1, "text": "x"},
    ],
}  # fmt: skip
