"""Mailman: two addresses of one person, a ban that stays, sign-ups that nobody confirmed."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.landscape.systems import Company, counted, kept
from varsam.domain.facts import FactKind
from varsam.services.recording import record
from varsam.store.people import TypedIdentifier

SUBSCRIPTIONS = """
SELECT m.id FROM member m LEFT JOIN address a ON a.id = m.address_id
WHERE m.role = 1 AND (m.user_id = {0} OR a.user_id = {0}) ORDER BY 1
"""
OTHERS = "SELECT count(*) FROM member m LEFT JOIN address a ON a.id = m.address_id "
OTHERS += "WHERE coalesce(m.user_id, a.user_id) NOT IN ({0})"
DANGLING = """
SELECT 'address', id FROM address WHERE user_id NOT IN (SELECT id FROM user)
UNION ALL SELECT 'member', id FROM member WHERE user_id NOT IN (SELECT id FROM user)
    OR address_id NOT IN (SELECT id FROM address)
UNION ALL SELECT 'value', id FROM pendedkeyvalue WHERE pended_id NOT IN (SELECT id FROM pended)
UNION ALL SELECT 'state', token FROM workflowstate WHERE token NOT IN (SELECT token FROM pended)
"""


def test_a_ban_stays_when_the_person_goes(mailman: Company) -> None:
    ((address, user, email),) = mailman.rows(
        "mailman", "SELECT a.id, a.user_id, a.email FROM address a JOIN ban b ON b.email = a.email"
    )
    others = mailman.one("mailman", OTHERS.format(user))
    assert mailman.rows("mailman", SUBSCRIPTIONS.format(user)) == [(7,)]
    plan = mailman.erase("email", email)
    assert kept(plan, "ban", "suppression") == {"": 1}
    mailman.carry_out(plan)
    assert mailman.rows("mailman", f"SELECT id FROM address WHERE id = {address}") == []
    assert mailman.rows("mailman", f"SELECT id FROM user WHERE id = {user}") == []
    assert mailman.rows("mailman", SUBSCRIPTIONS.format(user)) == []
    assert mailman.rows("mailman", "SELECT email FROM ban") == [(email,)]
    assert mailman.one("mailman", OTHERS.format(user)) == others > 40
    assert mailman.rows("mailman", DANGLING) == []


def test_opting_out_by_one_address_ends_the_other_too(mailman: Company) -> None:
    (new, old) = (
        email for (email,) in mailman.rows("mailman", "SELECT email FROM address WHERE user_id = 4")
    )
    assert new != old
    assert mailman.rows("mailman", SUBSCRIPTIONS.format(4)) == [(4,), (5,)]
    # Two subscribers never clicked: their rows go for want of a consent, withdrawal or not.
    unclicked = "SELECT count(*) FROM address WHERE verified_on IS NULL"
    assert mailman.one("mailman", unclicked) == 2
    record(
        mailman.home,
        FactKind.CONSENT_WITHDRAWN,
        identifiers=[TypedIdentifier("email", new)],
        purpose="newsletter",
    )
    plan = mailman.plan("mailman")
    assert counted(plan)["mailman.subscription.delete"] == 3
    mailman.carry_out(plan)
    assert mailman.rows("mailman", SUBSCRIPTIONS.format(4)) == []
    assert mailman.one("mailman", unclicked) == 0
    assert mailman.one("mailman", "SELECT count(*) FROM member WHERE role = 1") == 43
    assert mailman.rows("mailman", DANGLING) == []


def test_a_sign_up_that_nobody_confirmed_goes_when_its_time_is_over(mailman: Company) -> None:
    pending = "SELECT id FROM pended ORDER BY id"
    assert mailman.rows("mailman", pending) == [(1,), (2,), (3,)]
    assert kept(mailman.plan("mailman"), "waiting", "signups") == {"2026-11-26": 2}
    mailman.home.clock = lambda: datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
    mailman.carry_out(mailman.plan("mailman"))
    # A held post is no sign-up.
    assert mailman.rows("mailman", pending) == [(3,)]
    assert mailman.one("mailman", "SELECT count(*) FROM workflowstate") == 0
    assert mailman.one("mailman", "SELECT count(*) FROM pendedkeyvalue") == 7
    assert mailman.rows("mailman", DANGLING) == []
