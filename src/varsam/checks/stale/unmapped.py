"""What lies in a source and no map names: columns, tables, files; by their values where there are some."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from varsam.checks.base import Hit
from varsam.checks.proposing.columns import SURE, Looked, by_name, by_values, in_owned_rows
from varsam.checks.proposing.hints import hints
from varsam.checks.stale.view import Stale, Strangers, named, of_people, ungrouped, unnamed_tables
from varsam.domain.proposal import ProposedColumn
from varsam.domain.said import Said, say
from varsam.domain.snapshot import Table, TableColumn

_SHOWN = 5


def column_personal(stale: Stale) -> Iterator[Hit]:
    """A column of a mapped table is in no group, and its values or its name say that it is personal: it is
    never erased, and missing in every answer.
    """
    for table, columns in personal_columns(stale).items():
        for column in columns.values():
            yield Hit(
                stale.at(table, column.name),
                _seen(stale, table, column),
                say(
                    "put it into a group of {kind}: {lines} (`varsam source propose {source} --new` writes"
                    " that), or say why not: ignored: {{{place}: reason}}",
                    kind=stale.view.kinds_of(table)[0].name,
                    lines=group_line(column),
                    source=stale.source,
                    place=f"{table}.{column.name}",
                ),
            )


def table_personal(stale: Stale) -> Iterator[Hit]:
    """A table, or files, that no map names hold what looks personal: it is never found, copied or erased."""
    for table, columns in personal_tables(stale).items():
        yield Hit(
            stale.at(table),
            say(
                "the map says nothing about it, and {columns} look personal{since}",
                columns=_shown(f"{each.name} ({each.category})" for each in columns.values()),
                since=stale.since(table),
            ),
            say(
                "map it as a kind (`varsam source propose {source} --new` writes one), or say why not:"
                " ignored: {{{name}: reason}}",
                source=stale.source,
                name=table,
            ),
        )
    for each in stale.strangers:
        if found := _in_files(each):
            yield Hit(
                stale.at(each.place),
                say(
                    "{count} files that no kind takes, and {columns} look personal",
                    count=each.files,
                    columns=_shown(f"{column.name} ({column.category})" for column in found.values()),
                ),
                "let a kind's glob take them, or move them to where they belong",
            )


def came(stale: Stale) -> Iterator[Hit]:
    """A table or column that no map names came after the source was last inspected, or files lie there that
    no kind takes; nothing in them looks personal.
    """
    personal, whole = personal_columns(stale), personal_tables(stale)
    for table in unnamed_tables(stale.view):
        if table.name not in whole and stale.is_new(table.name):
            yield Hit(
                stale.at(table.name),
                say("the map says nothing about the table{since}", since=stale.since(table.name)),
                say("map it, or say what it is: ignored: {{{name}: reason}}", name=table.name),
            )
    for name, columns in _said_nowhere(stale).items():
        for column in columns:
            if column.name not in personal.get(name, {}) and stale.is_new(name, column.name):
                yield Hit(
                    stale.at(name, column.name),
                    say(
                        "the map says nothing about the column{since}",
                        since=stale.since(name, column.name),
                    ),
                    say(
                        "say what it is, in a group or as ignored: {{{place}: reason}}",
                        place=f"{name}.{column.name}",
                    ),
                )
    for each in stale.strangers:
        if not _in_files(each):
            yield Hit(
                stale.at(each.place),
                say("{count} files that no kind takes", count=each.files),
                "let a kind's glob take them, or move them to where they belong",
            )


def unsaid(stale: Stale) -> Iterator[Hit]:
    """Tables, or columns of mapped tables, are named by no map; they aren't new and don't look personal."""
    personal, whole = personal_columns(stale), personal_tables(stale)
    tables = [
        table.name
        for table in unnamed_tables(stale.view)
        if table.name not in whole and not stale.is_new(table.name)
    ]
    columns = [
        f"{name}.{column.name}"
        for name, many in _said_nowhere(stale).items()
        for column in many
        if column.name not in personal.get(name, {}) and not stale.is_new(name, column.name)
    ]
    hint = "nothing to do unless they are personal after all; ignored: says what something is"
    if tables:
        message = say("the map says nothing about these tables: {names}", names=_shown(tables))
        yield Hit(stale.source, message, hint)
    if columns:
        message = say("the map says nothing about these columns: {names}", names=_shown(columns))
        yield Hit(stale.source, message, hint)


def personal_columns(stale: Stale) -> dict[str, dict[str, ProposedColumn]]:
    """The columns in no group that look personal, by table."""
    found: dict[str, dict[str, ProposedColumn]] = {}
    for name, columns in ungrouped(stale.view).items():
        wanted = {column.name for column in columns}
        personal = _personal(stale, stale.view.snapshot.tables[name], wanted)
        if personal:
            found[name] = personal
    return found


def personal_tables(stale: Stale) -> dict[str, dict[str, ProposedColumn]]:
    """The tables that no map names and that look personal, with the columns that make them so."""
    found = {}
    for table in unnamed_tables(stale.view):
        wanted = {each.name for each in table.columns if not stale.view.ignores(table.name, each.name)}
        if personal := _personal(stale, table, wanted):
            found[table.name] = personal
    return found


def group_line(column: ProposedColumn) -> str:
    """The line that a map would have for a column."""
    name = "text" if column.free_text else column.category.replace(".", "_")
    text = ", free_text: true" if column.free_text else ""
    return f"{name}: {{columns: [{column.name}], category: {column.category}{text}, for: []}}"


def _personal(stale: Stale, table: Table, wanted: set[str]) -> dict[str, ProposedColumn]:
    sample = stale.samples.get(table.name)
    if sample is None or not sample.columns:
        return {}  # what couldn't be looked into is a finding of its own, beside those that go by names
    looked = Looked(table, sample)
    found = {**_called(looked), **by_values(looked)}
    if stale.view.kinds_of(table.name):
        found |= in_owned_rows(looked, found, texts=of_people(stale.view, table.name))
    return {name: each for name, each in found.items() if name in wanted and each.confidence >= SURE}


def _called(looked: Looked) -> dict[str, ProposedColumn]:
    """Columns without a value whose name tells; that of a company's number alone tells nothing."""
    return {
        name: each
        for name, each in by_name(looked).items()
        if each.category != "id.personnummer" or "personnummer" in hints(name)
    }


def _said_nowhere(stale: Stale) -> dict[str, list[TableColumn]]:
    used = named(stale.view)
    found = {}
    for name, columns in ungrouped(stale.view).items():
        if left := [column for column in columns if (name, column.name) not in used]:
            found[name] = left
    return found


def _in_files(strangers: Strangers) -> Mapping[str, ProposedColumn]:
    columns = (TableColumn("name", "text", family="text"), TableColumn("content", "bytes", family="bytes"))
    return by_values(Looked(Table(strangers.place, columns), strangers.sample))


def _seen(stale: Stale, table: str, column: ProposedColumn) -> Said:
    since = stale.since(table, column.name)
    if column.reason.code == "named_only":
        return say(
            "it is in no group, and its name says {category}{since}", category=column.category, since=since
        )
    if "count" not in column.reason.values:
        return say(
            "it is in no group, and its name and values say {category}{since}",
            category=column.category,
            since=since,
        )
    return say(
        "it is in no group, and {count} of {of} sampled values look like {category}{since}",
        count=column.reason.values["count"],
        of=column.reason.values["of"],
        category=column.category,
        since=since,
    )


def _shown(names: Iterator[str] | list[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:_SHOWN]) + (" …" if len(listed) > _SHOWN else "")
