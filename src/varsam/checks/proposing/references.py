"""Which columns lead to rows of other tables: declared keys, and what names and values make likely.

First comes what to test (`candidates`), then, with the counts of a bounded look, what holds (`references`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from varsam.checks.maps.names import tokens
from varsam.checks.proposing.columns import Looked
from varsam.checks.proposing.hints import names_an_actor
from varsam.domain.proposal import Reference, Saying
from varsam.domain.sampled import Inclusion
from varsam.domain.snapshot import Table, TableColumn

_SUFFIX = frozenset(
    {
        "id", "ids", "key", "no", "nr", "ref", "uuid", "fk", "uid", "pk", "nummer", "number",
    }
)  # fmt: skip
_GENERIC = frozenset(
    {
        "object", "record", "entity", "item", "target", "resource", "instance", "subject", "model", "row",
        "ref", "owner", "parent", "linked", "related", "source", "ticketable", "commentable", "content",
    }
)  # fmt: skip
_PEOPLE = frozenset(
    {
        "user", "owner", "author", "member", "customer", "kund", "person", "client", "contact", "employee",
        "agent", "creator", "requester", "requestor", "recipient", "sender", "assignee", "medlem",
        "anvandare", "party", "by", "account", "subscriber", "patient", "student", "guest",
    }
)  # fmt: skip
_ENDINGS = ("ies", "es", "s", "erna", "arna", "orna", "er", "ar", "or", "na", "n")
_SORTS = ("type", "typ", "model", "class", "kind", "table", "sort")
_MOST_WORDS = 12
_MOST_TARGETS = 3
_MOST_CANDIDATES = 600
_HOLDS = 0.9
_PARTLY = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reference to test: `pairs` as in Reference, and why it was thought of."""

    table: str
    column: str
    other: str
    other_column: str
    why: str
    prefix: str = ""
    fixed: tuple[str, str] | None = None
    as_text: bool = False


def candidates(looked: Mapping[str, Looked], people: Sequence[str]) -> list[Candidate]:
    """The references that aren't declared and deserve a look, at most a few hundred; not who did something.

    `people`: tables of people, which a column called `owner` or `member` may lead to.
    """
    named = _Named(looked)
    found: dict[tuple[str, str, str, str], Candidate] = {}
    for each in looked.values():
        declared = {name for key in each.table.foreign_keys for name in key.columns}
        for column in each.table.columns:
            if column.name in declared or not each.cells(column.name).filled or names_an_actor(column.name):
                continue
            for one in (*_by_row_key(each, column, named), *_by_name(each, column, named, people)):
                found.setdefault((one.table, one.column, one.other, str(one.fixed)), one)
    return list(found.values())[:_MOST_CANDIDATES]


class _Named:
    """Tables by what people call their rows."""

    def __init__(self, looked: Mapping[str, Looked]) -> None:
        self.tables = {name: each.table for name, each in looked.items() if each.sample.rows}
        prefix = common_prefix(looked)
        self.parts = {name: tokens(name) for name in self.tables}
        self.short = {
            name: parts[1:] if prefix and parts[:1] == (prefix,) else parts
            for name, parts in self.parts.items()
        }

    def called(self, words: Sequence[str]) -> list[str]:
        """Tables whose rows go by these words, best first: the whole name, then its last part."""
        exact = [
            name
            for name in self.tables
            if _all_alike(self.short[name], words) or _all_alike(self.parts[name], words)
        ]
        if exact:
            return exact[:_MOST_TARGETS]
        last = [name for name, parts in self.short.items() if parts and words and alike(parts[-1], words[-1])]
        # The shorter name is nearer: user before user_session_user.
        return sorted(last, key=lambda name: len(self.short[name]))[:_MOST_TARGETS]

    def keyed_by(self, column: str, but: str) -> list[str]:
        """Tables whose key is called exactly so, as `customer_no` may be in several; `id` says nothing."""
        if len(tokens(column)) == 1 and column.lower() in _SUFFIX:
            return []
        named = [
            name
            for name, table in self.tables.items()
            if name != but and len(table.primary_key) == 1 and table.primary_key[0].lower() == column.lower()
        ]
        return named[:_MOST_TARGETS]

    def key(self, name: str) -> TableColumn | None:
        """The only column of a table's key."""
        table = self.tables.get(name)
        return table.column(table.primary_key[0]) if table and len(table.primary_key) == 1 else None


