"""The live source beside its map: what came, what looks personal by its values, what is missing.

On SQLite, PostgreSQL and MariaDB, with the map mended each time so that the finding goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import yaml

from tests.engine.houses import House, register
from tests.store.homes import open_home
from varsam.checks.base import Finding
from varsam.checks.maps.view import View
from varsam.checks.stale import STALE_CHECKS
from varsam.checks.stale.held import cutoff_unindexed
from varsam.domain.snapshot import Snapshot, Table, TableColumn
from varsam.engine.proposing import Bounds
from varsam.formats.source_map.proposed import missing
from varsam.services import proposing, stale, systems
from varsam.services.checking import stands_against
from varsam.sources.base import Sampling
from varsam.sources.unlisted import LOOKED_INTO
from varsam.store import snapshots

PURPOSES = {"orders": "basis: contract, rule: contract.end + 1 year"}
MAP = """\
source: shop
connector: sql
url_env: SHOP_URL
kinds:
  customer:
    table: customers
    person: true
    identifiers: {email: email}
    collected: came
    events: {contract.end: ends}
    groups:
      email: {columns: [email], for: [orders]}
"""
SCHEMA = (
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(80), came DATE, ends DATE)",
    "INSERT INTO customers VALUES (1, 'ann@mail.example', '2026-01-01', '2026-01-01'),"
    " (2, 'bo@post.example', '2026-01-01', NULL), (3, 'cia@brev.example', '2026-02-01', NULL)",
)
NAMES = ("ann", "bo", "cia")


@dataclass
class Shop:
    """A shop's database and the home that maps it."""

    url: str
    house: House
    text: str = MAP

    def run(self, *statements: str) -> None:
        """Execute statements, as the shop's developers would."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))

    def map(self, old: str, new: str) -> None:
        """Mend the map."""
        assert old in self.text
        self.text = self.text.replace(old, new, 1)
        self.house.write(register(PURPOSES), {"shop": self.text})

    def look(self, **bounds: object) -> stale.Online:
        """Compare, without the findings about rights: the test's account may do everything."""
        given = Bounds(**bounds) if bounds else None  # type: ignore[arg-type]
        return stale.online_findings(self.house.home, bounds=given)

    def told(self) -> dict[str, str]:
        """Code and place of each finding, but for rights."""
        return places(self.look().findings)


def places(findings: Sequence[Finding]) -> dict[str, str]:
    return {each.where: each.code for each in findings if each.code != "MAP033"}


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Shop:
    return opened(database_url, tmp_path)


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path) -> Shop:
    return opened(sqlite_url, tmp_path)


def opened(url: str, path: Path) -> Shop:
    open_home(path / "home", None)
    found = Shop(url, House(path / "home", {"SHOP_URL": url}))
    found.run(*SCHEMA)
    found.house.write(register(PURPOSES), {"shop": MAP})
    systems.inspect(found.house.home)
    return found


def test_nothing_is_told_of_what_is_mapped(shop: Shop) -> None:
    online = shop.look()
    assert places(online.findings) == {}
    assert online.whole
    assert not stands_against([each for each in online.findings if each.code != "MAP033"])


def test_an_unmapped_personal_column_is_an_error_by_its_values_until_it_is_mapped(shop: Shop) -> None:
    # A misleading name, addresses in JSON, an address in a text, numbers of people, and something harmless.
    shop.run(
        *(
            f"ALTER TABLE customers ADD COLUMN {column}"
            for column in (
                "ref VARCHAR(80)",
                "extra TEXT",
                "words TEXT",
                "code VARCHAR(20)",
                "phone VARCHAR(20)",
                "shelf INTEGER",
            )
        ),
        *(
            f"UPDATE customers SET ref = '{name}@mail.example', code = '19{80 + number}1231-{check}',"
            f' extra = \'{{"to": {{"mail": "{name}@mail.example"}}}}\', shelf = {number},'
            f" words = 'The bill goes to {name}@post.example from now on.' WHERE id = {number}"
            for number, (name, check) in enumerate(zip(NAMES, ("9876", "9875", "9874"), strict=True), 1)
        ),
        "CREATE TABLE colours (id INTEGER PRIMARY KEY, shade VARCHAR(20))",
        "CREATE TABLE leads (id INTEGER PRIMARY KEY, mark VARCHAR(80))",
        "INSERT INTO leads VALUES (1, 'dan@mail.example'), (2, 'eva@mail.example')",
    )
    told = shop.told()
    assert told["shop: customers.ref"] == "MAP035"
    assert told["shop: customers.extra"] == "MAP035"
    assert told["shop: customers.words"] == "MAP035"
    assert told["shop: customers.phone"] == "MAP035", "no value yet, but a name that tells"
    assert told["shop: customers.shelf"] == "MAP037"
    assert told["shop: colours"] == "MAP037"
    assert told["shop: leads"] == "MAP036"
    (ref,) = (each for each in shop.look().findings if each.where == "shop: customers.ref")
    assert "3 of 3 sampled values look like contact.email; it wasn't there on 2026-11-22" in ref.message
    assert "contact_email: {columns: [ref], category: contact.email, for: []}" in ref.hint
    for finding in shop.look().findings:
        assert not any(name in f"{finding}" for name in ("ann", "dan@", "mail.example"))
    shop.map("[email], for", "[email, ref, extra, words, code, phone], for")
    shop.map("kinds:", "ignored: {leads: sold as a list of their own, colours: of paint}\nkinds:")
    assert shop.told() == {"shop: customers.shelf": "MAP037"}
    systems.inspect(shop.house.home)
    assert shop.told() == {"shop": "MAP038"}, "seen once, it isn't new any more"
    shop.map("ignored: {", "ignored: {customers.shelf: a place in the store, ")
    assert shop.told() == {}


