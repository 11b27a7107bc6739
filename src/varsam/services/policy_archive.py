"""The archive of published policies: a folder for each version, written once and verified at each look."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from varsam.domain.errors import NotAllowed, RegisterError, SourceUnavailable
from varsam.domain.said import say
from varsam.services.home import Home

FOLDER = Path("policy") / "published"
FACTS = "facts.json"
LEDGER = "ledger.json"
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Published:
    """A version as it lies in the archive. `faults`: what isn't as it was published; empty = all is."""

    number: int
    folder: Path
    facts: Mapping[str, Any]
    faults: tuple[str, ...] = ()

    @property
    def effective(self) -> date:
        """The day from which it is valid."""
        return date.fromisoformat(str(self.facts["effective"]))

    @property
    def content(self) -> str:
        """The fingerprint of what it says."""
        return str(self.facts["content"])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it was published in."""
        return tuple(str(each) for each in self.facts["languages"])

    def text(self, language: str, form: str) -> str:
        """The version's file in a language, `md` or `html`. RegisterError: it is missing or can't be read."""
        path = self.folder / f"policy.{language}.{form}"
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise RegisterError(
                "a file of the archive can't be read", where=str(path), hint="restore it from a backup"
            ) from error


def versions(home: Home) -> tuple[Published, ...]:
    """Every published version, the first one first, with what was found wrong with its files.

    RegisterError: the facts of a version can't be read at all.
    """
    folder = home.path / FOLDER
    if not folder.is_dir():
        return ()
    found = sorted(int(each.name) for each in folder.iterdir() if each.is_dir() and each.name.isdecimal())
    return tuple(_version(folder / f"{number:04}", number) for number in found)


def version(home: Home, number: int) -> Published:
    """One version. NotAllowed: there is none of that number."""
    found = {each.number: each for each in versions(home)}
    if number not in found:
        raise NotAllowed(
            "there is no such version of the policy",
            where=str(number),
            hint="`varsam policy versions` lists them",
        )
    return found[number]


def add(home: Home, number: int, files: Mapping[str, bytes], facts: Mapping[str, object]) -> tuple[Path, str]:
    """Write a new version, whole or not at all; give its folder and the fingerprint of its facts.

    NotAllowed: that number is taken. SourceUnavailable: the folder can't be written.
    """
    folder = home.path / FOLDER / f"{number:04}"
    draft = folder.with_name(f".{folder.name}.draft")
    document = json.dumps(facts, ensure_ascii=False, indent=2, sort_keys=True).encode() + b"\n"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir()
        for name, content in (*files.items(), (FACTS, document)):
            (draft / name).write_bytes(content)
            (draft / name).chmod(_READ_ONLY)
        if folder.exists():
            raise NotAllowed(
                "this version was just published by somebody else", where=str(folder), hint="publish again"
            )
        draft.rename(folder)
    except OSError as error:
        raise SourceUnavailable(
            f"the archive can't be written: {error.strerror}",
            where=str(folder),
            hint="give this user the right to write there",
        ) from error
    return folder, hashlib.sha256(document).hexdigest()


def remember_entry(folder: Path, entry: int) -> None:
    """Note in which entry of the ledger a version stands."""
    path = folder / LEDGER
    path.write_text(json.dumps({"entry": entry}) + "\n", encoding="utf-8")
    path.chmod(_READ_ONLY)


def drop(folder: Path) -> None:
    """Take back a version that the ledger didn't take."""
    shutil.rmtree(folder)


def ledger_entry(published: Published) -> int | None:
    """The number of the ledger's entry about a version; None where none is noted."""
    try:
        noted = json.loads((published.folder / LEDGER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    entry = noted.get("entry") if isinstance(noted, dict) else None
    return entry if isinstance(entry, int) else None


def facts_fingerprint(published: Published) -> str:
    """SHA-256 of a version's facts as they lie there, as 64 hex digits."""
    return hashlib.sha256((published.folder / FACTS).read_bytes()).hexdigest()


def _version(folder: Path, number: int) -> Published:
    path = folder / FACTS
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): str(digest) for name, digest in facts["files"].items()}
        date.fromisoformat(facts["effective"])
        if not isinstance(facts["content"], str) or not isinstance(facts["languages"], list):
            raise TypeError
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RegisterError(
            "the facts of a published version can't be read",
            where=str(path),
            hint="restore the archive from a backup; it is never written a second time",
        ) from error
    return Published(number, folder, facts, tuple(_faults(folder, files)))


def _faults(folder: Path, files: Mapping[str, str]) -> list[str]:
    present = {each.name for each in os.scandir(folder)}
    found = [str(say("{file} is missing", file=name)) for name in files if name not in present]
    for name, digest in files.items():
        if name in present and hashlib.sha256((folder / name).read_bytes()).hexdigest() != digest:
            found.append(say("{file} was changed after it was published", file=name))
    for name in sorted(present - set(files) - {FACTS, LEDGER}):
        found.append(say("{file} wasn't published", file=name))
    return found
