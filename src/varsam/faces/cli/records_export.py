"""`records export`: the record of processing activities, for the authority and for oneself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from varsam.domain.errors import NotAllowed
from varsam.faces.cli import exits
from varsam.faces.cli.invocation import Invocation, verb
from varsam.faces.cli.output import harmless
from varsam.formats.texts import counted, text

if TYPE_CHECKING:
    from varsam.domain.completeness import Lack
    from varsam.faces.cli.output import Output
    from varsam.services.records_export import Prepared

_NAMED = 3


@verb
def export(
    invocation: Invocation,
    target: Annotated[Path, typer.Argument(metavar="DIR_OR_FILE")],
    file_format: Annotated[
        str | None, typer.Option("--format", metavar="xlsx|ods|csv|pdf|json-ld", show_default=False)
    ] = None,
    layout: Annotated[
        str | None, typer.Option("--layout", metavar="art30|ico|cnil", show_default=False)
    ] = None,
    customer: Annotated[str | None, typer.Option("--customer", metavar="ID", show_default=False)] = None,
) -> int:
    """Write the record of processing activities, and say what it lacks and what its format can't carry."""
    from varsam.services import records_export

    home = invocation.home()
    chosen = records_export.format_for(target, file_format)
    arranged = records_export.layout_for(layout, chosen)
    prepared = records_export.prepare(home, target, chosen, arranged, invocation.lang, customer or "")
    output = invocation.output
    present = prepared.present()
    if present:
        question = counted("talk.records_overwrite", len(present), output.lang, file=str(present[0]))
        if not invocation.confirm(question):
            raise NotAllowed(output.say("talk.nothing_written"), where=str(target))
    written = records_export.write(prepared)
    if output.as_json:
        output.document(_document(prepared, written, str(chosen), str(arranged)))
        return exits.DONE
    _said(output, prepared, written)
    return exits.DONE


def _document(
    prepared: Prepared, written: tuple[Path, ...], file_format: str, layout: str
) -> dict[str, object]:
    record = prepared.record
    return {
        "written": [str(path) for path in written],
        "format": file_format,
        "layout": layout,
        "on": record.on.isoformat(),
        "version": record.version,
        "controlled": len(record.controlled),
        "processed": len(record.processed),
        "customer": record.customer or None,
        "missing": [
            {
                "code": each.code,
                "where": each.where,
                "law": each.law,
                "message": text(f"lack.{each.code}", "en"),
            }
            for each in prepared.lacks
        ],
        "losses": [each.said("en") for each in prepared.exported.losses],
    }


def _said(output: Output, prepared: Prepared, written: tuple[Path, ...]) -> None:
    for path in written:
        output.line(str(path))
    record = prepared.record
    output.note(
        output.say(
            "talk.records_written",
            controlled=len(record.controlled),
            processed=len(record.processed),
            version=record.version[:12],
        )
    )
    if prepared.lacks:
        output.note(counted("talk.records_lacks", len(prepared.lacks), output.lang))
        for lacking in _by_code(prepared.lacks).values():
            output.note(f"  {_lacking(output, lacking)}")
    if prepared.exported.losses:
        output.note(output.say("talk.records_losses"))
        for loss in prepared.exported.losses:
            output.note(f"  {loss.said(output.lang)}")


def _by_code(found: tuple[Lack, ...]) -> dict[tuple[str, str], list[Lack]]:
    grouped: dict[tuple[str, str], list[Lack]] = {}
    for each in found:
        grouped.setdefault((each.code, each.law), []).append(each)
    return grouped


def _lacking(output: Output, found: list[Lack]) -> str:
    """One line for what several things lack: the first of them by name, the others by number."""
    names = "; ".join(harmless(each.name) for each in found[:_NAMED])
    more = len(found) - _NAMED
    if more > 0:
        names = output.say("talk.records_more", names=names, count=more)
    return f"{output.say(f'lack.{found[0].code}')}, {found[0].law}: {names}"
