"""Control queries for the example: what is due on 2026-11-22, in plain SQL, with dates by hand.

Nothing here uses the planner, the maps or the maker's own arithmetic. `ends` is the list of contracts: per
customer number and per mail address the latest end, '' while one runs.
"""

ENDS = """
CREATE TEMP TABLE ends AS
SELECT customer_no AS key, CASE WHEN min(ended_on) = '' THEN '' ELSE max(ended_on) END AS ended_on
FROM listed GROUP BY customer_no
UNION ALL
SELECT email, CASE WHEN min(ended_on) = '' THEN '' ELSE max(ended_on) END FROM listed GROUP BY email
"""
YEAR = "(SELECT key FROM ends WHERE ended_on BETWEEN '0001-01-01' AND '2025-11-21')"
THREE_YEARS = "(SELECT key FROM ends WHERE ended_on BETWEEN '0001-01-01' AND '2023-11-21')"
GONE = f"c.customer_no IN {YEAR}"
BOOKS = (
    "EXISTS (SELECT 1 FROM invoice i WHERE i.buyer_id = c.id AND i.state <> 'draft'"
    " AND i.invoiced_on > '2018-12-31')"
)
UNDECIDED = (
    "(EXISTS (SELECT 1 FROM invoice i WHERE i.buyer_id = c.id AND i.state = 'draft') OR"
    " EXISTS (SELECT 1 FROM sales_order o WHERE o.buyer_id = c.id AND o.status = 'processing'))"
)
SENDS_TO_OTHERS = (
    "EXISTS (SELECT 1 FROM sales_order o JOIN customer t ON t.id = o.ship_to_id"
    f" WHERE o.buyer_id = c.id AND t.customer_no NOT IN {YEAR})"
)
INVOICE = "invoice v JOIN customer c ON c.id = v.buyer_id"
ORDER = "sales_order o JOIN customer c ON c.id = o.buyer_id LEFT JOIN customer t ON t.id = o.ship_to_id"
RECEIVER_GONE = f"(o.ship_to_id IS NULL OR t.customer_no IN {YEAR})"
ORDERS_GONE = f"{ORDER} WHERE {GONE} AND {RECEIVER_GONE} AND o.status <> 'processing'"
OF_CUSTOMER = "x JOIN customer c ON c.id = x.customer_id"
CALLER = "contact_person p ON p.id = x."
KNOWN = "(p.customer_no IN {0} OR p.email IN {0})"
TICKET = f"ticket x JOIN {CALLER}requester_id WHERE {KNOWN.format(THREE_YEARS)}"
# The state of a case is told by its last change; the mailbox that two customers share is on the list twice.
CLOSED = (
    "(SELECT max(substr(h.at, 1, 10)) FROM ticket_change h WHERE h.ticket_id = t.id"
    " AND h.new_value IN ('resolved', 'rejected'))"
)
# The first moment of 22 November 2021 in Sweden, in seconds.
FIVE_YEARS = "CAST(strftime('%s', '2021-11-21 23:00:00') AS INTEGER)"
MEMBER_GONE = (
    "((basis = 'contract' AND ended_on <= '2026-08-23') OR (basis = 'consent'"
    " AND (consent_given_on IS NULL OR consent_withdrawn_on <= '2026-11-21')))"
)
READER_GONE = (
    "NOT EXISTS (SELECT 1 FROM address a JOIN member m ON m.address_id = a.id"
    f" WHERE a.reader_id = r.id AND {MEMBER_GONE} IS NOT TRUE)"
)
VOUCHER = "voucher v WHERE v.booked_on <= '2018-12-31'"
SUPPLIER = "supplier s WHERE s.agreement_ended_on <= '2023-11-21'"
SUPPLIER_BOOKS = "EXISTS (SELECT 1 FROM voucher v WHERE v.supplier_id = s.id AND v.booked_on > '2018-12-31')"
APPLICANT = (
    "applicant a JOIN recruitment r ON r.id = a.recruitment_id WHERE r.closed_on <= '2026-11-21'"
    " AND NOT (a.consent_given_on IS NOT NULL AND r.closed_on > '2026-05-21'"
    " AND (a.consent_withdrawn_on IS NULL OR a.consent_withdrawn_on > '2026-11-21'))"
)
PERSON_GONE = f"""
contact_person p WHERE ({KNOWN.format(THREE_YEARS)}
 OR NOT EXISTS (SELECT 1 FROM ticket WHERE requester_id = p.id))
AND ({KNOWN.format(YEAR)} OR NOT EXISTS (SELECT 1 FROM remote_session WHERE person_id = p.id))
AND NOT EXISTS (SELECT 1 FROM conversation WHERE person_id = p.id AND at >= '2024-11-22')
AND NOT EXISTS (SELECT 1 FROM mail_message WHERE person_id = p.id AND at >= {FIVE_YEARS})
AND {{}} EXISTS (SELECT 1 FROM ticket WHERE requester_id = p.id AND status = 'open')
"""