def test_what_went_or_changed_is_told_against_the_last_look(shop: Shop) -> None:
    shop.run("ALTER TABLE customers RENAME COLUMN ends TO ended")
    found = [(each.code, each.where, each.message) for each in shop.look().findings if each.code == "MAP039"]
    assert [(code, where) for code, where, _ in found] == [("MAP039", "shop: customers.ends")]
    assert "ended has come since" in found[0][2]
    assert "MAP002" in {each.code for each in shop.look().findings}
    shop.map("contract.end: ends", "contract.end: ended")
    assert shop.told() == {}
    shop.run("ALTER TABLE customers DROP COLUMN came")
    assert {"MAP002"} == {each.code for each in shop.look().findings if each.code != "MAP033"}
    shop.map("    collected: came\n", "")
    assert shop.told() == {}


def test_a_type_a_key_and_a_reference_that_the_map_leans_on(postgres_url: str, tmp_path: Path) -> None:
    shop = opened(postgres_url, tmp_path)
    shop.run(
        "CREATE TABLE orders (id INTEGER PRIMARY KEY,"
        " customer_id INTEGER NOT NULL REFERENCES customers (id))",
        "INSERT INTO orders VALUES (1, 1)",
    )
    shop.map(
        "kinds:\n", "kinds:\n  order: {table: orders, refs: {customer: customer_id}, part_of: customer}\n"
    )
    systems.inspect(shop.house.home)
    assert shop.told() == {}
    shop.run(
        "ALTER TABLE customers ALTER COLUMN ends TYPE TIMESTAMP",
        "ALTER TABLE orders DROP CONSTRAINT orders_pkey",
        "ALTER TABLE orders DROP CONSTRAINT orders_customer_id_fkey",
        "ALTER TABLE orders ALTER COLUMN customer_id DROP NOT NULL",
    )
    found = {(each.where, each.message) for each in shop.look().findings if each.code == "MAP039"}
    assert {where for where, _ in found} == {
        "shop: customers.ends",
        "shop: orders",
        "shop: orders.customer_id",
    }
    assert len(found) == 4


def test_a_table_that_was_renamed(small: Shop) -> None:
    small.run("ALTER TABLE customers RENAME TO clients")
    told = {(each.code, each.where) for each in small.look().findings}
    assert ("MAP039", "shop: customers") in told
    assert ("MAP036", "shop: clients") in told
    small.map("table: customers", "table: clients")
    assert small.told() == {}


def many(url: str, rows: int) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    table = sa.table("visits", sa.column("id"), sa.column("token"))
    with engine.begin() as connection:
        values = [
            {"id": at, "token": "nils@mail.example" if at > rows - 3 else None} for at in range(1, rows + 1)
        ]
        connection.execute(table.insert(), values)


def test_a_value_that_few_rows_have_is_found_in_a_bounded_sample(shop: Shop) -> None:
    shop.run("CREATE TABLE visits (id INTEGER PRIMARY KEY, token VARCHAR(40))")
    many(shop.url, 3000)
    online = shop.look(sampling=Sampling(rows=50))
    assert places(online.findings)["shop: visits"] == "MAP036"
    assert online.whole


