"""docs/records-import.md says what the import does: its example is read."""

from __future__ import annotations

import re
from pathlib import Path

from varsam.domain.retention import formal
from varsam.formats.records import LAYOUTS, import_records

PAGE = (Path(__file__).parents[2] / "docs" / "records-import.md").read_text(encoding="utf-8")


def test_the_example_becomes_what_the_page_says() -> None:
    [example] = re.findall(r"```csv\n(.*?)```", PAGE, re.S)
    [result] = re.findall(r"```text\n(.*?)```", PAGE, re.S)
    register = import_records(example.encode(), "record.csv").register
    assert [
        f"{each.id}: {each.basis}, "
        + (
            formal(each.rule) + (" (assumed)" if each.assumed else "")
            if each.rule
            else f"needs a person: {each.needs_person}"
        )
        for each in register.purposes().values()
    ] == result.splitlines()
    [carrier] = register.recipients
    assert (carrier.name, carrier.role, carrier.location) == ("Parcel Carrier Ltd", "processor", "SE")


def test_the_page_names_every_layout() -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \|", PAGE, re.M)) == set(LAYOUTS)
