"""A schema that changes after a plan was made: nothing is done under another schema than the plan's."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from tests.engine.crash.ready import Shop, ready_home, shop_on_each  # noqa: F401
from tests.engine.crash.shop import counted
from varsam.domain.errors import PlanRefused, SchemaChanged
from varsam.sources.sql import held


@dataclass(frozen=True)
class Change:
    """Something that is done to a schema, the table it shows at, and how it is undone."""

    table: str
    done: tuple[str, ...]
    undone: tuple[str, ...] = ()


COPIES = "CREATE TABLE copies (id INTEGER, note VARCHAR(200))"
FUNCTION = (
    "CREATE FUNCTION copy_order() RETURNS trigger LANGUAGE plpgsql AS"
    " 'BEGIN INSERT INTO copies VALUES (OLD.id, OLD.note); RETURN OLD; END'"
)
ADDED = Change("orders", ("ALTER TABLE orders ADD COLUMN remark INTEGER",))
DROPPED = Change("notes", ("ALTER TABLE notes DROP COLUMN words",))
RENAMED = Change(
    "orders",
    ("ALTER TABLE orders RENAME COLUMN note TO words",),
    ("ALTER TABLE orders RENAME COLUMN words TO note",),
)
CASCADE = Change(
    "watchers",
    (
        "CREATE TABLE watchers (id INTEGER PRIMARY KEY,"
        " order_id INTEGER, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE)",
    ),
    ("DROP TABLE watchers",),
)
GONE = Change(
    "order_lines", ("ALTER TABLE order_lines RENAME TO away",), ("ALTER TABLE away RENAME TO order_lines",)
)
OF_DIALECT = {
    "postgresql": (
        Change(
            "vouchers",
            ("ALTER TABLE vouchers ALTER COLUMN customer_id SET NOT NULL",),
            ("ALTER TABLE vouchers ALTER COLUMN customer_id DROP NOT NULL",),
        ),
        Change(
            "orders",
            (
                COPIES,
                FUNCTION,
                "CREATE TRIGGER t AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION copy_order()",
            ),
            ("DROP TRIGGER t ON orders", "DROP TABLE copies"),
        ),
    ),
    "mysql": (
        Change(
            "vouchers",
            ("ALTER TABLE vouchers MODIFY buyer TEXT NOT NULL",),
            ("ALTER TABLE vouchers MODIFY buyer TEXT",),
        ),
        Change(
            "orders",
            (
                COPIES,
                "CREATE TRIGGER t AFTER DELETE ON orders FOR EACH ROW"
                " INSERT INTO copies VALUES (OLD.id, OLD.note)",
            ),
            ("DROP TRIGGER t", "DROP TABLE copies"),
        ),
    ),
    "sqlite": (
        Change(
            "orders",
            (
                COPIES,
                "CREATE TRIGGER t AFTER DELETE ON orders"
                " BEGIN INSERT INTO copies VALUES (OLD.id, OLD.note); END",
            ),
            ("DROP TRIGGER t", "DROP TABLE copies"),
        ),
    ),
}


def changes(url: str) -> tuple[Change, ...]:
    """What may happen to a schema on this database; with VARSAM_TEST_LONG everything."""
    own = OF_DIALECT[sa.make_url(url).get_backend_name()]
    if os.environ.get("VARSAM_TEST_LONG"):
        return (ADDED, DROPPED, RENAMED, CASCADE, *own, GONE)
    return (DROPPED, CASCADE, own[-1], GONE)


def test_a_schema_that_changed_since_the_plan_is_drift_that_names_the_table(shop_on: Shop) -> None:
    from varsam.services import systems

    for change in changes(shop_on.url):
        systems.inspect(shop_on.home())
        plan = shop_on.approved()
        shop_on.execute(*change.done)
        before = counted(shop_on.dump()) if change is not GONE else {}
        with pytest.raises(PlanRefused, match="schema shop") as caught:
            shop_on.apply(plan)
        assert change.table in str(caught.value)
        assert "plan again" in caught.value.hint
        assert shop_on.state_of(plan) == "drifted"
        assert change is GONE or counted(shop_on.dump()) == before
        shop_on.execute(*change.undone)
    shop_on.apply(shop_on.approved())
    assert shop_on.plan().steps == ()


def test_a_schema_that_changes_between_two_batches_stops_the_run(
    shop_on: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One batch is done; the next is undone or never begun, whatever changed; a new plan does the rest."""
    # On MariaDB a look costs some milliseconds, and so isn't taken as often as batches of ten rows are done.
    monkeypatch.setattr(held, "_TIMES", 0)
    told = 0
    for change in (RENAMED, CASCADE, changes(shop_on.url)[-2]):
        plan = shop_on.approved()
        before = counted(shop_on.dump())
        after: list[dict[str, int]] = []

        def batch_done(
            what: str, rows: int, change: Change = change, after: list[dict[str, int]] = after
        ) -> None:
            assert what == "shop"
            assert rows
            after.append(counted(shop_on.dump()))
            shop_on.execute(*change.done)

        with pytest.raises(SchemaChanged, match="the schema has changed") as caught:
            shop_on.apply(plan, progress=batch_done)
        assert change.table in caught.value.message
        assert str(caught.value.where) == "source shop"
        assert "what is done stands" in caught.value.hint
        assert shop_on.state_of(plan) == "drifted"
        assert len(after) == 1
        assert counted(shop_on.dump()) == after[0] != before
        entries = shop_on.ledger("step.applied", "plan.drifted")[told:]
        told += len(entries)
        assert entries[-1]["type"] == "plan.drifted"
        assert entries[-1]["reason"] == "schema"
        done = sum(entry["rows"] for entry in entries[:-1])
        assert done > 0
        shop_on.execute(*change.undone)
        verified = shop_on.verify(plan)
        assert verified.verified
        assert verified.checked == done
    rest = shop_on.approved()
    shop_on.apply(rest)
    assert shop_on.verify(rest).verified
    assert shop_on.plan().steps == ()
