"""`claims.yaml`: written at import, read with positions, changed without losing a comment."""

from __future__ import annotations

import re
from datetime import date

import pytest

from varsam.domain.claims import Binding
from varsam.domain.errors import RegisterError, RegisterErrors
from varsam.domain.register import Statement
from varsam.formats.claims_yaml import Bound, edit, parse, schema, write

NAMES = ("S1", "S2", "S58")
DAY = date(2026, 11, 22)
ONE = Statement("one-1a2b", "Vi sparar: inget\nlängre än vi behöver.", "Hur länge?")
TWO = Statement("two-3c4d", "# Ett ställe att vända sig till.", "Hur länge?")
HELD = """\
# ours
claims:
  one-1a2b:
    # what it says
    verifiers: [S58]  # by its words
  two-3c4d:
    verifiers: [S1, S2]
    confirmed_by: anna
    confirmed_on: 2026-11-20
"""


def test_what_is_written_is_read() -> None:
    text = write((ONE, TWO), {"one-1a2b": ("S58", "S1"), "two-3c4d": ()})
    assert parse(text, NAMES) == (Binding("one-1a2b", ("S58", "S1")),)
    assert "# Vi sparar: inget längre än vi behöver." in text
    assert parse(write((ONE,), {}), NAMES) == ()
    assert parse("", NAMES) == ()


def test_what_a_person_confirmed_is_read() -> None:
    assert parse(HELD, NAMES) == (
        Binding("one-1a2b", ("S58",)),
        Binding("two-3c4d", ("S1", "S2"), "anna", date(2026, 11, 20)),
    )


@pytest.mark.parametrize(
    ("entry", "where", "message"),
    [
        ("{verifiers: [S99]}", "2:19", "unknown verifier 'S99'"),
        ("{verifiers: [S1, S1]}", "2:23", "S1 is named twice"),
        ("{verifiers: [S1], confirmed_by: anna}", "2:6", "belong together"),
        ("{verifiers: [S1], confirmed_on: 2026-02-30, confirmed_by: a}", "2:38", "no day"),
        ("{verifier: [S1]}", "2:7", "no key 'verifier'"),
        ("[S1]", "2:6", "key: value"),
        ("{verifiers: S1}", "2:18", "a list is wanted"),
    ],
)
def test_each_fault_has_its_place(entry: str, where: str, message: str) -> None:
    with pytest.raises(RegisterErrors) as refused:
        parse(f"claims:\n  x: {entry}\n", NAMES)
    assert f"claims.yaml:{where}" in str(refused.value)
    assert message in str(refused.value)


def test_all_faults_come_at_once() -> None:
    with pytest.raises(RegisterErrors) as refused:
        parse("claims:\n  x: {verifiers: [S99]}\n  y: {verifiers: [S98]}\n", NAMES)
    assert len(refused.value.errors) == 2
    with pytest.raises(RegisterError):
        parse("claims: [", NAMES)


def test_a_change_keeps_comments_and_the_rest() -> None:
    after = edit(HELD, NAMES, [Bound(ONE, ("S58",), "bo", DAY)])
    assert after.startswith("# ours\n")
    assert "# what it says" in after
    assert "# by its words" in after
    first, second = parse(after, NAMES)
    assert first == Binding("one-1a2b", ("S58",), "bo", DAY)
    assert second == Binding("two-3c4d", ("S1", "S2"), "anna", date(2026, 11, 20))


def test_other_verifiers_none_and_nothing_at_all() -> None:
    assert parse(edit(HELD, NAMES, [Bound(ONE, ("S2", "S1"), "bo", DAY)]), NAMES)[0].verifiers == ("S2", "S1")
    nothing = parse(edit(HELD, NAMES, [Bound(ONE, (), "bo", DAY)]), NAMES)[0]
    assert (nothing.verifiers, nothing.confirmed) == ((), True)
    unbound = parse(edit(HELD, NAMES, [Bound(TWO, ())]), NAMES)[1]
    assert (unbound.verifiers, unbound.confirmed) == ((), False)
    assert [each.statement for each in parse(edit(HELD, NAMES, dropped=["one-1a2b"]), NAMES)] == ["two-3c4d"]
    assert parse(edit("", NAMES, [Bound(ONE, ("S1",), "bo", DAY)]), NAMES)[0].confirmed
    with pytest.raises(RegisterError, match="nothing is bound"):
        edit(HELD, NAMES, dropped=["three"])


def test_the_schema_knows_what_the_reader_knows() -> None:
    described = schema(NAMES)
    claim = described["properties"]["claims"]["additionalProperties"]  # type: ignore[index]
    assert set(claim["properties"]) == {"verifiers", "confirmed_by", "confirmed_on"}
    assert claim["properties"]["verifiers"]["items"] == {"enum": list(NAMES)}
    assert re.fullmatch(claim["properties"]["confirmed_on"]["pattern"], "2026-11-22")
