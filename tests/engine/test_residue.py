"""The search over several sources: what can't be searched is named, and one pass serves everybody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from varsam.domain.errors import SourceRejected
from varsam.domain.ownership import ManualKind, SourceMap
from varsam.engine.estate import Estate
from varsam.engine.residue import NotSearched, missed, proposal, search
from varsam.engine.residue_people import Sought
from varsam.formats.register_yaml import parse
from varsam.sources.memory import MemorySource
from varsam.sources.searching import Chunk, Probe, TableReport

REGISTER = """\
register: Test
entities:
  test: {name: Test AB}
activities: {}
"""
ANNA = Sought(0, "email", "anna1@x.example", frozenset({("crm", "people", "email")}))
BO = Sought(1, "phone", "+46701740605", frozenset({("crm", "people", "phone")}))


class Guarded(MemorySource):
    """A source whose account may not read one table."""

    def search(self, table: str, probe: Probe, report: TableReport) -> Iterator[Chunk]:
        if table == "secret":
            raise SourceRejected("the account lacks a permission", where=self.name)
        yield from super().search(table, probe, report)


class Closed:
    """A source of somebody else's that can't be searched."""

    name = "closed"


def estate(crm: MemorySource) -> Estate:
    binder = SourceMap("binder", "manual", manual=(ManualKind("binder", "Papers", (), "Office"),))
    maps = {"crm": SourceMap("crm", "memory"), "binder": binder, "closed": SourceMap("closed", "other")}
    sources = {"crm": crm, "binder": MemorySource("binder", {}), "closed": Closed()}
    return Estate(parse(REGISTER, "register.yaml"), maps, sources)  # type: ignore[arg-type]


def test_what_cant_be_searched_is_named_and_the_rest_is_searched() -> None:
    tables = {
        "people": [
            {
                "id": 1,
                "email": "Anna1@x.example",
                "phone": "",
                "born": date(1980, 12, 17),
                "photo": b"\xff\xd8\xff",
            },
            {"id": 2, "email": "hanna1@x.example", "phone": "070-174 06 05", "born": None, "photo": None},
        ],
        "secret": [{"id": 1, "text": "anna1@x.example"}],
    }
    found = search(estate(Guarded("crm", tables)), [ANNA, BO])
    assert found.counts() == {("crm", "people", "email"): 1, ("crm", "people", "phone"): 1}
    assert found.rows["crm", "people", "email"] == {(1,): frozenset({0})}
    assert set(found.not_searched) == {
        NotSearched("binder", "binder", "", "manual"),
        NotSearched("closed", "", "", "no_search"),
        NotSearched("crm", "secret", "", "refused"),
        NotSearched("crm", "people", "photo", "picture", 1),
    }
    assert (found.tables, found.cells_rows, found.by_type) == (1, 2, 1)
    assert missed(found, [ANNA, BO]) == ()


def test_a_place_without_the_identifier_is_missed_whoever_else_is_found_there() -> None:
    found = search(estate(MemorySource("crm", {"people": [{"id": 1, "email": "bo@x.example"}]})), [ANNA, BO])
    assert missed(found, [ANNA, BO]) == (("crm", "people", "email"), ("crm", "people", "phone"))


def test_a_thousand_people_in_one_pass() -> None:
    rows: list[dict[str, object]] = [
        {"id": number, "text": f"to user{number}@x.example"} for number in range(3_000)
    ]
    sought = [Sought(number, "email", f"user{3 * number}@x.example") for number in range(1_000)]
    found = search(estate(MemorySource("crm", {"log": rows})), sought)  # type: ignore[dict-item]
    assert set(found.rows["crm", "log", "text"]) == {(3 * number,) for number in range(1_000)}


@pytest.mark.parametrize(
    ("kinds", "said"), [((), ["table: log", "columns: [text]", "kinds:\n  log:"]), (("mail",), ["  mail:\n"])]
)
def test_a_proposal_is_a_map_entry_to_begin_with(kinds: tuple[str, ...], said: list[str]) -> None:
    entry = proposal(None, "log", "text", kinds)
    assert all(each in entry for each in said)
