"""What is exported comes back: the record in each layout and language, read again as a draft register."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.formats.records_export_cases import example
from varsam.domain.register import Activity, Basis, Register, Role
from varsam.domain.retention import formal
from varsam.formats.records import RecordsImport, import_records
from varsam.formats.records_export import FileFormat, Layout, export
from varsam.formats.texts import Lang


def returned(layout: Layout, file_format: FileFormat, lang: Lang) -> RecordsImport:
    [(name, data)] = export(example(), file_format, layout, lang, {}).files.items()
    return import_records(data, name)


def told(activity: Activity) -> tuple[object, ...]:
    """What is said of an activity, its purposes left out."""
    return activity.title, activity.role, frozenset(activity.categories), frozenset(activity.subjects)


def promises(register: Register) -> Counter[tuple[str, Basis, str]]:
    """Each purpose as controller: its title, its basis, its rule."""
    return Counter(
        (purpose.title, purpose.basis, formal(purpose.rule) if purpose.rule else purpose.needs_person or "")
        for activity in register.activities
        if activity.role is Role.CONTROLLER
        for purpose in activity.purposes
    )


@pytest.mark.parametrize(
    ("layout", "file_format", "lang"),
    [
        (Layout.ART30, FileFormat.XLSX, "sv"),
        (Layout.ART30, FileFormat.ODS, "en"),
        (Layout.ICO, FileFormat.ODS, "sv"),
        (Layout.ICO, FileFormat.XLSX, "en"),
    ],
)
def test_a_record_comes_back_with_its_purposes(layout: Layout, file_format: FileFormat, lang: Lang) -> None:
    imported = returned(layout, file_format, lang)
    record = example()
    names = {each.name for each in imported.register.entities}
    assert names >= {each.name for each in record.entities}
    mine = [told(each) for each in record.controlled]
    assert [told(each) for each in imported.register.activities if each.role is Role.CONTROLLER] == mine
    kept = promises(imported.register) & promises(Register("x", (), record.activities))
    assert kept.total() >= 0.9 * promises(Register("x", (), record.activities)).total()


def test_the_cnils_layout_comes_back_with_its_activities() -> None:
    imported = returned(Layout.CNIL, FileFormat.ODS, "en")
    record = example()
    found = {each.title: each for each in imported.register.activities}
    assert set(found) >= {each.title for each in record.controlled}
    for each in record.controlled:
        assert set(found[each.title].categories) >= set(each.categories)
        assert {purpose.basis for purpose in found[each.title].purposes} == {
            purpose.basis for purpose in each.purposes
        }
