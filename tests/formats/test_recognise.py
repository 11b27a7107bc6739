"""Personal data recognised in values: what is found, what isn't, and that nothing of it is kept."""

from __future__ import annotations

import base64
import datetime as dt
import io
import json
import quopri
import zipfile
from email.header import Header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from varsam.domain.sampled import Container, Shape, TableSample
from varsam.formats.recognise import Tally
from varsam.formats.recognise.cells import opened
from varsam.formats.recognise.values import is_org_no, is_personnummer, value_shapes


def sampled(*values: object, known: frozenset[str] = frozenset()) -> TableSample:
    """One column `c` with these values."""
    tally = Tally("t", ["c"])
    for value in values:
        tally.add((value,))  # type: ignore[arg-type]
    return tally.finish("whole", known)


# Test numbers of the law's own list and of the tax agency; birth numbers 980 to 999 are kept for tests.
@pytest.mark.parametrize(
    "number",
    ["19090527-1474", "090527+1474", "20000229-2399", "19460823-9986", "20000405-9937", "194608239986",
     "460823-9986", "19730288-9931", "20210791-9967", "730288-9931"],
)  # fmt: skip
def test_personnummer_and_samordningsnummer_in_all_spellings(number: str) -> None:
    assert is_personnummer(number) or "+" in number
    assert not is_org_no(number)


@pytest.mark.parametrize(
    "number", ["20150916-0006", "19700428-9895", "19721086-9924", "556968-7857", "19901301-0017"]
)
def test_what_is_no_personnummer(number: str) -> None:
    assert not is_personnummer(number)


@pytest.mark.parametrize("number", ["556968-7857", "556966-0748"])
def test_a_legal_person_is_no_person(number: str) -> None:
    assert is_org_no(number)
    assert value_shapes(number) == {Shape.ORG_NO}


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("kim.berg@post.example", Shape.EMAIL),
        ("support@shop.example", Shape.ROLE_EMAIL),
        ("<2024.1795331046.1963-12@host.example>", Shape.MESSAGE_ID),
        ("+46 70-174 06 06", Shape.PHONE),
        ("070-1740606", Shape.PHONE),
        ("(555) 123-4567", Shape.PHONE),
        ("203.0.113.7", Shape.IP),
        ("2001:db8::7", Shape.IP),
        ("SE45 5000 0000 0583 9825 7466", Shape.IBAN),
        ("Mozilla/5.0 (X11; Linux x86_64)", Shape.USER_AGENT),
        ("$2b$12$abcdefghijklmnopqrstuvwxyz01234567890", Shape.PASSWORD_HASH),
        ("pbkdf2_sha256$600000$salt$0123456789abcdef=", Shape.PASSWORD_HASH),
        ("Märta Lindqvist", Shape.NAME),
        ("Öström-Sjögren, Karl-Åke", Shape.NAME),
        ("Enver Hodza", Shape.NAME_SHAPE),
        ("Anna", Shape.GIVEN_NAME),
        ("Idrottsgatan 693", Shape.STREET),
        ("12 Church Street", Shape.STREET),
        ("411 36", Shape.POSTCODE),
        ("1980-05-03", Shape.OLD_DATE),
        ("sales.order,12", Shape.ROW_KEY),
        ("12.50", Shape.NUMBER),
    ],
)
def test_what_a_whole_cell_is(text: str, shape: Shape) -> None:
    assert shape in value_shapes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna's order is sent",
        "Sales Tax",
        "10.0",
        "v5.0.3.1-beta",
        "127.0.0.1",
        "Account Name",
        "Ågren Konsult AB",
    ],
)
def test_what_is_nobody(text: str) -> None:
    personal = {Shape.EMAIL, Shape.PHONE, Shape.PERSONNUMMER, Shape.IP, Shape.IBAN, Shape.NAME, Shape.STREET}
    assert not value_shapes(text) & personal
    assert value_shapes("Anna Sales") & personal


TEXT = "Ring Märta Lindqvist på 070-174 06 06, pnr 19801217-9829"
HELD = {Shape.HOLDS_PHONE, Shape.HOLDS_PERSONNUMMER, Shape.HOLDS_NAME}


