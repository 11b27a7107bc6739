"""A home's files watched: checked again after each edit, and what changed told. Needs no state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from varsam.checks.base import Finding
from varsam.domain.errors import RegisterError
from varsam.domain.ownership import SourceMap
from varsam.domain.register import Register
from varsam.formats import source_map
from varsam.formats.register_yaml.again import Kept
from varsam.services import checking
from varsam.services.checking import Placed
from varsam.services.home import REGISTER, Home

_WATCHED = ("*.yaml", "sources/*.yaml", "law/*.yaml", "policy/*", "agreements/*")


@dataclass(frozen=True, slots=True)
class Change:
    """What one look at the files changed: `new` and `gone` findings; `left` stand now. `fault`: they can't be
    read, and what was found before stands.
    """

    new: tuple[Placed, ...]
    gone: tuple[Placed, ...]
    left: tuple[Placed, ...]
    fault: RegisterError | None = None


@dataclass
class Watch:
    """Files that are looked at again and again. What a file held is read anew only when its text changed."""

    at: Callable[[], Home]
    _stamps: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _found: dict[Finding, Placed] = field(default_factory=dict)
    _kept: Kept = field(default_factory=Kept)
    _maps: dict[str, tuple[str, SourceMap]] = field(default_factory=dict)
    _register: Register | None = None

    def look(self) -> Change | None:
        """Check again if a file came, went or changed; None if nothing did."""
        home = self.at()
        stamps = dict(_stamped(home.path))
        if stamps == self._stamps:
            return None
        self._stamps = stamps
        try:
            found = self._checked(home)
        except RegisterError as fault:
            return Change((), (), tuple(self._found.values()), fault)
        before, self._found = self._found, {each.finding: each for each in found}
        new = tuple(each for one, each in self._found.items() if one not in before)
        gone = tuple(each for one, each in before.items() if one not in self._found)
        return Change(new, gone, tuple(self._found.values()))

    def _checked(self, home: Home) -> tuple[Placed, ...]:
        read, places = self._kept.read(home.register_text, REGISTER)
        if read != self._register:
            # What a map may say depends on the register, so all are read again.
            self._register, self._maps = read, {}
        assert self._register is not None
        home.register = self._register
        home.maps = dict(self._read_maps(home, self._register))
        found = checking.placed_at({**places, **checking.places_beside(home)}, checking.findings(home))
        return checking.heard(home, found)[0]

    def _read_maps(self, home: Home, register: Register) -> Iterator[tuple[str, SourceMap]]:
        """As `Home.maps`, with those whose text is the same as they were read."""
        taken: dict[str, Path] = {}
        for path in sorted((home.path / "sources").glob("*.yaml")):
            text = home.text_of(path)
            known = self._maps.get(str(path))
            if known is None or known[0] != text:
                known = text, source_map.parse(text, str(path), register)
                self._maps[str(path)] = known
            mapped = known[1]
            if mapped.source in taken:
                raise RegisterError(
                    f"the source “{mapped.source}” is mapped twice",
                    where=str(path),
                    hint="rename one of them",
                )
            taken[mapped.source] = path
            yield mapped.source, mapped


def _stamped(folder: Path) -> Iterator[tuple[Path, tuple[int, int]]]:
    for pattern in _WATCHED:
        for path in folder.glob(pattern):
            try:
                status = path.stat()
            except OSError:  # it went while we looked, as files do when an editor saves
                continue
            yield path, (status.st_mtime_ns, status.st_size)
