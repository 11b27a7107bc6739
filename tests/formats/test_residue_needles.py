"""Identifiers as tokens: every spelling is found, no part of a longer token is, LIKE patterns miss none."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varsam.formats.identifiers import canonical
from varsam.formats.residue.needles import Needles, number_spellings, unfit

ANNA = (
    (1, "email", "anna.berg+x@exempel.example"),
    (2, "phone", "+46701740605"),
    (3, "personnummer", "198012179829"),
    (4, "customer_no", "K-10023"),
    (5, "email", "åsa.öberg@blåbär.example"),
    (6, "iban", "SE45 5000 0000 0583 9825 7466"),
)
NEEDLES = Needles(ANNA)

SPELLED = [
    (1, "ANNA.Berg+X@Exempel.EXAMPLE"),
    (1, "<mailto:anna.berg+x@exempel.example>"),
    (1, "to=anna.berg+x@exempel.example."),
    (2, "070-174 06 05"),
    (2, "0701740605"),
    (2, "+46 (0)70 174 06 05"),
    (2, "0046701740605"),
    (2, "070\N{NO-BREAK SPACE}174\N{NON-BREAKING HYPHEN}06\N{EN DASH}05"),
    (2, "2026-11-22 0701740605"),
    (3, "19801217-9829"),
    (3, "801217-9829"),
    (3, "801217+9829"),
    (3, "8012179829"),
    (3, "80 12 17 9829"),
    (4, "order for k-10023, urgent"),
    (4, "K10023"),
    (5, "ÅSA.Öberg@Blåbär.example"),
    (5, unicodedata.normalize("NFD", "åsa.öberg@blåbär.example")),
    (5, f"åsa.öberg@{'blåbär.example'.encode('idna').decode()}"),
    (6, "SE4550000000058398257466"),
    (6, "se45 5000 0000 0583 9825 7466"),
]
OTHERS = [
    "hanna.berg+x@exempel.example",
    "anna.berg+x@exempel.example.org",
    "xanna.berg+x@exempel.example",
    "asa.oberg@blabar.example",
    "10701740605",
    "07017406055",
    "A0701740605B",
    "98012179829",
    "801217-98291",
    "XK-10023",
    "K-100234",
    "192.0.2.17 and 2026-11-22",
]


@pytest.mark.parametrize(("number", "text"), SPELLED)
def test_every_spelling_is_found(number: int, text: str) -> None:
    assert NEEDLES.find(text) == {number}
    assert NEEDLES.find(f"before\x1f{text}\x1e after") == {number}


@pytest.mark.parametrize("text", OTHERS)
def test_a_part_of_something_longer_is_not_found(text: str) -> None:
    assert NEEDLES.find(text) == set()


@pytest.mark.parametrize(("number", "text"), SPELLED)
def test_patterns_miss_nothing_that_stands_in_plain_text(number: int, text: str) -> None:
    assert NEEDLES.patterns is not None
    assert any(like(pattern, text) for pattern in NEEDLES.patterns)


def test_an_address_without_a_letter_to_hold_on_to_has_no_pattern() -> None:
    assert Needles([(1, "email", "åäö@åäö.example")]).patterns is not None
    assert Needles([(1, "email", "åäö@å")]).patterns is None


@pytest.mark.parametrize(
    ("type_", "value", "why"),
    [
        ("name", "Anna Berg", "name"),
        ("login", "andersson", "name"),
        ("login", "andersson1", None),
        ("customer_no", "1234567", "short"),
        ("customer_no", "12345678", None),
        ("customer_no", "A-1", "short"),
        ("ip", "203.0.113.7", "changing"),
        ("email", "a@b.se", None),
        ("personnummer", "198012179829", None),
    ],
)
def test_names_and_short_numbers_are_left_out(type_: str, value: str, why: str | None) -> None:
    assert unfit(type_, value) == why
    assert bool(Needles([(1, type_, value)])) is (why is None)


def test_a_login_isnt_found_in_an_address() -> None:
    logins = Needles([(1, "login", "andersson1")])
    assert logins.find("olov.andersson19@x.example") == set()
    assert logins.find("by andersson1.") == {1}


def test_a_column_of_numbers_holds_digits_without_leading_zeros() -> None:
    assert Needles(ANNA[1:3]).numbers >= {701740605, 46701740605, 8012179829, 198012179829}


LOCAL = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-_+åé", min_size=3, max_size=12).map(
    lambda t: f"a{t}z9"
)
ADDRESSES = LOCAL.map(lambda local: canonical("email", f"{local}@x.example") or "")
NUMBERS = st.from_regex(r"\+467[0-9]{8}", fullmatch=True)
FILLER = st.text(
    st.characters(
        exclude_categories=("L", "N", "M", "Cs"), exclude_characters=".+-_@'!#$*~^`\u2011\u2013/()\xa0 \x00"
    ),
    max_size=8,
)
GAP = st.sampled_from(["", " ", "-", ". ", " - ", "/", "\xa0"])


@given(ADDRESSES, FILLER, FILLER, st.booleans())
def test_an_address_between_anything_that_is_no_letter(
    address: str, left: str, right: str, upper: bool
) -> None:
    text = left + (address.upper() if upper else address) + right
    needles = Needles([(7, "email", address)])
    assert needles.find(text) == {7}
    assert needles.patterns is None or any(like(pattern, text) for pattern in needles.patterns)
    assert needles.find(f"h{text}") == set() or left


@given(NUMBERS, st.data(), FILLER, FILLER)
def test_a_number_however_it_is_grouped(number: str, data: st.DataObject, left: str, right: str) -> None:
    needles = Needles([(7, "phone", number)])
    for spelled in number_spellings("phone", number):
        grouped = "".join(f"{digit}{data.draw(GAP)}" for digit in spelled[:-1]) + spelled[-1]
        text = left + grouped + right
        assert needles.find(text) == {7}
        assert needles.patterns is not None
        assert any(like(pattern, text) for pattern in needles.patterns)
        assert needles.find(f"{left}{grouped}1{right}") == set()


def like(pattern: str, text: str) -> bool:
    """What a database's LIKE says of the text in lower case (ASCII)."""
    lowered = "".join(each.lower() if each.isascii() else each for each in text)
    pieces = re.split(r"(?<!\\)%", pattern)
    return (
        re.search(".*".join(re.escape(re.sub(r"\\(.)", r"\1", each)) for each in pieces), lowered, re.S)
        is not None
    )
