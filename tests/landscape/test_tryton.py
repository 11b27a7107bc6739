"""Tryton: a voucher without a name of its own, history without keys, a sale that is still running."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.landscape.systems import Company, asked, counted, kept
from varsam.services import people
from varsam.store.people import TypedIdentifier

pytestmark = pytest.mark.postgres
Make = Callable[..., Company]

EVERYTHING_OF = """
SELECT 'party', p.id, p.name FROM party_party p WHERE p.id = {0}
UNION ALL SELECT 'history', h.id, h.name FROM party_party__history h WHERE h.id = {0}
UNION ALL SELECT 'address', a.id, concat_ws('|', a.street, a.postal_code, a.city)
    FROM party_address a WHERE a.party = {0}
UNION ALL SELECT 'old address', a.id, concat_ws('|', a.street, a.postal_code, a.city)
    FROM party_address__history a WHERE a.party = {0}
UNION ALL SELECT 'number', i.id, i.code FROM party_identifier i WHERE i.party = {0}
UNION ALL SELECT 'old number', i.id, i.code FROM party_identifier__history i WHERE i.party = {0}
UNION ALL SELECT 'contact', c.id, c.value FROM party_contact_mechanism c WHERE c.party = {0}
UNION ALL SELECT 'user', u.id, u.email FROM web_user u WHERE u.party = {0}
UNION ALL SELECT 'note', n.id, n.message FROM ir_note n WHERE n.resource = 'party.party,{0}'
UNION ALL SELECT 'invoice', i.id, concat_ws('|', i.comment, length(i.invoice_report_cache))
    FROM account_invoice i WHERE i.party = {0}
UNION ALL SELECT 'ledger', l.id, l.debit::text FROM account_move_line l WHERE l.party = {0}
ORDER BY 1, 2
"""
DANGLING = """
SELECT 'party', id FROM party_party__history h
    WHERE NOT EXISTS (SELECT 1 FROM party_party p WHERE p.id = h.id)
UNION ALL SELECT 'address', id FROM party_address__history h
    WHERE NOT EXISTS (SELECT 1 FROM party_address a WHERE a.id = h.id)
UNION ALL SELECT 'number', id FROM party_identifier__history h
    WHERE NOT EXISTS (SELECT 1 FROM party_identifier i WHERE i.id = h.id)
UNION ALL SELECT 'note', n.id FROM ir_note n
    WHERE NOT EXISTS (SELECT 1 FROM party_party p WHERE n.resource = 'party.party,' || p.id)
"""

KEPT_VOUCHERS = """
SELECT (extract(year FROM y.end_date) + 7)::int || '-12-31', count(*)
FROM account_invoice i JOIN account_move m ON m.id = i.move JOIN account_period p ON p.id = m.period
    JOIN account_fiscalyear y ON y.id = p.fiscalyear
WHERE y.end_date > '2018-12-31' GROUP BY 1
"""


def everything_of(tryton: Company, party: int) -> dict[str, list[str | None]]:
    """All that the system holds of a party, by sort of row."""
    found: dict[str, list[str | None]] = {}
    for sort, _, value in tryton.rows("tryton", EVERYTHING_OF.format(party)):
        found.setdefault(sort, []).append(value)
    return found


def rendered(tryton: Company, invoice: int) -> str:
    """The text of an invoice's cached rendering; empty when there is none."""
    blob = tryton.one("tryton", f"SELECT invoice_report_cache FROM account_invoice WHERE id = {invoice}")
    if blob is None:
        return ""
    with zipfile.ZipFile(io.BytesIO(bytes(blob))) as document:
        return document.read("content.xml").decode("utf-8")


