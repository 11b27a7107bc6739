"""Documents that are no policy, half a policy, or hostile: an error or a remark in bounded time, no crash."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from varsam.domain.errors import Position, RegisterError
from varsam.formats.policy import import_document, import_policy
from varsam.formats.policy.encodings import decode

HEAD = "| Behandling | Rättslig grund | Lagringstid |\n|-|-|-|\n"
ROW = "| Köp | Avtal | Avtalstiden + 1 år |\n"


def codes(text: str) -> list[str]:
    return [remark.code for remark in import_policy(text).remarks if remark.code not in ("POL008", "POL011")]


def test_the_smallest_policy_is_read_without_remarks() -> None:
    assert codes(HEAD + ROW) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no table"),
        ("Bara text.\n\nOch mer text.", "no table"),
        ("| Behandling | Lagringstid |\n|-|-|\n| Köp | 1 år |\n", "legal basis"),
        ("| Behandling | Rättslig grund |\n|-|-|\n| Köp | Avtal |\n", "time of storage"),
        ("| Rättslig grund | Lagringstid |\n|-|-|\n| Avtal | 1 år |\n", "activity"),
        ("| a | b | c |\n|-|-|-|\n| Köp | Avtal | 1 år |\n", "activity .*legal basis|legal basis .*activity"),
        (HEAD, "no rows"),
        (HEAD + "| | | |\n", "no rows"),
        ("%PDF-1.7\x00\x01", "isn't text"),
        ("Ã¥ Ã¤ Ã¶ sparas" + HEAD, "garbled"),
        ("<html><body><p>Hej</p></body></html>", "no table"),
        ("<table></table>", "no table"),
        (HEAD + ROW * 2001, "2001 rows"),
    ],
)
def test_what_is_no_policy_is_an_error_with_a_hint(text: str, message: str) -> None:
    with pytest.raises(RegisterError, match=message) as caught:
        import_policy(text, "p.md")
    assert isinstance(caught.value.where, Position)
    assert caught.value.where.path == "p.md"
    assert caught.value.hint


def test_ragged_rows_are_read_and_remarked() -> None:
    imported = import_policy(HEAD + ROW + "| Demo | Avtal |\n" + "| Test | Avtal | Avtalstiden | mer |\n")
    found = [(each.code, each.where.line) for each in imported.remarks if each.code == "POL002"]
    assert found == [("POL002", 4), ("POL002", 5)]
    demo = imported.register.activities[1].purposes[0]
    assert demo.rule is None
    assert demo.needs_person == "(ingen lagringstid angiven)"


def test_a_row_without_a_basis_has_no_purpose_and_says_so() -> None:
    imported = import_policy(HEAD + "| Köp | Magkänsla | 1 år |\n")
    assert [each.code for each in imported.remarks if each.code == "POL006"] == ["POL006"]
    assert imported.register.activities[0].purposes == ()


def test_part_of_a_basis_that_nobody_knows_is_remarked() -> None:
    assert codes(HEAD + "| Köp | Avtal och sedvänja | Avtalstiden |\n") == ["POL007"]


def test_two_tables_of_activities_are_one_register_and_others_are_named() -> None:
    text = (
        f"{HEAD}{ROW}\n\nText.\n\n{HEAD}| Demo | Avtal | Avtalstiden |\n\n| Namn | Ort |\n|-|-|\n| A | B |\n"
    )
    imported = import_policy(text)
    assert [each.title for each in imported.register.activities] == ["Köp", "Demo"]
    assert codes(text) == ["POL003"]


def test_the_same_title_twice_gives_two_ids() -> None:
    ids = [each.id for each in import_policy(HEAD + ROW + ROW).register.activities]
    assert ids == ["kop", "kop-2"]


def test_titles_without_letters_have_ids_too() -> None:
    assert import_policy(HEAD + "| *** !! | Avtal | Avtalstiden |\n").register.activities[0].id == "activity"


def test_a_personal_number_given_as_organisation_number_is_nowhere_repeated() -> None:
    number = "19890201-9808"
    text = f"Firma Exempel AB, org. nr {number}, ansvarar.\n\n{HEAD}{ROW}"
    imported = import_policy(text)
    assert [each.code for each in imported.remarks if each.code == "POL009"] == ["POL009"]
    assert imported.register.entities[0].org_no == ""
    assert all(number not in each.message + each.hint for each in imported.remarks)


def test_a_markdown_table_may_hold_pipes_emphasis_and_breaks() -> None:
    row = "| **Köp** \\| sälj<br>mm | _Avtal_ | Avtalstiden + 1 år |\n"
    (found,) = import_policy(HEAD + row).register.activities
    assert found.title == "Köp | sälj mm"
    assert codes(HEAD + row) == []


def test_an_html_table_within_markdown_is_read() -> None:
    table = "<table><tr><th>Behandling</th><th>Rättslig grund</th><th>Lagringstid</th></tr>"
    table += "<tr><td>Köp</td><td>Avtal</td><td>Avtalstiden</td></tr></table>"
    assert import_policy(f"# Policy\n\n{table}\n").register.activities[0].title == "Köp"


def test_html_may_leave_out_end_tags_and_stretch_cells() -> None:
    page = (
        "<body><p>Ett<p>Två<ul><li>Tre<li>Fyra</ul><table><tr><th>Behandling<th>Rättslig grund<th>Lagringstid"
        "<tr><td>Köp<td rowspan=2>Avtal<td>Avtalstiden<tr><td>Demo<td>Avtalstiden + 1 år</table>Slut"
    )
    imported = import_policy(page)
    assert [(each.title, len(each.purposes)) for each in imported.register.activities] == [
        ("Köp", 1),
        ("Demo", 1),
    ]
    texts = [each.text for each in imported.register.statements]
    assert texts == ["Tre", "Fyra", "Slut"]
    assert codes(page) == []


def test_a_table_that_only_lays_out_the_page_is_no_table_of_activities() -> None:
    inner = "<table><tr><th>Behandling<th>Rättslig grund<th>Lagringstid"
    inner += "<tr><td>Köp<td>Avtal<td>Avtalstiden</table>"
    page = f"<!-- > --><table><tr><td>Meny.</td><td>Vi är snälla. {inner} Hej då.</td></tr></table>"
    imported = import_policy(page)
    assert imported.register.activities[0].title == "Köp"
    assert {"Meny.", "Vi är snälla.", "Hej då."} == {each.text for each in imported.register.statements}


def test_bytes_are_decoded_or_refused() -> None:
    text = f"Åäö\n\n{HEAD}{ROW}"
    for data in (text.encode(), b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16")):
        assert decode(data).text.lstrip("\ufeff") == text
        assert decode(data).remarks == ()
    page = '<html><head><meta charset="iso-8859-1"></head><p>Åäö</p></html>'
    assert decode(page.encode("latin-1")).text == page
    for data in (text.encode("utf-16-le"), text.encode("utf-16-be")):
        assert decode(data).text == text


def test_bytes_in_another_encoding_are_read_with_a_remark() -> None:
    text = f"Åäö är åtta\n\n{HEAD}{ROW}"
    mixed = "Åäö är åtta\n".encode() + "Räksmörgås\n\n".encode("cp1252") + f"{HEAD}{ROW}".encode()
    for data, line in ((text.encode("latin-1"), 1), (mixed, 2)):
        (remark,) = decode(data, "p.md").remarks
        assert (remark.code, str(remark.where)) == ("POL017", f"p.md:{line}")
        assert "�" not in decode(data).text
        assert import_document(data).register.activities[0].title == "Köp"
    assert "Räksmörgås" in decode(mixed).text
    for data in (b"Hej \x81\x8d\x8f", b"\xff\xfea", b"a\x00b\x00" + b"c" * 90):
        with pytest.raises(RegisterError, match=r"isn't text|too|no table") as caught:
            import_document(data, "p.md")
        assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5_000_000,
        HEAD + ROW * 300_000,
        "<div>" * 30_000,
        "<table><tr>" * 10_000,
        "[" * 20_000,
        "*a " * 20_000,
        "<table><tr>" + "<td rowspan=99999 colspan=99999>x" * 10_000,
        "<html>" + "<!--" * 50_000,
        "<html>" + "<![" * 50_000,
        "<html>" + "<?" * 40_000,
        "<html>" + "<p title='" * 50_000,
        "<html><script>" + "</scrip" * 50_000,
        "<html>" + "<a " * 40_000,
        "<html>" + "</" * 40_000,
        "A" * 900_000,
        "Aa " * 40_000 + "org. nr 556",
        "Ord. " * 20_000 + "\n\n" + HEAD + ROW,
    ],
    ids=[
        "5 MB",
        "rows",
        "divs",
        "tables",
        "brackets",
        "stars",
        "spans",
        "comments",
        "sections",
        "instructions",
        "attributes",
        "script",
        "tags",
        "ends",
        "letters",
        "names",
        "sentences",
    ],
)
def test_large_and_hostile_documents_take_bounded_time(text: str) -> None:
    began = time.perf_counter()
    try:
        import_policy(text)
    except RegisterError as error:
        assert str(error)  # noqa: PT017 - both outcomes are right, hanging is not
    assert time.perf_counter() - began < 20


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="|-\n <>ab&;*_[]()#åÅ:.+1å/\\`", max_size=120))
def test_any_text_around_a_table_is_read_or_refused(text: str) -> None:
    try:
        imported = import_policy(f"{text}\n\n{HEAD}{ROW}{text}")
    except RegisterError as error:
        assert error.hint  # noqa: PT017
    else:
        assert imported.register.activities
