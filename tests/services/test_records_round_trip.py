"""An exported record, read in again, has the same activities, purposes, bases and rules."""

from __future__ import annotations

import pytest

from tests.formats.records_export_cases import example
from varsam.domain.register import Activity, Role
from varsam.domain.retention import formal
from varsam.formats import records_export
from varsam.formats.records import import_records
from varsam.formats.records_export import FileFormat, Layout
from varsam.formats.texts import Lang
from varsam.services import records_export as service

Read = dict[str, Activity]


def read_again(file_format: FileFormat, layout: Layout, lang: Lang, sheet: str = "") -> Read:
    """The activities of an exported file, by title."""
    files = records_export.export(example(), file_format, layout, lang, service.context()).files
    [(name, content)] = ((name, content) for name, content in files.items() if sheet in name)
    return {each.title: each for each in import_records(content, name).register.activities}


def promised(activity: Activity) -> list[tuple[str, str, str]]:
    """What an activity's purposes promise, in any order."""
    return sorted(
        (each.title, each.basis.value, formal(each.rule) if each.rule else "") for each in activity.purposes
    )


@pytest.mark.parametrize(
    ("file_format", "layout", "lang", "sheet"),
    [
        (FileFormat.XLSX, Layout.ART30, "sv", ""),
        (FileFormat.ODS, Layout.ART30, "en", ""),
        (FileFormat.XLSX, Layout.ICO, "en", ""),
        (FileFormat.CSV, Layout.ART30, "sv", "02-"),
    ],
)
def test_what_is_exported_reads_in_as_the_same_activities(
    file_format: FileFormat, layout: Layout, lang: Lang, sheet: str
) -> None:
    found = read_again(file_format, layout, lang, sheet)
    controlled = {each.title: each for each in example().controlled}
    assert len(controlled) >= 19
    assert {title for title, each in found.items() if each.role is Role.CONTROLLER} == set(controlled)
    for title, activity in controlled.items():
        again = found[title]
        assert promised(again) == promised(activity), title
        assert sorted(again.categories) == sorted(activity.categories), title
        assert sorted(again.subjects) == sorted(activity.subjects), title
    if file_format is not FileFormat.CSV:
        served = {title for title, each in found.items() if each.role is Role.PROCESSOR}
        assert served == {each.title for each in example().processed}


def test_the_cnils_sheets_read_in_as_the_same_activities_without_their_bases() -> None:
    found = read_again(FileFormat.ODS, Layout.CNIL, "sv")
    assert set(found) >= {each.title for each in example().controlled}
