"""`schema …`: printed, written, and never over something else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faces.cli_home import run
from varsam.checks.claims.catalogue import BY_ID
from varsam.formats import claims_yaml, customers_yaml, partners_yaml, register_yaml, source_map


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("register", register_yaml.schema()),
        ("source", source_map.schema()),
        ("customers", customers_yaml.schema()),
        ("partners", partners_yaml.schema()),
        ("claims", claims_yaml.schema(tuple(BY_ID))),
    ],
)
def test_a_schema_is_printed_or_written(name: str, schema: dict[str, object], tmp_path: Path) -> None:
    assert json.loads(run("schema", name).out) == schema
    assert run("schema", name, "--json").document == schema
    file = tmp_path / "new" / "folder.json"
    assert run("schema", name, "--out", str(file), "--json").document == {"written": str(file)}
    assert json.loads(file.read_text(encoding="utf-8")) == schema
    file.write_text('{"$schema": "old"}', encoding="utf-8")
    assert run("schema", name, "--out", str(file)).code == 0
    assert json.loads(file.read_text(encoding="utf-8")) == schema


def test_what_is_no_schema_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "register.yaml"
    mine.write_text("register: Ours\n", encoding="utf-8")
    refused = run("schema", "register", "--out", str(mine), "--json")
    assert (refused.code, refused.failure["where"]) == (3, str(mine))
    assert mine.read_text(encoding="utf-8") == "register: Ours\n"
    under = run("schema", "register", "--out", str(mine / "below.json"), "--json")
    assert (under.code, "another file" in under.failure["hint"]) == (2, True)
