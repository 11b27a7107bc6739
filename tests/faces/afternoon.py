"""Follows a page of the documentation: types its commands, makes its edits, compares its output."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from tests.faces.cli_home import Ran, run

BLOCK = re.compile(r"^```(console|diff|yaml)(?: (\S+))?\n(.*?)^```$", re.M | re.S)


def follow(page: Path, folder: Path, language: str, *, on: str) -> dict[str, Ran]:
    """Do in a folder what a page says, on a day; gives what each command said.

    A `console` block holds commands and their output, in which `…` stands for anything; a `diff` block
    changes the named file, and a `yaml` block with a name writes it.
    """
    for beside in sorted(page.with_suffix("").with_name("afternoon").iterdir()):
        shutil.copy(beside, folder / beside.name)
    said: dict[str, Ran] = {}
    for kind, name, text in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "diff":
            _change(folder / name, text)
        elif kind == "yaml" and name:
            (folder / name).write_text(text, encoding="utf-8")
        elif kind == "console":
            for command, shown in _commands(text):
                ran = _type(command, folder, language, on)
                said[command] = ran
                _compare(command, shown, f"{ran.out}{ran.err}".replace(f"{folder}/", ""))
    return said


def _commands(text: str) -> list[tuple[str, str]]:
    found = re.split(r"^\$ ", text, flags=re.M)[1:]
    return [(command, shown) for command, _, shown in (each.partition("\n") for each in found)]


def _type(command: str, folder: Path, language: str, on: str) -> Ran:
    program, *words = shlex.split(command)
    assert program == "varsam", command
    here = [str(folder / word) if _is_here(folder, word) else word for word in words]
    return run("--lang", language, "--on", on, *here)


def _is_here(folder: Path, word: str) -> bool:
    """Whether a word names something in the folder that the reader works in."""
    return (
        word in ("our-company", "vart-foretag", "our-records", "var-forteckning") or (folder / word).is_file()
    )


def _change(path: Path, diff: str) -> None:
    """Make a change whose lines without a sign must stand together, once."""
    lines = diff.splitlines()
    before = "\n".join(line[1:] for line in lines if not line.startswith("+"))
    after = "\n".join(line[1:] for line in lines if not line.startswith("-"))
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, (path.name, before, text.count(before))
    path.write_text(text.replace(before, after), encoding="utf-8")


def _compare(command: str, shown: str, out: str) -> None:
    """What the page shows must stand in the output, in that order; `…` stands for anything."""
    if not shown.strip():
        return
    pattern = "".join(".*?" if part == "…" else re.escape(part) for part in re.split("(…)", shown.strip()))
    assert re.search(pattern, out, re.S), f"{command}\n--- the page:\n{shown}\n--- the program:\n{out}"
