"""Marks the parts of a published policy that come from the register, so that an import leaves them out.

In Markdown a part stands between `<!-- varsam:begin NAME -->` and `<!-- varsam:end NAME -->`, in HTML in an
element with the attribute `data-varsam`. The table is marked too, and read: it is what an import reads.
"""

from __future__ import annotations

import re

TABLE = "table"
ATTRIBUTE = "data-varsam"
BEGIN = re.compile(r"^<!-- varsam:begin ([a-z]+) -->$")
END = re.compile(r"^<!-- varsam:end ([a-z]+) -->$")
PLACE = re.compile(r"^<!-- varsam:([a-z]+) -->$")
"""Where an owner wants a part to stand: a comment of its own line in the owner's document."""


def begin(name: str) -> str:
    """The line before a part that comes from the register."""
    return f"<!-- varsam:begin {name} -->"


def end(name: str) -> str:
    """The line after it."""
    return f"<!-- varsam:end {name} -->"


def without_generated(text: str) -> str:
    """A Markdown text with empty lines where parts from the register stood; the table is left in.

    Lines keep their numbers. A part that doesn't end is no part.
    """
    lines = text.split("\n")
    start, name = -1, ""
    for number, line in enumerate(lines):
        bare = line.strip()
        if (opened := BEGIN.match(bare)) and start < 0 and opened[1] != TABLE:
            start, name = number, opened[1]
        elif start >= 0 and (closed := END.match(bare)) and closed[1] == name:
            lines[start : number + 1] = [""] * (number + 1 - start)
            start = -1
    return "\n".join(lines)
