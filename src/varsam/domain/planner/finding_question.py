"""What a draft asks of which a person should know, whatever becomes of the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from varsam.domain.predicate import Predicate


@dataclass(frozen=True, slots=True)
class FindingQuestion:
    """Rows that a person should know about: count them; with some, a finding of that code is in the plan."""

    code: str
    source: str
    kind: str
    table: str
    where: Predicate
    parameters: Mapping[str, str] = field(default_factory=dict)
    level: str = "warning"
