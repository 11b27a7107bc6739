"""A first map with comments, for whoever connects a system."""

from __future__ import annotations

from varsam.domain.errors import RegisterError
from varsam.formats.source_map import words
from varsam.formats.yaml_node import suggestion

_HEAD = """\
# Source map: where personal data lies in {source}, for what it is held, and whose it is.
# The words are explained in docs/source-maps.md.
source: {source}
connector: {connector}
"""

_PLACES = {
    "sql": """\
# The address is never written here when it holds a password: name the variable or the file that holds it.
url_env: {variable}_URL
""",
    "table": """\
# A file of rows with a header line.
options:
  path: data/{source}.csv
""",
    "files": """\
# Every file below this folder is a row.
options:
  root: data/{source}
""",
    "memory": "",
    "manual": "",
}

_KINDS = """\
zone: Europe/Stockholm          # of times that are stored without a zone
limits: {rows: 1000, share: 10%}   # a plan beyond this waits for a second person
kinds:
  # One entry per sort of row. Replace the example by your own tables.
  customer:
    table: customers
    key: id
    person: true                # each row is a person
    identifiers:
      email: email              # type of identifier: column
    collected: created_at       # when the row came to be
    groups:
      # Columns with the same purposes. Purposes are ids of the register.
      contact:
        columns: [name, email]
        category: contact
        for: []                 # held for nothing is a finding; it is never erased
  order:
    table: orders
    refs: {customer: customer_id}   # column that names the customer
    owner: customer             # whose the row is
    collected: created_at
    groups:
      delivery: {columns: [delivery_address], category: contact.address, for: []}
    # ask: {status: [open, processing]}   # rows that a person decides, whatever the rules say
# ignored: {orders.note_to_warehouse: "no people are named there"}   # said, not silent
"""

_MANUAL = """\
manual:
  # A system without a connector: a named person looks there, and the plan says when.
  binder:
    description: Signed forms in the archive
    for: []                     # purposes of the register
    responsible: Office manager
    every_days: 365
    due_in_days: 14
"""


def starter(source: str, connector: str) -> str:
    """Write a commented map to begin with; `parse` takes it as it is.

    RegisterError for a connector that isn't known.
    """
    if connector not in words.CONNECTORS:
        raise RegisterError(f"unknown connector {connector!r}", hint=suggestion(connector, words.CONNECTORS))
    place = _PLACES[connector].format(source=source, variable=source.upper().replace("-", "_"))
    body = _MANUAL if connector == "manual" else _KINDS
    return _HEAD.format(source=source, connector=connector) + place + body