def test_what_isnt_looked_at_is_told_and_never_taken_for_nothing(small: Shop) -> None:
    small.run(
        "ALTER TABLE customers ADD COLUMN ref VARCHAR(80)", "UPDATE customers SET ref = 'ann@mail.example'"
    )
    online = small.look(seconds=-1.0)
    assert places(online.findings)["shop"] == "MAP045"
    assert online.unlooked == ("shop: customers",)
    assert not online.whole


def test_a_source_that_isnt_there_is_an_error_and_the_others_are_compared(
    small: Shop, tmp_path: Path
) -> None:
    small.run("ALTER TABLE customers ADD COLUMN phone VARCHAR(20)")
    folder = tmp_path / "gone"
    small.house.write(
        register(PURPOSES),
        {
            "shop": MAP,
            "papers": f"source: papers\nconnector: files\noptions: {{folder: {folder}}}\n"
            "kinds: {paper: {table: papers, key: path, groups: {all: {columns: [name], for: [orders]}}}}\n",
        },
    )
    online = small.look()
    assert online.unreachable == ("papers",)
    assert places(online.findings) == {"papers": "MAP044", "shop: customers.phone": "MAP035"}


def test_purposes_without_rows_and_rows_without_a_purpose(small: Shop) -> None:
    small.map("for: [orders]}", "for: [orders], only: {orders: {id: 2}}}")
    assert small.told() == {"shop.customer.groups.email": "MAP041"}
    small.run("DELETE FROM customers")
    assert small.told() == {"purpose orders": "MAP040"}


def test_an_event_that_most_old_rows_lack(small: Shop) -> None:
    purposes = {"orders": "basis: contract, rule: case.closed + 1 year, patience: 2 months"}
    text = MAP.replace("contract.end", "case.closed")
    small.house.write(register(purposes), {"shop": text})
    assert small.told() == {"shop.customer.case.closed": "MAP042"}
    small.run("UPDATE customers SET ends = '2026-03-01' WHERE id = 2")
    assert small.told() == {}


FILES = """\
source: papers
connector: files
options: {folder: papers, glob: "*.txt", table: papers}
kinds:
  paper: {table: papers, key: path, groups: {all: {columns: [name], for: [orders]}}}
"""


