"""Disclosures: recorded with their ground, listed, and let go with the other facts about a person."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.test_own_state import _home
from tests.store.homes import NOW, own_state, sqlite_state  # noqa: F401  (fixtures)
from tests.store.homes import Home as OwnState
from varsam.domain.disclosures import DisclosureGround, to_be_told
from varsam.domain.errors import NotAllowed, RegisterError
from varsam.domain.facts import FactKind, Scope
from varsam.domain.plan import DeleteRows
from varsam.services.home import Home

PARTNERS = """\
partners:
  agency: {name: The agency, role: authority, locations: [SE]}
  hall: {name: Hall, role: processor, locations: [SE]}
"""


def home_of(state: OwnState, now: list[datetime]) -> Home:
    home = _home(state, now)
    (state.path / "partners.yaml").write_text(PARTNERS, encoding="utf-8")
    return home


def test_a_disclosure_is_a_fact_of_a_person_or_a_scope(sqlite_state: OwnState, tmp_path: Path) -> None:  # noqa: F811
    from varsam.services import disclosures
    from varsam.store import ledger
    from varsam.store.models import Fact
    from varsam.store.people import TypedIdentifier

    now = [NOW]
    home = home_of(sqlite_state, now)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(b"we ask you")
    who = [TypedIdentifier("email", "A@a.example")]
    first = disclosures.disclose(
        home,
        "agency",
        DisclosureGround.AUTHORITY,
        categories=["contact"],
        identifiers=who,
        document=letter,
        evidence="case 7",
    )
    now[0] += timedelta(hours=1)
    disclosures.disclose(home, "hall", DisclosureGround.PROCESSOR, scope=Scope(sources=("shop",)))
    one, two = disclosures.listed(home)
    assert (one.id, one.partner, one.categories, one.person) == (
        first.id,
        "agency",
        ("contact",),
        first.person,
    )
    assert one.document == hashlib.sha256(b"we ask you").hexdigest()
    assert (two.partner, two.person, two.scope) == ("hall", None, Scope(sources=("shop",)))
    assert disclosures.listed(home, who) == (one,)
    assert disclosures.listed(home, partner="hall") == (two,)
    assert disclosures.listed(home, [TypedIdentifier("email", "nobody@a.example")]) == ()
    assert to_be_told(disclosures.listed(home, who)) == ("agency",)
    disclosures.disclose(home, "hall", DisclosureGround.SUBJECT, identifiers=who)
    assert to_be_told(disclosures.listed(home, who)) == ("agency",)

    entries = [ledger.entry(index) for index in range(ledger.size())]
    assert [each["kind"] for each in entries if each["type"] == "fact.recorded"] == ["disclosed"] * 3
    assert not any("agency" in str(each) or "case 7" in str(each) for each in entries)
    assert not any(b"agency" in bytes(row.sealed) for row in Fact.objects.all())


def test_a_disclosure_that_nothing_shows_is_refused(sqlite_state: OwnState) -> None:  # noqa: F811
    from varsam.services import disclosures

    home = home_of(sqlite_state, [NOW])
    shop = Scope(sources=("shop",))
    for partner, ground, more, message in (
        ("agancy", DisclosureGround.PROCESSOR, {}, "no partner agancy"),
        ("agency", DisclosureGround.LAW, {"evidence": "letter"}, "stands in a law"),
        ("agency", DisclosureGround.AUTHORITY, {}, "nothing shows why"),
        ("agency", DisclosureGround.OTHER, {"law": " "}, "nothing shows why"),
        ("agency", DisclosureGround.SUBJECT, {"categories": ["contackt"]}, "no category"),
        ("agency", DisclosureGround.OTHER, {"document": Path("/nowhere/letter.pdf")}, "can't be read"),
    ):
        with pytest.raises(RegisterError, match=message):
            disclosures.disclose(home, partner, ground, scope=shop, **more)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed, match="future"):
        disclosures.disclose(
            home, "hall", DisclosureGround.PROCESSOR, scope=shop, at=datetime(2099, 1, 1, tzinfo=UTC)
        )
    assert disclosures.listed(home) == ()


def test_a_disclosure_goes_with_the_facts_about_its_person(sqlite_state: OwnState) -> None:  # noqa: F811
    from varsam.services import disclosures, planning, recording
    from varsam.store.people import TypedIdentifier

    now = [NOW]
    home = home_of(sqlite_state, now)
    who = [TypedIdentifier("email", "b@b.example")]
    disclosures.disclose(home, "hall", DisclosureGround.PROCESSOR, identifiers=who)
    recording.record(home, FactKind.ERASURE_DECIDED, identifiers=who)
    now[0] = datetime(2036, 1, 2, 12, tzinfo=UTC)
    assert not planning.make_plan(home, sources=["varsam"]).steps
    now[0] = datetime(2037, 1, 2, 12, tzinfo=UTC)
    plan = planning.make_plan(home, sources=["varsam"])
    assert {step.on.kind: step.on.rows for step in plan.steps if isinstance(step, DeleteRows)} == {
        "person": 1,
        "identifier": 1,
        "fact": 2,
    }