def alike(one: str, other: str) -> bool:
    """Whether two words are the same but for the ending of a plural, roughly, in Swedish and English."""
    return one == other or one in _forms(other) or other in _forms(one)


def _forms(word: str) -> set[str]:
    found = set()
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            found.add(word[: -len(ending)] + ("y" if ending == "ies" else ""))
    return found


def _all_alike(some: Sequence[str], others: Sequence[str]) -> bool:
    return len(some) == len(others) and all(alike(a, b) for a, b in zip(some, others, strict=True))


def common_prefix(tables: Iterable[str]) -> str:
    """The first part of most tables' names, such as `wp`; empty when there is none."""
    firsts = Counter(parts[0] for name in tables if len(parts := tokens(name)) > 1)
    total = sum(1 for _ in tables)
    word, number = firsts.most_common(1)[0] if firsts else ("", 0)
    return word if number >= 0.6 * total and total > 2 else ""


def _by_row_key(looked: Looked, column: TableColumn, named: _Named) -> Iterator[Candidate]:
    """Texts like `sales.order,12`: the part before the comma names a table."""
    for prefix, _ in Counter(looked.cells(column.name).row_keys).most_common(_MOST_WORDS):
        plain = re.sub(r"[^a-z0-9]+", "_", prefix.lower())
        for name in [each for each in named.tables if each.lower() == plain] or named.called(tokens(prefix))[
            :1
        ]:
            key = named.key(name)
            if key is not None:
                yield Candidate(
                    looked.table.name, column.name, name, key.name, "row_key", prefix=f"{prefix},"
                )


def _by_name(
    looked: Looked, column: TableColumn, named: _Named, people: Sequence[str]
) -> Iterator[Candidate]:
    table = looked.table
    if column.family not in ("number", "text") or table.primary_key == (column.name,):
        return
    words = _stripped(column.name)
    if not words:
        return
    targets: dict[str, str] = dict.fromkeys(named.called(words), "name")
    if "parent" in words and table.primary_key:
        targets.setdefault(table.name, "parent")
    for name in named.keyed_by(column.name, table.name):
        targets.setdefault(name, "same_key")
    if _PEOPLE.intersection(words):
        targets |= {name: "people" for name in people if name not in targets}
    for name, why in targets.items():
        key = named.key(name)
        if key is not None and _fits(key, column):
            yield Candidate(table.name, column.name, name, key.name, why, as_text=key.family != column.family)
    if _GENERIC.intersection(words) or _has_sort_beside(looked, words):
        yield from _by_sort(looked, column, named)


def _has_sort_beside(looked: Looked, words: Sequence[str]) -> bool:
    """Whether another column says of what sort the row is that this leads to: `by_type` beside `by_id`."""
    sorts = {(*words, each) for each in _SORTS}
    return any(tokens(column.name) in sorts for column in looked.table.columns)


def _by_sort(looked: Looked, column: TableColumn, named: _Named) -> Iterator[Candidate]:
    """A generic id whose sort of row stands in another column, as `by_type = Agent` beside `by_id`."""
    for sort in looked.table.columns:
        words = looked.cells(sort.name).words
        if not words or sort.name == column.name or len(words) > _MOST_WORDS:
            continue
        for word in words:
            hit = [
                name
                for part in tokens(word)
                for name in named.called((part,))[:1]
                if name != looked.table.name
            ]
            for name in dict.fromkeys(hit):
                key = named.key(name)
                if key is None or not _fits(key, column):
                    continue
                fixed = (sort.name, word) if len(words) > 1 or len(tokens(word)) <= 2 else None
                as_text = key.family != column.family
                yield Candidate(
                    looked.table.name, column.name, name, key.name, "sort", fixed=fixed, as_text=as_text
                )


def _fits(key: TableColumn, column: TableColumn) -> bool:
    """Of one family, or a text that may hold a number; what a number can't hold isn't tried."""
    return key.family == column.family or (key.family == "number" and column.family == "text")


def _stripped(column: str) -> tuple[str, ...]:
    words = list(tokens(column))
    while len(words) > 1 and words[-1] in _SUFFIX:
        words.pop()
    if len(words) == 1 and words[0] in _SUFFIX:
        return ()
    last = words[-1]
    if last.endswith("id") and len(last) > 4:
        words[-1] = last.removesuffix("id")
    return tuple(words)


