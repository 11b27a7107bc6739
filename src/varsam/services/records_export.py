"""The record of processing activities of a home, made and written into files. Needs no state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from varsam.domain.completeness import Lack, lacks
from varsam.domain.errors import RegisterError
from varsam.domain.recorded import beside
from varsam.domain.records import Record, for_customer, make_record
from varsam.domain.said import say
from varsam.formats import records_export, register_yaml
from varsam.formats.records_export import FORMATS, Exported, FileFormat, Layout
from varsam.formats.texts import Lang
from varsam.services import laws
from varsam.services.home import Home

VOCABULARY = "records.ttl"
"""The file, beside the context, with the vocabulary and the shapes that JSON-LD records conform to."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record with its files, before anything is written; `lacks`: what Article 30 wants and isn't there."""

    record: Record
    exported: Exported
    lacks: tuple[Lack, ...]
    files: Mapping[Path, bytes]

    def present(self) -> tuple[Path, ...]:
        """Those of its files that are there already."""
        return tuple(path for path in self.files if path.exists())


def record_of(home: Home, customer: str = "") -> Record:
    """The record of a home as of its day; of one customer where one is named.

    RegisterError(s): a file of the home must be mended, or there is no such customer on that day.
    """
    version = register_yaml.fingerprint(home.register)
    law = laws.law(home.today, home.path)
    known = beside(home.register, home.partners, home.customers, home.assessments, home.maps.values(), law)
    made = make_record(home.register, home.today, version, law, known)
    if any(each.id == customer and not each.serves(home.today) for each in home.customers.customers):
        raise RegisterError(
            say("the customer isn't served on {day}", day=home.today.isoformat()),
            where=f"customer {customer}",
            hint="name a day on which it was with --on",
        )
    return for_customer(made, customer) if customer else made


def prepare(
    home: Home, target: Path, file_format: FileFormat, layout: Layout, lang: Lang, customer: str = ""
) -> Prepared:
    """Make the record's files, to be written into a file or a folder.

    NotAllowed: an extra isn't installed. RegisterError(s): as `record_of`, or the record has no activity.
    """
    record = record_of(home, customer)
    if not record.activities:
        raise RegisterError(
            "there is no activity to record",
            where=f"customer {customer}" if customer else str(home.path / "register.yaml"),
            hint="name its activities in customers.yaml" if customer else "add activities to the register",
        )
    exported = records_export.export(record, file_format, layout, lang, context())
    return Prepared(record, exported, lacks(record), _placed(target, exported, file_format))


def write(prepared: Prepared) -> tuple[Path, ...]:
    """Write the files, each whole or not at all. RegisterError: one can't be written."""
    for path, content in prepared.files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f".{path.name}.draft")
            draft.write_bytes(content)
            draft.replace(path)
        except OSError as error:
            raise RegisterError(
                say("the file can't be written: {reason}", reason=error.strerror or "?"),
                where=str(path),
                hint="give this user the right to write there, or name another folder",
            ) from error
    return tuple(prepared.files)


def format_for(target: Path, given: str | None) -> FileFormat:
    """The format that was asked for, else that of the file's ending, else XLSX.

    RegisterError: there is no such format, or the ending says another one.
    """
    by_ending = None if target.is_dir() else FORMATS.get(target.suffix.lower().removeprefix("."))
    if given is None:
        return by_ending or FileFormat.XLSX
    chosen = next((each for each in FileFormat if given in (each.value, each.ending)), None)
    if chosen is None:
        raise RegisterError(
            say("there is no format “{given}”", given=given),
            where="--format",
            hint=f"one of: {', '.join(FileFormat)}",
        )
    if by_ending not in (None, chosen):
        raise RegisterError(
            "the file's ending says another format", where=str(target), hint="leave one of the two out"
        )
    return chosen


def layout_for(given: str | None, file_format: FileFormat) -> Layout:
    """The layout that was asked for, else that of Article 30. RegisterError: there is none, or none fits."""
    if given is not None and file_format is FileFormat.JSON_LD and given != Layout.ART30:
        raise RegisterError(
            "JSON-LD has no layout: it says the same for everybody",
            where="--layout",
            hint="leave --layout out",
        )
    chosen = next((each for each in Layout if given in (None, each.value)), None)
    if chosen is None:
        raise RegisterError(
            say("there is no layout “{given}”", given=given),
            where="--layout",
            hint=f"one of: {', '.join(Layout)}",
        )
    return chosen


def context() -> Mapping[str, object]:
    """The JSON-LD context that comes with the program."""
    read = json.loads((files(records_export) / "data" / "context.jsonld").read_text(encoding="utf-8"))
    return dict(read)


def vocabulary() -> str:
    """The vocabulary and shapes that come with the program, as Turtle."""
    return (files(records_export) / "data" / VOCABULARY).read_text(encoding="utf-8")


def _placed(target: Path, exported: Exported, file_format: FileFormat) -> Mapping[Path, bytes]:
    """Where each file goes: into a folder that is there or has no ending, else the file as it is named."""
    is_file = not target.is_dir() and target.suffix != ""
    if not is_file:
        return {target / name: content for name, content in exported.files.items()}
    if file_format is FileFormat.CSV:
        raise RegisterError(
            "CSV is a file for each sheet, so it needs a folder",
            where=str(target),
            hint="name a folder, without an ending",
        )
    [content] = exported.files.values()
    return {target: content}
