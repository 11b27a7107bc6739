"""What the maps themselves write into columns when data goes: no identifier of anybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from varsam.domain.key_texts import SPELLED
from varsam.domain.ownership import SourceMap
from varsam.domain.predicate import Built, NewValue
from varsam.formats.identifiers import canonical


class MapWrites:
    """The canonical identifiers that a map writes into one column: its constants, and texts made of keys."""

    def __init__(self, mapped: SourceMap, table: str, column: str, type_: str) -> None:
        """Read what the map says, of all kinds of the table."""
        values = list(_written(mapped, table, column))
        constants = (canonical(type_, value) for value in values if not isinstance(value, Built))
        self._constants = frozenset(found for found in constants if found is not None)
        patterns = (_pattern(type_, value) for value in values if isinstance(value, Built))
        self._made = tuple(found for found in patterns if found is not None)

    def __contains__(self, value: str) -> bool:
        """Whether the map may have written it."""
        return value in self._constants or any(pattern.fullmatch(value) for pattern in self._made)


def _written(mapped: SourceMap, table: str, column: str) -> Iterator[NewValue]:
    for kind in mapped.kinds:
        if kind.table != table:
            continue
        groups = (group.values for group in kind.groups)
        for said in (kind.disposal.values, kind.disposal.when_referred or {}, *groups):
            if column in said:
                yield said[column]


def _pattern(type_: str, built: Built) -> re.Pattern[str] | None:
    """What the text looks like in its canonical spelling; None: no such text is an identifier of the type."""
    # A run of nines that no map holds stands for every key while the text gets its canonical spelling.
    marks = {
        part: str(9 * 10**11 + place) for place, part in enumerate(built.parts) if not isinstance(part, str)
    }
    found = canonical(type_, "".join(part if isinstance(part, str) else marks[part] for part in built.parts))
    if found is None or any(mark not in found for mark in marks.values()):
        return None
    pattern = re.escape(found)
    for mark in marks.values():
        pattern = pattern.replace(mark, SPELLED)
    return re.compile(pattern)