def test_new_files_in_a_folder(small: Shop) -> None:
    folder = small.house.path / "papers"
    folder.mkdir()
    (folder / "one.txt").write_text("a", encoding="utf-8")
    small.house.write(register(PURPOSES), {"shop": MAP, "papers": FILES})
    known = {"papers.paper.groups.all": "MAP021"}
    assert small.told() == known
    (folder / "anna.csv").write_text("who;mail\nann;ann@mail.example\n", encoding="utf-8")
    (folder / "logo").mkdir()
    (folder / "logo" / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    before = sorted(folder.rglob("*"))
    online = small.look()
    assert places(online.findings) == known | {"papers: *.csv": "MAP036", "papers: */*.png": "MAP037"}
    assert not any("anna" in f"{each}" for each in online.findings)
    assert sorted(folder.rglob("*")) == before
    small.house.write(register(PURPOSES), {"shop": MAP, "papers": FILES.replace('"*.txt"', '"**/*"')})
    assert small.told() == known


def test_nothing_is_left_behind_and_nothing_of_it_is_kept(postgres_url: str, tmp_path: Path) -> None:
    shop = opened(postgres_url, tmp_path)
    shop.run(
        "ALTER TABLE customers ADD COLUMN ref VARCHAR(80)",
        "UPDATE customers SET ref = 'sampled-' || id || '@mail.example'",
    )
    kept = snapshots.latest("shop")
    engine = sa.create_engine(postgres_url, poolclass=sa.NullPool)
    tables = "SELECT count(*) FROM pg_class UNION ALL SELECT count(*) FROM pg_stat_user_tables"
    writes = "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables"
    with engine.connect() as connection:
        before = connection.execute(sa.text(tables)).all()
        rows = connection.execute(sa.text("SELECT xmin::text, * FROM customers ORDER BY id")).all()
    assert shop.told()["shop: customers.ref"] == "MAP035"
    with engine.connect() as connection:
        assert connection.execute(sa.text(tables)).all() == before
        assert connection.execute(sa.text("SELECT xmin::text, * FROM customers ORDER BY id")).all() == rows
        # Three rows came and were updated by the shop; nobody else wrote.
        assert all(deleted == 0 for *_, deleted in connection.execute(sa.text(writes)).all())
    assert snapshots.latest("shop") == kept
    for path in shop.house.path.rglob("*"):
        assert not path.is_file() or b"sampled-" not in path.read_bytes(), path


def test_a_first_look_is_kept_to_compare_with(sqlite_url: str, tmp_path: Path) -> None:
    open_home(tmp_path / "home", None)
    shop = Shop(sqlite_url, House(tmp_path / "home", {"SHOP_URL": sqlite_url}))
    shop.run(*SCHEMA, "ALTER TABLE customers ADD COLUMN shelf INTEGER")
    shop.house.write(register(PURPOSES), {"shop": MAP})
    assert shop.told() == {"shop": "MAP038"}
    assert snapshots.latest("shop") is not None
    shop.run("ALTER TABLE customers ADD COLUMN lane INTEGER")
    assert shop.told() == {"shop": "MAP038", "shop: customers.lane": "MAP037"}
    assert shop.house.home.today == date(2026, 11, 22)


def test_what_the_map_lacks_is_written_to_be_pasted_in_and_then_nothing_is_told(small: Shop) -> None:
    small.run(
        "ALTER TABLE customers ADD COLUMN ref VARCHAR(80)",
        "UPDATE customers SET ref = 'ann@mail.example'",
        "CREATE TABLE letters (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers (id),"
        " sent_to VARCHAR(80))",
        "INSERT INTO letters VALUES (1, 1, 'dan@mail.example'), (2, 2, 'eva@mail.example')",
    )
    assert small.told() == {"shop: customers.ref": "MAP035", "shop: letters": "MAP036"}
    proposal, kinds, mapped = proposing.propose_new(small.house.home, "shop")
    taken = {kind.name: [group.name for group in kind.groups] for kind in mapped.kinds}
    text = missing(proposal, kinds, taken, "en")
    assert "dan@" not in text
    added = yaml.safe_load(text)["kinds"]
    assert added["customer"] == {
        "groups": {"contact_email": {"columns": ["ref"], "category": "contact.email", "for": []}}
    }
    assert added["letters"]["refs"]["customer"] == {"kind": "customer", "column": "customer_id"}
    whole = yaml.safe_load(small.text)
    whole["kinds"]["customer"]["groups"] |= added["customer"]["groups"]
    whole["kinds"]["letters"] = added["letters"]
    small.house.write(register(PURPOSES), {"shop": yaml.safe_dump(whole)})
    assert {each.code for each in small.look().findings} == {"MAP009", "MAP012"}, "for which purpose?"
    assert proposing.propose_new(small.house.home, "shop")[1] == ()


def test_a_large_table_that_is_cut_off_by_a_date_without_an_index(small: Shop) -> None:
    home = small.house.home
    snapshot = Snapshot(
        "shop",
        "",
        {
            "customers": Table(
                "customers",
                (TableColumn("ends", "DATE", family="date"), TableColumn("id", "INTEGER")),
                primary_key=("id",),
                estimate=100_000,
            )
        },
        dialect="sqlite",
    )
    view = View(home.maps["shop"], snapshot, home.register)
    assert [hit.where for hit in cutoff_unindexed(view)] == ["shop.customer.contract.end"]
    indexed = replace(snapshot.tables["customers"], indexes=(("ends",),))
    for table in (indexed, replace(snapshot.tables["customers"], estimate=99_999)):
        assert not list(
            cutoff_unindexed(replace(view, snapshot=replace(snapshot, tables={"customers": table})))
        )


def test_a_folder_that_is_written_to_more_than_needed(small: Shop) -> None:
    folder = small.house.path / "papers"
    folder.mkdir(mode=0o755)
    kept = FILES.replace("key: path,", "key: path, disposal: keep,")

    def rights(text: str) -> list[str]:
        small.house.write(register(PURPOSES), {"papers": text})
        return [each.message for each in small.look().findings if each.code == "MAP033"]

    assert rights(FILES) == []
    assert rights(kept) == ["the account has WRITE"]
    folder.chmod(0o777)
    assert rights(FILES) == ["the account has WRITE (everybody)"]


def test_the_page_lists_what_is_looked_for() -> None:
    page = (Path(__file__).parents[2] / "docs" / "stale-maps.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (MAP\d+) \| (\w+) \|", page, re.MULTILINE))
    assert listed == {each.code: each.level.value for each in STALE_CHECKS} | {"MAP041": "warning"}
    bounds = Bounds()
    assert f"at most {bounds.sampling.rows} rows" in page
    assert f"first {bounds.sampling.cell:,}\n  bytes of {LOOKED_INTO} of each sort" in page
    assert f"{bounds.sampling.seconds:.0f} seconds and waits 2 seconds for a lock; a source has" in page
    assert f"has {bounds.seconds:.0f} seconds" in page
