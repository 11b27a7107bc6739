"""Checks that look for one row which must be there: a date that is set somewhere, a purpose that applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from varsam.checks.base import Coded, Finding, Level
from varsam.domain.calendar import time_zone
from varsam.domain.ownership import EventColumn, EventFirstOf, EventFiscalYear, Kind, SourceMap
from varsam.domain.planner.events import column_view
from varsam.domain.planner.negation import negation
from varsam.domain.predicate import Predicate, every, not_true
from varsam.domain.register import Register
from varsam.domain.said import say

Some = Callable[[str, Predicate], bool]


@dataclass(frozen=True, slots=True)
class Looked:
    """Where some row should satisfy `row`; without one there is a finding, if the kind has rows at all."""

    kind: Kind
    row: Predicate
    where: str
    message: str
    hint: str


def always_open(source_map: SourceMap, register: Register) -> Iterator[Looked]:
    """An event has a date in no row: nobody fills it in, and what counts from it never ends."""
    zone = time_zone(register.entities[0].zone)
    for kind in source_map.kinds:
        named = [(name, event, "") for name, event in kind.events.items()]
        named += [
            (name, event, f"groups.{group.name}.")
            for group in kind.groups
            for name, event in group.events.items()
        ]
        for name, event, part in named:
            of = event.of if isinstance(event, EventFiscalYear) else event
            if not isinstance(of, EventColumn | EventFirstOf):
                continue
            view = column_view(of, zone)
            yield Looked(
                kind,
                every([not_true(view.open()), not_true(view.absent())]),
                f"{source_map.source}.{kind.name}.{part}{name}",
                say("no row has a date for {event}", event=name),
                "name the column that is really filled in, or what else tells that it has ended "
                "(first_of:, seen:)",
            )


def never_applies(source_map: SourceMap, register: Register) -> Iterator[Looked]:
    """A purpose applies to no row of the group: its condition under `only:` is false for all of them."""
    known = register.purposes()
    for kind in source_map.kinds:
        for group in kind.groups:
            for purpose, only in group.only.items():
                if purpose in known:
                    yield Looked(
                        kind,
                        not_true(negation(only)),
                        f"{source_map.source}.{kind.name}.groups.{group.name}",
                        say("{purpose} applies to no row", purpose=purpose),
                        say(
                            "correct only: of {purpose}, or take the purpose out of the group",
                            purpose=purpose,
                        ),
                    )


LOOK_CHECKS: tuple[Coded, ...] = (
    Coded("MAP031", Level.WARNING, "GDPR 5(1)(e)", always_open),
    Coded("MAP032", Level.WARNING, "GDPR 5(1)(b), 5(1)(e)", never_applies),
)
EXCESSIVE_RIGHTS = (
    "MAP033",
    Level.WARNING,
    "GDPR 25, 32",
    "The source's account may do more than its map needs: what goes wrong or is broken into can do more "
    "harm.",
)
"""Code, level, law and meaning of the finding that `rights_finding` makes."""


# What erases wrongly comes first, then what is never found or never erased, then rights, then time lost.
IMPORTANCE = (
    "MAP025", "MAP018", "MAP010", "MAP011",
    "MAP024", "MAP008", "MAP007", "MAP021", "MAP012", "MAP031", "MAP032", "MAP013", "MAP030", "MAP020",
    "MAP009", "MAP006", "MAP033", "MAP014", "MAP019",
)  # fmt: skip
"""The codes that `source inspect --explain` says more about, the most important first."""


def look(source_map: SourceMap, register: Register, some: Some) -> Iterator[Finding]:
    """All findings that need a row looked for; `some` answers whether a table has one for a predicate."""
    filled: dict[str, bool] = {}
    for check in LOOK_CHECKS:
        for each in check.look(source_map, register):
            kind = each.kind
            if kind.name not in filled:
                filled[kind.name] = some(kind.table, kind.where)
            if filled[kind.name] and not some(kind.table, every([kind.where, each.row])):
                yield Finding(check.code, check.level, each.where, each.message, each.hint, check.law)


def rights_finding(source: str, table: str, rights: tuple[str, ...], *, folder: bool = False) -> Finding:
    """Make the finding of rights that an account has and needn't, in a database or in a `folder`."""
    code, level, law, _ = EXCESSIVE_RIGHTS
    grants = say("take them back (REVOKE); `varsam source grants {source}` says what it needs", source=source)
    return Finding(
        code,
        level,
        f"{source}: {table}" if table else source,
        say("the account has {rights}", rights=", ".join(rights)),
        say("let the account that runs this only read there") if folder else grants,
        law,
    )
