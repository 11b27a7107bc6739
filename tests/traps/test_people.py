"""Traps in who somebody is: spellings, shared addresses, and what only looks like erasing."""

from __future__ import annotations

import base64
import hashlib

import pytest

from tests.engine.houses import email
from tests.traps.places import Place, counted, deleted, written
from varsam.domain.errors import PlanRefused, RegisterError

# As broad as each database has them: case, accents and blanks at the end don't count.
FOLDING = {
    "sqlite": "VARCHAR(60) COLLATE NOCASE",
    "postgresql": "VARCHAR(60) COLLATE folding",
    "mysql": "VARCHAR(60) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
}
PERSON = """\
  customer:
    table: customers
    person: true
    identifiers: {email: {column: email, follow: true}}
    events: {contract.end: ends}
    groups: {who: {columns: [email, name], for: [orders]}}
"""


# -- 9. case and collation -----------------------------------------------------------------------------------


def test_case_is_folded_and_a_ring_is_no_accent(place: Place) -> None:
    """9: `Åsa@Exempel.example` is `åsa@exempel.example`, and isn't `asa@exempel.example`."""
    if place.dialect == "postgresql":
        place.execute(
            "CREATE COLLATION folding (provider = icu, locale = 'und-u-ks-level1', deterministic = false)"
        )
    place.execute(
        f"CREATE TABLE customers (id INTEGER PRIMARY KEY, email {FOLDING[place.dialect]}, name VARCHAR(20),"
        " ends DATE)",
        "INSERT INTO customers VALUES (1, 'Åsa@Exempel.example', 'Åsa', '2026-01-01'),"
        " (2, 'asa@exempel.example', 'Asa', '2026-01-01'), (3, 'ÅSA@EXEMPEL.EXAMPLE', 'ÅSA', '2026-01-01'),"
        " (4, 'aasa@exempel.example', 'Aasa', '2026-01-01')",
        f"CREATE TABLE visits (id INTEGER PRIMARY KEY, email {FOLDING[place.dialect]})",
        "INSERT INTO visits VALUES (1, 'åsa@exempel.example'), (2, 'Asa@Exempel.example'),"
        " (3, 'ÅSA@exempel.example')",
    )
    naive = place.column("SELECT id FROM customers WHERE email = 'asa@exempel.example' ORDER BY id")
    # The trap: for two of the databases these are one address; for the third not even `Å` is `å`.
    assert naive == ([2] if place.dialect == "sqlite" else [1, 2, 3])
    place.execute("DELETE FROM customers WHERE id = 3")
    place.mapped(
        PERSON
        + """\
  visit:
    table: visits
    owner: {email: email}
    identifiers: {email: email}
    groups: {visit: {columns: [email], for: [orders]}}
"""
    )
    assert "Asa" in str(place.copied("asa@exempel.example"))
    assert {kind for kind, _ in place.copied("ÅSA@EXEMPEL.EXAMPLE")} == {"customer", "visit"}
    assert "'Asa" not in str(place.copied("ÅSA@EXEMPEL.EXAMPLE"))
    assert deleted(place.erased("åsa@exempel.example")) == {"customer": 1, "visit": 2}
    assert place.column("SELECT id FROM customers ORDER BY id") == [2, 4]
    assert place.column("SELECT id FROM visits ORDER BY id") == [2]


# -- 10. a shared mailbox ------------------------------------------------------------------------------------


def test_a_company_address_is_nobodys_own(sqlite_place: Place) -> None:
    """10: two people write from one mailbox; by it nobody is copied or erased, by an own number they are."""
    place = sqlite_place
    place.execute(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT, ends DATE)",
        "INSERT INTO customers VALUES (1, 'info@firm.example', 'Ann', '2026-01-01'),"
        " (2, 'INFO@firm.example', 'Bo', '2026-01-01'), (3, 'cia@mail.example', 'Cia', '2026-01-01')",
    )
    place.mapped(PERSON)
    for ask in (place.copied, place.erased):
        with pytest.raises(PlanRefused, match="leads to several people"):
            ask("info@firm.example")
    assert counted(place.house.plan()) == {}
    assert place.column("SELECT id FROM customers") == [1, 2, 3]
    assert [kind for kind, _ in place.copied("cia@mail.example")] == ["customer"]
    place.erased("cia@mail.example")
    assert place.column("SELECT id FROM customers") == [1, 2]


# -- 12. what only looks like erasing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "{hash: sha256}",
        "{mask: 'a***'}",
        "{token: vault}",
        "{encrypt: key}",
        "[a, b]",
    ],
)
def test_no_map_can_say_hash_or_mask(sqlite_place: Place, said: str) -> None:
    """12: what is written instead is one fixed value for everybody; a map that says otherwise is refused."""
    place = sqlite_place
    place.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT, ends DATE)")
    fixed = PERSON + "    disposal: {overwrite: {email: null, name: gone}}\n"
    place.mapped(fixed)
    assert place.house.plan().steps == ()  # the control: a fixed text can be said
    with pytest.raises(RegisterError, match=r"shop\.yaml:\d+:\d+: .*"):
        place.mapped(fixed.replace("gone", said))


def test_after_overwriting_nobody_can_be_told_from_another(sqlite_place: Place) -> None:
    """12: two people's rows hold the same afterwards, so no table of tokens can lead back."""
    place = sqlite_place
    place.execute(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT, ends DATE)",
        "INSERT INTO customers VALUES (1, 'ann@mail.example', 'Ann', '2020-01-01'),"
        " (2, 'bo@mail.example', 'Bo', '2020-01-01')",
    )
    place.mapped(PERSON + "    disposal: {overwrite: {email: null, name: gone}}\n")
    assert len(set(place.rows("SELECT email, name FROM customers"))) == 2
    plan = place.house.plan()
    assert written(plan) == {"shop.customer.all": {"email": None, "name": "gone"}}
    place.carry_out(plan)
    assert place.rows("SELECT email, name FROM customers") == [(None, "gone")] * 2


def test_a_token_that_can_be_turned_back_is_found_and_never_clean(sqlite_place: Place) -> None:
    """12: an application that keeps addresses "masked" keeps them; the same search found them before."""
    place = sqlite_place
    address = "ann@mail.example"
    tokens = {
        "base64": base64.b64encode(address.encode()).decode(),
        "percent": address.replace("@", "%40"),
        "json": address.replace("@", "\\u0040"),
        "word": "To: =?utf-8?q?ann=40mail.example?=",
    }
    place.execute(
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT, ends DATE)",
        "INSERT INTO customers VALUES (1, 'ann@mail.example', 'Ann', '2020-01-01')",
        f"CREATE TABLE masked ({', '.join(f'{name} TEXT' for name in tokens)}, sha TEXT)",
        f"INSERT INTO masked VALUES ({', '.join(repr(each) for each in tokens.values())},"
        f" '{hashlib.sha256(address.encode()).hexdigest()}')",
    )
    place.mapped(PERSON, more="ignored: {masked: only tokens}\n")
    plan = place.house.erase(email(address))
    assert {column for _, column in place.searched(plan)} >= set(tokens)
    place.house.apply(plan)
    assert {column for _, column in place.left(plan)} >= set(tokens)
    place.execute("DELETE FROM masked")
    assert place.left(plan) == []
