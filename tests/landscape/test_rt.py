"""Request Tracker: no foreign keys, a day that is only in the history, two deadlines in one case."""

from __future__ import annotations

import quopri
from collections.abc import Callable

import pytest

from tests.landscape.systems import Company, asked, counted, kept

pytestmark = pytest.mark.postgres
Make = Callable[..., Company]

# Everything that leads to a ticket or a user without a key that the database knows of.
DANGLING = """
SELECT 'principal', p.id FROM principals p WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = p.id)
    AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = p.id)
UNION ALL SELECT 'member', m.id FROM groupmembers m WHERE NOT EXISTS
    (SELECT 1 FROM principals p WHERE p.id = m.memberid) OR NOT EXISTS
    (SELECT 1 FROM groups g WHERE g.id = m.groupid)
UNION ALL SELECT 'cached', m.id FROM cachedgroupmembers m WHERE NOT EXISTS
    (SELECT 1 FROM principals p WHERE p.id = m.memberid) OR NOT EXISTS
    (SELECT 1 FROM groups g WHERE g.id = m.groupid)
UNION ALL SELECT 'role', g.id FROM groups g WHERE g.domain = 'RT::Ticket-Role'
    AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.id = g.instance)
UNION ALL SELECT 'own group', g.id FROM groups g WHERE g.domain = 'ACLEquivalence'
    AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = g.instance)
UNION ALL SELECT 'change', c.id FROM transactions c WHERE c.objecttype = 'RT::Ticket'
    AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.id = c.objectid)
UNION ALL SELECT 'change of a group', c.id FROM transactions c WHERE c.objecttype = 'RT::Group'
    AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = c.objectid)
UNION ALL SELECT 'change of a user', c.id FROM transactions c WHERE c.objecttype = 'RT::User'
    AND NOT EXISTS (SELECT 1 FROM users u WHERE u.id = c.objectid)
UNION ALL SELECT 'text', a.id FROM attachments a WHERE NOT EXISTS
    (SELECT 1 FROM transactions c WHERE c.id = a.transactionid)
    OR (a.parent > 0 AND NOT EXISTS (SELECT 1 FROM attachments w WHERE w.id = a.parent))
UNION ALL SELECT 'field', f.id FROM objectcustomfieldvalues f WHERE f.objecttype = 'RT::Ticket'
    AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.id = f.objectid)
UNION ALL SELECT 'link', l.id FROM links l WHERE l.localbase > 0
    AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.id = l.localbase)
"""
TICKETS = "SELECT id FROM tickets ORDER BY id"


def texts(rt: Company, *, of: str = "true") -> list[str]:
    """The decoded texts and headers of attachments."""
    found = rt.rows(
        "rt",
        f"SELECT contentencoding, coalesce(content, ''), coalesce(headers, '') FROM attachments a WHERE {of}",
    )
    return [
        head + (quopri.decodestring(text.encode()).decode() if code == "quoted-printable" else text)
        for code, text, head in found
    ]


def mentions(rt: Company, *identifiers: str) -> int:
    """How many texts hold one of the identifiers, looked for after decoding."""
    return sum(any(each in text for each in identifiers) for text in texts(rt))


def test_erasing_a_requestor_takes_everything_that_leads_to_her(company: Make) -> None:
    rt = company("rt")
    ((user, email, phone, number),) = rt.rows(
        "rt",
        "SELECT u.id, u.emailaddress, u.mobilephone, f.content FROM users u, objectcustomfieldvalues f "
        "WHERE u.id = 45 AND f.objectid = 1",
    )
    namesake = (
        "a.transactionid IN (SELECT id FROM transactions WHERE objecttype = 'RT::Ticket' AND objectid = 2)"
    )
    before = texts(rt, of=namesake)
    assert len(before) > 5
    assert mentions(rt, email, phone, number) >= 10
    assert rt.rows("rt", DANGLING) == []
    plan = rt.erase("email", email)
    assert asked(plan) == {}
    assert plan.kept == ()
    rt.carry_out(plan)
    assert mentions(rt, email, phone, number) == 0
    assert rt.rows("rt", f"SELECT id FROM users WHERE id IN ({user}, 51)") == [(51,)]
    assert rt.rows("rt", f"SELECT id FROM principals WHERE id = {user}") == []
    assert rt.rows("rt", TICKETS) == [(number,) for number in range(2, 39)]
    assert rt.one("rt", "SELECT count(*) FROM objectcustomfieldvalues") == 4
    assert texts(rt, of=namesake) == before
    assert rt.rows("rt", DANGLING) == []
    assert rt.one("rt", "SELECT count(*) FROM users WHERE id IN (1, 6, 14, 43)") == 4


def test_rules_by_contract_and_by_history(company: Make) -> None:
    rt = company("rt")
    assert rt.rows("rt", "SELECT id, status, resolved FROM tickets WHERE id = 10") == [(10, "rejected", None)]
    cv = "SELECT count(*) FROM attachments WHERE filename = 'cv.txt'"
    assert rt.one("rt", cv) == 1
    everybody = [number for (number,) in rt.rows("rt", TICKETS)]
    plan = rt.plan("rt")
    # Open although their time is over: 13, 22, 25, 28. Ticket 2 came 15 months after its rule's last day.
    assert asked(plan) == {
        ("ticket", "ask"): 4,
        ("ticket", "due_before_collected"): 1,
        ("user", "referred"): 5,
    }
    assert kept(plan, "file", "customer-files") == {"2027-10-02": 1}
    rt.carry_out(plan)
    gone = [10, 12, 14, 18, 20, 26, 33]
    assert rt.rows("rt", TICKETS) == [(number,) for number in everybody if number not in gone]
    assert rt.one("rt", cv) == 0
    assert rt.rows("rt", DANGLING) == []
    # Somebody closes case 3: its list goes thirty days later, the case stays while the contract runs.
    rt.change("rt", "UPDATE tickets SET status = 'resolved' WHERE id = 3")
    rt.change(
        "rt",
        "INSERT INTO transactions"
        " (objecttype, objectid, timetaken, type, field, oldvalue, newvalue, creator, created)"
        " VALUES ('RT::Ticket', 3, 0, 'Status', 'Status', 'open', 'resolved', 1, '2026-10-20 12:00')",
    )
    listed = "SELECT count(*) FROM attachments a WHERE a.filename = 'medlemmar.csv'"
    said = "a.filename IS NULL AND a.transactionid IN (SELECT id FROM transactions WHERE objectid = 3)"
    conversation = texts(rt, of=said)
    assert (rt.one("rt", listed), len(conversation) > 5) == (1, True)
    again = rt.plan("rt")
    assert counted(again) == {"rt.file.delete": 1}
    rt.carry_out(again, again=False)
    assert rt.one("rt", listed) == 0
    assert texts(rt, of=said) == conversation
    assert rt.rows("rt", DANGLING) == []
