"""The register read again after an edit: activities whose text is unchanged aren't read anew."""

from __future__ import annotations

from dataclasses import dataclass, field

from varsam.domain.errors import Position
from varsam.domain.register import Register
from varsam.formats.register_yaml.reading import ReadActivities, places_in, read
from varsam.formats.yaml_again import Again


@dataclass
class Kept:
    """What was read of one register file the last time."""

    _again: Again = field(default_factory=lambda: Again("activities"))
    _activities: ReadActivities = field(default_factory=dict)
    _text: str | None = None
    _read: tuple[Register, dict[str, Position]] | None = None

    def read(self, text: str, path: str) -> tuple[Register, dict[str, Position]]:
        """The register, and where its parts stand. RegisterErrors as from `parse`."""
        if self._read is None or text != self._text:
            self._read = None
            node = self._again.load(text, path)
            register, self._activities = read(node, self._activities)
            self._read, self._text = (register, places_in(node)), text
        return self._read
