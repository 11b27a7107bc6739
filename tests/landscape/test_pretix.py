"""pretix: an invoice that is a copy of its own, guests booked by others, an event that is still to come."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests.landscape.systems import Company, asked, counted, kept
from varsam.services import people
from varsam.store.people import TypedIdentifier

pytestmark = pytest.mark.postgres
Make = Callable[..., Company]

ORDER = "SELECT id, email FROM pretixbase_order WHERE code = '{}'"
ANSWERS = """
SELECT count(*) FROM pretixbase_questionanswer a JOIN pretixbase_orderposition p ON p.id = a.orderposition_id
    JOIN pretixbase_order o ON o.id = p.order_id WHERE o.code = '{}'
"""
INVOICED = """
SELECT o.code, i.invoice_to_name, i.invoice_to_street, count(l.id) FROM pretixbase_order o
    JOIN pretixbase_invoice i ON i.order_id = o.id LEFT JOIN pretixbase_invoiceline l ON l.invoice_id = i.id
GROUP BY 1, 2, 3 ORDER BY 1
"""
DANGLING = """
SELECT l.id FROM pretixbase_logentry l WHERE l.content_type_id = 15
    AND NOT EXISTS (SELECT 1 FROM pretixbase_order o WHERE o.id = l.object_id)
"""


def test_past_events_lose_their_people_and_invoices_stay(company: Make) -> None:
    pretix = company("pretix")
    due = """
    SELECT count(*) FILTER (WHERE EXISTS (SELECT 1 FROM pretixbase_invoice i WHERE i.order_id = o.id)),
        count(*)
    FROM pretixbase_order o JOIN pretixbase_event e ON e.id = o.event_id
    WHERE coalesce(e.date_to, e.date_from) < '2025-11-22'
    """
    ((invoiced, over),) = pretix.rows("pretix", due)
    assert (invoiced, over - invoiced) == (25, 17)
    ((order, email),) = pretix.rows("pretix", ORDER.format("TJEQE"))
    assert email is not None
    assert pretix.one("pretix", ANSWERS.format("TJEQE")) > 0
    waiting = "SELECT id FROM pretixbase_waitinglistentry ORDER BY id"
    assert len(pretix.rows("pretix", waiting)) == 6
    future = "SELECT md5(string_agg(o::text || p::text, '' ORDER BY p.id)) FROM pretixbase_order o "
    future += (
        "JOIN pretixbase_orderposition p ON p.order_id = o.id JOIN pretixbase_event e ON e.id = o.event_id "
    )
    future += "WHERE e.slug = 'massa-2026'"
    untouched, vouchers = pretix.one("pretix", future), pretix.rows("pretix", INVOICED)
    plan = pretix.plan("pretix")
    assert (counted(plan)["pretix.order.referred"], counted(plan)["pretix.order.delete"]) == (25, 17)
    assert asked(plan) == {}
    by_year = """
    SELECT (extract(year FROM date) + 7)::int || '-12-31', count(*) FROM pretixbase_invoice GROUP BY 1
    """
    assert kept(plan, "invoice", "bookkeeping") == dict(pretix.rows("pretix", by_year))
    pretix.carry_out(plan)
    # The order keeps its numbers and its invoice, the guest's answers and address are gone.
    assert pretix.rows("pretix", ORDER.format("TJEQE")) == [(order, None)]
    assert pretix.one("pretix", ANSWERS.format("TJEQE")) == 0
    assert pretix.rows("pretix", INVOICED) == vouchers
    places = "SELECT attendee_name_cached, attendee_email, attendee_name_parts FROM pretixbase_orderposition"
    ((name, address, parts),) = pretix.rows("pretix", f"{places} WHERE order_id = {order}")
    assert (name, address, parts if isinstance(parts, dict) else json.loads(parts)) == (None, None, {})
    assert pretix.rows("pretix", ORDER.format("7MSMC")) == []
    # Who is on the list for the fair to come stays there; its orders are untouched.
    assert pretix.rows("pretix", waiting) == [(5,), (6,)]
    assert pretix.one("pretix", future) == untouched
    assert pretix.one("pretix", ANSWERS.format("VQXHK")) > 0
    assert pretix.rows("pretix", DANGLING) == []
    totals = """
    SELECT count(*) FROM pretixbase_order o WHERE o.total <> coalesce((SELECT sum(p.price)
        FROM pretixbase_orderposition p WHERE p.order_id = o.id AND NOT p.canceled), 0)
    """
    assert pretix.one("pretix", totals) == pretix.one("pretix", totals + " AND o.status = 'c'")


def test_erasing_a_guest_takes_nothing_that_the_coming_event_needs(company: Make) -> None:
    pretix = company("pretix")
    ((order, email),) = pretix.rows("pretix", ORDER.format("VQXHK"))
    plan = pretix.erase("email", email)
    assert counted(plan)["pretix.order.referred"] == 2
    assert kept(plan, "order", "free-services") == {"2027-12-03": 1}
    pretix.carry_out(plan)
    assert pretix.rows("pretix", ORDER.format("VQXHK")) == [(order, email)]
    assert [pretix.rows("pretix", ORDER.format(code))[0][1] for code in ("VTKNR", "ZEMDT")] == [None, None]
    assert pretix.rows("pretix", ORDER.format("TJEQE"))[0][1] is not None


def test_a_guest_is_found_though_somebody_else_booked(company: Make) -> None:
    pretix = company("pretix")
    guests = """
    SELECT p.attendee_email FROM pretixbase_orderposition p JOIN pretixbase_order o ON o.id = p.order_id
    WHERE p.positionid = 2 AND p.attendee_email <> o.email
        AND NOT EXISTS (SELECT 1 FROM pretixbase_order mine WHERE mine.email = p.attendee_email)
    ORDER BY 1 LIMIT 1
    """
    guest = pretix.one("pretix", guests)
    found = people.find(pretix.home, [TypedIdentifier("email", guest)])
    places = {each.kind: each.rows for each in found.found if each.source == "pretix"}
    assert places.get("place", 0) + places.get("place_invoiced", 0) == 1
    assert "order" not in places
