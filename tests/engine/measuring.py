"""A proposal held against what a person found by hand: its personal columns, and whose it says rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from varsam.domain.proposal import Proposal, ProposedOwner

Columns = Mapping[str, Sequence[str] | Mapping[str, str]]


@dataclass(frozen=True)
class Figures:
    """What was found, missed and raised falsely among columns with values; and the answers to "whose?"."""

    found: frozenset[tuple[str, str]]
    missed: frozenset[tuple[str, str]]
    false: frozenset[tuple[str, str]]
    right: frozenset[str]
    wrong: Mapping[str, str]
    other_category: frozenset[tuple[str, str]] = frozenset()

    @property
    def recall(self) -> float:
        """The share of the personal columns that were found."""
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        """The share of the proposed columns that are personal."""
        return len(self.found) / max(1, len(self.found) + len(self.false))

    @property
    def ownership(self) -> float:
        """The share of the tables whose owner was answered rightly."""
        return len(self.right) / (len(self.right) + len(self.wrong))


def measured(
    proposal: Proposal, columns: Columns, either: Columns, owners: Mapping[str, Sequence[str]]
) -> Figures:
    """Hold a proposal against the truth. Columns in which nothing is set count neither way."""
    wanted = {(table, column) for table, listed in columns.items() for column in listed}
    arguable = {(table, column) for table, listed in either.items() for column in listed}
    got = {
        (kind.table, column.name): column.category
        for kind in proposal.kinds
        for column in kind.columns
        if proposal.samples[kind.table].column(column.name).filled
    }
    said = {kind.table: answer(kind.owner) for kind in proposal.kinds}
    answers = {table: said.get(table, "left out") for table in owners}
    other = {
        place
        for place in wanted & set(got)
        if isinstance(named := columns[place[0]], Mapping)
        and got[place].partition(".")[0] != named[place[1]].partition(".")[0]
    }
    return Figures(
        frozenset(wanted & set(got)),
        frozenset(wanted - set(got)),
        frozenset(set(got) - wanted - arguable),
        frozenset(table for table, given in answers.items() if given in owners[table]),
        {table: given for table, given in answers.items() if given not in owners[table]},
        frozenset(other),
    )


def answer(owner: ProposedOwner) -> str:
    """`person`, `email`, `asked`, or the table next on the way."""
    if owner.way in ("person", "email"):
        return owner.way
    if owner.way == "nobody":
        return "asked"
    if owner.down:
        return owner.down[0].table
    return owner.reference.other if owner.reference is not None else "asked"
