"""What a failure becomes at the end of a command: an exit code, a line for a person, JSON for a program."""

from __future__ import annotations

import hashlib
import json
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from varsam.domain.errors import (
    NotAllowed,
    PlanRefused,
    RegisterError,
    RegisterErrors,
    SourceRejected,
    SourceUnavailable,
    VarsamError,
)
from varsam.faces.cli.output import harmless
from varsam.formats.texts import Lang, in_words, text

if TYPE_CHECKING:
    from varsam.domain.planner.schema_faults import SchemaFault

DONE = 0
FOUND = 1
MEND = 2
DECIDE = 3
SOURCE = 4
INTERRUPTED = 130
PIPE_CLOSED = 141

EXIT_CODES: tuple[tuple[type[VarsamError], int], ...] = (
    (RegisterError, MEND),
    (PlanRefused, DECIDE),
    (NotAllowed, DECIDE),
    (SourceUnavailable, SOURCE),
    (SourceRejected, SOURCE),
)
"""The exit code of each kind of error: by who must act next."""

_PACKAGE = Path(__file__).parents[2]


def code_of(error: VarsamError) -> int:
    """The exit code of an error."""
    return next((code for kind, code in EXIT_CODES if isinstance(error, kind)), FOUND)


def report(error: VarsamError, stream: TextIO, lang: Lang, *, as_json: bool) -> None:
    """Write a failure: one JSON document, or `where: message` with its hint; every fault there is."""
    each = error.errors if isinstance(error, RegisterErrors) else (error,)
    schema: tuple[SchemaFault, ...] = getattr(error, "faults", ())
    if as_json:
        document: dict[str, object] = _document(error.message, str(error.where), error.hint)
        if len(each) > 1:
            document["errors"] = [_document(one.message, str(one.where), one.hint) for one in each]
        if schema:
            document["faults"] = [asdict(fault) for fault in schema]
        _write_json(stream, document)
        return
    for fault in schema:
        stream.write(harmless(_said(fault, lang)) + "\n")
    for one in each:
        where = f"{in_words(str(one.where), lang)}: " if str(one.where) else ""
        stream.write(harmless(f"{where}{in_words(one.message, lang)}") + "\n")
        if one.hint:
            stream.write(harmless(f"  → {in_words(one.hint, lang)}") + "\n")


def report_wrong_use(message: str, hint: str, stream: TextIO, *, as_json: bool) -> None:
    """Write that the command was called wrongly."""
    if as_json:
        _write_json(stream, _document(message, "", hint))
        return
    stream.write(harmless(f"{message}\n"))
    if hint:
        stream.write(harmless(f"  → {hint}\n"))


def report_internal(error: Exception, stream: TextIO, lang: Lang, *, as_json: bool) -> None:
    """Write that the program failed, with a reference made of places in the code only.

    The error's own message may quote values of a person, so it is never shown.
    """
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)] or list(frames)
    places = [f"{_short(frame.filename)}:{frame.lineno}" for frame in ours]
    reference = hashlib.sha256(" ".join([type(error).__name__, *places]).encode()).hexdigest()[:8]
    place = f"{places[-1]} {type(error).__name__}" if places else type(error).__name__
    message = text("talk.internal_error", lang, reference=reference, place=place)
    hint = text("talk.internal_error_hint", lang)
    if as_json:
        _write_json(stream, _document(message, place, hint) | {"reference": reference})
    else:
        stream.write(f"{message}\n  → {hint}\n")


def _said(fault: SchemaFault, lang: Lang) -> str:
    """A schema fault in a person's language, with its place as the map and the source call it."""
    column = f".{', '.join(fault.columns)}" if fault.columns else ""
    detail = f" ({fault.detail})" if fault.detail else ""
    said = text(f"schema.{fault.code}", lang)
    return f"{fault.source}.{fault.kind}: {fault.table}{column}: {said}{detail}"


def _short(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(_PACKAGE).as_posix() if path.is_relative_to(_PACKAGE) else path.name


def _document(message: str, where: str, hint: str) -> dict[str, object]:
    return {"error": message, "where": where, "hint": hint}


def _write_json(stream: TextIO, document: dict[str, object]) -> None:
    stream.write(json.dumps(document, ensure_ascii=False) + "\n")
