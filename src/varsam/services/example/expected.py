"""What must become of every row, said by whoever wrote it: the ground that plans are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

DELETE = "delete"
REFERRED = "referred"
ASK = "ask"


@dataclass
class Expected:
    """Counts per source and kind: `rows` in all, and how many each step of a retention run takes.

    A step is `delete`, `referred` (rewritten because a row that stays points at it) or the name of a group
    of columns that goes alone; `ask` are rows left to a person. `erasure` counts the same for the person
    whose erasure the example shows.
    """

    due: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)
    erasure: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)

    def row(self, source: str, kind: str, *steps: str, erased: tuple[str, ...] = ()) -> None:
        """Count a row, the steps that take it, and those that take it when the shown person is erased."""
        found = self.due.setdefault(source, {}).setdefault(kind, Counter(rows=0))
        found["rows"] += 1
        found.update(steps)
        if erased:
            self.erasure.setdefault(source, {}).setdefault(kind, Counter()).update(erased)

    def as_json(self) -> dict[str, Mapping[str, Mapping[str, Mapping[str, int]]]]:
        """Plain mappings, in the order of the sources and kinds."""
        return {
            "due": {source: _plain(kinds) for source, kinds in self.due.items()},
            "erasure": {source: _plain(kinds) for source, kinds in self.erasure.items()},
        }


def _plain(kinds: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {kind: dict(counts) for kind, counts in kinds.items()}
