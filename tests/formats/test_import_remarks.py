"""What an import remarks on: codes that no other test fires, each beside a document where it is silent."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from tests.checks import test_maps as maps
from varsam.checks.catalogue import CATALOGUE
from varsam.checks.maps.view import View
from varsam.checks.silencing import SILENCE_CHECKS
from varsam.checks.stale import STALE_CHECKS
from varsam.checks.stale.held import LARGE, cutoff_unindexed
from varsam.formats.policy import import_policy
from varsam.formats.records import import_records
from varsam.formats.source_map import parse

TESTS = Path(__file__).parents[1]
HEADS = (
    "Lindholm Cykel AB (org.nr 559900-0014) bestämmer.\n\n"
    "| Behandling | Ändamål | Personuppgifter | Registrerade | Rättslig grund | Lagringstid |\n"
    "|---|---|---|---|---|---|\n"
)
ROW = "| Lån | Låna ut | Namn | Kunder | Avtal | Avtalstiden + 1 år |\n"
COLUMNS = (
    "Controller",
    "Processing activity",
    "Purpose",
    "Data subjects",
    "Personal data",
    "Legal basis",
    "Retention",
)
RECORD = (
    "Exempel AB 559900-0014",
    "Loans",
    "Lend",
    "Customers",
    "Name",
    "Contract",
    "Contract period + 1 year",
)


def of_policy(row: str) -> set[str]:
    return {each.code for each in import_policy(HEADS + ROW + row).remarks}


def of_record(**changed: str) -> set[str]:
    row = [changed.get(head.split()[-1].casefold(), cell) for head, cell in zip(COLUMNS, RECORD, strict=True)]
    text = StringIO()
    csv.writer(text).writerows((COLUMNS, row))
    return {each.code for each in import_records(text.getvalue().encode(), "record.csv").noticed}


@pytest.mark.parametrize(
    ("code", "row"),
    [
        (
            "POL005",
            "| Tävling | Utse vinnare | Namn | Förstagångsåkare | Avtal | Avtalstiden + 1 år |\n",
        ),
        ("POL010", "| | | Namn | Kunder | Avtal | Avtalstiden + 1 år |\n"),
    ],
)
def test_a_row_of_a_policy(code: str, row: str) -> None:
    assert of_policy(row) == {code}
    assert of_policy("") == set()


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("REC010", {"controller": ""}),
        ("REC011", {"controller": "Exempel AB 559900-0015"}),
        ("REC014", {"activity": "", "purpose": ""}),
        ("REC020", {"basis": "Contract, or as the moon stands"}),
    ],
)
def test_a_row_of_a_record(code: str, changed: dict[str, str]) -> None:
    assert code in of_record(**changed)
    assert of_record() == set()


def test_a_date_in_a_large_table_wants_an_index() -> None:
    assert [each.code for each in STALE_CHECKS if each.look is cutoff_unindexed] == ["MAP043"]
    large = replace(maps.table("customers"), rows=LARGE)
    view = View(parse(maps.SOUND, "shop.yaml"), maps.seen(large), maps.REGISTER)
    [hit] = cutoff_unindexed(view)
    assert (hit.where, "CREATE INDEX" in hit.hint) == ("shop.customer.contract.end", True)
    for quiet in (replace(large, indexes=(("closed_on",),)), replace(large, rows=LARGE - 1)):
        assert not list(cutoff_unindexed(replace_snapshot(view, quiet)))


def replace_snapshot(view: View, changed: maps.Table) -> View:
    return View(view.map, maps.seen(changed), view.register)


def test_every_code_of_an_import_and_of_live_sources_is_fired_somewhere() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TESTS.rglob("test_*.py")))
    codes = {each.code for each in (*CATALOGUE, *SILENCE_CHECKS, *STALE_CHECKS)}
    named = re.findall(r'"([A-Z]{3}\d{3})\b|\b([A-Z]{3}\d{3})"', said)
    assert codes - {code for pair in named for code in pair} == set()
