"""The packs of law that come with the program, and those of a home in their place."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from varsam.domain.errors import RegisterError
from varsam.domain.law import Law, Pack
from varsam.formats import law_packs

FOLDER = "law"
NAMES = ("adequacy", "ages", "bookkeeping", "deadlines", "eea", "holidays")


def law(on: date, home: Path | None = None) -> Law:
    """The law as of a day; a pack `law/NAME.yaml` of a home stands in for the program's own.

    RegisterError(s): a home's pack can't be read, with its position; or it has a name that no check asks for.
    """
    packs = {name: _shipped(name) for name in NAMES}
    if home is not None:
        for path in sorted((home / FOLDER).glob("*.yaml")):
            pack = _own(path)
            packs[pack.name] = pack
    return Law(MappingProxyType(packs), on)


def _shipped(name: str) -> Pack:
    file = files(law_packs) / "data" / f"{name}.yaml"
    return law_packs.parse(file.read_text(encoding="utf-8"), f"{name}.yaml")


def _own(path: Path) -> Pack:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError("the file can't be read", where=str(path), hint="save it as UTF-8") from error
    pack = law_packs.parse(text, str(path))
    if pack.name not in NAMES or pack.name != path.stem:
        raise RegisterError(
            f"{pack.name!r} is no pack that a check asks for, or isn't called as its file is",
            where=str(path),
            hint=f"packs: {', '.join(NAMES)}",
        )
    return pack
