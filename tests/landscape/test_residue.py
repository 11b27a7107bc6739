"""The search for residue on real systems: what lies encoded is found, what a map forgets is named."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable, Iterable

import pytest

from tests.landscape.systems import Company
from varsam.domain.plan import ManualTask, Plan
from varsam.engine.residue import search
from varsam.engine.residue_people import Sought
from varsam.formats.identifiers import canonical
from varsam.services import applying, planning, residue, systems

Make = Callable[..., Company]


def carried_out(company: Company, plan: Plan) -> None:
    planning.approve(company.home, plan.plan)
    for source in {step.on.source for step in plan.steps if not isinstance(step, ManualTask)}:
        systems.switch_mode(company.home, source, "apply")
    applying.apply(company.home, plan.plan)


def places(spots: Iterable[residue.Spot]) -> dict[str, int]:
    return {f"{spot.source}.{spot.table}.{spot.column}": spot.rows for spot in spots}


def known(rt: Company) -> list[tuple[str, str]]:
    """What the system knows its people by, as it is stored: type and value."""
    found = rt.rows(
        "rt",
        "SELECT 'email', emailaddress FROM users WHERE id > 14 AND emailaddress <> '' "
        "UNION SELECT 'phone', mobilephone FROM users WHERE mobilephone <> '' "
        "UNION SELECT 'personnummer', content FROM objectcustomfieldvalues WHERE customfield = 2 "
        "ORDER BY 1, 2",
    )
    return [(str(type_), str(value)) for type_, value in found]


@pytest.mark.postgres
def test_request_tracker(company: Make) -> None:
    rt = company("rt")
    # One pass for everybody finds all that LIKE finds by the very spellings that are stored here, and far
    # more than LIKE finds by one spelling each.
    stored = known(rt)
    assert {type_ for type_, _ in stored} == {"email", "phone", "personnummer"}
    people = [
        Sought(person, type_, same)
        for person, (type_, value) in enumerate(stored)
        if (same := canonical(type_, value)) is not None
    ]
    assert len(people) == len(stored) > 60
    with planning.estate(rt.home) as opened:
        found = search(opened, people)
    counts = dict.fromkeys(("stored", "canonical", "searched"), 0)
    for column in ("headers", "content", "subject"):
        seen = set(found.rows.get(("rt", "attachments", column), {}))
        counts["searched"] += len(seen)
        for spelled, values in (
            ("stored", [value for _, value in stored]),
            ("canonical", [each.value for each in people]),
        ):
            listed = ", ".join(f"'%{value}%'" for value in values)
            plain = rt.rows("rt", f"SELECT id FROM attachments WHERE {column} ILIKE ANY (ARRAY[{listed}])")
            assert set(plain) <= seen
            counts[spelled] += len(plain)
    assert counts["stored"] <= counts["searched"]
    assert counts["canonical"] < counts["searched"] * 0.9, counts

    ((email, phone, number),) = rt.rows(
        "rt",
        "SELECT u.emailaddress, u.mobilephone, f.content FROM users u, objectcustomfieldvalues f "
        "WHERE u.id = 45 AND f.objectid = 1",
    )
    plan = rt.erase("email", email)
    before = residue.control(rt.home, plan.plan)
    assert before.trusted
    assert (before.goes >= 10, before.identifiers, before.left_out) == (True, 3, (("login", "scoped", 1),))
    # What the list of contracts holds of her is in no group of its map: said before anything is done.
    assert places(before.beyond) == {"contracts.contracts.epost": 1}
    carried_out(rt, plan)
    after = residue.search(rt.home, plan.plan)
    assert (places(after.found), after.doubt) == ({"contracts.contracts.epost": 1}, "")
    assert "columns: [epost]" in after.found[0].proposal

    # Somebody answers in another case, and quotes her, in encodings that LIKE never sees.
    other = rt.one("rt", "SELECT min(id) FROM attachments WHERE filename IS NULL AND content IS NOT NULL")
    texts = {
        "content": quopri.encodestring(f"Hej, ring {phone} å".encode()).decode(),
        "headers": f"Cc: =?utf-8?B?{base64.b64encode(f'{number} <{email}>'.encode()).decode()}?=",
        "subject": email.replace("@", "%40"),
    }
    for column, text in texts.items():
        rt.change("rt", f"UPDATE attachments SET {column} = '{text}' WHERE id = {other}")
    seen = f"SELECT count(*) FROM attachments WHERE headers LIKE '%{email}%' OR subject LIKE '%{email}%'"
    assert rt.one("rt", seen) == 0
    again = residue.search(rt.home, plan.plan)
    assert places(again.found) == {
        "contracts.contracts.epost": 1,
        **{f"rt.attachments.{column}": 1 for column in texts},
    }


@pytest.mark.mariadb
def test_wordpress(wordpress: Company) -> None:
    email = wordpress.one("wordpress", "SELECT comment_author_email FROM wp_comments WHERE comment_ID = 2")
    plan = wordpress.erase("email", email)
    before = residue.control(wordpress.home, plan.plan)
    assert before.trusted
    carried_out(wordpress, plan)
    forgotten = {"contracts.contracts.epost": 1}
    assert places(before.beyond) == places(residue.search(wordpress.home, plan.plan).found) == forgotten
    # A plugin kept her in a serialised setting, and a namesake: the first is found, the second isn't.
    local, _, domain = email.partition("@")
    hers = base64.b64encode(f'a:1:{{s:4:"mail";s:{len(email)}:"{email}";}}'.encode()).decode()
    for name, value in (("_hers", hers), ("_his", f's:{len(email) + 1}:"{local}9@{domain}";')):
        wordpress.change(
            "wordpress", f"INSERT INTO wp_options (option_name, option_value) VALUES ('{name}', '{value}')"
        )
    wordpress_has = f"SELECT count(*) FROM wp_options WHERE option_value LIKE '%{email}%'"
    assert wordpress.one("wordpress", wordpress_has) == 0
    again = residue.search(wordpress.home, plan.plan)
    assert places(again.found) == {**forgotten, "wordpress.wp_options.option_value": 1}
    [setting] = [each for each in again.found if each.table == "wp_options"]
    assert "key: [option_id]" in setting.proposal
