"""The packs of law that come with the program, as of a day."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from varsam.domain.law import Law, Pack
from varsam.formats import law_packs

FOLDER = Path(law_packs.__file__).parent / "data"


@cache
def shipped() -> dict[str, Pack]:
    return {
        path.stem: law_packs.parse(path.read_text(encoding="utf-8"), path.name)
        for path in sorted(FOLDER.glob("*.yaml"))
    }


def law_on(day: date) -> Law:
    return Law(shipped(), day)
