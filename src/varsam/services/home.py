"""A controller's folder, read: register, source maps, and what time it is there."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from varsam.domain.arrangement import Arrangements
from varsam.domain.assessments import Assessments
from varsam.domain.calendar import local_date, time_zone
from varsam.domain.customers import Customers
from varsam.domain.errors import RegisterError
from varsam.domain.ownership import SourceMap
from varsam.domain.partners import NO_PARTNERS, Partners
from varsam.domain.register import Register
from varsam.formats import (
    arrangement_yaml,
    assessments_yaml,
    customers_yaml,
    partners_yaml,
    register_yaml,
    source_map,
)

if TYPE_CHECKING:  # verbs that only read files needn't load what talks to databases
    from varsam.engine.estate import Estate

REGISTER = "register.yaml"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Home:
    """Everything that a verb may need to know of the home; files are read when first asked for.

    `on` sets "today" for verbs that only compute; `clock` is the real time, in UTC. `actor` is who acts: the
    operating system's user until there are accounts. `systems`: the sources, while they are kept open.
    `worker`: which of this home's workers it is, if one.
    """

    path: Path
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    actor: str = ""
    on: date | None = None
    clock: Callable[[], datetime] = _now
    systems: Estate | None = field(default=None, repr=False)
    worker: str = ""

    @cached_property
    def register(self) -> Register:
        """The register of the home. RegisterError(s) with positions when it must be mended."""
        return register_yaml.parse(self.register_text, str(self.path / REGISTER))

    @cached_property
    def register_text(self) -> str:
        """The register's file as it is. RegisterError: it can't be read."""
        return _read(self.path / REGISTER, "`varsam init` makes one")

    @cached_property
    def maps(self) -> Mapping[str, SourceMap]:
        """The source maps of `sources/*.yaml` by source name, sorted by file name."""
        found: dict[str, SourceMap] = {}
        for path in sorted((self.path / "sources").glob("*.yaml")):
            read = source_map.parse(_read(path, ""), str(path), self.register)
            if read.source in found:
                raise RegisterError(
                    f"the source “{read.source}” is mapped twice", where=str(path), hint="rename one of them"
                )
            found[read.source] = read
        return found

    def text_of(self, path: Path) -> str:
        """A file of the home as it is. RegisterError: it can't be read."""
        return _read(path, "")

    @cached_property
    def partners(self) -> Partners:
        """The partners of `partners.yaml`; none, and not present, where there is no such file."""
        path = self.path / partners_yaml.FILE
        if not path.exists():
            return NO_PARTNERS
        return partners_yaml.parse(_read(path, ""), str(path), self.register)

    @cached_property
    def fingerprints(self) -> tuple[str, Mapping[str, str]]:
        """The fingerprints of the register and of each source's map."""
        maps = {name: source_map.fingerprint(each) for name, each in self.maps.items()}
        return register_yaml.fingerprint(self.register), maps

    def begun_map(self, name: str) -> SourceMap:
        """The map of one source, which may say no more than where the source is; other files don't matter.

        RegisterError lists the sources that there are when none is called so.
        """
        known = []
        for path in sorted((self.path / "sources").glob("*.yaml")):
            text = _read(path, "")
            if path.stem != name and not re.search(
                rf"(?m)^source: *[\"']?{re.escape(name)}[\"']? *(#|$)", text
            ):
                known.append(path.stem)
                continue
            read = source_map.parse(text, str(path), self.register, begun=True)
            if read.source == name:
                return read
            known.append(read.source)
        raise RegisterError(
            f"there is no source “{name}”",
            where="sources",
            hint=f"one of: {', '.join(known)}" if known else f"say where it is in sources/{name}.yaml",
        )

    @cached_property
    def assessments(self) -> Assessments:
        """The assessments of `assessments.yaml`; empty without the file. RegisterErrors: mend it."""
        text = self.beside(assessments_yaml.FILE)
        return Assessments() if text is None else assessments_yaml.parse(text, assessments_yaml.FILE)

    @cached_property
    def arrangements(self) -> Arrangements:
        """The arrangements of `arrangement.yaml`; empty without the file. RegisterErrors: mend it."""
        text = self.beside(arrangement_yaml.FILE)
        return Arrangements() if text is None else arrangement_yaml.parse(text, arrangement_yaml.FILE)

    @cached_property
    def customers(self) -> Customers:
        """The customers of `customers.yaml`; empty without the file. RegisterErrors: mend it."""
        text = self.beside(customers_yaml.FILE)
        return Customers() if text is None else customers_yaml.parse(text, customers_yaml.FILE)

    def beside(self, name: str) -> str | None:
        """The text of a file beside the register; None without it. RegisterError: it can't be read."""
        path = self.path / name
        return _read(path, "") if path.exists() else None

    @property
    def real_today(self) -> date:
        """The real day in the zone of the first controller."""
        return local_date(self.clock(), time_zone(self.register.entities[0].zone))

    @property
    def today(self) -> date:
        """The day to compute for: the one that was asked for, else the real one."""
        return self.on or self.real_today


def _read(path: Path, hint: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise RegisterError("there is no such file", where=str(path), hint=hint) from error
    except UnicodeDecodeError as error:
        raise RegisterError("the file isn't UTF-8", where=str(path), hint="save it as UTF-8") from error
    except OSError as error:
        raise RegisterError("the file can't be read", where=str(path), hint=str(error.strerror)) from error
