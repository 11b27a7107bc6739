"""Reads a pack of law, and says of every fault where it stands."""

from __future__ import annotations

from datetime import date

from varsam.domain.law import Entry, Pack
from varsam.formats.yaml_positions import Faults, Node, load

_PACK = ("pack", "about", "checked_on", "entries")
_ENTRY = ("name", "valid_from", "source")
_MORE = ("valid_to", "value", "scope")
_LARGEST = 1_000_000


def parse(text: str, path: str) -> Pack:
    """Read a pack; `path` only names the file in positions.

    RegisterErrors: every fault with path:line:column: keys that are missing or unknown, days that are none,
    an entry that ends before it begins, and two entries of a name that hold on the same day.
    """
    fields = load(text, path).mapping(_PACK, (), "a pack of law")
    faults = Faults()
    entries: list[tuple[Node, Entry]] = []
    for node in fields.items("entries"):
        with faults.catch():
            entries.append((node, _entry(node)))
    with faults.catch():
        _never_two(entries)
    checked_on = date.min
    with faults.catch():
        checked_on = fields["checked_on"].date()
    faults.stop()
    return Pack(fields.text("pack"), fields.text("about"), checked_on, tuple(entry for _, entry in entries))


def _entry(node: Node) -> Entry:
    fields = node.mapping(_ENTRY, _MORE, "an entry")
    until, value = fields.get("valid_to"), fields.get("value")
    entry = Entry(
        name=fields.text("name"),
        valid_from=fields["valid_from"].date(),
        source=fields.text("source"),
        valid_to=until.date() if until is not None else None,
        value=value.integer(0, _LARGEST) if value is not None else None,
        scope=fields.text("scope"),
    )
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        raise fields["valid_to"].error("the entry ends before it begins", "look at valid_from and valid_to")
    return entry


def _never_two(entries: list[tuple[Node, Entry]]) -> None:
    by_name: dict[str, list[Entry]] = {}
    for node, entry in entries:
        for earlier in by_name.setdefault(entry.name, []):
            first, second = sorted((earlier, entry), key=lambda each: each.valid_from)
            last = first.valid_to
            if last is None or last >= second.valid_from:
                raise node.error(
                    f"{entry.name} holds twice on the same day", "end the earlier entry with valid_to"
                )
        by_name[entry.name].append(entry)