def test_erasing_a_customer_keeps_what_the_voucher_needs(company: Make) -> None:
    tryton = company("tryton")
    before, namesake = everything_of(tryton, 2), everything_of(tryton, 3)
    (name,), (address,) = before["party"], before["address"]
    assert len(before) == 11
    assert {sort: len(rows) for sort, rows in before.items()} == {
        **dict.fromkeys(before, 1),
        "contact": 2,
    }
    email = tryton.one("tryton", "SELECT email FROM web_user WHERE party = 2")
    letters = "SELECT id FROM marketing_email ORDER BY id"
    assert tryton.rows("tryton", letters) == [(number,) for number in range(1, 9)]
    plan = tryton.erase("email", email)
    # The sale is being processed, and the voucher of 2023 is kept by the seventh year after its fiscal year.
    assert asked(plan) == {("sale", "ask"): 1}
    assert kept(plan, "party", "bookkeeping") == {"2030-12-31": 1}
    assert kept(plan, "address", "bookkeeping") == {"2030-12-31": 1}
    assert {each.law for each in plan.kept} == {"bokföringslagen 7 kap. 2 §"}
    tryton.carry_out(plan)
    after = everything_of(tryton, 2)
    assert (after["party"], after["history"]) == ([name], [name])
    assert (after["address"], after["old address"]) == ([address], [address])
    assert set(after) == {"party", "history", "address", "old address", "invoice", "ledger"}
    assert str(name) in rendered(tryton, 40)
    assert tryton.one("tryton", "SELECT comment FROM account_invoice WHERE id = 40") is None
    assert tryton.rows("tryton", letters) == [(number,) for number in range(2, 9)]
    assert tryton.rows("tryton", "SELECT state, description IS NULL FROM sale_sale WHERE party = 2") == [
        ("processing", False)
    ]
    assert everything_of(tryton, 3) == namesake
    assert tryton.rows("tryton", DANGLING) == []
    # The sale is done; when the voucher's time is over the rest goes by itself, though nothing leads to her
    # contract any more.
    tryton.change("tryton", "UPDATE sale_sale SET state = 'done' WHERE id = 1")
    tryton.home.clock = lambda: datetime(2031, 1, 1, 12, 0, tzinfo=UTC)
    tryton.carry_out(tryton.plan("tryton"), again=False)
    last = everything_of(tryton, 2)
    assert (last["party"], last["address"], rendered(tryton, 40)) == ([None], [""], "")
    assert not {"history", "old address"} & set(last)


def test_what_is_due_goes_and_a_person_decides_the_rest(company: Make) -> None:
    tryton = company("tryton")
    tryton.contract("P003", "2020-01-01")
    tryton.contract("P040", "2024-12-31")
    namesake, own = everything_of(tryton, 2), everything_of(tryton, 1)
    supplier, draft = everything_of(tryton, 45), everything_of(tryton, 39)
    (moved,) = everything_of(tryton, 4)["address"]
    name = everything_of(tryton, 3)["party"][0]
    assert str(name) in rendered(tryton, 4)
    assert all(rendered(tryton, invoice) for invoice in (15, 56))
    plan = tryton.plan("tryton")
    # 39: a draft invoice; 41: an open quotation.
    assert asked(plan) == {
        ("party", "ask"): 2,
        ("address", "ask"): 2,
        ("contact", "ask"): 2,
        ("identifier", "ask"): 1,
        ("invoice", "ask"): 1,
        ("sale", "ask"): 1,
    }
    assert kept(plan, "account_number", "bookkeeping") == {"2031-12-31": 1}
    # The draft has no fiscal year yet.
    assert kept(plan, "invoice", "bookkeeping") == {"": 1, **dict(tryton.rows("tryton", KEPT_VOUCHERS))}
    tryton.carry_out(plan)
    # The namesake's time was over in 2023: only an empty party stays, as her voucher of 2016 points at it.
    assert everything_of(tryton, 3) == {
        "party": [None],
        "address": [""],
        "invoice": [""],
        "ledger": everything_of(tryton, 3)["ledger"],
    }
    assert len(everything_of(tryton, 3)["ledger"]) == 1
    assert rendered(tryton, 4) == ""
    # One address, two vouchers: that of 2018 is over and that of 2025 keeps the address.
    after = everything_of(tryton, 4)
    assert after["address"] == after["old address"] == [moved]
    assert not {"contact", "number", "old number"} & set(after)
    assert rendered(tryton, 15) == "" != rendered(tryton, 56)
    # A supplier under a running contract: of three vouchers one is over, and the bank account stays.
    assert everything_of(tryton, 45) == supplier
    assert everything_of(tryton, 39) == draft
    assert (everything_of(tryton, 2), everything_of(tryton, 1)) == (namesake, own)
    assert tryton.rows("tryton", DANGLING) == []
    # Somebody cancels the quotation and deletes the draft: then nothing refers to these two any more.
    tryton.change("tryton", "UPDATE sale_sale SET state = 'cancelled' WHERE id = 4")
    tryton.change("tryton", "DELETE FROM account_invoice WHERE id = 62")
    again = tryton.plan("tryton")
    assert counted(again)["tryton.party.delete"] == 2
    assert asked(again) == {}
    tryton.carry_out(again, again=False)
    assert (everything_of(tryton, 39), everything_of(tryton, 41)) == ({}, {})
    assert tryton.rows("tryton", "SELECT id FROM sale_sale ORDER BY id") == [(1,), (2,), (3,)]
    assert tryton.rows("tryton", DANGLING) == []


def test_a_sole_traders_company_number_finds_a_person(company: Make) -> None:
    tryton = company("tryton")
    number = tryton.one("tryton", "SELECT code FROM party_identifier WHERE party = 45")
    found = people.find(tryton.home, [TypedIdentifier("personnummer", number)])
    places = {each.kind: each.rows for each in found.found if each.source == "tryton"}
    assert places["party"] == places["identifier"] == places["account_number"] == 1
    assert places["invoice"] == 3
    assert found.ambiguous == ()