def references(
    looked: Mapping[str, Looked], tested: Sequence[tuple[Candidate, Inclusion]]
) -> dict[str, tuple[Reference, ...]]:
    """Declared keys, and those of the tested ones that hold, by table."""
    found: dict[str, list[Reference]] = {name: [] for name in looked}
    for name, each in looked.items():
        for key in each.table.foreign_keys:
            if key.table in looked:
                pairs = tuple(zip(key.columns, key.target, strict=True))
                reference = Reference(name, pairs, key.table, 1.0, Saying("declared"), declared=True)
                found[name].append(_counted(each, reference))
    best: dict[tuple[str, str, str], Reference] = {}
    for candidate, inclusion in tested:
        one = _implied(looked, candidate, inclusion)
        place = (candidate.table, candidate.column, f"{candidate.prefix}{candidate.fixed}")
        if one is not None and (place not in best or one.confidence > best[place].confidence):
            best[place] = one
    for one in best.values():
        found[one.table].append(one)
    frequent = _said_everywhere(found)
    return {name: tuple(_as_actor(one, frequent) for one in many) for name, many in found.items()}


_SURE: Mapping[str, float] = {
    "row_key": 0.95,
    "name": 0.85,
    "sort": 0.85,
    "people": 0.6,
    "parent": 0.6,
    "same_key": 0.85,
}


def _implied(looked: Mapping[str, Looked], candidate: Candidate, inclusion: Inclusion) -> Reference | None:
    least = _PARTLY if candidate.why == "people" else _HOLDS
    if not inclusion.tested or inclusion.share < least:
        return None
    sure = _SURE[candidate.why] * inclusion.share
    if inclusion.tested < 3:
        sure -= 0.15
    values: dict[str, str | int] = {
        "count": inclusion.found,
        "of": inclusion.tested,
        "other": candidate.other,
    }
    reason = Saying(f"implied_{candidate.why}", values)
    reference = Reference(
        candidate.table,
        ((candidate.column, candidate.other_column),),
        candidate.other,
        round(max(sure, 0.3), 2),
        reason,
        prefix=candidate.prefix,
        as_text=candidate.as_text,
        fixed=candidate.fixed,
    )
    return _counted(looked[candidate.table], reference)


def _counted(looked: Looked, reference: Reference) -> Reference:
    """Add how often the reference is set, and how many rows share what it leads to."""
    cells = looked.cells(reference.columns[0])
    rows = looked.sample.rows
    filled = cells.filled
    if reference.fixed is not None:
        filled = looked.cells(reference.fixed[0]).words.get(reference.fixed[1], filled)
    return replace(
        reference,
        filled=round(filled / rows, 2) if rows else 1.0,
        fanout=round(max(1.0, filled / cells.distinct), 2) if cells.distinct else 1.0,
        actor=names_an_actor(reference.columns[0]),
    )


def _said_everywhere(found: Mapping[str, Sequence[Reference]]) -> frozenset[tuple[str, str]]:
    """Columns that a third of the tables have, all leading to the same one: who did it, or which company."""
    with_any = [name for name, many in found.items() if many]
    counts = Counter((one.columns[0], one.other) for many in found.values() for one in many)
    return frozenset(place for place, number in counts.items() if number > max(8, len(with_any) / 3))


def _as_actor(one: Reference, frequent: frozenset[tuple[str, str]]) -> Reference:
    if one.actor or (one.columns[0], one.other) not in frequent:
        return one
    return replace(one, actor=True)


def history_of(looked: Looked, others: Mapping[str, Looked]) -> tuple[str, float]:
    """The table of which this one keeps old versions, and how sure that is; empty when it is none.

    It has that table's columns and hardly more, its key is another, and its name says so or it has many
    columns alike.
    """
    table = looked.table
    mine = {column.name for column in table.columns}
    best, sure = "", 0.0
    for name, other in others.items():
        theirs = [column.name for column in other.table.columns]
        if name == table.name or len(theirs) < 3 or not _keeps_versions(table, other.table):
            continue
        shared = mine.intersection(theirs)
        named = name.lower() in table.name.lower()
        if len(shared) >= 0.7 * len(theirs) and len(mine) - len(shared) <= 6 and (named or len(shared) > 5):
            score = 0.6 * len(shared) / len(theirs) + 0.35 * named
            if score > sure:
                best, sure = name, score
    return best, round(sure, 2)


def _keeps_versions(table: Table, other: Table) -> bool:
    """Whether the other's key is an ordinary column here, so that a row may come several times."""
    key = other.primary_key
    here = all(table.column(column) is not None for column in key)
    unique = {table.primary_key, *table.unique}
    return bool(key) and here and table.primary_key != key and key not in unique
