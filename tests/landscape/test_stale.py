"""Real systems' schemas beside maps that were made for them: what comes is found, what is mapped is quiet."""

from __future__ import annotations

from contextlib import closing

import sqlalchemy as sa

from tests.landscape.systems import Company
from varsam.services import stale


def errors(company: Company) -> dict[str, str]:
    """Place and code of each error."""
    found = stale.online_findings(company.home).findings
    return {each.where: each.code for each in found if each.level == "error"}


def test_mailman_with_a_column_that_a_plugin_added(mailman: Company) -> None:
    # The list of contracts names its customers in a column that its map leaves out.
    assert errors(mailman) == {"contracts: contracts.namn": "MAP035"}
    engine = sa.create_engine(mailman.urls["mailman"], poolclass=sa.NullPool)
    with closing(engine.connect()) as connection, connection.begin():
        connection.execute(sa.text("ALTER TABLE member ADD COLUMN plugin_1 TEXT"))
        connection.execute(
            sa.text(
                "UPDATE member SET plugin_1 ="
                " json_object('by', (SELECT email FROM address a WHERE a.id = address_id))"
            )
        )
    assert errors(mailman)["mailman: member.plugin_1"] == "MAP035"
