"""What inspecting real schemas says: findings that a person can use, and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.landscape.systems import Company
from varsam.services import systems

# A missing index and a reference that may be empty are said of every schema here; they are true and many.
OF_EVERY_SCHEMA = {"MAP012", "MAP014"}


def said(company: Company, source: str) -> list[tuple[str, str]]:
    """The other findings over one source: code and place."""
    ((_, findings),) = systems.inspect(company.home, [source])
    return [(each.code, each.where) for each in findings if each.code not in OF_EVERY_SCHEMA]


@pytest.mark.postgres
def test_two_hundred_and_sixty_tables(company: Callable[..., Company]) -> None:
    # The controller's own party and its staff's are of no kind, and that is said.
    tryton = company("tryton")
    assert said(tryton, "tryton") == [("MAP024", "tryton: party_party"), ("MAP024", "tryton: party_address")]
    unsaid = (tryton.home.path / "sources" / "tryton.yaml").read_text(encoding="utf-8")
    lines = [line for line in unsaid.splitlines() if "res_user_login_attempt" not in line]
    (tryton.home.path / "sources" / "tryton.yaml").write_text("\n".join(lines), encoding="utf-8")
    del tryton.home.maps
    assert ("MAP008", "tryton: res_user_login_attempt") in said(tryton, "tryton")


@pytest.mark.postgres
def test_a_schema_without_a_key(company: Callable[..., Company]) -> None:
    found = said(company("rt"), "rt")
    assert {code for code, _ in found} == {"MAP024"}
    assert ("MAP024", "rt: users") in found


@pytest.mark.postgres
def test_a_schema_of_json_and_copies(company: Callable[..., Company]) -> None:
    assert said(company("pretix"), "pretix") == []


@pytest.mark.mariadb
def test_one_table_for_everything(wordpress: Company) -> None:
    found = said(wordpress, "wordpress")
    assert {code for code, _ in found} <= {"MAP006", "MAP013", "MAP024"}
    assert ("MAP006", "wordpress.article.groups.author") in found


def test_a_person_with_two_addresses(mailman: Company) -> None:
    assert said(mailman, "mailman") == [
        ("MAP021", "mailman.waiting.groups.token"),
        ("MAP024", "mailman: pended"),
    ]
