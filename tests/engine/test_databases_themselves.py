"""What a database does by itself when rows go: vectors, triggers, cascades. Said in the map, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from django.db import connections

from tests.engine.houses import House, email, register
from tests.store.homes import open_home
from varsam.domain.errors import SourceRejected
from varsam.domain.plan import ManualTask, Plan
from varsam.domain.planner.schema_faults import SchemaRefused

pytestmark = pytest.mark.postgres
SCHEMA = """
CREATE TABLE people (id int PRIMARY KEY, email text, name text, ends date,
  words tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(name, ''))) STORED,
  kept_words tsvector);
CREATE TABLE papers (id int PRIMARY KEY, person int NOT NULL REFERENCES people ON DELETE CASCADE, text text);
CREATE TABLE law (id int PRIMARY KEY, person int NOT NULL REFERENCES people);
INSERT INTO people (id, email, name, ends, kept_words) VALUES
  (1, 'ann@mail.example', 'Ann Berg', '2019-01-01', to_tsvector('simple', 'Ann Berg')),
  (2, 'bo@mail.example', 'Bo Ek', '2019-01-01', to_tsvector('simple', 'Bo Ek')),
  (3, 'cia@mail.example', 'Cia Al', NULL, to_tsvector('simple', 'Cia Al'));
INSERT INTO papers VALUES (10, 1, 'a'), (11, 1, 'b'), (12, 2, 'c'), (13, 3, 'd');
INSERT INTO law VALUES (20, 2);
"""
MAP = """\
source: shop
connector: sql
url_env: SHOP
kinds:
  person:
    table: people
    person: true
    identifiers: {email: email}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name, kept_words], for: [orders]}}
    disposal: {when_referred: {email: null, name: null, kept_words: null}}
  law: {table: law, refs: {person: person}, disposal: keep}
"""
PAPER = "  paper: {table: papers, refs: {person: person}, part_of: person}\n"
FOUND = """
SELECT id FROM people WHERE words @@ to_tsquery('simple', '{0}') OR kept_words @@ to_tsquery('simple', '{0}')
"""


@pytest.fixture
def shop(tmp_path: Path, postgres_url: str) -> Iterator[House]:
    """A shop whose database does things by itself."""
    open_home(tmp_path, None)
    execute(postgres_url, SCHEMA)
    promises = register({"orders": 'basis: contract, rule: "contract.end + 1 year"'})
    yield House(tmp_path, {"SHOP": postgres_url}).write(promises, {"shop": MAP + PAPER})
    connections["default"].close()


def execute(url: str, statements: str) -> None:
    """Change something past Varsam."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(statements.replace("%", "%%"))


def look(shop: House, statement: str) -> list[object]:
    """Read the first column past Varsam."""
    engine = sa.create_engine(shop.environment["SHOP"], poolclass=sa.NullPool)
    with engine.connect() as connection:
        return list(connection.scalars(sa.text(statement)))


def counted(plan: Plan) -> dict[str, int]:
    """The plan's steps with their rows."""
    return {step.on.step: step.on.rows for step in plan.steps if not isinstance(step, ManualTask)}


def rewritten(shop: House, text: str) -> None:
    """Give the shop another map."""
    shop.write((shop.path / "register.yaml").read_text(encoding="utf-8"), {"shop": text})


def test_full_text_vectors_forget_with_the_columns_they_were_made_of(shop: House) -> None:
    assert (look(shop, FOUND.format("ek")), look(shop, FOUND.format("berg"))) == ([2], [1])
    plan = shop.plan()
    assert counted(plan) == {"shop.person.referred": 1, "shop.paper.delete": 3, "shop.person.delete": 1}
    shop.apply(plan)
    assert shop.verify(plan).verified
    assert look(shop, "SELECT id FROM people ORDER BY id") == [2, 3]
    assert (look(shop, FOUND.format("ek")), look(shop, FOUND.format("berg"))) == ([], [])
    assert look(shop, FOUND.format("cia")) == [3]
    assert shop.plan().steps == ()


def test_a_vector_that_the_database_makes_cant_be_written(shop: House) -> None:
    rewritten(shop, (MAP + PAPER).replace("kept_words: null", "words: null"))
    with pytest.raises(SchemaRefused) as refused:
        shop.plan()
    assert ("generated_overwritten", ("words",)) in [
        (each.code, each.columns) for each in refused.value.faults
    ]


def test_a_cascade_is_planned_row_by_row_or_refused(shop: House) -> None:
    rewritten(shop, MAP)
    with pytest.raises(SchemaRefused) as refused:
        shop.plan()
    assert [(each.code, each.table, each.detail) for each in refused.value.faults] == [
        ("engine_would_change", "papers", "cascade")
    ]
    rewritten(shop, MAP + PAPER)
    assert counted(shop.plan())["shop.paper.delete"] == 3
    assert look(shop, "SELECT count(*) FROM papers") == [4]


def test_a_trigger_that_looks_up_the_sessions_user(shop: House) -> None:
    execute(
        shop.environment["SHOP"],
        """
        CREATE TABLE audit (who text, what int);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF coalesce(current_setting('app.who', true), '') = '' AND OLD.id = 1 THEN
            RAISE EXCEPTION 'nobody is logged in to touch %', OLD.name;
          END IF;
          INSERT INTO audit VALUES (session_user, OLD.id); RETURN OLD; END $$;
        CREATE TRIGGER noting BEFORE DELETE ON people FOR EACH ROW EXECUTE FUNCTION note();
        """,
    )
    with pytest.raises(SchemaRefused) as refused:
        shop.plan()
    assert [(each.code, each.detail) for each in refused.value.faults] == [("trigger_unsaid", "noting")]
    rewritten(shop, "ignored: {people.noting: notes the account and a number}\n" + MAP + PAPER)
    plan = shop.plan()
    # It wants what no session of ours has: nothing of the batch is done, and no name is repeated.
    with pytest.raises(SourceRejected, match="trigger") as caught:
        shop.apply(plan)
    assert "Ann" not in str(caught.value)
    assert look(shop, "SELECT count(*) FROM papers") == [4]
    assert look(shop, "SELECT count(*) FROM people WHERE name IS NULL") == [0]
    execute(
        shop.environment["SHOP"], "DELETE FROM papers WHERE person = 1; UPDATE people SET id = 4 WHERE id = 1"
    )
    again = shop.erase(email("ann@mail.example"))
    shop.apply(again)
    assert look(shop, "SELECT what FROM audit") == [4]
