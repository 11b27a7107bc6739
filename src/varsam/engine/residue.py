"""Searches all cells of all sources, mapped or not, for what remains of people: one pass for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from varsam.domain.errors import SourceRejected
from varsam.domain.snapshot import Table
from varsam.engine.estate import Estate
from varsam.engine.residue_cells import Hit, Reader
from varsam.engine.residue_people import Place, Sought
from varsam.formats.residue.needles import Needles
from varsam.sources.base import Key
from varsam.sources.searching import UNLISTED, Probe, Searches, TableReport

FEW = 24
"""With no more patterns than these the databases look first; with more, every text comes over."""
MOST_HITS = 200_000
"""Rows that are remembered by key; further ones are counted."""

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class NotSearched:
    """What couldn't be looked into, and why. `cells`: how many, where it is known.

    Reasons: manual (a person must look), refused (the account may not read it), no_search (the connector
    can't), and those of `formats.residue.decoding.Unread`.
    """

    source: str
    table: str
    column: str
    reason: str
    cells: int = 0


@dataclass(slots=True)
class Found:
    """What a search found. `rows`: place -> key -> numbers of the identifiers; `keyless`: place -> rows.

    Where a table has no key its rows can only be counted. `needles`: the identifiers found per place.
    """

    rows: dict[Place, dict[Key, frozenset[int]]] = field(default_factory=dict, repr=False)
    keyless: Counter[Place] = field(default_factory=Counter)
    needles: dict[Place, set[int]] = field(default_factory=dict, repr=False)
    tables: int = 0
    columns: int = 0
    by_type: int = 0
    cells_rows: int = 0
    not_searched: list[NotSearched] = field(default_factory=list)

    def counts(self) -> dict[Place, int]:
        """Rows per place."""
        counted = {place: len(keys) for place, keys in self.rows.items()}
        for place, rows in self.keyless.items():
            counted[place] = counted.get(place, 0) + rows
        return counted

    def add(self, place: Place, hit: Hit) -> None:
        """Remember a hit."""
        self.needles.setdefault(place, set()).update(hit.needles)
        keys = self.rows.setdefault(place, {})
        if hit.key and (hit.key in keys or len(keys) < MOST_HITS):
            keys[hit.key] = keys.get(hit.key, frozenset()) | hit.needles
        else:
            self.keyless[place] += 1
        if not keys:
            del self.rows[place]


def missed(found: Found, sought: Sequence[Sought]) -> tuple[Place, ...]:
    """The places that an identifier was read from and where the search didn't find it, sorted."""
    return tuple(
        sorted(
            {
                place
                for number, each in enumerate(sought)
                for place in each.places
                if number not in found.needles.get(place, ())
            }
        )
    )


def search(estate: Estate, sought: Sequence[Sought], progress: Progress = lambda _what, _rows: None) -> Found:
    """Search every source. SourceUnavailable: one can't be reached; nothing is said then.

    A table that the account may not read is named in `not_searched`.
    """
    needles = Needles((number, each.type, each.value) for number, each in enumerate(sought))
    patterns = needles.patterns
    few = patterns is not None and len(patterns) <= FEW
    probe = Probe(patterns if few else None, needles.numbers)
    found = Found()
    for name, source_map in estate.maps.items():
        found.not_searched += [NotSearched(name, kind.name, "", "manual") for kind in source_map.manual]
        source = estate.sources[name]
        if not isinstance(source, Searches):
            found.not_searched.append(NotSearched(name, "", "", "no_search"))
            continue
        without = set(source.without_search())
        tables = [table for table in estate.snapshot(name).tables if table not in without]
        if hasattr(source, "outside_tables"):
            tables.append(UNLISTED)
        for table in tables:
            _search_table(name, source, table, Reader(needles), probe, found, progress)
    return found


def _search_table(
    name: str,
    source: Searches,
    table: str,
    reader: Reader,
    probe: Probe,
    found: Found,
    progress: Progress,
) -> None:
    report = TableReport()
    try:
        for chunk in source.search(table, probe, report):
            for hit in reader.hits(chunk):
                found.add((name, table, hit.column), hit)
    except SourceRejected:
        found.not_searched.append(NotSearched(name, table, "", "refused"))
        return
    found.tables += 1
    found.columns += len(set(report.columns))
    found.by_type += len(report.by_type)
    found.cells_rows += report.rows
    found.not_searched += _unread(name, table, reader, report)
    progress(f"{name}.{table}", report.rows)


def _unread(name: str, table: str, reader: Reader, report: TableReport) -> Iterator[NotSearched]:
    for column, reasons in sorted(reader.unread.items()):
        for reason, cells in sorted(reasons.items()):
            yield NotSearched(name, table, column, reason, cells)
    for column, cells in sorted(report.too_large.items()):
        yield NotSearched(name, table, column, "too_large", cells)


def proposal(table: Table | None, name: str, column: str, kinds: Sequence[str]) -> str:
    """A map entry to begin with, for a place that no map names; whose it is and for what, a person says.

    `kinds`: the kinds that map the table already; then only the column is missing.
    """
    columns = (
        f"      found_{_slug(column)}: {{columns: [{_quoted(column)}], for: []}}   # held for which purpose?"
    )
    if kinds:
        return f"kinds:\n  {_quoted(kinds[0])}:\n    groups:\n{columns}\n"
    key = list(table.primary_key) if table is not None else []
    said = ", ".join(_quoted(each) for each in key)
    lines = [f"kinds:\n  {_slug(name)}:\n    table: {_quoted(name)}"]
    if key and key != ["id"]:
        lines.append(f"    key: [{said}]")
    lines.append("    # owner: …   # the path that leads from a row to its person")
    return "\n".join([*lines, "    groups:", columns]) + "\n"


def _slug(name: str) -> str:
    return "".join(each if each.isalnum() else "_" for each in name.lower()).strip("_") or "found"


def _quoted(name: str) -> str:
    return name if name.replace("_", "a").isalnum() and name[0].isalpha() else f'"{name}"'
