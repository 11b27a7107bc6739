"""A column that would stay in a row that nothing keeps refuses the plan: nothing is claimed that isn't so."""

from __future__ import annotations

import pytest

from tests.engine.crash.ready import Ready, ready_home  # noqa: F401  (fixtures)
from varsam.domain.planner.schema_faults import SchemaRefused


def test_a_column_that_the_disposal_leaves_out_refuses_the_plan(ready: Ready) -> None:
    one = ready()
    assert one.plan().rows, "control: with every column named it is a plan"
    one.edit(
        "sources/shop.yaml", "when_referred: {email: null, name: removed}", "when_referred: {name: gone}"
    )
    with pytest.raises(SchemaRefused) as refused:
        one.plan()
    assert [(fault.code, fault.kind, fault.columns) for fault in refused.value.faults] == [
        ("column_left", "customer", ("email",))
    ]