def zipped(text: str) -> bytes:
    """An archive with one text, as office programs write it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "x")
        archive.writestr("content.xml", f"<p>{text}</p>")
    return file.getvalue()


def php(text: str) -> str:
    """A serialised array with one text."""
    return f'a:1:{{s:4:"note";s:{len(text.encode())}:"{text}";}}'


@pytest.mark.parametrize(
    ("cell", "container"),
    [
        (TEXT, None),
        (json.dumps({"a": [{"note": TEXT}]}), Container.JSON),
        (php(TEXT), Container.PHP),
        (base64.b64encode(TEXT.encode()).decode(), Container.BASE64),
        (quopri.encodestring((TEXT + " höst").encode()).decode(), Container.QUOTED_PRINTABLE),
        (zipped(TEXT), Container.ZIP),
        (b"\x80\x04\x95" + b"\x00\x01" + TEXT.encode() + b"\x00\xff", Container.BYTES),
        (
            json.dumps({"inner": base64.b64encode(json.dumps({"x": TEXT}).encode()).decode()}),
            Container.BASE64,
        ),
    ],
)
def test_what_a_cell_holds_under_its_wrappings(cell: str | bytes, container: Container | None) -> None:
    column = sampled(cell).column("c")
    assert {shape for shape in HELD if column.count(shape)} == HELD
    assert container is None or container in column.containers


def test_names_in_the_head_of_a_message() -> None:
    column = sampled("Subject: " + Header("Hälsningar från Märta Lindqvist", "utf-8").encode()).column("c")
    assert column.containers == {Container.MIME: 1}
    assert column.count(Shape.HOLDS_NAME) == 1


def test_a_cut_archive_still_gives_its_beginning() -> None:
    assert opened(zipped(TEXT * 50)[:400]).containers == {Container.ZIP}


def test_a_hash_is_no_base64_and_a_pickle_is_never_run() -> None:
    assert opened("753bdaf31479c8ebe4caa498c7da5b86b090366759520a1e471173ce9cb0").containers == set()
    assert opened(b"cos\nsystem\n(S'true'\ntR.").leaves


def test_a_name_from_a_column_of_names_is_known_again_in_texts_and_slugs() -> None:
    names = Tally("people", ["name"])
    for name in ("Gullbritt Åkerlund", "Anna Andersson", "Bo Ek"):
        names.add((name,))
    known = frozenset(names.known_names())
    texts = ("Enligt Anna Andersson", "https://x.example/anna-andersson/1", "Vi bor på ek-golvet", None)
    assert sampled(*texts, known=known).column("c").count(Shape.HOLDS_KNOWN_NAME) == 2
    assert sampled(*texts).column("c").count(Shape.HOLDS_KNOWN_NAME) == 0


def test_what_means_nobody_is_told_apart() -> None:
    column = sampled("", "", "x", None, "0000-00-00").column("c")
    assert (column.filled, column.nulls) == (1, 1)
    assert {(each.value, each.rows) for each in column.sentinels} == {("", 2), ("0000-00-00", 1)}
    dates = sampled(dt.date(1970, 1, 1), dt.date(2020, 1, 1), dt.datetime(1, 1, 1)).column("c")
    assert (dates.filled, len(dates.sentinels)) == (1, 2)
    assert sampled(0, 7).column("c").sentinels[0].value == 0


def test_how_dates_are_spelled() -> None:
    assert sampled("2026-11-22", "2026-01-01").column("c").date_format == "%Y-%m-%d"
    assert sampled("20261122").column("c").date_format == "%Y%m%d"
    assert sampled("2026-11-22", "20261122").column("c").date_format == ""


def test_words_that_sort_rows_are_kept_and_names_never() -> None:
    assert sampled(*["order", "invoice"] * 5).column("c").words == {"order": 5, "invoice": 5}
    assert sampled(*["Anna", "Bo"] * 20).column("c").words == {}
    assert sampled(*["Lidköping", "Borås", "Umeå"]).column("c").words == {}
    assert sampled("annaande1", "annaande2", "boek3").column("c").words == {}


@given(
    st.lists(
        st.one_of(st.none(), st.text(), st.binary(), st.integers(), st.floats(), st.booleans(), st.dates()),
        max_size=5,
    )
)
def test_any_cell_is_counted_once(values: list[object]) -> None:
    column = sampled(*values).column("c")
    assert column.filled + column.nulls + sum(each.rows for each in column.sentinels) == len(values)


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2024, 12, 31)),
    st.integers(980, 999),
    st.sampled_from(["", "-"]),
    st.booleans(),
)
def test_every_personnummer_is_one_and_with_a_wrong_digit_none(
    day: dt.date, birth: int, sign: str, long: bool
) -> None:
    nine = f"{day:%y%m%d}{birth}"
    total = sum(sum(divmod(int(each) * (2 - index % 2), 10)) for index, each in enumerate(nine))
    digit = -total % 10
    written = f"{day:%Y%m%d}" if long else f"{day:%y%m%d}"
    assert is_personnummer(f"{written}{sign}{birth}{digit}")
    assert not is_personnummer(f"{written}{sign}{birth}{(digit + 1) % 10}")


def test_nothing_of_a_value_is_kept() -> None:
    secret = (
        "Gullbritt Åkerlund",
        "kim.berg@post.example",
        "070-174 06 06",
        "19801217-9829",
        "Ekgatan 3",
        TEXT,
    )
    tally = Tally("t", ["c", "d"])
    for each in secret:
        tally.add((each, json.dumps({"x": each})))
    told = repr(tally.finish("whole", frozenset(tally.known_names())))
    assert "holds_phone" in told
    for part in ("Gullbritt", "kerlund", "kim", "174", "9829", "Ekgatan", "Ring"):
        assert any(part in each for each in secret)
        assert part not in told
