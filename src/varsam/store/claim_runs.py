"""Keeps what was found of the policy's sentences: one row a run, its report only where something changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from varsam.store import models
from varsam.store.transaction import serialise, writing


@dataclass(frozen=True, slots=True)
class ClaimRun:
    """One run: when, for which day, the digest of its report, and the report itself (canonical JSON)."""

    at: datetime
    on: date
    digest: str
    report: bytes = field(repr=False)


def save(at: datetime, on: date, digest: str, report: bytes) -> None:
    """Keep a run. A report that says what the last one said isn't kept twice."""
    with writing():
        serialise("claims")
        last = models.ClaimRun.objects.order_by("-id").values_list("digest", flat=True).first()
        models.ClaimRun.objects.create(at=at, on=on, digest=digest, report=b"" if last == digest else report)


def runs() -> tuple[ClaimRun, ...]:
    """Every run, the first one first."""
    found, report = [], b""
    for row in models.ClaimRun.objects.order_by("id").iterator():
        report = bytes(row.report) or report
        found.append(ClaimRun(row.at, row.on, row.digest, report))
    return tuple(found)