CONTROLS: dict[str, str] = {
    "shop.customer.delete": (
        f"customer c WHERE {GONE} AND NOT {BOOKS} AND NOT {UNDECIDED} AND NOT {SENDS_TO_OTHERS}"
    ),
    "shop.customer.referred": f"customer c WHERE {GONE} AND NOT {BOOKS} AND {SENDS_TO_OTHERS}",
    "shop.customer.contact": f"customer c WHERE {GONE} AND {BOOKS} AND NOT {UNDECIDED}",
    "shop.customer.identity": (
        f"customer c WHERE {GONE} AND {BOOKS} AND NOT {UNDECIDED} AND personnummer IS NOT NULL"
    ),
    "shop.customer.ask": f"customer c WHERE {GONE} AND {UNDECIDED}",
    "shop.address.delete": (
        f"address {OF_CUSTOMER} WHERE {GONE} AND NOT EXISTS"
        " (SELECT 1 FROM invoice i WHERE i.address_id = x.id AND i.invoiced_on > '2018-12-31')"
    ),
    "shop.customer_history.delete": f"customer_history {OF_CUSTOMER} WHERE {GONE}",
    "shop.contract.delete": f"contract {OF_CUSTOMER} WHERE {GONE}",
    "shop.invoice.delete": f"{INVOICE} WHERE {GONE} AND v.state <> 'draft' AND v.invoiced_on <= '2018-12-31'",
    "shop.invoice.comment": (
        f"{INVOICE} WHERE {GONE} AND v.invoiced_on > '2018-12-31' AND v.comment IS NOT NULL"
    ),
    "shop.invoice.ask": f"{INVOICE} WHERE {GONE} AND v.state = 'draft'",
    "shop.invoice_line.delete": (
        f"invoice_line l WHERE l.invoice_id IN (SELECT v.id FROM {INVOICE} WHERE {GONE}"
        " AND v.state <> 'draft' AND v.invoiced_on <= '2018-12-31')"
    ),
    "shop.sales_order.delete": ORDERS_GONE,
    "shop.sales_order.ask": f"{ORDER} WHERE {GONE} AND o.status = 'processing'",
    "shop.sales_order.buyer": f"{ORDER} WHERE {GONE} AND NOT {RECEIVER_GONE}",
    "shop.sales_order.delivery": f"{ORDER} WHERE NOT {GONE} AND t.customer_no IN {YEAR}",
    "shop.order_line.delete": f"order_line l WHERE l.order_id IN (SELECT o.id FROM {ORDERS_GONE})",
    "shop.web_service.delete": f"web_service {OF_CUSTOMER} WHERE {GONE}",
    "shop.account.delete": f"account {OF_CUSTOMER} WHERE {GONE}",
    "shop.marketing_contact.delete": f"marketing_contact WHERE customer_no IN {THREE_YEARS}",
    "shop.demo_account.delete": "demo_account WHERE ended_on <> '0000-00-00' AND ended_on <= '2026-08-23'",
    # The first moment of 22 November 2025 in Sweden, in UTC.
    "shop.visit.delete": "visit WHERE at < '2025-11-21 23:00:00'",
    "shop.address_extract.delete": (
        "address_extract e JOIN address_list l ON l.id = e.list_id WHERE l.obtained_on <= '2026-08-23'"
    ),
    "shop.webinar_signup.delete": (
        "webinar_signup s JOIN webinar w ON w.id = s.webinar_id WHERE w.held_on <= '2025-11-21'"
    ),
    "support.contact_person.delete": PERSON_GONE.format("NOT"),
    "support.contact_person.ask": PERSON_GONE.format(""),
    "support.ticket.delete": f"{TICKET} AND x.status <> 'open'",
    "support.ticket.ask": f"{TICKET} AND x.status = 'open'",
    "support.ticket_change.delete": (
        f"ticket_change h WHERE h.ticket_id IN (SELECT x.id FROM {TICKET} AND x.status <> 'open')"
    ),
    "support.ticket_message.delete": (
        f"ticket_message h WHERE h.ticket_id IN (SELECT x.id FROM {TICKET} AND x.status <> 'open')"
    ),
    "support.ticket_message.ask": (
        f"ticket_message h WHERE h.ticket_id IN (SELECT x.id FROM {TICKET} AND x.status = 'open')"
    ),
    "support.conversation.delete": "conversation WHERE at < '2024-11-22'",
    "support.mail_message.delete": f"mail_message WHERE at < {FIVE_YEARS}",
    "support.remote_session.delete": (f"remote_session x JOIN {CALLER}person_id WHERE {KNOWN.format(YEAR)}"),
    "support.ticket_file.delete": (
        "ticket_file f JOIN ticket t ON t.id = f.ticket_id WHERE f.received_at < '2025-11-21 23:00:00'"
        f" OR (t.status <> 'open' AND {CLOSED} <= '2026-10-22')"
    ),
    "newsletter.reader.delete": f"reader r WHERE {READER_GONE}",
    "newsletter.address.delete": f"address x JOIN reader r ON r.id = x.reader_id WHERE {READER_GONE}",
    "newsletter.member.delete": f"member WHERE {MEMBER_GONE}",
    "suppliers.supplier.delete": f"{SUPPLIER} AND NOT {SUPPLIER_BOOKS}",
    "suppliers.supplier.contact": f"{SUPPLIER} AND {SUPPLIER_BOOKS}",
    "suppliers.voucher.delete": VOUCHER,
    "suppliers.voucher_line.delete": f"voucher_line WHERE voucher_id IN (SELECT v.id FROM {VOUCHER})",
    "recruiting.applicant.delete": APPLICANT,
}
