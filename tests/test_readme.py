"""What the README shows is what the program prints."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def calls() -> list[tuple[str, str]]:
    """Each call of the tour with the output that stands below it."""
    found = []
    for block in _BLOCK.findall(README):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def test_there_is_a_tour() -> None:
    assert len(calls()) >= 4


@pytest.mark.parametrize(("command", "output"), calls())
def test_the_tour_prints_what_it_says(command: str, output: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "varsam"
    done = subprocess.run(
        [sys.executable, "-m", "varsam", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == output, done.stderr


def test_the_first_two_commands_are_the_two_that_set_everything_up() -> None:
    first = README.partition("```\n")[2].partition("```")[0]
    assert [line.split("#")[0].strip() for line in first.strip().splitlines()] == ["make demo", "make test"]


def test_every_link_leads_somewhere() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in link]
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
